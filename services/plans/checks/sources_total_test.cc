// SPDX-License-Identifier: EUPL-1.2
// Rows without a total whose sources say what each of them gives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "plans/checks/family.h"
#include "plans/plan_checks.h"

namespace tranche::plans::checks {
namespace {

using ::testing::HasSubstr;

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

Source From(SourceKind kind, Money amount) {
  return {.kind = kind, .as_written = "източник", .amount = amount};
}

Measure Row(int ordinal, std::vector<Source> sources, std::optional<Money> total = std::nullopt) {
  Measure measure;
  measure.section = 1;
  measure.ordinal = ordinal;
  measure.sources = std::move(sources);
  measure.stated_total = total;
  for (const Source& source : measure.sources)
    measure.parts.push_back({.label = source.as_written, .amount = *source.amount});
  return measure;
}

Check Find(const Plan& plan, const std::string& id) {
  for (const Check& check : CrossFoot(plan)) {
    if (check.id == id) return check;
  }
  ADD_FAILURE() << id;
  return {};
}

// 12,000 and 1,000 of two sources beside a row of 5,000.
Plan TwoRows() {
  Plan plan;
  plan.year = 2024;
  plan.sections.emplace_back();
  plan.sections[0].measures = {
      Row(1, {From(SourceKind::kStateBudget, Bgn(12'000'00)),
              From(SourceKind::kMunicipalBudget, Bgn(1'000'00))}),
      Row(2, {From(SourceKind::kMunicipalBudget, Bgn(5'000'00))}, Bgn(5'000'00))};
  plan.stated_total = Bgn(18'000'00);
  return plan;
}

TEST(SumOfSources, WithOtherMoneyInTheRow_IsNone) {
  Measure row = TwoRows().sections[0].measures[0];
  EXPECT_EQ(SumOfSources(row), Bgn(13'000'00));
  row.parts.push_back({.label = "заплати", .amount = Bgn(1'000'00)});
  EXPECT_EQ(SumOfSources(row), std::nullopt);  // The same amount once more is another one.
  row.parts.clear();
  EXPECT_EQ(SumOfSources(row), Bgn(13'000'00));
  row.sources[0].amount.reset();
  EXPECT_EQ(SumOfSources(row), std::nullopt);
  row.sources[0].amount = Money::Minor(1'00, Currency::kEur);
  EXPECT_EQ(SumOfSources(row), std::nullopt);
  EXPECT_EQ(SumOfSources(Measure()), std::nullopt);
}

TEST(Total, WithARowOfSourcesOnly_AddsThemAndSaysSo) {
  const Check total = Find(TwoRows(), "total");
  EXPECT_EQ(total.computed, "18000.00");
  EXPECT_EQ(total.verdict, Verdict::kAgree);
  EXPECT_THAT(total.readings[0].text_en, HasSubstr("of 1 the sources were added up"));
}

TEST(TotalBySource, WithARowOfSourcesOnly_DividesIt) {
  const Check by_source = Find(TwoRows(), "total.by_source");
  EXPECT_EQ(by_source.verdict, Verdict::kAgree);
  ASSERT_EQ(by_source.readings.size(), 2u);
  EXPECT_EQ(by_source.readings[0].computed, "12000.00");
  EXPECT_EQ(by_source.readings[1].computed, "6000.00");
}

// 20 % of 10,000 is said to be the municipality's; who pays the rest is not.
TEST(TotalBySource, WithASingleShareBelowAll_GivesNobodyTheRow) {
  Plan plan = TwoRows();
  Measure& row = plan.sections[0].measures[0];
  row = Row(1, {}, Bgn(10'000'00));
  row.sources = {{.kind = SourceKind::kMunicipalBudget, .as_written = "20 %", .share_percent = "20"}};
  EXPECT_EQ(PayerOf(row), std::nullopt);
  EXPECT_EQ(Find(plan, "total.by_source").verdict, Verdict::kNotComputable);
  row.sources[0].share_percent = "100";
  EXPECT_NE(PayerOf(row), std::nullopt);
}

// Rows 1, 1.1, 1.2 and 2, as plans of action number them: 1.1 and 1.2 are what 1 is made of.
TEST(Total, WithRowsBelowARow_FitsOnlyWithoutThemAndAsks) {
  Plan plan;
  plan.year = 2024;
  plan.sections.resize(3);
  Measure whole = Row(1, {}, Bgn(1'000'00)), first = Row(1, {}, Bgn(400'00)),
          second = Row(2, {}, Bgn(600'00)), other = Row(2, {}, Bgn(500'00));
  first.ordinal_as_written = "1.1.";
  second.ordinal_as_written = "1.2.";
  plan.sections[0].measures = {whole};
  plan.sections[1].measures = {first, second};
  plan.sections[2].measures = {other};
  plan.stated_total = Bgn(1'500'00);
  const Check total = Find(plan, "total");
  EXPECT_EQ(total.verdict, Verdict::kWarning);
  EXPECT_EQ(total.computed, "1500.00");
  EXPECT_EQ(Find(plan, "total.by_executor").verdict, Verdict::kAgree);
  // Where the total has all of them, they are rows like the others.
  plan.stated_total = Bgn(2'500'00);
  EXPECT_EQ(Find(plan, "total").verdict, Verdict::kAgree);
  // Rows that come to something else are no parts.
  plan.sections[1].measures[0].stated_total = Bgn(401'00);
  plan.stated_total = Bgn(1'500'00);
  EXPECT_EQ(Find(plan, "total").verdict, Verdict::kDisagree);
}

// 100 a month and 600 in all: six months fit, which nobody wrote.
TEST(Monthly, ThatFitsFewerMonthsThanThePlanHas_IsForAPersonToJudge) {
  Plan plan = TwoRows();
  Measure& row = plan.sections[0].measures[0];
  row = Row(1, {}, Bgn(600'00));
  row.monthly = {.amount = Bgn(100'00), .basis = MonthlyBasis::kUnstated};
  EXPECT_EQ(Find(plan, "measure.1.1.monthly").verdict, Verdict::kWarning);
  EXPECT_EQ(Find(plan, "measure.1.1.monthly").computed, "600.00");
  row.months = 12;
  EXPECT_EQ(Find(plan, "measure.1.1.monthly").verdict, Verdict::kDisagree);
  row.months.reset();
  row.stated_total = Bgn(1'300'00);  // More months than there are.
  EXPECT_EQ(Find(plan, "measure.1.1.monthly").verdict, Verdict::kDisagree);
}

}  // namespace
}  // namespace tranche::plans::checks
