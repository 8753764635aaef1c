// SPDX-License-Identifier: EUPL-1.2
#include "cli/plan_view.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tranche::cli {
namespace {

void AddYear(int year, const char* amount, plans::v1::Part* part) {
  part->set_year(year);
  part->mutable_amount()->set_amount(amount);
  part->mutable_amount()->set_currency("BGN");
}

plans::v1::Plan OfYears() {
  plans::v1::Plan plan;
  AddYear(2021, "18000.00", plan.add_stated_years());
  AddYear(2022, "24000.00", plan.add_stated_years());
  plans::v1::Section* section = plan.add_sections();
  section->set_ordinal(1);
  section->set_title("Образование");
  section->mutable_stated_total()->set_amount("500.00");
  section->mutable_stated_total()->set_currency("BGN");
  AddYear(2021, "300.00", section->add_stated_years());
  AddYear(2022, "200.00", section->add_stated_years());
  return plan;
}

std::string FieldOf(const View& view, const std::string& label) {
  for (const Field& field : view.fields) {
    if (field.label == label) return field.cell.text;
  }
  return "none";
}

TEST(PlanView, AmountsByYearOfTotals_StandWithThem) {
  const View english = PlanView(OfYears(), Language::kEnglish);
  EXPECT_EQ(FieldOf(english, "Total by year"), "2021: 18,000.00 BGN; 2022: 24,000.00 BGN");
  EXPECT_EQ(english.tables.back().title,
            "1. Образование (500.00 BGN; 2021: 300.00 BGN; 2022: 200.00 BGN)");
  const View bulgarian = PlanView(OfYears(), Language::kBulgarian);
  EXPECT_EQ(FieldOf(bulgarian, "Обща сума по години"), "2021: 18 000,00 лв.; 2022: 24 000,00 лв.");
}

TEST(PlanView, RowThatWasStruckOut_IsMarkedAndStaysInItsPlace) {
  plans::v1::Plan plan = OfYears();
  for (const int ordinal : {1, 2}) {
    plans::v1::Measure* measure = plan.mutable_sections(0)->add_measures();
    measure->set_ordinal(ordinal);
    measure->set_activity("Дейност");
  }
  plans::v1::Correction* struck = plan.add_corrections();
  struck->set_field(plans::v1::PLAN_ROW);
  struck->set_kind(plans::v1::ROW_STRUCK);
  struck->set_path("measure.1.2");
  struck->set_title_bg("мярка 1.2");
  const View view = PlanView(plan, Language::kBulgarian);
  const auto section = std::find_if(view.tables.begin(), view.tables.end(), [](const Table& table) {
    return table.title.find("Образование") != std::string::npos;
  });
  ASSERT_NE(section, view.tables.end());
  EXPECT_EQ(section->rows[0][0].text, "1");
  EXPECT_EQ(section->rows[1][0].text, "2 (зачеркнат ред)");
  const auto corrections = std::find_if(view.tables.begin(), view.tables.end(),
                                        [](const Table& table) { return table.title == "Поправки"; });
  ASSERT_NE(corrections, view.tables.end());
  ASSERT_EQ(corrections->rows.size(), 1u);
  EXPECT_EQ(corrections->rows[0][1].text, "зачеркнат ред: мярка 1.2");
}

TEST(PlanView, NoAmountsByYear_HaveNoLine) {
  EXPECT_EQ(FieldOf(PlanView(plans::v1::Plan(), Language::kEnglish), "Total by year"), "none");
}

}  // namespace
}  // namespace tranche::cli
