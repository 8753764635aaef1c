// SPDX-License-Identifier: EUPL-1.2
// Plans of other layouts than one text with one table.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "plans/plan_reader.h"
#include "platform/sheet/testing/make_xlsx.h"

namespace tranche::plans {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

ReadPlan Read(const std::string& text) {
  absl::StatusOr<ReadPlan> read = ReadPlanDocument(text);
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? *std::move(read) : ReadPlan();
}

std::vector<std::string> Reasons(const std::vector<Remark>& remarks) {
  std::vector<std::string> reasons;
  for (const Remark& remark : remarks) reasons.push_back(remark.reason);
  return reasons;
}

std::string Page(const std::string& body) {
  return absl::StrCat(
      "<html><body><h1>План за действие на община Брод за приобщаване на ромите 2021-2023 г.</h1>",
      body, "</body></html>");
}

std::vector<std::string> MeasureKeys(const Plan& plan) {
  std::vector<std::string> keys;
  for (const Section& section : plan.sections) {
    for (const Measure& measure : section.measures)
      keys.push_back(absl::StrCat(measure.section, ".", measure.ordinal, " ", measure.activity));
  }
  return keys;
}

TEST(Title, KindLevelAndId_AreFromItsWords) {
  const Plan roma = Read(Page("<p>Текст.</p>")).plan;
  EXPECT_EQ(roma.id, "brod-roma-2021-2023");
  EXPECT_EQ(roma.kind, PlanKind::kRomaIntegration);
  EXPECT_EQ(roma.level, PlanLevel::kMunicipal);
  EXPECT_EQ(roma.municipality, "Брод");
  const Plan energy = Read("Програма за енергийна ефективност на община Брод 2021-2023 г.\n").plan;
  EXPECT_EQ(energy.kind, PlanKind::kOther);
  EXPECT_EQ(energy.kind_words, "енергийна ефективност");
  EXPECT_EQ(energy.id, "brod-energiyna-efektivnost-2021-2023");
  const ReadPlan unknown = Read("Годишен план на община Брод за 2021 г.\n");
  EXPECT_EQ(unknown.plan.kind, PlanKind::kUnspecified);
  EXPECT_THAT(Reasons(unknown.findings), Contains("PLAN_KIND_UNKNOWN"));
}

TEST(Title, OverSeveralLines_IsJoined) {
  const Plan plan =
      Read("ГОДИШЕН ПЛАН\nЗА СОЦИАЛНИТЕ УСЛУГИ\nВ ОБЩИНА БРОД\nЗА 2022 ГОДИНА\n\nТекст.\n").plan;
  EXPECT_EQ(plan.title, "ГОДИШЕН ПЛАН ЗА СОЦИАЛНИТЕ УСЛУГИ В ОБЩИНА БРОД ЗА 2022 ГОДИНА");
  EXPECT_EQ(plan.id, "brod-2022");
}

TEST(Title, MunicipalityOnlyInTheText_IsTakenWithAFinding) {
  const ReadPlan read = Read("Община Брод\n\nПлан за младежта 2022 г.\n\nТекст.\n");
  EXPECT_EQ(read.plan.municipality, "Брод");
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_MUNICIPALITY_FROM_TEXT"));
}

TEST(Title, DevelopmentOfSomethingElse_IsNoDevelopmentPlan) {
  const Plan youth =
      Read("ОБЩИНСКИ ПЛАН ЗА РАЗВИТИЕ НА МЛАДЕЖТА В ОБЩИНА БРОД\n\nЗА 2017 ГОДИНА\n\nТекст.\n").plan;
  EXPECT_EQ(youth.kind, PlanKind::kOther);
  EXPECT_EQ(youth.kind_words, "МЛАДЕЖТА");
  EXPECT_EQ(Read("Общински план за развитие на община Брод 2014-2020 г.\n\nТекст.\n").plan.kind,
            PlanKind::kDevelopmentPlan);
  EXPECT_EQ(Read("План за развитие на Столична община 2014-2020 г.\n\nТекст.\n").plan.kind,
            PlanKind::kDevelopmentPlan);
  EXPECT_EQ(Read("План за интегрирано развитие 2021-2027 г.\nна община Брод\n\nТекст.\n").plan.kind,
            PlanKind::kDevelopmentPlan);
}

TEST(Title, InCapitals_TakesTheSpellingOfTheText) {
  const char* const title = "ПРОГРАМА ЗА РАЗВИТИЕ НА ТУРИЗМА В ОБЩИНА БРОД ПРЕЗ 2025 Г.\n\n";
  EXPECT_EQ(Read(absl::StrCat(title, "Приета от Общински съвет – Брод.\n")).plan.municipality, "Брод");
  EXPECT_EQ(Read(absl::StrCat(title, "Текст.\n")).plan.municipality, "БРОД");
}

TEST(Title, YearOnALineThatEndsInCapitals_IsPartOfIt) {
  const Plan plan =
      Read("ОБЩИНСКИ ГОДИШЕН ПЛАН ЗА СОЦИАЛНИТЕ УСЛУГИ\nВ ОБЩИНА БРОД\nПРЕЗ 2026 Г.\n\nТекст.\n").plan;
  EXPECT_EQ(plan.year, 2026);
}

TEST(Title, PlansByOtherNames_AreTitles) {
  for (const char* title : {"КАЛЕНДАРЕН ПЛАН ЗА КУЛТУРНИТЕ ДЕЙНОСТИ В ОБЩИНА БРОД ЗА 2023 ГОДИНА",
                            "Инвестиционна програма на община Брод за 2021 г.",
                            "Средносрочен план за действие на община Брод 2021-2023 г."})
    EXPECT_EQ(Read(absl::StrCat(title, "\n\nТекст.\n")).plan.title, title);
}

TEST(Title, ApartFromWhatItIsFor_IsJoined) {
  EXPECT_EQ(Read("П Р О Г Р А М А\n\n\n\nЗА КУЧЕТАТА В ОБЩИНА БРОД ЗА 2021 Г.\n\nТекст.\n").plan.title,
            "ПРОГРАМА ЗА КУЧЕТАТА В ОБЩИНА БРОД ЗА 2021 Г.");
  EXPECT_EQ(
      Read("О Б Щ И Н С К А С Т Р А Т Е Г И Я\n\nЗА ЗАКРИЛА НА ДЕТЕТО\n\nОБЩИНА БРОД\n\n2019 – 2024\n")
          .plan.title,
      "ОБЩИНСКА СТРАТЕГИЯ ЗА ЗАКРИЛА НА ДЕТЕТО ОБЩИНА БРОД 2019 – 2024");
  EXPECT_EQ(Read("ПРОГРАМА\nЗА КУЧЕТАТА\nНА ОБЩИНА БРОД\n2021- 2025 год.\n\nТекст.\n").plan.title,
            "ПРОГРАМА ЗА КУЧЕТАТА НА ОБЩИНА БРОД 2021- 2025 год.");
  EXPECT_EQ(Read("ОБЩИНСКА ПРОГРАМА ЗА ЗАКРИЛА НА ДЕТЕТО ЗА 2017 г. ОБЩИНА БРОД\n\nТекст.\n")
                .plan.municipality,
            "БРОД");
}

TEST(Title, CalendarOfEvents_IsATitleWithItsTopic) {
  const Plan plan = Read("КУЛТУРЕН КАЛЕНДАР НА ОБЩИНА БРОД ЗА 2025 ГОДИНА\n\nТекст.\n").plan;
  EXPECT_EQ(plan.municipality, "БРОД");
  EXPECT_EQ(plan.year, 2025);
  EXPECT_EQ(plan.kind_words, "КУЛТУРЕН КАЛЕНДАР");
  EXPECT_EQ(plan.id, "brod-kulturen-kalendar-2025");
}

TEST(Title, IntegrationAsANoun_IsOfThatKind) {
  const Plan plan =
      Read("Годишен план за интеграция на ромите в община Брод – 2022 г.\n\nТекст.\n").plan;
  EXPECT_EQ(plan.kind, PlanKind::kRomaIntegration);
}

TEST(Columns, OfACalendarOfEvents_AreKnown) {
  const ReadPlan read =
      Read(Page("<table><tr><th>№</th><th>Мероприятие</th><th>Дата</th><th>Място</th><th>Организатор</"
                "th><th>Средства"
                "</th></tr><tr><td>1</td><td>Събор</td><td>19.02.2022</td><td>Площада</"
                "td><td>Читалище</td><td>400 "
                "лв.</td></tr></table>"));
  ASSERT_THAT(MeasureKeys(read.plan), ElementsAre("1.1 Събор"));
  const Measure& measure = read.plan.sections[0].measures[0];
  EXPECT_EQ(measure.executor, "Читалище");
  ASSERT_TRUE(measure.timeframe.has_value());
  EXPECT_EQ(measure.timeframe->from.day, 19);
  EXPECT_THAT(Reasons(read.findings), Not(Contains("PLAN_COLUMN_UNKNOWN")));
}

TEST(Columns, BeginningAndEndInTheirOwn_AreOneTimeframe) {
  const ReadPlan read =
      Read(Page("<table><tr><th>№</th><th>Мярка</th><th>Обект</th><th>Стойност, "
                "лв.</th><th>Начало</th><th>Край</th>"
                "</tr><tr><td>1</td><td>Саниране</td><td>с. Поляна</td><td>1 "
                "000</td><td>03.2022</td><td>12.2023</td>"
                "</tr></table>"));
  ASSERT_THAT(MeasureKeys(read.plan), ElementsAre("1.1 Саниране"));
  const Measure& measure = read.plan.sections[0].measures[0];
  EXPECT_EQ(measure.place, "с. Поляна");
  ASSERT_TRUE(measure.timeframe.has_value());
  EXPECT_EQ(measure.timeframe->as_written, "03.2022 – 12.2023");
  EXPECT_EQ(measure.timeframe->from.month, 3);
  EXPECT_EQ(measure.timeframe->to.month, 12);
  EXPECT_EQ(measure.timeframe->to.year, 2023);
}

TEST(Columns, BeginningBehindTheEnd_IsNotUnderstood) {
  const ReadPlan read = Read(
      Page("<table><tr><th>№</th><th>Мярка</th><th>Дата на започване</th><th>Дата на приключване</th>"
           "</tr><tr><td>1</td><td>Саниране</td><td>12.2023</td><td>03.2022</td></tr>"
           "<tr><td>2</td><td>Ремонт</td><td>31.02.2022</td><td>12.2022</td></tr></table>"));
  ASSERT_THAT(MeasureKeys(read.plan), ElementsAre("1.1 Саниране", "1.2 Ремонт"));
  EXPECT_THAT(Reasons(read.plan.not_understood),
              ElementsAre("DATE_NOT_IN_CALENDAR", "PLAN_PERIOD_BACKWARDS"));
  EXPECT_EQ(read.plan.sections[0].measures[0].timeframe->as_written, "12.2023 – 03.2022");
  EXPECT_EQ(read.plan.sections[0].measures[0].timeframe->from.year, 0);
  EXPECT_EQ(read.plan.sections[0].measures[1].timeframe->to.month, 12);
}

TEST(Columns, BelowSources_AreAmountsOfEach) {
  const ReadPlan read = Read(Page(
      "<table><tr><th rowspan=2>№</th><th rowspan=2>Обект</th><th rowspan=2>Обща стойност, лв.</th>"
      "<th colspan=3>в т.ч. по източници, лв.</th></tr>"
      "<tr><th>Републикански бюджет</th><th>Собствени средства</th><th>ПРСР</th></tr>"
      "<tr><td>1</td><td>Мост</td><td>600</td><td>100</td><td>200</td><td>300</td></tr></table>"));
  ASSERT_THAT(MeasureKeys(read.plan), ElementsAre("1.1 Мост"));
  const Measure& measure = read.plan.sections[0].measures[0];
  EXPECT_EQ(measure.stated_total, Bgn(60000));
  ASSERT_THAT(measure.sources, SizeIs(3));
  EXPECT_EQ(measure.sources[0].kind, SourceKind::kStateBudget);
  EXPECT_EQ(measure.sources[2].amount, Bgn(30000));
}

TEST(Columns, SourcesWithTheirAmounts_KeepThemBesideTheTotal) {
  const ReadPlan read = Read(
      Page("<table><tr><th>№</th><th>Мярка</th><th>Източник</th><th>Сума</th></tr>"
           "<tr><td>1</td><td>Обяд</td><td>Общински бюджет – 650 лв., дарения – 150 лв.</td><td>800 "
           "лв.</td></tr>"
           "<tr><td>2</td><td>Ремонт</td><td>Общински бюджет – 500 лв.</td><td></td></tr>"
           "<tr><td>3</td><td>Клуб</td><td>Общински бюджет – 50 лв. месечно</td><td>600 лв.</td></tr>"
           "</table>"));
  ASSERT_THAT(MeasureKeys(read.plan), SizeIs(3));
  const Measure& lunch = read.plan.sections[0].measures[0];
  EXPECT_EQ(lunch.stated_total, Bgn(80000));
  ASSERT_THAT(lunch.sources, SizeIs(2));
  EXPECT_EQ(lunch.sources[0].amount, Bgn(65000));
  EXPECT_EQ(lunch.sources[1].amount, Bgn(15000));
  EXPECT_THAT(lunch.parts, IsEmpty());
  // No other column says how much: the one of the sources does.
  EXPECT_EQ(read.plan.sections[0].measures[1].stated_total, Bgn(50000));
  // What the source pays by the month is no part of the total.
  EXPECT_EQ(read.plan.sections[0].measures[2].stated_total, Bgn(60000));
  EXPECT_THAT(Reasons(read.plan.not_understood), ElementsAre("PLAN_AMOUNT_AMBIGUOUS"));
}

TEST(Columns, AmountThatIsOnlyReferredTo_IsAFinding) {
  const auto with = [](const std::string& amount) {
    return Reasons(Read(Page(absl::StrCat("<table><tr><th>№</th><th>Мярка</th><th>Сума, лв.</th></tr>"
                                          "<tr><td>1</td><td>Ремонт</td><td>",
                                          amount, "</td></tr></table>")))
                       .findings);
  };
  EXPECT_THAT(with("съгл. КСС"), Contains("PLAN_AMOUNT_NOT_STATED"));
  EXPECT_THAT(with("в рамките на бюджета"), Contains("PLAN_AMOUNT_NOT_STATED"));
  for (const char* none : {"–", "", "не са необходими", "няма", "Не изисква"})
    EXPECT_THAT(with(none), Not(Contains("PLAN_AMOUNT_NOT_STATED"))) << none;
}

TEST(Columns, SourcesOfAnAmountBesideTheirColumn_AreAFinding) {
  const auto with = [](const std::string& amount) {
    return Read(
        Page(absl::StrCat("<table><tr><th>№</th><th>Мярка</th><th>Сума</th><th>Източник</th></tr>"
                          "<tr><td>1</td><td>Ремонт</td><td>",
                          amount, "</td><td>Общински бюджет</td></tr></table>")));
  };
  for (const char* more : {"500 лв. (ЕСФ 85 %, общински бюджет 15 %)", "500 лв. от дарения"}) {
    const ReadPlan read = with(more);
    EXPECT_THAT(Reasons(read.findings), Contains("PLAN_SOURCES_TWICE")) << more;
    EXPECT_EQ(read.plan.sections[0].measures[0].sources[0].kind, SourceKind::kMunicipalBudget);
    std::vector<std::string> places;
    for (const Span& span : read.plan.spans)
      if (span.path == "measure.1.1.sources.1") places.push_back(span.text);
    EXPECT_THAT(places, ElementsAre("Общински бюджет")) << more;
  }
  EXPECT_THAT(Reasons(with("500 лв. от общинския бюджет").findings),
              Not(Contains("PLAN_SOURCES_TWICE")));
}

TEST(Columns, FiguresBehindSources_HaveTheUnitOfTheHeading) {
  const auto with = [](const std::string& unit) {
    return Read(Page(absl::StrCat("<table><tr><th>№</th><th>Мярка</th><th>Източници", unit,
                                  "</th></tr><tr><td>1</td><td>Сметища</td><td>Общински бюджет – 70, "
                                  "ПУДООС – 35</td></tr></table>")));
  };
  const ReadPlan read = with(" (хил. лв.)");
  const Measure& measure = read.plan.sections[0].measures[0];
  ASSERT_THAT(measure.sources, SizeIs(2));
  EXPECT_EQ(measure.sources[0].amount, Bgn(7000000));
  EXPECT_EQ(measure.sources[1].amount, Bgn(3500000));
  EXPECT_THAT(Reasons(with("").plan.not_understood),
              ElementsAre("PLAN_AMOUNT_WITHOUT_UNIT", "PLAN_AMOUNT_WITHOUT_UNIT"));
}

TEST(Columns, CellOfASourceThatIsNoName_IsAFindingAndNoSource) {
  const ReadPlan read =
      Read(Page("<table><tr><th>№</th><th>Мярка</th><th>Източник</th></tr>"
                "<tr><td>1</td><td>Саниране</td><td>Не са необходими средства от общината</td></tr>"
                "<tr><td>2</td><td>Ремонт</td><td>600</td></tr></table>"));
  ASSERT_THAT(MeasureKeys(read.plan), SizeIs(2));
  EXPECT_THAT(read.plan.sections[0].measures[0].sources, IsEmpty());
  EXPECT_THAT(read.plan.sections[0].measures[1].sources, IsEmpty());
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_SOURCE_UNKNOWN"));
}

TEST(Columns, ObjectsWithoutAnyActivity_AreWhatTheRowsAreAbout) {
  const ReadPlan read =
      Read(Page("<table><tr><th>№</th><th>Обект</th><th>Стойност, "
                "лв.</th><th>Източник</th></tr><tr><td>1</td><td>Ремонт "
                "на мост</td><td>1 000</td><td>ОбБ</td></tr></table>"));
  EXPECT_THAT(MeasureKeys(read.plan), ElementsAre("1.1 Ремонт на мост"));
}

TEST(Columns, FinancingOfTheMunicipalityAndOfOthers_AreAmountsOfSources) {
  const ReadPlan read = Read(
      Page("<table><tr><th>№</th><th>Дейност</th><th>Финансиране от общината (евро)</th><th>Външно "
           "финансиране (евро)</th></tr><tr><td>1</td><td>Ремонт</td><td>3 200,00</td><td>12 "
           "800,00</td></tr>"
           "</table>"));
  ASSERT_THAT(MeasureKeys(read.plan), SizeIs(1));
  const Measure& measure = read.plan.sections[0].measures[0];
  ASSERT_THAT(measure.sources, SizeIs(2));
  EXPECT_EQ(measure.sources[0].kind, SourceKind::kMunicipalBudget);
  EXPECT_EQ(measure.sources[0].amount, Money::Minor(320000, Currency::kEur));
  EXPECT_EQ(measure.sources[1].amount, Money::Minor(1280000, Currency::kEur));
  EXPECT_THAT(Reasons(read.findings), Not(Contains("PLAN_COLUMN_TWICE")));
}

TEST(Columns, ByTheirWordsInAnyOrder_GiveTheirFields) {
  const Plan plan =
      Read(Page("<table><tr><th>Отговорник</th><th>Срок</th><th>№</th><th>Сума (хил. "
                "лв.)</th><th>Мярка</th>"
                "<th>Индикатор</th><th>Бележка на кмета</th></tr>"
                "<tr><td>Община Брод</td><td>2021-2022 г.</td><td>1</td><td>12,5</td><td>Медиатор</td>"
                "<td>Брой лица – 25</td><td>важно</td></tr></table>"))
          .plan;
  ASSERT_THAT(MeasureKeys(plan), ElementsAre("1.1 Медиатор"));
  const Measure& measure = plan.sections[0].measures[0];
  EXPECT_EQ(measure.executor, "Община Брод");
  EXPECT_EQ(measure.stated_total, Bgn(1250000));
  EXPECT_EQ(measure.timeframe->to.year, 2022);
  EXPECT_THAT(measure.indicators, ElementsAre(Indicator{"Брой лица", "25", ""}));
  EXPECT_THAT(measure.other_cells, ElementsAre(OtherCell{"Бележка на кмета", "важно"}));
}

TEST(Columns, TwoRowsOfHeadings_AreOne) {
  const Plan plan =
      Read(Page("<table><tr><th rowspan=2>№</th><th rowspan=2>Дейност</th><th "
                "colspan=2>Финансиране</th></tr>"
                "<tr><th>източник</th><th>сума (лв.)</th></tr>"
                "<tr><td>1</td><td>Медиатор</td><td>Общински бюджет</td><td>5 000</td></tr></table>"))
          .plan;
  ASSERT_THAT(MeasureKeys(plan), ElementsAre("1.1 Медиатор"));
  EXPECT_EQ(plan.sections[0].measures[0].stated_total, Bgn(500000));
  EXPECT_THAT(plan.sections[0].measures[0].sources,
              ElementsAre(Source{SourceKind::kMunicipalBudget, "Общински бюджет", Bgn(500000)}));
}

TEST(Columns, AmountWithoutAnyUnit_IsNotTaken) {
  const Plan plan = Read(Page("<table><tr><th>№</th><th>Дейност</th><th>Сума</th></tr>"
                              "<tr><td>1</td><td>Медиатор</td><td>5 000</td></tr></table>"))
                        .plan;
  EXPECT_EQ(plan.sections[0].measures[0].stated_total, std::nullopt);
  EXPECT_THAT(Reasons(plan.not_understood), ElementsAre("PLAN_AMOUNT_WITHOUT_UNIT"));
}

TEST(Columns, HeadingsInTheFirstColumn_GiveAMeasureEach) {
  const Plan plan =
      Read(Page("<table><tr><td>Мярка</td><td>1. Център</td></tr><tr><td>Срок</td><td>2021 г.</td></tr>"
                "<tr><td>Бюджет</td><td>100 лв.</td></tr><tr><td>Мярка</td><td>2. Курс</td></tr>"
                "<tr><td>Срок</td><td>2022 г.</td></tr></table>"))
          .plan;
  EXPECT_THAT(MeasureKeys(plan), ElementsAre("1.1 Център", "1.2 Курс"));
  EXPECT_EQ(plan.sections[0].measures[0].stated_total, Bgn(10000));
  EXPECT_EQ(plan.sections[0].measures[1].timeframe->from.year, 2022);
}

TEST(Sections, AreaAboveObjective_StandsInTheSection) {
  const Plan plan = Read(Page("<table><tr><th>№</th><th>Дейност</th><th>Срок</th></tr>"
                              "<tr><td colspan=3>Приоритет 1. Образование</td></tr><tr><td "
                              "colspan=3>Цел 1.1. Училище</td></tr>"
                              "<tr><td>1</td><td>Занимания</td><td>2021 г.</td></tr>"
                              "<tr><td colspan=3>Приоритет 2. "
                              "Здраве</td></tr><tr><td>1</td><td>Прегледи</td><td>2021 г.</td></tr>"
                              "</table>"))
                        .plan;
  ASSERT_THAT(plan.sections, SizeIs(2));
  EXPECT_EQ(plan.sections[0].area, "Приоритет 1. Образование");
  EXPECT_EQ(plan.sections[0].title, "Цел 1.1. Училище");
  EXPECT_EQ(plan.sections[1].title, "Приоритет 2. Здраве");
  EXPECT_EQ(plan.sections[1].area, "");
  EXPECT_THAT(plan.not_understood, IsEmpty());
}

TEST(Sections, NumbersThatRestartWithoutAHeading_BeginASection) {
  const ReadPlan read =
      Read(Page("<table><tr><th>№</th><th>Дейност</th><th>Срок</th></tr>"
                "<tr><td>1</td><td>Първо</td><td>2021 г.</td></tr>"
                "<tr><td>1</td><td>Второ</td><td>2021 г.</td></tr></table>"));
  EXPECT_THAT(MeasureKeys(read.plan), ElementsAre("1.1 Първо", "2.1 Второ"));
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_NUMBERING_RESTARTS"));
}

TEST(Sections, NumberThatStandsTwice_IsGivenAnotherAndNamed) {
  const Plan plan =
      Read(Page("<table><tr><th>№</th><th>Дейност</th><th>Срок</th></tr>"
                "<tr><td>1</td><td>Първо</td><td>2021 г.</td></tr><tr><td>2</td><td>Второ</td><td>2021 "
                "г.</td></tr><tr><td>2</td><td>Трето</td><td>2021 г.</td></tr></table>"))
          .plan;
  EXPECT_THAT(MeasureKeys(plan), ElementsAre("1.1 Първо", "1.2 Второ", "1.3 Трето"));
  EXPECT_THAT(Reasons(plan.not_understood), ElementsAre("PLAN_ORDINAL_TWICE"));
}

TEST(Totals, BySectionAndOfThePlan_AreToldByTheirWords) {
  const Plan plan = Read(Page("<table><tr><th>№</th><th>Дейност</th><th>Сума (лв.)</th></tr>"
                              "<tr><td>1</td><td>Първо</td><td>100</td></tr><tr><td></td><td>Общо за "
                              "раздел I</td><td>100</td></tr>"
                              "<tr><td colspan=3>Раздел II</td></tr>"
                              "<tr><td>1</td><td>Второ</td><td>200</td></tr><tr><td></td><td>Общо за "
                              "раздел II</td><td>200</td></tr>"
                              "<tr><td></td><td>ВСИЧКО ЗА ПЛАНА</td><td>300</td></tr></table>"))
                        .plan;
  ASSERT_THAT(plan.sections, SizeIs(2));
  EXPECT_EQ(plan.sections[0].stated_total, Bgn(10000));
  EXPECT_EQ(plan.sections[1].stated_total, Bgn(20000));
  EXPECT_EQ(plan.stated_total, Bgn(30000));
}

TEST(Rows, MergedOverSeveralRows_AreOneMeasureAndASharedAmountIsNamed) {
  const ReadPlan merged =
      Read(Page("<table><tr><th>№</th><th>Дейност</th><th>Индикатор</th></tr>"
                "<tr><td rowspan=2>1</td><td rowspan=2>Курс</td><td>Участници: 20 бр.</td></tr>"
                "<tr><td>Занятия: 8 бр.</td></tr></table>"));
  EXPECT_THAT(MeasureKeys(merged.plan), ElementsAre("1.1 Курс"));
  const ReadPlan shared =
      Read(Page("<table><tr><th>№</th><th>Дейност</th><th>Сума (лв.)</th></tr>"
                "<tr><td>1</td><td>Курс</td><td "
                "rowspan=2>500</td></tr><tr><td>2</td><td>Клуб</td></tr></table>"));
  EXPECT_EQ(shared.plan.sections[0].measures[0].stated_total, Bgn(50000));
  EXPECT_EQ(shared.plan.sections[0].measures[1].stated_total, std::nullopt);
  EXPECT_THAT(Reasons(shared.findings), Contains("PLAN_AMOUNT_SHARED"));
}

// One amount for three sources: the row's, and nobody's share of it.
TEST(Rows, AmountMergedOverSources_IsTheTotalAndNoSources) {
  const ReadPlan read = Read(
      Page("<table><tr><th>№</th><th>Дейност</th><th>Държавен бюджет, лв.</th><th>Общински бюджет, "
           "лв.</th><th>Други източници, лв.</th></tr>"
           "<tr><td>1</td><td>Курс</td><td>100</td><td>200</td><td>300</td></tr>"
           "<tr><td>2</td><td>Клуб</td><td colspan=3>600</td></tr></table>"));
  const Measure& measure = read.plan.sections[0].measures[1];
  EXPECT_EQ(measure.stated_total, Bgn(60000));
  EXPECT_THAT(measure.parts, IsEmpty());
  ASSERT_THAT(measure.sources, SizeIs(3));
  for (const Source& source : measure.sources) EXPECT_EQ(source.amount, std::nullopt);
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_SOURCE_AMOUNT_OPEN"));
  EXPECT_THAT(Reasons(read.findings), Not(Contains("PLAN_AMOUNT_SHARED")));
  EXPECT_THAT(read.plan.sections[0].measures[0].parts, SizeIs(3));
}

// A further column adds to it, so it is not the row's.
TEST(Rows, AmountMergedOverSomeSources_IsAPartOfTheRow) {
  const ReadPlan read = Read(
      Page("<table><tr><th>№</th><th>Дейност</th><th>Държавен бюджет, лв.</th><th>Общински бюджет, "
           "лв.</th><th>Други източници, лв.</th></tr>"
           "<tr><td>1</td><td>Курс</td><td>100</td><td>200</td><td>300</td></tr>"
           "<tr><td>2</td><td>Клуб</td><td colspan=2>600</td><td>50</td></tr></table>"));
  const Measure& measure = read.plan.sections[0].measures[1];
  EXPECT_EQ(measure.stated_total, std::nullopt);
  ASSERT_THAT(measure.parts, SizeIs(2));
  EXPECT_EQ(measure.parts[0].label, "Държавен бюджет, лв.; Общински бюджет, лв.");
  EXPECT_EQ(measure.parts[0].amount, Bgn(60000));
  EXPECT_EQ(measure.parts[1].amount, Bgn(5000));
}

TEST(Rows, AmountMergedOverColumnsOfTwoKinds_IsShared) {
  const ReadPlan read =
      Read(Page("<table><tr><th>№</th><th>Дейност</th><th>Обща стойност, лв.</th><th>Общински бюджет, "
                "лв.</th></tr><tr><td>1</td><td>Курс</td><td>200</td><td>200</td></tr>"
                "<tr><td>2</td><td>Клуб</td><td colspan=2>600</td></tr></table>"));
  EXPECT_EQ(read.plan.sections[0].measures[1].stated_total, Bgn(60000));
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_AMOUNT_SHARED"));
}

TEST(Rows, FormulaThatFailed_IsNoText) {
  const auto row = [](const std::string& number, const std::string& cells) {
    return absl::StrCat("<row r=\"", number, "\">", cells, "</row>");
  };
  const auto text = [](const std::string& place, const std::string& words) {
    return absl::StrCat("<c r=\"", place, "\" t=\"inlineStr\"><is><t>", words, "</t></is></c>");
  };
  const ReadPlan read = Read(sheet::testing::MakeZip(sheet::testing::Workbook(
      row("1", text("A1", "Годишен план за социалните услуги на община Брод за 2022 г.")) +
      row("2", text("A2", "№") + text("B2", "Дейност") + text("C2", "Отговорник") +
                   text("D2", "Сума (лв.)") + text("E2", "Финансиране")) +
      row("3", "<c r=\"A3\"><v>1</v></c>" + text("B3", "Курс") +
                   "<c r=\"C3\" t=\"e\"><v>#REF!</v></c><c r=\"D3\"><v>200</v></c>"
                   "<c r=\"E3\" t=\"e\"><v>#REF!</v></c>") +
      row("4", "<c r=\"A4\"><v>2</v></c>" + text("B4", "Клуб") +
                   "<c r=\"C4\"><f>C1</f></c><c r=\"D4\" t=\"e\"><v>#N/A</v></c>"))));
  ASSERT_THAT(MeasureKeys(read.plan), ElementsAre("1.1 Курс", "1.2 Клуб"));
  EXPECT_EQ(read.plan.sections[0].measures[0].executor, "");
  EXPECT_EQ(read.plan.sections[0].measures[1].executor, "");
  EXPECT_EQ(read.plan.sections[0].measures[1].stated_total, std::nullopt);
  std::vector<std::string> told;
  for (const Remark& miss : read.plan.not_understood)
    told.push_back(absl::StrCat(miss.at.place, " ", miss.reason));
  EXPECT_THAT(told, testing::UnorderedElementsAre(
                        "Лист1!C3 TABLE_FORMULA_FAILED", "Лист1!C4 TABLE_FORMULA_FAILED",
                        "Лист1!E3 TABLE_FORMULA_FAILED", "Лист1!D4 AMOUNT_MALFORMED"));
}

// A column of people that counts two groups.
TEST(Rows, PeopleInTwoGroups_AreOpenAndNoAmount) {
  const ReadPlan read =
      Read(Page("<table><tr><th>№</th><th>Дейност</th><th>Брой потребители</th></tr>"
                "<tr><td>1</td><td>Курс</td><td>30 деца и 20 родители</td></tr></table>"));
  EXPECT_EQ(read.plan.sections[0].measures[0].headcount, std::nullopt);
  EXPECT_THAT(Reasons(read.plan.not_understood), ElementsAre("PLAN_PEOPLE_OPEN"));
}

TEST(Prose, AdoptionOfThePlanItself_HasNumberDateAndBody) {
  const Plan plan =
      Read(Page("<p>Планът е приет с решение №\u00A0699/29.07.2022 г. на ОбС-Брод.</p>")).plan;
  ASSERT_TRUE(plan.adoption.has_value());
  EXPECT_EQ(plan.adoption->decision_number, "699");
  EXPECT_EQ(plan.adoption->protocol_number, std::nullopt);
  EXPECT_EQ(FormatPartial(*plan.adoption->on), "2022-07-29");
  EXPECT_EQ(plan.adoption->body, "ОбС-Брод");
  EXPECT_EQ(plan.strategy, std::nullopt);
  const Plan blank =
      Read(Page("<p>Планът е приет с Решение № …… от ………… на Общинския съвет.</p>")).plan;
  EXPECT_EQ(blank.adoption->decision_number, "");
  const Plan none = Read(Page("<p>Планът ще бъде представен.</p>")).plan;
  EXPECT_EQ(none.adoption, std::nullopt);
}

TEST(Prose, StrategiesOfSeveralLevels_KeepNamesAndPeriods) {
  const Plan plan =
      Read(Page("<p>Планът за периода 2012-2020 г. е в изпълнение на Областната стратегия за "
                "интегриране на ромите и Националната стратегия на страната (2012- 2020).</p>"))
          .plan;
  ASSERT_THAT(plan.parents, SizeIs(2));
  EXPECT_EQ(plan.parents[0].level, PlanLevel::kRegional);
  EXPECT_EQ(plan.parents[0].title, "Областната стратегия за интегриране на ромите");
  EXPECT_EQ(plan.parents[0].period, std::nullopt);
  EXPECT_EQ(plan.parents[1].level, PlanLevel::kNational);
  EXPECT_EQ(plan.parents[1].period->to.year, 2020);
  // The title's period is another one, and only what is called the plan's is the plan's.
  EXPECT_EQ(plan.period_titled->from.year, 2021);
  ASSERT_THAT(plan.periods_written, SizeIs(1));
  EXPECT_EQ(plan.periods_written[0].from.year, 2012);
}

TEST(Prose, ListsByTheLineAboveThem_AndAStatementAmongAims) {
  const ReadPlan read = Read(Page(
      "<p>Изпълнението е насочено към:</p><ul><li>Повече работа;</li>"
      "<li>Интегрирането на групите е непрекъснат процес.</li></ul>"
      "<p>Приоритетни области: образование, заетост.</p><p>Целеви групи</p><ul><li>Деца</li></ul>"));
  EXPECT_THAT(read.plan.directions, ElementsAre("Повече работа"));
  EXPECT_THAT(read.plan.statements, ElementsAre("Интегрирането на групите е непрекъснат процес"));
  EXPECT_THAT(read.plan.priority_areas, ElementsAre("образование", "заетост"));
  EXPECT_THAT(read.plan.target_groups, ElementsAre("Деца"));
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_STATEMENT_IN_LIST"));
}

TEST(Prose, ParticipantsAndAttachments_AreListed) {
  const Plan plan =
      Read(
          "План за действие на община Брод за приобщаване на ромите 2021-2023 г.\n\n"
          "В разработването на плана участваха:\n\nОбщина Брод\nБюро по труда\n\nДруго.\n\n"
          "Прикачени файлове\n\nПлан (981.00 KB) Приложение (87.00 KB)\n")
          .plan;
  EXPECT_THAT(plan.participants, ElementsAre("Община Брод", "Бюро по труда"));
  ASSERT_THAT(plan.attachments, SizeIs(2));
  EXPECT_EQ(plan.attachments[0], (Attachment{"План", "981.00 KB", 1004544, ""}));
  EXPECT_EQ(plan.attachments[1].name, "Приложение");
}

TEST(Prose, MeasuresInNumberedLists_HaveTheirHeadingsAsSections) {
  const ReadPlan read = Read(
      "Програма ROMACT в община Брод през 2016 г.\n\nI. Образование\n1. Занимания.\n2. Курсове.\n\n"
      "II. Здраве\n1. Медиатор.\n");
  EXPECT_THAT(MeasureKeys(read.plan), ElementsAre("1.1 Занимания.", "1.2 Курсове.", "2.1 Медиатор."));
  EXPECT_EQ(read.plan.sections[1].numeral, "II.");
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_MEASURES_FROM_LIST"));
}

TEST(Prose, BodiesRolesAgreementsAndFigures_AreNamedAsWritten) {
  const Plan plan =
      Read(
          "Програма ROMACT в община Брод през 2016 г.\n\nПрез август 2016 г. кметът на Брод подписа "
          "споразумение за програмата. В периода август – декември 2016 г. бяха проведени 15 срещи и "
          "обучения. "
          "Създадена е Местна активна група (МАГ) от представители на общността; определени са със "
          "заповед на "
          "кмета координатор (Ана Илиева) и контактно лице (Петър Донев).\n")
          .plan;
  ASSERT_THAT(plan.agreements, SizeIs(1));
  EXPECT_EQ(FormatPartial(*plan.agreements[0].signed_on), "2016-08");
  EXPECT_EQ(plan.agreements[0].signed_by, "кметът на Брод");
  ASSERT_THAT(plan.figures, SizeIs(1));
  EXPECT_EQ(plan.figures[0].code, "meetings_and_trainings");
  EXPECT_EQ(plan.figures[0].count, 15);
  ASSERT_THAT(plan.bodies, SizeIs(1));
  EXPECT_EQ(plan.bodies[0].abbreviation, "МАГ");
  ASSERT_THAT(plan.role_holders, SizeIs(2));
  EXPECT_EQ(plan.role_holders[1],
            (RoleHolder{"контактно лице", "Петър Донев", "със заповед на кмета", std::nullopt}));
}

TEST(Prose, TextWithoutAValue_IsListedAsUnused) {
  const ReadPlan read = Read(Page("<p>Следвайте ни в мрежата.</p>"));
  ASSERT_THAT(read.unused, SizeIs(1));
  EXPECT_EQ(read.unused[0].text, "Следвайте ни в мрежата.");
}

TEST(Findings, WhatIsNotWrittenOfADateOrATable_IsNamed) {
  const ReadPlan years =
      Read(Page("<table><tr><th>№</th><th>Дейност</th><th>Срок</th></tr>"
                "<tr><td>1</td><td>Курс</td><td>до 18 април</td></tr>"
                "<tr><td>2</td><td>Клуб</td><td>до 18-ти април тази година</td></tr></table>"));
  EXPECT_THAT(Reasons(years.findings), Contains("PLAN_DATE_WITHOUT_YEAR"));
  EXPECT_THAT(Reasons(years.findings), Contains("PLAN_YEAR_BY_WORD"));
  const ReadPlan nameless =
      Read(Page("<table><tr><th>№</th><th>Срок</th><th>Отговорник</th></tr>"
                "<tr><td>1</td><td>2021 г.</td><td>Община Брод</td></tr></table>"));
  EXPECT_THAT(Reasons(nameless.plan.not_understood), Contains("PLAN_COLUMNS_MISSING"));
}

TEST(Findings, TitleOfAnotherPlan_IsNamed) {
  const ReadPlan read =
      Read(Page("<p>Общински план за младежта на община Брод за 2022 г.</p><p>Текст.</p>"));
  EXPECT_EQ(read.plan.kind, PlanKind::kRomaIntegration);
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_TITLE_TWICE"));
}

TEST(Limits, ListOfMoreMeasuresThanAPlanHas_IsCutWithAPlace) {
  std::string text = "План за приобщаване на ромите в община Брод 2021-2023 г.\n\n";
  for (int i = 0; i < 600; ++i) text += "Цел 1\n1. а\n";
  const Plan plan = Read(text).plan;
  EXPECT_THAT(MeasureKeys(plan), SizeIs(500));
  EXPECT_THAT(Reasons(plan.not_understood), Contains("PLAN_TOO_MANY_ROWS"));
}

}  // namespace
}  // namespace tranche::plans
