// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/said.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "platform/text/said_place.h"

namespace tranche {
namespace {

constexpr absl::string_view kHardBlank = "\u00a0";
constexpr absl::string_view kMinus = "\u2212";

bool AllDigits(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return !text.empty();
}

// Digits in groups of three; Bulgarian leaves numbers of four digits whole.
std::string Group(absl::string_view digits, Language language) {
  const bool bulgarian = language == Language::kBulgarian;
  if (bulgarian && digits.size() <= 4) return std::string(digits);
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) absl::StrAppend(&grouped, bulgarian ? kHardBlank : ",");
    grouped.push_back(digits[i]);
  }
  return grouped;
}

}  // namespace

std::string SayAmount(absl::string_view decimal, absl::string_view unit, Language language) {
  const bool bulgarian = language == Language::kBulgarian;
  if (decimal.empty()) return "–";
  absl::string_view digits = decimal;
  const bool negative = absl::ConsumePrefix(&digits, "-");
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(digits, absl::MaxSplits('.', 1));
  if (!AllDigits(parts.first) || (absl::StrContains(digits, ".") && !AllDigits(parts.second))) {
    return std::string(decimal);
  }
  std::string number = absl::StrCat(negative ? kMinus : "", Group(parts.first, language));
  if (!parts.second.empty()) absl::StrAppend(&number, bulgarian ? "," : ".", parts.second);
  if (unit.empty()) return number;
  if (unit == "BGN" || unit == "EUR") {
    if (!bulgarian) return absl::StrCat(unit, kHardBlank, number);
    return absl::StrCat(number, kHardBlank, unit == "BGN" ? "лв." : "€");
  }
  return absl::StrCat(number, kHardBlank, SayUnit(unit, language));
}

std::string SayDate(absl::string_view iso, Language language) {
  static constexpr const char* kMonths[] = {"January",   "February", "March",    "April",
                                            "May",       "June",     "July",     "August",
                                            "September", "October",  "November", "December"};
  absl::CivilDay day;
  if (iso.empty()) return "–";
  if (iso.size() != 10 || !absl::ParseCivilTime(iso, &day)) return std::string(iso);
  if (language == Language::kEnglish) {
    return absl::StrCat(day.day(), kHardBlank, kMonths[day.month() - 1], kHardBlank, day.year());
  }
  return absl::StrCat(absl::Dec(day.day(), absl::kZeroPad2), ".",
                      absl::Dec(day.month(), absl::kZeroPad2), ".", day.year(), kHardBlank, "г.");
}

}  // namespace tranche
