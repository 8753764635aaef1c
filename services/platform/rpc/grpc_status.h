// SPDX-License-Identifier: EUPL-1.2
// Refusals as gRPC statuses with google.rpc details, and back.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace tranche::rpc {

grpc::Status ToGrpcStatus(const absl::Status& status);
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace tranche::rpc
