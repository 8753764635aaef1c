// SPDX-License-Identifier: EUPL-1.2
// The methods of the budgets service.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "budgets/budgets_convert.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/budgets/v1/budgets_service.pb.h"

namespace tranche::budgets {

class Service {
 public:
  // `catch_up` reads what proposals has done by now; called when a contract is not known yet.
  Service(const rpc::RoleContext& context, std::function<absl::Status(absl::Time deadline)> catch_up);

  absl::StatusOr<v1::Budget> CreateBudget(const rpc::CallScope& scope,
                                          const v1::CreateBudgetRequest& request);
  absl::StatusOr<v1::Budget> GetBudget(const rpc::CallScope& scope,
                                       const v1::GetBudgetRequest& request);
  absl::StatusOr<v1::Cost> RecordCost(const rpc::CallScope& scope,
                                      const v1::RecordCostRequest& request);
  absl::StatusOr<v1::Cost> GetCost(const rpc::CallScope& scope, const v1::GetCostRequest& request);
  absl::StatusOr<v1::ListCostsResponse> ListCosts(const rpc::CallScope& scope,
                                                  const v1::ListCostsRequest& request);
  absl::StatusOr<v1::DecideCostsResponse> DecideCosts(const rpc::CallScope& scope,
                                                      const v1::DecideCostsRequest& request);
  absl::StatusOr<common::v1::ListEventsResponse> ListEvents(
      const rpc::CallScope& scope, const common::v1::ListEventsRequest& request);

 private:
  // EXPENSE_TYPE_UNKNOWN for the first line whose type the nomenclature of reference lacks.
  absl::Status CheckExpenseTypes(const rpc::CallScope& scope, const v1::CreateBudgetRequest& request);
  // Asks; when nothing was found and the contract is not known, it may have been concluded just now:
  // follows proposals to its end and asks once more.
  template <class Answer>
  absl::StatusOr<Answer> AskAgainIfUnknown(const rpc::CallScope& scope, const ContractRef& contract,
                                           const std::function<absl::StatusOr<Answer>()>& ask);

  const rpc::RoleContext context_;
  const std::function<absl::Status(absl::Time)> catch_up_;
};

}  // namespace tranche::budgets
