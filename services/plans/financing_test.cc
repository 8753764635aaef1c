// SPDX-License-Identifier: EUPL-1.2
#include "plans/financing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

std::vector<std::string> ProblemsOf(absl::string_view cell) {
  std::vector<std::string> found;
  for (const TextProblem& problem : ReadFinancing(cell).problems)
    found.push_back(problem.reason + " " + problem.value);
  return found;
}

TEST(ReadFinancing, TotalWithPartsBehindDashes_DashesArePunctuation) {
  const Financing financing = ReadFinancing(
      "От общинския бюджет – общо отпуснат 244440 лв.; – за издръжка -132550 лв за заплати – 109949 "
      "лв");
  EXPECT_EQ(financing.stated_total, Bgn(24444000));
  EXPECT_THAT(financing.parts, ElementsAre(AmountPart{"за издръжка", Bgn(13255000)},
                                           AmountPart{"за заплати", Bgn(10994900)}));
  ASSERT_THAT(financing.after_dash, SizeIs(1));
  EXPECT_EQ(financing.after_dash[0].text, "132550");
  EXPECT_THAT(financing.sources, ElementsAre(Source{SourceKind::kMunicipalBudget, "общинския бюджет"}));
  EXPECT_THAT(financing.problems, IsEmpty());
}

TEST(ReadFinancing, MoreThanAHundredAmounts_AreNotRead) {
  std::string cell;
  for (int i = 0; i < 100; ++i) cell += "за клуб 1 лв; ";
  EXPECT_THAT(ReadFinancing(cell).parts, SizeIs(100));
  EXPECT_THAT(ProblemsOf(cell + "за клуб 1 лв"), ElementsAre("PLAN_TOO_MANY_AMOUNTS "));
  EXPECT_THAT(ReadFinancing(cell + "за клуб 1 лв").parts, IsEmpty());
  // Also units that have no number cost the same work.
  std::string units;
  for (int i = 0; i < 101; ++i) units += "сумите са в лв. ";
  EXPECT_THAT(ProblemsOf(units), ElementsAre("PLAN_TOO_MANY_AMOUNTS "));
}

TEST(ReadFinancing, MonthlyBudgetWithoutBasis_BasisIsUnstated) {
  const Financing financing = ReadFinancing(
      "22 лични асистенти, за които общия бюджет е 39792 лв., а месечния – съответно 2700 лв.");
  EXPECT_EQ(financing.stated_total, Bgn(3979200));
  EXPECT_EQ(financing.monthly, (MonthlyAmount{Bgn(270000), MonthlyBasis::kUnstated}));
  EXPECT_EQ(financing.headcount, (Headcount{22, "лични асистенти"}));
  EXPECT_EQ(financing.months, std::nullopt);
}

TEST(ReadFinancing, PersonsAtAmountAMonth_BasisIsPerPerson) {
  const Financing financing =
      ReadFinancing("20 човека по 7600 лв на месец Обща сума- 91200 лв от ОП РЧР");
  EXPECT_EQ(financing.monthly, (MonthlyAmount{Bgn(760000), MonthlyBasis::kPerPerson}));
  EXPECT_EQ(financing.stated_total, Bgn(9120000));
  EXPECT_EQ(financing.headcount, (Headcount{20, "човека"}));
  EXPECT_THAT(financing.sources, ElementsAre(Source{SourceKind::kHumanResourcesProgramme, "ОП РЧР"}));
}

TEST(ReadFinancing, MonthlyForAllTogether_BasisIsGroup) {
  const Financing financing = ReadFinancing("общо месечно 500 лв за 6 месеца");
  EXPECT_EQ(financing.monthly, (MonthlyAmount{Bgn(50000), MonthlyBasis::kGroup}));
  EXPECT_EQ(financing.months, 6);
  EXPECT_EQ(financing.stated_total, std::nullopt);
}

