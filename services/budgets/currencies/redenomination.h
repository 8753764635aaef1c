// SPDX-License-Identifier: EUPL-1.2
// What the lines of a budget become when their contract is converted to euro. What its costs become
// stands in SQL (budgets.restate_costs), since there may be a million of them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "budgets/budget_line.h"
#include "platform/money/three_part.h"

namespace tranche::budgets {

// The lines in euro, in their order. The caps are the contract's parts in euro, allotted by largest
// remainder of the caps in lev (INV-09). Part by part: used is the lesser of the converted used amount
// and the cap, spent the lesser of the converted spent amount and used, reserved the rest, so that
// nothing is above its cap (INV-01) and what was nothing stays nothing. `contract` is what
// ConvertParts made of the lines' sums.
absl::StatusOr<std::vector<BudgetLine>> ConvertLines(const ThreePart& contract,
                                                     absl::Span<const BudgetLine> lines);

// A figure of a line that differs from its own conversion.
struct FigureDifference {
  std::string of;  // "caps.eu".
  Money before;
  Money converted;
  Money kept;
};
absl::StatusOr<std::vector<FigureDifference>> DifferencesOf(const BudgetLine& before,
                                                            const BudgetLine& after);

}  // namespace tranche::budgets
