// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/written.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "absl/strings/str_cat.h"
#include "platform/text/fold.h"
#include "platform/text/typed.h"

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

TEST(FindAmounts, DashInThePlaceOfTheCents_IsRead) {
  EXPECT_THAT(Amounts("5 250.- лв."), ElementsAre("5250.00 BGN"));
  EXPECT_THAT(Amounts("5250,– лв. и 100,-- лева"), ElementsAre("5250.00 BGN", "100.00 BGN"));
  EXPECT_THAT(Amounts("1 234-00 лв."), ElementsAre("AMOUNT_MALFORMED 1 234-00 лв"));
}

TEST(FindAmounts, NumberOnceMoreInWords_MustSayTheSame) {
  EXPECT_THAT(Amounts("15 000 (петнадесет хиляди) лева"), ElementsAre("15000.00 BGN"));
  EXPECT_THAT(Amounts("12 000 /дванадесет хиляди/ лв."), ElementsAre("12000.00 BGN"));
  EXPECT_THAT(Amounts("36 000,00 лв. (тридесет и шест хиляди лева), 5 лв."),
              ElementsAre("36000.00 BGN", "5.00 BGN"));
  EXPECT_THAT(Amounts("15 000 (шестнадесет хиляди) лева"),
              ElementsAre("AMOUNT_MALFORMED 15 000 (шестнадесет хиляди) лева"));
  EXPECT_THAT(Amounts("36 000 лв. (тридесет и пет хиляди лева)"),
              ElementsAre("AMOUNT_MALFORMED 36 000 лв. (тридесет и пет хиляди лева"));
}

TEST(FindAmounts, MillionsAndThousands_AreOneAmount) {
  EXPECT_THAT(Amounts("1 млн. и 200 хил. лв."), ElementsAre("1200000.00 BGN"));
  EXPECT_THAT(Amounts("2 хиляди и 500 лв."), ElementsAre("2500.00 BGN"));
  EXPECT_THAT(Amounts("1 хил. и 2 000 лв."), ElementsAre("AMOUNT_MALFORMED 1 хил. и 2 000 лв"));
  // A comma divides.
  EXPECT_THAT(Amounts("за 2 млн., 200 хил. лв."), ElementsAre("200000.00 BGN"));
}

TEST(FindAmounts, Range_HasNoAmount) {
  EXPECT_THAT(Amounts("5000 – 8000 лв."), ElementsAre("AMOUNT_MALFORMED 5000 – 8000 лв"));
  EXPECT_THAT(Amounts("от 500 до 800 лв."), ElementsAre("AMOUNT_MALFORMED от 500 до 800 лв"));
  EXPECT_THAT(Amounts("между 1 000 и 2 000 лв."),
              ElementsAre("AMOUNT_MALFORMED между 1 000 и 2 000 лв"));
  EXPECT_THAT(Amounts("500 – 800 лв."), ElementsAre("AMOUNT_MALFORMED 500 – 800 лв"));
  EXPECT_THAT(Amounts("Бюджет 500 – 800 лв."), ElementsAre("AMOUNT_MALFORMED 500 – 800 лв"));
  EXPECT_THAT(Amounts("Обща стойност 500-800 лв."), ElementsAre("AMOUNT_MALFORMED 500-800 лв"));
  EXPECT_THAT(Amounts("общински бюджет: 500 - 800 лв., храна, 2,50 – 3 лв. (90 – 1 200 лв.)"),
              ElementsAre("AMOUNT_MALFORMED 500 - 800 лв", "AMOUNT_MALFORMED 2,50 – 3 лв",
                          "AMOUNT_MALFORMED 90 – 1 200 лв"));
  EXPECT_THAT(Amounts("обучения по 20 – 30 евро"), ElementsAre("AMOUNT_MALFORMED 20 – 30 евро"));
  // A number behind a word may be its name's.
  EXPECT_THAT(Amounts("Дом 2 – 800 лв.; № 12 – 700 лв."), ElementsAre("800.00 BGN", "700.00 BGN"));
  // Years, dates and numbers of papers before a dash begin no range.
  EXPECT_THAT(Amounts("2014 – 5 000 лв.; 31.12.2014 – 600 лв.; № 12345 – 700 лв."),
              ElementsAre("5000.00 BGN", "600.00 BGN", "700.00 BGN"));
}

