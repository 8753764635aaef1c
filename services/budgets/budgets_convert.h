// SPDX-License-Identifier: EUPL-1.2
// Between the messages of the API and what budgets decides on.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "budgets/decisions_store.h"
#include "budgets/record_cost_store.h"
#include "platform/base/error.h"
#include "platform/money/money.h"
#include "tranche/budgets/v1/budgets_service.pb.h"
#include "tranche/reference/v1/reference_service.pb.h"

namespace tranche::budgets {

std::string ContractName(absl::string_view organisation, absl::string_view contract);
v1::SupportForm ToProto(SupportForm form);
// Equal for costs of one document of an organisation, and says nothing by itself.
std::string DocumentKeyOf(absl::string_view number_folded, absl::string_view issuer_folded,
                          absl::string_view type, absl::string_view issued_on);
std::string CostName(absl::string_view organisation, absl::string_view contract, int64_t number);
google::protobuf::Timestamp TimestampOf(int64_t microseconds);

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

// A cost of a request, and everything that is wrong with it.
struct ReadCost {
  // As it will be shown, its amounts and its document as they are compared; of one with faults what
  // could be read.
  store::NewCost cost;
  bool amounts_fit = false;       // Nothing is wrong with its amounts.
  std::vector<Violation> faults;  // By field within the cost, "document.issuerEik".
};
// Faults: DAY_IN_FUTURE for a document of a day after today, COST_NOT_POSITIVE, COST_ABOVE_DOCUMENT,
// CREDIT_NOTE_IS_NO_COST, COST_TYPE_IS_SIMPLIFIED, EIK_INVALID, VAT_ABOVE_TOTAL, COST_CLAIMS_VAT,
// MONEY_CURRENCY_MIXED, MARK_SOURCE_MISSING.
ReadCost CheckCost(const v1::Cost& cost, absl::CivilDay today);
// The same, refused with all of its faults.
absl::StatusOr<store::NewCost> ParseCost(const v1::Cost& cost, absl::CivilDay today);

// What is wrong with the days, and with the type and the issuer's code, of a document (CostDocument or
// ForeignDocument), by field within the cost.
template <class Document>
void CheckDays(const Document& document, absl::CivilDay today, std::vector<Violation>* faults);
template <class Document>
void CheckTypeAndIssuer(const Document& document, std::vector<Violation>* faults);

// `faults` with `prefix` before each field.
std::vector<Violation> Within(const std::string& prefix, std::vector<Violation> faults);

// The decisions of a request in their order. INVALID_REQUEST with every cost that is named twice and
// every refusal without a reason; NOT_FOUND for a cost of another contract.
absl::StatusOr<std::vector<store::NewDecision>> ParseDecisions(const v1::DecideCostsRequest& request,
                                                               const std::string& organisation,
                                                               const std::string& contract);

// The rule that holds in a programming period, of the answer to a question for one code; null: none.
const reference::v1::Rule* RuleOfPeriod(const reference::v1::ListRulesResponse& rules,
                                        const std::string& period);

}  // namespace tranche::budgets
