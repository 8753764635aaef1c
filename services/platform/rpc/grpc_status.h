// SPDX-License-Identifier: EUPL-1.2
// Refusals as gRPC statuses with google.rpc details, and back.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace tranche::rpc {

// A server takes no longer message: room for a file of 1 MiB and what stands beside it. gRPC itself
// refuses what is longer.
inline constexpr int kRequestBytesMax = 2 << 20;

grpc::Status ToGrpcStatus(const absl::Status& status);
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace tranche::rpc
