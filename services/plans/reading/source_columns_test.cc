// SPDX-License-Identifier: EUPL-1.2
// Columns that say who pays: by name, with amounts, by a mark, one column for each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/plan_reader.h"

namespace tranche::plans {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

// A table of one row.
ReadPlan Row(const std::vector<std::string>& headings, const std::vector<std::string>& cells) {
  absl::StatusOr<ReadPlan> read = ReadPlanDocument(absl::StrCat(
      "План за младежта на община Брод за 2025 г.\n\n№\tДейност\tОтговорник\t",
      absl::StrJoin(headings, "\t"), "\n1\tКурс\tОбщината\t", absl::StrJoin(cells, "\t"), "\n"));
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? *std::move(read) : ReadPlan();
}

ReadPlan Page(const std::string& head, const std::string& rows) {
  absl::StatusOr<ReadPlan> read = ReadPlanDocument(
      absl::StrCat("<html><body><h1>План за младежта на община Брод за 2025 г.</h1><table>", head, rows,
                   "</table></body></html>"));
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? *std::move(read) : ReadPlan();
}

const Measure& First(const ReadPlan& read) {
  static const auto* const kNone = new Measure;
  return read.plan.sections.empty() ? *kNone : read.plan.sections[0].measures.at(0);
}

std::vector<std::string> Told(const ReadPlan& read) {
  std::vector<std::string> reasons;
  for (const Remark& remark : read.findings) reasons.push_back(remark.reason);
  for (const Remark& remark : read.plan.not_understood) reasons.push_back(remark.reason);
  return reasons;
}

TEST(SourceCell, AmountOfTheOnlySource_IsItsOwn) {
  const ReadPlan read = Row({"Източник", "Сума"}, {"Общински бюджет – 500 лв.", "500 лв."});
  EXPECT_EQ(First(read).stated_total, Bgn(50000));
  ASSERT_THAT(First(read).sources, SizeIs(1));
  EXPECT_EQ(First(read).sources[0].amount, Bgn(50000));
  EXPECT_THAT(Told(read), Not(Contains("PLAN_AMOUNT_AMBIGUOUS")));
}

TEST(SourceCell, TotalOfTheRowOnceMore_LeadsToTheSources) {
  const ReadPlan read =
      Row({"Източник", "Сума"},
          {"5 000 лв., в т.ч. общински бюджет 3 000 лв., дарения 2 000 лв.", "5 000 лв."});
  EXPECT_EQ(First(read).stated_total, Bgn(500000));
  ASSERT_THAT(First(read).sources, SizeIs(2));
  EXPECT_EQ(First(read).sources[0].amount, Bgn(300000));
  EXPECT_EQ(First(read).sources[1].amount, Bgn(200000));
  EXPECT_THAT(Told(read), Not(Contains("PLAN_AMOUNT_AMBIGUOUS")));
}

TEST(SourceCell, AmountsBesideSourcesThatFinancingOnlyNames_AreTaken) {
  const ReadPlan read =
      Row({"Финансиране", "Източник на средства"},
          {"700 лв. от общинския бюджет и дарения", "Общински бюджет – 500 лв., дарения – 200 лв."});
  EXPECT_EQ(First(read).stated_total, Bgn(70000));
  ASSERT_THAT(First(read).sources, SizeIs(2));
  EXPECT_EQ(First(read).sources[0].amount, Bgn(50000));
}

TEST(SourceCell, AmountsOtherThanThoseOfFinancing_AreTold) {
  const ReadPlan read = Row(
      {"Финансиране", "Източник на средства"},
      {"Общински бюджет – 600 лв., дарения – 100 лв.", "Общински бюджет – 500 лв., дарения – 200 лв."});
  ASSERT_THAT(First(read).sources, SizeIs(2));
  EXPECT_EQ(First(read).sources[0].amount, Bgn(60000));
  EXPECT_THAT(Told(read), Contains("PLAN_AMOUNT_AMBIGUOUS"));
}

TEST(SourceCell, FiguresBehindNamesInAnyForm_AreAmounts) {
  for (const char* cell : {"Общински бюджет 70, дарения 35", "Общински бюджет (70), дарения (35)",
                           "Общински бюджет – 70 за ремонт, дарения: 35"}) {
    const ReadPlan read = Row({"Източник (хил. лв.)", "Сума (хил. лв.)"}, {cell, "105"});
    ASSERT_THAT(First(read).sources, SizeIs(2)) << cell;
    EXPECT_EQ(First(read).sources[0].amount, Bgn(7000000)) << cell;
    EXPECT_EQ(First(read).sources[1].amount, Bgn(3500000)) << cell;
  }
}

TEST(SourceCell, FigureThatIsNobodys_IsTold) {
  const ReadPlan read = Row({"Източник (хил. лв.)", "Сума (хил. лв.)"}, {"70 – общински бюджет", "70"});
  EXPECT_THAT(Told(read), Contains("PLAN_AMOUNT_AMBIGUOUS"));
}

TEST(SourceCell, YearBehindAName_IsNoAmount) {
  const ReadPlan read =
      Row({"Източник (хил. лв.)", "Сума (хил. лв.)"}, {"Общински бюджет – 2025 и дарения", "70"});
  ASSERT_THAT(First(read).sources, SizeIs(2));
  EXPECT_EQ(First(read).sources[0].amount, std::nullopt);
  EXPECT_THAT(Told(read), Not(Contains("PLAN_AMOUNT_AMBIGUOUS")));
}

TEST(AmountCell, OneSourceOfAPartOfTheAmount_IsTold) {
  const ReadPlan read =
      Row({"Източник", "Сума"}, {"Общински бюджет", "500 лв., от които 300 лв. от общинския бюджет"});
  EXPECT_THAT(Told(read), Contains("PLAN_SOURCES_TWICE"));
}

TEST(SourceColumns, MarksBelowThem_AreSourcesWithoutAmounts) {
  for (const char* mark : {"X", "х", "✓", "+", "да"}) {
    const ReadPlan read = Page(
        "<tr><th rowspan=2>№</th><th rowspan=2>Дейност</th><th rowspan=2>Сума (лв.)</th>"
        "<th colspan=2>Източници на финансиране</th></tr>"
        "<tr><th>Общински бюджет</th><th>Дарения</th></tr>",
        absl::StrCat("<tr><td>1</td><td>Курс</td><td>500</td><td>", mark, "</td><td></td></tr>"));
    EXPECT_EQ(First(read).stated_total, Bgn(50000)) << mark;
    ASSERT_THAT(First(read).sources, SizeIs(1)) << mark;
    EXPECT_EQ(First(read).sources[0].kind, SourceKind::kMunicipalBudget) << mark;
    EXPECT_THAT(Told(read), Not(Contains("PLAN_AMOUNT_NOT_STATED"))) << mark;
  }
}

TEST(SourceColumns, SourcesOfInformation_AreNoMoney) {
  const ReadPlan read = Page(
      "<tr><th rowspan=2>№</th><th rowspan=2>Дейност</th><th rowspan=2>Сума (лв.)</th>"
      "<th colspan=2>Източници на информация</th></tr><tr><th>Регистър</th><th>Анкета</th></tr>",
      "<tr><td>1</td><td>Курс</td><td>500</td><td>по чл. 5</td><td>2 пъти</td></tr>");
  EXPECT_THAT(First(read).sources, IsEmpty());
  EXPECT_THAT(First(read).parts, IsEmpty());
}

TEST(SourceColumns, SizeOfASubsidy_IsTheAmount) {
  const ReadPlan read = Row({"Размер на субсидията (лв.)"}, {"500"});
  EXPECT_EQ(First(read).stated_total, Bgn(50000));
  const ReadPlan of_state = Row({"Държавна субсидия (лв.)", "Общо (лв.)"}, {"300", "500"});
  EXPECT_EQ(First(of_state).stated_total, Bgn(50000));
  ASSERT_THAT(First(of_state).sources, SizeIs(1));
  EXPECT_EQ(First(of_state).sources[0].amount, Bgn(30000));
}

TEST(YearColumns, MarksAndWordsOfACalendar_AreNoMissingAmounts) {
  const ReadPlan read = Row({"2024", "2025"}, {"X", "подготовка"});
  EXPECT_THAT(Told(read), Not(Contains("PLAN_AMOUNT_NOT_STATED")));
  EXPECT_THAT(First(read).other_cells, SizeIs(2));
  const ReadPlan money = Row({"Средства 2024 (лв.)", "Средства 2025 (лв.)"}, {"съгл. КСС", "500"});
  EXPECT_THAT(Told(money), Contains("PLAN_AMOUNT_NOT_STATED"));
}

TEST(YearColumns, MarksWhereNothingElseSaysWhen_AreTheTimeFrame) {
  const ReadPlan read = Row({"2024 г.", "2025 г.", "2026 г."}, {"X", "X", ""});
  ASSERT_TRUE(First(read).timeframe.has_value());
  EXPECT_EQ(First(read).timeframe->from.year, 2024);
  EXPECT_EQ(First(read).timeframe->to.year, 2025);
  EXPECT_EQ(First(read).timeframe->as_written, "2024 г., 2025 г.");
  // Years apart from each other are no period, and beside words for it marks say nothing of it.
  EXPECT_EQ(First(Row({"2024 г.", "2025 г.", "2026 г."}, {"X", "", "X"})).timeframe, std::nullopt);
  EXPECT_EQ(First(Row({"Срок", "2024 г.", "2025 г."}, {"постоянен", "X", "X"})).timeframe->as_written,
            "постоянен");
}

TEST(AmountColumns, PayerWithoutAnAmount_IsTakenFromTheirWords) {
  const ReadPlan read = Row({"Необходими средства"}, {"в рамките на одобрения бюджет на общината"});
  ASSERT_THAT(First(read).sources, SizeIs(1));
  EXPECT_EQ(First(read).sources[0].kind, SourceKind::kMunicipalBudget);
  EXPECT_EQ(First(read).stated_total, std::nullopt);
  EXPECT_THAT(First(Row({"Необходими средства"}, {"не са необходими средства от общината"})).sources,
              IsEmpty());
}

TEST(AmountColumns, WordsMergedOverThem_AreNoSharedAmount) {
  const std::string head = "<tr><th>№</th><th>Дейност</th><th>Сума (лв.)</th><th>Отговорник</th></tr>";
  const auto rows = [](const char* cell) {
    return absl::StrCat("<tr><td>1</td><td>Курс</td><td rowspan=2>", cell,
                        "</td><td>А</td></tr><tr><td>2</td><td>Клуб</td><td>Б</td></tr>");
  };
  EXPECT_THAT(Told(Page(head, rows("в рамките на бюджета"))), Not(Contains("PLAN_AMOUNT_SHARED")));
  EXPECT_THAT(Told(Page(head, rows("500"))), Contains("PLAN_AMOUNT_SHARED"));
}

}  // namespace
}  // namespace tranche::plans