TEST(ReadFinancing, CohortsOfTheirOwnTime_NoMonthsForTheWholeRow) {
  const Financing financing = ReadFinancing(
      "Общо 45 човека – 29 от тях за една година, а 16 от тях за 9 месеца. Общ бюджет – 163520 лв");
  EXPECT_THAT(financing.cohorts, ElementsAre(Cohort{29, 12, "29 от тях за една година"},
                                             Cohort{16, 9, "16 от тях за 9 месеца"}));
  EXPECT_EQ(financing.headcount, (Headcount{45, "човека"}));
  EXPECT_EQ(financing.months, std::nullopt);
  EXPECT_EQ(financing.stated_total, Bgn(16352000));
}

TEST(ReadFinancing, CohortWithoutTime_HasNoMonths) {
  EXPECT_THAT(ReadFinancing("3 от тях").cohorts, ElementsAre(Cohort{3, std::nullopt, "3 от тях"}));
}

TEST(ReadFinancing, OnlyAmountOfTheCell_IsTheTotal) {
  EXPECT_EQ(ReadFinancing("Общински бюджет, 1 200,50 лв.").stated_total, Bgn(120050));
}

TEST(ReadFinancing, EuroAmount_KeepsItsCurrency) {
  EXPECT_EQ(ReadFinancing("Общински бюджет – 1000 евро").stated_total,
            Money::Minor(100000, Currency::kEur));
}

TEST(ReadFinancing, SourcesOfSeveralKinds_KeepTheOrderOfTheText) {
  EXPECT_THAT(ReadFinancing("ОПАК и Общински бюджет").sources,
              ElementsAre(Source{SourceKind::kAdministrativeCapacityProgramme, "ОПАК"},
                          Source{SourceKind::kMunicipalBudget, "Общински бюджет"}));
  EXPECT_THAT(ReadFinancing("Оперативна програма „Развитие на човешките ресурси”").sources, SizeIs(1));
  EXPECT_THAT(ReadFinancing("държавен бюджет и дарения").sources,
              ElementsAre(Source{SourceKind::kStateBudget, "държавен бюджет"},
                          Source{SourceKind::kDonation, "дарения"}));
  EXPECT_THAT(ReadFinancing("не се изискват средства").sources, IsEmpty());
}

TEST(ReadFinancing, FigureThatIsNoAmount_IsAProblem) {
  EXPECT_THAT(ProblemsOf("общо 12,3,4 лв."), ElementsAre("AMOUNT_MALFORMED 12,3,4 лв"));
  EXPECT_THAT(ProblemsOf("общо 24x440 лв."), ElementsAre("AMOUNT_MALFORMED 24x440 лв"));
  EXPECT_THAT(ProblemsOf("общо 24 44 лв."), ElementsAre("AMOUNT_MALFORMED 24 44 лв"));
  EXPECT_THAT(ProblemsOf("общо 100-200 лв."), ElementsAre("AMOUNT_MALFORMED 100-200 лв"));
  EXPECT_THAT(ProblemsOf("общо 99999999999999999999 лв."),
              ElementsAre("MONEY_OUT_OF_RANGE 99999999999999999999 лв"));
}

TEST(ReadFinancing, FigureWithoutUnit_IsAProblemUnlessYearOrDate) {
  EXPECT_THAT(ProblemsOf("общо 244440"), ElementsAre("AMOUNT_MALFORMED 244440"));
  EXPECT_THAT(ProblemsOf("общо 538 952 и още"), ElementsAre("AMOUNT_MALFORMED 538 952"));
  EXPECT_THAT(ProblemsOf("общо 12,3,4"), ElementsAre("AMOUNT_MALFORMED 12,3,4"));
  EXPECT_THAT(
      ProblemsOf("през 2013 г., договор от 14.02.2013 г., 22 асистенти, BG05M9OP001-2.005-0063-C01"),
      IsEmpty());
}

TEST(ReadFinancing, UnitNamedWithoutNumber_IsNoAmount) {
  EXPECT_THAT(ProblemsOf("Общински бюджет, сумите са в лв., клуб „Плевалева”"), IsEmpty());
}

