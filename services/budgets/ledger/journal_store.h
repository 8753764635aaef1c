// SPDX-License-Identifier: EUPL-1.2
// SQL of the journal as it is shown.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "budgets/contracts_store.h"
#include "platform/pg/transaction.h"
#include "tranche/budgets/v1/ledger.pb.h"

namespace tranche::budgets::store {

// A movement and its number, which counts over all contracts and is only a key for pages.
struct JournalEntry {
  int64_t number = 0;
  v1::Posting posting;
};
// Movements in the contract's currency numbered above `after` in their order, at most `limit`; of one
// line alone, or of all for "".
std::vector<JournalEntry> ListPostings(pg::Tx& tx, const Contract& contract, const std::string& line,
                                       int64_t after, int limit);

}  // namespace tranche::budgets::store
