// SPDX-License-Identifier: EUPL-1.2
// Amounts, dates, periods, numbers and sizes as running text writes them, each with where it stands.
// Only what is written is taken: nothing is filled in, and what looks like one of them and is none is a
// problem.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "platform/money/money.h"

namespace tranche {

// What looks like a value of a text and cannot be taken; `value` as written.
struct TextProblem {
  std::string reason;  // Of the catalogue.
  std::string value;
  std::size_t begin = 0;  // Bytes that it takes, [begin, end).
  std::size_t end = 0;

  friend bool operator==(const TextProblem&, const TextProblem&) = default;
};

// ---- Amounts

// An amount with its unit where it stands in a text.
struct WrittenAmount {
  std::size_t begin = 0;  // Bytes of the number and its unit, [begin, end).
  std::size_t end = 0;
  Money amount;
  std::string number;       // As written, "538 952"; the words where it stands in words alone.
  bool after_dash = false;  // A dash stands directly before it: a separator, not a sign.
  bool in_words = false;    // "пет хиляди лева": no digits say it.
};

// The amounts of a text in its order: "244440 лв.", "538 952 лева", "378 008,50 лв.", "1.234,50 BGN",
// "1'200 €", "12,5 хил. лв.", "1,2 млн. лв.", "1 млн. и 200 хил. лв.", "5 250.- лв.", "€ 500", "15 000
// (петнадесет хиляди) лева", "сто двадесет и три лева и четиридесет стотинки". A number counts as an
// amount only with its unit. Blanks of any kind group thousands. Of a range, "5000 – 8000 лв.", neither
// end is an amount. Malformed ones go to `problems` (AMOUNT_MALFORMED, MONEY_OUT_OF_RANGE); a text that
// names more than `max` units is not read (PLAN_TOO_MANY_AMOUNTS).
std::vector<WrittenAmount> FindAmounts(absl::string_view text, std::size_t max,
                                       std::vector<TextProblem>& problems);

// Figures of a text that can only be amounts which lost their unit: a long number, or one with several
// signs; years, dates and register numbers are none. Amounts must have been blanked out of `text`.
void FindStrayAmounts(absl::string_view text, std::vector<TextProblem>& problems);

// The unit that a heading gives to numbers below it, "Сума (хил. лв.)", "Стойност в евро".
struct AmountUnit {
  Currency currency = Currency::kBgn;
  int64_t times = 1;  // 1, 1,000 or 1,000,000.
  std::string as_written;

  friend bool operator==(const AmountUnit&, const AmountUnit&) = default;
};
std::optional<AmountUnit> FindUnit(absl::string_view heading);

// A number alone in its cell, "12 500,50", in a unit that stands elsewhere. AMOUNT_MALFORMED,
// MONEY_OUT_OF_RANGE with the text.
absl::StatusOr<Money> ReadAmountIn(const AmountUnit& unit, absl::string_view number);

// ---- Dates

// A date of which parts may be unwritten.
struct PartialDate {
  int year = 0;  // 0: not written.
  int month = 0;
  int day = 0;
  bool this_year = false;  // "т.г.", "тази година": the year is named, its number is not written.
  std::string as_written = {};  // "" with all parts 0: the place for it is blank.