TEST(ReadFinancing, SecondTotal_IsAmbiguous) {
  EXPECT_THAT(ProblemsOf("общо 100 лв.; всичко 200 лв."), ElementsAre("PLAN_AMOUNT_AMBIGUOUS 200"));
  EXPECT_THAT(ProblemsOf("по 100 лв на месец; по 200 лв на месец"),
              ElementsAre("PLAN_AMOUNT_AMBIGUOUS 200"));
}

TEST(ReadFinancing, AmountsBySource_BelongToTheirSourcesToo) {
  const Financing financing =
      ReadFinancing("Общински бюджет – 5 000 лв., ОП РЧР – 20 000 лв.; общо 25 000 лв.");
  EXPECT_EQ(financing.stated_total, Bgn(2500000));
  EXPECT_THAT(financing.parts, SizeIs(2));
  EXPECT_THAT(financing.sources,
              ElementsAre(Source{SourceKind::kMunicipalBudget, "Общински бюджет", Bgn(500000)},
                          Source{SourceKind::kHumanResourcesProgramme, "ОП РЧР", Bgn(2000000)}));
}

TEST(ReadFinancing, RateADayTimesUsersTimesDays_IsADailyRate) {
  const Financing financing =
      ReadFinancing("22 потребители х 15,50 лв. х 250 дни = 85 250 лв. от държавния бюджет");
  EXPECT_EQ(financing.daily_rate, (DailyRate{Bgn(1550), 22, 250}));
  EXPECT_EQ(financing.stated_total, Bgn(8525000));
  EXPECT_THAT(ReadFinancing("по 3,20 лв. на ден").daily_rate, (DailyRate{Bgn(320)}));
}

TEST(ReadFinancing, PersonsTimesWageTimesMonths_IsAMonthlyAmountPerPerson) {
  const Financing financing = ReadFinancing("20 лица х 510 лв. х 8 месеца = 81 600 лв.");
  EXPECT_EQ(financing.monthly, (MonthlyAmount{Bgn(51000), MonthlyBasis::kPerPerson}));
  EXPECT_EQ(financing.months, 8);
  EXPECT_EQ(financing.headcount, (Headcount{20, "лица"}));
  EXPECT_EQ(financing.stated_total, Bgn(8160000));
}

TEST(ReadFinancing, NumbersInWords_AreCounted) {
  EXPECT_EQ(ReadFinancing("двадесет и пет деца").headcount, (Headcount{25, "деца"}));
  EXPECT_EQ(ReadFinancing("100 лв за девет месеца").months, 9);
}

TEST(ReadFinancing, EveryPlace_HoldsTheWordsOfItsValue) {
  const std::string cell = "20 човека по 7600 лв на месец Обща сума- 91200 лв от ОП РЧР";
  std::vector<std::string> places;
  for (const FieldPlace& place : ReadFinancing(cell).places)
    places.push_back(place.field + "=" + cell.substr(place.begin, place.end - place.begin));
  EXPECT_THAT(places, ElementsAre("monthly=7600 лв", "stated_total=91200 лв", "sources.1=ОП РЧР",
                                  "headcount=20 човека"));
}

TEST(FindSources, ProgrammesAndProvidersByTheirNames_AreTold) {
  const std::vector<Source> sources =
      FindSources("Програма „Околна среда“, ЕСФ, делегирана от държавата дейност, частни доставчици");
  ASSERT_THAT(sources, SizeIs(4));
  EXPECT_EQ(sources[0].kind, SourceKind::kEuProgramme);
  EXPECT_EQ(sources[1].kind, SourceKind::kEuProgramme);
  EXPECT_EQ(sources[2].kind, SourceKind::kStateBudget);
  EXPECT_EQ(sources[3].kind, SourceKind::kPrivateProvider);
}

}  // namespace
}  // namespace tranche::plans
