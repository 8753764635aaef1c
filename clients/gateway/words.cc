// SPDX-License-Identifier: EUPL-1.2
#include "gateway/words.h"

#include <cstdlib>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "platform/calendar/civil.h"

namespace tranche::gateway {
namespace {

constexpr absl::string_view kHardBlank = "\u00a0";

}  // namespace

std::string SayMoney(const common::v1::Money& money, Language language) {
  return SayAmount(money.amount(), money.currency(), language);
}

std::string SayPeriod(absl::string_view period, Language language) {
  const std::vector<absl::string_view> parts = absl::StrSplit(period, ' ', absl::SkipEmpty());
  int count = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &count)) return std::string(period);
  struct Unit {
    const char* many;
    const char* one_en;
    const char* one_bg;
    const char* many_bg;
  };
  static constexpr Unit kUnits[] = {{"months", "month", "месец", "месеца"},
                                    {"days", "day", "ден", "дни"},
                                    {"weeks", "week", "седмица", "седмици"},
                                    {"years", "year", "година", "години"}};
  for (const Unit& unit : kUnits) {
    if (parts[1] != unit.many && parts[1] != unit.one_en) continue;
    const char* word = language == Language::kBulgarian ? (count == 1 ? unit.one_bg : unit.many_bg)
                                                        : (count == 1 ? unit.one_en : unit.many);
    return absl::StrCat(count, kHardBlank, word);
  }
  return std::string(period);
}

std::string SayDayOf(int64_t seconds, Language language) {
  return SayDate(absl::FormatCivilTime(DayInSofia(absl::FromUnixSeconds(seconds))), language);
}

std::string SayDaysLeft(int days, Language language) {
  const bool bulgarian = language == Language::kBulgarian;
  if (days == 0) return bulgarian ? "днес" : "today";
  const std::string count = SayAmount(absl::StrCat(std::abs(days)), "", language);
  if (bulgarian) {
    const char* noun = std::abs(days) == 1 ? "ден" : "дни";
    const char* verb = days < 0 ? "закъснение" : days == 1 ? "остава" : "остават";
    return absl::StrCat(verb, kHardBlank, count, kHardBlank, noun);
  }
  const char* noun = std::abs(days) == 1 ? "day" : "days";
  return absl::StrCat(count, kHardBlank, noun, kHardBlank, days < 0 ? "late" : "left");
}

std::string SayWithin(absl::string_view text, Language language) {
  const auto is_part = [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '.' || c == '-';
  };
  std::string said;
  while (!text.empty()) {
    size_t length = 0;
    while (length < text.size() && is_part(text[length])) ++length;
    // A point that ends the sentence belongs to no number.
    size_t number = length;
    while (number > 0 && text[number - 1] == '.') --number;
    const absl::string_view word = text.substr(0, number);
    const size_t point = word.find('.');
    absl::CivilDay day;
    if (word.size() == 10 && absl::ParseCivilTime(word, &day)) {
      absl::StrAppend(&said, SayDate(word, language));
    } else if (point != absl::string_view::npos && point > 0 && word.size() - point == 3) {
      absl::StrAppend(&said, SayAmount(word, "", language));
    } else {
      absl::StrAppend(&said, word);
    }
    absl::StrAppend(&said, text.substr(number, length - number));
    text.remove_prefix(length);
    // On to the next digit.
    size_t next = 0;
    while (next < text.size() && !absl::ascii_isdigit(static_cast<unsigned char>(text[next]))) ++next;
    absl::StrAppend(&said, text.substr(0, next));
    text.remove_prefix(next);
  }
  return said;
}

}  // namespace tranche::gateway
