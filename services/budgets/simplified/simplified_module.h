// SPDX-License-Identifier: EUPL-1.2
// SimplifiedCostsService as a gRPC service of the role budgets.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "platform/rpc/role.h"

namespace tranche::budgets {

std::unique_ptr<grpc::Service> MakeSimplifiedEndpoint(const rpc::RoleContext& context,
                                                      std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::budgets
