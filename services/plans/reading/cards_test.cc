// SPDX-License-Identifier: EUPL-1.2
// Measures of plans that have no table: their fields stand below their titles or behind them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "plans/plan_reader.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

Plan Read(const std::string& text) {
  absl::StatusOr<ReadPlan> read =
      ReadPlanDocument(absl::StrCat("План за младежта на община Брод за 2025 г.\n\n", text));
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? std::move(read->plan) : Plan();
}

std::vector<std::string> MeasureKeys(const Plan& plan) {
  std::vector<std::string> keys;
  for (const Section& section : plan.sections) {
    for (const Measure& measure : section.measures)
      keys.push_back(absl::StrCat(measure.section, ".", measure.ordinal, " ", measure.activity));
  }
  return keys;
}

TEST(Cards, ItemsOfAListWithLinesOfFields_AreMeasures) {
  const Plan plan = Read(
      "I. ОРГАНИЗАЦИЯ\n\n"
      "1. Годишен отчет.\nСрок: 31.01.2025 г.\nОтг.: секретарят\n\n"
      "2. Обучение на доброволци.\nСрок: май 2025 г.\nОтг.: кметът\nСредства: 10 души х 20 лв. = 200 "
      "лв.\n\n"
      "II. СЪБИТИЯ\n\n"
      "1. Поход.\n- Срок: юни 2025 г.\n- Отговорник: клуб „Връх“\n- Средства: до 250 лв.\n");
  ASSERT_THAT(MeasureKeys(plan),
              ElementsAre("1.1 Годишен отчет.", "1.2 Обучение на доброволци.", "2.1 Поход."));
  EXPECT_EQ(plan.sections[0].numeral, "I.");
  EXPECT_EQ(plan.sections[0].title, "ОРГАНИЗАЦИЯ");
  const Measure& training = plan.sections[0].measures[1];
  EXPECT_EQ(training.executor, "кметът");
  EXPECT_EQ(training.timeframe->from.month, 5);
  EXPECT_EQ(training.stated_total, Bgn(20000));
  EXPECT_EQ(plan.sections[1].measures[0].stated_total_qualifier, "до");
  EXPECT_EQ(plan.sections[1].measures[0].executor, "клуб „Връх“");
}

TEST(Cards, FieldsBehindTheTitle_AreTakenOffIt) {
  const Plan plan = Read(
      "Сектор А. Сгради\n\n"
      "1. Саниране на училището. Отговорник: Гл. експерт „Сгради“. Срок: 2024 – 2025 г. Стойност: 500 "
      "лв., от които 400 лв. от държавния бюджет и 100 лв. от общинския бюджет.\n\n"
      "2. Обследване; срок: 2025 г.; отговорник: кметът; място: с. Поляна; средства: 1,2 хил. лв.\n\n"
      "Сектор Б. Транспорт\n\n"
      "3. Ден без коли. Срок: септември 2025 г. Отговорник: отдел „Култура“.\n\n"
      "Общо необходими средства: 1 700 лв.\n");
  ASSERT_THAT(MeasureKeys(plan),
              ElementsAre("1.1 Саниране на училището", "1.2 Обследване", "2.3 Ден без коли"));
  const Measure& first = plan.sections[0].measures[0];
  EXPECT_EQ(first.executor, "Гл. експерт „Сгради“");
  EXPECT_EQ(first.timeframe->as_written, "2024 – 2025 г.");
  EXPECT_EQ(first.stated_total, Bgn(50000));
  ASSERT_THAT(first.sources, SizeIs(2));
  EXPECT_EQ(first.sources[1].amount, Bgn(10000));
  const Measure& second = plan.sections[0].measures[1];
  EXPECT_EQ(second.executor, "кметът");
  EXPECT_EQ(second.place, "с. Поляна");
  EXPECT_EQ(second.stated_total, Bgn(120000));
  EXPECT_EQ(plan.sections[1].title, "Сектор Б. Транспорт");
  EXPECT_EQ(plan.stated_total, Bgn(170000));
  std::string executor;
  for (const Span& span : plan.spans)
    if (span.path == "measure.1.1.executor") executor = span.text;
  EXPECT_EQ(executor, "Гл. експерт „Сгради“");
}

TEST(Cards, TotalOfThePlanBelowThem_IsTaken) {
  const std::string cards =
      "1. Поход.\nСрок: юни 2025 г.\nСредства: 700 лв. от общинския бюджет, в т.ч. храна 200 лв.\n\n"
      "2. Концерт.\nСрок: юли 2025 г.\nОбща стойност: 300 лв.\n\n";
  const Plan plan = Read(cards + "Общ необходим ресурс за 2025 г.: 1 000 лв.\n");
  EXPECT_EQ(plan.stated_total, Bgn(100000));
  ASSERT_THAT(plan.sections, SizeIs(1));
  EXPECT_EQ(plan.sections[0].measures[0].stated_total, Bgn(70000));
  // "Обща стойност" within a card is the card's.
  EXPECT_EQ(Read(cards).stated_total, std::nullopt);
  EXPECT_EQ(plan.sections[0].measures[1].stated_total, Bgn(30000));
}

TEST(Cards, ItemWithoutFieldsAmongOthers_IsAMeasure) {
  const Plan plan = Read(
      "1. Поход.\nСрок: юни 2025 г.\nОтговорник: кметът\n\n2. Концерт.\n\n"
      "3. Изложба.\nСрок: юли 2025 г.\nОтговорник: кметът\n");
  EXPECT_THAT(MeasureKeys(plan), ElementsAre("1.1 Поход.", "1.2 Концерт.", "1.3 Изложба."));
}

TEST(Cards, ColonsWithinAField_DivideNothing) {
  const Plan plan = Read(
      "1. Поход.\nСрок: юни 2025 г.\nИндикатори: брой деца: 25\n"
      "Средства: 300 лв., в т.ч.: общински бюджет: 200 лв., дарения: 100 лв.\n");
  ASSERT_THAT(MeasureKeys(plan), ElementsAre("1.1 Поход."));
  const Measure& measure = plan.sections[0].measures[0];
  EXPECT_EQ(measure.stated_total, Bgn(30000));
  ASSERT_THAT(measure.indicators, SizeIs(1));
}

TEST(Cards, ListOfSentencesWithoutFields_IsNone) {
  const Plan plan = Read(
      "Планът има следните приоритети: \n\n1. Заетост: повече места за млади хора.\n"
      "2. Здраве: по-добри навици.\n");
  EXPECT_THAT(MeasureKeys(plan), IsEmpty());
}

}  // namespace
}  // namespace tranche::plans
