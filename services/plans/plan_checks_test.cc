// SPDX-License-Identifier: EUPL-1.2
#include "plans/plan_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "plans/plan_reader.h"
#include "plans/testing/documents.h"
#include "plans/testing/rates.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

std::vector<Check> ChecksOf(const std::string& text) {
  const absl::StatusOr<ReadPlan> read = ReadPlanDocument(text);
  EXPECT_TRUE(read.ok()) << read.status();
  return read.ok() ? CrossFoot(read->plan, RatesOfThen()) : std::vector<Check>();
}

Measure WithTotal(Money total) {
  Measure measure;
  measure.stated_total = total;
  return measure;
}

// A check by its id; one with an empty id when there is none.
Check Find(const std::vector<Check>& checks, const std::string& id) {
  for (const Check& check : checks) {
    if (check.id == id) return check;
  }
  ADD_FAILURE() << "no check " << id;
  return {};
}

void ExpectFigures(const Check& check, const std::string& stated, const std::string& computed,
                   const std::string& delta, Verdict verdict) {
  EXPECT_EQ(check.stated, stated) << check.id;
  EXPECT_EQ(check.computed, computed) << check.id;
  EXPECT_EQ(check.delta, delta) << check.id;
  EXPECT_EQ(VerdictName(check.verdict), VerdictName(verdict)) << check.id;
}

void ExpectReading(const Reading& reading, const std::string& computed, const std::string& delta,
                   Verdict verdict, const std::vector<std::string>& not_written) {
  EXPECT_EQ(reading.computed, computed) << reading.text_en;
  EXPECT_EQ(reading.delta, delta) << reading.text_en;
  EXPECT_EQ(VerdictName(reading.verdict), VerdictName(verdict)) << reading.text_en;
  EXPECT_EQ(reading.not_written, not_written) << reading.text_en;
}

Plan PlanOf(Measure measure, std::optional<Money> total = std::nullopt) {
  measure.section = 1;
  measure.ordinal = 1;
  Plan plan;
  Section section;
  section.measures = {measure};
  plan.sections.push_back(section);
  plan.stated_total = total;
  return plan;
}

// --- Lyubimets, from the example ---

TEST(CrossFoot, Example_ListsTheChecksInTheOrderOfTheDocument) {
  std::vector<std::string> ids;
  for (const Check& check : ChecksOf(ExampleDocument())) ids.push_back(check.id);
  EXPECT_THAT(ids, ElementsAre("total", "total.by_source", "total.by_executor", "total.shares",
                               "total.eur", "strategy.adoption", "adoption", "measures",
                               "measures.missing", "people", "measure.1.1.parts", "measure.1.1.eur",
                               "measure.1.2.monthly", "measure.1.2.hours", "measure.1.2.eur",
                               "measure.1.3.headcount", "measure.1.3.person_months", "measure.1.3.wage",
                               "measure.1.3.eur", "measure.1.4.monthly", "measure.1.4.eur"));
}

// The two documents say the same in other words.
TEST(CrossFoot, OwnDocumentOfTheMunicipality_GivesTheFiguresOfTheExample) {
  const std::optional<std::string> seed = SeedDocument();
  if (!seed) GTEST_SKIP() << "The municipality's own document is not here (../shared/seeds).";
  const std::vector<Check> own = ChecksOf(*seed);
  const std::vector<Check> example = ChecksOf(ExampleDocument());
  ASSERT_EQ(own.size(), example.size());
  for (std::size_t i = 0; i < own.size(); ++i) {
    EXPECT_EQ(own[i].id, example[i].id);
    ExpectFigures(own[i], example[i].stated, example[i].computed, example[i].delta, example[i].verdict);
    EXPECT_EQ(own[i].readings.size(), example[i].readings.size()) << own[i].id;
  }
}

