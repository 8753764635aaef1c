// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/amount_words.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "platform/text/written.h"
#include "re2/re2.h"

namespace tranche {
namespace {

// "деветстотин деветдесет и девет милиона деветстотин деветдесет и девет хиляди …" has 300 bytes.
constexpr std::size_t kNumberBytesMax = 400;
constexpr std::size_t kCentsBytesMax = 120;

struct Word {
  absl::string_view text;
  bool opens = false;  // A bracket or a quote stands before it: nothing before belongs to it.
};

// The words of the last bytes before `end`; of the first one something may be missing, so it is left
// out.
std::vector<Word> WordsBefore(absl::string_view text, std::size_t end) {
  static const RE2 kWord("([(„“\"/]*)([^\\s\\x{A0}\\x{202F}\\x{2009}\\x{2007}(„“\"/]+)");
  const absl::string_view window = Tail(text.substr(0, end), kNumberBytesMax);
  std::vector<Word> words;
  re2::StringPiece m[3];
  for (std::size_t at = 0; kWord.Match(Piece(window), at, window.size(), RE2::UNANCHORED, m, 3);) {
    at = RangeOf(m[0], window).end;
    words.push_back({View(m[2]), !m[1].empty()});
  }
  if (window.size() < end && !words.empty()) words.erase(words.begin());
  return words;
}

bool IsAnd(absl::string_view word) { return FoldName(word) == "и"; }

// "хиляда" is a number of its own, the others multiply what stands before them.
bool IsMultiple(absl::string_view word) {
  const std::string folded = FoldName(word);
  return folded == "хиляди" || folded == "милион" || folded == "милиона";
}

bool IsNumber(absl::string_view word) {
  static const RE2 kDigits("[^0-9]*[0-9].*");
  static const RE2 kSigns("[,;.–—-]+$");
  std::string bare(word);
  RE2::Replace(&bare, kSigns, "");
  return RE2::FullMatch(bare, kDigits) || IsNumberWord(bare);
}

// What stands before the number leaves open which number is meant.
bool LeavesOpen(const std::vector<Word>& words, std::size_t first) {
  static const RE2 kJoin("(?i)до|или|to|or|[-–—]");
  static const RE2 kVague("(?i)половина?|четвърт|няколко|минус|десетина|стотина|десетки|стотици");
  if (first == 0) return false;
  const absl::string_view before = words[first - 1].text;
  if (IsNumber(before)) return true;
  if (RE2::FullMatch(Piece(before), kJoin)) return first > 1 && IsNumber(words[first - 2].text);
  return RE2::FullMatch(Piece(before), kVague);
}

}  // namespace

std::optional<NumberWords> NumberWordsBefore(absl::string_view text, std::size_t end) {
  const std::vector<Word> words = WordsBefore(text, end);
  std::size_t first = words.size();
  bool opened = false;
  while (first > 0 && !opened && (IsNumberWord(words[first - 1].text) || IsAnd(words[first - 1].text)))
    opened = words[--first].opens;
  const auto skip_and = [&] {
    while (first < words.size() && IsAnd(words[first].text)) ++first;
  };
  skip_and();
  NumberWords found;
  if (first < words.size() && IsMultiple(words[first].text)) {
    found.goes_on = true;
    ++first;
    skip_and();
  }
  if (first == words.size()) return std::nullopt;
  found.begin = static_cast<std::size_t>(words[first].text.data() - text.data());
  const std::optional<int64_t> number = ReadNumberInWords(text.substr(found.begin, end - found.begin));
  found.number = number.value_or(0);
  found.open = !number.has_value() || (!found.goes_on && !opened && LeavesOpen(words, first));
  return found;
}

std::optional<CentsBehind> FindCentsBehind(absl::string_view text, std::size_t begin,
                                           Currency currency) {
  // The short word alone may begin another one, "3 ст. учители".
  static const RE2 kLev(
      "(?i)^\\.?[\\s\\x{A0}]*(?:(?:и\\s|,)[\\s\\x{A0}]*)?([0-9]{1,2}|\\pL+(?:\\s+и\\s+\\pL+)?)"
      "[\\s\\x{A0}]*(?:(стотинк[аи])(?:$|[^\\pL])|(ст\\.?)\\s*(?:$|[^\\pL\\s.]))");
  static const RE2 kEuro(
      "(?i)^\\.?[\\s\\x{A0}]*(?:(?:и\\s|and\\s|,)[\\s\\x{A0}]*)?([0-9]{1,2}|\\pL+(?:\\s+и\\s+\\pL+)?)"
      "[\\s\\x{A0}]*((?:евро)?цент(?:а|ове)?|cents?)(?:$|[^\\pL])");
  const std::size_t size = std::min(text.size() - begin, kCentsBytesMax);
  const absl::string_view rest = text.substr(begin, size);
  re2::StringPiece number, unit, short_unit;
  const bool found = currency == Currency::kBgn
                         ? RE2::PartialMatch(Piece(rest), kLev, &number, &unit, &short_unit)
                         : RE2::PartialMatch(Piece(rest), kEuro, &number, &unit);
  if (!found) return std::nullopt;
  if (unit.empty()) unit = short_unit;
  int cents = 0;
  if (!absl::SimpleAtoi(View(number), &cents)) {
    const std::optional<int64_t> words = ReadNumberInWords(View(number));
    if (!words.has_value() || *words >= 100) return std::nullopt;
    cents = static_cast<int>(*words);
  }
  return CentsBehind{cents, begin + RangeOf(unit, rest).end};
}

}  // namespace tranche
