// SPDX-License-Identifier: EUPL-1.2
// A cell of a column of amounts: a number with its unit, a number in the unit of the heading, or one
// amount with words beside it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "plans/financing.h"
#include "platform/money/money.h"
#include "platform/text/written.h"

namespace tranche::plans::reading {

// What the column says that its amounts are. Words of the cell that say otherwise leave no amount:
// "2 х 1500 лв." is no sum, "500 лв. месечно" no sum of a year.
enum class AmountsAre { kSums, kMonthly, kPrices };

struct AmountCell {
  std::optional<Money> amount;
  std::optional<Money> shown;         // The same in another currency.
  std::string qualifier;              // "до", "около".
  bool in_unit_of_heading = false;    // The cell itself writes no unit.
  std::vector<TextProblem> problems;  // Places within the cell.
  std::vector<TextProblem> remarks;
};

// `unit` is what the heading or the table gives to numbers alone. A cell without a figure is empty.
AmountCell ReadAmountCell(absl::string_view words, AmountsAre are,
                          const std::optional<AmountUnit>& unit, const OfPlan& plan = {});

// "–", "не са необходими средства от общината": no amount is meant, and nobody pays.
bool SaysNothingNeeded(absl::string_view words);

// "X", "✓", "да".
bool IsMark(absl::string_view words);

// Nothing but amounts and signs stands in the text.
bool IsAmountAlone(absl::string_view words);

}  // namespace tranche::plans::reading
