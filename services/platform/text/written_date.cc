// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "platform/calendar/civil.h"
#include "platform/text/fold.h"
#include "platform/text/piece.h"
#include "platform/text/written.h"
#include "re2/re2.h"

namespace tranche {
namespace {

constexpr int kLastMonth = 12;
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2100;
constexpr int kAnyYear = 2000;  // A leap year: 29 February may be meant where no year is written.

// Of each way to write dates and periods so many are found in one text; what writes more is no text
// that people wrote, and must not keep the reader busy.
constexpr size_t kFoundMax = 1000;

#define MONTH_WORD                                                                                                                                                      \
  "(?:януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември|january|" \
  "february|march|april|may|june|july|august|september|october|november|december)"
#define ROMAN_MONTH "(?:[XХ][IІ]{0,2}|[IІ][XХ]|V[IІ]{0,3}|[IІ]V|[IІ]{1,3})"
#define YEAR "(?:19|20)[0-9]{2}"
#define YEAR_WORD "(?:година|години|год\\.?|г\\.?|year)"
#define THIS_YEAR "(?:т\\.\\s?г\\.?|(?:тази|настоящата|текущата)\\s+година|this\\s+year)"

// A day and a year in words, "двадесет и девети", "деветия ден", "две хиляди двадесет и втора".
#define ORDINAL_STEM                                                                                                                                                      \
  "(?:първ|втор|трет|четвърт|пет|шест|седм|осм|девет|десет|(?:един|два|три|четири|пет|шест|седем|" \
  "осем|"                                                                                                                                                             \
  "девет)на(?:десет|йсет)|(?:два|три|четири)(?:десет|йсет)|(?:пет|шест|седем|осем|девет)десет|шейсет)"
#define TENS_AND \
  "(?:(?:(?:два|три|четири)(?:десет|йсет)|(?:пет|шест|седем|осем|девет)десет|шейсет)\\s+и\\s+)?"
#define DAY_IN_WORDS TENS_AND ORDINAL_STEM "и(?:я|ят)?"
#define YEAR_IN_WORDS "две\\s+хиляди(?:те)?\\s+(?:и\\s+)?" TENS_AND ORDINAL_STEM "а(?:та)?"
#define ENGLISH_DAY_IN_WORDS                                                                         \
  "(?:(?:twenty|thirty)[\\s-])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|" \
  "eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth)"

int Number(re2::StringPiece digits) {
  int number = 0;
  (void)absl::SimpleAtoi(View(digits), &number);
  return number;
}

bool BeginsWithDigit(re2::StringPiece text) {
  return !text.empty() && text[0] >= '0' && text[0] <= '9';
}

// A day in digits or in words; 99 for words that are no day of any month.
int DayOf(re2::StringPiece written) {
  constexpr int kNoDay = 99;
  return BeginsWithDigit(written) ? Number(written) : ReadOrdinal(View(written)).value_or(kNoDay);
}

// A year of four digits, or "две хиляди двадесет и втора".
int YearOf(re2::StringPiece written) {
  if (BeginsWithDigit(written)) return Number(written);
  static const RE2 kWords("(?i)две\\s+хиляди(?:те)?\\s+(?:и\\s+)?(.+)");
  re2::StringPiece ones;
  constexpr int kMillennium = 2000;
  return RE2::FullMatch(written, kWords, &ones) ? kMillennium + ReadOrdinal(View(ones)).value_or(0) : 0;
}

// One way to write a date. The groups: what belongs to the date, then its parts.
struct DatePattern {
  enum class Parts {
    kDayMonthYear,
    kYearMonthDay,
    kDayRomanYear,
    kDayWordYear,
    kDayWordThisYear,
    kDayWord,
    kWordDayYear,
    kWordYear,
    kMonthYear,
    kDayMonthThisYear,
    kYear,
    kThisYear,
  };
  Parts parts;
  const char* words;
  bool letters = false;  // It begins with a letter, before which there is none.
};

// Longer ways first: where several begin at one place, the first one counts.
constexpr DatePattern kPatterns[] = {
    {DatePattern::Parts::kYearMonthDay, "((" YEAR ")-([0-9]{2})-([0-9]{2}))(?:$|[^0-9])"},
    {DatePattern::Parts::kDayMonthYear,
     "(([0-9]{1,2})\\s?[./]\\s?([0-9]{1,2})\\s?[./]\\s?(" YEAR "))(?:$|[^0-9])"},
    // Blanks around a dash make a period of it, "02 - 12.2022".
    {DatePattern::Parts::kDayMonthYear, "(([0-9]{1,2})-([0-9]{1,2})-(" YEAR "))(?:$|[^0-9])"},
    {DatePattern::Parts::kDayMonthYear,
     "(([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{2}))\\s*г(?:$|[^\\pL0-9])"},
    {DatePattern::Parts::kDayRomanYear,
     "(([0-9]{1,2})[. ]\\s?(" ROMAN_MONTH ")[. ]\\s?(" YEAR "))(?:$|[^0-9])"},
    {DatePattern::Parts::kDayWordYear,
     "(([0-9]{1,2})(?:\\s?-?\\s?(?:ти|ри|ви|ми|st|nd|rd|th))?\\s+(" MONTH_WORD "),?\\s+(" YEAR
     "))(?:$|[^0-9])"},
    {DatePattern::Parts::kDayWordYear, "(([0-9]{1,2})(?:\\s?-?\\s?(?:ти|ри|ви|ми))?\\s+(" MONTH_WORD
                                       "),?\\s+(?:на\\s+)?(" YEAR_IN_WORDS "))(?:$|[^\\pL])"},
    {DatePattern::Parts::kDayWordYear,
     "((" DAY_IN_WORDS ")\\s+(?:ден\\s+)?(?:(?:на|от)\\s+)?(?:месец\\s+)?(" MONTH_WORD
     "),?\\s+(?:(?:на|от|през)\\s+)?(" YEAR "|" YEAR_IN_WORDS "))(?:$|[^0-9\\pL])",
     true},
    {DatePattern::Parts::kDayWordThisYear,
     "((" DAY_IN_WORDS ")\\s+(?:ден\\s+)?(?:(?:на|от)\\s+)?(?:месец\\s+)?(" MONTH_WORD
     "),?\\s+(?:на\\s+)?" THIS_YEAR ")",
     true},
    {DatePattern::Parts::kDayWordYear,
     "((" ENGLISH_DAY_IN_WORDS ")\\s+(?:day\\s+)?(?:of\\s+)?(" MONTH_WORD "),?\\s+(" YEAR
     "))(?:$|[^0-9])",
     true},
    {DatePattern::Parts::kWordDayYear,
     "((" MONTH_WORD ")\\s+(?:the\\s+)?(" ENGLISH_DAY_IN_WORDS "),?\\s+(" YEAR "))(?:$|[^0-9])", true},
    {DatePattern::Parts::kDayWordThisYear,
     "(([0-9]{1,2})(?:\\s?-?\\s?(?:ти|ри|ви|ми|st|nd|rd|th))?\\s+(" MONTH_WORD
     "),?\\s+(?:на\\s+|of\\s+)?" THIS_YEAR ")"},
    {DatePattern::Parts::kDayMonthThisYear, "(([0-9]{1,2})\\.([0-9]{1,2})\\.?\\s*" THIS_YEAR ")"},
    {DatePattern::Parts::kWordDayYear,
     "((" MONTH_WORD ")\\s+([0-9]{1,2})(?:st|nd|rd|th)?,\\s*(" YEAR "))(?:$|[^0-9])"},
    {DatePattern::Parts::kWordYear, "((" MONTH_WORD ")(?:\\s+месец)?,?\\s+(" YEAR "))(?:$|[^0-9])"},
    {DatePattern::Parts::kDayWord,
     "(([0-9]{1,2})(?:\\s?-?\\s?(?:ти|ри|ви|ми|st|nd|rd|th))?\\s+(" MONTH_WORD "))(?:$|[^\\pL])"},
    {DatePattern::Parts::kMonthYear, "((0[1-9]|1[0-2])[./](" YEAR "))\\s*" YEAR_WORD "(?:$|[^\\pL])"},
    {DatePattern::Parts::kYear, "((" YEAR "))\\s*-?\\s*" YEAR_WORD "(?:$|[^\\pL])"},
    {DatePattern::Parts::kThisYear, "(" THIS_YEAR ")(?:$|[^\\pL])"},
};

bool NeedsMonthWord(DatePattern::Parts parts) {
  using Parts = DatePattern::Parts;
  return parts == Parts::kDayWordYear || parts == Parts::kDayWordThisYear || parts == Parts::kDayWord ||
         parts == Parts::kWordDayYear || parts == Parts::kWordYear;
}

PartialDate DateOf(DatePattern::Parts parts, const std::array<re2::StringPiece, 5>& m) {
  using Parts = DatePattern::Parts;
  PartialDate date{.as_written = std::string(View(m[1]))};
  switch (parts) {
    case Parts::kDayMonthYear:
      date.day = Number(m[2]), date.month = Number(m[3]), date.year = FullYear(View(m[4]));
      break;
    case Parts::kYearMonthDay:
      date.year = Number(m[2]), date.month = Number(m[3]), date.day = Number(m[4]);
      break;
    case Parts::kDayRomanYear:
      date.day = Number(m[2]), date.month = ReadRoman(View(m[3])), date.year = Number(m[4]);
      break;
    case Parts::kDayWordYear:
      date.day = DayOf(m[2]), date.month = ReadMonth(View(m[3])), date.year = YearOf(m[4]);
      break;
    case Parts::kDayWordThisYear:
      date.day = DayOf(m[2]), date.month = ReadMonth(View(m[3])), date.this_year = true;
      break;
    case Parts::kDayWord:
      date.day = Number(m[2]), date.month = ReadMonth(View(m[3]));
      break;
    case Parts::kWordDayYear:
      date.month = ReadMonth(View(m[2])), date.day = DayOf(m[3]), date.year = Number(m[4]);
      break;
    case Parts::kWordYear:
      date.month = ReadMonth(View(m[2])), date.year = Number(m[3]);
      break;
    case Parts::kMonthYear:
      date.month = Number(m[2]), date.year = Number(m[3]);
      break;
    case Parts::kDayMonthThisYear:
      date.day = Number(m[2]), date.month = Number(m[3]), date.this_year = true;
      break;
    case Parts::kYear:
      date.year = Number(m[2]);
      break;
    case Parts::kThisYear:
      date.this_year = true;
      break;
  }
  return date;
}

// All dates of one way in a text; those that overlap with ones found before are left out later.
void FindOneWay(absl::string_view text, DatePattern::Parts parts, const RE2& words,
                std::vector<WrittenDate>& found) {
  std::array<re2::StringPiece, 5> m;
  const int groups = std::min<int>(words.NumberOfCapturingGroups() + 1, m.size());
  size_t count = 0;
  for (size_t at = 0; at < text.size() && count < kFoundMax; ++count) {
    m.fill(re2::StringPiece());
    if (!words.Match(Piece(text), at, text.size(), RE2::UNANCHORED, m.data(), groups)) return;
    const size_t begin = OffsetOf(m[1], text);
    found.push_back({begin, begin + m[1].size(), DateOf(parts, m)});
    at = begin + m[1].size();
  }
}

const std::vector<std::pair<DatePattern::Parts, const RE2*>>& Compiled() {
  static const auto* const kCompiled = [] {
    auto* list = new std::vector<std::pair<DatePattern::Parts, const RE2*>>;
    for (const DatePattern& pattern : kPatterns) {
      const char* before = pattern.letters ? "(?i)(?:^|[^0-9\\pL])" : "(?i)(?:^|[^0-9.,])";
      list->emplace_back(pattern.parts, new RE2(absl::StrCat(before, pattern.words)));
    }
    return list;
  }();
  return *kCompiled;
}

int Compare(const PartialDate& a, const PartialDate& b) {
  if (a.year != b.year) return a.year < b.year ? -1 : 1;
  if (a.month == 0 || b.month == 0 || a.month == b.month) {
    if (a.month != b.month || a.day == 0 || b.day == 0 || a.day == b.day) return 0;
    return a.day < b.day ? -1 : 1;
  }
  return a.month < b.month ? -1 : 1;
}

// What stands between two ends of a period, and nothing else.
bool JoinsPeriod(absl::string_view between) {
  static const RE2 kJoin("(?i)\\s*(?:г\\.?|год\\.?|година)?\\s*(?:[-–—]|до|to)\\s*");
  return RE2::FullMatch(Piece(between), kJoin);
}

PartialDate YearOnly(re2::StringPiece digits) {
  return {.year = Number(digits), .as_written = std::string(View(digits))};
}

WrittenPeriod Between(absl::string_view text, size_t begin, size_t end, PartialDate from,
                      PartialDate to) {
  return {begin, end, std::move(from), std::move(to), std::string(text.substr(begin, end - begin))};
}

// "2013-2014 г.", "(2012- 2020)", "2016 и 2017 г.".
void FindYearPairs(absl::string_view text, std::vector<WrittenPeriod>& found) {
  static const RE2 kPair("(?i)(?:^|[^0-9./№-])((" YEAR ")\\s*(?:г\\.?)?\\s*(?:[-–—]|до|и)\\s*(" YEAR
                         "))(?:$|[^0-9./-]|[./-](?:$|[^0-9]))");
  re2::StringPiece m[4];
  const size_t limit = found.size() + kFoundMax;
  for (size_t at = 0;
       found.size() < limit && kPair.Match(Piece(text), at, text.size(), RE2::UNANCHORED, m, 4);) {
    const size_t begin = OffsetOf(m[1], text);
    at = begin + m[1].size();
    found.push_back(Between(text, begin, at, YearOnly(m[2]), YearOnly(m[3])));
  }
}

// "август – декември 2016 г.": the months stand apart from their year.
void FindMonthPairs(absl::string_view text, std::vector<WrittenPeriod>& found) {
  static const RE2 kPair("(?i)(?:^|[^\\pL])((" MONTH_WORD ")\\s*(?:[-–—]|до|to)\\s*(" MONTH_WORD
                         ")(?:,?\\s+(" YEAR "))?)(?:$|[^\\pL0-9])");
  re2::StringPiece m[5];
  const size_t limit = found.size() + kFoundMax;
  for (size_t at = 0;
       found.size() < limit && kPair.Match(Piece(text), at, text.size(), RE2::UNANCHORED, m, 5);) {
    const size_t begin = OffsetOf(m[1], text);
    at = begin + m[1].size();
    const int year = m[4].empty() ? 0 : Number(m[4]);
    PartialDate from{
        .year = year, .month = ReadMonth(View(m[2])), .as_written = std::string(View(m[2]))};
    PartialDate to{.year = year, .month = ReadMonth(View(m[3])), .as_written = std::string(View(m[3]))};
    if (to.month < from.month && year != 0) from.year = 0;  // "ноември – март 2014": begins before.
    found.push_back(Between(text, begin, at, std::move(from), std::move(to)));
  }
}

// "ІІ тримесечие на 2014 г.", "първо полугодие 2014".
void FindParts(absl::string_view text, std::vector<WrittenPeriod>& found) {
  static const RE2 kPart(
      "(?i)(?:^|[^\\pL0-9])((първо(?:то)?|второ(?:то)?|трето(?:то)?|четвърто(?:то)?|[1-4]|[IІ]{1,3}|"
      "[IІ]V)(?:\\s?-?\\s?(?:во|ро|то))?\\s+(тримесечие|трим\\.?|шестмесечие|полугодие|полуг\\.?)"
      "(?:\\s+(?:на\\s+)?(" YEAR "))?)(?:$|[^\\pL])");
  re2::StringPiece m[5];
  const size_t limit = found.size() + kFoundMax;
  for (size_t at = 0;
       found.size() < limit && kPart.Match(Piece(text), at, text.size(), RE2::UNANCHORED, m, 5);) {
    const size_t begin = OffsetOf(m[1], text);
    at = begin + m[1].size();
    const std::string word = FoldName(View(m[2]));
    int part = absl::StartsWith(word, "първ")   ? 1
               : absl::StartsWith(word, "втор") ? 2
               : absl::StartsWith(word, "трет") ? 3
               : absl::StartsWith(word, "четв") ? 4
                                                : ReadRoman(View(m[2]));
    if (part == 0) part = Number(m[2]);
    const int months = absl::StartsWith(FoldName(View(m[3])), "трим") ? 3 : 6;
    if (part < 1 || part * months > kLastMonth) continue;
    const int year = m[4].empty() ? 0 : Number(m[4]);
    const std::string words(View(m[1]));
    found.push_back(Between(text, begin, at,
                            {.year = year, .month = (part - 1) * months + 1, .as_written = words},
                            {.year = year, .month = part * months, .as_written = words}));
  }
}

void FindDatePairs(absl::string_view text, const std::vector<WrittenDate>& dates,
                   std::vector<WrittenPeriod>& found) {
  for (size_t i = 0; i + 1 < dates.size(); ++i) {
    const WrittenDate& a = dates[i];
    const WrittenDate& b = dates[i + 1];
    if (!JoinsPeriod(text.substr(a.end, b.begin - a.end))) continue;
    PartialDate from = a.date;
    if (from.year == 0 && !from.this_year && from.month != 0 && b.date.year != 0 &&
        from.month <= b.date.month) {
      from.year = b.date.year;
    }
    found.push_back(Between(text, a.begin, b.end, from, b.date));
    ++i;
  }
}

}  // namespace

int FullYear(absl::string_view digits) {
  constexpr int kFirstOfLastCentury = 90;
  const int year = Number(Piece(digits));
  if (digits.size() > 2) return year;
  return year >= kFirstOfLastCentury ? 1900 + year : 2000 + year;
}

bool IsPossible(const PartialDate& date) {
  if (date.year != 0 && (date.year < kFirstYear || date.year > kLastYear)) return false;
  if (date.month < 0 || date.month > kLastMonth || date.day < 0) return false;
  if (date.day == 0) return true;
  if (date.month == 0) return false;
  const absl::CivilDay day(date.year != 0 ? date.year : kAnyYear, date.month, date.day);
  return day.month() == date.month && day.day() == date.day;  // 31 February would be in March.
}

std::optional<absl::CivilDay> FirstDay(const PartialDate& date) {
  if (date.year == 0) return std::nullopt;
  return absl::CivilDay(date.year, std::max(date.month, 1), std::max(date.day, 1));
}

std::optional<absl::CivilDay> LastDay(const PartialDate& date) {
  if (date.year == 0) return std::nullopt;
  if (date.day != 0) return absl::CivilDay(date.year, date.month, date.day);
  const int month = date.month != 0 ? date.month : kLastMonth;
  return absl::CivilDay(absl::CivilMonth(date.year, month) + 1) - 1;
}

std::string FormatPartial(const PartialDate& date) {
  if (date.day != 0) {
    const std::string year = date.year != 0 ? absl::StrFormat("%04d", date.year) : "-";
    return absl::StrFormat("%s-%02d-%02d", year, date.month, date.day);
  }
  if (date.month != 0) {
    const std::string year = date.year != 0 ? absl::StrFormat("%04d", date.year) : "-";
    return absl::StrFormat("%s-%02d", year, date.month);
  }
  return date.year != 0 ? absl::StrFormat("%04d", date.year) : "";
}

std::vector<WrittenDate> FindDates(absl::string_view text, std::vector<TextProblem>& problems) {
  static const RE2 kMonth("(?i)" MONTH_WORD);
  const bool names_month = RE2::PartialMatch(Piece(text), kMonth);
  std::vector<std::pair<size_t, WrittenDate>> all;  // With the rank of the way it was found.
  for (size_t rank = 0; rank < Compiled().size(); ++rank) {
    const auto& [parts, words] = Compiled()[rank];
    if (NeedsMonthWord(parts) && !names_month) continue;  // Most texts name none.
    std::vector<WrittenDate> found;
    FindOneWay(text, parts, *words, found);
    for (WrittenDate& date : found) all.emplace_back(rank, std::move(date));
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::pair(a.second.begin, a.first) < std::pair(b.second.begin, b.first);
  });
  std::vector<WrittenDate> dates;
  size_t taken = 0;
  for (auto& [rank, date] : all) {
    if (date.begin < taken) continue;
    taken = date.end;
    if (!IsPossible(date.date)) {
      // "РД-12/34/2018" is the number of a paper as often as a date.
      if (absl::StrContains(date.date.as_written, '.') || !absl::StrContains(date.date.as_written, '/'))
        problems.push_back({"DATE_NOT_IN_CALENDAR", date.date.as_written, date.begin, date.end});
      continue;
    }
    dates.push_back(std::move(date));
  }
  return dates;
}

std::vector<WrittenPeriod> FindPeriods(absl::string_view text, std::vector<TextProblem>& problems) {
  std::vector<WrittenPeriod> all;
  std::vector<TextProblem> of_dates;  // Whoever looks for dates is told of these.
  FindDatePairs(text, FindDates(text, of_dates), all);
  FindYearPairs(text, all);
  FindMonthPairs(text, all);
  FindParts(text, all);
  std::sort(all.begin(), all.end(), [](const WrittenPeriod& a, const WrittenPeriod& b) {
    return std::pair(a.begin, b.end) < std::pair(b.begin, a.end);
  });
  std::vector<WrittenPeriod> periods;
  size_t taken = 0;
  for (WrittenPeriod& period : all) {
    if (period.begin < taken) continue;
    taken = period.end;
    const bool known = period.from.year != 0 && period.to.year != 0;
    if (known && Compare(period.to, period.from) < 0) {
      problems.push_back({"PLAN_PERIOD_BACKWARDS", period.as_written, period.begin, period.end});
      continue;
    }
    periods.push_back(std::move(period));
  }
  return periods;
}

}  // namespace tranche
