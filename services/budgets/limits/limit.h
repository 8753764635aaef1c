// SPDX-License-Identifier: EUPL-1.2
// Limits: ceilings over the sum of several lines, a fixed amount or a percentage of the caps of other
// lines. What is used on the lines of a limit, all parts together, stays within it (BUD-7).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "platform/money/money.h"

namespace tranche::budgets {

struct Limit {
  std::string code;
  std::string title;
  std::vector<std::string> lines;  // Codes of the lines that it holds.
  std::optional<Money> fixed;      // Nothing: in percent of the base.
  int percent_hundredths = 0;      // Of the base, 700 for 7 %.
  std::vector<std::string> base_lines = {};
  Money cap = {};   // In force.
  Money used = {};  // Reserved and spent on its lines.
};

// What limits look at on a line; totals of all parts.
struct LimitedLine {
  Money cap;
  Money used;   // Reserved and spent.
  Money spent;  // Verified.
};
using LimitedLines = std::map<std::string, LimitedLine>;  // By code.

// Percent in hundredths of a percent, above 0 and up to `max_hundredths`: "7.5" is 750.
// PERCENT_OUT_OF_RANGE.
absl::StatusOr<int> ParsePercent(const std::string& text, int max_hundredths);
// 750 is "7.5".
std::string FormatPercent(int hundredths);
// That percent of an amount, down to the cent.
absl::StatusOr<Money> PercentOf(Money amount, int hundredths);

// The ceiling by a base of this amount.
absl::StatusOr<Money> CapOf(const Limit& limit, Money base);

// Takes an amount from a limit; LIMIT_EXHAUSTED with what is left. The SQL function
// budgets.take_from_limits does the same.
absl::StatusOr<Limit> TakeFrom(const Limit& limit, Money amount);

// The limit on these lines, with its ceiling and what is used. LINE_NOT_FOUND for a line that there is
// not, LIMIT_BELOW_USED when it is exceeded already.
absl::StatusOr<Limit> PlaceOn(Limit limit, const LimitedLines& lines, Currency currency);

// Whether caps may move from `before` to `after`: a percentage that shrinks with its base stays above
// what is used (LIMIT_BELOW_USED), and the caps of a limit's lines are not raised to more than it
// allows (LIMIT_ABOVE_CAPS).
absl::Status CheckCaps(absl::Span<const Limit> limits, const LimitedLines& before,
                       const LimitedLines& after, Currency currency);

// A limit against what is verified.
struct VerifiedLimit {
  Money base;      // Sum of the caps of the base; zero without percent.
  Money verified;  // Spent on its lines.
  Money verified_base;
  Money verified_cap;  // The fixed amount, or percent of verified_base.
  Money above;         // Of verified above verified_cap, not below zero.
};
absl::StatusOr<VerifiedLimit> CheckVerified(const Limit& limit, const LimitedLines& lines,
                                            Currency currency);

}  // namespace tranche::budgets
