// SPDX-License-Identifier: EUPL-1.2
// Between the messages of the API and what budgets decides on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "budgets/budgets_store.h"
#include "platform/base/error.h"
#include "platform/money/money.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/reference/v1/reference_service.pb.h"

namespace tranche::budgets {

// What is wrong with a field of a request, where something is.
void AddViolation(const absl::Status& status, std::string field, std::vector<Violation>* violations);

std::string ContractName(absl::string_view organisation, absl::string_view contract);
v1::SupportForm ToProto(SupportForm form);
// Equal for costs of one document of an organisation, and says nothing by itself.
std::string DocumentKeyOf(absl::string_view number_folded, absl::string_view issuer_folded,
                          absl::string_view type, absl::string_view issued_on);
std::string CostName(absl::string_view organisation, absl::string_view contract, int64_t number);

// Which contract a request means: its organisation as it was written, "-" for any, and the contract by
// its folded number. `suffix` follows the contract in the name, "/budget".
struct ContractRef {
  std::string organisation;
  std::string contract;
};
absl::StatusOr<ContractRef> ParseContractName(absl::string_view name, absl::string_view suffix = "");

// Which cost a name means; NOT_FOUND when its last segment is no number of a cost.
struct CostRef {
  ContractRef contract;
  int64_t number = 0;
};
absl::StatusOr<CostRef> ParseCostName(const std::string& name);

// The totals of the lines in their order. INVALID_REQUEST with every line whose code is malformed or
// comes twice, whose amount is below zero, or whose marks lack a source.
absl::StatusOr<std::vector<Money>> ParseLines(const v1::CreateBudgetRequest& request);

// The tax within a total, zero when none is told. VAT_ABOVE_TOTAL, MONEY_CURRENCY_MIXED.
absl::StatusOr<Money> ParseVat(const common::v1::Money* told, Money total);

// The cost of a request as it will be shown, its amounts and its document as they are compared.
// DAY_IN_FUTURE for a document of a day after today, COST_NOT_POSITIVE, COST_ABOVE_DOCUMENT,
// CREDIT_NOTE_IS_NO_COST, COST_TYPE_IS_SIMPLIFIED, EIK_INVALID, VAT_ABOVE_TOTAL, COST_CLAIMS_VAT,
// MONEY_CURRENCY_MIXED, MARK_SOURCE_MISSING.
absl::StatusOr<store::NewCost> ParseCost(const v1::Cost& cost, absl::CivilDay today);

// The decisions of a request in their order. INVALID_REQUEST with every cost that is named twice and
// every refusal without a reason; NOT_FOUND for a cost of another contract.
absl::StatusOr<std::vector<store::NewDecision>> ParseDecisions(const v1::DecideCostsRequest& request,
                                                               const std::string& organisation,
                                                               const std::string& contract);

// The rule that holds in a programming period, of the answer to a question for one code; null: none.
const reference::v1::Rule* RuleOfPeriod(const reference::v1::ListRulesResponse& rules,
                                        const std::string& period);

}  // namespace tranche::budgets
