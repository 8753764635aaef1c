// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "platform/base/error.h"
#include "platform/text/amount_words.h"
#include "platform/text/fold.h"
#include "platform/text/number_signs.h"
#include "platform/text/piece.h"
#include "platform/text/typed.h"
#include "platform/text/written.h"
#include "re2/re2.h"

namespace tranche {
namespace {

// Bytes of the character that ends at `end`; 0 at the beginning.
size_t LengthBefore(absl::string_view text, size_t end) {
  size_t begin = end;
  while (begin > 0) {
    --begin;
    if (BeginsCharacter(text[begin])) break;
  }
  return end - begin;
}

absl::string_view CharacterBefore(absl::string_view text, size_t end) {
  const size_t length = LengthBefore(text, end);
  return text.substr(end - length, length);
}

// Blanks that people and their programs put between groups of digits.
constexpr absl::string_view kBlanks[] = {" ", "\t", "\n", "\u00A0", "\u202F", "\u2009", "\u2007"};

bool IsBlank(absl::string_view character) {
  return std::find(std::begin(kBlanks), std::end(kBlanks), character) != std::end(kBlanks);
}

bool IsApostrophe(absl::string_view character) { return character == "'" || character == "’"; }

// What may stand directly before a number without being part of it.
bool IsSeparator(absl::string_view character) {
  static constexpr absl::string_view kSeparators[] = {"-", "–", "—", "(", "„", "“", "”", "\"",
                                                      ";", ":", "=", ",", ".", "/", "~"};
  return IsBlank(character) ||
         std::find(std::begin(kSeparators), std::end(kSeparators), character) != std::end(kSeparators);
}

bool IsDash(absl::string_view character) {
  return character == "-" || character == "–" || character == "—";
}

bool IsDigit(absl::string_view character) {
  return character.size() == 1 && absl::ascii_isdigit(static_cast<unsigned char>(character[0]));
}

bool LetterAt(absl::string_view text, size_t at) {
  static const RE2 kLetter("^\\pL");
  return RE2::PartialMatch(Piece(text.substr(at)), kLetter);
}

bool LetterBefore(absl::string_view text, size_t end) {
  static const RE2 kLetter("\\pL");
  return RE2::FullMatch(Piece(CharacterBefore(text, end)), kLetter);
}

size_t SkipBlanksBefore(absl::string_view text, size_t end) {
  while (end > 0 && IsBlank(CharacterBefore(text, end))) end -= LengthBefore(text, end);
  return end;
}

// The number that ends at `end`: digits with points, commas, apostrophes and blanks between groups.
Range NumberBefore(absl::string_view text, size_t end) {
  size_t begin = end;
  while (begin > 0) {
    const absl::string_view character = CharacterBefore(text, begin);
    const size_t next = begin - character.size();
    const bool groups = (IsBlank(character) || IsApostrophe(character)) && begin < end &&
                        absl::ascii_isdigit(static_cast<unsigned char>(text[begin])) &&
                        IsDigit(CharacterBefore(text, next));
    if (!IsDigit(character) && character != "." && character != "," && !groups) break;
    begin = next;
  }
  // ". 300" begins at the 3.
  while (begin < end && !absl::ascii_isdigit(static_cast<unsigned char>(text[begin]))) ++begin;
  return {begin, end};
}

// Bytes that are enough for what stands directly before, for a number with its words, and for the
// number in words within brackets.
constexpr size_t kBefore = 24;
constexpr size_t kNumberBefore = 64;
constexpr size_t kSpelledBefore = 200;

// "хил.", "млн." and the like that end at `end`: how many they are and where they begin.
struct Multiple {
  int64_t times = 1;
  size_t begin = 0;
};
Multiple MultipleBefore(absl::string_view text, size_t end) {
  static const RE2 kMultiple("(?i)(хиляд[аи]|хил\\.?|х\\.|милион[аи]?|млн\\.?)$");
  const absl::string_view window = Tail(text.substr(0, end), kBefore);
  const size_t from = end - window.size();
  re2::StringPiece words;
  if (!RE2::PartialMatch(Piece(window), kMultiple, &words)) return {1, end};
  const size_t begin = from + RangeOf(words, window).begin;
  if (LetterBefore(text, begin)) return {1, end};
  static const RE2 kThousand("(?i)х.*");
  return {RE2::FullMatch(words, kThousand) ? 1000 : 1000000, begin};
}

// The word around [begin, end) back to the last blank, for messages.
std::string WordUntil(absl::string_view text, size_t begin, size_t end) {
  constexpr size_t kWordMax = 80;
  while (begin > 0 && end - begin < kWordMax && !IsBlank(CharacterBefore(text, begin)))
    begin -= LengthBefore(text, begin);
  return std::string(absl::StripAsciiWhitespace(text.substr(begin, end - begin)));
}

Currency CurrencyOfUnit(absl::string_view unit) {
  static const RE2 kEuro("(?i)евро|EUR|€");
  return RE2::FullMatch(Piece(unit), kEuro) ? Currency::kEur : Currency::kBgn;
}

// "сумите са в лв." speaks of the unit; it is no amount that lost its number. So does "сума (лв.)".
bool NamesUnitOnly(absl::string_view before) {
  static const RE2 kIn("(?i)(?:(?:^|[\\s(])(?:в|във)|\\pL\\s*\\()$");
  return RE2::PartialMatch(Piece(Tail(before, kBefore)), kIn);
}

absl::Status Malformed(absl::string_view text) {
  return Refuse("AMOUNT_MALFORMED", {{"value", std::string(text)}});
}

absl::StatusOr<Money> ReadNumber(absl::string_view number, int64_t times, Currency currency) {
  static const RE2 kThreePlaces("([0-9]{1,4})[.,]([0-9]{3})");
  if (BeginsWithZeros(number)) return Malformed(number);
  std::string plain = WithoutRepeatedSigns(number);
  plain = absl::StrReplaceAll(plain, {{"\u2007", " "}, {"\n", " "}});
  std::string whole, thousandths;
  // Millions are told to the thousand, "1,234 млн."; of thousands nobody can say what "1,234" means.
  if (times == 1000000 && RE2::FullMatch(plain, kThreePlaces, &whole, &thousandths)) {
    plain = whole + thousandths;
    times = 1000;
  }
  const absl::StatusOr<Money> amount = ReadTypedMoney(plain, currency);
  if (ReasonOf(amount.status()) == "MONEY_MALFORMED") return Malformed(number);
  if (!amount.ok() || times == 1) return amount;
  return Times(*amount, times);
}

// "€ 1 200", "EUR 500": the number behind a unit that has none before it.
Range NumberAfter(absl::string_view text, size_t begin) {
  static const RE2 kNumber(
      "^[ \\x{A0}\\x{202F}]?([0-9]+(?:[ \\x{A0}\\x{202F}\\x{2009}'’.,][0-9]+)*)(?:$|[^\\pL0-9-])");
  re2::StringPiece number;
  const absl::string_view rest = text.substr(begin);
  if (!RE2::PartialMatch(Piece(rest), kNumber, &number)) return {begin, begin};
  const Range found = RangeOf(number, rest);
  return {begin + found.begin, begin + found.end};
}

// "5 250.-", "5250,–": a dash in the place of the cents.
size_t SkipDashOfCents(absl::string_view text, size_t end) {
  static const RE2 kDash("[0-9][.,]([-–—]{1,2})$");
  const absl::string_view window = Tail(text.substr(0, end), kBefore);
  re2::StringPiece dash;
  return RE2::PartialMatch(Piece(window), kDash, &dash) ? end - dash.size() - 1 : end;
}

// "15 000 (петнадесет хиляди) лева": the number once more in words, between it and its unit.
struct SpelledOut {
  int64_t number = 0;
  size_t begin = 0;  // Of the bracket.
};
std::optional<SpelledOut> SpelledBefore(absl::string_view text, size_t end) {
  static const RE2 kWords("[(/]\\s*([\\pL][\\pL\\s]*?)\\s*[)/]$");
  const absl::string_view window = Tail(text.substr(0, end), kSpelledBefore);
  const size_t from = end - window.size();
  re2::StringPiece words;
  if (!RE2::PartialMatch(Piece(window), kWords, &words)) return std::nullopt;
  const std::optional<int64_t> number = ReadNumberInWords(View(words));
  if (!number.has_value()) return std::nullopt;
  size_t bracket = RangeOf(words, window).begin;
  while (bracket > 0 && window[bracket] != '(' && window[bracket] != '/') --bracket;
  return SpelledOut{*number, from + bracket};
}

// The whole part of an amount is that number.
bool IsSpelled(const Money& amount, int64_t number) { return amount.minor() / 100 == number; }

// The first end of a range whose second end begins at `end`: "5000 – 8000 лв.", "от 5000 до 8000 лв.".
std::optional<size_t> RangeBefore(absl::string_view text, size_t end) {
  static const RE2 kWords(
      "(?i)(?:^|[^\\pL])((?:от|между|from|between)\\s+[0-9][0-9.,' \\x{A0}\\x{202F}]*"
      "(?:\\s*(?:хил|млн)\\.?)?\\s*(?:до|и|to|and|-|–|—)\\s*)$");
  static const RE2 kDash(
      "(?:^|[\\s\\x{A0}(:=„“~])((?:[0-9]{1,3}(?:[ \\x{A0}\\x{202F}.,][0-9]{3})+|[0-9]{4,})"
      "(?:[.,][0-9]{1,2})?\\s*[-–—]\\s*)$");
  static const RE2 kNoAmount("^(?:(?:19|20)[0-9]{2}[^0-9]|[0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{4})");
  static const RE2 kNumberSign("(?:№|No)\\s*$");
  const absl::string_view window = Tail(text.substr(0, end), kNumberBefore);
  const size_t from = end - window.size();
  re2::StringPiece found;
  if (RE2::PartialMatch(Piece(window), kWords, &found)) return from + RangeOf(found, window).begin;
  // So few digits may also belong to a name, "Дом 2 – 800 лв.": where no word stands before, or one
  // that speaks of money, they do not.
  static const RE2 kFewDigits(
      "(?:^|[(:;\\n]|,\\s|(?i:(?:^|[^\\pL])(?:по|около|средно|общо|размер|средства|сум[аи]|цен[аи]|"
      "бюджет(?:[аи]|ът)?|стойност(?:та)?|разход(?:[аи]|ът)?)\\s))[\\s\\x{A0}]*"
      "([0-9]{1,3}(?:[.,][0-9]{1,2})?[\\s\\x{A0}]*[-–—][\\s\\x{A0}]*)$");
  re2::StringPiece few[2];
  if (kFewDigits.Match(Piece(window), 0, window.size(), RE2::UNANCHORED, few, 2) &&
      (from == 0 || RangeOf(few[0], window).begin > 0)) {
    return from + RangeOf(few[1], window).begin;
  }
  if (!RE2::PartialMatch(Piece(window), kDash, &found)) return std::nullopt;
  const size_t begin = from + RangeOf(found, window).begin;
  if (RE2::PartialMatch(found, kNoAmount)) return std::nullopt;
  if (RE2::PartialMatch(Piece(text.substr(0, begin)), kNumberSign)) return std::nullopt;
  return begin;
}

// "1 млн. и 200 хил. лв.": what stands before the number and belongs to the same amount.
struct Greater {
  std::string number;
  int64_t times = 1;
  size_t begin = 0;
};
std::optional<Greater> GreaterBefore(absl::string_view text, size_t end, int64_t times) {
  static const RE2 kGreater(
      "(?i)(?:^|[^0-9.,\\pL])([0-9]{1,6}(?:[.,][0-9]{1,2})?)\\s*"
      "(милион[аи]?|млн\\.?|хиляд[аи]|хил\\.?)\\s+(?:и\\s+)?$");
  const absl::string_view window = Tail(text.substr(0, end), kNumberBefore);
  const size_t from = end - window.size();
  re2::StringPiece number, multiple;
  if (!RE2::PartialMatch(Piece(window), kGreater, &number, &multiple)) return std::nullopt;
  static const RE2 kThousand("(?i)х.*");
  const int64_t greater = RE2::FullMatch(multiple, kThousand) ? 1000 : 1000000;
  if (greater <= times) return std::nullopt;
  return Greater{std::string(number.data(), number.size()), greater,
                 from + RangeOf(number, window).begin};
}

// One amount around the unit at `unit`, or what is wrong with it.
class AmountFinder {
 public:
  AmountFinder(absl::string_view text, std::vector<TextProblem>& problems)
      : text_(text), problems_(problems) {}

