// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "platform/text/piece.h"
#include "platform/text/written.h"
#include "re2/re2.h"

namespace tranche {
namespace {

bool IsDate(absl::string_view token) {
  static const RE2 kDate("[0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{4}");
  return RE2::FullMatch(Piece(token), kDate);
}

}  // namespace

void FindStrayAmounts(absl::string_view text, std::vector<TextProblem>& problems) {
  // A hyphen within a word, "2.005-0063-C01", makes it a register number.
  static const RE2 kFigure(
      "(?:^|[\\s\\x{A0}\\x{202F}„“”\"(;:–—=])-?([0-9][0-9.,]*(?:[ \\x{A0}\\x{202F}][0-9]{3})*[.,]?)"
      "[-–—]{0,2}(?:$|[\\s\\x{A0}\\x{202F}„“”\");:–—])");
  static const RE2 kYear("(?:19|20)[0-9]{2}");
  static const RE2 kNumberSign("(?:№|N|No|бр\\.)\\s*$");
  // "5 000 бр." is how many there are, "5 000 х 0,60 лв." a factor; "3 000 м. март" may be anything.
  static const RE2 kCounted(
      "(?i)^[\\s\\x{A0}\\x{202F}]*(?:(?:бр(?:\\.|о[яй])?|екз(?:\\.|емпляр\\pL*)|души|лица|деца|човека|"
      "ученици|места|часа?|дни|км|кв\\.|куб\\.|л\\.?\\s?м|м[23²³]|дка|га|тона?|литра|кг|pieces|copies|"
      "persons|hours|days)(?:$|[^\\pL])|м(?:$|[^\\pL.]|\\.(?:$|[^\\s\\pL]|\\s+[^\\s\\pL])|\\.\\s+(?:"
      "тротоар|ограда|"
      "кабел|тръб|водопровод|улиц|път|канал)))");
  // Amounts that were read are ";" here.
  static const RE2 kFactor("^[\\s\\x{A0}\\x{202F}]*[хxХX*×](?:[^;=]{0,80}[хxХX*×])?[\\s\\x{A0}]*;");
  re2::StringPiece figure;
  for (size_t at = 0; at < text.size();) {
    const absl::string_view rest = text.substr(at);
    if (!RE2::PartialMatch(Piece(rest), kFigure, &figure)) return;
    const Range found = RangeOf(figure, rest);
    const absl::string_view before = text.substr(at, found.begin);
    at += found.end;
    absl::string_view token(figure.data(), figure.size());
    while (absl::ConsumeSuffix(&token, ".") || absl::ConsumeSuffix(&token, ",")) {
    }
    const auto digits = std::count_if(token.begin(), token.end(), absl::ascii_isdigit);
    const auto signs =
        std::count_if(token.begin(), token.end(), [](char c) { return c == '.' || c == ','; });
    const bool year = RE2::FullMatch(Piece(token), kYear);
    if (RE2::PartialMatch(Piece(before), kNumberSign)) continue;  // "№ 1234" is a number of a paper.
    if (RE2::PartialMatch(Piece(text.substr(at)), kCounted)) continue;
    if (RE2::PartialMatch(Piece(text.substr(at)), kFactor)) continue;
    if ((digits >= 4 && !year && signs == 0) || (digits >= 4 && signs == 1) ||
        (signs >= 2 && !IsDate(token))) {
      const Range range = RangeOf(Piece(token), text);
      problems.push_back({"AMOUNT_MALFORMED", std::string(token), range.begin, range.end});
    }
  }
}

}  // namespace tranche
