// SPDX-License-Identifier: EUPL-1.2
// Measures of plans that have no table: their fields stand below their titles or behind them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

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

std::vector<std::string> SectionTitles(const Plan& plan) {
  std::vector<std::string> titles;
  for (const Section& section : plan.sections) titles.push_back(section.title);
  return titles;
}

bool Finds(const std::string& text, const std::string& reason) {
  absl::StatusOr<ReadPlan> read =
      ReadPlanDocument(absl::StrCat("План за младежта на община Брод за 2025 г.\n\n", text));
  EXPECT_TRUE(read.ok()) << read.status();
  if (!read.ok()) return false;
  const auto says = [&](const Remark& remark) { return remark.reason == reason; };
  return std::any_of(read->findings.begin(), read->findings.end(), says) ||
         std::any_of(read->plan.not_understood.begin(), read->plan.not_understood.end(), says);
}

TEST(Cards, ChaptersAroundThem_AreNoMeasures) {
  const Plan levels = Read(
      "1. Въведение\nПланът се приема всяка година.\n\n2. Цели\nПовече места за млади хора.\n\n"
      "3. Мерки\n\n3.1. Поход\nСрок: юни 2025 г.\nОтговорник: кметът\n\n"
      "3.2. Концерт\nСрок: юли 2025 г.\nОтговорник: кметът\n\n4. Контрол\nКметът внася отчет.\n");
  EXPECT_THAT(MeasureKeys(levels), ElementsAre("1.1 Поход", "1.2 Концерт"));
  EXPECT_THAT(SectionTitles(levels), ElementsAre("Мерки"));
  const Plan anew = Read(
      "1. Въведение\nПланът се приема всяка година.\n\n2. Мерки\n\n"
      "1. Поход\nСрок: юни 2025 г.\nОтговорник: кметът\n\n"
      "2. Концерт\nСрок: юли 2025 г.\nОтговорник: кметът\n\n3. Контрол\nКметът внася отчет.\n");
  EXPECT_THAT(MeasureKeys(anew), ElementsAre("1.1 Поход", "1.2 Концерт"));
}

TEST(Cards, GroupsOfAList_AreSections) {
  const Plan plan = Read(
      "1. Спорт\n1.1. Поход\nСрок: юни 2025 г.\nОтговорник: кметът\n"
      "1.2. Турнир\nСрок: юли 2025 г.\nОтговорник: кметът\n\n"
      "2. Култура\n2.1. Концерт\nСрок: май 2025 г.\nОтговорник: кметът\n");
  EXPECT_THAT(MeasureKeys(plan), ElementsAre("1.1 Поход", "1.2 Турнир", "2.1 Концерт"));
  EXPECT_THAT(SectionTitles(plan), ElementsAre("Спорт", "Култура"));
}

TEST(Cards, StepsWithinOne_AreNoMeasures) {
  const Plan plan = Read(
      "1. Поход\n1) избор на маршрут;\n2) превоз;\nСрок: юни 2025 г.\nОтговорник: кметът\n\n"
      "2. Концерт\n- избор на сцена\nСрок: юли 2025 г.\nОтговорник: кметът\n\n"
      "3. Изложба\nПоказват се картини на деца.\nСрок: май 2025 г.\nОтговорник: кметът\n");
  EXPECT_THAT(MeasureKeys(plan), ElementsAre("1.1 Поход", "1.2 Концерт", "1.3 Изложба"));
  EXPECT_EQ(plan.sections[0].measures[0].executor, "кметът");
}

