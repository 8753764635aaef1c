// SPDX-License-Identifier: EUPL-1.2
// The families of checks on plans that no document of ours has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "plans/plan_checks.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

Measure Row(int ordinal, std::optional<Money> total = std::nullopt) {
  Measure measure;
  measure.section = 1;
  measure.ordinal = ordinal;
  measure.stated_total = total;
  return measure;
}

Plan PlanOf(std::vector<Measure> measures, std::optional<Money> total = std::nullopt) {
  Plan plan;
  plan.year = 2024;
  Section section;
  section.measures = std::move(measures);
  plan.sections.push_back(std::move(section));
  plan.stated_total = total;
  return plan;
}

Check Find(const Plan& plan, const std::string& id) {
  for (const Check& check : CrossFoot(plan)) {
    if (check.id == id) return check;
  }
  ADD_FAILURE() << "no check " << id;
  return {};
}

bool Has(const Plan& plan, const std::string& id) {
  for (const Check& check : CrossFoot(plan)) {
    if (check.id == id) return true;
  }
  return false;
}

void ExpectFigures(const Check& check, const std::string& stated, const std::string& computed,
                   const std::string& delta, Verdict verdict) {
  EXPECT_EQ(check.stated, stated) << check.id;
  EXPECT_EQ(check.computed, computed) << check.id;
  EXPECT_EQ(check.delta, delta) << check.id;
  EXPECT_EQ(VerdictName(check.verdict), VerdictName(verdict)) << check.id;
}

Period Years(int from, int to) {
  Period period;
  period.from.year = from;
  period.to.year = to;
  period.as_written = "as written";
  return period;
}

ParentStrategy Strategy(const std::string& title, PlanLevel level,
                        std::optional<Period> period = std::nullopt) {
  ParentStrategy strategy;
  strategy.title = title;
  strategy.level = level;
  strategy.period = std::move(period);
  return strategy;
}

// ---- Sections

TEST(SectionTotal, RowsThatAddUp_Agree) {
  Plan plan = PlanOf({Row(1, Bgn(100)), Row(2, Bgn(250)), Row(3)});
  plan.sections[0].stated_total = Bgn(350);
  ExpectFigures(Find(plan, "section.1.total"), "3.50", "3.50", "0.00", Verdict::kAgree);
}

TEST(SectionTotal, RowsThatDoNot_Disagree) {
  Plan plan = PlanOf({Row(1, Bgn(100)), Row(2, Bgn(250))});
  plan.sections[0].stated_total = Bgn(400);
  ExpectFigures(Find(plan, "section.1.total"), "4.00", "3.50", "-0.50", Verdict::kDisagree);
}

TEST(SectionTotal, RowWithPartsOnly_IsNotComputable) {
  Measure parts = Row(2);
  parts.parts = {{.label = "а", .amount = Bgn(5)}};
  Plan plan = PlanOf({Row(1, Bgn(100)), parts});
  plan.sections[0].stated_total = Bgn(105);
  EXPECT_EQ(Find(plan, "section.1.total").verdict, Verdict::kNotComputable);
}

TEST(Total, SumOfStatedSectionTotals_IsAReading) {
  Plan plan = PlanOf({Row(1, Bgn(100))}, Bgn(300));
  plan.sections[0].stated_total = Bgn(100);
  Section second;
  second.measures = {Row(1, Bgn(200))};
  second.measures[0].section = 2;
  second.stated_total = Bgn(190);
  plan.sections.push_back(second);
  const Check total = Find(plan, "total");
  EXPECT_EQ(total.verdict, Verdict::kAgree);
  ASSERT_THAT(total.readings, SizeIs(2));
  EXPECT_EQ(total.readings[1].computed, "2.90");
  EXPECT_EQ(total.readings[1].verdict, Verdict::kDisagree);
}

TEST(Total, PlanWithoutAnyAmount_HasNone) {
  const Plan plan = PlanOf({Row(1), Row(2)});
  for (const char* id : {"total", "total.by_source", "total.by_executor", "total.shares", "total.eur"})
    EXPECT_FALSE(Has(plan, id)) << id;
}

// ---- Sources