TEST(ReadNumberInWords, HundredsThousandsAndMillions_AreRead) {
  EXPECT_EQ(ReadNumberInWords("петнадесет хиляди"), 15000);
  EXPECT_EQ(ReadNumberInWords("Двеста тридесет и пет"), 235);
  EXPECT_EQ(ReadNumberInWords("един милион двеста хиляди и петстотин"), 1200500);
  EXPECT_EQ(ReadNumberInWords("хиляда"), 1000);
  EXPECT_EQ(ReadNumberInWords("сто и петнадесет"), 115);
}

TEST(ReadNumberInWords, WordsThatAreNoNumber_AreNone) {
  for (const char* words : {"", "и", "с ДДС", "пет десет", "двадесет тридесет", "хиляди милиона",
                            "сто двеста", "петнадесет хиляди лева"})
    EXPECT_EQ(ReadNumberInWords(words), std::nullopt) << words;
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

TEST(FindDates, DaysInWords_AreRead) {
  EXPECT_THAT(Dates("на двадесет и девети юли 2022 г."), ElementsAre("2022-07-29"));
  EXPECT_THAT(Dates("Първи март 2014 г., двадесети май 2015 г. и трийсет и първи август 2016 г."),
              ElementsAre("2014-03-01", "2015-05-20", "2016-08-31"));
  EXPECT_THAT(Dates("на четиринадесетия ден от месец февруари 2013 година"), ElementsAre("2013-02-14"));
  EXPECT_THAT(Dates("the twenty-ninth of July 2022, third May 2014; July thirty-first, 2022"),
              ElementsAre("2022-07-29", "2014-05-03", "2022-07-31"));
  EXPECT_THAT(Dates("от осми април тази година"), ElementsAre("--04-08 this year"));
}

TEST(FindDates, YearsInWords_AreRead) {
  EXPECT_THAT(Dates("29 юли две хиляди двадесет и втора година"), ElementsAre("2022-07-29"));
  EXPECT_THAT(Dates("двадесет и девети юли две хиляди и двадесет и втора година"),
              ElementsAre("2022-07-29"));
  EXPECT_THAT(Dates("седми юни две хиляди и тринадесета г."), ElementsAre("2013-06-07"));
}

TEST(FindDates, DayInWordsWithoutAYear_IsAStreetOrASchoolAndNoDate) {
  EXPECT_THAT(Dates("ул. „Трети март“ 5, училище „Първи май“, на двадесет и девети юли"), IsEmpty());
  EXPECT_THAT(Dates("първият план за 2014 г. и петият за май"), ElementsAre("2014"));
}

TEST(FindDates, DayInWordsThatDoesNotExist_IsAProblem) {
  EXPECT_THAT(Dates("тридесет и първи юни 2014 г."),
              ElementsAre("DATE_NOT_IN_CALENDAR тридесет и първи юни 2014"));
  EXPECT_THAT(Dates("тридесет и девети юли 2014 г."),
              ElementsAre("DATE_NOT_IN_CALENDAR тридесет и девети юли 2014"));
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

TEST(ReadTimeframe, BothEndsWithWhatTheyShareWrittenOnce_AreRead) {
  EXPECT_EQ(Timeframe("01.01 – 31.12.2022 г."), "2022-01-01/2022-12-31");
  EXPECT_EQ(Timeframe("01.02.-30.11.2022"), "2022-02-01/2022-11-30");
  EXPECT_EQ(Timeframe("1-14 юли 2022"), "2022-07-01/2022-07-14");
  EXPECT_EQ(Timeframe("22-24.05.2022 г."), "2022-05-22/2022-05-24");
  EXPECT_EQ(Timeframe("от м. март до м. юни 2022 г."), "2022-03/2022-06");
  EXPECT_EQ(Timeframe("02 - 12.2022"), "2022-02/2022-12");
  EXPECT_EQ(Timeframe("01.2022-12.2022"), "2022-01/2022-12");
  EXPECT_EQ(Timeframe("м.03.2022 - м.06.2022"), "2022-03/2022-06");
  EXPECT_EQ(Timeframe("ян.-дек. 2022 г."), "2022-01/2022-12");
  EXPECT_EQ(Timeframe("VI - IX 2022"), "2022-06/2022-09");
}

TEST(ReadTimeframe, ShortForms_AreRead) {
  EXPECT_EQ(Timeframe("29/07/22"), "2022-07-29/2022-07-29");
  EXPECT_EQ(Timeframe("05.2022"), "2022-05/2022-05");
  EXPECT_EQ(Timeframe("Февр. 2022"), "2022-02/2022-02");
  EXPECT_EQ(Timeframe("авг. 2022"), "2022-08/2022-08");
  EXPECT_EQ(Timeframe("юни`22"), "2022-06/2022-06");
  EXPECT_EQ(Timeframe("15.ІІІ.2022"), "2022-03-15/2022-03-15");
  EXPECT_EQ(Timeframe("м. май 2022 г."), "2022-05/2022-05");
  EXPECT_EQ(Timeframe("I трим. 2022"), "2022-01/2022-03");
  EXPECT_EQ(Timeframe("Q1 2022"), "2022-01/2022-03");
  EXPECT_EQ(Timeframe("до 2024"), "/2024");
  EXPECT_EQ(Timeframe("до края на 2022 г."), "/2022");
  EXPECT_EQ(Timeframe("до 30.06."), "/--06-30");
  EXPECT_EQ(Timeframe("до 15 септември"), "/--09-15");
  EXPECT_EQ(Timeframe("след 01.03.2022"), "2022-03-01/");
  EXPECT_EQ(Timeframe("12 месеца (01.01.2022 - 31.12.2022)"), "2022-01-01/2022-12-31");
  EXPECT_EQ(Timeframe("2022-12-31"), "2022-12-31/2022-12-31");
}

TEST(ReadTimeframe, WhatIsOnlyPartlyUnderstood_IsNoPeriod) {
  for (const char* text :
       {"учебна 2022/2023 година", "2022/2023 уч. год.", "лято 2022 г.", "есен 2022", "края на 2022",
        "12 месеца", "18 месеца от подписване на договора", "VI - IX всяка година", "05.12",
        "от 01.03.2022 за 6 месеца", "30.06 и 31.12.2022", "I – III тримесечие 2022", "13.2022",
        "31.02 - 30.11.2022", "2021-2024 г., преглед на 30.06.2022", "начало на 2022 г."}) {
    EXPECT_EQ(Timeframe(text), "none") << text;
  }
}

TEST(ReadTimeframe, MonthAndAYearAlone_AreNoPeriod) {
  for (const char* text : {"май – 2022 г.", "юни-2022", "V - 2022", "2022 – май", "01.05 - 2022"})
    EXPECT_EQ(Timeframe(text), "none") << text;
  EXPECT_EQ(Timeframe("май - юни 2022"), "2022-05/2022-06");
}

TEST(ReadTimeframe, LengthBesideAPeriod_IsOnlyTakenAsTheLengthOfThatPeriod) {
  for (const char* text :
       {"3 месеца в периода 01.01.2022 – 31.12.2022", "11 месеца (01.01.2022 - 31.12.2022)",
        "2 години (01.01.2022 - 31.12.2022)", "60 дни в периода 01.06.2022 - 31.08.2022"})
    EXPECT_EQ(Timeframe(text), "none") << text;
  EXPECT_EQ(Timeframe("11 месеца (01.02.2022 - 31.12.2022)"), "2022-02-01/2022-12-31");
  EXPECT_EQ(Timeframe("12 месеца, 15.01.2022 - 15.01.2023"), "2022-01-15/2023-01-15");
  EXPECT_EQ(Timeframe("2 години (01.01.2022 - 31.12.2023)"), "2022-01-01/2023-12-31");
  EXPECT_EQ(Timeframe("30 дни (01.06.2022 - 30.06.2022)"), "2022-06-01/2022-06-30");
  EXPECT_EQ(Timeframe("24 месеца, 2022-2023 г."), "2022/2023");
}

TEST(ReadTimeframe, EndBeforeBeginning_IsAProblem) {
  std::vector<TextProblem> problems;
  EXPECT_EQ(ReadTimeframe("12.2022 - 03.2022", problems), std::nullopt);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].reason, "PLAN_PERIOD_BACKWARDS");
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

TEST(FullYear, TwoDigits_AreReadTheSameEverywhere) {
  EXPECT_EQ(FullYear("89"), 2089);
  EXPECT_EQ(FullYear("90"), 1990);
  EXPECT_EQ(FullYear("00"), 2000);
  EXPECT_EQ(FullYear("1987"), 1987);
  for (const char* const year : {"17", "89", "90", "99"}) {
    const std::string day = absl::StrCat("18.04.", year);
    const std::string expected = absl::StrCat(FullYear(year), "-04-18");
    EXPECT_EQ(Timeframe(day), absl::StrCat(expected, "/", expected));
    EXPECT_THAT(Dates(absl::StrCat(day, " г.")), ElementsAre(expected));
    const absl::StatusOr<absl::CivilDay> typed = ReadTypedDay(day);
    ASSERT_TRUE(typed.ok()) << typed.status();
    EXPECT_EQ(absl::FormatCivilTime(*typed), expected);
  }
  EXPECT_EQ(Timeframe("юни '98"), "1998-06/1998-06");
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

TEST(ReadOrdinal, WordsUpToNinetyNine_AreNumbersInOrder) {
  EXPECT_EQ(ReadOrdinal("първи"), 1);
  EXPECT_EQ(ReadOrdinal("Двадесет и девети"), 29);
  EXPECT_EQ(ReadOrdinal("двайсет и втора"), 22);
  EXPECT_EQ(ReadOrdinal("седемнадесетият"), 17);
  EXPECT_EQ(ReadOrdinal("деветдесет и осмата"), 98);
  EXPECT_EQ(ReadOrdinal("thirty-first"), 31);
  EXPECT_EQ(ReadOrdinal("двадесет и двадесети"), std::nullopt);
  EXPECT_EQ(ReadOrdinal("двадесет и"), std::nullopt);
  EXPECT_EQ(ReadOrdinal("двадесет"), std::nullopt);
  EXPECT_EQ(ReadOrdinal("пет"), std::nullopt);
  EXPECT_EQ(ReadOrdinal("седеми"), std::nullopt);
  EXPECT_EQ(ReadOrdinal("петимата"), std::nullopt);
  EXPECT_EQ(ReadOrdinal("седми"), 7);
  EXPECT_EQ(ReadOrdinal("четиридесета"), 40);
  EXPECT_EQ(ReadOrdinal(""), std::nullopt);
}

// Whatever stands around values: each place holds them, and they come in order and apart.
RC_GTEST_PROP(WrittenProperty, AnyPieces_GivePlacesInOrder, ()) {
  static const std::vector<std::string> kPieces = {
      "12,5",        " хил. ",     "лв.",     "€",           "1 000",      "-",
      "–",           "2013",       "2014 г.", " до ",        "18",         ".04.",
      "т.г.",        "април",      " и ",     "№",           "/",          "от ",
      "\u00A0",      "тримесечие", "II ",     "x",           "31.02.2018", ";",
      "двадесет и ", "девети ",    "юли ",    "две хиляди ", "втора ",     "twenty-first of ",
      "May "};
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
  EXPECT_EQ(first->last_places, 98100);
  EXPECT_EQ(first->places, 2);
  EXPECT_EQ(first->power, 1);
  const auto second = FindSize(text, first->end);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->bytes, 1572864);
  EXPECT_EQ(second->last_places, 15);
  EXPECT_EQ(second->power, 2);
  const auto third = FindSize(text, second->end);
  ASSERT_TRUE(third.has_value());
  EXPECT_EQ(third->bytes, 12);
  EXPECT_EQ(third->places, 0);
  EXPECT_EQ(third->power, 0);
  EXPECT_FALSE(FindSize(text, third->end).has_value());
}

}  // namespace
}  // namespace tranche
