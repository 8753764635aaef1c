// SPDX-License-Identifier: EUPL-1.2
// The sources that a cell of financing names, and which amounts are theirs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plans/testing/cells.h"

namespace tranche::plans {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

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

TEST(ReadFinancing, AmountsBySource_BelongToTheirSourcesToo) {
  const Financing financing =
      ReadFinancing("Общински бюджет – 5 000 лв., ОП РЧР – 20 000 лв.; общо 25 000 лв.");
  EXPECT_EQ(financing.stated_total, Bgn(2500000));
  EXPECT_THAT(financing.parts, SizeIs(2));
  EXPECT_THAT(financing.sources,
              ElementsAre(Source{SourceKind::kMunicipalBudget, "Общински бюджет", Bgn(500000)},
                          Source{SourceKind::kHumanResourcesProgramme, "ОП РЧР", Bgn(2000000)}));
}

TEST(ReadFinancing, SourceBehindItsAmount_OwnsThatAmount) {
  const Financing financing = ReadFinancing(
      "5 000 лв. от ЕСФ+, 3 000 лв. от държавния бюджет, 2 000 "
      "лв. собствен принос");
  EXPECT_THAT(financing.sources,
              ElementsAre(Source{SourceKind::kEuProgramme, "ЕСФ+", Bgn(500000)},
                          Source{SourceKind::kStateBudget, "държавния бюджет", Bgn(300000)},
                          Source{SourceKind::kMunicipalBudget, "собствен принос", Bgn(200000)}));
  EXPECT_THAT(financing.parts, ElementsAre(AmountPart{"от ЕСФ+", Bgn(500000)},
                                           AmountPart{"от държавния бюджет", Bgn(300000)},
                                           AmountPart{"собствен принос", Bgn(200000)}));
  EXPECT_THAT(financing.remarks, IsEmpty());
}

TEST(ReadFinancing, TwoAmountsJoinedByAnd_EachHasTheSourceBehindIt) {
  EXPECT_THAT(ReadFinancing("10 200 лв. от ЕСФ и 1 800 лв. от общинския бюджет").sources,
              ElementsAre(Source{SourceKind::kEuProgramme, "ЕСФ", Bgn(1020000)},
                          Source{SourceKind::kMunicipalBudget, "общинския бюджет", Bgn(180000)}));
  EXPECT_THAT(ReadFinancing("4 000 лв. от общинския бюджет и 6 000 лв. по проект „Заедно“").sources,
              ElementsAre(Source{SourceKind::kMunicipalBudget, "общинския бюджет", Bgn(400000)},
                          Source{SourceKind::kProject, "проект „Заедно“", Bgn(600000)}));
}

TEST(ReadFinancing, SourcesInOrBeforeBrackets_OwnTheirAmounts) {
  for (const char* cell :
       {"ЕСФ (5 000 лв.), държавен бюджет (3 000 лв.)", "5 000 лв. (ЕСФ), 3 000 лв. (държавен бюджет)",
        "5 000 лв. за ремонт от ЕСФ, 3 000 лв. за храна от държавен бюджет",
        "ЕСФ 5 000 лв. държавен бюджет 3 000 лв."}) {
    EXPECT_THAT(ReadFinancing(cell).sources,
                ElementsAre(Source{SourceKind::kEuProgramme, "ЕСФ", Bgn(500000)},
                            Source{SourceKind::kStateBudget, "държавен бюджет", Bgn(300000)}))
        << cell;
  }
}

TEST(ReadFinancing, TheSameSourceTwice_StandsTwiceWithItsAmounts) {
  EXPECT_THAT(ReadFinancing("за ремонт 5 000 лв. от общинския бюджет; за храна "
                            "3 000 лв. от общинския "
                            "бюджет")
                  .sources,
              ElementsAre(Source{SourceKind::kMunicipalBudget, "общинския бюджет", Bgn(500000)},
                          Source{SourceKind::kMunicipalBudget, "общинския бюджет", Bgn(300000)}));
}

TEST(ReadFinancing, TwoSourcesOfOneAmount_HaveNoAmountAndThatIsTold) {
  const char* cell = "5 000 лв. от ЕСФ и държавния бюджет, 2 000 лв. собствен принос";
  EXPECT_THAT(ReadFinancing(cell).sources,
              ElementsAre(Source{SourceKind::kEuProgramme, "ЕСФ"},
                          Source{SourceKind::kStateBudget, "държавния бюджет"},
                          Source{SourceKind::kMunicipalBudget, "собствен принос", Bgn(200000)}));
  EXPECT_THAT(RemarksOf(cell), ElementsAre("PLAN_SOURCE_AMOUNT_OPEN 5 000 лв."));
}

TEST(ReadFinancing, SourceBetweenTwoAmountsWithoutAWord_IsLeftOpen) {
  const char* cell = "5 000 лв. ЕСФ 3 000 лв. държавен бюджет 2 000 лв.";
  EXPECT_THAT(ReadFinancing(cell).sources,
              ElementsAre(Source{SourceKind::kEuProgramme, "ЕСФ"},
                          Source{SourceKind::kStateBudget, "държавен бюджет"}));
  EXPECT_THAT(RemarksOf(cell), SizeIs(3));
}

TEST(ReadFinancing, SourceWithoutAnAmountBesideOneWithTheOnlyAmount_IsTold) {
  EXPECT_THAT(RemarksOf("общинския бюджет и 6 000 лв. по проект „Заедно“"),
              ElementsAre("PLAN_SOURCE_AMOUNT_OPEN 6 000 лв."));
  EXPECT_THAT(RemarksOf("общински бюджет и ОП РЧР – 6 000 лв."), IsEmpty());
}

TEST(ReadFinancing, LabelsBehindTheirAmounts_AreTheirs) {
  EXPECT_THAT(ReadFinancing("5 000 лв. за ремонт и обзавеждане и 3 000 лв. за храна").parts,
              ElementsAre(AmountPart{"за ремонт и обзавеждане", Bgn(500000)},
                          AmountPart{"за храна", Bgn(300000)}));
  EXPECT_THAT(ReadFinancing("За ремонт 5 000 лв. от ЕСФ, за храна 3 000 лв. от дарения").parts,
              ElementsAre(AmountPart{"За ремонт", Bgn(500000)}, AmountPart{"за храна", Bgn(300000)}));
}

TEST(ReadFinancing, MoreSourcesThanACellHas_NoneIsGivenAnAmountAndThatIsTold) {
  std::string cell = "Общо 5 лв., от тях 2 лв. ЕС";
  for (int i = 0; i < 1600; ++i) cell += " ЕС";
  const Financing financing = ReadFinancing(cell + ", 3 лв.");
  ASSERT_THAT(financing.sources, SizeIs(1));
  EXPECT_EQ(financing.sources[0].amount, std::nullopt);
  EXPECT_THAT(RemarksOf(cell + ", 3 лв."), Contains("PLAN_SOURCE_AMOUNT_OPEN 2 лв."));
  EXPECT_THAT(RemarksOf("1 лв. " + cell.substr(cell.find("ЕС"))),
              ElementsAre("PLAN_SOURCE_AMOUNT_OPEN 1 лв."));
}

// What an importer sends may be anything that fits in a cell: the work stays in proportion to it.
TEST(ReadFinancing, ThousandsOfSourcesInOneCell_AreReadOnce) {
  std::string cell = "5 лв. ";
  while (cell.size() < 8000) cell += "ДДД, ";
  cell += "7 лв.";
  EXPECT_THAT(ReadFinancing(cell).sources, SizeIs(1));
}

TEST(FindSources, Abbreviations_AreTold) {
  ASSERT_THAT(FindSources("ДДД"), SizeIs(1));
  EXPECT_EQ(FindSources("ДДД")[0].kind, SourceKind::kStateBudget);
  ASSERT_THAT(FindSources("общ. бюджет"), SizeIs(1));
  EXPECT_EQ(FindSources("общ. бюджет")[0].kind, SourceKind::kMunicipalBudget);
}

TEST(FindSources, ProgrammesAndProvidersByTheirNames_AreTold) {
  const std::vector<Source> sources = FindSources(
      "Програма „Околна среда“, ЕСФ, делегирана от държавата "
      "дейност, частни доставчици");
  ASSERT_THAT(sources, SizeIs(4));
  EXPECT_EQ(sources[0].kind, SourceKind::kEuProgramme);
  EXPECT_EQ(sources[1].kind, SourceKind::kEuProgramme);
  EXPECT_EQ(sources[2].kind, SourceKind::kStateBudget);
  EXPECT_EQ(sources[3].kind, SourceKind::kPrivateProvider);
}

}  // namespace
}  // namespace tranche::plans
