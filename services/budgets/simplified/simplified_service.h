// SPDX-License-Identifier: EUPL-1.2
// The methods of SimplifiedCostsService.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "budgets/budgets_convert.h"
#include "budgets/simplified/simplified.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/budgets/v1/simplified_costs_service.pb.h"
#include "tranche/reference/v1/reference_service.pb.h"

namespace tranche::budgets {

class SimplifiedCostsService {
 public:
  // `catch_up` reads what proposals has done by now; called when a contract is not known yet.
  SimplifiedCostsService(const rpc::RoleContext& context,
                         std::function<absl::Status(absl::Time deadline)> catch_up);

  absl::StatusOr<v1::SimplifiedTerms> SetTerms(const rpc::CallScope& scope,
                                               const v1::SetTermsRequest& request);
  absl::StatusOr<v1::ListTermsResponse> ListTerms(const rpc::CallScope& scope,
                                                  const v1::ListTermsRequest& request);
  absl::StatusOr<v1::Cost> RecordSimplifiedCost(const rpc::CallScope& scope,
                                                const v1::RecordSimplifiedCostRequest& request);

 private:
  // The rule of reference in the programming period of a contract; SIMPLIFIED_RULE_UNKNOWN.
  absl::StatusOr<reference::v1::Rule> RuleFor(const rpc::CallScope& scope,
                                              const store::Contract& contract, const std::string& code);
  // Terms with what the rules of reference give: what a flat rate may be, the price of an hour.
  absl::StatusOr<Terms> WithRules(const rpc::CallScope& scope, const store::Contract& contract,
                                  Terms terms);

  const rpc::RoleContext context_;
  const std::function<absl::Status(absl::Time)> catch_up_;
};

}  // namespace tranche::budgets