  void TryUnit(Range unit) {
    size_t before_unit = SkipBlanksBefore(text_, unit.begin);
    const std::optional<SpelledOut> spelled = SpelledBefore(text_, before_unit);
    if (spelled.has_value()) before_unit = SkipBlanksBefore(text_, spelled->begin);
    before_unit = SkipDashOfCents(text_, before_unit);
    const Multiple multiple = MultipleBefore(text_, before_unit);
    const Range number = NumberBefore(text_, SkipBlanksBefore(text_, multiple.begin));
    const absl::string_view word = text_.substr(unit.begin, unit.end - unit.begin);
    const bool before = number.begin != number.end && number.begin >= taken_;
    if (!before) {
      if (!RepeatsInWords(unit) && !TryWords(unit, before_unit, multiple))
        TryNumberAfter(unit, word, multiple.times == 1);
      return;
    }
    Add(number, multiple.times, CurrencyOfUnit(word), number.begin, unit.end);
    if (spelled.has_value() && !amounts.empty() && amounts.back().begin == number.begin &&
        !IsSpelled(amounts.back().amount, spelled->number)) {
      amounts.pop_back();
      problems_.push_back({"AMOUNT_MALFORMED",
                           std::string(text_.substr(number.begin, unit.end - number.begin)),
                           number.begin, unit.end});
    }
  }

