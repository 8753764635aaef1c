// SPDX-License-Identifier: EUPL-1.2
// Closes a budget with the money of its contract, for payments.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/budgets/v1/budget_closings_service.pb.h"

namespace tranche::budgets {

class ClosingsService {
 public:
  ClosingsService(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up);

  absl::StatusOr<v1::BudgetClosing> FollowMoneyClosing(const rpc::CallScope& scope,
                                                       const v1::FollowMoneyClosingRequest& request);

 private:
  const rpc::RoleContext context_;
  const std::function<absl::Status(absl::Time)> catch_up_;
};

std::unique_ptr<grpc::Service> MakeClosingsEndpoint(const rpc::RoleContext& context,
                                                    std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::budgets