TEST(Cards, ListOfAnotherSectionWithoutFields_IsReadOrTold) {
  const std::string cards =
      "II. Събития\n\n1. Поход\nСрок: юни 2025 г.\nОтговорник: кметът\n\n"
      "2. Концерт\nСрок: юли 2025 г.\nОтговорник: кметът\n";
  const Plan named = Read("I. Дейности за спорт\n\n1. Турнир\n2. Крос\n\n" + cards);
  EXPECT_THAT(MeasureKeys(named), ElementsAre("1.1 Турнир", "1.2 Крос", "2.1 Поход", "2.2 Концерт"));
  EXPECT_FALSE(
      Finds("I. Дейности за спорт\n\n1. Турнир\n2. Крос\n\n" + cards, "PLAN_ITEMS_WITHOUT_FIELDS"));
  const std::string laws = "I. Нормативна база\n\n1. Закон за младежта\n2. Наредба\n\n" + cards;
  EXPECT_THAT(MeasureKeys(Read(laws)), ElementsAre("1.1 Поход", "1.2 Концерт"));
  EXPECT_TRUE(Finds(laws, "PLAN_ITEMS_WITHOUT_FIELDS"));
}

TEST(Cards, FieldsThatNameAPriorityOrAPart_BeginNoSection) {
  const Plan plan = Read(
      "1. Поход\nНаправление: Спорт\nСрок: юни 2025 г.\nОтговорник: кметът\n\n"
      "Част от дейностите се изпълняват с партньори\n\n"
      "2. Концерт\nПриоритет: Култура\nСрок: юли 2025 г.\nОтговорник: кметът\n");
  EXPECT_THAT(MeasureKeys(plan), ElementsAre("1.1 Поход", "1.2 Концерт"));
  EXPECT_EQ(plan.sections[0].measures[1].executor, "кметът");
}

TEST(Cards, TotalOfAPeriodWithinACard_IsTheCards) {
  const Plan plan = Read(
      "1. Поход\nСрок: юни 2025 г.\nОбщ бюджет за периода: 5 000 лв.\nОтговорник: кметът\n\n"
      "2. Концерт\nСрок: юли 2025 г.\nОтговорник: кметът\n");
  EXPECT_EQ(plan.stated_total, std::nullopt);
  EXPECT_EQ(plan.sections[0].measures[0].stated_total, Bgn(500000));
  EXPECT_EQ(plan.sections[0].measures[0].executor, "кметът");
}

TEST(Cards, OnlyTotalBehindAllFields_IsThePlansWithoutABlankLineToo) {
  const std::string cards =
      "1. Поход\nСрок: юни 2025 г.\nСредства: 700 лв.\n2. Концерт\nСрок: юли 2025 г.\n"
      "Средства: 300 лв.\n";
  const Plan plan = Read(cards + "Всичко: 1 000 лв.\n");
  EXPECT_EQ(plan.stated_total, Bgn(100000));
  EXPECT_EQ(plan.sections[0].measures[1].stated_total, Bgn(30000));
}

TEST(Cards, WordsBeforeAColonWithinAValue_AreNoLabels) {
  const Plan plan = Read(
      "1. Поход. Срок: юни 2025 г. Средства: 1 000 лв., в т.ч. за организация: 300 лв., за награди: "
      "700 "
      "лв.\n"
      "2. Концерт. Отговорник: кметът; индикатори: брой изпълнени дейности: 3; изпълнение на графика: "
      "90%\n"
      "3. Изложба. Срок: май 2025 г. Партньори: училища, неправителствени организации: НЧО "
      "„Светлина“\n");
  ASSERT_THAT(MeasureKeys(plan), ElementsAre("1.1 Поход", "1.2 Концерт", "1.3 Изложба"));
  const auto& measures = plan.sections[0].measures;
  EXPECT_EQ(measures[0].stated_total, Bgn(100000));
  ASSERT_THAT(measures[0].parts, SizeIs(2));
  EXPECT_EQ(measures[0].parts[1].amount, Bgn(70000));
  EXPECT_THAT(measures[1].indicators, SizeIs(2));
  EXPECT_THAT(measures[2].partners, SizeIs(2));
  EXPECT_EQ(measures[2].executor, "");
}

