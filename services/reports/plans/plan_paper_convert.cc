// SPDX-License-Identifier: EUPL-1.2
#include "reports/plans/plan_paper_convert.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "reports/paper_said_convert.h"

namespace tranche::reports {
namespace {

using common::v1::ThreePartAmount;
using papers::kNothing;
using papers::Sayer;
using papers::Word;

constexpr char kIndent[] = "\u2003";
constexpr char kUnknown[] = "–";

constexpr Word kTitle{"Годишен отчет по план: {municipality}, {year} г.",
                      "Annual report of a plan: {municipality}, {year}"};
constexpr Word kPlan{"План", "Plan"};
constexpr Word kRecord{"Запис", "Record"};
constexpr Word kVersion{"Версия", "Version"};
constexpr Word kStatedTotal{"Обща сума, както планът я посочва", "Total that the plan states"};
constexpr Word kNotStated{"не е посочена", "none is stated"};
constexpr Word kDifference{"Разлика със сбора на редовете", "Difference from the sum of the rows"};
constexpr Word kMeasures{"По мерки", "By measure"};
constexpr Word kNumber{"№", "No."};
constexpr Word kActivity{"Дейност", "Activity"};
constexpr Word kSource{"Източник", "Source"};
constexpr Word kExecutor{"Изпълнител", "Executor"};
constexpr Word kPlanned{"Планирано", "Planned"};
constexpr Word kGranted{"Отпуснато", "Granted"};
constexpr Word kSpent{"Верифицирано", "Approved"};
constexpr Word kPaid{"Платено", "Paid"};
constexpr Word kPeoplePlanned{"Лица по план", "People planned"};
constexpr Word kPeopleServed{"Обслужени", "Served"};
constexpr Word kSumOfYears{"планираното е сборът на годините {years}",
                           "planned is the sum of the years {years}"};
constexpr Word kTotal{"Общо", "Total"};
constexpr Word kEu{"ЕС", "EU"};
constexpr Word kNational{"Национални", "National"};
constexpr Word kOwn{"Собствени", "Own"};
constexpr Word kProjects{"Проекти по мерки", "Projects by measure"};
constexpr Word kProject{"Проект", "Project"};
constexpr Word kShare{"Дял, % или сума", "Share, % or amount"};
constexpr Word kContribution{"Принос", "Contribution"};
constexpr Word kIllustrative{"пример", "example"};
constexpr Word kUnattributed{"Неотнесено към мярка", "Not attributed to a measure"};
constexpr Word kSources{"По източници", "By source"};
constexpr Word kExecutors{"По изпълнители", "By executor"};
constexpr Word kRows{"Мерки", "Measures"};
constexpr Word kToKnow{"Какво трябва да се знае", "What should be known"};
constexpr Word kUnknownSaid{"„–“ значи, че не е известно; сборовете са на известното.",
                            "\"–\" stands for what is not known; sums are of what is known."};

// Figures that are absent are not known, which is no zero.
template <class Message>
std::vector<std::string> FiguresOf(const Message& message, const Sayer& say) {
  if (!message.has_granted()) return {kUnknown, kUnknown, kUnknown};
  return {say(message.granted().total()), say(message.spent().total()), say(message.paid().total())};
}

std::string People(bool known, int people) { return known ? absl::StrCat(people) : kUnknown; }

void Append(const std::vector<std::string>& more, std::vector<std::string>* cells) {
  cells->insert(cells->end(), more.begin(), more.end());
}

void AddFigureColumns(const Sayer& say, paper::Table* table) {
  for (const Word& word : {kGranted, kSpent, kPaid}) table->columns.push_back({say(word), true});
}

// Below the sum of all: each of those who pay something of it.
void AddParts(const v1::PlanReportGroup& total, std::size_t column, const Sayer& say,
              paper::Table* table) {
  using Part = const common::v1::Money& (ThreePartAmount::*)() const;
  constexpr std::pair<Word, Part> kParts[] = {{kEu, &ThreePartAmount::eu},
                                              {kNational, &ThreePartAmount::national},
                                              {kOwn, &ThreePartAmount::own}};
  if (!total.has_granted()) return;
  for (const auto& [word, part] : kParts) {
    paper::Row row{.cells = {"", absl::StrCat(kIndent, say(word))}, .strong = false, .begins = false};
    row.cells.resize(column);
    for (const ThreePartAmount* amount : {&total.granted(), &total.spent(), &total.paid()})
      row.cells.push_back(say((amount->*part)()));
    table->rows.push_back(std::move(row));
  }
}

paper::Table MeasuresOf(const v1::PlanReport& report, const Sayer& say) {
  paper::Table table{.title = say(kMeasures),
                     .columns = {{say(kNumber), false},
                                 {say(kActivity), false},
                                 {say(kSource), false},
                                 {say(kExecutor), false},
                                 {say(kPlanned), true}},
                     .rows = {},
                     .nothing = say(kNothing)};
  const std::size_t figures = table.columns.size();
  AddFigureColumns(say, &table);
  table.columns.push_back({say(kPeoplePlanned), true});
  table.columns.push_back({say(kPeopleServed), true});
  std::string section;
  for (const v1::PlanReportMeasure& measure : report.measures()) {
    if (measure.section() != section) {
      section = measure.section();
      table.rows.push_back({.cells = {"", section}, .strong = true, .begins = true});
    }
    paper::Row row{.cells = {measure.place(), measure.activity(), measure.source(), measure.executor(),
                             measure.has_planned() ? say(measure.planned()) : kUnknown},
                   .strong = false,
                   .begins = true};
    Append(FiguresOf(measure, say), &row.cells);
    row.cells.push_back(People(measure.has_people_planned(), measure.people_planned()));
    row.cells.push_back(People(measure.has_people_served(), measure.people_served()));
    table.rows.push_back(std::move(row));
    if (measure.planned_years().empty()) continue;
    const std::string years = absl::StrReplaceAll(
        say(kSumOfYears), {{"{years}", absl::StrJoin(measure.planned_years(), ", ")}});
    table.rows.push_back(
        {.cells = {"", absl::StrCat(kIndent, years)}, .strong = false, .begins = false});
  }
  if (table.rows.empty()) return table;
  paper::Row total{.cells = {"", say(kTotal), "", "", say(report.total().planned())},
                   .strong = true,
                   .begins = true};
  Append(FiguresOf(report.total(), say), &total.cells);
  total.cells.push_back(People(report.total().people_planned() > 0, report.total().people_planned()));
  total.cells.push_back(People(report.total().has_people_served(), report.total().people_served()));
  table.rows.push_back(std::move(total));
  AddParts(report.total(), figures, say, &table);
  return table;
}

// How much of the project is for the measure, as the link says it.
std::string ShareOf(const v1::PlanReportProject& project, const Sayer& say) {
  if (project.has_amount()) return say.WithUnit(project.amount());
  return project.share_percent().empty() ? kUnknown : say.Percent(project.share_percent());
}

paper::Table ProjectsOf(const v1::PlanReport& report, const Sayer& say) {
  paper::Table table{.title = say(kProjects),
                     .columns = {{say(kNumber), false},
                                 {say(kProject), false},
                                 {say(kContribution), false},
                                 {say(kShare), true}},
                     .rows = {},
                     .nothing = say(kNothing)};
  AddFigureColumns(say, &table);
  table.columns.push_back({say(kPeopleServed), true});
  const auto add = [&](const std::string& place, const v1::PlanReportProject& project) {
    std::string name = project.number();
    if (!project.title().empty()) absl::StrAppend(&name, ", ", project.title());
    if (project.illustrative()) absl::StrAppend(&name, " (", say(kIllustrative), ")");
    paper::Row row{.cells = {place, std::move(name), project.contribution(), ShareOf(project, say)},
                   .strong = false,
                   .begins = true};
    Append(FiguresOf(project, say), &row.cells);
    row.cells.push_back(People(project.has_people(), project.people()));
    table.rows.push_back(std::move(row));
  };
  for (const v1::PlanReportMeasure& measure : report.measures()) {
    for (const v1::PlanReportProject& project : measure.projects()) add(measure.place(), project);
  }
  if (report.unattributed_size() > 0)
    table.rows.push_back({.cells = {"", say(kUnattributed)}, .strong = true, .begins = true});
  for (const v1::PlanReportProject& project : report.unattributed()) add("", project);
  return table;
}

paper::Table GroupsOf(const google::protobuf::RepeatedPtrField<v1::PlanReportGroup>& groups, Word title,
                      Word of, const Sayer& say) {
  paper::Table table{.title = say(title),
                     .columns = {{say(of), false}, {say(kRows), true}, {say(kPlanned), true}},
                     .rows = {},
                     .nothing = say(kNothing)};
  AddFigureColumns(say, &table);
  table.columns.push_back({say(kPeoplePlanned), true});
  table.columns.push_back({say(kPeopleServed), true});
  for (const v1::PlanReportGroup& group : groups) {
    const bool english = say.language() == Language::kEnglish && !group.words_en().empty();
    const std::string& words = english ? group.words_en() : group.words();
    paper::Row row{.cells = {words.empty() ? kUnknown : words, absl::StrCat(group.measures()),
                             group.measures_with_amount() > 0 ? say(group.planned()) : kUnknown},
                   .strong = false,
                   .begins = true};
    Append(FiguresOf(group, say), &row.cells);
    row.cells.push_back(People(group.people_planned() > 0, group.people_planned()));
    row.cells.push_back(People(group.has_people_served(), group.people_served()));
    table.rows.push_back(std::move(row));
  }
  return table;
}

paper::Facts FactsOf(const v1::PlanReport& report, const Sayer& say) {
  paper::Facts facts{
      {{say(kPlan), report.title()},
       {say(kRecord), report.plan()},
       {say(kStatedTotal),
        report.has_stated_total() ? say.WithUnit(report.stated_total()) : say(kNotStated)},
       {say(kVersion), absl::StrCat(report.version())}}};
  if (report.has_stated_total_difference())
    facts.facts.emplace_back(say(kDifference), say.WithUnit(report.stated_total_difference()));
  return facts;
}

}  // namespace

paper::Document ToPaper(const v1::PlanReport& report, Language language) {
  const Sayer say(language);
  const std::string title = absl::StrReplaceAll(say(kTitle), {{"{municipality}", report.municipality()},
                                                              {"{year}", absl::StrCat(report.year())}});
  paper::Document document{.title = title,
                           .head = title,
                           .head_more = papers::ShownOf(report, say),
                           .foot = papers::SealedOf(report, say),
                           .page_of = say(papers::kPageOf),
                           .blocks = {}};
  document.blocks.emplace_back(FactsOf(report, say));
  document.blocks.emplace_back(paper::Paragraph{.text = say(kUnknownSaid)});
  document.blocks.emplace_back(MeasuresOf(report, say));
  document.blocks.emplace_back(ProjectsOf(report, say));
  document.blocks.emplace_back(GroupsOf(report.sources(), kSources, kSource, say));
  document.blocks.emplace_back(GroupsOf(report.executors(), kExecutors, kExecutor, say));
  if (report.findings_size() > 0) document.blocks.emplace_back(paper::Heading{say(kToKnow)});
  for (const plans::v1::Finding& finding : report.findings()) {
    document.blocks.emplace_back(paper::Paragraph{
        .text = language == Language::kEnglish ? finding.text_en() : finding.text_bg()});
  }
  return document;
}

}  // namespace tranche::reports
