// SPDX-License-Identifier: EUPL-1.2
// Tables with a column for each year, sections that a column names, and adoptions on several lines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "plans/plan_reader.h"

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

ReadPlan ReadCsv(const std::string& rows) {
  return Read(absl::StrCat("План за младежта на община Брод 2021-2023 г.;;;;;;\n", rows));
}

std::string Page(const std::string& body) {
  return absl::StrCat(
      "<html><body><h1>План за действие на община Брод за приобщаване на ромите 2021-2023 г.</h1>",
      body, "</body></html>");
}

std::vector<std::string> Years(const std::vector<AmountPart>& parts) {
  std::vector<std::string> years;
  for (const AmountPart& part : parts)
    years.push_back(absl::StrCat(part.year, " ", FormatAmount(part.amount)));
  return years;
}

TEST(YearColumns, BelowOneMergedHeading_ArePartsAndNeverTheTotal) {
  const ReadPlan read = Read(Page(
      "<table><tr><td rowspan=2>№</td><td rowspan=2>Дейност</td><td colspan=3>Средства, лв.</td></tr>"
      "<tr><td>2021 г.</td><td>2022 г.</td><td>Общо</td></tr>"
      "<tr><td>1</td><td>Медиатори</td><td>18 000</td><td>24 000</td><td>42 000</td></tr>"
      "<tr><td></td><td>Общо</td><td>18 000</td><td>24 000</td><td>42 000</td></tr></table>"));
  ASSERT_THAT(read.plan.sections, SizeIs(1));
  const Measure& measure = read.plan.sections[0].measures.at(0);
  EXPECT_EQ(measure.stated_total, Bgn(4200000));
  EXPECT_THAT(Years(measure.parts), ElementsAre("2021 18000.00", "2022 24000.00"));
  EXPECT_THAT(measure.sources, IsEmpty());
  EXPECT_EQ(read.plan.stated_total, Bgn(4200000));
  EXPECT_THAT(Years(read.plan.stated_years), ElementsAre("2021 18000.00", "2022 24000.00"));
}

TEST(YearColumns, InOneRowOfHeadings_ArePartsToo) {
  const ReadPlan read = ReadCsv(
      "№;Дейност;Сума за 2021 г., лв.;Сума за 2022 г., лв.;Общо, лв.\n"
      "1;Лагер;100;200;300\n;Общо;100;200;300\n");
  const Measure& measure = read.plan.sections.at(0).measures.at(0);
  EXPECT_EQ(measure.stated_total, Bgn(30000));
  EXPECT_THAT(Years(measure.parts), ElementsAre("2021 100.00", "2022 200.00"));
  EXPECT_EQ(read.plan.stated_total, Bgn(30000));
}

TEST(YearColumns, OneAlone_IsTheYearOfTheTotal) {
  const ReadPlan read = ReadCsv("№;Дейност;Сума за 2021 г., лв.\n1;Лагер;100\n;Общо;100\n");
  EXPECT_EQ(read.plan.sections.at(0).measures.at(0).stated_total, Bgn(10000));
  EXPECT_THAT(read.plan.sections[0].measures[0].parts, IsEmpty());
}

TEST(YearColumns, BesideATotalThatNamesAYear_LeaveItTheTotal) {
  const ReadPlan read = ReadCsv(
      "№;Дейност;Сума за 2022 г., лв.;Сума за 2023 г., лв.;Обща сума за периода до 2024 г., лв.\n"
      "1;Лагер;100;200;300\n;Общо;100;200;300\n");
  const Measure& measure = read.plan.sections.at(0).measures.at(0);
  EXPECT_EQ(measure.stated_total, Bgn(30000));
  EXPECT_THAT(Years(measure.parts), ElementsAre("2022 100.00", "2023 200.00"));
  EXPECT_EQ(read.plan.stated_total, Bgn(30000));
  EXPECT_THAT(Years(read.plan.stated_years), ElementsAre("2022 100.00", "2023 200.00"));
}