  bool complete() const { return year != 0 && month != 0 && day != 0; }
  bool blank() const { return year == 0 && month == 0 && day == 0 && !this_year; }
  friend bool operator==(const PartialDate&, const PartialDate&) = default;
};

// The date can be: a year from 1900 to 2100, no day without its month, and a day that its month has (29
// February of an unwritten year too). A blank can be.
bool IsPossible(const PartialDate& date);
// First and last day that the written parts leave open; no value when no year is written.
std::optional<absl::CivilDay> FirstDay(const PartialDate& date);
std::optional<absl::CivilDay> LastDay(const PartialDate& date);
// "2017-04-18", "2016-08", "2013", "--04-18", "" for a blank.
std::string FormatPartial(const PartialDate& date);

// A year in digits. Of years of two digits those from 90 on are of the last century: the one rule for
// typed days, dates and time frames.
int FullYear(absl::string_view digits);

// "януари", "яну.", "Jan": 1 to 12; 0 for any other word.
int ReadMonth(absl::string_view word);

struct WrittenDate {
  std::size_t begin = 0;
  std::size_t end = 0;  // Without "г." behind it.
  PartialDate date;
};

// The dates of a text in its order: "29.07.2022", "1/2/2018", "2018-10-18", "18.04.17 г.",
// "18.IV.2017", "18-ти април тази година", "18 април т.г.", "август 2016 г.", "08.2016 г.", "2013 г.",
// "April 18, 2017"; also in words, "двадесет и девети юли 2022 г.", "29 юли две хиляди двадесет и втора
// година", "the twenty-ninth of July 2022". A bare number of a year needs "г." or "година" behind it, a
// day in words needs a year: "Трети март" is a street as often as a day. Those that the calendar lacks
// go to `problems` (DATE_NOT_IN_CALENDAR).
std::vector<WrittenDate> FindDates(absl::string_view text, std::vector<TextProblem>& problems);

struct WrittenPeriod {
  std::size_t begin = 0;
  std::size_t end = 0;
  PartialDate from;
  PartialDate to;
  std::string as_written;

  friend bool operator==(const WrittenPeriod&, const WrittenPeriod&) = default;
};

// The periods of a text that write both ends, in its order: "2013-2014 г.", "2016 и 2017 г.", "от
// 01.03.2017 до 31.08.2018 г.", "март – юни 2014 г.", "ІІ тримесечие на 2014 г.". Of two ends without a
// year the later year counts for both ("август – декември 2016"). Those that end before they begin go
// to `problems` (PLAN_PERIOD_BACKWARDS).
std::vector<WrittenPeriod> FindPeriods(absl::string_view text, std::vector<TextProblem>& problems);

// A cell or phrase that is a time frame: a period, or one date that stands for a whole year or month,
// or "до 31.12.2014 г." with no beginning. In a cell of its own also "01.01 – 31.12.2022", "1-14 юли
// 2022", "02 - 12.2022", "29/07/22", "Q1 2022". No value when the words are none of these
// ("постоянен"), and when they say more than was understood, "лято 2022 г.": half a period is none.
std::optional<WrittenPeriod> ReadTimeframe(absl::string_view text, std::vector<TextProblem>& problems);

// ---- Numbers

// "двадесет", "двадесет и пет", "една", "thirty": 1 to 99 in words, the whole text. Also digits.
std::optional<int> ReadCount(absl::string_view text);

// "петнадесет хиляди и двеста", "един милион": a number below a thousand million in words, the whole
// text. No value: other words stand there too.
std::optional<int64_t> ReadNumberInWords(absl::string_view text);

// A word that such a number can be made of, "двадесет", "хиляди"; not the "и" between them.
bool IsNumberWord(absl::string_view word);

// "двадесет и девети", "втората", "twenty-ninth": 1 to 99 as a number in order, the whole text.
std::optional<int> ReadOrdinal(absl::string_view text);

// "IV", also with the Cyrillic letters that look so: 1 to 20; 0 for anything else.
int ReadRoman(absl::string_view numeral);

// ---- Sizes of files

// The written size of a file in bytes, "981.00 KB", "1,5 МБ" (1 KB is 1,024 bytes), found in a text
// from `from` on; where it stands. No value: there is none.
struct WrittenSize {
  std::size_t begin = 0;
  std::size_t end = 0;
  int64_t bytes = 0;
  int64_t last_places = 0;  // The number in units of its last place: 98100 of "981.00".
  int places = 0;           // Digits after the point.
  int power = 0;            // Of 1,024 in the unit: 0 of B, 1 of KB.
};
std::optional<WrittenSize> FindSize(absl::string_view text, std::size_t from = 0);

}  // namespace tranche
