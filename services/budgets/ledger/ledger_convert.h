// SPDX-License-Identifier: EUPL-1.2
// Between the messages of the ledger and what budgets decides on.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "budgets/budgets_convert.h"
#include "budgets/ledger/books_store.h"
#include "budgets/ledger/forecast.h"
#include "budgets/ledger/spending_plan.h"
#include "budgets/ledger/transfer.h"
#include "budgets/lines_store.h"
#include "tranche/budgets/v1/ledger_service.pb.h"
#include "tranche/reference/v1/reference_service.pb.h"

namespace tranche::budgets {

// Which version of a contract a name means; NOT_FOUND when its last segment is no number of one.
struct VersionRef {
  ContractRef contract;
  int number = 0;
};
absl::StatusOr<VersionRef> ParseVersionName(const std::string& name);

// The new totals by code. INVALID_REQUEST with every line whose code is malformed or comes twice and
// whose amount is below zero.
absl::StatusOr<std::map<std::string, Money>> ParseRevisedLines(const v1::ReviseBudgetRequest& request);
// What a request says of lines besides their amounts.
struct AskedLines {
  std::vector<v1::RevisedLine> added;  // That the budget lacks.
  std::vector<int> restated;  // Places in the request: another title or expense type than the line's.
};
// INVALID_REQUEST with every new line that has no title or no expense type.
absl::StatusOr<AskedLines> AskedLinesOf(const v1::ReviseBudgetRequest& request,
                                        absl::Span<const store::LockedLine> lines);
// Whether a request names another title or expense type than these.
bool Restates(const v1::RevisedLine& asked, const std::string& title, const std::string& expense_type);

absl::StatusOr<std::vector<PlannedQuarter>> FromProto(const v1::SpendingPlan& plan);

// The rule of a procedure: its own, else the general one; TRANSFER_RULE_UNKNOWN.
absl::StatusOr<TransferRule> RuleOf(const reference::v1::ListTransferRulesResponse& rules,
                                    const std::string& procedure, const std::string& day);

v1::LedgerCheck ToProto(const store::Books& books, absl::Span<const LedgerFinding> findings);
v1::Outlook ToProto(const std::string& line, const std::string& title, Money cap, Money used,
                    Money planned, const Outlook& outlook);

}  // namespace tranche::budgets