TEST(YearColumns, ThatAllCallThemselvesTotals_AreOfTheirYears) {
  const ReadPlan read =
      ReadCsv("№;Дейност;Обща сума за 2022 г., лв.;Обща сума за 2023 г., лв.\n1;Лагер;100;200\n");
  EXPECT_THAT(Years(read.plan.sections.at(0).measures.at(0).parts),
              ElementsAre("2022 100.00", "2023 200.00"));
}

TEST(YearColumns, OfTheMunicipality_AreNoTotals) {
  const ReadPlan read =
      ReadCsv("№;Дейност;Средства от общината за 2022 г., лв.;Сума за 2023 г., лв.\n1;Лагер;100;200\n");
  EXPECT_THAT(Years(read.plan.sections.at(0).measures.at(0).parts),
              ElementsAre("2022 100.00", "2023 200.00"));
}

TEST(YearColumns, WithoutAColumnForTheWhole_LeaveTheTotalOpen) {
  const ReadPlan read = ReadCsv(
      "№;Дейност;Средства, хил. лв.;;Индикатори\n;;2021;2022;\n"
      "1;Лагер;1,5;2,0;деца: 30\n;Общо;1,5;2,0;\n");
  const Measure& measure = read.plan.sections.at(0).measures.at(0);
  EXPECT_EQ(measure.stated_total, std::nullopt);
  EXPECT_THAT(Years(measure.parts), ElementsAre("2021 1500.00", "2022 2000.00"));
  EXPECT_EQ(read.plan.stated_total, std::nullopt);
  EXPECT_THAT(Years(read.plan.stated_years), ElementsAre("2021 1500.00", "2022 2000.00"));
}

TEST(YearColumns, NumberBesideThem_IsTheTotalOnlyWhenTheYearsAddUpToIt) {
  const std::string rows =
      "№;Дейност;Средства, лв.;;Индикатори\n;;2021;2022;\n1;Лагер;100;200;деца: 30\n";
  const ReadPlan exact = ReadCsv(rows + ";Общо;100;200;300\n");
  EXPECT_EQ(exact.plan.stated_total, Bgn(30000));
  EXPECT_THAT(Reasons(exact.findings), Contains("PLAN_TOTAL_BESIDE_YEARS"));
  const ReadPlan other = ReadCsv(rows + ";Общо;100;200;30\n");
  EXPECT_EQ(other.plan.stated_total, std::nullopt);
}

TEST(YearColumns, MarksInThem_AreKeptAsTheyStand) {
  const ReadPlan read = ReadCsv("№;Дейност;Срок;;Сума, лв.\n;;2021;2022;\n1;Лагер;X;;500\n");
  const Measure& measure = read.plan.sections.at(0).measures.at(0);
  EXPECT_EQ(measure.stated_total, Bgn(50000));
  ASSERT_THAT(measure.other_cells, SizeIs(1));
  EXPECT_EQ(measure.other_cells[0], (OtherCell{"Срок 2021", "X"}));
}

TEST(SectionColumn, FilledOncePerGroup_NamesTheSections) {
  const ReadPlan read = ReadCsv(
      "Приоритет;Дейност;Сума, лв.\n1. Образование;1.1. Ателие;100\n;1.2. Библиотека;200\n"
      "2. Спорт;2.1. Турнир;300\nОбщо;;600\n");
  ASSERT_THAT(read.plan.sections, SizeIs(2));
  EXPECT_EQ(read.plan.sections[0].title, "Образование");
  EXPECT_EQ(read.plan.sections[0].numeral, "1.");
  EXPECT_EQ(read.plan.sections[1].title, "Спорт");
  EXPECT_THAT(read.plan.sections[0].measures, SizeIs(2));
  EXPECT_THAT(read.plan.sections[0].measures[0].other_cells, IsEmpty());
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_SECTIONS_FROM_COLUMN"));
  EXPECT_THAT(Reasons(read.findings), Not(Contains("PLAN_NUMBERING_RESTARTS")));
}

