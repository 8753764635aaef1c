// SPDX-License-Identifier: EUPL-1.2
// A flat rate follows its base: what is recorded of it stays within its percent of what is held on the
// lines of the base, and what is approved of it within its percent of what is spent there (BUD-8).
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "budgets/cost.h"
#include "budgets/limits/limit.h"
#include "platform/money/three_part.h"

namespace tranche::budgets {

struct FlatRate {
  std::string line;
  int percent_hundredths = 0;
  std::vector<std::string> base_lines;
};

// What of a flat rate may be recorded.
struct FlatRateDue {
  Money base;  // Held on the lines of the base.
  Money due;   // Percent of it, down to the cent.
  Money held;  // On the line of the flat rate.
  Money left;  // due - held, not below zero.
};
absl::StatusOr<FlatRateDue> DueOf(const FlatRate& rate, const LimitedLines& lines, Currency currency);

// More that is not approved of a cost than its verdict said, and why.
struct Lowered {
  std::size_t place = 0;  // Of the cost among those that are decided on.
  ThreePart unapproved;
  std::string reason;
};

// Lowers verdicts on flat-rate costs, so that with them no more is spent on the line of a flat rate
// than its percent of what is then spent on its base: of the costs of a line the last is lowered first,
// in the proportion of its parts, and never by more than would be approved. What was left unapproved
// may be recorded again once more of the base is approved. `lines`: what is spent now on all lines of
// `costs` and `rates`. A rate that is of another comes after it.
absl::StatusOr<std::vector<Lowered>> LowerFlatRates(absl::Span<const FlatRate> rates,
                                                    const LimitedLines& lines,
                                                    absl::Span<const CostFacts> costs,
                                                    std::vector<Verdict>* verdicts, Currency currency);

}  // namespace tranche::budgets