TEST(Sources, AmountsOfAllSources_AreHeldAgainstTheTotal) {
  Measure row = Row(1, Bgn(300));
  row.sources = {{.kind = SourceKind::kMunicipalBudget, .as_written = "ОБ", .amount = Bgn(100)},
                 {.kind = SourceKind::kStateBudget, .as_written = "ДБ", .amount = Bgn(200)}};
  const Plan plan = PlanOf({row}, Bgn(300));
  ExpectFigures(Find(plan, "measure.1.1.sources"), "3.00", "3.00", "0.00", Verdict::kAgree);
  // The split is known, so the sum by source is computable.
  ExpectFigures(Find(plan, "total.by_source"), "3.00", "3.00", "0.00", Verdict::kAgree);
}

TEST(Sources, OneWithoutAnAmount_LeavesTheSumOpen) {
  Measure row = Row(1, Bgn(300));
  row.sources = {{.kind = SourceKind::kMunicipalBudget, .as_written = "ОБ", .amount = Bgn(100)},
                 {.kind = SourceKind::kStateBudget, .as_written = "ДБ", .amount = std::nullopt}};
  const Check check = Find(PlanOf({row}), "measure.1.1.sources");
  EXPECT_EQ(check.verdict, Verdict::kNotComputable);
  EXPECT_THAT(check.readings.back().not_written, ElementsAre("split"));
}

TEST(Sources, NoAmounts_NoCheck) {
  Measure row = Row(1, Bgn(300));
  row.sources = {{.kind = SourceKind::kMunicipalBudget, .as_written = "ОБ", .amount = std::nullopt}};
  EXPECT_FALSE(Has(PlanOf({row}), "measure.1.1.sources"));
}

// ---- Days

TEST(Daily, RateTimesUsersTimesDays_Agrees) {
  Measure row = Row(1, Bgn(8525000));
  row.daily_rate = DailyRate{.rate = Bgn(1550), .users = 22, .days = 250};
  ExpectFigures(Find(PlanOf({row}), "measure.1.1.daily"), "85250.00", "85250.00", "0.00",
                Verdict::kAgree);
}

TEST(Daily, UsersFromThePlaces_AreTakenWhereTheRateHasNone) {
  Measure row = Row(1, Bgn(100));
  row.daily_rate = DailyRate{.rate = Bgn(10), .users = std::nullopt, .days = 2};
  row.capacity = Headcount{.count = 4, .noun = "места"};
  ExpectFigures(Find(PlanOf({row}), "measure.1.1.daily"), "1.00", "0.80", "-0.20", Verdict::kDisagree);
}

TEST(Daily, NoDays_IsNotComputable) {
  Measure row = Row(1, Bgn(100));
  row.daily_rate = DailyRate{.rate = Bgn(10), .users = 3, .days = std::nullopt};
  const Check check = Find(PlanOf({row}), "measure.1.1.daily");
  EXPECT_EQ(check.verdict, Verdict::kNotComputable);
  EXPECT_THAT(check.readings[0].not_written, ElementsAre("days"));
}

// ---- Shares

TEST(Share, ColumnOfPercents_IsHeldToItsOwnPlaces) {
  Measure third = Row(1, Bgn(100));
  third.share_percent = "33";
  Measure rest = Row(2, Bgn(200));
  rest.share_percent = "66.6";
  const Plan plan = PlanOf({third, rest}, Bgn(300));
  EXPECT_EQ(Find(plan, "measure.1.1.share").verdict, Verdict::kAgree);
  // 66.67 to one place is 66.7.
  EXPECT_EQ(Find(plan, "measure.1.2.share").verdict, Verdict::kDisagree);
  EXPECT_EQ(Find(plan, "measure.1.2.share").computed, "66.67");
}

TEST(Share, WithoutATotal_IsNotComputable) {
  Measure row = Row(1, Bgn(100));
  row.share_percent = "33";
  EXPECT_EQ(Find(PlanOf({row}), "measure.1.1.share").verdict, Verdict::kNotComputable);
}

TEST(Shares, RowsThatAreNotTheTotal_HaveNone) {
  EXPECT_FALSE(Has(PlanOf({Row(1, Bgn(100)), Row(2, Bgn(100))}, Bgn(300)), "total.shares"));
}

// ---- Numbering

TEST(Numbering, GapAndRepeat_Warn) {
  EXPECT_EQ(Find(PlanOf({Row(1), Row(2)}), "measures").verdict, Verdict::kAgree);
  EXPECT_EQ(Find(PlanOf({Row(1), Row(3)}), "measures").verdict, Verdict::kWarning);
  EXPECT_EQ(Find(PlanOf({Row(1), Row(1)}), "measures").verdict, Verdict::kWarning);
}

