// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plans/reading/row_words.h"

namespace tranche::plans::reading {
namespace {

using ::testing::ElementsAre;

TEST(KindOfHeading, UsualWords_AreKnown) {
  const std::vector<std::pair<const char*, ColumnKind>> headings = {
      {"№", ColumnKind::kNumber},
      {"№ по ред", ColumnKind::kNumber},
      {"Културна проява", ColumnKind::kActivity},
      {"Наименование на събитието", ColumnKind::kActivity},
      {"Брой събития", ColumnKind::kUnknown},
      {"Ном.", ColumnKind::kNumber},
      {"Вид дейност /услуга/мярка", ColumnKind::kActivity},
      {"МЕРКИ", ColumnKind::kActivity},
      {"Наименование", ColumnKind::kActivity},
      {"Описание на дейността (какво е планирано за периода)", ColumnKind::kDescription},
      {"Местоположение (нас. място)", ColumnKind::kPlace},
      {"Място", ColumnKind::kPlace},
      {"Място на изпълнение", ColumnKind::kPlace},
      {"Финансиране (източник, сума)", ColumnKind::kFinancing},
      {"Финансиране", ColumnKind::kFinancing},
      {"Източник на финансиране", ColumnKind::kSource},
      {"Необходими средства (лв.)", ColumnKind::kAmount},
      {"Индикативен бюджет", ColumnKind::kAmount},
      {"Общински бюджет (лв.)", ColumnKind::kSourceAmount},
      {"2014 г.", ColumnKind::kSourceAmount},
      {"Изпълняваща организация, отговорник", ColumnKind::kExecutor},
      {"Отговорна институция и партньори", ColumnKind::kExecutor},
      {"Партньори", ColumnKind::kPartners},
      {"Срок за изпълнение на мярката", ColumnKind::kTimeframe},
      {"Период", ColumnKind::kTimeframe},
      {"Размер", ColumnKind::kAmount},
      {"Дата на започване", ColumnKind::kFrom},
      {"Дата на приключване", ColumnKind::kTo},
      {"Дата", ColumnKind::kTimeframe},
      {"Държавна субсидия (лв.)", ColumnKind::kSourceAmount},
      {"Индикатори за изпълнение", ColumnKind::kIndicator},
      {"Целева стойност", ColumnKind::kTarget},
      {"Очаквани резултати", ColumnKind::kResults},
      {"Целева група", ColumnKind::kTargetGroup},
      {"Специфична цел", ColumnKind::kObjective},
      {"Приоритет", ColumnKind::kArea},
      {"Брой лица", ColumnKind::kHeadcount},
      {"Дял, %", ColumnKind::kShare},
      {"Measure", ColumnKind::kActivity},
      {"Source of funding", ColumnKind::kSource},
      {"Responsible institution", ColumnKind::kExecutor},
      {"Time frame", ColumnKind::kTimeframe},
      {"Източник на информация", ColumnKind::kUnknown},
      {"Забележка", ColumnKind::kUnknown},
      {"", ColumnKind::kUnknown}};
  for (const auto& [heading, kind] : headings) EXPECT_EQ(KindOfHeading(heading), kind) << heading;
}

TEST(ReadOrdinal, NumbersOfEveryKind_AreRead) {
  WrittenOrdinal ordinal;
  EXPECT_TRUE(ReadOrdinal("3.", ordinal));
  EXPECT_EQ(ordinal.number, 3);
  EXPECT_TRUE(ordinal.plain);
  EXPECT_TRUE(ReadOrdinal("1.2", ordinal));
  EXPECT_EQ(ordinal.number, 2);
  EXPECT_EQ(ordinal.prefix, "1.");
  EXPECT_TRUE(ReadOrdinal("ІV.", ordinal));  // The first letter is Cyrillic.
  EXPECT_EQ(ordinal.number, 4);
  EXPECT_TRUE(ordinal.roman);
  EXPECT_FALSE(ReadOrdinal("две", ordinal));
  EXPECT_FALSE(ReadOrdinal("", ordinal));
}

TEST(RankOfHeading, WordsAndRomanNumbers_SayHowHighItStands) {
  EXPECT_EQ(RankOfHeading("Приоритет 1. Образование", ""), 1);
  EXPECT_EQ(RankOfHeading("Образование", "II."), 1);
  EXPECT_EQ(RankOfHeading("Сектор „Сгради“", ""), 1);
  EXPECT_EQ(RankOfHeading("Част втора", ""), 1);
  EXPECT_EQ(RankOfHeading("Част от дейностите са с партньори", ""), 0);
  EXPECT_EQ(RankOfHeading("Секторните политики са насочени към:", ""), 0);
  EXPECT_EQ(RankOfHeading("Специфична цел 2: Здраве", ""), 2);
  EXPECT_EQ(RankOfHeading("Мярка 3 Обучения", ""), 3);
  EXPECT_EQ(RankOfHeading("Социални услуги", ""), 0);
  EXPECT_EQ(RankOfHeading("Основна цел 1: Здраве", ""), 2);
  EXPECT_EQ(RankOfHeading("Основна цел: Равен достъп до услуги.", ""), 0);
}

document::Row RowOf(const std::vector<std::string>& texts) {
  document::Row row;
  for (const std::string& text : texts) row.cells.emplace_back().text.text = text;
  return row;
}

TEST(RepeatsHeader, WholeWordsOfEachHeading_ButNotOneCellThatBeginsAsItsHeadingDoes) {
  std::vector<Column> columns(3);
  columns[0].heading = "Социални услуги и дейности";
  columns[1].heading = "Средства, лв. 2021";
  columns[2].heading = "Средства, лв. 2022";
  EXPECT_TRUE(RepeatsHeader(
      RowOf({"Социални услуги и дейности", "Средства, лв. 2021", "Средства, лв. 2022"}), columns));
  EXPECT_TRUE(RepeatsHeader(RowOf({"", "2021", "2022"}), columns));
  EXPECT_TRUE(RepeatsHeader(RowOf({"1", "2", "3"}), columns));
  EXPECT_FALSE(RepeatsHeader(RowOf({"Социални услуги", "", ""}), columns));
  EXPECT_FALSE(RepeatsHeader(RowOf({"", "1", "2"}), columns));
}

TEST(IsTotalOfPlan, WordsOfTheWhole_AreToldFromThoseOfASection) {
  EXPECT_TRUE(IsTotalOfPlan("Всичко за плана"));
  EXPECT_FALSE(IsTotalOfPlan("Общо за раздел I"));
  EXPECT_TRUE(IsTotalOfSection("Общо за раздел I"));
  EXPECT_FALSE(IsTotalOfSection("ОБЩО"));
}

}  // namespace
}  // namespace tranche::plans::reading
