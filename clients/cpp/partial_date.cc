// SPDX-License-Identifier: EUPL-1.2
#include "cpp/partial_date.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"

namespace tranche::client {
namespace {

using common::v1::PartialDate;

std::string SayMonth(int month, Language language) {
  static constexpr const char* kBulgarian[] = {"януари",    "февруари", "март",    "април",
                                               "май",       "юни",      "юли",     "август",
                                               "септември", "октомври", "ноември", "декември"};
  static constexpr const char* kEnglish[] = {"January",   "February", "March",    "April",
                                             "May",       "June",     "July",     "August",
                                             "September", "October",  "November", "December"};
  if (month > static_cast<int>(std::size(kBulgarian))) return absl::StrCat(month);
  return (language == Language::kBulgarian ? kBulgarian : kEnglish)[month - 1];
}

// Year, month and day as digits, the year first; those that were not written are absent.
std::vector<absl::string_view> PartsOf(absl::string_view text) {
  std::vector<absl::string_view> parts;
  if (absl::ConsumePrefix(&text, "--")) {
    parts = absl::StrSplit(text, '-');
    parts.insert(parts.begin(), "");
  } else if (absl::StrContains(text, '.')) {
    parts = absl::StrSplit(text, '.');
    std::reverse(parts.begin(), parts.end());
  } else {
    parts = absl::StrSplit(text, '-');
  }
  return parts;
}

bool IsInCalendar(int year, int month, int day) {
  if (day == 0) return month <= 12;
  // A day of no known year may be the 29th of February.
  const absl::CivilDay civil(year == 0 ? 2000 : year, month, day);
  return civil.month() == month && civil.day() == day;
}

}  // namespace

std::optional<PartialDate> ReadPartialDate(absl::string_view typed) {
  PartialDate date;
  date.set_as_written(std::string(typed));
  if (typed.empty()) return date;
  absl::string_view text = typed;
  for (const absl::string_view sign : {"г.", "г", " "}) text = absl::StripSuffix(text, sign);
  const std::vector<absl::string_view> parts = PartsOf(text);
  if (parts.size() > 3) return std::nullopt;
  int numbers[3] = {0, 0, 0};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i == 0 && parts[i].empty() && parts.size() == 3) continue;  // No year.
    const bool digits = (i == 0 ? parts[i].size() == 4 : parts[i].size() <= 2) &&
                        std::all_of(parts[i].begin(), parts[i].end(), absl::ascii_isdigit);
    if (!digits || !absl::SimpleAtoi(parts[i], &numbers[i]) || numbers[i] < 1) return std::nullopt;
  }
  if (!IsInCalendar(numbers[0], numbers[1], numbers[2])) return std::nullopt;
  date.set_year(numbers[0]);
  date.set_month(numbers[1]);
  date.set_day(numbers[2]);
  return date;
}

bool IsBlank(const PartialDate& date) {
  return date.year() == 0 && date.month() == 0 && date.as_written().empty();
}

std::string SayPartialDate(const PartialDate& date, Language language, DaySayer say_day) {
  if (date.day() != 0 && date.month() != 0 && date.year() != 0) {
    return say_day(absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day()), language);
  }
  if (!date.as_written().empty()) return date.as_written();
  if (IsBlank(date)) return language == Language::kBulgarian ? "(празно)" : "(blank)";
  if (date.month() == 0) return absl::StrCat(date.year());
  if (date.year() != 0) return absl::StrFormat("%02d.%04d", date.month(), date.year());
  if (date.day() != 0) return absl::StrFormat("%02d.%02d", date.day(), date.month());
  return SayMonth(date.month(), language);
}

std::string SayPartialPeriod(const common::v1::PartialPeriod& period, Language language,
                             DaySayer say_day) {
  if (!period.as_written().empty()) return period.as_written();
  if (!period.has_from() && !period.has_to()) return "";
  return absl::StrCat(SayPartialDate(period.from(), language, say_day), " – ",
                      SayPartialDate(period.to(), language, say_day));
}

}  // namespace tranche::client
