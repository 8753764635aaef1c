// SPDX-License-Identifier: EUPL-1.2
// SQL of the decisions on costs.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "budgets/budget_line.h"
#include "budgets/contracts_store.h"
#include "budgets/cost.h"
#include "platform/pg/transaction.h"

namespace tranche::budgets::store {

// What the lines that decisions touch are held by.
struct DecidedLines {
  bool limited = false;                           // A limit holds one of them.
  std::map<std::string, SupportForm> simplified;  // By code; lines with real costs are not among them.
};
// Locks the lines of these costs, and those of the bases of flat rates, in the order of their codes,
// which no two decisions can do crosswise.
DecidedLines LockLines(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                       const std::vector<int64_t>& numbers);
struct NewDecision {
  int64_t number = 0;
  Verdict verdict;
  std::string reason;  // Of what is unapproved.
  std::string correction_reason;
  std::string correction;
};
// Writes the decisions, their postings, and the new balances of the lines, limits, documents and hours.
void InsertDecisions(pg::Tx& tx, const Contract& contract, absl::CivilDay decided_on,
                     const std::string& decided_by, const std::vector<NewDecision>& decisions,
                     const Outcome& outcome, const DecidedLines& lines);

}  // namespace tranche::budgets::store
