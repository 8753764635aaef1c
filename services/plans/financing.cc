// SPDX-License-Identifier: EUPL-1.2
#include "plans/financing.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "plans/plan_reader.h"
#include "re2/re2.h"

namespace tranche::plans {
namespace {

re2::StringPiece Piece(absl::string_view text) { return re2::StringPiece(text.data(), text.size()); }
std::string Owned(re2::StringPiece piece) { return std::string(piece.data(), piece.size()); }

// A place of a match within the text that was searched.
struct Span {
  size_t begin = 0;
  size_t end = 0;
};
Span SpanOf(re2::StringPiece part, absl::string_view text) {
  const size_t begin = static_cast<size_t>(part.data() - text.data());
  return {begin, begin + part.size()};
}

// Bytes of the character that ends at `end`; 0 at the beginning.
size_t LengthBefore(absl::string_view text, size_t end) {
  size_t begin = end;
  while (begin > 0) {
    --begin;
    if ((static_cast<unsigned char>(text[begin]) & 0xC0) != 0x80) break;
  }
  return end - begin;
}

absl::string_view CharacterBefore(absl::string_view text, size_t end) {
  const size_t length = LengthBefore(text, end);
  return text.substr(end - length, length);
}

bool IsBlank(absl::string_view character) {
  return character == " " || character == "\t" || character == "\u00A0" || character == "\u202F";
}

// What may stand directly before a number without being part of it.
bool IsSeparator(absl::string_view character) {
  static constexpr absl::string_view kSeparators[] = {"-",  "–", "—", "(", "„", "“", "”",
                                                      "\"", ";", ":", "=", ",", "."};
  return IsBlank(character) ||
         std::find(std::begin(kSeparators), std::end(kSeparators), character) != std::end(kSeparators);
}

bool IsDash(absl::string_view character) {
  return character == "-" || character == "–" || character == "—";
}

bool IsDigit(absl::string_view character) {
  return character.size() == 1 && absl::ascii_isdigit(character[0]);
}

// The number that ends before `unit_begin`, digits with points, commas and blanks between groups.
Span NumberBefore(absl::string_view text, size_t unit_begin) {
  size_t end = unit_begin;
  while (end > 0 && IsBlank(CharacterBefore(text, end))) end -= LengthBefore(text, end);
  size_t begin = end;
  while (begin > 0) {
    const absl::string_view character = CharacterBefore(text, begin);
    const size_t next = begin - character.size();
    const bool groups = IsBlank(character) && begin < end && absl::ascii_isdigit(text[begin]) &&
                        IsDigit(CharacterBefore(text, next));
    if (!IsDigit(character) && character != "." && character != "," && !groups) break;
    begin = next;
  }
  while (begin < end && !absl::ascii_isdigit(text[begin])) ++begin;  // ". 300" begins at the 3.
  return {begin, end};
}

// The word around [begin, end) back to the last separator that cannot belong to it, for messages.
std::string WordUntil(absl::string_view text, size_t begin, size_t end) {
  while (begin > 0 && !IsBlank(CharacterBefore(text, begin))) begin -= LengthBefore(text, begin);
  return std::string(absl::StripAsciiWhitespace(text.substr(begin, end - begin)));
}

Currency CurrencyOfUnit(absl::string_view unit) {
  static const RE2 kEuro("(?i)евро|EUR|€");
  return RE2::FullMatch(Piece(unit), kEuro) ? Currency::kEur : Currency::kBgn;
}

bool LetterAt(absl::string_view text, size_t at) {
  static const RE2 kLetter("^\\pL");
  return RE2::PartialMatch(Piece(text.substr(at)), kLetter);
}

bool LetterBefore(absl::string_view text, size_t end) {
  static const RE2 kLetter("\\pL");
  return RE2::FullMatch(Piece(CharacterBefore(text, end)), kLetter);
}

// "сумите са в лв." speaks of the unit; it is no amount that lost its number.
bool NamesUnitOnly(absl::string_view before) {
  static const RE2 kIn("(?i)(?:^|[\\s(])(?:в|във)$");
  return RE2::PartialMatch(Piece(before), kIn);
}

bool IsDate(absl::string_view token) {
  static const RE2 kDate("[0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{4}");
  return RE2::FullMatch(Piece(token), kDate);
}

// Figures that carry no unit: a long number or one with several signs can only be an amount that lost
// its "лв", and dropping it would make every check about it wrong.
void FindStrayAmounts(absl::string_view text, std::vector<CellProblem>& problems) {
  // A hyphen within a word, "2.005-0063-C01", makes it a register number.
  static const RE2 kFigure(
      "(?:^|[\\s\\x{A0}\\x{202F}„“”\"(;:–—=])-?([0-9][0-9.,]*(?:[ \\x{A0}\\x{202F}][0-9]{3})*)"
      "-?(?:$|[\\s\\x{A0}\\x{202F}„“”\");:–—])");
  static const RE2 kYear("(?:19|20)[0-9]{2}");
  re2::StringPiece figure;
  for (size_t at = 0; at < text.size();) {
    const absl::string_view rest = text.substr(at);
    if (!RE2::PartialMatch(Piece(rest), kFigure, &figure)) return;
    at += SpanOf(figure, rest).end;
    absl::string_view token(figure.data(), figure.size());
    while (absl::ConsumeSuffix(&token, ".") || absl::ConsumeSuffix(&token, ",")) {
    }
    const auto digits = std::count_if(token.begin(), token.end(), absl::ascii_isdigit);
    const auto signs =
        std::count_if(token.begin(), token.end(), [](char c) { return c == '.' || c == ','; });
    const bool year = RE2::FullMatch(Piece(token), kYear);
    if ((digits >= 4 && !year && signs == 0) || (digits >= 4 && signs == 1) ||
        (signs >= 2 && !IsDate(token))) {
      problems.push_back({"AMOUNT_MALFORMED", std::string(token), SpanOf(Piece(token), text).begin});
    }
  }
}

int WrittenNumber(absl::string_view word) {
  int number = 0;
  if (absl::SimpleAtoi(word, &number)) return number;
  if (absl::StartsWith(word, "ед") || absl::StartsWith(word, "Ед")) return 1;
  return absl::StartsWith(word, "дв") || absl::StartsWith(word, "Дв") ? 2 : 3;
}

std::optional<int> MonthsOf(re2::StringPiece number, re2::StringPiece unit) {
  if (number.empty()) return std::nullopt;
  const int count = WrittenNumber(absl::string_view(number.data(), number.size()));
  return absl::StartsWith(absl::string_view(unit.data(), unit.size()), "годин") ? count * 12 : count;
}

// "29 от тях за една година"; what was taken is blanked in `rest`, so that it is not read again as the
// time of the whole row.
std::vector<Cohort> FindCohorts(std::string& rest) {
  static const RE2 kCohort(
      "([0-9]{1,6})\\s+от\\s+тях(?:\\s+за\\s+(една|един|две|два|три|[0-9]{1,3})\\s+(годин|месец)\\pL*)"
      "?");
  std::vector<Cohort> cohorts;
  re2::StringPiece matched[4];
  for (size_t at = 0; kCohort.Match(rest, at, rest.size(), RE2::UNANCHORED, matched, 4);) {
    const Span span = SpanOf(matched[0], rest);
    cohorts.push_back(
        {.persons = WrittenNumber(absl::string_view(matched[1].data(), matched[1].size())),
         .months = MonthsOf(matched[2], matched[3]),
         .text = Owned(matched[0])});
    rest.replace(span.begin, span.end - span.begin, ";");
    at = span.begin + 1;
  }
  return cohorts;
}

std::optional<Headcount> FindHeadcount(absl::string_view text) {
  static const RE2 kHeadcount(
      "(?i)(?:^|[^\\pL0-9.,])([0-9]{1,6})\\s+((?:(?:лични|домашни|социални)\\s+)?асистент\\pL*|човека?|"
      "души|лица|"
      "работни\\pL+|безработни\\pL*|потребител\\pL*|места|деца|семейства)");
  re2::StringPiece count;
  std::string noun;
  if (!RE2::PartialMatch(Piece(text), kHeadcount, &count, &noun)) return std::nullopt;
  return Headcount{WrittenNumber(absl::string_view(count.data(), count.size())), noun};
}

std::optional<int> FindMonths(absl::string_view text) {
  static const RE2 kMonths(
      "(?i)(?:^|[^\\pL])за\\s+(?:(?:период|срок)\\s+от\\s+)?(една|един|две|два|три|[0-9]{1,3})\\s+("
      "годин|месец)");
  re2::StringPiece number, unit;
  if (!RE2::PartialMatch(Piece(text), kMonths, &number, &unit)) return std::nullopt;
  return MonthsOf(number, unit);
}

std::vector<Source> FindSources(absl::string_view text) {
  struct Pattern {
    SourceKind kind;
    RE2 words;
  };
  // A named programme stands before "Оперативна програма", which is a part of its name.
  static const Pattern kPatterns[] = {
      {SourceKind::kHumanResourcesProgramme, RE2("(?i)(?:^|[^\\pL])(ОП\\s*РЧР|Оперативна\\s+"
                                                 "програма\\s+[„\"]?Развитие на човешките ресурси)")},
      {SourceKind::kAdministrativeCapacityProgramme,
       RE2("(?:^|[^\\pL])(ОПАК|Оперативна\\s+програма\\s+[„\"]?Административен "
           "капацитет)(?:$|[^\\pL])")},
      {SourceKind::kOperationalProgrammes, RE2("(?i)(оперативн\\pL+\\s+програм\\pL+)")},
      {SourceKind::kMunicipalBudget, RE2("(?i)(общинск\\pL+\\s+бюджет\\pL*)")},
      {SourceKind::kStateBudget,
       RE2("(?i)((?:държавен|държавн\\pL+|републиканск\\pL+)\\s+бюджет\\pL*)")},
      {SourceKind::kProject,
       RE2("(?i)(?:^|[^\\pL])(проект(?:а|ът|и|ите)?(?:\\s+„[^”“\"]{1,200}[”“\"])?)(?:$|[^\\pL])")},
      {SourceKind::kDonation, RE2("(?i)(дарени\\pL+|спонсор\\pL*)")},
  };
  std::vector<std::pair<Span, Source>> found;
  for (const Pattern& pattern : kPatterns) {
    re2::StringPiece words;
    if (!RE2::PartialMatch(Piece(text), pattern.words, &words)) continue;
    const Span span = SpanOf(words, text);
    const bool within = std::any_of(found.begin(), found.end(), [&](const auto& other) {
      return span.begin < other.first.end && other.first.begin < span.end;
    });
    if (!within) found.push_back({span, {pattern.kind, Owned(words)}});
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.first.begin < b.first.begin; });
  std::vector<Source> sources;
  for (auto& [span, source] : found) sources.push_back(std::move(source));
  return sources;
}

absl::string_view TrimSeparators(absl::string_view text) {
  while (!text.empty() && IsSeparator(CharacterBefore(text, text.size()))) {
    text.remove_suffix(LengthBefore(text, text.size()));
  }
  static const RE2 kLeading("^[\\s\\x{A0}\\x{202F}–—=,;:.-]+");
  re2::StringPiece piece = Piece(text);
  RE2::Consume(&piece, kLeading);
  return absl::string_view(piece.data(), piece.size());
}

// The words that belong to an amount: from the sentence or list item that it stands in.
absl::string_view LastClause(absl::string_view text) {
  static const RE2 kClause("(?s).*(?:;|\\.\\s)(.*)$");
  re2::StringPiece clause;
  return RE2::FullMatch(Piece(text), kClause, &clause) ? absl::string_view(clause.data(), clause.size())
                                                       : text;
}

// How the words around one amount call it.
struct Naming {
  bool monthly = false;
  bool total = false;
  MonthlyBasis basis = MonthlyBasis::kUnstated;
  std::string label;
  size_t end = 0;  // Where the words after it end that belong to it ("на месец").
};

Naming NameAmount(absl::string_view before, absl::string_view after) {
  static const RE2 kMonthlyAfter(
      "(?i)^\\.?\\s*(?:на "
      "месец|месечно|/\\s*мес\\pL*\\.?)(?:\\s+(?:на|за)\\s+(?:всеки|човек|лице)\\pL*)?");
  static const RE2 kMonthlyBefore("(?i)(?:^|[^\\pL])(?:месечн\\pL*|на месец)");
  // "Общо 45 човека" counts people, so a word for "total" must not be followed by a number.
  static const RE2 kTotal(
      "(?i)(?:^|[^\\pL])(?:общо|общ|обща|общия|общият|общата|всичко)(?:[^\\pL0-9]*$|[^\\pL0-9]+\\pL)");
  static const RE2 kEach(
      "(?i)[0-9]\\s+\\pL+(?:\\s+\\pL+)?\\s+по\\s*$|на\\s+(?:всеки|човек|лице)(?:$|[^\\pL])");
  static const RE2 kTogether(
      "(?i)(?:^|[^\\pL])(?:общо|общ|обща|общия|общият|общата|за всички)(?:$|[^\\pL])");
  Naming naming;
  const absl::string_view clause = LastClause(before);
  re2::StringPiece rest = Piece(after);
  naming.monthly = RE2::Consume(&rest, kMonthlyAfter);
  const absl::string_view owned_after = after.substr(0, after.size() - rest.size());
  naming.end = owned_after.size();
  naming.monthly = naming.monthly || RE2::PartialMatch(Piece(clause), kMonthlyBefore);
  naming.label = std::string(TrimSeparators(clause));
  if (naming.monthly) {
    if (RE2::PartialMatch(Piece(clause), kEach) || RE2::PartialMatch(Piece(owned_after), kEach)) {
      naming.basis = MonthlyBasis::kPerPerson;
    } else if (RE2::PartialMatch(Piece(clause), kTogether)) {
      naming.basis = MonthlyBasis::kGroup;
    }
  } else {
    naming.total = RE2::PartialMatch(Piece(clause), kTotal);
  }
  return naming;
}

// A second total or a second monthly amount leaves open which one the row means.
template <typename T>
void SetOnce(std::optional<T>& field, T value, const WrittenAmount& amount,
             std::vector<CellProblem>& problems) {
  if (field.has_value()) {
    problems.push_back({"PLAN_AMOUNT_AMBIGUOUS", amount.number, amount.begin});
    return;
  }
  field = std::move(value);
}

void PlaceAmounts(absl::string_view cell, const std::vector<WrittenAmount>& amounts,
                  Financing& financing) {
  size_t from = 0;
  for (size_t i = 0; i < amounts.size(); ++i) {
    const WrittenAmount& amount = amounts[i];
    const size_t next = i + 1 < amounts.size() ? amounts[i + 1].begin : cell.size();
    const Naming naming =
        NameAmount(cell.substr(from, amount.begin - from), cell.substr(amount.end, next - amount.end));
    from = amount.end + naming.end;
    if (amount.after_dash) financing.after_dash.push_back({amount.begin, amount.number});
    if (naming.monthly) {
      SetOnce(financing.monthly, MonthlyAmount{amount.amount, naming.basis}, amount,
              financing.problems);
    } else if (naming.total || amounts.size() == 1) {
      // The only amount of a row is the row's amount, whatever it is called.
      SetOnce(financing.stated_total, amount.amount, amount, financing.problems);
    } else {
      financing.parts.push_back({naming.label, amount.amount});
    }
  }
}

}  // namespace

