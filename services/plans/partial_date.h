// SPDX-License-Identifier: EUPL-1.2
// Dates of which only a part is known.
#pragma once

#include <optional>

#include "absl/time/civil_time.h"

namespace tranche::plans {

// 0: not known.
struct PartialDay {
  int year = 0;
  int month = 0;
  int day = 0;

  friend bool operator==(const PartialDay&, const PartialDay&) = default;
};

// The date can be: no day without a month, and a day that its month has (29 February in an unknown year
// too). Nothing known is possible.
bool IsPossible(const PartialDay& date);

// The day when all of it is known.
std::optional<absl::CivilDay> WholeDay(const PartialDay& date);

}  // namespace tranche::plans