  std::vector<WrittenAmount> amounts;

 private:
  // "36 000 лв. (тридесет и шест хиляди лева)": the amount before once more. An amount that its own
  // words contradict is none.
  bool RepeatsInWords(Range unit) {
    static const RE2 kOpening("^\\.?\\s*[(/]\\s*([\\pL][\\pL\\s]*)$");
    if (amounts.empty()) return false;
    const WrittenAmount& last = amounts.back();
    const absl::string_view between = text_.substr(last.end, unit.begin - last.end);
    re2::StringPiece words;
    if (!RE2::PartialMatch(Piece(between), kOpening, &words)) return false;
    const std::optional<int64_t> number = ReadNumberInWords(View(words));
    if (!number.has_value()) return false;
    if (!IsSpelled(last.amount, *number)) {
      problems_.push_back({"AMOUNT_MALFORMED",
                           std::string(text_.substr(last.begin, unit.end - last.begin)), last.begin,
                           unit.end});
      amounts.pop_back();
    }
    taken_ = unit.end;
    return true;
  }

  // "пет хиляди лева", "пет хил. лв.", "1 милион и двеста хиляди лева".
  bool TryWords(Range unit, size_t before_unit, const Multiple& multiple) {
    int64_t times = 1;
    std::optional<NumberWords> words = NumberWordsBefore(text_, before_unit);
    if (!words.has_value() && multiple.times != 1) {
      times = multiple.times;
      words = NumberWordsBefore(text_, SkipBlanksBefore(text_, multiple.begin));
    }
    if (!words.has_value() || words->begin < taken_) return false;
    size_t begin = words->begin;
    const Currency currency = CurrencyOfUnit(text_.substr(unit.begin, unit.end - unit.begin));
    absl::StatusOr<Money> amount = Times(Money::Minor(100, currency), words->number);
    if (amount.ok()) amount = Times(*amount, times);
    const std::optional<Greater> greater = GreaterBefore(text_, begin, times);
    const bool goes_on = greater.has_value() && greater->begin >= taken_;
    if (goes_on) {
      begin = greater->begin;
      amount = Together(*greater, amount, currency);
    }
    if (amount.ok() && !words->open && SaysLastAgain(begin, *amount, unit)) return true;
    if (words->open || words->goes_on != goes_on || !amount.ok()) {
      problems_.push_back(
          {"AMOUNT_MALFORMED", std::string(text_.substr(begin, unit.end - begin)), begin, unit.end});
    } else {
      amounts.push_back({.begin = begin,
                         .end = EndOf(unit.end),
                         .amount = *amount,
                         .number = std::string(text_.substr(begin, before_unit - begin)),
                         .after_dash = IsDash(CharacterBefore(text_, begin)),
                         .in_words = true});
      AddCents(unit.end);
    }
    taken_ = std::max(unit.end, amounts.empty() ? 0 : amounts.back().end);
    return true;
  }

