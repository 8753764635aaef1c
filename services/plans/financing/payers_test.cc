// SPDX-License-Identifier: EUPL-1.2
// Who pays, in the words that municipalities use for it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plans/financing.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

std::vector<SourceKind> KindsIn(absl::string_view cell) {
  std::vector<SourceKind> kinds;
  for (const Source& source : FindSources(cell)) kinds.push_back(source.kind);
  return kinds;
}

TEST(FindSources, ShortNamesOfPayers_HaveTheirKinds) {
  const struct {
    const char* cell;
    SourceKind kind;
  } cases[] = {
      {"НПВУ", SourceKind::kEuProgramme},
      {"Национален план за възстановяване и устойчивост", SourceKind::kEuProgramme},
      {"Програма за храни и основно материално подпомагане 2021-2027", SourceKind::kEuProgramme},
      {"АХУ", SourceKind::kStateBudget},
      {"РБ", SourceKind::kStateBudget},
      {"МЗ", SourceKind::kStateBudget},
      {"Фонд „Социална закрила“", SourceKind::kStateBudget},
      {"ОбБ", SourceKind::kMunicipalBudget},
      {"община", SourceKind::kMunicipalBudget},
      {"от общината", SourceKind::kMunicipalBudget},
      {"ФЕЕВИ", SourceKind::kOther},
      {"такси от потребители", SourceKind::kOther},
      {"Собствени средства на читалището", SourceKind::kOther},
      {"собствени приходи", SourceKind::kMunicipalBudget},
      {"Собствени бюджетни средства", SourceKind::kMunicipalBudget},
  };
  for (const auto& each : cases) EXPECT_THAT(KindsIn(each.cell), ElementsAre(each.kind)) << each.cell;
}

TEST(FindSources, TwoPayers_BothAreRead) {
  EXPECT_THAT(KindsIn("ЕСФ+ 85%, НФ 15%"),
              ElementsAre(SourceKind::kEuProgramme, SourceKind::kStateBudget));
  EXPECT_THAT(KindsIn("Общински бюджет и такси от потребители"),
              ElementsAre(SourceKind::kMunicipalBudget, SourceKind::kOther));
  EXPECT_THAT(KindsIn("Държавен бюджет, съфинансиране от община"),
              ElementsAre(SourceKind::kStateBudget, SourceKind::kMunicipalBudget));
}

TEST(FindSources, MinistryOfAProgramme_IsNoSecondPayer) {
  const Financing financing = ReadFinancing("Национална програма „Заедно“ на МОН – 5 000 лв.");
  ASSERT_THAT(financing.sources, testing::SizeIs(1));
  EXPECT_EQ(financing.sources[0].kind, SourceKind::kOther);
  EXPECT_THAT(financing.remarks, IsEmpty());
  EXPECT_THAT(KindsIn("5 000 лв. от МОН, ОбБ"),
              ElementsAre(SourceKind::kStateBudget, SourceKind::kMunicipalBudget));
}

TEST(FindSources, MunicipalityThatIsNamedAsAPlace_PaysNothing) {
  EXPECT_THAT(KindsIn("за жителите на община Брод"), IsEmpty());
  EXPECT_THAT(KindsIn("200 деца в общината"), IsEmpty());
  EXPECT_THAT(KindsIn("Награди за ученици от общината – 500 лв."), IsEmpty());
  EXPECT_THAT(KindsIn("учебници, одобрени от МОН, 300 лв."), IsEmpty());
  EXPECT_THAT(KindsIn("програма за хранителни помощи"), IsEmpty());
}

TEST(FindSources, SharesBehindShortNames_BelongToThem) {
  const std::vector<Source> sources = FindSources("ФЕЕВИ - 70 %, Община - 30 %");
  ASSERT_THAT(sources, testing::SizeIs(2));
  EXPECT_EQ(sources[0].share_percent, "70");
  EXPECT_EQ(sources[1].share_percent, "30");
}

