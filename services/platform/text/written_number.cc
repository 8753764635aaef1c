// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "platform/text/written.h"
#include "re2/re2.h"

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

// What the words of numbers in order begin with where it is not the number itself; from five on it is,
// but for seven and eight. Each ends in "и", "ия", "ият" (days), "а", "ата" (years). Tens stand before
// ones as plain numbers.
constexpr NumberWord kOrdinalStems[] = {{"първ", 1},    {"втор", 2}, {"трет", 3},
                                        {"четвърт", 4}, {"седм", 7}, {"осм", 8}};
constexpr const char* kOrdinalEnds[] = {"ият", "ия", "и", "ата", "а"};

constexpr NumberWord kEnglishOrdinals[] = {
    {"first", 1},      {"second", 2},       {"third", 3},       {"fourth", 4},      {"fifth", 5},
    {"sixth", 6},      {"seventh", 7},      {"eighth", 8},      {"ninth", 9},       {"tenth", 10},
    {"eleventh", 11},  {"twelfth", 12},     {"thirteenth", 13}, {"fourteenth", 14}, {"fifteenth", 15},
    {"sixteenth", 16}, {"seventeenth", 17}, {"eighteenth", 18}, {"nineteenth", 19}, {"twentieth", 20},
    {"thirtieth", 30}};

constexpr NumberWord kHundreds[] = {{"сто", 100},          {"двеста", 200},     {"триста", 300},
                                    {"четиристотин", 400}, {"петстотин", 500},  {"шестстотин", 600},
                                    {"седемстотин", 700},  {"осемстотин", 800}, {"деветстотин", 900}};
constexpr NumberWord kPowers[] = {
    {"хиляда", 1000}, {"хиляди", 1000}, {"милион", 1'000'000}, {"милиона", 1'000'000}};

template <std::size_t N>
int Find(const NumberWord (&known)[N], absl::string_view word) {
  const auto found = std::find_if(std::begin(known), std::end(known),
                                  [&](const NumberWord& each) { return word == each.word; });
  return found == std::end(known) ? 0 : found->number;
}

// One word of a number in order; 0 for any other.
int OrdinalOf(absl::string_view word) {
  if (const int english = Find(kEnglishOrdinals, word); english != 0) return english;
  for (const absl::string_view end : kOrdinalEnds) {
    absl::string_view stem = word;
    if (!absl::ConsumeSuffix(&stem, end)) continue;
    if (const int number = Find(kOrdinalStems, stem); number != 0) return number;
    const int number = Find(kNumberWords, stem);
    if (number >= 5 && number != 7 && number != 8) return number;
  }
  return 0;
}

}  // namespace

std::optional<int> ReadCount(absl::string_view text) {
  constexpr size_t kDigitsMax = 6;
  int number = 0;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!text.empty() && text.size() <= kDigitsMax && std::all_of(text.begin(), text.end(), digit)) {
    return absl::SimpleAtoi(text, &number) ? std::optional<int>(number) : std::nullopt;
  }
  if (text.size() > 60) return std::nullopt;
  // "1 200": blanks group thousands, as in amounts.
  static const RE2 kGroups("([1-9][0-9]{0,2})[ \\x{A0}\\x{202F}\\x{2009}]([0-9]{3})");
  int thousands = 0;
  if (RE2::FullMatch(Piece(text), kGroups, &thousands, &number)) return thousands * 1000 + number;
  const std::string folded = FoldName(text);
  const std::vector<absl::string_view> parts = absl::StrSplit(folded, absl::ByAnyChar(" -"));
  const auto value = [](absl::string_view word) { return Find(kNumberWords, word); };
  if (parts.size() == 1 && value(parts[0]) != 0) return value(parts[0]);
  const bool with_and = parts.size() == 3 && (parts[1] == "и" || parts[1] == "and");
  if (!with_and && parts.size() != 2) return std::nullopt;
  const int tens = value(parts.front()), ones = value(parts.back());
  if (tens < 20 || tens % 10 != 0 || ones < 1 || ones > 9) return std::nullopt;
  return tens + ones;
}

std::optional<int64_t> ReadNumberInWords(absl::string_view text) {
  constexpr size_t kBytesMax = 300;
  if (text.size() > kBytesMax) return std::nullopt;
  const std::string folded = FoldName(text);
  int64_t total = 0, group = 0, last_power = 1'000'000'000;
  bool any = false;
  for (const absl::string_view word :
       absl::StrSplit(folded, absl::ByAnyChar(" -"), absl::SkipEmpty())) {
    if (word == "и") continue;
    any = true;
    if (const int power = Find(kPowers, word); power != 0) {
      if (power >= last_power) return std::nullopt;
      total += std::max<int64_t>(group, 1) * power;
      group = 0;
      last_power = power;
      continue;
    }
    const int hundreds = Find(kHundreds, word);
    const int number = hundreds != 0 ? hundreds : Find(kNumberWords, word);
    // Hundreds, tens, ones: each smaller than what stands before it.
    const int64_t free = group == 0 ? 1000 : group % 100 == 0 ? 100 : group % 10 == 0 ? 10 : 0;
    if (number == 0 || number >= free) return std::nullopt;
    group += number;
  }
  if (!any) return std::nullopt;
  return total + group;
}

bool IsNumberWord(absl::string_view word) {
  constexpr size_t kBytesMax = 40;
  if (word.size() > kBytesMax) return false;
  const std::string folded = FoldName(word);
  return Find(kPowers, folded) + Find(kHundreds, folded) + Find(kNumberWords, folded) != 0;
}

std::optional<int> ReadOrdinal(absl::string_view text) {
  constexpr size_t kBytesMax = 80;
  if (text.size() > kBytesMax) return std::nullopt;
  const std::string folded = FoldName(text);
  std::vector<absl::string_view> parts =
      absl::StrSplit(folded, absl::ByAnyChar(" -"), absl::SkipEmpty());
  if (parts.size() == 3 && (parts[1] == "и" || parts[1] == "and")) parts.erase(parts.begin() + 1);
  if (parts.empty() || parts.size() > 2) return std::nullopt;
  const int last = OrdinalOf(parts.back());
  if (last == 0) return std::nullopt;
  if (parts.size() == 1) return last;
  const int tens = Find(kNumberWords, parts.front());
  if (tens < 20 || tens % 10 != 0 || last > 9) return std::nullopt;
  return tens + last;
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
