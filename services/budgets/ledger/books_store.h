// SPDX-License-Identifier: EUPL-1.2
// SQL of the check of the books, and of what there are books of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "budgets/contracts_store.h"
#include "budgets/ledger/ledger_check.h"
#include "platform/pg/transaction.h"

namespace tranche::budgets::store {

// A contract's books in one snapshot.
struct Books {
  Contract contract;
  std::vector<LineBooks> lines;
  int64_t postings = 0;
};
// Of a contract that has a budget.
Books LoadBooks(pg::Tx& tx, const Contract& contract);
// Contracts that have a budget, by organisation and number, after the one named; at most `limit`.
std::vector<Contract> ListBudgeted(pg::Tx& tx, const std::string& organisation,
                                   const std::string& after_organisation,
                                   const std::string& after_contract, int limit);

// All of which there are budgets here.
std::vector<std::string> ListOrganisations(pg::Tx& tx);

}  // namespace tranche::budgets::store
