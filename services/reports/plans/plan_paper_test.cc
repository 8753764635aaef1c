// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "reports/plans/plan_paper_convert.h"

namespace tranche::reports {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

void Set(const std::string& amount, common::v1::Money* money) {
  money->set_amount(amount);
  money->set_currency("BGN");
}

// One row with a project, one whose amounts are by year and of which nothing else is known.
v1::PlanReport Report() {
  v1::PlanReport report;
  report.set_plan("organisations/lyubimets/plans/lyubimets-2013");
  report.set_title("План за социалните услуги");
  report.set_municipality("Любимец");
  report.set_year(2013);
  report.set_version(2);
  report.set_currency("BGN");
  v1::PlanReportMeasure* measure = report.add_measures();
  measure->set_place("1.1");
  measure->set_section("Услуги");
  measure->set_activity("Асистенти");
  Set("39792.00", measure->mutable_planned());
  Set("100.00", measure->mutable_granted()->mutable_total());
  Set("40.00", measure->mutable_spent()->mutable_total());
  Set("20.00", measure->mutable_paid()->mutable_total());
  v1::PlanReportProject* project = measure->add_projects();
  project->set_number("С1");
  project->set_share_percent("75.00");
  project->set_illustrative(true);
  v1::PlanReportMeasure* by_year = report.add_measures();
  by_year->set_place("1.2");
  by_year->set_section("Услуги");
  Set("25.50", by_year->mutable_planned());
  by_year->add_planned_years(2013);
  by_year->add_planned_years(2014);
  Set("39817.50", report.mutable_total()->mutable_planned());
  v1::PlanReportGroup* source = report.add_sources();
  source->set_words("Общински бюджет");
  source->set_words_en("Municipal budget");
  plans::v1::Finding* finding = report.add_findings();
  finding->set_text_bg("Има мерки без проект.");
  finding->set_text_en("Some measures have no project.");
  return report;
}

// Every row of every table as "cell|cell", and every paragraph.
std::vector<std::string> LinesOf(const paper::Document& document) {
  std::vector<std::string> lines;
  for (const paper::Block& block : document.blocks) {
    if (const auto* paragraph = std::get_if<paper::Paragraph>(&block)) lines.push_back(paragraph->text);
    const auto* table = std::get_if<paper::Table>(&block);
    if (table == nullptr) continue;
    for (const paper::Row& row : table->rows) {
      EXPECT_LE(row.cells.size(), table->columns.size()) << table->title;
      std::string line;
      for (const std::string& cell : row.cells) absl::StrAppend(&line, cell, "|");
      lines.push_back(line);
    }
  }
  return lines;
}

TEST(PlanPaper, EveryRow_HasItsFiguresAndWhatIsNotKnownIsADash) {
  const std::vector<std::string> lines = LinesOf(ToPaper(Report(), Language::kBulgarian));
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("1.1|Асистенти|"),
                                    HasSubstr("39\u00A0792,00|100,00|40,00|20,00|–|–|"))));
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("1.2|"), HasSubstr("25,50|–|–|–|"))));
  EXPECT_THAT(lines, Contains(HasSubstr("сборът на годините 2013, 2014")));
  EXPECT_THAT(lines, Contains(HasSubstr("С1 (пример)|")));
  EXPECT_THAT(lines, Contains("Има мерки без проект."));
}

TEST(PlanPaper, InEnglish_SaysGroupsAndFindingsInEnglish) {
  const paper::Document document = ToPaper(Report(), Language::kEnglish);
  EXPECT_EQ(document.title, "Annual report of a plan: Любимец, 2013");
  const std::vector<std::string> lines = LinesOf(document);
  EXPECT_THAT(lines, Contains(HasSubstr("Municipal budget|")));
  EXPECT_THAT(lines, Contains(HasSubstr("sum of the years 2013, 2014")));
  EXPECT_THAT(lines, Contains("Some measures have no project."));
}

}  // namespace
}  // namespace tranche::reports
