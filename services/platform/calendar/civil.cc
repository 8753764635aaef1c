// SPDX-License-Identifier: EUPL-1.2
#include "platform/calendar/civil.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "platform/base/error.h"

namespace tranche {
namespace {

bool IsNumber(absl::string_view text, std::size_t fewest_digits, std::size_t most_digits) {
  return text.size() >= fewest_digits && text.size() <= most_digits &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

// Value of at most four digits.
int NumberOf(absl::string_view digits) {
  int value = 0;
  for (const char digit : digits) {
    value = value * 10 + (digit - '0');
  }
  return value;
}

absl::Status Malformed(absl::string_view text) {
  return Refuse("DATE_MALFORMED", {{"value", std::string(text)}});
}

// CivilDay turns 31 February into 3 March; a day that changes in it is not in the calendar.
absl::StatusOr<absl::CivilDay> ExistingDay(int year, int month, int day, absl::string_view text) {
  const absl::CivilDay civil(year, month, day);
  if (year < 1 || civil.year() != year || civil.month() != month || civil.day() != day) {
    return Refuse("DATE_NOT_IN_CALENDAR", {{"value", std::string(text)}});
  }
  return civil;
}

// A wrong day would be worse than none, so a machine without zone data does not go on.
absl::TimeZone LoadSofia() {
  absl::TimeZone sofia;
  if (!absl::LoadTimeZone("Europe/Sofia", &sofia)) {
    std::cerr << "The time zone Europe/Sofia is missing; install the package tzdata." << std::endl;
    std::abort();
  }
  return sofia;
}

}  // namespace

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  if (parts.size() != 3 || !IsNumber(parts[0], 4, 4) || !IsNumber(parts[1], 2, 2) ||
      !IsNumber(parts[2], 2, 2)) {
    return Malformed(text);
  }
  return ExistingDay(NumberOf(parts[0]), NumberOf(parts[1]), NumberOf(parts[2]), text);
}

absl::StatusOr<absl::CivilDay> ParseBulgarianDay(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '.');
  if (parts.size() != 3 || !IsNumber(parts[0], 1, 2) || !IsNumber(parts[1], 1, 2) ||
      !IsNumber(parts[2], 4, 4)) {
    return Malformed(text);
  }
  return ExistingDay(NumberOf(parts[2]), NumberOf(parts[1]), NumberOf(parts[0]), text);
}

std::string FormatDay(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

std::string FormatBulgarianDay(absl::CivilDay day) {
  return absl::StrFormat("%02d.%02d.%04d", day.day(), day.month(), day.year());
}

absl::Status CheckDayTaken(absl::CivilDay day) {
  if (day >= kFirstDayTaken && day <= kLastDayTaken) return absl::OkStatus();
  return Refuse("DATE_OUT_OF_RANGE", {{"value", FormatDay(day)},
                                      {"min", FormatDay(kFirstDayTaken)},
                                      {"max", FormatDay(kLastDayTaken)}});
}

absl::Status CheckNotAfter(absl::CivilDay day, absl::CivilDay today) {
  if (day <= today) return absl::OkStatus();
  return Refuse("DAY_IN_FUTURE", {{"value", FormatDay(day)}, {"today", FormatDay(today)}});
}

absl::CivilDay AddMonthsClamped(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return absl::CivilDay(month.year(), month.month(), std::min(day.day(), last.day()));
}

absl::CivilDay PeriodEnd(absl::CivilDay start, int months, PeriodRule rule) {
  const absl::CivilDay same_numbered = AddMonthsClamped(start, months);
  // Where the month lacks the number, its last day already is the day before the one that is missing.
  const bool clamped = same_numbered.day() != start.day();
  return rule == PeriodRule::kDayBefore && !clamped ? same_numbered - 1 : same_numbered;
}

absl::CivilDay DayInSofia(absl::Time instant) {
  static const absl::TimeZone sofia = LoadSofia();
  return absl::ToCivilDay(instant, sofia);
}

}  // namespace tranche
