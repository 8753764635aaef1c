// SPDX-License-Identifier: EUPL-1.2
// SQL of limits over sums of lines. They are locked after the lines and before the contract's row, by
// code, and set by a function of the schema alone.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "budgets/contracts_store.h"
#include "budgets/cost.h"
#include "budgets/ledger/ledger_check.h"
#include "budgets/limits/limit.h"
#include "platform/pg/transaction.h"

namespace tranche::budgets::store {

// "1.1,2" as a list, "" as none; and the other way round as a PostgreSQL array. No code
// has a sign that would end its quotes.
std::vector<std::string> SplitCodes(absl::string_view text);
std::string CodesLiteral(const std::vector<std::string>& codes);

// What limits look at on every line of a contract, as it is now.
LimitedLines ReadLimitedLines(pg::Tx& tx, const std::string& organisation, const std::string& contract);

struct StoredLimit {
  Limit limit;
  std::string source;
};
std::vector<StoredLimit> ListLimits(pg::Tx& tx, const Contract& contract);

// These limits as they are; asks nothing when there are none.
std::map<std::string, Limit> FindLimits(pg::Tx& tx, const std::string& organisation,
                                        const std::string& contract,
                                        const std::set<std::string>& codes);
// Locks them in their order.
std::map<std::string, Limit> LockLimits(pg::Tx& tx, const std::string& organisation,
                                        const std::string& contract,
                                        const std::set<std::string>& codes);
// All of a contract, so that no other transaction moves the caps of their bases meanwhile.
std::vector<Limit> LockAllLimits(pg::Tx& tx, const Contract& contract);

// Replaces the limits of a contract all of whose lines are locked.
void SetLimits(pg::Tx& tx, const Contract& contract, const std::vector<StoredLimit>& limits);
// Brings the limits up to caps of lines that were moved.
void RestateLimits(pg::Tx& tx, const Contract& contract);

// Writes what is used of locked limits, where it differs.
void KeepUsedOf(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                const std::map<std::string, Limit>& before, const std::map<std::string, Limit>& after);
// Gives back what was refused on lines that limits hold.
void ReleaseLimits(pg::Tx& tx, const Contract& contract, const std::map<std::string, LineMove>& moves);

// Limits against their lines, all in one snapshot: the ceiling and what is used, where they disagree.
std::vector<LedgerFinding> CompareLimits(pg::Tx& tx, const Contract& contract);

}  // namespace tranche::budgets::store
