// SPDX-License-Identifier: EUPL-1.2
// Refusals as gRPC statuses with google.rpc details, and back.
#pragma once

#include <grpcpp/support/status.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tranche::rpc {

// A server takes no longer message: room for a document of 3 MiB and what stands beside it. gRPC itself
// refuses what is longer; fields have limits of their own.
inline constexpr int kRequestBytesMax = 4 << 20;

grpc::Status ToGrpcStatus(const absl::Status& status);

// `called`: what was called, a method or the type of its request. When the callee itself did not
// answer, PEER_UNAVAILABLE names its role.
absl::Status FromGrpcStatus(const grpc::Status& status, absl::string_view called = "tranched");

// The role of a name of its package: "budgets" of "tranche.budgets.v1.GetCostRequest" and of
// "/tranche.budgets.v1.BudgetsService/GetCost". The name itself when it has none.
std::string RoleOf(absl::string_view name);

}  // namespace tranche::rpc
