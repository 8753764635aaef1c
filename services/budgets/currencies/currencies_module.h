// SPDX-License-Identifier: EUPL-1.2
// The endpoint of CurrenciesService, which the role budgets serves beside its own.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "platform/rpc/role.h"

namespace tranche::budgets {

std::unique_ptr<grpc::Service> MakeCurrenciesEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time deadline)> catch_up);

}  // namespace tranche::budgets
