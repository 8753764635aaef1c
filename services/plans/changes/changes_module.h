// SPDX-License-Identifier: EUPL-1.2
// PlanChangesService as a gRPC service of the role plans.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "platform/rpc/role.h"

namespace tranche::plans {

std::unique_ptr<grpc::Service> MakeChangesEndpoint(const rpc::RoleContext& context,
                                                   std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::plans
