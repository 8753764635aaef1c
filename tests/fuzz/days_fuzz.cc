// SPDX-License-Identifier: EUPL-1.2
// Days as clients send them and as people write them.
#include "fuzz/fuzz.h"
#include "platform/calendar/civil.h"

namespace tranche {

TRANCHE_FUZZ_TARGET(days) {
  const absl::StatusOr<absl::CivilDay> day = ParseDay(input);
  if (day.ok()) fuzz::Require(FormatDay(*day) == input, "a day has one form");
  const absl::StatusOr<absl::CivilDay> typed = ParseBulgarianDay(input);
  if (!typed.ok()) return;
  fuzz::Require(*ParseBulgarianDay(FormatBulgarianDay(*typed)) == *typed,
                "a day that a person typed is read again as it is written");
  for (const int months : {0, 1, 18, 600}) {
    fuzz::Require(AddMonthsClamped(*typed, months) >= *typed, "months that are added never lead back");
  }
}

}  // namespace tranche