  // "36 000 лв. – тридесет и шест хиляди лева", "36 000 лв. (словом: …)": the amount before once more.
  // One that its own words contradict is none.
  bool SaysLastAgain(size_t begin, const Money& amount, Range unit) {
    static const RE2 kBetween(
        "(?i)\\.?[\\s\\x{A0}]*[-–—/(]?[\\s\\x{A0}]*(словом|с\\s+думи)?[\\s\\x{A0}:–—-]*");
    if (amounts.empty() || amounts.back().in_words) return false;
    const WrittenAmount& last = amounts.back();
    re2::StringPiece spelled;
    if (!RE2::FullMatch(Piece(text_.substr(last.end, begin - last.end)), kBetween, &spelled))
      return false;
    const bool same =
        last.amount.currency() == amount.currency() && IsSpelled(last.amount, amount.minor() / 100);
    if (!same && spelled.empty()) return false;
    if (!same) {
      problems_.push_back({"AMOUNT_MALFORMED",
                           std::string(text_.substr(last.begin, unit.end - last.begin)), last.begin,
                           unit.end});
      amounts.pop_back();
    }
    taken_ = unit.end;
    return true;
  }

  // With the point of "лв.".
  size_t EndOf(size_t end) const { return absl::StartsWith(text_.substr(end), ".") ? end + 1 : end; }

