// SPDX-License-Identifier: EUPL-1.2
// A plan's annual report.
#include <google/api/httpbody.pb.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/new_file.h"
#include "cli/plan_names.h"
#include "cpp/json.h"
#include "platform/base/status_macros.h"
#include "tranche/reports/v1/plan_report_service.pb.h"

namespace tranche::cli {
namespace {

constexpr Text kPlanned{"Планирано", "Planned"};
constexpr Text kGranted{"Отпуснато", "Granted"};
constexpr Text kServed{"Обслужени", "Served"};
constexpr Text kByMeasure{"По мерки", "By measure"};
constexpr Text kBySource{"По източник", "By source"};
constexpr Text kByExecutor{"По изпълнител", "By executor"};
constexpr Text kByProject{"Проекти по мерки", "Projects by measure"};
constexpr Text kUnattributed{"Неотнесено към мярка", "Not attributed to a measure"};
constexpr Text kStatedDifference{"Разлика с редовете", "Difference from the rows"};
constexpr Text kExample{"Има примерни връзки: дадени са, за да е пълен примерът.",
                        "Some links are illustrative: they are made up to complete an example."};
constexpr Text kNotKnown{"„–“ значи, че не е известно; сборовете са на известното.",
                         "\"–\" stands for what is not known; sums are of what is known."};
constexpr Text kSealed{"Дневник на доказателствата: {origin}, {size} записа, корен {root}.",
                       "Log of evidence: {origin}, {size} entries, root {root}."};
constexpr Text kProject{"Проект", "Project"};
constexpr Text kShare{"Дял, %", "Share, %"};
constexpr Text kLinkAmount{"Сума по връзката", "Amount by the link"};
constexpr Text kCurrencyOfAll{"Валута", "Currency"};
constexpr Text kContribution{"Принос", "Contribution"};

using reports::v1::PlanReport;

const std::vector<Shown>& FigureColumns() {
  static const auto* columns = new std::vector<Shown>{
      {kGranted, "granted.total"}, {texts::kSpent, "spent.total"}, {texts::kPaid, "paid.total"}};
  return *columns;
}

Table FiguresTable(const google::protobuf::Message& message, const std::string& field,
                   const Text& title, std::vector<Shown> columns, Language language) {
  Table table = TableOf(ItemsOf(message, field), columns, language);
  table.title = std::string(title.In(language));
  return table;
}

// People of rows that state none are not zero people.
void HideNobody(std::size_t column, Table* table) {
  for (std::vector<Cell>& row : table->rows) {
    if (row[column].text == "0") row[column] = {.text = "–", .raw = "", .right = true};
  }
}

std::vector<Shown> With(std::vector<Shown> before, const std::vector<Shown>& more) {
  before.insert(before.end(), more.begin(), more.end());
  return before;
}

// Measures with their sum below; for programs that read CSV this is the table.
Table MeasuresOf(const PlanReport& report, Language language) {
  const std::vector<Shown> columns =
      With({{texts::kPlace, "place"},
            {texts::kActivity, "activity"},
            {texts::kSource, "source"},
            {texts::kExecutor, "executor"},
            {kPlanned, "planned"}},
           With(FigureColumns(), {{texts::kPersons, "people_planned"}, {kServed, "people_served"}}));
  Table table = FiguresTable(report, "measures", kByMeasure, columns, language);
  const std::vector<Shown> sums(columns.begin() + 4, columns.end());
  Table total = TableOf({&report.total()}, sums, language);
  HideNobody(total.headings.size() - 2, &total);
  std::vector<Cell> row(4);
  row[1].text = row[1].raw = std::string(texts::kTotal.In(language));
  row.insert(row.end(), total.rows.front().begin(), total.rows.front().end());
  table.rows.push_back(std::move(row));
  return table;
}

// Amounts are bare numbers there.
Table WithCurrency(Table table, const PlanReport& report, Language language) {
  table.headings.emplace_back(kCurrencyOfAll.In(language));
  for (std::vector<Cell>& row : table.rows)
    row.push_back({.text = report.currency(), .raw = report.currency()});
  return table;
}

Table ProjectsOf(const PlanReport& report, Language language) {
  const std::vector<Shown> columns =
      With({{kProject, "number"},
            {texts::kTitle, "title"},
            {kShare, "share_percent"},
            {kLinkAmount, "amount"}},
           With(FigureColumns(), {{kServed, "people"}, {kContribution, "contribution"}}));
  Table table;
  table.title = std::string(kByProject.In(language));
  table.headings = {std::string(texts::kPlace.In(language))};
  for (const Shown& column : columns) table.headings.emplace_back(column.heading.In(language));
  const auto add = [&](const std::string& place, const reports::v1::PlanReportProject& project) {
    Table one = TableOf({&project}, columns, language);
    one.rows.front().insert(one.rows.front().begin(), Cell{.text = place, .raw = place});
    table.rows.push_back(std::move(one.rows.front()));
  };
  for (const reports::v1::PlanReportMeasure& measure : report.measures()) {
    for (const auto& project : measure.projects()) add(measure.place(), project);
  }
  for (const auto& project : report.unattributed()) {
    add(std::string(kUnattributed.In(language)), project);
  }
  return table;
}

// A report as people read it: words of groups in their language, and no zero where no row of a group
// has an amount.
PlanReport ForReading(PlanReport report, Language language) {
  const auto hide_zero = [](reports::v1::PlanReportGroup* group) {
    if (group->measures_with_amount() == 0) group->clear_planned();
  };
  for (reports::v1::PlanReportGroup& source : *report.mutable_sources()) {
    const bool has_english = !source.words_en().empty();
    if (language == Language::kEnglish && has_english) source.set_words(source.words_en());
    hide_zero(&source);
  }
  for (reports::v1::PlanReportGroup& executor : *report.mutable_executors()) hide_zero(&executor);
  hide_zero(report.mutable_total());
  return report;
}

bool HasUnknown(const PlanReport& report) {
  for (const reports::v1::PlanReportMeasure& measure : report.measures()) {
    if (!measure.has_granted()) return true;
    for (const auto& project : measure.projects()) {
      if (!project.has_granted()) return true;
    }
  }
  return false;
}

bool HasIllustrative(const PlanReport& report) {
  for (const reports::v1::PlanReportMeasure& measure : report.measures()) {
    for (const auto& project : measure.projects()) {
      if (project.illustrative()) return true;
    }
  }
  return false;
}

absl::Status ShowReport(Session& session, const Arguments& arguments) {
  reports::v1::GetPlanReportRequest request;
  request.set_parent(ReadPlanName(arguments));
  request.set_as_of(session.settings().as_of);
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "known-at", request.mutable_known_at()));
  request.set_currency(TypedCurrency(arguments));
  TRANCHE_ASSIGN_OR_RETURN(
      const auto answer,
      session.Get<PlanReport>("tranche.reports.v1.PlanReportsService/GetPlanReport", request));
  const Language language = session.language();
  const PlanReport report = ForReading(answer, language);
  View view;
  view.fields = FieldsOf(report,
                         {{texts::kTitle, "title"},
                          {texts::kMunicipality, "municipality"},
                          {texts::kYear, "year"},
                          {texts::kVersion, "version"},
                          {texts::kAsOf, "as_of"},
                          {texts::kKnownAt, "known_at"},
                          {texts::kStatedTotal, "stated_total"},
                          {kStatedDifference, "stated_total_difference"}},
                         language);
  const std::vector<Shown> groups =
      With({{texts::kMeasures, "measures"}, {kPlanned, "planned"}},
           With(FigureColumns(), {{texts::kPersons, "people_planned"}, {kServed, "people_served"}}));
  view.tables = {
      MeasuresOf(report, language), ProjectsOf(report, language),
      FiguresTable(report, "sources", kBySource, With({{texts::kSource, "words"}}, groups), language),
      FiguresTable(report, "executors", kByExecutor, With({{texts::kExecutor, "words"}}, groups),
                   language)};
  for (std::size_t i = 2; i < 4; ++i) HideNobody(groups.size() - 1, &view.tables[i]);
  AddNotes(report.findings(), language, &view);
  if (HasUnknown(report)) view.notes.push_back(session.Say(kNotKnown));
  if (HasIllustrative(report)) view.notes.push_back(session.Say(kExample));
  if (report.has_checkpoint()) {
    view.notes.push_back(session.Say(kSealed, {{"size", absl::StrCat(report.checkpoint().size())},
                                               {"origin", report.checkpoint().origin()},
                                               {"root", report.checkpoint().root()}}));
  }
  // For programs that read CSV the measures alone, one table.
  if (session.settings().style.format == Format::kCsv)
    view = View{.fields = {}, .tables = {WithCurrency(view.tables[0], report, language)}, .notes = {}};
  session.Show(view, client::ToJson(answer, client::JsonStyle::kIndented));
  return absl::OkStatus();
}

