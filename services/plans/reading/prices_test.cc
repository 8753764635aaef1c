// SPDX-License-Identifier: EUPL-1.2
// Columns of prices, months, quantities and second currencies; cells of amounts with words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "plans/plan_reader.h"
#include "plans/reading/amount_cell.h"
#include "plans/reading/columns.h"

namespace tranche::plans {
namespace {

using reading::AmountCell;
using reading::AmountsAre;
using reading::ColumnKind;
using reading::KindOfHeading;
using reading::ReadAmountCell;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
Money Eur(int64_t minor) { return Money::Minor(minor, Currency::kEur); }

ReadPlan Read(const std::string& table) {
  absl::StatusOr<ReadPlan> read = ReadPlanDocument(
      absl::StrCat("Годишен план за социалните услуги в община Брод за 2024 г.;;;;;\n", table));
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? *std::move(read) : ReadPlan();
}

Measure FirstOf(const ReadPlan& read) {
  if (read.plan.sections.empty() || read.plan.sections[0].measures.empty()) {
    ADD_FAILURE() << "no measure";
    return {};
  }
  return read.plan.sections[0].measures[0];
}

std::vector<std::string> Reasons(const std::vector<Remark>& remarks) {
  std::vector<std::string> reasons;
  for (const Remark& remark : remarks) reasons.push_back(remark.reason);
  return reasons;
}

std::vector<std::string> Misses(const ReadPlan& read) { return Reasons(read.plan.not_understood); }

TEST(KindOfHeading, PricesMonthsAndQuantities_AreNoTotals) {
  const std::vector<std::pair<const char*, ColumnKind>> headings = {
      {"Стандарт за едно място (лв.)", ColumnKind::kUnitPrice},
      {"Стандарт за едно място", ColumnKind::kUnitPrice},
      {"Единична стойност (лв.)", ColumnKind::kUnitPrice},
      {"Единична цена", ColumnKind::kUnitPrice},
      {"Ед. цена, лв.", ColumnKind::kUnitPrice},
      {"Цена за 1 бр. (лв.)", ColumnKind::kUnitPrice},
      {"Сума за едно лице (лв.)", ColumnKind::kUnitPrice},
      {"Средства на човек, лв.", ColumnKind::kUnitPrice},
      {"Часова ставка (лв.)", ColumnKind::kUnitPrice},
      {"лв./час", ColumnKind::kUnitPrice},
      {"Unit price", ColumnKind::kUnitPrice},
      {"Cost per child (EUR)", ColumnKind::kUnitPrice},
      {"Брой месеци", ColumnKind::kMonths},
      {"Месеци", ColumnKind::kMonths},
      {"Брой", ColumnKind::kQuantity},
      {"Количество", ColumnKind::kQuantity},
      {"Брой часове", ColumnKind::kQuantity},
      {"Годишна издръжка (лв.)", ColumnKind::kAmount},
      {"Стойност на услугата (лв.)", ColumnKind::kAmount},
      {"Средства за една година (лв.)", ColumnKind::kAmount},
      {"Общо (лв.)", ColumnKind::kAmount},
      {"Капацитет (брой места)", ColumnKind::kCapacity},
      {"Месечна издръжка (лв.)", ColumnKind::kMonthly}};
  for (const auto& [heading, kind] : headings) EXPECT_EQ(KindOfHeading(heading), kind) << heading;
}

TEST(Prices, PlacesBesideUsers_AreTwoNumbers) {
  const ReadPlan read = Read(
      "№;Услуга;Отговорник;Места;Брой потребители;Издръжка (лв.)\n"
      "1;Център за настаняване;Община Брод;14;1 200;210 000\n"
      ";ОБЩО;;;;210 000\n");
  const Measure measure = FirstOf(read);
  ASSERT_TRUE(measure.capacity.has_value());
  EXPECT_EQ(measure.capacity->count, 14);
  ASSERT_TRUE(measure.headcount.has_value());
  EXPECT_EQ(measure.headcount->count, 1200);
  EXPECT_EQ(measure.place, "");
}

TEST(Prices, WordsThatNoMoneyIsNeeded_AreNoSource) {
  for (const char* words : {"не е необходимо", "не се изисква", "без финансиране", "няма"}) {
    const Measure measure =
        FirstOf(Read(std::string("№;Услуга;Отговорник;Източник на финансиране;Издръжка (лв.)\n"
                                 "1;Беседи;Община Брод;") +
                     words + ";0\n;ОБЩО;;;0\n"));
    EXPECT_TRUE(measure.sources.empty()) << words;
    EXPECT_EQ(measure.source_cell, words);
  }
}

TEST(Prices, StandardPlacesAndMonthsInColumns_AreEachWhatTheySay) {
  const ReadPlan read = Read(
      "№;Услуга;Отговорник;Капацитет (места);Стандарт за едно място (лв.);Брой месеци;Издръжка (лв.)\n"
      "1;Защитено жилище;Община Брод;8;8 944;9;53 664\n"
      ";ОБЩО;;;;;53 664\n");
  const Measure measure = FirstOf(read);
  EXPECT_EQ(measure.unit_price, (UnitPrice{Bgn(894400), "Стандарт за едно място (лв.)", {}}));
  EXPECT_EQ(measure.stated_total, Bgn(5366400));
  EXPECT_EQ(measure.months, 9);
  ASSERT_TRUE(measure.capacity.has_value());
  EXPECT_EQ(measure.capacity->count, 8);
  EXPECT_THAT(Misses(read), IsEmpty());
}

TEST(Prices, MonthsLeftOfAnAmountAmongWords_AreKept) {
  for (const char* table : {"№;Дейност;Отговорник;Брой месеци;Сума\n"
                            "1;Помощ у дома;Община Брод;12;22 асистенти, общо 32 400 лв.\n",
                            "№;Дейност;Отговорник;Сума;Брой месеци\n"
                            "1;Помощ у дома;Община Брод;22 асистенти, общо 32 400 лв.;12\n"}) {
    const ReadPlan read = Read(table);
    EXPECT_EQ(FirstOf(read).stated_total, Bgn(3240000));
    EXPECT_EQ(FirstOf(read).months, 12);
  }
}

TEST(Prices, EuroLeftOfAnAmountAmongWords_IsKept) {
  const ReadPlan read = Read(
      "№;Дейност;Отговорник;Сума (евро);Сума (лв.)\n"
      "1;Помощ у дома;Община Брод;3 834,69;общо 7 500 лв. за 2 асистенти\n");
  EXPECT_EQ(FirstOf(read).stated_total, Bgn(750000));
  EXPECT_THAT(FirstOf(read).also_shown, ElementsAre(AlsoShown{"stated_total", Eur(383469)}));
}

TEST(Prices, UnitPriceBesideItsTotal_TheTotalIsTheRows) {
  const Measure measure =
      FirstOf(Read("№;Услуга;Отговорник;Брой;Единична стойност (лв.);Общо (лв.)\n"
                   "1;Комплекти;Община Брод;12;1 500;18 000\n"));
  EXPECT_EQ(measure.stated_total, Bgn(1800000));
  EXPECT_EQ(measure.unit_price, (UnitPrice{Bgn(150000), "Единична стойност (лв.)", {{12, "Брой"}}}));
  EXPECT_THAT(measure.other_cells, IsEmpty());
}

TEST(Prices, QuantityWithoutAPrice_IsKeptAsWritten) {
  const Measure measure =
      FirstOf(Read("№;Услуга;Отговорник;Брой;Общо (лв.)\n1;Комплекти;Община Брод;12;18 000\n"));
  EXPECT_EQ(measure.unit_price, std::nullopt);
  EXPECT_THAT(measure.other_cells, ElementsAre(OtherCell{"Брой", "12"}));
}

TEST(Prices, OnlyAPrice_TheRowHasNoTotal) {
  const Measure measure =
      FirstOf(Read("№;Услуга;Отговорник;Единична цена (лв.)\n1;Комплекти;Община Брод;1 500\n"));
  EXPECT_EQ(measure.stated_total, std::nullopt);
  EXPECT_EQ(measure.unit_price, (UnitPrice{Bgn(150000), "Единична цена (лв.)", {}}));
}

TEST(Amounts, OfTwoColumnsTheOneCalledTotal_IsTaken) {
  const ReadPlan read =
      Read("№;Дейност;Отговорник;Стойност (лв.);Общо (лв.)\n1;Ремонт;Община Брод;1 000;1 200\n");
  EXPECT_EQ(FirstOf(read).stated_total, Bgn(120000));
  EXPECT_THAT(FirstOf(read).other_cells, ElementsAre(OtherCell{"Стойност (лв.)", "1 000"}));
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_COLUMN_NOT_TOTAL"));
}

TEST(Amounts, OfTwoColumnsThatNothingTellsApart_TheFirstIsTakenAndToldOf) {
  const ReadPlan read =
      Read("№;Дейност;Отговорник;Стойност (лв.);Разходи (лв.)\n1;Ремонт;Община Брод;1 000;1 200\n");
  EXPECT_EQ(FirstOf(read).stated_total, Bgn(100000));
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_COLUMN_TWICE"));
}

TEST(Amounts, ColumnsInLevaAndEuro_AreOneAmount) {
  for (const char* table :
       {"№;Дейност;Отговорник;Сума (лв.);Сума (евро)\n1;Ремонт;Община Брод;7 500;3 834,69\n",
        "№;Дейност;Отговорник;Сума (евро);Сума (лв.)\n1;Ремонт;Община Брод;3 834,69;7 500\n"}) {
    const ReadPlan read = Read(table);
    EXPECT_EQ(FirstOf(read).stated_total, Bgn(750000));
    EXPECT_THAT(FirstOf(read).also_shown, ElementsAre(AlsoShown{"stated_total", Eur(383469)}));
    EXPECT_THAT(Reasons(read.findings), Not(Contains("PLAN_COLUMN_TWICE")));
  }
}

TEST(Amounts, CellInTwoCurrencies_IsOneAmount) {
  const ReadPlan read = Read(
      "№;Дейност;Отговорник;Сума\n1;Ремонт;Община Брод;7 500 лв. (3 834,69 €)\n"
      ";ОБЩО;;7 500 лв. (3 834,69 €)\n");
  EXPECT_EQ(FirstOf(read).stated_total, Bgn(750000));
  EXPECT_THAT(FirstOf(read).also_shown, ElementsAre(AlsoShown{"stated_total", Eur(383469)}));
  EXPECT_EQ(read.plan.stated_total, Bgn(750000));
  EXPECT_THAT(Misses(read), IsEmpty());
}

TEST(Amounts, InTwoCurrenciesOfAPlanAfterTheLev_IsTheFirstOne) {
  const std::string title = "Годишен план за социалните услуги в община Брод за 2026 г.\n\n";
  for (const char* table : {"№\tДейност\tСума (евро)\tСума (лв.)\n1\tРемонт\t3 834,69\t7 500\n",
                            "№\tДейност\tСума\n1\tРемонт\t3 834,69 € (7 500 лв.)\n",
                            "№\tДейност\tФинансиране\n1\tРемонт\tобщо 3 834,69 € / 7 500 лв.\n"}) {
    const ReadPlan read = *ReadPlanDocument(title + table);
    EXPECT_EQ(FirstOf(read).stated_total, Eur(383469)) << table;
    EXPECT_THAT(FirstOf(read).also_shown, ElementsAre(AlsoShown{"stated_total", Bgn(750000)})) << table;
    EXPECT_THAT(Misses(read), ElementsAre("PLAN_TOTAL_MISSING")) << table;
  }
  const ReadPlan leva =
      *ReadPlanDocument(title + "№\tДейност\tСума\n1\tРемонт\t7 500 лв. (3 834,69 €)\n");
  EXPECT_EQ(FirstOf(leva).stated_total, Bgn(750000));
}

TEST(Amounts, TotalWhoseTwoCurrenciesDiffer_IsNotTaken) {
  const ReadPlan read = Read(
      "№;Дейност;Отговорник;Сума\n1;Ремонт;Община Брод;7 500 лв.\n"
      ";ОБЩО;;7 500 лв. (3 900,00 €)\n");
  EXPECT_EQ(read.plan.stated_total, std::nullopt);
  EXPECT_THAT(Misses(read), ElementsAre("PLAN_AMOUNT_AMBIGUOUS"));
}

TEST(Amounts, MultiplicationInAColumnOfAmounts_IsNoTotal) {
  const ReadPlan read = Read("№;Дейност;Отговорник;Сума\n1;Ремонт;Община Брод;2 х 1500 лв.\n");
  EXPECT_EQ(FirstOf(read).stated_total, std::nullopt);
  EXPECT_EQ(FirstOf(read).unit_price, (UnitPrice{Bgn(150000), "", {{2, ""}}}));
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_PRODUCT_WITHOUT_RESULT"));
}

TEST(Amounts, InexactAmountInAColumn_KeepsItsWord) {
  const ReadPlan read = Read("№;Дейност;Отговорник;Сума\n1;Ремонт;Община Брод;до 5000 лв.\n");
  EXPECT_EQ(FirstOf(read).stated_total, Bgn(500000));
  EXPECT_EQ(FirstOf(read).stated_total_qualifier, "до");
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_AMOUNT_NOT_EXACT"));
}

TEST(Months, ColumnThatContradictsTheWords_LeavesThemOpen) {
  const ReadPlan read = Read(
      "№;Дейност;Отговорник;Финансиране;Брой месеци\n"
      "1;Медиатори;Община Брод;общинския бюджет, 6 000 лв. за 6 месеца;9\n");
  EXPECT_EQ(FirstOf(read).months, std::nullopt);
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_MONTHS_OPEN"));
}

TEST(ReadAmountCell, ErrorOfAWorkbook_IsAPlaceThatWasNotUnderstood) {
  for (const char* error : {"#REF!", "#N/A", "#DIV/0!", "#NAME?", "=?"}) {
    const AmountCell cell = ReadAmountCell(error, AmountsAre::kSums, std::nullopt);
    EXPECT_EQ(cell.amount, std::nullopt) << error;
    ASSERT_THAT(cell.problems, SizeIs(1)) << error;
    EXPECT_EQ(cell.problems[0].reason, "AMOUNT_MALFORMED") << error;
  }
  EXPECT_THAT(ReadAmountCell("-", AmountsAre::kSums, std::nullopt).problems, IsEmpty());
}

TEST(ReadAmountCell, WordsThatSayOtherwiseThanTheColumn_LeaveNoAmount) {
  EXPECT_EQ(ReadAmountCell("500 лв.", AmountsAre::kSums, std::nullopt).amount, Bgn(50000));
  EXPECT_EQ(ReadAmountCell("500 лв. месечно", AmountsAre::kSums, std::nullopt).amount, std::nullopt);
  EXPECT_EQ(ReadAmountCell("500 лв. месечно", AmountsAre::kMonthly, std::nullopt).amount, Bgn(50000));
  EXPECT_EQ(ReadAmountCell("500 лв. на човек", AmountsAre::kMonthly, std::nullopt).amount,
            std::nullopt);
  EXPECT_EQ(ReadAmountCell("500 лв. на човек", AmountsAre::kPrices, std::nullopt).amount, Bgn(50000));
  EXPECT_EQ(ReadAmountCell("2 х 500 лв.", AmountsAre::kPrices, std::nullopt).amount, std::nullopt);
  EXPECT_THAT(ReadAmountCell("2 х 500 лв.", AmountsAre::kPrices, std::nullopt).problems, SizeIs(1));
}

TEST(ReadAmountCell, NumberAlone_NeedsAUnitFromElsewhere) {
  const AmountUnit unit{Currency::kBgn, 1000, "хил. лв."};
  const AmountCell cell = ReadAmountCell("12,5", AmountsAre::kSums, unit);
  EXPECT_EQ(cell.amount, Bgn(1250000));
  EXPECT_TRUE(cell.in_unit_of_heading);
  EXPECT_EQ(ReadAmountCell("12,5", AmountsAre::kSums, std::nullopt).problems[0].reason,
            "PLAN_AMOUNT_WITHOUT_UNIT");
  EXPECT_THAT(ReadAmountCell("–", AmountsAre::kSums, std::nullopt).problems, IsEmpty());
}

}  // namespace
}  // namespace tranche::plans
