// SPDX-License-Identifier: EUPL-1.2
// Time frames of measures: a cell that is a period as a whole, in the ways that tables write it. What a
// cell says besides, "есен 2022", "3 месеца от 2022 г.", would make half a period of it: it has none.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "platform/text/written.h"
#include "re2/re2.h"

namespace tranche {
namespace {

constexpr std::size_t kTimeframeBytesMax = 400;  // What is longer is no time frame.
constexpr int kMonthsOfQuarter = 3;
constexpr int kMonthsOfYear = 12;

#define YEAR "(?:19|20)[0-9]{2}"
#define ROMAN "[IVXІХ]{1,5}"
#define DAY_ENDING "(?:\\s?-?\\s?(?:ти|ри|ви|ми|st|nd|rd|th))?"

int Number(re2::StringPiece digits) {
  int number = 0;
  (void)absl::SimpleAtoi(View(digits), &number);
  return number;
}

int YearOf(re2::StringPiece digits) { return digits.empty() ? 0 : FullYear(View(digits)); }

// One end of a period. A number alone is a day or a month, as the other end says.
struct End {
  PartialDate date;
  int number = 0;
  bool month_in_digits = false;
};

std::optional<End> EndInDigits(re2::StringPiece text) {
  static const RE2 kDay("([0-9]{1,2})\\s?[./]\\s?([0-9]{1,2})\\s?[./]\\s?(" YEAR "|[0-9]{2})");
  static const RE2 kDashedDay("([0-9]{1,2})-([0-9]{1,2})-(" YEAR ")");
  static const RE2 kIsoDay("(" YEAR ")-([0-9]{2})-([0-9]{2})");
  static const RE2 kDayMonth("([0-9]{1,2})[./]([0-9]{1,2})");
  static const RE2 kMonthYear("([0-9]{1,2})[./](" YEAR ")");
  static const RE2 kYear(YEAR);
  static const RE2 kNumber("[0-9]{1,2}");
  re2::StringPiece a, b, c;
  if (RE2::FullMatch(text, kDay, &a, &b, &c) || RE2::FullMatch(text, kDashedDay, &a, &b, &c))
    return End{{.year = YearOf(c), .month = Number(b), .day = Number(a)}};
  if (RE2::FullMatch(text, kIsoDay, &a, &b, &c))
    return End{{.year = Number(a), .month = Number(b), .day = Number(c)}};
  if (RE2::FullMatch(text, kDayMonth, &a, &b)) return End{{.month = Number(b), .day = Number(a)}};
  if (RE2::FullMatch(text, kMonthYear, &a, &b))
    return End{.date = {.year = Number(b), .month = Number(a)}, .month_in_digits = true};
  if (RE2::FullMatch(text, kYear)) return End{{.year = Number(text)}};
  if (RE2::FullMatch(text, kNumber)) return End{.date = {}, .number = Number(text)};
  return std::nullopt;
}

std::optional<End> EndInWords(re2::StringPiece text) {
  static const RE2 kMonth("(\\pL+\\.?)(?:\\s*(" YEAR ")|\\s?[`'’´]\\s?([0-9]{2}))?");
  static const RE2 kDay("([0-9]{1,2})" DAY_ENDING "\\s+(\\pL+\\.?)(?:\\s*(" YEAR "))?");
  static const RE2 kRoman("(" ROMAN ")\\.?(?:\\s?(" YEAR "))?");
  static const RE2 kRomanDay("([0-9]{1,2})[. ]\\s?(" ROMAN ")[. ]\\s?(" YEAR ")");
  re2::StringPiece day, month, year, short_year;
  const auto dated = [](int y, int m, int d) {
    return m == 0 ? std::nullopt : std::optional<End>(End{.date = {.year = y, .month = m, .day = d}});
  };
  if (RE2::FullMatch(text, kRoman, &month, &year))
    return dated(YearOf(year), ReadRoman(View(month)), 0);
  if (RE2::FullMatch(text, kRomanDay, &day, &month, &year))
    return dated(Number(year), ReadRoman(View(month)), Number(day));
  if (RE2::FullMatch(text, kMonth, &month, &year, &short_year))
    return dated(YearOf(year.empty() ? short_year : year), ReadMonth(View(month)), 0);
  if (RE2::FullMatch(text, kDay, &day, &month, &year))
    return dated(YearOf(year), ReadMonth(View(month)), Number(day));
  return std::nullopt;
}

std::optional<End> ReadEnd(re2::StringPiece text) {
  static const RE2 kWithWord(
      "(?i)\\s*(?:(?:месец|м\\.|мес\\.)\\s*)?(.*[0-9])\\s*-?(?:г\\.?|год\\.?|година)[.,;\\s]*");
  static const RE2 kBare("(?i)\\s*(?:(?:месец|м\\.|мес\\.)\\s*)?(.+?)[.,;\\s]*");
  re2::StringPiece bare;
  if (!RE2::FullMatch(text, kWithWord, &bare) && !RE2::FullMatch(text, kBare, &bare))
    return std::nullopt;
  std::optional<End> end = EndInDigits(bare);
  if (!end) end = EndInWords(bare);
  if (!end || (end->number == 0 && !IsPossible(end->date))) return std::nullopt;
  end->date.as_written = std::string(View(bare));
  return end;
}

// Both ends, the first one completed by the second: "01.01 – 31.12.2022", "1-14 юли 2022", "02
// - 12.2022".
std::optional<std::pair<PartialDate, PartialDate>> Joined(End from, const End& to) {
  if (to.number != 0) return std::nullopt;
  PartialDate& first = from.date;
  if (from.number != 0 && to.date.day != 0) {
    first.day = from.number;
    first.month = to.date.month;
  } else if (from.number != 0) {
    if (!to.month_in_digits) return std::nullopt;
    first.month = from.number;
  }
  // "май – 2022 г.", "2022 – май" are that one month and no period.
  if (first.year == 0 && to.date.month == 0) return std::nullopt;
  if (first.month == 0 && to.date.year == 0) return std::nullopt;
  // "ноември – март 2014" begins in the year before, which is not written.
  const bool goes_before = std::pair(first.month, first.day) > std::pair(to.date.month, to.date.day);
  if (first.year == 0 && !goes_before) first.year = to.date.year;
  if (!IsPossible(first) || !IsPossible(to.date)) return std::nullopt;
  return std::pair(first, to.date);
}

// Every place where a text may fall into two ends is tried; one must fit and no other.
std::optional<std::pair<PartialDate, PartialDate>> ReadPair(re2::StringPiece text) {
  static const RE2 kJoin("(?i)\\s*(?:[-–—]|\\s(?:до|to|until)\\s)\\s*");
  std::optional<std::pair<PartialDate, PartialDate>> found;
  constexpr int kJoinsMax = 8;  // "2022-03-01 - 2022-12-31" has five.
  re2::StringPiece join;
  int joins = 0;
  for (std::size_t at = 0; kJoin.Match(text, at, text.size(), RE2::UNANCHORED, &join, 1);) {
    const auto begin = static_cast<std::size_t>(join.data() - text.data());
    at = begin + join.size();
    if (++joins > kJoinsMax) return std::nullopt;
    const std::optional<End> from = ReadEnd(text.substr(0, begin));
    const std::optional<End> to = ReadEnd(text.substr(at));
    if (!from || !to) continue;
    auto pair = Joined(*from, *to);
    // "1" of "1-14 юли" says nothing alone.
    if (pair && from->number != 0) pair->first.as_written = std::string(View(text));
    if (pair && found) return std::nullopt;
    if (pair) found = std::move(pair);
  }
  return found;
}

std::optional<std::pair<PartialDate, PartialDate>> ReadQuarter(re2::StringPiece text) {
  static const RE2 kQuarter("(?i)Q\\s?([1-4])(?:(?:\\s*[/,]?\\s*|\\s+of\\s+)(" YEAR "))?");
  re2::StringPiece quarter, year;
  if (!RE2::FullMatch(text, kQuarter, &quarter, &year)) return std::nullopt;
  const int last = Number(quarter) * kMonthsOfQuarter;
  const std::string words(View(text));
  return std::pair(
      PartialDate{.year = YearOf(year), .month = last - kMonthsOfQuarter + 1, .as_written = words},
      PartialDate{.year = YearOf(year), .month = last, .as_written = words});
}

// A cell that is nothing but a time frame.
std::optional<std::pair<PartialDate, PartialDate>> ReadWhole(re2::StringPiece text) {
  static const RE2 kBefore(
      "(?i)\\s*(?:срок\\s*:?\\s+|(?:(?:в|за|през)\\s+)?периода?\\s*:?\\s+|(?:през|за|in|during)\\s+)?(."
      "+)");
  static const RE2 kUntil("(?i)(?:до|until|by)\\s+(?:края\\s+на\\s+)?(.+)");
  static const RE2 kSince("(?i)(?:от|след|from|since)\\s+(.+)");
  re2::StringPiece words;
  if (!RE2::FullMatch(text, kBefore, &words)) return std::nullopt;
  re2::StringPiece rest;
  if (RE2::FullMatch(words, kUntil, &rest)) {
    const std::optional<End> end = ReadEnd(rest);
    if (!end || end->number != 0) return std::nullopt;
    return std::pair(PartialDate(), end->date);
  }
  const bool since = RE2::FullMatch(words, kSince, &rest);
  if (since) words = rest;
  const std::optional<End> end = ReadEnd(words);
  // "05.12" alone may be a day or a month.
  const bool day_without_year = end && end->date.year == 0 && end->date.day != 0;
  if (end && end->number == 0 && (since || !day_without_year))
    return std::pair(end->date, since ? PartialDate() : end->date);
  auto pair = ReadPair(words);
  return pair ? pair : ReadQuarter(words);
}

// What a text says besides the period that was found in it may narrow it.
bool Narrows(absl::string_view rest) {
  static const RE2 kNumber("[0-9]|(?:^|[^\\pL])" ROMAN "(?:$|[^\\pL])");
  static const RE2 kWords(
      "(?i)пролет|лят(?:о|ото)|есен|зим(?:а|ата|ен|но)|начал(?:о|ото)|средата|края|половин|месец|"
      "тримес|трим\\.|полуг|шестмес|седмиц|(?:^|[^\\pL])(?:ден|деня|дни|преди)(?:$|[^\\pL])|учебн|уч\\."
      "|"
      "януари|февруари|(?:^|[^\\pL])март|април|(?:^|[^\\pL])(?:май|юни|юли)(?:$|[^\\pL])|август|"
      "септември|октомври|ноември|декември|spring|summer|autumn|winter|beginning|middle|"
      "(?:^|[^\\pL])(?:ян|яну|фев|февр|апр|авг|сеп|септ|окт|ное|ноем|дек|jan|feb|apr|aug|sept?|oct|nov|"
      "dec)"
      "(?:$|[^\\pL])|"
      "(?:^|[^\\pL])(?:end|mid|half|day|days|before)(?:$|[^\\pL])|quarter|month|week|academic|school");
  return RE2::PartialMatch(Piece(rest), kNumber) || RE2::PartialMatch(Piece(rest), kWords);
}

// "12 месеца" of "12 месеца (01.01.2022 - 31.12.2022)" only says once more how long the period is; the
// last day may be the one of the same number, "15.01.2022 - 15.01.2023". "3 месеца в периода …" are a
// part of it that nobody knows.
bool IsLengthOf(const WrittenPeriod& period, int64_t length, bool years, bool days) {
  const std::optional<absl::CivilDay> first = FirstDay(period.from);
  const std::optional<absl::CivilDay> last = LastDay(period.to);
  if (!first || !last) return false;
  if (days) return *last - *first + 1 == length;
  const absl::CivilMonth month = absl::CivilMonth(*first) + length * (years ? kMonthsOfYear : 1);
  const absl::CivilDay after(month.year(), month.month(), first->day());
  return after == *last + 1 || after == *last;
}

// The text without the length of the period, where it is written beside it.
std::string WithoutLength(std::string text, const WrittenPeriod& period) {
  static const RE2 kLength(
      "(?i)(?:^|[^0-9])(([0-9]{1,3})\\s*(?:месец\\pL*|мес\\.|months?|(години|years?)|(дни|days?)))");
  re2::StringPiece length, digits, years, days;
  if (RE2::PartialMatch(text, kLength, &length, &digits, &years, &days) &&
      IsLengthOf(period, Number(digits), !years.empty(), !days.empty()))
    text.replace(static_cast<std::size_t>(length.data() - text.data()), length.size(), " ");
  return text;
}

// The one period or date of a text that nothing else in it narrows.
std::optional<WrittenPeriod> FindOnly(absl::string_view text, std::vector<TextProblem>& problems) {
  std::vector<WrittenPeriod> periods = FindPeriods(text, problems);
  const auto without = [&](std::size_t begin, std::size_t end) {
    return absl::StrCat(text.substr(0, begin), " ", text.substr(end));
  };
  if (periods.size() == 1) {
    const std::string rest = WithoutLength(without(periods[0].begin, periods[0].end), periods[0]);
    return Narrows(rest) ? std::nullopt : std::optional(std::move(periods[0]));
  }
  if (!periods.empty()) return std::nullopt;  // Several: which one counts is not said.
  const std::vector<WrittenDate> dates = FindDates(text, problems);
  if (dates.size() != 1) return std::nullopt;
  static const RE2 kUntil(
      "(?i)(?:^|[^\\pL])((?:до(?:\\s+края\\s+на)?|until|by)\\s*(?:месец\\s+|м\\.\\s*)?)$");
  static const RE2 kSince("(?i)(?:^|[^\\pL])((?:от|след|from|since)\\s*(?:месец\\s+|м\\.\\s*)?)$");
  static const RE2 kMonth("(?i)(?:^|[^\\pL])((?:месец|м\\.)\\s*)$");
  const WrittenDate& date = dates.front();
  const absl::string_view before = text.substr(0, date.begin);
  re2::StringPiece words;
  const bool until = RE2::PartialMatch(Piece(before), kUntil, &words);
  const bool since = !until && RE2::PartialMatch(Piece(before), kSince, &words);
  if (!until && !since) (void)RE2::PartialMatch(Piece(before), kMonth, &words);
  if (Narrows(without(date.begin - words.size(), date.end))) return std::nullopt;
  WrittenPeriod period{date.begin, date.end, date.date, date.date,
                       std::string(text.substr(date.begin, date.end - date.begin))};
  if (until) period.from = PartialDate();
  if (since) period.to = PartialDate();
  return period;
}

}  // namespace

std::optional<WrittenPeriod> ReadTimeframe(absl::string_view text, std::vector<TextProblem>& problems) {
  if (text.size() > kTimeframeBytesMax) return std::nullopt;
  if (auto found = FindOnly(text, problems)) return found;
  auto whole = ReadWhole(Piece(text));
  if (!whole) return std::nullopt;
  const std::optional<absl::CivilDay> first = FirstDay(whole->first);
  const std::optional<absl::CivilDay> last = LastDay(whole->second);
  if (first && last && *last < *first) {
    problems.push_back({"PLAN_PERIOD_BACKWARDS", std::string(text), 0, text.size()});
    return std::nullopt;
  }
  return WrittenPeriod{0, text.size(), std::move(whole->first), std::move(whole->second),
                       std::string(text)};
}

}  // namespace tranche
