// SPDX-License-Identifier: EUPL-1.2
// The gRPC services of the bank in the role `payments`.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "platform/rpc/role.h"

namespace tranche::payments::bank {

std::unique_ptr<grpc::Service> MakeBankEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time deadline)> catch_up);
std::unique_ptr<grpc::Service> MakePaymentOrdersEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time deadline)> catch_up);

}  // namespace tranche::payments::bank
