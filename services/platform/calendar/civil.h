// SPDX-License-Identifier: EUPL-1.2
// Civil days as contracts write them, and arithmetic on months that never leaves the month.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace tranche {

// ISO 8601, "2018-10-18". DATE_MALFORMED for anything else, DATE_NOT_IN_CALENDAR for 2018-02-31.
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text);
// As Bulgarian documents write it, "31.12.2018" or "1.2.2018". Same errors.
absl::StatusOr<absl::CivilDay> ParseBulgarianDay(absl::string_view text);
// What these write the parsers read back, for the years 1 to 9999.
std::string FormatDay(absl::CivilDay day);           // "2018-10-18"
std::string FormatBulgarianDay(absl::CivilDay day);  // "18.10.2018"

// The days that are taken from outside. Far inside the years that the parsers read, so that no period
// that is reckoned from such a day leaves those.
inline constexpr absl::CivilDay kFirstDayTaken(1990, 1, 1);
inline constexpr absl::CivilDay kLastDayTaken(2100, 12, 31);
// DATE_OUT_OF_RANGE with both ends for a day that lies outside.
absl::Status CheckDayTaken(absl::CivilDay day);
// A day that is told as a fact has come: DAY_IN_FUTURE with both days when it is after today.
absl::Status CheckNotAfter(absl::CivilDay day, absl::CivilDay today);

// The same-numbered day `months` later, or that month's last day: 31.08.2017 + 18 -> 28.02.2019.
absl::CivilDay AddMonthsClamped(absl::CivilDay day, int months);

// How the last day of a contract's period is read.
enum class PeriodRule {
  kSameNumberedDay,  // 18.04.2017 + 18 months ends on 18.10.2018 (published practice).
  kDayBefore,        // The start day counts: 17.10.2018.
};
// Last day of a period of whole months, months >= 1.
absl::CivilDay PeriodEnd(absl::CivilDay start, int months, PeriodRule rule);

// The day it is in Sofia at an instant.
absl::CivilDay DayInSofia(absl::Time instant);

}  // namespace tranche