// ---- Periods

TEST(PeriodOfPlan, TextThatSaysTheSame_Agrees) {
  Plan plan = PlanOf({Row(1)});
  plan.period_titled = Years(2021, 2023);
  plan.periods_written = {Years(2021, 2023)};
  EXPECT_EQ(Find(plan, "period").verdict, Verdict::kAgree);
}

TEST(PeriodOfPlan, OutsideItsStrategy_Warns) {
  Plan plan = PlanOf({Row(1)});
  plan.period_titled = Years(2013, 2021);
  plan.parents = {Strategy("Областна стратегия", PlanLevel::kRegional, Years(2013, 2020))};
  const Check check = Find(plan, "period");
  EXPECT_EQ(check.verdict, Verdict::kWarning);
  EXPECT_EQ(check.readings[0].text_en,
            "2013–2021 leaves the period of \"Областна стратегия\": 2013–2020.");
}

TEST(PeriodOfPlan, NoneAnywhere_Warns) {
  Plan plan = PlanOf({Row(1)});
  plan.year = 0;
  EXPECT_THAT(Find(plan, "period").readings[0].not_written, ElementsAre("period"));
}

// ---- Adoption

Adoption AdoptedOn(int year, int month, int day) {
  Adoption adoption;
  adoption.decision_number = "1";
  adoption.on =
      PartialDate{.year = year, .month = month, .day = day, .this_year = false, .as_written = "d"};
  adoption.date = "d";
  return adoption;
}

TEST(AdoptionTiming, BeforeThePeriod_Agrees) {
  Plan plan = PlanOf({Row(1)});
  plan.period_titled = Years(2021, 2023);
  plan.adoption = AdoptedOn(2020, 12, 31);
  const Check check = Find(plan, "adoption.timing");
  EXPECT_EQ(check.computed, "-1");
  EXPECT_EQ(check.verdict, Verdict::kAgree);
}

TEST(AdoptionTiming, OnTheFirstDay_Agrees) {
  Plan plan = PlanOf({Row(1)});
  plan.period_titled = Years(2021, 2023);
  plan.adoption = AdoptedOn(2021, 1, 1);
  EXPECT_EQ(Find(plan, "adoption.timing").verdict, Verdict::kAgree);
}

TEST(AdoptionTiming, AfterTheEnd_WarnsAndSaysSo) {
  Plan plan = PlanOf({Row(1)});
  plan.period_titled = Years(2021, 2023);
  plan.adoption = AdoptedOn(2024, 1, 2);
  const Check check = Find(plan, "adoption.timing");
  EXPECT_EQ(check.verdict, Verdict::kWarning);
  EXPECT_THAT(check.readings[0].text_en, HasSubstr("2 days after the period ended"));
}

TEST(AdoptionTiming, MonthWithoutDay_HasNone) {
  Plan plan = PlanOf({Row(1)});
  plan.period_titled = Years(2021, 2023);
  plan.adoption = AdoptedOn(2022, 7, 0);
  EXPECT_FALSE(Has(plan, "adoption.timing"));
  EXPECT_THAT(Find(plan, "adoption").readings[0].not_written, ElementsAre("date"));
}

TEST(AdoptionOfPlan, MinutesThatAreNotSpokenOf_AreNotMissed) {
  Plan plan = PlanOf({Row(1)});
  plan.adoption = AdoptedOn(2022, 7, 1);
  EXPECT_EQ(Find(plan, "adoption").verdict, Verdict::kAgree);
  plan.adoption->protocol_number = "";
  EXPECT_THAT(Find(plan, "adoption").readings[0].not_written, ElementsAre("protocol_number"));
}

// ---- Strategies

TEST(Parents, OneNameInOtherCase_IsOne) {
  Plan plan = PlanOf({Row(1)});
  plan.parents = {Strategy("Областна стратегия", PlanLevel::kRegional),
                  Strategy("ОБЛАСТНА СТРАТЕГИЯ", PlanLevel::kRegional),
                  Strategy("Национална стратегия", PlanLevel::kNational)};
  EXPECT_FALSE(Has(plan, "parents.regional"));
  plan.parents.push_back(Strategy("Областна стратегия за равенство", PlanLevel::kRegional));
  EXPECT_EQ(Find(plan, "parents.regional").verdict, Verdict::kWarning);
}