TEST(SectionColumn, WhoseValuesComeBack_NamesNone) {
  const ReadPlan read = ReadCsv(
      "№;Дейност;Приоритет;Сума, лв.\n1;Ателие;висок;100\n2;Библиотека;нисък;200\n"
      "3;Турнир;висок;300\n;Общо;;600\n");
  ASSERT_THAT(read.plan.sections, SizeIs(1));
  EXPECT_EQ(read.plan.sections[0].measures.at(2).other_cells.at(0), (OtherCell{"Приоритет", "висок"}));
}

TEST(TimeFrame, OfWhichAPartIsNotUnderstood_IsKeptAsWrittenWithAFinding) {
  const ReadPlan read =
      ReadCsv("№;Дейност;Срок;Сума, лв.\n1;Лагер;учебна 2021/2022 година;100\n;Общо;;100\n");
  const Measure& measure = read.plan.sections.at(0).measures.at(0);
  EXPECT_EQ(measure.timeframe, (Period{.from = {}, .to = {}, .as_written = "учебна 2021/2022 година"}));
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_SCHOOL_YEAR"));
}

TEST(TimeFrame, OfEveryYearWithItsMonth_IsToldAndOneWithoutEndIsNot) {
  const auto told = [](const char* words) {
    return Reasons(
        ReadCsv(absl::StrCat("№;Дейност;Срок;Сума, лв.\n1;Лагер;", words, ";100\n;Общо;;100\n"))
            .findings);
  };
  for (const char* words : {"ежегодно през месец май", "ежегодно до края на юни", "всяка пролет"})
    EXPECT_THAT(told(words), Contains("PLAN_TIMEFRAME_UNREAD")) << words;
  for (const char* words : {"ежегодно", "постоянен", "целогодишно"})
    EXPECT_THAT(told(words), testing::Not(Contains("PLAN_TIMEFRAME_UNREAD"))) << words;
}

TEST(TimeFrame, OfALengthWithinAPeriodOrAMonthBesideAYear_IsKeptAsWrittenWithAFinding) {
  for (const std::string words : {"3 месеца в периода 01.01.2022 – 31.12.2022", "май – 2022 г."}) {
    const ReadPlan read =
        ReadCsv(absl::StrCat("№;Дейност;Срок;Сума, лв.\n1;Лагер;", words, ";100\n;Общо;;100\n"));
    EXPECT_EQ(read.plan.sections.at(0).measures.at(0).timeframe,
              (Period{.from = {}, .to = {}, .as_written = words}));
    EXPECT_THAT(Reasons(read.findings), Contains("PLAN_TIMEFRAME_UNREAD")) << words;
  }
}

TEST(SectionAboveATable, BelowTheTitle_IsTheOnlyOne) {
  const ReadPlan read =
      Read(Page("<h2>I. Здраве</h2><table><tr><td>№</td><td>Дейност</td><td>Сума, лв.</td></tr>"
                "<tr><td>1</td><td>Медиатори</td><td>100</td></tr></table>"
                "<h2>II. Труд</h2><table><tr><td>№</td><td>Дейност</td><td>Сума, лв.</td></tr>"
                "<tr><td>1</td><td>Курсове</td><td>200</td></tr></table>"));
  ASSERT_THAT(read.plan.sections, SizeIs(2));
  EXPECT_EQ(read.plan.sections[0].title, "Здраве");
  EXPECT_EQ(read.plan.sections[0].area, "");
  EXPECT_THAT(Reasons(read.plan.not_understood), Not(Contains("PLAN_SECTION_EMPTY")));
}

// ---- Adoption

TEST(Adoption, InCapitalsOverThreeLines_IsReadWhole) {
  const ReadPlan read = Read(Page(
      "<p>ПРИЕТ С РЕШЕНИЕ № 63<br>ПО ПРОТОКОЛ № 5 ОТ 24.03.2021 Г.<br>НА ОБЩИНСКИ СЪВЕТ – БРОД</p>"));
  ASSERT_TRUE(read.plan.adoption);
  EXPECT_EQ(read.plan.adoption->decision_number, "63");
  EXPECT_EQ(read.plan.adoption->protocol_number, "5");
  EXPECT_EQ(read.plan.adoption->date, "24.03.2021");
  EXPECT_EQ(read.plan.adoption->body, "ОБЩИНСКИ СЪВЕТ – БРОД");
}

