// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "platform/text/fold.h"
#include "platform/text/written.h"

namespace tranche {
namespace {

struct NumberWord {
  const char* word;
  int number;
};
constexpr NumberWord kNumberWords[] = {{"един", 1},
                                       {"една", 1},
                                       {"едно", 1},
                                       {"два", 2},
                                       {"две", 2},
                                       {"двама", 2},
                                       {"три", 3},
                                       {"трима", 3},
                                       {"четири", 4},
                                       {"четирима", 4},
                                       {"пет", 5},
                                       {"петима", 5},
                                       {"шест", 6},
                                       {"шестима", 6},
                                       {"седем", 7},
                                       {"осем", 8},
                                       {"девет", 9},
                                       {"десет", 10},
                                       {"единадесет", 11},
                                       {"единайсет", 11},
                                       {"дванадесет", 12},
                                       {"дванайсет", 12},
                                       {"тринадесет", 13},
                                       {"тринайсет", 13},
                                       {"четиринадесет", 14},
                                       {"четиринайсет", 14},
                                       {"петнадесет", 15},
                                       {"петнайсет", 15},
                                       {"шестнадесет", 16},
                                       {"шестнайсет", 16},
                                       {"седемнадесет", 17},
                                       {"седемнайсет", 17},
                                       {"осемнадесет", 18},
                                       {"осемнайсет", 18},
                                       {"деветнадесет", 19},
                                       {"деветнайсет", 19},
                                       {"двадесет", 20},
                                       {"двайсет", 20},
                                       {"тридесет", 30},
                                       {"трийсет", 30},
                                       {"четиридесет", 40},
                                       {"четирийсет", 40},
                                       {"петдесет", 50},
                                       {"шестдесет", 60},
                                       {"шейсет", 60},
                                       {"седемдесет", 70},
                                       {"осемдесет", 80},
                                       {"деветдесет", 90},
                                       {"one", 1},
                                       {"two", 2},
                                       {"three", 3},
                                       {"four", 4},
                                       {"five", 5},
                                       {"six", 6},
                                       {"seven", 7},
                                       {"eight", 8},
                                       {"nine", 9},
                                       {"ten", 10},
                                       {"eleven", 11},
                                       {"twelve", 12},
                                       {"twenty", 20},
                                       {"thirty", 30},
                                       {"forty", 40},
                                       {"fifty", 50}};

}  // namespace

std::optional<int> ReadCount(absl::string_view text) {
  constexpr size_t kDigitsMax = 6;
  int number = 0;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!text.empty() && text.size() <= kDigitsMax && std::all_of(text.begin(), text.end(), digit)) {
    return absl::SimpleAtoi(text, &number) ? std::optional<int>(number) : std::nullopt;
  }
  if (text.size() > 60) return std::nullopt;
  const std::string folded = FoldName(text);
  const std::vector<absl::string_view> parts = absl::StrSplit(folded, absl::ByAnyChar(" -"));
  const auto value = [](absl::string_view word) {
    const auto found = std::find_if(std::begin(kNumberWords), std::end(kNumberWords),
                                    [&](const NumberWord& known) { return word == known.word; });
    return found == std::end(kNumberWords) ? 0 : found->number;
  };
  if (parts.size() == 1 && value(parts[0]) != 0) return value(parts[0]);
  const bool with_and = parts.size() == 3 && (parts[1] == "и" || parts[1] == "and");
  if (!with_and && parts.size() != 2) return std::nullopt;
  const int tens = value(parts.front()), ones = value(parts.back());
  if (tens < 20 || tens % 10 != 0 || ones < 1 || ones > 9) return std::nullopt;
  return tens + ones;
}

int ReadRoman(absl::string_view numeral) {
  static constexpr absl::string_view kNumerals[] = {
      "I",  "II",  "III",  "IV",  "V",  "VI",  "VII",  "VIII",  "IX",  "X",
      "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"};
  const std::string latin = absl::StrReplaceAll(
      numeral, {{"І", "I"}, {"і", "I"}, {"Х", "X"}, {"х", "X"}, {"i", "I"}, {"v", "V"}, {"x", "X"}});
  const auto found = std::find(std::begin(kNumerals), std::end(kNumerals), latin);
  return found == std::end(kNumerals) ? 0 : static_cast<int>(found - std::begin(kNumerals)) + 1;
}

}  // namespace tranche
