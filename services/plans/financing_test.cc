// SPDX-License-Identifier: EUPL-1.2
#include "plans/financing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "plans/testing/cells.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> ProblemsOf(absl::string_view cell) {
  std::vector<std::string> found;
  for (const TextProblem& problem : ReadFinancing(cell).problems)
    found.push_back(problem.reason + " " + problem.value);
  return found;
}

TEST(ReadFinancing, TotalWithPartsBehindDashes_DashesArePunctuation) {
  const Financing financing = ReadFinancing(
      "От общинския бюджет – общо отпуснат 244440 лв.; – за "
      "издръжка -132550 лв за заплати – 109949 "
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
      "22 лични асистенти, за които общия бюджет е 39792 лв., а "
      "месечния – съответно 2700 лв.");
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
      "Общо 45 човека – 29 от тях за една година, а 16 от тях за "
      "9 месеца. Общ бюджет – 163520 лв");
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
  EXPECT_THAT(ProblemsOf("през 2013 г., договор от 14.02.2013 г., 22 "
                         "асистенти, BG05M9OP001-2.005-0063-C01"),
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

TEST(ReadFinancing, AmountThatLeadsToItsParts_IsTheTotal) {
  for (const char* cell : {"5 250,- лв., в това число за храна – 3 150 лв. и за материали – 2 100 "
                           "лв.",
                           "5 250 лв. /в т.ч. за храна 3 150 лв. и за материали 2 100 лв./",
                           "Необходими средства: 5 250 лв., от които за храна 3 150 лв., за "
                           "материали 2 100 лв."}) {
    const Financing financing = ReadFinancing(cell);
    EXPECT_EQ(financing.stated_total, Bgn(525000)) << cell;
    EXPECT_THAT(financing.parts, ElementsAre(AmountPart{"за храна", Bgn(315000)},
                                             AmountPart{"за материали", Bgn(210000)}))
        << cell;
  }
}

TEST(ReadFinancing, MultiplicationWithoutAResult_IsNoTotal) {
  const Financing financing = ReadFinancing("2 х 1500 лв.");
  EXPECT_EQ(financing.stated_total, std::nullopt);
  EXPECT_EQ(financing.unit_price, (UnitPrice{Bgn(150000), "", {{2, ""}}}));
  EXPECT_THAT(RemarksOf("2 х 1500 лв."), ElementsAre("PLAN_PRODUCT_WITHOUT_RESULT 2 х 1500 лв"));
  EXPECT_EQ(ReadFinancing("20 деца по 50 лв.").unit_price, (UnitPrice{Bgn(5000), "", {{20, "деца"}}}));
  EXPECT_EQ(ReadFinancing("20 деца по 50 лв.").stated_total, std::nullopt);
  EXPECT_EQ(ReadFinancing("500 лв. на човек").unit_price, (UnitPrice{Bgn(50000), "на човек", {}}));
  EXPECT_EQ(ReadFinancing("500 лв. на човек").stated_total, std::nullopt);
}

TEST(ReadFinancing, RateAnHour_IsARateWithItsHours) {
  EXPECT_EQ(ReadFinancing("15 лв. на час за 200 часа").unit_price,
            (UnitPrice{Bgn(1500), "на час", {{200, "часа"}}}));
  EXPECT_EQ(ReadFinancing("15 лв. на час за 200 часа").stated_total, std::nullopt);
  EXPECT_EQ(ReadFinancing("часова ставка 4,50 лв.").unit_price,
            (UnitPrice{Bgn(450), "часова ставка", {}}));
}

TEST(ReadFinancing, ProductOfSeveralFactors_KeepsThemAll) {
  const Financing financing = ReadFinancing("8 души х 8 часа х 4,50 лв. х 20 дни = 5 760 лв.");
  EXPECT_EQ(financing.unit_price, (UnitPrice{Bgn(450), "", {{8, "души"}, {8, "часа"}, {20, "дни"}}}));
  EXPECT_EQ(financing.stated_total, Bgn(576000));
  EXPECT_EQ(financing.daily_rate, std::nullopt);
}

TEST(ReadFinancing, PiecesTimesPrice_NoPartIsMadeOfTheSign) {
  const Financing financing = ReadFinancing("4 бр. х 250 лв. = 1000 лв.");
  EXPECT_EQ(financing.unit_price, (UnitPrice{Bgn(25000), "", {{4, "бр."}}}));
  EXPECT_EQ(financing.stated_total, Bgn(100000));
  EXPECT_THAT(financing.parts, IsEmpty());
  EXPECT_THAT(
      ReadFinancing("за храна 4 бр. х 250 лв. = 1000 лв.; за път 200 лв.; общо 1 200 лв.").parts,
      ElementsAre(AmountPart{"за храна", Bgn(100000)}, AmountPart{"за път", Bgn(20000)}));
}

TEST(ReadFinancing, FactorThatIsNoWholeNumber_IsAProblem) {
  EXPECT_THAT(ProblemsOf("2,5 бр. х 200 лв. = 500 лв."), ElementsAre("AMOUNT_MALFORMED 200 лв"));
  EXPECT_EQ(ReadFinancing("2,5 бр. х 200 лв. = 500 лв.").stated_total, Bgn(50000));
}

TEST(ReadFinancing, WordThatMakesAnAmountInexact_IsKeptAndTold) {
  const Financing financing = ReadFinancing("общо до 5 000 лв. от общинския бюджет");
  EXPECT_EQ(financing.stated_total, Bgn(500000));
  EXPECT_EQ(financing.stated_total_qualifier, "до");
  EXPECT_THAT(RemarksOf("около 3 000 лв."), ElementsAre("PLAN_AMOUNT_NOT_EXACT около 3 000 лв."));
  EXPECT_EQ(ReadFinancing("3 000 лв.").stated_total_qualifier, "");
}

TEST(ReadFinancing, AmountInTwoCurrencies_IsOneAmountInLeva) {
  for (const char* cell : {"7 500 лв. (3 834,69 €)", "3 834,69 € / 7 500 лв.",
                           "7 500 лв. /3 834,69 евро/ от общинския бюджет", "7 500 лв. 3 834,69 €"}) {
    const Financing financing = ReadFinancing(cell);
    EXPECT_EQ(financing.stated_total, Bgn(750000)) << cell;
    EXPECT_THAT(financing.also_shown,
                ElementsAre(AlsoShown{"stated_total", Money::Minor(383469, Currency::kEur)}))
        << cell;
    EXPECT_THAT(financing.parts, IsEmpty()) << cell;
  }
}

TEST(ReadFinancing, PartsInTwoCurrencies_EachKeepsItsOther) {
  const Financing financing = ReadFinancing(
      "Общински бюджет – 5 000 лв. (2 556,46 €), ОП РЧР – 20 000 "
      "лв. (10 225,84 €)");
  EXPECT_THAT(financing.parts, ElementsAre(AmountPart{"Общински бюджет", Bgn(500000)},
                                           AmountPart{"ОП РЧР", Bgn(2000000)}));
  EXPECT_THAT(financing.also_shown,
              ElementsAre(AlsoShown{"parts.1", Money::Minor(255646, Currency::kEur)},
                          AlsoShown{"parts.2", Money::Minor(1022584, Currency::kEur)}));
}

TEST(ReadFinancing, MonthlyAmountShownTwice_StaysMonthly) {
  const Financing financing =
      ReadFinancing("2 356,20 лв. месечно (1 204,71 €), 28 274,40 лв. за годината");
  EXPECT_EQ(financing.monthly, (MonthlyAmount{Bgn(235620), MonthlyBasis::kUnstated}));
  EXPECT_THAT(financing.also_shown,
              ElementsAre(AlsoShown{"monthly", Money::Minor(120471, Currency::kEur)}));
}

TEST(ReadFinancing, AmountOfTheYearBesideAMonthlyOne_IsTheTotal) {
  const Financing financing = ReadFinancing("2 356,20 лв. месечно, 28 274,40 лв. за годината");
  EXPECT_EQ(financing.stated_total, Bgn(2827440));
  EXPECT_THAT(financing.parts, IsEmpty());
}

TEST(ReadFinancing, MonthsAsAFactor_MayBeShort) {
  EXPECT_EQ(ReadFinancing("10 лица x 933 лв. x 8 м.").months, 8);
  EXPECT_EQ(ReadFinancing("ограда за 8 м., 933 лв.").months, std::nullopt);
}

TEST(ReadFinancing, FigureWithADashInsteadOfCents_NeedsItsUnitToo) {
  EXPECT_THAT(ProblemsOf("5 250.- лв., в това число за храна – 3 150.- и за материали – 2 100.-"),
              ElementsAre("AMOUNT_MALFORMED 3 150", "AMOUNT_MALFORMED 2 100"));
}

TEST(ReadFinancing, Range_GivesNeitherEnd) {
  for (const char* cell : {"5000 – 8000 лв.", "от 5000 до 8000 лв.", "от 5000 лв. до 8000 лв.",
                           "500 – 800 лв.", "Общински бюджет: 500 – 800 лв."}) {
    const Financing financing = ReadFinancing(cell);
    EXPECT_EQ(financing.stated_total, std::nullopt) << cell;
    EXPECT_THAT(financing.parts, IsEmpty()) << cell;
    EXPECT_THAT(ProblemsOf(cell), SizeIs(1)) << cell;
  }
}

TEST(ReadFinancing, GroupsByLength_AreCohorts) {
  const Financing listed =
      ReadFinancing("25 лица: 15 за 6 месеца и 10 за 12 месеца, общо 90 000 лв. от ОП РЧР");
  EXPECT_EQ(listed.headcount, (Headcount{25, "лица"}));
  EXPECT_THAT(listed.cohorts,
              ElementsAre(Cohort{15, 6, "15 за 6 месеца"}, Cohort{10, 12, "10 за 12 месеца"}));
  EXPECT_EQ(listed.months, std::nullopt);
  const Financing joined = ReadFinancing("15 лица за 6 месеца и 10 лица за 12 месеца – 90 000 лв.");
  EXPECT_EQ(joined.headcount, std::nullopt);
  EXPECT_THAT(joined.cohorts, ElementsAre(Cohort{15, 6, "15 лица за 6 месеца"},
                                          Cohort{10, 12, "10 лица за 12 месеца"}));
  EXPECT_THAT(ReadFinancing("6 месеца за 15 лица и 12 месеца за 10 лица").cohorts, SizeIs(2));
}

TEST(ReadFinancing, NumbersOfOtherThingsWithALength_AreNoCohorts) {
  for (const char* cell :
       {"2022 година за 6 месеца и 2023 година за 12 месеца", "2022 за 6 месеца и 2023 за 12 месеца",
        "30 деца: 2022 за 6 месеца и 2023 за 12 месеца", "2 групи за 6 месеца и 3 групи за 12 месеца",
        "4 обучения по 2 месеца и 3 стажа по 6 месеца",
        "4 групи лица х 2 месеца, 3 групи лица х 6 месеца",
        "6 месеца за 2022 година и 12 месеца за 2023 година",
        "6 месеца за 2 групи, 12 месеца за 3 групи", "2 по 6 месеца и 3 по 12 месеца"})
    EXPECT_THAT(ReadFinancing(cell).cohorts, IsEmpty()) << cell;
  // Beside them people are people.
  EXPECT_THAT(ReadFinancing("4 курса по 2 месеца; 15 лица по 6 месеца и 10 по 12 месеца").cohorts,
              ElementsAre(Cohort{15, 6, "15 лица по 6 месеца"}, Cohort{10, 12, "10 по 12 месеца"}));
}

TEST(ReadFinancing, OneGroupWithOneLength_IsTheWholeRow) {
  const Financing financing = ReadFinancing("22 лица за 6 месеца, 10 000 лв.");
  EXPECT_THAT(financing.cohorts, IsEmpty());
  EXPECT_EQ(financing.headcount, (Headcount{22, "лица"}));
  EXPECT_EQ(financing.months, 6);
}

TEST(ReadFinancing, SeveralCountsOrLengths_NoneIsTakenAndThatIsTold) {
  EXPECT_EQ(ReadFinancing("25 деца и 5 медиатори").headcount, std::nullopt);
  EXPECT_THAT(RemarksOf("25 деца и 5 медиатори"), ElementsAre("PLAN_PEOPLE_OPEN 25 деца; 5 медиатори"));
  EXPECT_EQ(ReadFinancing("25 деца, 5 медиатори, общо 30 души").headcount, (Headcount{30, "души"}));
  EXPECT_EQ(ReadFinancing("курс за 3 месеца, заетост за 9 месеца").months, std::nullopt);
  EXPECT_THAT(RemarksOf("курс за 3 месеца, заетост за 9 месеца"),
              ElementsAre("PLAN_MONTHS_OPEN 3 месец; 9 месец"));
}

TEST(ReadFinancing, MonthlyAmountForAPerson_IsPerPerson) {
  EXPECT_EQ(ReadFinancing("месечно по 933 лв. на лице").monthly,
            (MonthlyAmount{Bgn(93300), MonthlyBasis::kPerPerson}));
  EXPECT_EQ(ReadFinancing("933 лв. на лице месечно").monthly,
            (MonthlyAmount{Bgn(93300), MonthlyBasis::kPerPerson}));
  const Financing bracket = ReadFinancing("74 640 лв. (10 лица x 933 лв. x 8 месеца)");
  EXPECT_EQ(bracket.stated_total, Bgn(7464000));
  EXPECT_EQ(bracket.monthly, (MonthlyAmount{Bgn(93300), MonthlyBasis::kPerPerson}));
}

// Every amount of a cell is a value of a field, or a place that somebody is told of: none is dropped.
RC_GTEST_PROP(ReadFinancing, AnyWordsInAnyOrder_NoAmountIsLostSilently, ()) {
  static const std::vector<std::string> kPieces = {"5 000 лв.",
                                                   "3 000,50 лв",
                                                   "(2 556,46 €)",
                                                   "1 млн. и 200 хил. лв.",
                                                   "250.- лв.",
                                                   "общо",
                                                   "от ЕСФ",
                                                   "ДДД",
                                                   "общински бюджет",
                                                   "дарения",
                                                   ", ",
                                                   " и ",
                                                   "; ",
                                                   " – ",
                                                   "=",
                                                   " х ",
                                                   "4 бр.",
                                                   "8 души",
                                                   "20 дни",
                                                   "12 месеца",
                                                   "по",
                                                   "месечно",
                                                   "на час",
                                                   "на ден",
                                                   "за 200 часа",
                                                   "до",
                                                   "около",
                                                   "в т.ч.",
                                                   "(",
                                                   ")",
                                                   "за храна",
                                                   "от които",
                                                   "25 лица: 15 за 6 месеца и 10 за 12 месеца",
                                                   "за една година",
                                                   "2,5"};
  std::string cell;
  for (const int at :
       *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, static_cast<int>(kPieces.size()))))
    cell += kPieces[static_cast<size_t>(at)] + (at % 3 == 0 ? "" : " ");
  const Financing financing = ReadFinancing(cell);
  std::vector<TextProblem> problems;
  for (const WrittenAmount& amount : FindAmounts(cell, kCellAmountsMax, problems)) {
    const auto covers = [&](const auto& place) {
      return place.begin <= amount.begin && place.end >= amount.begin + amount.number.size();
    };
    RC_ASSERT(std::any_of(financing.places.begin(), financing.places.end(), covers) ||
              std::any_of(financing.problems.begin(), financing.problems.end(), covers));
  }
  for (const FieldPlace& place : financing.places) {
    RC_ASSERT(place.begin < place.end);
    RC_ASSERT(place.end <= cell.size());
    RC_ASSERT(IsValidUtf8(cell.substr(place.begin, place.end - place.begin)));
  }
}

}  // namespace
}  // namespace tranche::plans