TEST(Adoption, OfTheDecisionThatTheDocumentIsAnnexedTo_IsThePlansOwn) {
  const ReadPlan read =
      Read(Page("<p>Приложение № 1 към Решение № 241 от Протокол № 19/17.06.2021 г. на ОбС Брод</p>"));
  ASSERT_TRUE(read.plan.adoption);
  EXPECT_EQ(read.plan.adoption->decision_number, "241");
  EXPECT_EQ(read.plan.adoption->protocol_number, "19");
  EXPECT_EQ(read.plan.adoption->date, "17.06.2021");
  EXPECT_EQ(read.plan.adoption->body, "ОбС Брод");
}

TEST(Adoption, BeforeTheOneOfAStrategy_TakesNothingOfIt) {
  const ReadPlan read =
      Read(Page("<p>Приет с Решение № 87. С Решение № 112 от Протокол № 9/29.04.2016 г. е приета "
                "Областната стратегия.</p>"));
  ASSERT_TRUE(read.plan.adoption);
  EXPECT_EQ(read.plan.adoption->decision_number, "87");
  EXPECT_EQ(read.plan.adoption->protocol_number, std::nullopt);
  EXPECT_EQ(read.plan.adoption->date, std::nullopt);
}

TEST(Adoption, BeforeAnotherDecisionOrProtocol_TakesNothingOfThem) {
  const ReadPlan decision =
      Read(Page("<p>Приет с Решение № 87.</p><p>С Решение № 112 от 29.04.2016 г.</p>"));
  ASSERT_TRUE(decision.plan.adoption);
  EXPECT_EQ(decision.plan.adoption->date, std::nullopt);
  const ReadPlan protocol =
      Read(Page("<p>Приет с Решение № 87 по Протокол № 4.</p><p>По Протокол № 9 от 29.04.2016 г.</p>"));
  ASSERT_TRUE(protocol.plan.adoption);
  EXPECT_EQ(protocol.plan.adoption->protocol_number, "4");
  EXPECT_EQ(protocol.plan.adoption->date, std::nullopt);
}

TEST(Adoption, BehindTheSecondOfTwoStrategies_IsItsOwn) {
  const ReadPlan read = Read(Page(
      "<p>Планът се съставя в изпълнение на Областната стратегия за приобщаване (2016-2020) и "
      "Общинската стратегия за приобщаване (2016-2020), приета с Решение № 112/29.04.2016 г.</p>"));
  ASSERT_THAT(read.plan.parents, SizeIs(2));
  EXPECT_EQ(read.plan.parents[0].adoption, Adoption());
  EXPECT_EQ(read.plan.parents[1].adoption.decision_number, "112");
  EXPECT_EQ(read.plan.parents[1].adoption.date, "29.04.2016");
}

TEST(Adoption, OfTwoStrategiesTogether_IsOfNeitherAndAFinding) {
  const ReadPlan read =
      Read(Page("<p>Планът се съставя в изпълнение на Областната стратегия за приобщаване и Общинската "
                "стратегия за приобщаване, приети с Решение № 112/29.04.2016 г.</p>"));
  ASSERT_THAT(read.plan.parents, SizeIs(2));
  EXPECT_EQ(read.plan.parents[0].adoption, Adoption());
  EXPECT_EQ(read.plan.parents[1].adoption, Adoption());
  EXPECT_THAT(Reasons(read.findings), Contains("PLAN_ADOPTION_OF_WHICH"));
}

// ---- What else the text names