TEST(Cards, SentenceThatNothingIsNeeded_IsOfTheMoneyAndNotOfWhoIsResponsible) {
  const Plan plan = Read(
      "1. Поход. Срок: юни 2025 г. Отговорник: Комисия, назначена\nот кмета. Не са необходими "
      "средства.\n"
      "2. Концерт. Срок: юли 2025 г. Отговорник: кметът. Средства: 300 лв.\n");
  const Measure& measure = plan.sections[0].measures[0];
  EXPECT_EQ(measure.executor, "Комисия, назначена от кмета");
  EXPECT_EQ(measure.financing, "Не са необходими средства");
  EXPECT_EQ(measure.stated_total, std::nullopt);
}

TEST(Cards, NumberedSentencesWithWordsBeforeColons_AreNone) {
  EXPECT_THAT(MeasureKeys(Read("1. Общината осигурява транспорт. Срок за заявяване: 10 дни. Място на "
                               "подаване: ЦАО.\n2. Заявяването е безплатно.\n")),
              IsEmpty());
}

TEST(Cards, ParagraphBelowFieldsInOneLine_IsNotOfTheCard) {
  const Plan plan = Read(
      "1. Поход. Срок: юни 2025 г. Отговорник: кметът\n\nКонтрол: общинският съвет\n\n"
      "2. Концерт. Срок: юли 2025 г. Отговорник: кметът\n");
  EXPECT_THAT(plan.sections[0].measures[0].other_cells, IsEmpty());
}

TEST(Cards, WrappedLines_AreOneValue) {
  const Plan plan = Read(
      "1. Поход до върха с учениците от всички\nучилища. Срок: юни\n2025 г. Отговорник: директорите "
      "на\nучилищата. Средства: 300 лв.\n\n"
      "2. Концерт\nСрок: юли 2025 г.\nОтговорник: кметът на общината и\nчиталището\n");
  ASSERT_THAT(MeasureKeys(plan),
              ElementsAre("1.1 Поход до върха с учениците от всички училища", "1.2 Концерт"));
  const auto& measures = plan.sections[0].measures;
  EXPECT_EQ(measures[0].executor, "директорите на училищата");
  ASSERT_TRUE(measures[0].timeframe.has_value());
  EXPECT_EQ(measures[0].timeframe->from.month, 6);
  EXPECT_EQ(measures[0].stated_total, Bgn(30000));
  EXPECT_EQ(measures[1].executor, "кметът на общината и читалището");
}

TEST(Cards, TotalWithAnotherLabelInItsLine_IsTaken) {
  const Plan plan = Read(
      "1. Поход\nСрок: юни 2025 г.\nСредства: 300 лв.\n\n"
      "Общо за плана: 300 лв. Източник: общински бюджет\n");
  EXPECT_EQ(plan.stated_total, Bgn(30000));
}

TEST(Cards, TotalInBothCurrencies_IsTakenInThatOfTheRows) {
  const Plan plan =
      Read("1. Поход\nСрок: юни 2025 г.\nСредства: 300 лв.\n\nОбщо за плана: 153,39 € (300 лв.)\n");
  EXPECT_EQ(plan.stated_total, Bgn(30000));
}

TEST(Cards, ItemThatIsTooLong_IsTold) {
  EXPECT_TRUE(
      Finds("1. Поход\nСрок: юни 2025 г.\nСредства: 300 лв.\n2. " + std::string(9000, 'a') + "\n",
            "PLAN_CELL_TOO_LONG"));
}

TEST(Cards, FewAmongManyItems_AreReadAndTheOthersTold) {
  const std::string text = "1. Поход\nСрок: юни 2025 г.\nСредства: 300 лв.\n2. Едно\n3. Две\n4. Три\n";
  EXPECT_THAT(MeasureKeys(Read(text)), ElementsAre("1.1 Поход"));
  EXPECT_TRUE(Finds(text, "PLAN_ITEMS_WITHOUT_FIELDS"));
}

TEST(Cards, ListOfSentencesWithoutFields_IsNone) {
  const Plan plan = Read(
      "Планът има следните приоритети: \n\n1. Заетост: повече места за млади хора.\n"
      "2. Здраве: по-добри навици.\n");
  EXPECT_THAT(MeasureKeys(plan), IsEmpty());
}

}  // namespace
}  // namespace tranche::plans
