// SPDX-License-Identifier: EUPL-1.2
// Budget against actual: what the lines of a contract's budget may use, hold, have spent and have had
// refused, and the cash beside it, which is an axis of its own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/money/three_part.h"

namespace tranche::reports {

struct LineActual {
  std::string code;
  std::string title;
  ThreePart cap;
  ThreePart reserved;
  ThreePart spent;
  Money refused;
};

// cap - reserved - spent.
absl::StatusOr<ThreePart> Left(const LineActual& line);

// The sums of the lines, without code and title.
absl::StatusOr<LineActual> SumOf(const std::vector<LineActual>& lines, Currency currency);

// `part` of `whole` in percent with two places, half up. 0 <= part, 0 < whole.
absl::StatusOr<std::string> PercentOf(Money part, Money whole);

// `spent` of `cap` in percent with two places, "12.34", half up; empty when the cap is 0.
absl::StatusOr<std::string> SpentPercent(const LineActual& line);

// A line as it is shown: every figure converted by itself, what is left too; the percentage is that of
// the amounts as they are kept.
struct ShownLine {
  LineActual line;
  ThreePart left;
  std::string spent_percent;
};
absl::StatusOr<ShownLine> ShowLine(const LineActual& line, Currency shown);
// Of each figure what the lines as shown miss of their total as shown; nothing: they miss nothing.
absl::StatusOr<std::optional<ShownLine>> RoundingOf(const std::vector<ShownLine>& lines,
                                                    const ShownLine& total);

// Spent grant for which no payment of approved costs has arrived. An advance pays no cost, so it does
// not count; below zero when more was paid for costs than was approved by then.
absl::StatusOr<Money> ApprovedNotPaid(const ThreePart& spent, const ThreePart& paid_for_costs);

}  // namespace tranche::reports
