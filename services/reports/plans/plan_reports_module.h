// SPDX-License-Identifier: EUPL-1.2
// PlanReportsService as a gRPC service of the role reports.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>

#include "platform/rpc/role.h"

namespace tranche::reports {

std::unique_ptr<grpc::Service> MakePlanReportsEndpoint(const rpc::RoleContext& context);

}  // namespace tranche::reports
