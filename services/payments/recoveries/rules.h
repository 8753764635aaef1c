// SPDX-License-Identifier: EUPL-1.2
// Rules of reference with the days on which they hold, and what is reckoned from them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "platform/calendar/working_days.h"

namespace tranche::payments::recoveries {

struct Rule {
  std::string code;
  std::string value;  // Decimal text.
  std::string unit;   // "days", "percent"…
  std::string source;
  bool verified = false;
  absl::CivilDay valid_from;
  std::optional<absl::CivilDay> valid_to;  // Nothing: open.
};

// The rule of this code on a day; of several the one that began to hold last. Null: there is none.
const Rule* FindRule(const std::vector<Rule>& rules, absl::string_view code, absl::CivilDay day);
// The same; RULE_MISSING.
absl::StatusOr<const Rule*> RequireRule(const std::vector<Rule>& rules, absl::string_view code,
                                        absl::CivilDay day);

// The value times ten to the power of `places`, "1.42" with 5 places is 142000; RULE_UNREADABLE when it
// is below zero or has more places.
absl::StatusOr<int64_t> ScaledValue(const Rule& rule, int places);
// A value that is whole.
absl::StatusOr<int64_t> WholeValue(const Rule& rule);
// A flag: 0 or 1.
absl::StatusOr<bool> FlagValue(const Rule& rule);

// "Наредба …, чл. 7 (непроверено / unverified)": a source and its mark, for people of both languages.
std::string SourceOf(const Rule& rule);

// The last day of a period of months, days or working days after an event, whose day does not count. A
// period of months or days that ends on a day off moves to the next working day if `shifts`.
absl::StatusOr<absl::CivilDay> PeriodEnd(absl::CivilDay event_on, const Rule& rule, bool shifts,
                                         const HolidayCalendar& calendar);

// Last day of the month that is `months` after the month of a day.
absl::CivilDay EndOfMonthAfter(absl::CivilDay day, int64_t months);

}  // namespace tranche::payments::recoveries
