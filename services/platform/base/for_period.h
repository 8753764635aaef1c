// SPDX-License-Identifier: EUPL-1.2
// Rules of which some hold in one programming period only.
#pragma once

#include "absl/strings/string_view.h"

namespace tranche {

// The first of `rules` that `fits` and is of the period, else the first that fits and is of any ("").
// Null: there is none. `period_of(rule)` is its period.
template <class Rules, class Fits, class PeriodOf>
auto FindForPeriod(const Rules& rules, absl::string_view period, const Fits& fits,
                   const PeriodOf& period_of) -> decltype(&*rules.begin()) {
  decltype(&*rules.begin()) of_any = nullptr;
  for (const auto& rule : rules) {
    if (!fits(rule)) continue;
    const absl::string_view own = period_of(rule);
    if (!own.empty() && own == period) return &rule;
    if (own.empty() && of_any == nullptr) of_any = &rule;
  }
  return of_any;
}

}  // namespace tranche
