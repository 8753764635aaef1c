// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/ledger_check.h"

#include "platform/base/status_macros.h"

namespace tranche::budgets {
namespace {

void Compare(const std::string& line, LedgerBalance balance, Payer payer, Money kept, Money recomputed,
             std::vector<LedgerFinding>* findings) {
  if (kept == recomputed) return;
  findings->push_back(
      {.line = line, .balance = balance, .payer = payer, .kept = kept, .recomputed = recomputed});
}

void CompareParts(const std::string& line, LedgerBalance balance, const ThreePart& kept,
                  const ThreePart& recomputed, std::vector<LedgerFinding>* findings) {
  Compare(line, balance, Payer::kEu, kept.eu, recomputed.eu, findings);
  Compare(line, balance, Payer::kNational, kept.national, recomputed.national, findings);
  Compare(line, balance, Payer::kOwn, kept.own, recomputed.own, findings);
}

}  // namespace

absl::StatusOr<std::vector<LedgerFinding>> CompareBooks(const ThreePart& contract,
                                                        absl::Span<const LineBooks> lines) {
  std::vector<LedgerFinding> findings;
  ThreePart sum = ZeroParts(contract.eu.currency());
  for (const LineBooks& books : lines) {
    const std::string& line = books.kept.code;
    CompareParts(line, LedgerBalance::kCapOfLine, books.kept.caps, books.journal_cap, &findings);
    CompareParts(line, LedgerBalance::kReservedOnLine, books.kept.reserved, books.journal_reserved,
                 &findings);
    CompareParts(line, LedgerBalance::kSpentOnLine, books.kept.spent, books.journal_spent, &findings);
    Compare(line, LedgerBalance::kRefusedOnLine, Payer::kAll, books.refused, books.journal_refused,
            &findings);
    CompareParts(line, LedgerBalance::kTransfersOfLine, books.transfers, books.journal_transfers,
                 &findings);
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart with_held, Add(books.kept.caps, books.held));
    TRANCHE_ASSIGN_OR_RETURN(sum, Add(sum, with_held));
  }
  CompareParts("", LedgerBalance::kCapsOfContract, contract, sum, &findings);
  return findings;
}

}  // namespace tranche::budgets