  // "123 лв. и 40 ст.": the last amount has cents behind its unit.
  void AddCents(size_t unit_end) {
    WrittenAmount& last = amounts.back();
    if (last.amount.minor() % 100 != 0) return;
    const std::optional<CentsBehind> cents = FindCentsBehind(text_, unit_end, last.amount.currency());
    if (!cents.has_value()) return;
    const absl::StatusOr<Money> sum =
        tranche::Add(last.amount, Money::Minor(cents->cents, last.amount.currency()));
    if (!sum.ok()) return;
    last.amount = *sum;
    last.end = cents->end;
  }

  // "лв." stands behind its number; only the signs of other languages stand before theirs.
  void TryNumberAfter(Range unit, absl::string_view word, bool single) {
    static const RE2 kBefore("(?i)€|EUR|BGN");
    const Range number = single && RE2::FullMatch(Piece(word), kBefore) ? NumberAfter(text_, unit.end)
                                                                        : Range{unit.end, unit.end};
    if (number.begin != number.end) {
      Add(number, 1, CurrencyOfUnit(word), unit.begin, number.end);
    } else if (!NamesUnitOnly(text_.substr(0, SkipBlanksBefore(text_, unit.begin)))) {
      problems_.push_back(
          {"AMOUNT_MALFORMED", WordUntil(text_, unit.begin, unit.end), unit.begin, unit.end});
    }
  }

