// SPDX-License-Identifier: EUPL-1.2
// Wordings of a financing cell in which an amount is easily taken for what it is not: the price of a
// year or of one, a neighbour's year, a number with a letter in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plans/financing.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

std::vector<std::string> ReasonsOf(const std::vector<TextProblem>& problems) {
  std::vector<std::string> reasons;
  for (const TextProblem& problem : problems) reasons.push_back(problem.reason);
  return reasons;
}

TEST(ReadFinancing, LetterInThePlaceOfADigit_IsNoAmount) {
  for (const char* cell : {"1О 000 лв. от общинския бюджет", "1O 000 лв.", "1О 500 лв.", "l2 500 лв.",
                           "х 000 лв.", "012 500 лв.", "000 лв."}) {
    const Financing financing = ReadFinancing(cell);
    EXPECT_EQ(financing.stated_total, std::nullopt) << cell;
    EXPECT_THAT(financing.parts, IsEmpty()) << cell;
    EXPECT_THAT(ReasonsOf(financing.problems), ElementsAre("AMOUNT_MALFORMED")) << cell;
  }
  EXPECT_EQ(ReadFinancing("0,50 лв.").stated_total, Bgn(50));
  EXPECT_EQ(ReadFinancing("0 лв.").stated_total, Bgn(0));
}

TEST(ReadFinancing, AmountOfEachYear_IsNoTotalOfSeveral) {
  for (const char* cell :
       {"5000 лв. годишно", "по 5000 лв. на година", "5000 лв./год.", "5000 лв. всяка година",
        "ежегодно 5000 лв.", "общо 5000 лв. годишно", "5000 лв. на тримесечие"}) {
    const Financing financing = ReadFinancing(cell);
    EXPECT_EQ(financing.stated_total, std::nullopt) << cell;
    EXPECT_THAT(financing.parts, IsEmpty()) << cell;
    ASSERT_TRUE(financing.unit_price.has_value()) << cell;
    EXPECT_EQ(financing.unit_price->price, Bgn(500000)) << cell;
    EXPECT_THAT(ReasonsOf(financing.remarks), ElementsAre("PLAN_PRODUCT_WITHOUT_RESULT")) << cell;
  }
  const Financing years = ReadFinancing("1500 лв. годишно за 3 години, общо 4500 лв.");
  EXPECT_EQ(years.stated_total, Bgn(450000));
  EXPECT_EQ(years.months, 36);
  EXPECT_EQ(years.unit_price, (UnitPrice{Bgn(150000), "годишно", {}}));
}

TEST(ReadFinancing, AmountOfTheYearInAPlanOfOne_IsTheTotal) {
  for (const char* cell : {"5000 лв. годишно", "по 5000 лв. на година", "ежегодно 5000 лв."})
    EXPECT_EQ(ReadFinancing(cell, {.one_year = true}).stated_total, Bgn(500000)) << cell;
  EXPECT_EQ(ReadFinancing("5000 лв. на тримесечие", {.one_year = true}).stated_total, std::nullopt);
}

TEST(ReadFinancing, AmountsBehindTheirYears_EachHasItsOwnYear) {
  for (const char* cell :
       {"2021: 1000 лв. 2022: 2000 лв. 2023: 3000 лв. Общо: 6500 лв. общински бюджет",
        "2021 - 1000 лв., 2022 - 2000 лв., 2023 - 3000 лв., общо 6500 лв. общински бюджет",
        "1000 лв. (2021), 2000 лв. (2022), 3000 лв. (2023); общо 6500 лв. общински бюджет"}) {
    const Financing financing = ReadFinancing(cell);
    EXPECT_THAT(financing.parts, ElementsAre(AmountPart{"2021", Bgn(100000), 2021},
                                             AmountPart{"2022", Bgn(200000), 2022},
                                             AmountPart{"2023", Bgn(300000), 2023}))
        << cell;
    EXPECT_EQ(financing.stated_total, Bgn(650000)) << cell;
  }
}

