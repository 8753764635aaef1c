// SPDX-License-Identifier: EUPL-1.2
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "platform/text/piece.h"
#include "platform/text/written.h"
#include "re2/re2.h"

namespace tranche {

std::optional<WrittenSize> FindSize(absl::string_view text, std::size_t from) {
  static const RE2 kSize(
      "(?i)(?:^|[^0-9.,])(([0-9]{1,7})(?:[.,]([0-9]{1,3}))?[ "
      "\u00A0]?(KB|MB|GB|КБ|МБ|ГБ|B))(?:[^\\pL]|$)");
  if (from > text.size()) return std::nullopt;
  const re2::StringPiece whole(text.data() + from, text.size() - from);
  re2::StringPiece all, digits, places, unit;
  if (!RE2::PartialMatch(whole, kSize, &all, &digits, &places, &unit)) return std::nullopt;
  int power = 0;  // The unit's first letter says it; Cyrillic ones have two bytes.
  const char first = static_cast<char>(absl::ascii_toupper(static_cast<unsigned char>(unit[0])));
  const absl::string_view letters(unit.data(), unit.size());
  const auto begins = [letters](absl::string_view upper, absl::string_view lower) {
    return absl::StartsWith(letters, upper) || absl::StartsWith(letters, lower);
  };
  if (first == 'K' || begins("К", "к")) power = 1;
  if (first == 'M' || begins("М", "м")) power = 2;
  if (first == 'G' || begins("Г", "г")) power = 3;
  int64_t value = 0;
  if (!absl::SimpleAtoi(View(digits), &value)) return std::nullopt;
  const std::string after_point(places.data() == nullptr ? "" : places.data(), places.size());
  std::string thousandths = after_point;
  thousandths.resize(3, '0');
  int64_t fraction = 0;
  if (!absl::SimpleAtoi(thousandths, &fraction)) return std::nullopt;
  const int64_t multiple = int64_t{1} << (10 * power);
  WrittenSize found;
  found.begin = static_cast<std::size_t>(all.data() - text.data());
  found.end = found.begin + all.size();
  found.bytes = value * multiple + (fraction * multiple + 500) / 1000;
  found.places = static_cast<int>(after_point.size());
  found.power = power;
  if (!absl::SimpleAtoi(absl::StrCat(View(digits), after_point), &found.last_places))
    return std::nullopt;
  return found;
}

}  // namespace tranche