// ---- Counts

TEST(Areas, EveryAreaInTheWordsOfADirection_Agree) {
  Plan plan = PlanOf({Row(1)});
  plan.directions = {"Достъп до образованието", "Повече заетост"};
  plan.priority_areas = {"Образование", "Заетост"};
  ExpectFigures(Find(plan, "areas"), "2", "2", "0", Verdict::kAgree);
  plan.priority_areas.push_back("Култура");
  EXPECT_EQ(Find(plan, "areas").verdict, Verdict::kWarning);
}

TEST(Figures, FewerItemsThanStated_Disagree) {
  Plan plan = PlanOf({Row(1)});
  StatedFigure figure;
  figure.code = "countries";
  figure.count = 3;
  figure.items = {"България", "Италия"};
  plan.figures = {figure};
  ExpectFigures(Find(plan, "figures.countries"), "3", "2", "-1", Verdict::kDisagree);
}

TEST(Attachments, SizesAreAddedExactly) {
  Plan plan = PlanOf({Row(1)});
  Attachment one;
  one.name = "а";
  one.size_bytes = 512;
  plan.attachments = {one, one, one};
  EXPECT_EQ(Find(plan, "attachments").computed, "1.50");
}

// ---- Euro

TEST(Euro, AmountsInEuro_HaveNoView) {
  const Plan plan =
      PlanOf({Row(1, Money::Minor(100, Currency::kEur))}, Money::Minor(100, Currency::kEur));
  EXPECT_FALSE(Has(plan, "total.eur"));
  EXPECT_FALSE(Has(plan, "measure.1.1.eur"));
}

// ---- Over any plan

std::vector<int64_t> Amounts() {
  return *rc::gen::suchThat(
      rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(0, 1'000'000'00)),
      [](const std::vector<int64_t>& amounts) { return !amounts.empty() && amounts.size() < 40; });
}

Plan PlanWith(const std::vector<int64_t>& amounts, int64_t off) {
  std::vector<Measure> rows;
  int64_t total = off;
  for (const int64_t amount : amounts) {
    rows.push_back(Row(static_cast<int>(rows.size()) + 1, Bgn(amount)));
    total += amount;
  }
  return PlanOf(rows, Bgn(total));
}

// The total agrees exactly when it is the sum, and the difference is told to the cent.
RC_GTEST_PROP(CrossFootProperty, Total_AgreesExactlyWhenItIsTheSum, ()) {
  const std::vector<int64_t> amounts = Amounts();
  const int64_t off = *rc::gen::inRange<int64_t>(0, 200);
  const Plan plan = PlanWith(amounts, off);
  const std::vector<Check> checks = CrossFoot(plan);
  RC_ASSERT(checks[0].id == "total");
  RC_ASSERT((checks[0].verdict == Verdict::kAgree) == (off == 0));
  RC_ASSERT(checks[0].delta == FormatAmount(Bgn(-off)));
}

// Rounding alone never makes a view in euro disagree, nor shares of the whole.
RC_GTEST_PROP(CrossFootProperty, RoundingAlone_IsNeverADisagreement, ()) {
  for (const Check& check : CrossFoot(PlanWith(Amounts(), 0))) {
    if (check.id == "total.eur" || check.id == "total.shares")
      RC_ASSERT(check.verdict == Verdict::kAgree);
  }
}

// The same plan gives the same checks, each under a name of its own.
RC_GTEST_PROP(CrossFootProperty, Checks_AreTheSameEachTimeAndNamedOnce, ()) {
  const Plan plan = PlanWith(Amounts(), 1);
  const std::vector<Check> checks = CrossFoot(plan);
  RC_ASSERT(checks == CrossFoot(plan));
  std::vector<std::string> ids;
  for (const Check& check : checks) ids.push_back(check.id);
  std::sort(ids.begin(), ids.end());
  RC_ASSERT(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
}

TEST(Total, SectionBehindANumberThatWasGivenUp_IsNamedByItsOwn) {
  Plan plan = PlanOf({Row(1, Bgn(100))});
  plan.sections[0].stated_total = Bgn(100);
  plan.sections[0].ordinal = 4;
  EXPECT_EQ(Find(plan, "section.4.total").verdict, Verdict::kAgree);
  EXPECT_FALSE(Has(plan, "section.1.total"));
}

}  // namespace
}  // namespace tranche::plans