TEST(ReadFinancing, OneSourceBehindAmountsByYear_HasNoAmountOfTheLastYear) {
  const Financing one =
      ReadFinancing("2021 г.: 1000 лв. 2022 г.: 2000 лв. 2023 г.: 3000 лв. общински бюджет");
  EXPECT_THAT(one.sources, ElementsAre(Source{SourceKind::kMunicipalBudget, "общински бюджет"}));
  const Financing each =
      ReadFinancing("2021 г.: 1000 лв. от общинския бюджет, 2022 г.: 2000 лв. от ЕСФ");
  EXPECT_THAT(each.sources,
              ElementsAre(Source{SourceKind::kMunicipalBudget, "общинския бюджет", Bgn(100000)},
                          Source{SourceKind::kEuProgramme, "ЕСФ", Bgn(200000)}));
}

TEST(ReadFinancing, PriceOfOneOfAnyNoun_IsNoTotal) {
  EXPECT_EQ(ReadFinancing("5000 лв. на училище за 4 училища от общинския бюджет").unit_price,
            (UnitPrice{Bgn(500000), "на училище", {{4, "училища"}}}));
  EXPECT_EQ(ReadFinancing("300 лв. на библиотека за 5 библиотеки").unit_price,
            (UnitPrice{Bgn(30000), "на библиотека", {{5, "библиотеки"}}}));
  for (const char* cell :
       {"5000 лв. на училище за 4 училища от общинския бюджет", "300 лв. на библиотека за 5 библиотеки",
        "500 лв. на клуб", "500 лв. на събитие от общинския бюджет"})
    EXPECT_EQ(ReadFinancing(cell).stated_total, std::nullopt) << cell;
  // Who is given the money is no unit.
  EXPECT_EQ(ReadFinancing("5000 лв. на училище „Васил Левски“").stated_total, Bgn(500000));
}

TEST(ReadFinancing, AmountForEachOfPeopleBehindIt_IsAPrice) {
  for (const char* cell : {"по 100 лв. на 20 деца", "за всяко от 20-те деца по 100 лв."}) {
    EXPECT_EQ(ReadFinancing(cell).unit_price, (UnitPrice{Bgn(10000), "", {{20, "деца"}}})) << cell;
    EXPECT_EQ(ReadFinancing(cell).stated_total, std::nullopt) << cell;
  }
  EXPECT_EQ(ReadFinancing("за всяко от 20-те деца по 100 лв., общо 2000 лв.").stated_total,
            Bgn(200000));
}

TEST(ReadFinancing, MinimumWage_IsOfAMonthAndAPerson) {
  const Financing financing = ReadFinancing("МРЗ 933 лв. за 3 лица за 12 месеца");
  EXPECT_EQ(financing.monthly, (MonthlyAmount{Bgn(93300), MonthlyBasis::kPerPerson}));
  EXPECT_EQ(financing.stated_total, std::nullopt);
  EXPECT_EQ(financing.months, 12);
}

TEST(ReadFinancing, AmountBeforePeopleAndMonths_IsAPriceOrATotal) {
  const Financing financing = ReadFinancing("933 лв. за 3 лица за 12 месеца");
  EXPECT_EQ(financing.stated_total, std::nullopt);
  EXPECT_THAT(ReasonsOf(financing.problems), ElementsAre("PLAN_AMOUNT_AMBIGUOUS"));
  EXPECT_EQ(ReadFinancing("общо 933 лв. за 3 лица за 12 месеца").stated_total, Bgn(93300));
}

TEST(ReadFinancing, AlternativesAndLimits_GiveNeitherAmount) {
  for (const char* cell :
       {"1000 лв. или 2000 лв.", "не по-малко от 1000 лв. и не повече от 2000 лв."}) {
    const Financing financing = ReadFinancing(cell);
    EXPECT_EQ(financing.stated_total, std::nullopt) << cell;
    EXPECT_THAT(financing.parts, IsEmpty()) << cell;
    EXPECT_THAT(ReasonsOf(financing.problems), ElementsAre("AMOUNT_MALFORMED")) << cell;
  }
}

