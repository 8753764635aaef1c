// SPDX-License-Identifier: EUPL-1.2
// Checks of plans over several years, and of rows with a time frame of their own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "plans/plan_checks.h"

namespace tranche::plans {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

AmountPart OfYear(int year, int64_t minor) {
  return {.label = "Средства, лв.", .amount = Bgn(minor), .year = year};
}

Measure Row(int ordinal, std::vector<AmountPart> parts,
            std::optional<Money> stated_total = std::nullopt) {
  Measure measure;
  measure.section = 1;
  measure.ordinal = ordinal;
  measure.parts = std::move(parts);
  measure.stated_total = stated_total;
  return measure;
}

Plan PlanOf(std::vector<Measure> measures, std::optional<Money> total = std::nullopt) {
  Plan plan;
  plan.year = 2022;
  plan.sections.emplace_back();
  plan.sections[0].measures = std::move(measures);
  plan.stated_total = total;
  return plan;
}

std::vector<Check> FindAll(const Plan& plan, const std::string& id) {
  std::vector<Check> found;
  for (const Check& check : CrossFoot(plan)) {
    if (check.id == id) found.push_back(check);
  }
  return found;
}

Check Find(const Plan& plan, const std::string& id) {
  const std::vector<Check> found = FindAll(plan, id);
  EXPECT_THAT(found, SizeIs(1)) << id;
  return found.empty() ? Check() : found[0];
}

void ExpectFigures(const Check& check, const std::string& stated, const std::string& computed,
                   const std::string& delta, Verdict verdict) {
  EXPECT_EQ(check.stated, stated) << check.id;
  EXPECT_EQ(check.computed, computed) << check.id;
  EXPECT_EQ(check.delta, delta) << check.id;
  EXPECT_EQ(VerdictName(check.verdict), VerdictName(verdict)) << check.id;
}

TEST(YearsOfRow, ThatLackSomeOfTheTotal_Disagree) {
  const Plan plan = PlanOf({Row(1, {OfYear(2021, 100000), OfYear(2022, 200000)}, Bgn(350000))});
  ExpectFigures(Find(plan, "measure.1.1.years"), "3500.00", "3000.00", "-500.00", Verdict::kDisagree);
  EXPECT_THAT(FindAll(plan, "measure.1.1.parts"), IsEmpty());
}

TEST(TimeframeOfRow, OutsideThePlan_IsForAPersonToJudge) {
  const auto timeframe = [](int from_year, int to_year) {
    Plan plan = PlanOf({Row(1, {})});
    Period& period = plan.sections[0].measures[0].timeframe.emplace();
    period.from.year = from_year;
    period.to.year = to_year;
    period.as_written = "срок";
    return FindAll(plan, "measure.1.1.timeframe");
  };
  EXPECT_THAT(timeframe(2022, 2022), IsEmpty());
  EXPECT_THAT(timeframe(0, 0), IsEmpty());
  for (const auto& [from, to] : {std::pair(2022, 2023), {2021, 2022}, {0, 2025}, {2025, 0}}) {
    const std::vector<Check> found = timeframe(from, to);
    ASSERT_THAT(found, SizeIs(1)) << from << " " << to;
    EXPECT_EQ(found[0].verdict, Verdict::kWarning);
    EXPECT_THAT(found[0].readings[0].text_en, HasSubstr("01.01.2022–31.12.2022"));
  }
}

TEST(YearsOfRow, BesideOtherParts_AreAddedApart) {
  const Plan plan = PlanOf(
      {Row(1, {OfYear(2021, 100000), OfYear(2022, 200000), {.label = "заплати", .amount = Bgn(300000)}},
           Bgn(300000))});
  EXPECT_EQ(Find(plan, "measure.1.1.years").verdict, Verdict::kAgree);
  EXPECT_EQ(Find(plan, "measure.1.1.parts").verdict, Verdict::kAgree);
}

TEST(TotalOfYears, RowsWithoutATotal_GiveTheSumOfTheirYearsAndSaySo) {
  const Plan plan = PlanOf({Row(1, {OfYear(2021, 100000), OfYear(2022, 200000)}),
                            Row(2, {OfYear(2022, 50000)}), Row(3, {}, Bgn(10000))},
                           Bgn(360000));
  const Check check = Find(plan, "total");
  ExpectFigures(check, "3600.00", "3600.00", "0.00", Verdict::kAgree);
  EXPECT_THAT(check.readings[0].text_en, HasSubstr("1 of 3 measures state a total"));
  EXPECT_THAT(check.readings[1].text_bg, HasSubstr("1.1, 1.2"));
}

TEST(TotalOfAYear, IsComparedWithItsColumn) {
  Plan plan =
      PlanOf({Row(1, {OfYear(2021, 100000), OfYear(2022, 200000)}), Row(2, {OfYear(2022, 50000)})},
             Bgn(350000));
  plan.stated_years = {OfYear(2021, 100000), OfYear(2022, 240000), OfYear(2023, 10000)};
  ExpectFigures(Find(plan, "total.year.2021"), "1000.00", "1000.00", "0.00", Verdict::kAgree);
  ExpectFigures(Find(plan, "total.year.2022"), "2400.00", "2500.00", "100.00", Verdict::kDisagree);
  EXPECT_EQ(Find(plan, "total.year.2023").verdict, Verdict::kNotComputable);
  ExpectFigures(Find(plan, "total.years"), "3500.00", "3500.00", "0.00", Verdict::kAgree);
}

TEST(TotalOfAYear, WithAColumnForEachSource_IsOneOfSeveralAndNotCompared) {
  Plan plan = PlanOf({Row(1, {OfYear(2021, 100000), OfYear(2021, 200000)})}, Bgn(300000));
  plan.stated_years = {OfYear(2021, 100000), OfYear(2021, 200000)};
  EXPECT_THAT(FindAll(plan, "total.year.2021"), IsEmpty());
  EXPECT_EQ(Find(plan, "total.years").verdict, Verdict::kAgree);
}

// ---- Months

Measure Monthly(Money monthly, Money total, PartialDate from, PartialDate to) {
  Measure measure = Row(1, {}, total);
  measure.monthly = MonthlyAmount{.amount = monthly};
  measure.timeframe = Period{.from = std::move(from), .to = std::move(to), .as_written = "срок"};
  return measure;
}

TEST(MonthlyAmount, OfARowWithItsOwnTimeFrame_IsTriedForItsMonths) {
  const Plan plan = PlanOf({Monthly(Bgn(100000), Bgn(1000000), {.year = 2022, .month = 3, .day = 1},
                                    {.year = 2022, .month = 12, .day = 31})});
  const Check check = Find(plan, "measure.1.1.monthly");
  ExpectFigures(check, "10000.00", "10000.00", "0.00", Verdict::kAgree);
  EXPECT_THAT(check.readings[0].not_written, IsEmpty());
  EXPECT_THAT(check.fields, Contains("measure.1.1.timeframe"));
}

TEST(MonthlyAmount, OfMonthsWithoutDays_CountsBothEnds) {
  const Plan plan = PlanOf(
      {Monthly(Bgn(100000), Bgn(400000), {.year = 2021, .month = 11}, {.year = 2022, .month = 2})});
  EXPECT_EQ(Find(plan, "measure.1.1.monthly").computed, "4000.00");
}

TEST(MonthlyAmount, OfATimeFrameThatBeginsWithinAMonth_IsNotComputable) {
  const Plan plan = PlanOf({Monthly(Bgn(100000), Bgn(300000), {.year = 2022, .month = 3, .day = 15},
                                    {.year = 2022, .month = 6, .day = 14})});
  const Check check = Find(plan, "measure.1.1.monthly");
  EXPECT_EQ(check.verdict, Verdict::kNotComputable);
  EXPECT_THAT(check.readings[0].not_written, ElementsAre("months"));
}

TEST(MonthlyAmount, OfAPlanOverTwoYears_IsTriedForBothAndForOne) {
  Measure row = Row(1, {}, Bgn(2400000));
  row.monthly = MonthlyAmount{.amount = Bgn(100000)};
  Plan plan = PlanOf({row});
  plan.period_titled = Period{.from = {.year = 2021}, .to = {.year = 2022}, .as_written = "2021-2022"};
  EXPECT_EQ(Find(plan, "measure.1.1.monthly").verdict, Verdict::kAgree);
  plan.sections[0].measures[0].stated_total = Bgn(1200000);
  const Check one_year = Find(plan, "measure.1.1.monthly");
  ExpectFigures(one_year, "12000.00", "12000.00", "0.00", Verdict::kWarning);
  EXPECT_THAT(one_year.why.en, HasSubstr("fit only for one"));
}

// ---- Adoption

ParentStrategy Strategy(const std::string& title) {
  ParentStrategy strategy;
  strategy.title = title;
  return strategy;
}

TEST(AdoptionOfStrategy, OfWhichTheTextSaysNothing_IsNotCalledBlank) {
  Plan plan = PlanOf({Row(1, {})});
  plan.strategy = Strategy("Общинска стратегия");
  plan.parents = {*plan.strategy};
  const Check silent = Find(plan, "strategy.adoption");
  EXPECT_EQ(silent.verdict, Verdict::kWarning);
  EXPECT_THAT(silent.readings[0].text_en, HasSubstr("nothing was read"));
  plan.parents[0].adoption.decision_number = "";
  plan.strategy = plan.parents[0];
  const Check blank = Find(plan, "strategy.adoption");
  ASSERT_THAT(blank.readings, SizeIs(3));
  EXPECT_THAT(blank.readings[0].text_bg, HasSubstr("не е попълнен"));
  EXPECT_THAT(blank.readings[1].text_bg, HasSubstr("текстът не казва нищо"));
}

TEST(AdoptionOfStrategy, OfSeveral_IsOfThoseWhoseAdoptionIsSpokenOf) {
  Plan plan = PlanOf({Row(1, {})});
  plan.parents = {Strategy("Областна стратегия"), Strategy("Общинска стратегия")};
  plan.strategy = plan.parents[0];
  Adoption& adoption = plan.parents[1].adoption;
  adoption.decision_number = "112";
  adoption.protocol_number = "6";
  adoption.date = "29.04.2016";
  const Check check = Find(plan, "strategy.adoption");
  EXPECT_EQ(check.verdict, Verdict::kAgree);
  EXPECT_THAT(check.fields, Contains("parents.2.adoption.decision_number"));
}

}  // namespace
}  // namespace tranche::plans
