// SPDX-License-Identifier: EUPL-1.2
// SQL of the lines of budgets.
#pragma once

#include <string>
#include <vector>

#include "budgets/budget_line.h"
#include "budgets/contracts_store.h"
#include "platform/pg/transaction.h"
#include "tranche/budgets/v1/budgets.pb.h"

namespace tranche::budgets::store {

// A line as it is kept: what the request said of it and its caps.
struct NewLine {
  v1::Line line;
  ThreePart caps;
};
// Writes the lines and the allotment of their caps to the journal, and marks the contract as budgeted.
void InsertBudget(pg::Tx& tx, const Contract& contract, const std::vector<NewLine>& lines);
// Lines by code, as the API shows them.
std::vector<v1::Line> ListLines(pg::Tx& tx, const std::string& organisation,
                                const std::string& contract);

// A line that no other transaction moves meanwhile.
struct LockedLine {
  BudgetLine line;
  std::string title;
  std::string expense_type;
};
// Locks all lines of a contract, or those of `codes`, in the order in which every transaction does.
std::vector<LockedLine> LockAllLines(pg::Tx& tx, const Contract& contract);
std::vector<LockedLine> LockLinesOf(pg::Tx& tx, const Contract& contract,
                                    const std::vector<std::string>& codes);

}  // namespace tranche::budgets::store