TEST(ReadFinancing, AmountsInTheBracketBehind_ArePartsOfTheFirst) {
  for (const char* cell :
       {"1000 лв. (500 лв. + 500 лв.)", "1000 лв. (наличните средства са 300 лв.)"}) {
    EXPECT_EQ(ReadFinancing(cell).stated_total, Bgn(100000)) << cell;
    EXPECT_THAT(ReadFinancing(cell).problems, IsEmpty()) << cell;
  }
  EXPECT_THAT(ReadFinancing("1000 лв. (500 лв. + 500 лв.)").parts, SizeIs(2));
}

TEST(ReadFinancing, ResultBehindAProductAndAnAmount_IsTheTotal) {
  const Financing financing = ReadFinancing("2 х 1 000 лв. + 500 лв. = 2 500 лв.");
  EXPECT_EQ(financing.stated_total, Bgn(250000));
  EXPECT_THAT(financing.parts, SizeIs(1));
  EXPECT_THAT(financing.remarks, IsEmpty());
}

TEST(ReadFinancing, SignOrWordOfALimit_MakesTheAmountInexact) {
  for (const char* cell : {"> 5000 лв.", "< 5000 лв.", "не повече 5000 лв."})
    EXPECT_THAT(ReasonsOf(ReadFinancing(cell).remarks), ElementsAre("PLAN_AMOUNT_NOT_EXACT")) << cell;
}

TEST(ReadFinancing, NumberOfPeopleInGroups_IsReadWhole) {
  const Financing grouped = ReadFinancing("за 1 200 души – 5000 лв.");
  EXPECT_EQ(grouped.headcount, (Headcount{1200, "души"}));
  EXPECT_EQ(grouped.stated_total, Bgn(500000));
  EXPECT_THAT(grouped.problems, IsEmpty());
  const Financing plain = ReadFinancing("2500 деца, общо 5000 лв.");
  EXPECT_EQ(plain.headcount, (Headcount{2500, "деца"}));
  EXPECT_THAT(plain.problems, IsEmpty());
  EXPECT_EQ(ReadFinancing("3 500 лв. за 3 500 души").headcount, (Headcount{3500, "души"}));
  // What is left of a number that is not read is no number of people.
  EXPECT_EQ(ReadFinancing("12345 200 души").headcount, std::nullopt);
}

TEST(ReadFinancing, WhatIsMultipliedByPeople_CountsThemToo) {
  const Financing financing = ReadFinancing("8 домашни помощници х 700 лв. х 12 м. = 67 200 лв.");
  EXPECT_EQ(financing.headcount, (Headcount{8, "домашни помощници"}));
  EXPECT_EQ(financing.monthly, (MonthlyAmount{Bgn(70000), MonthlyBasis::kPerPerson}));
  EXPECT_EQ(financing.stated_total, Bgn(6720000));
  EXPECT_EQ(ReadFinancing("30 деца и 20 родители").headcount, std::nullopt);
  EXPECT_THAT(ReasonsOf(ReadFinancing("30 деца и 20 родители").remarks),
              ElementsAre("PLAN_PEOPLE_OPEN"));
}

TEST(ReadFinancing, RateADayBeforeUsersAndDays_LeavesTheTotalATotal) {
  const Financing financing =
      ReadFinancing("3,50 евро на ден за 20 потребители за 250 дни, общо 17 500 евро, ДДД");
  EXPECT_EQ(financing.stated_total, Money::Minor(1750000, Currency::kEur));
  EXPECT_EQ(financing.daily_rate, (DailyRate{Money::Minor(350, Currency::kEur), 20, 250}));
  EXPECT_THAT(financing.problems, IsEmpty());
}

TEST(FindSources, BudgetsByTheirCapitals_AreTold) {
  EXPECT_THAT(FindSources("ДБ и ОБ"), ElementsAre(Source{SourceKind::kStateBudget, "ДБ"},
                                                  Source{SourceKind::kMunicipalBudget, "ОБ"}));
  EXPECT_THAT(FindSources("ОбС"), IsEmpty());
}

}  // namespace
}  // namespace tranche::plans
