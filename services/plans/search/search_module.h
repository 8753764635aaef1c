// SPDX-License-Identifier: EUPL-1.2
// The search as the role plans serves it.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>

#include "platform/rpc/role.h"

namespace tranche::plans {

std::unique_ptr<grpc::Service> MakeSearchEndpoint(const rpc::RoleContext& context,
                                                  std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::plans