TEST(CrossFoot, LyubimetsTotal_AgreesOnlyWithTheStatedRows) {
  const Check check = Find(ChecksOf(ExampleDocument()), "total");
  ExpectFigures(check, "538952.00", "538952.00", "0.00", Verdict::kAgree);
  EXPECT_EQ(check.place, "plan");
  EXPECT_EQ(check.unit, "BGN");
  ASSERT_THAT(check.readings, SizeIs(2));
  EXPECT_EQ(check.readings[0].text_en,
            "4 of 16 measures state a total; the others are not in the sum.");
  ExpectReading(check.readings[1], "537011.00", "-1941.00", Verdict::kDisagree, {});
}

TEST(CrossFoot, LyubimetsBySource_AddsUpToTheTotal) {
  const Check check = Find(ChecksOf(ExampleDocument()), "total.by_source");
  ExpectFigures(check, "538952.00", "538952.00", "0.00", Verdict::kAgree);
  ASSERT_THAT(check.readings, SizeIs(2));
  EXPECT_EQ(check.readings[0].computed, "244440.00");
  EXPECT_EQ(check.readings[1].computed, "294512.00");
}

TEST(CrossFoot, LyubimetsByExecutor_AddsUpToTheTotal) {
  const Check check = Find(ChecksOf(ExampleDocument()), "total.by_executor");
  ExpectFigures(check, "538952.00", "538952.00", "0.00", Verdict::kAgree);
  ASSERT_THAT(check.readings, SizeIs(2));
  EXPECT_EQ(check.readings[0].text_bg, "Община Любимец");
  EXPECT_EQ(check.readings[0].computed, "244440.00");
  EXPECT_EQ(check.readings[1].computed, "294512.00");
}

TEST(CrossFoot, LyubimetsAdoption_WarnsOfEveryBlank) {
  const Check check = Find(ChecksOf(ExampleDocument()), "strategy.adoption");
  ExpectFigures(check, "", "", "", Verdict::kWarning);
  ASSERT_THAT(check.readings, SizeIs(3));
  EXPECT_THAT(check.readings[0].not_written, ElementsAre("decision_number"));
  EXPECT_THAT(check.readings[1].not_written, ElementsAre("protocol_number"));
  EXPECT_THAT(check.readings[2].not_written, ElementsAre("date"));
}

TEST(CrossFoot, LyubimetsRow1Parts_Disagree) {
  const Check check = Find(ChecksOf(ExampleDocument()), "measure.1.1.parts");
  ExpectFigures(check, "244440.00", "242499.00", "-1941.00", Verdict::kDisagree);
  EXPECT_EQ(check.place, "1.1");
}

TEST(CrossFoot, LyubimetsRow2Monthly_DisagreesInEveryReading) {
  const Check check = Find(ChecksOf(ExampleDocument()), "measure.1.2.monthly");
  ExpectFigures(check, "39792.00", "32400.00", "-7392.00", Verdict::kDisagree);
  ASSERT_GE(check.readings.size(), 3u);
  ExpectReading(check.readings[0], "32400.00", "-7392.00", Verdict::kDisagree, {"months"});
  ExpectReading(check.readings[1], "712800.00", "673008.00", Verdict::kDisagree, {"months"});
  ExpectReading(check.readings[2], "", "", Verdict::kDisagree, {"months"});
}

TEST(CrossFoot, LyubimetsRow3_PersonsAgreeAndPersonMonthsHaveNoPrice) {
  const std::vector<Check> checks = ChecksOf(ExampleDocument());
  const Check persons = Find(checks, "measure.1.3.headcount");
  ExpectFigures(persons, "45", "45", "0", Verdict::kAgree);
  EXPECT_EQ(persons.unit, "persons");
  const Check person_months = Find(checks, "measure.1.3.person_months");
  ExpectFigures(person_months, "", "492", "", Verdict::kNotComputable);
  EXPECT_EQ(person_months.unit, "person-months");
  ASSERT_FALSE(person_months.readings.empty());
  EXPECT_THAT(person_months.readings[0].not_written, ElementsAre("unit_cost"));
}

