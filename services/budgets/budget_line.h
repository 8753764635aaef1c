// SPDX-License-Identifier: EUPL-1.2
// A budget line and what may happen to it. Nothing can be overspent (INV-01): whoever records a cost
// reserves its amount at once, and a decision on the cost spends or releases what was reserved.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "platform/money/three_part.h"

namespace tranche::budgets {

// "1", "1.1", "10.2.3". No part has a zero before it, so that "01" is not another line than "1".
bool IsLineCode(absl::string_view code);

// In which form costs of a line are supported.
enum class SupportForm { kRealCosts, kUnitCosts, kLumpSums, kFlatRate, kHourlyRate };

struct BudgetLine {
  std::string code;
  ThreePart caps;
  ThreePart reserved;
  ThreePart spent;
  SupportForm form = SupportForm::kRealCosts;
  std::vector<std::string> limits = {};  // Codes of the limits that hold it.
};

// caps - reserved - spent.
absl::StatusOr<ThreePart> Left(const BudgetLine& line);

struct Reservation {
  ThreePart parts;  // Of the cost, by cumulative difference (INV-02).
  Money left;       // On the line after it, in total.
  BudgetLine after;
};
// Reserves `claimed`, above zero, on the line. LINE_EXHAUSTED when less is left, with both amounts;
// MONEY_CURRENCY_MIXED. The SQL function budgets.record_cost does the same.
absl::StatusOr<Reservation> DecideRecord(const BudgetLine& line, Money claimed);

// The same by parts that are given: what was not approved of a cost goes back to who was to pay it.
// LINE_EXHAUSTED, LINE_PART_EXHAUSTED when the line has the amount but not each of its parts.
absl::StatusOr<Reservation> ReserveParts(const BudgetLine& line, const ThreePart& parts);

// Spends what was reserved for a cost, or releases it.
absl::StatusOr<BudgetLine> AfterDecision(const BudgetLine& line, const ThreePart& parts, bool approved);

// The caps of a budget's lines by who pays, from the lines' totals and the contract's parts: each part
// is allotted by largest remainder, so that the lines add up to the contract in every part (INV-09).
// First the own part over the totals, then the EU's over what remains of each line, national is the
// rest of the line; so no part is below zero. BUDGET_DOES_NOT_ADD_UP with both sums, AMOUNT_NEGATIVE,
// MONEY_CURRENCY_MIXED.
absl::StatusOr<std::vector<ThreePart>> AllotCaps(const ThreePart& contract,
                                                 absl::Span<const Money> totals);

}  // namespace tranche::budgets
