// SPDX-License-Identifier: EUPL-1.2
// Whether the balances that are kept are what the journal adds up to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "budgets/budget_line.h"
#include "platform/money/three_part.h"

namespace tranche::budgets {

enum class LedgerBalance {
  kCapOfLine,
  kReservedOnLine,
  kSpentOnLine,
  kRefusedOnLine,
  kTransfersOfLine,
  kCapsOfContract,
  kCapOfLimit,
  kUsedOfLimit
};
enum class Payer { kEu, kNational, kOwn, kAll };

// A line as it is kept, and what its records add up to.
struct LineBooks {
  BudgetLine kept;
  Money refused;          // As kept, all parts together.
  ThreePart journal_cap;  // Allotted less taken back.
  ThreePart journal_reserved;
  ThreePart journal_spent;
  Money journal_refused;
  ThreePart transfers;          // By the records of transfers: received less given.
  ThreePart journal_transfers;  // By their postings.
  ThreePart held;               // What a prepared revision holds of the line.
};

// One amount that disagrees.
struct LedgerFinding {
  std::string line;  // Empty: the sum over the lines.
  LedgerBalance balance = LedgerBalance::kCapOfLine;
  Payer payer = Payer::kAll;
  Money kept;
  Money recomputed;
  std::string limit = {};  // Code of the limit that it is about.
};

// Every amount of a contract's books that disagrees, lines in their order, then the contract: nine
// balances of each line and what was refused against the journal, transfers against their postings, and
// the contract's amount against the caps with what is held (INV-09). Empty: all agree.
absl::StatusOr<std::vector<LedgerFinding>> CompareBooks(const ThreePart& contract,
                                                        absl::Span<const LineBooks> lines);

}  // namespace tranche::budgets
