// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/row_words.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "platform/text/written.h"
#include "re2/re2.h"

namespace tranche::plans::reading {
namespace {

constexpr size_t kTotalBytesMax = 160;

bool HasDigit(absl::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "ОБЩО", "Всичко за раздел I:" where the row also has a figure, or nothing else at all.
bool IsTotal(const document::Row& source, const std::vector<int>& filled, int words_column) {
  static const RE2 kTotal("(?i)(?:общо|всичко|общ\\s+бюджет|сбор|total|grand\\s+total)(?:[^\\pL].*)?");
  const std::string& words = source.cells[words_column].text.text;
  if (words.size() > kTotalBytesMax || !RE2::FullMatch(words, kTotal)) return false;
  if (filled.size() == 1) return !HasDigit(words);
  return std::any_of(filled.begin(), filled.end(), [&](int column) {
    const std::string& text = source.cells[column].text.text;
    // A malformed total is still one: its place is told.
    static const RE2 kMoney("(?i)лв|лева|евро|eur|bgn|€");
    return column != words_column && (HasDigit(text) || RE2::PartialMatch(text, kMoney));
  });
}

}  // namespace

bool ReadOrdinal(absl::string_view text, WrittenOrdinal& ordinal) {
  static const RE2 kPlain("([0-9]{1,4})[.)]?");
  static const RE2 kLevels("((?:[0-9]{1,3}\\.)+)([0-9]{1,3})[.)]?");
  static const RE2 kRomanLevels("([IVXІХ]{1,5}\\.)([0-9]{1,3})[.)]?");
  static const RE2 kRoman("([IVXІХ]{1,6})[.)]?");
  re2::StringPiece prefix, digits;
  ordinal = WrittenOrdinal{.as_written = std::string(text)};
  if (RE2::FullMatch(Piece(text), kPlain, &digits)) {
    ordinal.plain = true;
  } else if (RE2::FullMatch(Piece(text), kLevels, &prefix, &digits) ||
             RE2::FullMatch(Piece(text), kRomanLevels, &prefix, &digits)) {
    ordinal.prefix = std::string(prefix.data(), prefix.size());
  } else if (RE2::FullMatch(Piece(text), kRoman, &digits)) {
    ordinal.number = ReadRoman(View(digits));
    ordinal.roman = true;
    return ordinal.number > 0;
  } else {
    return false;
  }
  return absl::SimpleAtoi(View(digits), &ordinal.number);
}

Row Classify(const document::Row& source, int number_column, int activity_column) {
  static const RE2 kLeading("((?:(?:[0-9]{1,3}\\.)+[0-9]{0,3}|[0-9]{1,3}[.)]))\\s+\\S");
  Row row;
  row.filled = FilledCells(source);
  row.after_break = source.after_break;
  const auto text_of = [&](int column) {
    return column >= 0 && column < static_cast<int>(source.cells.size()) && !source.cells[column].spread
               ? absl::string_view(source.cells[column].text.text)
               : absl::string_view();
  };
  const absl::string_view number = text_of(number_column);
  if (!number.empty() && ReadOrdinal(number, row.ordinal)) {
    row.kind = row.ordinal.roman && row.filled.size() == 2 ? RowKind::kHeading : RowKind::kNumbered;
    return row;
  }
  // Its words stand first, or where activities do.
  for (const int column : {row.filled.front(), activity_column}) {
    if (text_of(column).empty() || !IsTotal(source, row.filled, column)) continue;
    row.kind = RowKind::kTotal;
    row.words = source.cells[column].text.text;
    row.words_column = column;
    return row;
  }
  if (row.filled.size() == 1) {
    row.kind = RowKind::kOneCell;
    return row;
  }
  re2::StringPiece leading;
  const absl::string_view activity = text_of(activity_column);
  re2::StringPiece rest = Piece(activity);
  if (number_column < 0 && RE2::Consume(&rest, kLeading, &leading) &&
      ReadOrdinal(View(leading), row.ordinal)) {
    row.kind = RowKind::kNumbered;
    row.ordinal_in_activity = true;
    row.ordinal_bytes = leading.size();
    while (row.ordinal_bytes < activity.size() &&
           (activity[row.ordinal_bytes] == ' ' || activity[row.ordinal_bytes] == '\n'))
      ++row.ordinal_bytes;
  }
  return row;
}

int RankOfHeading(absl::string_view title, absl::string_view numeral) {
  static const RE2 kFirst(
      "^(?:стратегическ\\pL+\\s+)?(?:приоритет|направление|област\\s+на|раздел|priority|section)"
      "(?:$|\\pL*[^\\pL])|"
      // "Част от дейностите" is a sentence.
      "^(?:сектор|част|part)(?:$|\\s*[:„“\"]|\\s+(?:№\\s*)?(?:[0-9]|[ivxіх]+(?:$|[^\\pL])|\\pL(?:$|[^"
      "\\pL])|"
      "първа|втора|трета|четвърта|пета))");
  static const RE2 kSecond(
      "^(?:(?:стратегическ|специфичн|обща|общ|оперативн|основн)\\pL*\\s+)?(?:цел|objective|goal)"
      "(?:$|[^\\pL])");
  static const RE2 kThird("^(?:мярка|measure)\\s");
  static const RE2 kRoman("[IVXІХ]{1,6}[.)]?");
  static const RE2 kRomanTitle("^[IVXІХ]{1,6}[.)]\\s+\\pL");
  const std::string folded = FoldName(title.substr(0, std::min<size_t>(title.size(), 400)));
  // One aim of the whole, without a number, heads no rows: "Основна цел: …".
  static const RE2 kMainAim(
      "^(?:основна|обща|главна|генерална)(?:та)?\\s+цел(?:та)?(?:\\s+на\\s+\\pL+)?\\s*:");
  if (RE2::PartialMatch(folded, kMainAim)) return 0;
  if (RE2::PartialMatch(folded, kFirst)) return 1;
  if (RE2::PartialMatch(folded, kSecond)) return 2;
  if (RE2::PartialMatch(folded, kThird)) return 3;
  if (RE2::FullMatch(Piece(numeral), kRoman) || RE2::PartialMatch(Piece(title), kRomanTitle)) return 1;
  return 0;
}

size_t SplitNumeral(absl::string_view title, std::string& numeral) {
  static const RE2 kNumeral("([IVXІХ]{1,6}[.)]|(?:[0-9]{1,2}\\.)+[0-9]{0,2})\\s+(\\S)");
  re2::StringPiece found, first;
  re2::StringPiece rest = Piece(title);
  if (!RE2::Consume(&rest, kNumeral, &found, &first)) return 0;
  numeral = std::string(found.data(), found.size());
  return static_cast<size_t>(first.data() - title.data());
}

bool IsTotalOfPlan(absl::string_view words) {
  static const RE2 kPlan(
      "план|програма|общината|всичко\\s+общо|общо\\s+всичко|всички|grand|plan|programme|whole");
  return RE2::PartialMatch(FoldName(words), kPlan);
}

bool IsTotalOfSection(absl::string_view words) {
  static const RE2 kSection(
      "раздел|приоритет|цел|направлени|област|мярка|мерки|дейност|услуг|section|priority|objective");
  return RE2::PartialMatch(FoldName(words), kSection);
}

bool IsMoney(ColumnKind kind) {
  return kind == ColumnKind::kAmount || kind == ColumnKind::kFinancing ||
         kind == ColumnKind::kSourceAmount || kind == ColumnKind::kMonthly;
}

bool IsOfOneYear(const Plan& plan) {
  return plan.year != 0 &&
         (!plan.period_titled || plan.period_titled->from.year == plan.period_titled->to.year);
}

std::optional<Currency> CurrencyOf(const Plan& plan) {
  constexpr int kFirstYearOfEuro = 2026;  // Act on the Introduction of the Euro in Bulgaria.
  const int year = plan.period_titled && plan.period_titled->from.year != 0
                       ? plan.period_titled->from.year
                       : plan.year;
  if (year >= kFirstYearOfEuro) return std::nullopt;
  return Currency::kBgn;
}

}  // namespace tranche::plans::reading
