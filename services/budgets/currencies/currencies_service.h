// SPDX-License-Identifier: EUPL-1.2
// The methods on costs in other currencies, monthly rates and converted budgets.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "budgets/budgets_convert.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/budgets/v1/currencies_service.pb.h"

namespace tranche::budgets {

class Currencies {
 public:
  // `catch_up` reads what proposals has done by now; called when a contract is not known yet.
  Currencies(const rpc::RoleContext& context,
             std::function<absl::Status(absl::Time deadline)> catch_up);

  absl::StatusOr<v1::Cost> RecordForeignCost(const rpc::CallScope& scope,
                                             const v1::RecordForeignCostRequest& request);
  absl::StatusOr<v1::ExchangeRate> RecordExchangeRate(const rpc::CallScope& scope,
                                                      const v1::RecordExchangeRateRequest& request);
  absl::StatusOr<v1::ListExchangeRatesResponse> ListExchangeRates(
      const rpc::CallScope& scope, const v1::ListExchangeRatesRequest& request);
  absl::StatusOr<v1::RedenominatedBudget> GetRedenominatedBudget(
      const rpc::CallScope& scope, const v1::GetRedenominatedBudgetRequest& request);

 private:
  const rpc::RoleContext context_;
  const std::function<absl::Status(absl::Time)> catch_up_;
};

}  // namespace tranche::budgets
