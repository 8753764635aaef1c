// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/number_signs.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "platform/text/piece.h"
#include "re2/re2.h"

namespace tranche {

std::string WithoutRepeatedSigns(absl::string_view number) {
  std::string plain = absl::StrReplaceAll(number, {{"’", "'"}});
  for (const char sign : {'\'', '.', ','}) {
    const auto count = std::count(plain.begin(), plain.end(), sign);
    if (count == 0 || (sign != '\'' && count < 2)) continue;
    const std::vector<std::string> groups = absl::StrSplit(plain, sign);
    const bool by_three = !groups[0].empty() && groups[0].size() <= 3 &&
                          std::all_of(groups.begin() + 1, groups.end() - 1,
                                      [](const std::string& group) { return group.size() == 3; }) &&
                          groups.back().substr(0, groups.back().find_first_of(",.")).size() == 3;
    if (!by_three) continue;
    std::string joined;
    for (const std::string& group : groups) joined += group;
    plain = std::move(joined);
  }
  return plain;
}

bool BeginsWithZeros(absl::string_view number) {
  static const RE2 kZeros("^0['’\\s\\x{A0}\\x{202F}\\x{2009}\\x{2007}]*[0-9]");
  return RE2::PartialMatch(Piece(number), kZeros);
}

bool FollowsLookalike(absl::string_view text, size_t begin, size_t end) {
  constexpr size_t kGroupBefore = 24;  // Bytes.
  static const RE2 kLookalike(
      "(?:^|[^\\pL0-9])([0-9OoОоlIІЗз]{2,6})[\\s\\x{A0}\\x{202F}\\x{2009}\\x{2007}]$");
  static const RE2 kGroup("^[0-9]{3}(?:$|[^0-9])");
  static const RE2 kDigit("[0-9]");
  const absl::string_view digits = text.substr(begin, end - begin);
  if (!RE2::PartialMatch(Piece(digits), kGroup)) return false;
  re2::StringPiece group;
  return RE2::PartialMatch(Piece(Tail(text.substr(0, begin), kGroupBefore)), kLookalike, &group) &&
         RE2::PartialMatch(group, kDigit);
}

}  // namespace tranche
