// SPDX-License-Identifier: EUPL-1.2
// Figures that are right although they are not equal: a part of the total, an amount rounded to cents,
// a product that is one of several amounts, a plan in two currencies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "plans/plan_checks.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
Money Eur(int64_t minor) { return Money::Minor(minor, Currency::kEur); }

Measure Row(int ordinal, std::optional<Money> total) {
  Measure measure;
  measure.section = 1;
  measure.ordinal = ordinal;
  measure.stated_total = total;
  return measure;
}

Check Find(std::vector<Measure> rows, const std::string& id,
           std::optional<Money> total = std::nullopt) {
  Plan plan;
  plan.year = 2024;
  plan.stated_total = total;
  Section section;
  section.measures = std::move(rows);
  plan.sections.push_back(std::move(section));
  for (const Check& check : CrossFoot(plan)) {
    if (check.id == id) return check;
  }
  ADD_FAILURE() << "no check " << id;
  return {};
}

TEST(PartOfTheTotal, OneBelowIt_LeavesTheRestOpen) {
  Measure row = Row(1, Bgn(2000000));
  row.parts = {{"за храна", Bgn(1500000)}};
  row.sources = {{SourceKind::kMunicipalBudget, "общинския бюджет", Bgn(1500000)}};
  const Check parts = Find({row}, "measure.1.1.parts");
  EXPECT_EQ(parts.verdict, Verdict::kNotComputable);
  EXPECT_EQ(parts.delta, "-5000.00");
  EXPECT_THAT(parts.readings.back().not_written, ElementsAre("split"));
  EXPECT_EQ(Find({row}, "measure.1.1.sources").verdict, Verdict::kNotComputable);
}

// "20 000 лв., от които 5 000 лв. от общинския бюджет": who pays the rest, the row does not say.
TEST(PartOfTheTotal, OfOneSource_IsNotAllThatItsGroupPays) {
  Measure whole = Row(1, Bgn(1000000));
  whole.sources = {{SourceKind::kStateBudget, "държавния бюджет", std::nullopt}};
  Measure part = Row(2, Bgn(2000000));
  part.sources = {{SourceKind::kMunicipalBudget, "общинския бюджет", Bgn(500000)}};
  const Check check = Find({whole, part}, "total.by_source", Bgn(3000000));
  EXPECT_EQ(check.verdict, Verdict::kNotComputable);
  for (const Reading& reading : check.readings) {
    EXPECT_THAT(reading.text_bg, ::testing::Not(HasSubstr("20000.00")));
  }
}

TEST(PartOfTheTotal, OneAboveItOrSeveralBelowIt_Disagree) {
  Measure row = Row(1, Bgn(2000000));
  row.parts = {{"за храна", Bgn(2500000)}};
  EXPECT_EQ(Find({row}, "measure.1.1.parts").verdict, Verdict::kDisagree);
  row.parts = {{"за храна", Bgn(500000)}, {"за път", Bgn(500000)}};
  EXPECT_EQ(Find({row}, "measure.1.1.parts").verdict, Verdict::kDisagree);
}

TEST(MonthOfATotal, RoundedToCents_Agrees) {
  Measure row = Row(1, Bgn(25000000));
  row.monthly = MonthlyAmount{Bgn(2083333), MonthlyBasis::kUnstated};
  const Check check = Find({row}, "measure.1.1.monthly");
  EXPECT_EQ(check.verdict, Verdict::kAgree);
  EXPECT_EQ(check.delta, "-0.04");
  EXPECT_THAT(check.readings[0].text_bg, HasSubstr("закръгляне"));
  row.monthly->amount = Bgn(2083332);
  EXPECT_EQ(Find({row}, "measure.1.1.monthly").verdict, Verdict::kDisagree);
}

TEST(UnitPrice, ProductThatIsOneOfTheRowsAmounts_AgreesWithThat) {
  Measure row = Row(1, Bgn(160000));
  row.unit_price = UnitPrice{Bgn(25000), "", {{4, "бр."}}};
  row.parts = {{"4 бр. х 250 лв.", Bgn(100000)}, {"2 бр. х 300 лв.", Bgn(60000)}};
  const Check check = Find({row}, "measure.1.1.unit_price");
  EXPECT_EQ(check.verdict, Verdict::kAgree);
  EXPECT_EQ(check.stated, "1000.00");
}

TEST(UnitPrice, ProductTogetherWithTheOtherAmounts_IsTheTotal) {
  Measure row = Row(1, Bgn(250000));
  row.unit_price = UnitPrice{Bgn(100000), "", {{2, ""}}};
  row.parts = {{"", Bgn(50000)}};
  EXPECT_EQ(Find({row}, "measure.1.1.unit_price").verdict, Verdict::kAgree);
  row.parts = {{"", Bgn(40000)}};
  EXPECT_EQ(Find({row}, "measure.1.1.unit_price").verdict, Verdict::kNotComputable);
}

TEST(UnitPrice, ProductThatFitsOnlyForEachPerson_IsAWarning) {
  Measure row = Row(1, Eur(320000));
  row.unit_price = UnitPrice{Eur(400), "", {{8, "часа"}, {20, "дни"}}};
  row.headcount = Headcount{5, "души"};
  const Check check = Find({row}, "measure.1.1.unit_price");
  EXPECT_EQ(check.verdict, Verdict::kWarning);
  EXPECT_EQ(check.computed, "3200.00");
}

TEST(UnitPrice, AmountOfAYear_IsTakenForTheYearsOfTheRow) {
  Measure row = Row(1, Bgn(450000));
  row.unit_price = UnitPrice{Bgn(150000), "годишно", {}};
  row.months = 36;
  EXPECT_EQ(Find({row}, "measure.1.1.unit_price").verdict, Verdict::kAgree);
  row.headcount = Headcount{20, "деца"};
  EXPECT_EQ(Find({row}, "measure.1.1.unit_price").verdict, Verdict::kAgree);
}

TEST(Total, RowsInTwoCurrencies_AreNamedAndComparedInEuro) {
  const Check check = Find({Row(1, Eur(100000)), Row(2, Bgn(195583))}, "total", Eur(200000));
  EXPECT_EQ(check.verdict, Verdict::kNotComputable);
  EXPECT_THAT(check.readings.back().text_bg, HasSubstr("1.2"));
  EXPECT_EQ(check.readings.back().computed, "2000.00");
  EXPECT_EQ(check.readings.back().unit, "EUR");
  EXPECT_EQ(check.readings.back().verdict, Verdict::kAgree);
}

TEST(Total, RowsThatWereNotUnderstood_ShowNoDisagreement) {
  Plan plan;
  plan.year = 2024;
  plan.stated_total = Bgn(36100);
  Section section;
  section.measures = {Row(1, Bgn(30600))};
  plan.sections.push_back(section);
  const auto total = [&plan] {
    for (const Check& check : CrossFoot(plan))
      if (check.id == "total") return check;
    return Check{};
  };
  EXPECT_EQ(total().verdict, Verdict::kDisagree);
  plan.not_understood = {{"PLAN_ROW_NUMBER_MISSING", {}, {}}, {"PLAN_ROW_NUMBER_MISSING", {}, {}}};
  EXPECT_EQ(total().verdict, Verdict::kNotComputable);
  EXPECT_THAT(total().readings.back().text_bg, HasSubstr("сбора: 2"));
}

}  // namespace
}  // namespace tranche::plans
