// SPDX-License-Identifier: EUPL-1.2
#include "cpp/partial_date.h"

#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

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

}  // namespace

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