  void Add(Range number, int64_t times, Currency currency, size_t begin, size_t end) {
    const absl::string_view digits = text_.substr(number.begin, number.end - number.begin);
    const absl::string_view before = CharacterBefore(text_, begin);
    // A dash after a digit is a range or a typing error, "100-200 лв": which one counts is not said.
    const bool after_dash = IsDash(before);
    const std::optional<size_t> first_end = RangeBefore(text_, begin);
    const bool range =
        first_end.has_value() ||
        ((after_dash || before == "/") && IsDigit(CharacterBefore(text_, begin - before.size())));
    absl::StatusOr<Money> amount = FollowsLookalike(text_, number.begin, number.end)
                                       ? Malformed(digits)
                                       : ReadNumber(digits, times, currency);
    const std::optional<Greater> greater = GreaterBefore(text_, begin, times);
    if (greater.has_value() && greater->begin >= taken_) {
      begin = greater->begin;
      amount = Together(*greater, amount, currency);
    }
    const bool alone = begin == 0 || IsSeparator(CharacterBefore(text_, begin));
    if (first_end.has_value() && *first_end >= taken_) {
      problems_.push_back({"AMOUNT_MALFORMED", std::string(text_.substr(*first_end, end - *first_end)),
                           *first_end, end});
    } else if (!alone || range || !amount.ok()) {
      const bool too_large = alone && !range && ReasonOf(amount.status()) == "MONEY_OUT_OF_RANGE";
      problems_.push_back({too_large ? "MONEY_OUT_OF_RANGE" : "AMOUNT_MALFORMED",
                           WordUntil(text_, begin, end), begin, end});
    } else {
      amounts.push_back({begin, EndOf(end), *amount, std::string(digits), after_dash});
      if (times == 1 && digits.find_first_of(".,") == absl::string_view::npos && end > number.end) {
        AddCents(end);
        end = std::max(end, amounts.back().end);
      }
    }
    taken_ = std::max(end, number.end);
  }

  // The smaller one must be below one of the greater, "1 млн. и 200 хил.".
  static absl::StatusOr<Money> Together(const Greater& greater, const absl::StatusOr<Money>& smaller,
                                        Currency currency) {
    const absl::StatusOr<Money> more = ReadNumber(greater.number, greater.times, currency);
    if (!more.ok()) return more;
    if (!smaller.ok()) return smaller;
    if (smaller->minor() >= greater.times * 100) return Malformed(greater.number);
    return tranche::Add(*more, *smaller);
  }

  absl::string_view text_;
  std::vector<TextProblem>& problems_;
  size_t taken_ = 0;  // What lies before belongs to an amount already.
};

}  // namespace

std::vector<WrittenAmount> FindAmounts(absl::string_view text, size_t max,
                                       std::vector<TextProblem>& problems) {
  static const RE2 kUnit("(?i)(лева|лв|евро|EUR|BGN|€)");
  AmountFinder finder(text, problems);
  size_t units = 0;
  re2::StringPiece unit;
  for (size_t at = 0; kUnit.Match(Piece(text), at, text.size(), RE2::UNANCHORED, &unit, 1);) {
    const Range place = RangeOf(unit, text);
    at = place.end;
    if (LetterBefore(text, place.begin) || LetterAt(text, place.end)) continue;
    if (++units > max) {
      problems = {{"PLAN_TOO_MANY_AMOUNTS", "", place.begin, place.end}};
      return {};
    }
    finder.TryUnit(place);
  }
  return std::move(finder.amounts);
}

std::optional<AmountUnit> FindUnit(absl::string_view heading) {
  static const RE2 kUnit(
      "(?i)(?:^|[^\\pL])((?:(хиляд[аи]|хил\\.?|х\\.|милион[аи]?|млн\\.?)\\s*)?"
      "(лева|лв\\.?|евро|EUR|BGN|€))(?:$|[^\\pL])");
  re2::StringPiece words, multiple, currency;
  if (!RE2::PartialMatch(Piece(heading), kUnit, &words, &multiple, &currency)) return std::nullopt;
  static const RE2 kThousand("(?i)х.*");
  AmountUnit unit;
  unit.as_written = std::string(words.data(), words.size());
  unit.currency = CurrencyOfUnit(View(currency));
  if (!multiple.empty()) unit.times = RE2::FullMatch(multiple, kThousand) ? 1000 : 1000000;
  return unit;
}

absl::StatusOr<Money> ReadAmountIn(const AmountUnit& unit, absl::string_view number) {
  static const RE2 kNumber("[0-9][0-9.,' \\x{A0}\\x{202F}\\x{2009}\\x{2007}’]*");
  if (!RE2::FullMatch(Piece(number), kNumber)) return Malformed(number);
  return ReadNumber(number, unit.times, unit.currency);
}

}  // namespace tranche