std::vector<WrittenAmount> FindAmounts(absl::string_view text, std::vector<CellProblem>& problems) {
  static const RE2 kUnit("(?i)(лева|лв|евро|EUR|BGN|€)");
  std::vector<WrittenAmount> amounts;
  std::string rest(text);
  size_t units = 0;
  re2::StringPiece unit;
  for (size_t at = 0; kUnit.Match(Piece(text), at, text.size(), RE2::UNANCHORED, &unit, 1);) {
    const Span place = SpanOf(unit, text);
    at = place.end;
    if (LetterBefore(text, place.begin) || LetterAt(text, place.end)) continue;
    if (++units > kCellAmountsMax) {
      problems = {{"PLAN_TOO_MANY_AMOUNTS", "", place.begin}};
      return {};
    }
    const Span number = NumberBefore(text, place.begin);
    if (number.begin == number.end && NamesUnitOnly(text.substr(0, number.end))) continue;
    const absl::string_view digits = text.substr(number.begin, number.end - number.begin);
    const absl::string_view before = CharacterBefore(text, number.begin);
    // A dash after a digit is a range or a typing error, "100-200 лв": which figure counts is not said.
    const bool after_dash = IsDash(before);
    const bool range = after_dash && IsDigit(CharacterBefore(text, number.begin - before.size()));
    const auto amount =
        ParseBulgarianAmount(digits, CurrencyOfUnit(absl::string_view(unit.data(), unit.size())));
    const bool alone = number.begin == 0 || IsSeparator(before);
    if (!alone || range || !amount.ok()) {
      const bool too_large = alone && !range && ReasonOf(amount.status()) == "MONEY_OUT_OF_RANGE";
      problems.push_back({too_large ? "MONEY_OUT_OF_RANGE" : "AMOUNT_MALFORMED",
                          WordUntil(text, number.begin, place.end), number.begin});
    } else {
      const size_t end = absl::StartsWith(text.substr(place.end), ".") ? place.end + 1 : place.end;
      amounts.push_back({number.begin, end, *amount, std::string(digits), after_dash});
    }
    std::fill(rest.begin() + number.begin, rest.begin() + place.end, ';');
  }
  FindStrayAmounts(rest, problems);
  return amounts;
}

Financing ReadFinancing(absl::string_view cell) {
  Financing financing;
  const std::vector<WrittenAmount> amounts = FindAmounts(cell, financing.problems);
  PlaceAmounts(cell, amounts, financing);
  financing.sources = FindSources(cell);
  std::string rest(cell);
  financing.cohorts = FindCohorts(rest);
  financing.headcount = FindHeadcount(rest);
  financing.months = FindMonths(rest);
  return financing;
}

}  // namespace tranche::plans