TEST(ReadFinancing, AmountsOfAProgrammeAndTheMunicipality_EachHasItsOwn) {
  const Financing financing = ReadFinancing("ПРСР – 185 000,00 лв., община – 9 250,00 лв.");
  ASSERT_THAT(financing.sources, testing::SizeIs(2));
  EXPECT_EQ(financing.sources[0].amount, Bgn(18500000));
  EXPECT_EQ(financing.sources[1].kind, SourceKind::kMunicipalBudget);
  EXPECT_EQ(financing.sources[1].amount, Bgn(925000));
}

TEST(ReadFinancing, TotalWithTax_LeadsToTheAmountsOfItsSources) {
  const Financing financing =
      ReadFinancing("28 800 лв. с ДДС, от които 23 040 лв. от АХУ и 5 760 лв. собствен принос");
  EXPECT_EQ(financing.stated_total, Bgn(2880000));
  ASSERT_THAT(financing.sources, testing::SizeIs(2));
  EXPECT_EQ(financing.sources[0].amount, Bgn(2304000));
  EXPECT_EQ(financing.sources[1].amount, Bgn(576000));
}

TEST(ReadFinancing, IncludingInShort_IsAPartOfTheTotal) {
  const Financing financing = ReadFinancing("450лв., вкл. купи и медали 150лв.");
  EXPECT_EQ(financing.stated_total, Bgn(45000));
  EXPECT_THAT(financing.parts, ElementsAre(AmountPart{"купи и медали", Bgn(15000)}));
  for (const char* tax : {"450 лв., вкл. ДДС", "450 лв. (вкл. ДДС)", "450 лв. включително ДДС"}) {
    const Financing one = ReadFinancing(tax);
    EXPECT_EQ(one.stated_total, Bgn(45000)) << tax;
    EXPECT_THAT(one.parts, IsEmpty()) << tax;
  }
}

// What a comma parts from it is an item of its own.
TEST(ReadFinancing, IncludingWhatHasNoAmount_LeadsToNoParts) {
  const Financing financing = ReadFinancing("3 000 лв. вкл. транспорт, 1 500 лв. за храна");
  EXPECT_EQ(financing.stated_total, std::nullopt);
  ASSERT_THAT(financing.parts, testing::SizeIs(2));
  EXPECT_EQ(financing.parts[0], (AmountPart{"вкл. транспорт", Bgn(300000)}));
  EXPECT_EQ(financing.parts[1], (AmountPart{"за храна", Bgn(150000)}));
}

TEST(ReadFinancing, IncludingWithAnAmount_LeadsToItsPart) {
  struct {
    const char* cell;
    const char* label;
  } cases[] = {
      {"3 000 лв. /вкл. 500 лв. за храна/", "за храна"},
      {"3 000 лв.; включително храна 500 лв.", "храна"},
      {"3 000 лв., включително материали, консумативи и награди – 500 лв.",
       "материали, консумативи и награди"},
      {"3 000 лв. от бюджета на училището, в т.ч. такси 500 лв.", "такси"},
  };
  for (const auto& each : cases) {
    const Financing financing = ReadFinancing(each.cell);
    EXPECT_EQ(financing.stated_total, Bgn(300000)) << each.cell;
    EXPECT_THAT(financing.parts, ElementsAre(AmountPart{each.label, Bgn(50000)})) << each.cell;
  }
}

TEST(ReadFinancing, SecondItemWithAPayerBeforeItsParts_KeepsItsName) {
  const Financing financing =
      ReadFinancing("5 000 лв. от общинския бюджет, 3 000 лв. от дарения, в т.ч. храна 500 лв.");
  ASSERT_THAT(financing.parts, testing::SizeIs(3));
  EXPECT_EQ(financing.parts[1], (AmountPart{"от дарения", Bgn(300000)}));
  EXPECT_EQ(financing.parts[2], (AmountPart{"храна", Bgn(50000)}));
}