absl::Status PrintReport(Session& session, const Arguments& arguments) {
  reports::v1::PrintPlanReportRequest request;
  request.set_parent(ReadPlanName(arguments));
  request.set_as_of(session.settings().as_of);
  TRANCHE_RETURN_IF_ERROR(ReadDay(arguments, "known-at", request.mutable_known_at()));
  request.set_currency(TypedCurrency(arguments));
  request.set_language(session.language() == Language::kEnglish ? reports::v1::EN : reports::v1::BG);
  TRANCHE_ASSIGN_OR_RETURN(const auto printed,
                           session.Get<google::api::HttpBody>(
                               "tranche.reports.v1.PlanReportsService/PrintPlanReport", request));
  return SaveFile(session, arguments, printed.data());
}

constexpr Parameter kKnownAt{
    "known-at",
    Kind::kValue,
    {"Каквото е било записано до края на този ден", "What was recorded by the end of this day"}};

}  // namespace

std::vector<Command> PlanReportCommands() {
  return {
      {"plans",
       "report",
       {"Годишен отчет: планирано, отпуснато, верифицирано, платено и обслужени лица",
        "Annual report: planned, granted, approved, paid and persons served"},
       {kPlanParameter, kKnownAt, kCurrencyParameter, kOrganisationParameter},
       "tranche plans report lyubimets-2013\n"
       "tranche plans report lyubimets-2013 --currency EUR --lang en\n"
       "tranche plans report lyubimets-2013 --as-of 2013-12-31 -o csv",
       false,
       ShowReport,
       true},
      {"plans",
       "print",
       {"Записва годишния отчет като PDF за печат, на български или английски",
        "Saves the annual report as a PDF to be printed, in Bulgarian or English"},
       {kPlanParameter, kKnownAt, kCurrencyParameter, kOutputFileParameter, kForceParameter,
        kOrganisationParameter},
       "tranche plans print lyubimets-2013 -O report.pdf\n"
       "tranche plans print lyubimets-2013 --lang en --currency EUR -O report.pdf",
       false,
       PrintReport,
       true},
  };
}

}  // namespace tranche::cli
