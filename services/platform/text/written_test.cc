// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/written.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "absl/strings/str_cat.h"
#include "platform/text/fold.h"

namespace tranche {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// "5000.00 BGN" for each amount, "REASON value" for each problem.
std::vector<std::string> Amounts(absl::string_view text) {
  std::vector<TextProblem> problems;
  std::vector<std::string> found;
  for (const WrittenAmount& amount : FindAmounts(text, 100, problems)) {
    found.push_back(
        absl::StrCat(FormatAmount(amount.amount), " ", CurrencyCode(amount.amount.currency())));
  }
  for (const TextProblem& problem : problems)
    found.push_back(absl::StrCat(problem.reason, " ", problem.value));
  return found;
}

std::vector<std::string> Dates(absl::string_view text) {
  std::vector<TextProblem> problems;
  std::vector<std::string> found;
  for (const WrittenDate& date : FindDates(text, problems)) {
    found.push_back(absl::StrCat(FormatPartial(date.date), date.date.this_year ? " this year" : ""));
    EXPECT_EQ(text.substr(date.begin, date.end - date.begin), date.date.as_written);
  }
  for (const TextProblem& problem : problems)
    found.push_back(absl::StrCat(problem.reason, " ", problem.value));
  return found;
}

std::vector<std::string> Periods(absl::string_view text) {
  std::vector<TextProblem> problems;
  std::vector<std::string> found;
  for (const WrittenPeriod& period : FindPeriods(text, problems)) {
    found.push_back(absl::StrCat(FormatPartial(period.from), "/", FormatPartial(period.to)));
    EXPECT_EQ(text.substr(period.begin, period.end - period.begin), period.as_written);
  }
  for (const TextProblem& problem : problems)
    found.push_back(absl::StrCat(problem.reason, " ", problem.value));
  return found;
}

std::string Timeframe(absl::string_view text) {
  std::vector<TextProblem> problems;
  const auto period = ReadTimeframe(text, problems);
  return period ? absl::StrCat(FormatPartial(period->from), "/", FormatPartial(period->to)) : "none";
}

TEST(FindAmounts, EveryUsualWay_IsRead) {
  EXPECT_THAT(Amounts("244440 лв.; 132550 лв и 538 952 лева"),
              ElementsAre("244440.00 BGN", "132550.00 BGN", "538952.00 BGN"));
  EXPECT_THAT(Amounts("378 008,50 лв."), ElementsAre("378008.50 BGN"));
  EXPECT_THAT(Amounts("1\u00A0000,5 лв, 1\u2009200 лв, 1\u202F300 лв"),
              ElementsAre("1000.50 BGN", "1200.00 BGN", "1300.00 BGN"));
  EXPECT_THAT(Amounts("1'234'567 лв; 12’500,20 BGN"), ElementsAre("1234567.00 BGN", "12500.20 BGN"));
  EXPECT_THAT(Amounts("1.234,50 лв, 1,234.50 EUR, 1.234.567 лв"),
              ElementsAre("1234.50 BGN", "1234.50 EUR", "1234567.00 BGN"));
  EXPECT_THAT(Amounts("1000 евро, 20€, € 1 500, EUR 99.90"),
              ElementsAre("1000.00 EUR", "20.00 EUR", "1500.00 EUR", "99.90 EUR"));
}

TEST(FindAmounts, ThousandsAndMillions_AreMultiplied) {
  EXPECT_THAT(Amounts("12,5 хил. лв.; 10 хил.лв; 3 хиляди лева"),
              ElementsAre("12500.00 BGN", "10000.00 BGN", "3000.00 BGN"));
  EXPECT_THAT(Amounts("1,2 млн. лв.; 1,234 млн. лв.; 2 милиона евро"),
              ElementsAre("1200000.00 BGN", "1234000.00 BGN", "2000000.00 EUR"));
  EXPECT_THAT(Amounts("1,234 хил. лв."), ElementsAre("AMOUNT_MALFORMED 1,234 хил. лв"));
}

TEST(FindAmounts, WhatHasTwoReadings_IsAProblem) {
  EXPECT_THAT(Amounts("12.345 лв"), ElementsAre("AMOUNT_MALFORMED 12.345 лв"));
  EXPECT_THAT(Amounts("100-200 лв."), ElementsAre("AMOUNT_MALFORMED 100-200 лв"));
  EXPECT_THAT(Amounts("24 44 лв."), ElementsAre("AMOUNT_MALFORMED 24 44 лв"));
}

TEST(FindAmounts, UnitThatIsNamedOnly_IsNone) {
  EXPECT_THAT(Amounts("сумите са в лв., сума (лв.), клуб „Плевалева“"), IsEmpty());
}

TEST(FindUnit, Heading_GivesCurrencyAndMultiple) {
  EXPECT_EQ(FindUnit("Сума (хил. лв.)"), (AmountUnit{Currency::kBgn, 1000, "хил. лв."}));
  EXPECT_EQ(FindUnit("Бюджет в евро"), (AmountUnit{Currency::kEur, 1, "евро"}));
  EXPECT_EQ(FindUnit("Изпълнител"), std::nullopt);
  EXPECT_EQ(*ReadAmountIn({Currency::kBgn, 1000, ""}, "12,5"), Money::Minor(1250000, Currency::kBgn));
  EXPECT_FALSE(ReadAmountIn({}, "12 лица").ok());
}

TEST(FindDates, EveryUsualWay_IsRead) {
  EXPECT_THAT(Dates("№ 699/29.07.2022 г., 1/2/2018, 2018-10-18, 18.04.17 г."),
              ElementsAre("2022-07-29", "2018-02-01", "2018-10-18", "2017-04-18"));
  EXPECT_THAT(Dates("18 април 2017 г., 18.IV.2017, 3 ІХ 2018 г., April 18, 2017"),
              ElementsAre("2017-04-18", "2017-04-18", "2018-09-03", "2017-04-18"));
  EXPECT_THAT(Dates("през август 2016 г., 08.2016 г., на2013 г."),
              ElementsAre("2016-08", "2016-08", "2013"));
}

TEST(FindDates, PartsThatAreNotWritten_StayUnwritten) {
  EXPECT_THAT(Dates("на 18-ти април тази година и на 18-ти октомври 2018 г."),
              ElementsAre("--04-18 this year", "2018-10-18"));
  EXPECT_THAT(Dates("18 април т.г.; 18.04. т.г.; 24 май"),
              ElementsAre("--04-18 this year", "--04-18 this year", "--05-24"));
}

TEST(FindDates, DayThatDoesNotExist_IsAProblem) {
  EXPECT_THAT(Dates("31.02.2018 г."), ElementsAre("DATE_NOT_IN_CALENDAR 31.02.2018"));
  EXPECT_THAT(Dates("BG05M9OP001-2.005-0063-C01, 500 лв, чл. 2013"), IsEmpty());
}

TEST(FindPeriods, EveryUsualWay_IsRead) {
  EXPECT_THAT(Periods("(2013-2014 г.) и (2012- 2020), 2021–2023"),
              ElementsAre("2013/2014", "2012/2020", "2021/2023"));
  EXPECT_THAT(Periods("за 2016 и 2017г."), ElementsAre("2016/2017"));
  EXPECT_THAT(Periods("от 01.03.2017 г. до 31.08.2018 г."), ElementsAre("2017-03-01/2018-08-31"));
  EXPECT_THAT(Periods("август – декември 2016 г."), ElementsAre("2016-08/2016-12"));
  EXPECT_THAT(Periods("ІІ тримесечие на 2014 г., първо полугодие 2015"),
              ElementsAre("2014-04/2014-06", "2015-01/2015-06"));
}

TEST(FindPeriods, EndBeforeBeginning_IsAProblem) {
  EXPECT_THAT(Periods("2020-2014 г."), ElementsAre("PLAN_PERIOD_BACKWARDS 2020-2014"));
}

TEST(ReadTimeframe, OneDateOrNone_IsReadAsItIsWritten) {
  EXPECT_EQ(Timeframe("2014 г."), "2014/2014");
  EXPECT_EQ(Timeframe("2014"), "2014/2014");
  EXPECT_EQ(Timeframe("до 31.12.2014 г."), "/2014-12-31");
  EXPECT_EQ(Timeframe("от май 2014 г."), "2014-05/");
  EXPECT_EQ(Timeframe("постоянен"), "none");
}

PartialDate Partial(int year, int month = 0, int day = 0) {
  return {.year = year, .month = month, .day = day};
}

TEST(PartialDate, AnyPartMayBeUnwritten_ButADayHasItsMonth) {
  EXPECT_TRUE(IsPossible({}));
  EXPECT_TRUE(IsPossible(Partial(2013)));
  EXPECT_TRUE(IsPossible(Partial(2016, 8)));
  EXPECT_TRUE(IsPossible(Partial(2022, 7, 29)));
  EXPECT_TRUE(IsPossible(Partial(0, 4, 18)));  // 18 April of a year that is not written.
  EXPECT_FALSE(IsPossible(Partial(2022, 0, 29)));
}

TEST(PartialDate, DayThatItsMonthDoesNotHave_IsNotPossible) {
  EXPECT_FALSE(IsPossible(Partial(2022, 2, 29)));
  EXPECT_TRUE(IsPossible(Partial(2024, 2, 29)));
  EXPECT_TRUE(IsPossible(Partial(0, 2, 29)));
  EXPECT_FALSE(IsPossible(Partial(0, 2, 30)));
  EXPECT_FALSE(IsPossible(Partial(2022, 4, 31)));
  EXPECT_FALSE(IsPossible(Partial(2022, 13)));
  EXPECT_FALSE(IsPossible(Partial(2022, 13, 1)));
  EXPECT_FALSE(IsPossible(Partial(2022, -1)));
  EXPECT_FALSE(IsPossible(Partial(2022, 1, -1)));
}

TEST(PartialDate, Year_IsOfTheLastCenturyOrThisOne) {
  EXPECT_TRUE(IsPossible(Partial(1900)));
  EXPECT_FALSE(IsPossible(Partial(1899, 12, 31)));
  EXPECT_TRUE(IsPossible(Partial(2100)));
  EXPECT_FALSE(IsPossible(Partial(2101)));
  EXPECT_FALSE(IsPossible(Partial(-1, 1, 1)));
}

TEST(PartialDate, FirstAndLastDay_AreWhatTheWrittenPartsLeaveOpen) {
  EXPECT_EQ(FirstDay({.year = 2016, .month = 2}), absl::CivilDay(2016, 2, 1));
  EXPECT_EQ(LastDay({.year = 2016, .month = 2}), absl::CivilDay(2016, 2, 29));
  EXPECT_EQ(LastDay({.year = 2013}), absl::CivilDay(2013, 12, 31));
  EXPECT_EQ(FirstDay({.month = 4, .day = 18}), std::nullopt);
}

TEST(ReadCount, WordsUpToNinetyNine_AreNumbers) {
  EXPECT_EQ(ReadCount("двадесет"), 20);
  EXPECT_EQ(ReadCount("двадесет и пет"), 25);
  EXPECT_EQ(ReadCount("Една"), 1);
  EXPECT_EQ(ReadCount("thirty-one"), 31);
  EXPECT_EQ(ReadCount("45"), 45);
  EXPECT_EQ(ReadCount("двадесет и двадесет"), std::nullopt);
  EXPECT_EQ(ReadCount("много"), std::nullopt);
  EXPECT_EQ(ReadCount(""), std::nullopt);
}

// Whatever stands around values: each place holds them, and they come in order and apart.
RC_GTEST_PROP(WrittenProperty, AnyPieces_GivePlacesInOrder, ()) {
  static const std::vector<std::string> kPieces = {
      "12,5",    " хил. ", "лв.",    "€",          "1 000", "-",     "–",          "2013",
      "2014 г.", " до ",   "18",     ".04.",       "т.г.",  "април", " и ",        "№",
      "/",       "от ",    "\u00A0", "тримесечие", "II ",   "x",     "31.02.2018", ";"};
  std::string text;
  const int count = *rc::gen::inRange(0, 30);
  for (int i = 0; i < count; ++i) text += kPieces[*rc::gen::inRange<size_t>(0, kPieces.size())];
  std::vector<TextProblem> problems;
  size_t last = 0;
  for (const WrittenAmount& amount : FindAmounts(text, 100, problems)) {
    RC_ASSERT(amount.begin < amount.end && amount.end <= text.size());
    RC_ASSERT(text.substr(amount.begin, amount.end - amount.begin).find(amount.number) !=
              std::string::npos);
  }
  for (const WrittenDate& date : FindDates(text, problems)) {
    RC_ASSERT(date.begin >= last && date.end <= text.size());
    last = date.end;
  }
  last = 0;
  for (const WrittenPeriod& period : FindPeriods(text, problems)) {
    RC_ASSERT(period.begin >= last);
    RC_ASSERT(text.substr(period.begin, period.end - period.begin) == period.as_written);
    last = period.end;
  }
  for (const TextProblem& problem : problems) RC_ASSERT(problem.begin <= problem.end);
}

TEST(FindSize, WrittenSizes_AreBytes) {
  const std::string text = "План (981.00 KB) Приложение (1,5 МБ), 12 B; 5 лв.";
  const auto first = FindSize(text);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(text.substr(first->begin, first->end - first->begin), "981.00 KB");
  EXPECT_EQ(first->bytes, 1004544);
  const auto second = FindSize(text, first->end);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->bytes, 1572864);
  const auto third = FindSize(text, second->end);
  ASSERT_TRUE(third.has_value());
  EXPECT_EQ(third->bytes, 12);
  EXPECT_FALSE(FindSize(text, third->end).has_value());
}

}  // namespace
}  // namespace tranche
