// SPDX-License-Identifier: EUPL-1.2
// The gRPC service of imports from pages.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>

#include "platform/rpc/role.h"

namespace tranche::proposals {

std::unique_ptr<grpc::Service> MakePageImportEndpoint(const rpc::RoleContext& context);

}  // namespace tranche::proposals