TEST(ReadFinancing, SecondAmountThatAProductDoesNotComeTo_IsNoTotal) {
  const Financing financing = ReadFinancing("20 деца по 50 лв. – 60 лв.");
  EXPECT_EQ(financing.stated_total, std::nullopt);
  EXPECT_THAT(financing.problems, testing::SizeIs(1));
}

TEST(ReadFinancing, FigureThatOnlyLooksCounted_IsTold) {
  for (const char* cell : {"12 500 х 2 бр. = 25 000 лв.", "3 000 *", "3 000 м. март"})
    EXPECT_THAT(ReadFinancing(cell).problems, testing::SizeIs(1)) << cell;
  for (const char* cell : {"5 000 бр. х 0,60 лв. = 3 000 лв.", "5 000 х 12 х 0,50 лв. = 30 000 лв."})
    EXPECT_THAT(ReadFinancing(cell).problems, IsEmpty()) << cell;
}

TEST(ReadFinancing, NumberOfAnActivityBeforeACount_IsNoPartOfIt) {
  const Financing financing = ReadFinancing("Дейност 3 150 участници х 10 лв. = 1 500 лв.");
  ASSERT_TRUE(financing.unit_price.has_value());
  EXPECT_THAT(financing.unit_price->factors, ElementsAre(Factor{150, "участници"}));
}

TEST(ReadFinancing, StarOfAFootnote_MultipliesNothing) {
  EXPECT_EQ(ReadFinancing("100 лв.*").stated_total, Bgn(10000));
  EXPECT_EQ(ReadFinancing("200 лв.**").stated_total, Bgn(20000));
  EXPECT_THAT(ReadFinancing("100 лв.*").problems, IsEmpty());
}

TEST(ReadFinancing, ResultBehindADash_IsTheTotal) {
  const Financing monthly = ReadFinancing("12 ученици по 50 лв. месечно за 10 месеца – 6000 лв.");
  EXPECT_EQ(monthly.stated_total, Bgn(600000));
  EXPECT_EQ(monthly.monthly, (MonthlyAmount{Bgn(5000), MonthlyBasis::kPerPerson}));
  const Financing daily =
      ReadFinancing("4,80 лв. на ден за 80 лица за 120 дни - 46 080 лв. от Фонд „Социална закрила“");
  EXPECT_EQ(daily.stated_total, Bgn(4608000));
  ASSERT_TRUE(daily.daily_rate.has_value());
  EXPECT_EQ(daily.daily_rate->rate, Bgn(480));
  EXPECT_EQ(ReadFinancing("50 лв. месечно за 10 месеца – 60 лв. транспорт").stated_total, std::nullopt);
  // A new item of a list is no result, nor what says what else it is for.
  EXPECT_EQ(ReadFinancing("50 лв. месечно за 10 месеца – 60 лв. за транспорт").stated_total,
            std::nullopt);
  EXPECT_EQ(ReadFinancing("50 лв. месечно за 10 месеца – 500 лв. за целия период").stated_total,
            Bgn(50000));
  for (const char* before : {"20 деца по 50 лв. – 1 000 лв.", "20 бр. х 50 лв. – 1 000 лв. от ОбБ",
                             "1 000 бр. по 1 лв. – 1 000 лв.", "1 000 х 1 лв. = 1 000 лв."}) {
    EXPECT_EQ(ReadFinancing(before).stated_total, Bgn(100000)) << before;
    EXPECT_THAT(ReadFinancing(before).problems, IsEmpty()) << before;
    EXPECT_TRUE(ReadFinancing(before).unit_price.has_value()) << before;
  }
  // Without a product the two are the ends of a range.
  EXPECT_EQ(ReadFinancing("50 лв. – 1 000 лв.").stated_total, std::nullopt);
  const Financing items = ReadFinancing("50 лв. месечно, за 5 деца – 300 лв.");
  EXPECT_EQ(items.stated_total, std::nullopt);
}

}  // namespace
}  // namespace tranche::plans
