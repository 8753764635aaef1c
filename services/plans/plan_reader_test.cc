// SPDX-License-Identifier: EUPL-1.2
#include "plans/plan_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "plans/reading/table_reader.h"
#include "plans/reading/title.h"
#include "plans/testing/documents.h"
#include "plans/testing/plan_text.h"

namespace tranche::plans {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr size_t kHeaderLine = 25;  // Of both documents.
constexpr size_t kTotalLine = 32;

std::vector<std::string> Places(const std::vector<Remark>& remarks) {
  std::vector<std::string> places;
  for (const Remark& remark : remarks)
    places.push_back(absl::StrCat(remark.at.place, ": ", remark.reason));
  return places;
}

// "line 27, column 5: AMOUNT_MALFORMED" for each place that was not understood, or for why the document
// is refused, so that one matcher shows all of them.
std::vector<std::string> Missed(const std::string& text) {
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(text);
  if (read.ok()) return Places(read->plan.not_understood);
  EXPECT_EQ(ReasonOf(read.status()), "DOCUMENT_UNREADABLE");
  std::vector<std::string> refusals;
  for (const Violation& violation : ViolationsOf(read.status())) {
    refusals.push_back(absl::StrCat(violation.field, ": ", violation.reason));
  }
  EXPECT_THAT(refusals, Not(IsEmpty())) << read.status();
  return refusals;
}

// Everything was understood.
bool ReadsWhole(const std::string& text) {
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(text);
  return read.ok() && read->plan.not_understood.empty();
}

std::vector<std::string> FindingsOf(const ReadPlan& read) { return Places(read.findings); }

// The facts of the document that both the example and the municipality's own text state.
void ExpectLyubimets(const std::string& text) {
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(text);
  ASSERT_TRUE(read.ok()) << read.status();
  const Plan& plan = read->plan;
  EXPECT_EQ(plan.id, "lyubimets-2013");
  EXPECT_EQ(plan.municipality, "Любимец");
  EXPECT_EQ(plan.year, 2013);
  EXPECT_EQ(plan.title,
            "ГОДИШЕН ПЛАН ЗА РАЗВИТИЕ НА СОЦИАЛНИТЕ УСЛУГИ В ОБЩИНА ЛЮБИМЕЦ ЗА 2013 ГОДИНА");
  EXPECT_TRUE(plan.open_document);
  ASSERT_TRUE(plan.strategy.has_value());
  EXPECT_EQ(plan.strategy->title, "Общинска стратегия за развитие на социалните услуги");
  const Adoption& adoption = plan.strategy->adoption;
  EXPECT_EQ(adoption.decision_number, "");
  EXPECT_EQ(adoption.protocol_number, "");
  EXPECT_EQ(adoption.on, (PartialDate{.year = 2013, .as_written = "2013"}));
  EXPECT_EQ(plan.adoption, std::nullopt);
  EXPECT_EQ(plan.kind, PlanKind::kSocialServices);
  EXPECT_EQ(plan.level, PlanLevel::kAnnual);
  EXPECT_THAT(plan.not_understood, IsEmpty());
  EXPECT_THAT(plan.target_groups, SizeIs(5));
  EXPECT_THAT(plan.objectives, SizeIs(3));
  EXPECT_THAT(plan.source_sha256, SizeIs(64));
  EXPECT_EQ(plan.stated_total, Money::Minor(53895200, Currency::kBgn));

  std::vector<size_t> rows;
  for (const Section& section : plan.sections) rows.push_back(section.measures.size());
  EXPECT_THAT(rows, ElementsAre(4, 2, 2, 8));

  std::map<std::string, int> executors, places, sources;
  int with_amount = 0;
  for (const Measure& measure : MeasuresOf(plan)) {
    ++executors[measure.executor];
    ++places[measure.place];
    if (measure.stated_total) {
      ++with_amount;
    } else {
      ++sources[measure.financing];
    }
  }
  EXPECT_EQ(with_amount, 4);
  EXPECT_EQ(executors, (std::map<std::string, int>{
                           {"Община Любимец", 11},
                           {"Агенция за социално подпомагане с партньор Община Любимец", 5}}));
  EXPECT_EQ(places, (std::map<std::string, int>{{"Община Любимец", 1}, {"Гр. Любимец", 15}}));
  // The page break splits one of the eight; they are only eight when its cells are joined.
  EXPECT_EQ(sources, (std::map<std::string, int>{{"Оперативни програми, Общински бюджет", 8},
                                                 {"ОПАК и Общински бюджет", 1},
                                                 {"Общински бюджет", 3}}));
}

TEST(ReadPlanDocument, Example_HasTheFactsOfLyubimets) { ExpectLyubimets(ExampleDocument()); }

TEST(ReadPlanDocument, OwnDocumentOfTheMunicipality_HasTheFactsOfLyubimets) {
  const std::optional<std::string> seed = SeedDocument();
  if (!seed) GTEST_SKIP() << "The municipality's own document is not here (../shared/seeds).";
  ExpectLyubimets(*seed);
}

TEST(ReadPlanDocument, MoneyRowsOfExample_KeepWhatIsStated) {
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(ExampleDocument());
  ASSERT_TRUE(read.ok()) << read.status();
  const std::vector<Measure>& services = read->plan.sections[0].measures;
  EXPECT_EQ(read->plan.sections[0].title, "Социални услуги");
  EXPECT_THAT(services[0].parts, SizeIs(2));
  EXPECT_EQ(services[1].monthly->basis, MonthlyBasis::kUnstated);
  EXPECT_THAT(services[2].cohorts, SizeIs(2));
  EXPECT_EQ(services[3].monthly->basis, MonthlyBasis::kPerPerson);
  for (const Measure& measure : services) EXPECT_EQ(measure.months, std::nullopt);
}

TEST(ReadPlanDocument, PageBreakWithinRow_JoinsItsCells) {
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(ExampleDocument());
  ASSERT_TRUE(read.ok()) << read.status();
  const Measure& split = read->plan.sections[1].measures[0];
  EXPECT_THAT(split.lines, ElementsAre(34, 36));
  EXPECT_EQ(split.financing, "Оперативни програми, Общински бюджет");
  EXPECT_EQ(split.executor, "Агенция за социално подпомагане с партньор Община Любимец");
  const Measure& one_cell = read->plan.sections[3].measures[3];
  EXPECT_THAT(one_cell.lines, ElementsAre(46, 48));
  EXPECT_TRUE(absl::EndsWith(one_cell.activity, "-Родители на тези деца и на деца в риск;"));
}

TEST(ReadPlanDocument, Example_FindingsNameWhatAPersonShouldKnow) {
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(ExampleDocument());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(FindingsOf(*read),
              ElementsAre("line 5: PLAN_DECISION_NUMBER_BLANK", "line 5: PLAN_PROTOCOL_NUMBER_BLANK",
                          "line 5: PLAN_ADOPTION_DATE_PARTIAL", "line 34: PLAN_ROW_SPLIT",
                          "line 46: PLAN_ROW_SPLIT", "line 27, column 5: PLAN_DASH_NOT_A_SIGN",
                          "plan: PLAN_AMOUNTS_MISSING", "line 52: PLAN_END_UNMARKED"));
  for (const Remark& finding : read->findings) {
    EXPECT_NE(Explain(finding.reason, finding.values, Language::kBulgarian), finding.reason);
  }
}

TEST(ReadPlanDocument, AdoptionFilledIn_IsReadAndNotFound) {
  const std::string text =
      Replaced(ExampleDocument(), "Решение №, Протокол № от заседанието му на2013 г. година",
               "Решение № 45/2012, Протокол № 7 от заседанието му на 14.02.2012 г.");
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(text);
  ASSERT_TRUE(read.ok()) << read.status();
  const Adoption& adoption = read->plan.strategy->adoption;
  EXPECT_EQ(adoption.decision_number, "45/2012");
  EXPECT_EQ(adoption.protocol_number, "7");
  EXPECT_EQ(adoption.on,
            (PartialDate{.year = 2012, .month = 2, .day = 14, .as_written = "14.02.2012"}));
  EXPECT_EQ(FindingsOf(*read)[0], "line 34: PLAN_ROW_SPLIT");
}

TEST(ReadPlanDocument, ByteOrderMarkAndWindowsLineEnds_ReadAlike) {
  const absl::StatusOr<ReadPlan> plain = ReadPlanDocument(ExampleDocument());
  const absl::StatusOr<ReadPlan> windows =
      ReadPlanDocument("\uFEFF" + absl::StrReplaceAll(ExampleDocument(), {{"\n", "\r\n"}}));
  ASSERT_TRUE(plain.ok() && windows.ok()) << windows.status();
  EXPECT_NE(plain->plan.source_sha256, windows->plan.source_sha256);
  EXPECT_EQ(plain->plan.sections, windows->plan.sections);
}

TEST(ReadPlanDocument, MunicipalityOfTwoWords_HasHyphenInId) {
  const absl::StatusOr<ReadPlan> read =
      ReadPlanDocument(PlanWithRows("1\tКлуб\t\tс. Сусам\tОбщински бюджет\tОбщината"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->plan.id, "mineralni-bani-2024");
  EXPECT_EQ(read->plan.municipality, "Минерални бани");
  EXPECT_EQ(read->plan.strategy, std::nullopt);
  EXPECT_EQ(read->plan.stated_total, std::nullopt);
  EXPECT_FALSE(read->plan.open_document);
  EXPECT_THAT(read->plan.sections, SizeIs(1));
  EXPECT_THAT(FindingsOf(*read), Contains("document: PLAN_STRATEGY_NOT_NAMED"));
}

// Named in words that do not say whether the plan carries it out: the line is shown.
TEST(ReadPlanDocument, StrategyThatIsNotRecognised_IsFoundAtItsLine) {
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(absl::StrCat(
      PlanWithRows("1\tКлуб\t\tс. Сусам\tОбщински бюджет\tОбщината"),
      "\n\nНастоящият годишен план е първият от новата Общинска стратегия за социалните услуги.\n"));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->plan.strategy, std::nullopt);
  EXPECT_THAT(FindingsOf(*read),
              Contains(::testing::AllOf(::testing::StartsWith("line "),
                                        ::testing::EndsWith("PLAN_STRATEGY_NOT_NAMED"))));
  EXPECT_THAT(FindingsOf(*read), ::testing::Not(Contains("document: PLAN_STRATEGY_NOT_NAMED")));
}

// --- What is no plan, or no text ---

TEST(ReadPlanDocument, SomethingElse_IsNotRecognised) {
  EXPECT_THAT(Missed("Протокол от заседание\n1\tедно\tдве\n"),
              ElementsAre("document: PLAN_NOT_RECOGNISED"));
  EXPECT_THAT(Missed("{\"plan\": 1}"), ElementsAre("document: PLAN_NOT_RECOGNISED"));
}

TEST(ReadPlanDocument, TitleWithoutTable_SaysThatTheTableIsMissing) {
  EXPECT_THAT(Missed("Годишен план на община Любимец за 2013 г."),
              ElementsAre("document: PLAN_TABLE_MISSING"));
  EXPECT_THAT(Missed("Годишен план"),
              ElementsAre("line 1: PLAN_YEAR_MISSING", "line 1: PLAN_MUNICIPALITY_MISSING",
                          "document: PLAN_TABLE_MISSING"));
}

TEST(ReadPlanDocument, TableWithoutTitle_SaysThatTheTitleIsMissing) {
  std::vector<std::string> lines = LinesOf(ExampleDocument());
  lines[2] = "";
  EXPECT_THAT(Missed(Joined(lines)), ElementsAre("document: PLAN_TITLE_MISSING"));
}

TEST(ReadPlanDocument, NoBytesOrTooMany_AreRefusedByTheDocument) {
  EXPECT_EQ(ReasonOf(ReadPlanDocument("").status()), "DOCUMENT_EMPTY");
  std::string text = ExampleDocument();
  text.resize(document::Limits().bytes_max + 1, '\n');
  EXPECT_EQ(ReasonOf(ReadPlanDocument(text).status()), "DOCUMENT_TOO_LARGE");
}

TEST(ReadPlanDocument, TitleOfAThousandBytesAndMore_NamesItsLine) {
  const std::string words(reading::kTitleBytesMax, 'x');
  EXPECT_THAT(Missed(Replaced(PlanWithRows("1\tКлуб\t\tс. Сусам\tОбщински бюджет\tОбщината"),
                              "социалните услуги", words)),
              ElementsAre("line 1: FIELD_TOO_LONG"));
}

TEST(ReadPlanDocument, NotUtf8_NamesTheLine) {
  EXPECT_THAT(Missed(Replaced(ExampleDocument(), "2700 лв", "2700 \xEB\xE2")),
              ElementsAre("line 29: TEXT_NOT_UTF8"));
}

TEST(ReadPlanDocument, ControlCharacter_NamesTheLine) {
  EXPECT_THAT(Missed(Replaced(ExampleDocument(), "2700 лв", "2700 \x01лв")),
              ElementsAre("line 29: TEXT_CONTROL_CHARACTER"));
}

// --- The table ---

TEST(ReadPlanDocument, ColumnOfAnotherMeaning_KeepsItsWordsAndTakesNoAmounts) {
  const std::string text = Replaced(ExampleDocument(), "Финансиране (източник, сума)", "Срок");
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(text);
  ASSERT_TRUE(read.ok()) << read.status();
  const Measure& measure = read->plan.sections[1].measures[0];
  EXPECT_EQ(measure.financing, "");
  EXPECT_EQ(measure.timeframe->as_written, "Оперативни програми, Общински бюджет");
  EXPECT_THAT(FindingsOf(*read), Contains("line 27, column 5: PLAN_TIMEFRAME_UNREAD"));
}

// Each measure has a cell for every heading of such a table, so that there cannot be any number of
// them.
TEST(ReadPlanDocument, TableWithTooManyHeadingsInItsRows_IsReadUpToTheLimit) {
  std::string text =
      "Годишен план за развитие на социалните услуги в община Любимец за 2013 година\n\n"
      "Мярка\tРемонт на покрив\nСрок\t2013 г.\nИзпълнител\tОбщина Любимец\n";
  for (int i = 1; i <= 120; ++i) absl::StrAppend(&text, "Срок за етап ", i, "\t2013 г.\n");
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(text);
  ASSERT_TRUE(read.ok()) << read.status();
  const auto& missed = read->plan.not_understood;
  EXPECT_EQ(
      std::count_if(missed.begin(), missed.end(),
                    [](const Remark& remark) { return remark.reason == "PLAN_HEADINGS_TOO_MANY"; }),
      23);
}

// A row that is wider than its table does not go on with the last row of a wider one above.
TEST(ReadPlanDocument, RowWiderThanItsTable_IsNoRestOfTheTableAbove) {
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(
      "Годишен план за развитие на социалните услуги в община Любимец за 2013 година\n\n"
      "№\tВид услуга\tОписание\tФинансиране\tИзпълнител\tСрок\n"
      "1\tДомашен патронаж\tхрана\tобщински бюджет\tОбщина Любимец\t2013 г.\n\n"
      "Следва втората таблица на плана с другите дейности.\n\n"
      "№\tДейност\tСрок\n"
      "\t\t\t\tостатък\n"
      "1\tКлуб\t2013 г.\n");
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_FALSE(read->plan.sections.empty());
  EXPECT_EQ(read->plan.sections[0].measures[0].executor, "Община Любимец");
}

TEST(ReadPlanDocument, HeaderRepeatedOnNewPage_IsSkipped) {
  std::vector<std::string> lines = LinesOf(ExampleDocument());
  lines[27] = lines[kHeaderLine - 1];
  EXPECT_TRUE(ReadsWhole(Joined(lines)));
}

TEST(ReadPlanDocument, RowLost_NumbersAreOutOfOrder) {
  std::vector<std::string> lines = LinesOf(ExampleDocument());
  lines.erase(lines.begin() + 29);  // Row 3 of the services, line 30.
  EXPECT_THAT(Missed(Joined(lines)), ElementsAre("line 30, column 1: PLAN_ROWS_OUT_OF_ORDER"));
}

TEST(ReadPlanDocument, NumberLost_RowIsNotTakenForAContinuation) {
  std::vector<std::string> lines = LinesOf(ExampleDocument());
  lines[30] = lines[30].substr(1);
  EXPECT_THAT(Missed(Joined(lines)), ElementsAre("line 31, column 1: PLAN_ROW_NUMBER_MISSING"));
}

TEST(ReadPlanDocument, CellTooMany_NamesTheColumn) {
  std::vector<std::string> lines = LinesOf(ExampleDocument());
  lines[30] += "\tоще";
  EXPECT_THAT(Missed(Joined(lines)), ElementsAre("line 31, column 7: PLAN_ROW_TOO_WIDE"));
}

TEST(ReadPlanDocument, EmptyExecutor_NamesTheCell) {
  EXPECT_THAT(
      Missed(PlanWithRows("1\tКлуб\t\tс. Сусам\tОбщински бюджет\t\n2\tХор\t\t\tДарения\tОбщината")),
      ElementsAre("line 3, column 6: PLAN_CELL_EMPTY"));
}

TEST(ReadPlanDocument, CellOfEightKiBAndMore_NamesItsPlace) {
  const std::string longest(reading::kCellBytesMax, 'x');
  EXPECT_TRUE(ReadsWhole(PlanWithRows("1\t" + longest + "\t\tСусам\tДарения\tОбщината")));
  EXPECT_THAT(Missed(PlanWithRows("1\tКлуб\t\tСусам\tДарения\tОбщината\n2\t" + longest +
                                  "x\t\tСусам\tДарения\tОбщината")),
              ElementsAre("line 4, column 2: PLAN_CELL_TOO_LONG"));
}

TEST(ReadPlanDocument, CellThatGrowsOverPageBreaks_IsNamedWhereItIsTooLong) {
  const std::string half(reading::kCellBytesMax / 2, 'x');
  const std::string whole =
      PlanWithRows("1\t" + half + "\t\tСусам\tДарения\tОбщината\n\n\t" + half.substr(1));
  EXPECT_TRUE(ReadsWhole(whole + "\t\t\t\t"));
  EXPECT_THAT(Missed(whole + "x\t\t\t\t"), ElementsAre("line 5, column 2: PLAN_CELL_TOO_LONG"));
}

TEST(ReadPlanDocument, CellWithMoreThanAHundredAmounts_NamesItsPlace) {
  std::string amounts;
  for (int i = 0; i < 101; ++i) absl::StrAppend(&amounts, "за клуб ", i, " лв; ");
  EXPECT_THAT(Missed(PlanWithRows("1\tКлуб\t\tСусам\t" + amounts + "\tОбщината\nОБЩО\t\t\t\t1 лв")),
              ElementsAre("line 3, column 5: PLAN_TOO_MANY_AMOUNTS"));
}

TEST(ReadPlanDocument, ProblemInAContinuedCell_NamesTheLineOfItsOwnPiece) {
  // The same words stand in both pieces; the second one is meant.
  EXPECT_THAT(Missed(PlanWithRows("1\tКлуб\t\tСусам\tДарения 100 лв, общо 200\tОбщината\n\n"
                                  "\t\t\t\tлв, общо 200 лв\t\nОБЩО\t\t\t\t200 лв")),
              ElementsAre("line 5, column 5: PLAN_AMOUNT_AMBIGUOUS"));
}

// A plan whose every row says something that a person should know.
std::string PlanOfStrangeRows(int rows) {
  std::string text;
  for (int i = 1; i <= rows; ++i) absl::StrAppend(&text, i, "\tКлуб\t\tСусам\tнеясно\tОбщината\n");
  return PlanWithRows(text);
}

TEST(ReadPlanDocument, MoreThanAHundredFindings_AreCountedAndThoseOfTheWholeStayLast) {
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(PlanOfStrangeRows(150));
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_THAT(read->findings, SizeIs(reading::kFindingsMax + 3));
  EXPECT_EQ(read->findings[reading::kFindingsMax].reason, "PLAN_FINDINGS_LEFT_OUT");
  EXPECT_EQ(read->findings[reading::kFindingsMax].values,
            (ErrorValues{{"count", "51"}}));  // One is the strategy.
  EXPECT_EQ(read->findings.back().reason, "PLAN_END_UNMARKED");
}

TEST(ReadPlanDocument, SecondTotalRow_IsAmbiguous) {
  std::vector<std::string> lines = LinesOf(ExampleDocument());
  lines.insert(lines.begin() + kTotalLine, lines[kTotalLine - 1]);
  EXPECT_THAT(Missed(Joined(lines)), ElementsAre("line 33: PLAN_AMOUNT_AMBIGUOUS"));
}

TEST(ReadPlanDocument, TotalRowLost_IsNamed) {
  std::vector<std::string> lines = LinesOf(ExampleDocument());
  lines.erase(lines.begin() + kTotalLine - 1);
  EXPECT_THAT(Missed(Joined(lines)), ElementsAre("line 31, column 5: PLAN_TOTAL_MISSING"));
}

TEST(ReadPlanDocument, AmountBelowTheTotal_IsNamed) {
  EXPECT_THAT(Missed(Replaced(ExampleDocument(), "ОПАК и Общински бюджет", "ОПАК, 500 лв.")),
              ElementsAre("line 40, column 5: PLAN_TOTAL_MISSING"));
}

TEST(ReadPlanDocument, SectionWithoutRows_IsNamed) {
  EXPECT_THAT(
      Missed(PlanWithRows("\tПървият\t\t\t\t\n\tВторият\t\t\t\t\n1\tКлуб\t\t\tДарения\tОбщината")),
      ElementsAre("line 3: PLAN_SECTION_EMPTY"));
}

TEST(ReadPlanDocument, MoreRowsThanAPlanHas_AreNotRead) {
  std::string rows;
  for (int i = 1; i <= 501; ++i) absl::StrAppend(&rows, i, "\tКлуб\t\t\tДарения\tОбщината\n");
  EXPECT_THAT(Missed(PlanWithRows(rows)), ElementsAre("line 503: PLAN_TOO_MANY_ROWS"));
}

TEST(ReadPlanDocument, ManyProblems_AreCountedAndTheFirstListed) {
  std::string rows;
  for (int i = 1; i <= 150; ++i) absl::StrAppend(&rows, i, "\tКлуб\t\t\tобщо 1,2,3 лв.\tОбщината\n");
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(PlanWithRows(rows));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(read->plan.not_understood, SizeIs(reading::kMissesMax));
  EXPECT_EQ(read->plan.not_understood_count, 150);
}

TEST(ReadPlanDocument, SeveralProblems_AreAllNamed) {
  std::string text = Replaced(ExampleDocument(), "244440", "12,3,4");
  text = Replaced(text, "на2013 г.", "на 31.02.2018 г.");
  text = Replaced(text, "538 952 лева", "петстотина лева");
  EXPECT_THAT(Missed(text),
              ElementsAre("line 5: DATE_NOT_IN_CALENDAR", "line 27, column 5: AMOUNT_MALFORMED",
                          "line 32, column 5: AMOUNT_MALFORMED"));
}

// --- Malformed figures, in every cell that has one ---

TEST(ReadPlanDocument, MalformedAmountInAnyMoneyCell_GivesThePlace) {
  const std::vector<std::pair<std::string, int>> amounts = {
      {"244440 лв", 27}, {"132550 лв", 27}, {"109949 лв", 27}, {"39792 лв", 29},    {"2700 лв", 29},
      {"163520 лв", 30}, {"7600 лв", 31},   {"91200 лв", 31},  {"538 952 лева", 32}};
  for (const auto& [amount, line] : amounts) {
    for (const char* malformed : {"12,3,4 лв", "12.345 лв", "24x40 лв", "12 34 лв", "12345"}) {
      EXPECT_THAT(Missed(Replaced(ExampleDocument(), amount, malformed)),
                  Contains(absl::StrCat("line ", line, ", column 5: AMOUNT_MALFORMED")))
          << amount << " -> " << malformed;
    }
  }
}

TEST(ReadPlanDocument, MalformedAmountBehindPageBreak_NamesTheLineItStandsOn) {
  EXPECT_THAT(Missed(Replaced(ExampleDocument(), "програми, Общински бюджет\tсоциално",
                              "програми, 1,2,3 лв\tсоциално")),
              Contains("line 36, column 5: AMOUNT_MALFORMED"));
}

TEST(ReadPlanDocument, DayThatDoesNotExistInAnyCell_GivesThePlace) {
  const std::vector<std::string> lines = LinesOf(ExampleDocument());
  for (const size_t line : {27, 29, 30, 31, 40, 52}) {
    for (size_t column = 2; column <= 6; ++column) {
      std::vector<std::string> changed = lines;
      std::vector<std::string> cells = absl::StrSplit(changed[line - 1], '\t');
      cells[column - 1] += " от 31.02.2018 г.";
      changed[line - 1] = absl::StrJoin(cells, "\t");
      EXPECT_THAT(Missed(Joined(changed)),
                  Contains(absl::StrCat("line ", line, ", column ", column, ": DATE_NOT_IN_CALENDAR")));
    }
  }
}

}  // namespace
}  // namespace tranche::plans
