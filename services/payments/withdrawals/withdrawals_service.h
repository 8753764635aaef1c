// SPDX-License-Identifier: EUPL-1.2
// Takes back costs that are in no open claim: one method.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "payments/contract_finder_service.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/payments/v1/cost_withdrawals_service.pb.h"

namespace tranche::payments::withdrawals {

class WithdrawalsService {
 public:
  WithdrawalsService(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : context_(context), finder_(context, std::move(catch_up)) {}

  absl::StatusOr<v1::CostWithdrawal> WithdrawCosts(const rpc::CallScope& scope,
                                                   const v1::WithdrawCostsRequest& request);

 private:
  // Under the lock of the contract: false when the request was answered before; COST_HELD_BY_CLAIM.
  absl::StatusOr<bool> Check(const rpc::CallScope& scope, const Contract& found,
                             const std::vector<std::string>& cost_ids,
                             const v1::WithdrawCostsRequest& request);
  // The day of a request that says none: today, or that on which its answer was lost.
  absl::StatusOr<absl::CivilDay> DayOf(const rpc::CallScope& scope, const std::string& cost,
                                       absl::CivilDay today);
  absl::StatusOr<budgets::v1::DecideCostsResponse> RefuseInBudget(
      const rpc::CallScope& scope, const Contract& contract, const std::vector<std::string>& cost_ids,
      const std::string& day, const v1::WithdrawCostsRequest& request);

  const rpc::RoleContext context_;
  const ContractFinder finder_;
};

// The gRPC service of the role.
std::unique_ptr<grpc::Service> MakeWithdrawals(const rpc::RoleContext& context,
                                               std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::payments::withdrawals