TEST(CrossFoot, LyubimetsRow4Monthly_WarnsThatItFitsOnlyAgainstItsWords) {
  const Check check = Find(ChecksOf(ExampleDocument()), "measure.1.4.monthly");
  ExpectFigures(check, "91200.00", "91200.00", "0.00", Verdict::kWarning);
  ASSERT_GE(check.readings.size(), 3u);
  EXPECT_EQ(check.readings[0].text_en, "7600.00 a month for all, 12 months.");
  ExpectReading(check.readings[0], "91200.00", "0.00", Verdict::kAgree, {"months"});
  EXPECT_EQ(check.readings[1].text_en, "7600.00 a month for each of 20, 12 months.");
  ExpectReading(check.readings[1], "1824000.00", "1732800.00", Verdict::kDisagree, {"months"});
  EXPECT_EQ(check.readings[2].text_en,
            "91200.00 / 7600.00 = 12: 12 persons for one month, or 12 months for all; persons that the "
            "row states: 20.");
  ExpectReading(check.readings[2], "12", "", Verdict::kWarning, {"months"});
}

// --- Other plans ---

TEST(CrossFoot, ChangedTotal_IsNotRepaired) {
  const Check check =
      Find(ChecksOf(Replaced(ExampleDocument(), "538 952 лева", "538 953 лева")), "total");
  ExpectFigures(check, "538953.00", "538952.00", "-1.00", Verdict::kDisagree);
}

TEST(CrossFoot, NoTotalStated_IsNotComputable) {
  const Check check = Find(CrossFoot(PlanOf(WithTotal(Bgn(100)))), "total");
  ExpectFigures(check, "", "1.00", "", Verdict::kNotComputable);
  EXPECT_THAT(check.readings[0].not_written, ElementsAre("total"));
}

TEST(CrossFoot, RowWithPartsButNoTotal_MakesTheSumNotComputable) {
  Measure measure;
  measure.parts = {{.label = "а", .amount = Bgn(100)}, {.label = "б", .amount = Bgn(200)}};
  const std::vector<Check> checks = CrossFoot(PlanOf(measure, Bgn(300)));
  ExpectFigures(Find(checks, "total"), "3.00", "", "", Verdict::kNotComputable);
  ExpectFigures(Find(checks, "total.by_source"), "3.00", "", "", Verdict::kNotComputable);
  ExpectFigures(Find(checks, "measure.1.1.parts"), "", "3.00", "", Verdict::kNotComputable);
}

TEST(CrossFoot, TwoSourcesWithoutSplit_AreNotComputable) {
  Measure measure = WithTotal(Bgn(300));
  measure.sources = {{SourceKind::kMunicipalBudget, "Общински бюджет", std::nullopt},
                     {SourceKind::kProject, "Проект", std::nullopt}};
  const Check check = Find(CrossFoot(PlanOf(measure, Bgn(300))), "total.by_source");
  ExpectFigures(check, "3.00", "", "", Verdict::kNotComputable);
  EXPECT_THAT(check.readings[0].not_written, ElementsAre("split"));
}

TEST(CrossFoot, TwoCurrencies_AreNotComputable) {
  const Check check =
      Find(CrossFoot(PlanOf(WithTotal(Money::Minor(100, Currency::kEur)), Bgn(100))), "total");
  ExpectFigures(check, "1.00", "", "", Verdict::kNotComputable);
}

TEST(CrossFoot, ProductBeyondMoney_IsNotComputable) {
  Measure measure = WithTotal(Bgn(1));
  measure.monthly = MonthlyAmount{Bgn(std::numeric_limits<int64_t>::max()), MonthlyBasis::kGroup};
  ExpectFigures(Find(CrossFoot(PlanOf(measure, Bgn(1))), "measure.1.1.monthly"), "0.01", "", "",
                Verdict::kNotComputable);
}

TEST(CrossFoot, MonthsWritten_AreUsedAndNotMarked) {
  Measure measure = WithTotal(Bgn(60000));
  measure.monthly = MonthlyAmount{Bgn(10000), MonthlyBasis::kGroup};
  measure.months = 6;
  const Check check = Find(CrossFoot(PlanOf(measure)), "measure.1.1.monthly");
  ExpectFigures(check, "600.00", "600.00", "0.00", Verdict::kAgree);
  EXPECT_THAT(check.readings[0].not_written, IsEmpty());
}

