// SPDX-License-Identifier: EUPL-1.2
// The gRPC service of attachments.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "platform/rpc/role.h"

namespace tranche::plans {

// It waits for no event.
std::unique_ptr<grpc::Service> MakeAttachmentsEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::plans