TEST(Bodies, OfOneKind_AreEachKept) {
  const ReadPlan read = Read(Page(
      "<p>Напредъкът се следи от Общинска работна група (ОРГ). Междуведомствена работна група дава "
      "становище. Работна група заседава веднъж в годината.</p>"));
  ASSERT_THAT(read.plan.bodies, SizeIs(2));
  EXPECT_EQ(read.plan.bodies[0].name, "Общинска работна група");
  EXPECT_EQ(read.plan.bodies[1].name, "Междуведомствена работна група");
}

TEST(Objectives, OneMainAim_IsRead) {
  const ReadPlan inline_aim = Read(Page("<p>Основна цел: Равен достъп до услугите.</p>"));
  EXPECT_THAT(inline_aim.plan.objectives, ElementsAre("Равен достъп до услугите"));
  const ReadPlan below = Read(Page("<p>Основна цел:</p><p>Равен достъп до услугите.</p>"));
  EXPECT_THAT(below.plan.objectives, ElementsAre("Равен достъп до услугите"));
}

// ---- Cards

constexpr char kCards[] =
    "План за младежта на община Брод за 2024 г.\n\n"
    "Мероприятие № 1. Лятна школа\n"
    "Време и място: 1–14 юли 2024, гр. Брод\n"
    "Необходими средства: 5 250 лв.\n"
    "Отговорник: Читалище „Зора“\n\n"
    "Мероприятие № 2. Обучения за възрастни\n"
    "Време и място: м. октомври – м. ноември 2024, с. Дъбово\n"
    "Участници: две групи\n"
    "Необходими средства: 4 320 лв.\n"
    "Отговорник: Община Брод\n\n"
    "Всичко за двете мероприятия: 9 570,00 лв.\n";

TEST(Cards, InPlainText_AreMeasures) {
  const ReadPlan read = Read(kCards);
  ASSERT_THAT(read.plan.sections, SizeIs(1));
  const std::vector<Measure>& measures = read.plan.sections[0].measures;
  ASSERT_THAT(measures, SizeIs(2));
  EXPECT_EQ(measures[0].activity, "Лятна школа");
  EXPECT_EQ(measures[0].executor, "Читалище „Зора“");
  EXPECT_EQ(measures[0].stated_total, Bgn(525000));
  EXPECT_EQ(FormatPartial(measures[0].timeframe->from), "2024-07-01");
  EXPECT_EQ(FormatPartial(measures[1].timeframe->to), "2024-11");
  EXPECT_EQ(measures[1].place, "с. Дъбово");
  EXPECT_EQ(measures[1].other_cells.at(0), (OtherCell{"Участници", "две групи"}));
  EXPECT_EQ(read.plan.stated_total, Bgn(957000));
  for (const Span& span : read.plan.spans) EXPECT_LT(span.at.begin, span.at.end) << span.path;
}

TEST(Cards, NumbersInLevels_StandAsWrittenAndNotInTheActivity) {
  const ReadPlan read = Read(
      "План за младежта на община Брод за 2024 г.\n\nМярка 1.1.1. Лятна школа\nСрок: 2024 "
      "г.\nОтговорник: "
      "Община Брод\n\nМярка 1.2.1. Хор\nСрок: 2024 г.\nОтговорник: Община Брод\n");
  ASSERT_THAT(read.plan.sections, SizeIs(1));
  ASSERT_THAT(read.plan.sections[0].measures, SizeIs(2));
  EXPECT_EQ(read.plan.sections[0].measures[0].activity, "Лятна школа");
  EXPECT_EQ(read.plan.sections[0].measures[0].ordinal_as_written, "1.1.1");
  EXPECT_EQ(read.plan.sections[0].measures[1].ordinal, 2);
  EXPECT_EQ(read.plan.sections[0].measures[1].ordinal_as_written, "1.2.1");
}

TEST(Cards, HeadingWithOneKnownWordBelow_IsNone) {
  const ReadPlan read =
      Read("План за младежта на община Брод за 2024 г.\n\nМярка 1. Лятна школа\nСрок: 2024 г.\n");
  EXPECT_THAT(read.plan.sections, IsEmpty());
}

}  // namespace
}  // namespace tranche::plans