TEST(CrossFoot, PerPersonThatAddsUpPerPerson_Agrees) {
  Measure measure = WithTotal(Bgn(24000000));
  measure.monthly = MonthlyAmount{Bgn(1000000), MonthlyBasis::kPerPerson};
  measure.headcount = Headcount{2, "човека"};
  ExpectFigures(Find(CrossFoot(PlanOf(measure)), "measure.1.1.monthly"), "240000.00", "240000.00",
                "0.00", Verdict::kAgree);
}

TEST(CrossFoot, PerPersonThatNeverAddsUp_ShowsThePerPersonFigure) {
  Measure measure = WithTotal(Bgn(100));
  measure.monthly = MonthlyAmount{Bgn(200), MonthlyBasis::kPerPerson};
  measure.headcount = Headcount{2, "човека"};
  ExpectFigures(Find(CrossFoot(PlanOf(measure)), "measure.1.1.monthly"), "1.00", "48.00", "47.00",
                Verdict::kDisagree);
}

TEST(CrossFoot, MonthlyWithoutTotal_IsNotComputable) {
  Measure measure;
  measure.monthly = MonthlyAmount{Bgn(200), MonthlyBasis::kUnstated};
  const Check check = Find(CrossFoot(PlanOf(measure)), "measure.1.1.monthly");
  ExpectFigures(check, "", "", "", Verdict::kNotComputable);
  EXPECT_THAT(check.readings[0].not_written, ElementsAre("total"));
}

TEST(CrossFoot, ZeroMonthly_HasNoQuotient) {
  Measure measure = WithTotal(Bgn(100));
  measure.monthly = MonthlyAmount{Bgn(0), MonthlyBasis::kUnstated};
  ExpectFigures(Find(CrossFoot(PlanOf(measure)), "measure.1.1.monthly"), "1.00", "0.00", "-1.00",
                Verdict::kDisagree);
}

TEST(CrossFoot, CohortsBeyondTheHeadcount_Disagree) {
  Measure measure;
  measure.headcount = Headcount{5, "човека"};
  measure.cohorts = {{3, 12, ""}, {1, std::nullopt, ""}};
  const std::vector<Check> checks = CrossFoot(PlanOf(measure));
  ExpectFigures(Find(checks, "measure.1.1.headcount"), "5", "4", "-1", Verdict::kDisagree);
  const Check person_months = Find(checks, "measure.1.1.person_months");
  ExpectFigures(person_months, "", "", "", Verdict::kNotComputable);
  EXPECT_THAT(person_months.readings[0].not_written, ElementsAre("months"));
}

TEST(CrossFoot, CohortsWithUnitCost_AreWeighedByPersonMonths) {
  Measure measure = WithTotal(Bgn(4920000));
  measure.monthly = MonthlyAmount{Bgn(10000), MonthlyBasis::kPerPerson};
  measure.cohorts = {{29, 12, ""}, {16, 9, ""}};
  const Check check = Find(CrossFoot(PlanOf(measure)), "measure.1.1.person_months");
  ExpectFigures(check, "49200.00", "49200.00", "0.00", Verdict::kAgree);
  EXPECT_EQ(check.unit, "BGN");
}

TEST(CrossFoot, NoStrategyNamed_Warns) {
  const Check check = Find(CrossFoot(PlanOf({})), "strategy.adoption");
  ExpectFigures(check, "", "", "", Verdict::kWarning);
  EXPECT_THAT(check.readings[0].not_written, ElementsAre("strategy"));
}

TEST(CrossFoot, AdoptionWritten_Agrees) {
  Plan plan = PlanOf({});
  ParentStrategy strategy;
  strategy.title = "Стратегия";
  strategy.adoption.decision_number = "45";
  strategy.adoption.protocol_number = "7";
  strategy.adoption.date = "14.02.2012";
  plan.strategy = strategy;
  const Check check = Find(CrossFoot(plan), "strategy.adoption");
  ExpectFigures(check, "", "", "", Verdict::kAgree);
  EXPECT_THAT(check.readings, IsEmpty());
}

}  // namespace
}  // namespace tranche::plans
