// SPDX-License-Identifier: EUPL-1.2
#include "reports/plans/planned_values_convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace tranche::reports {
namespace {

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

// Two measures of section 1 and one of section 2; the first has an amount and persons.
plans::v1::Plan Stated() {
  plans::v1::Plan plan;
  plan.set_title("План");
  plan.mutable_stated_total()->set_amount("284232.00");
  plan.mutable_stated_total()->set_currency("BGN");
  const auto add = [&](int section, const std::string& title, int measures) {
    plans::v1::Section* to = plan.add_sections();
    to->set_ordinal(section);
    to->set_title(title);
    for (int i = 1; i <= measures; ++i) {
      plans::v1::Measure* measure = to->add_measures();
      measure->set_ordinal(i);
      measure->set_activity("Дейност " + std::to_string(section) + "." + std::to_string(i));
      measure->set_executor("Община");
    }
  };
  add(1, "Услуги", 2);
  add(2, "Умения", 1);
  plans::v1::Measure* first = plan.mutable_sections(0)->mutable_measures(0);
  first->mutable_stated_total()->set_amount("39792.00");
  first->mutable_stated_total()->set_currency("BGN");
  first->mutable_headcount()->set_count(22);
  return plan;
}

absl::StatusOr<PlanFacts> With(const std::vector<PlannedCorrection>& corrections) {
  return Corrected(PlanFacts(), Stated(), corrections);
}

TEST(PlannedValues, NoCorrection_IsWhatThePlanStates) {
  const auto facts = With({});
  ASSERT_TRUE(facts.ok()) << facts.status();
  EXPECT_EQ(facts->title, "План");
  EXPECT_EQ(facts->measures[0].planned, Leva(39'792'00));
  EXPECT_EQ(facts->measures[0].people, 22);
}

// What sources give is all of a row when nothing else of it is money of its own.
TEST(PlannedValues, SourcesWithAmounts_SayAllUnlessThereIsMore) {
  plans::v1::Plan plan = Stated();
  plans::v1::Measure* measure = plan.mutable_sections(0)->mutable_measures(1);
  for (const char* amount : {"12000.00", "1000.00"}) {
    plans::v1::Source* source = measure->add_sources();
    source->mutable_amount()->set_amount(amount);
    source->mutable_amount()->set_currency("BGN");
    *measure->add_parts()->mutable_amount() = source->amount();
  }
  const auto says_all = [&] {
    PlanFacts facts;
    EXPECT_TRUE(TakeStated(plan, &facts).ok());
    EXPECT_TRUE(facts.measures[1].has_other_amounts);
    EXPECT_EQ(facts.measures[1].sources[0].amount, Leva(12'000'00));
    return facts.measures[1].sources_say_all;
  };
  EXPECT_TRUE(says_all());
  measure->add_parts()->mutable_amount()->set_amount("0.00");
  measure->mutable_parts(2)->mutable_amount()->set_currency("BGN");
  EXPECT_TRUE(says_all());  // Of a source that gives nothing.
  measure->mutable_parts()->RemoveLast();
  *measure->add_parts()->mutable_amount() = measure->sources(0).amount();
  EXPECT_FALSE(says_all());  // The same amount once more is another one.
  measure->mutable_parts()->RemoveLast();
  *measure->mutable_monthly() = measure->sources(0).amount();
  EXPECT_FALSE(says_all());
}

TEST(PlannedValues, YearsOfThePlan_AreThoseOfItsTitle) {
  plans::v1::Plan plan = Stated();
  PlanFacts facts;
  ASSERT_TRUE(TakeStated(plan, &facts).ok());
  EXPECT_FALSE(facts.years.has_value());
  plan.set_year(2013);
  ASSERT_TRUE(TakeStated(plan, &facts).ok());
  EXPECT_EQ(facts.years->last, 2013);
  plan.mutable_period_titled()->mutable_from()->set_year(2013);
  plan.mutable_period_titled()->mutable_to()->set_year(2014);
  ASSERT_TRUE(TakeStated(plan, &facts).ok());
  EXPECT_EQ(facts.years->first, 2013);
  EXPECT_EQ(facts.years->last, 2014);
}

TEST(PlannedValues, EveryField_IsCorrectedInItsPlaceOnly) {
  const auto facts = With({{"PLAN_TITLE", "", "Годишен план"},
                           {"PLAN_STATED_TOTAL", "", "100.00 BGN"},
                           {"SECTION_TITLE", "1", "Социални услуги"},
                           {"MEASURE_ACTIVITY", "1.2", "Асистенти"},
                           {"MEASURE_EXECUTOR", "1.2", "Училище"},
                           {"MEASURE_TOTAL", "1.2", "40000.00 BGN"},
                           {"MEASURE_PERSONS", "1.2", "7"}});
  ASSERT_TRUE(facts.ok()) << facts.status();
  EXPECT_EQ(facts->title, "Годишен план");
  EXPECT_EQ(facts->stated_total, Leva(100'00));
  EXPECT_EQ(facts->measures[0].section, "Социални услуги");
  EXPECT_EQ(facts->measures[1].section, "Социални услуги");
  EXPECT_EQ(facts->measures[2].section, "Умения");
  EXPECT_EQ(facts->measures[1].activity, "Асистенти");
  EXPECT_EQ(facts->measures[1].executor, "Училище");
  EXPECT_EQ(facts->measures[1].planned, Leva(40'000'00));
  EXPECT_EQ(facts->measures[1].people, 7);
  EXPECT_EQ(facts->measures[0].activity, "Дейност 1.1");
  EXPECT_EQ(facts->measures[0].planned, Leva(39'792'00));
}

TEST(PlannedValues, OneWithoutValue_LeavesTheValueOut) {
  const auto facts = With({{"MEASURE_TOTAL", "1.1", std::nullopt},
                           {"MEASURE_PERSONS", "1.1", std::nullopt},
                           {"PLAN_STATED_TOTAL", "", std::nullopt},
                           {"MEASURE_EXECUTOR", "1.1", std::nullopt}});
  ASSERT_TRUE(facts.ok()) << facts.status();
  EXPECT_FALSE(facts->measures[0].planned.has_value());
  EXPECT_FALSE(facts->measures[0].people.has_value());
  EXPECT_FALSE(facts->stated_total.has_value());
  EXPECT_EQ(facts->measures[0].executor, "");
}

TEST(PlannedValues, TwoOfOneValue_TheLastCounts) {
  const auto facts =
      With({{"MEASURE_TOTAL", "1.1", "40000.00 BGN"}, {"MEASURE_TOTAL", "1.1", "39792.00 BGN"}});
  ASSERT_TRUE(facts.ok()) << facts.status();
  EXPECT_EQ(facts->measures[0].planned, Leva(39'792'00));
}

TEST(PlannedValues, PlaceThatThePlanLacks_ChangesNothing) {
  const auto facts = With({{"MEASURE_TOTAL", "1.9", "1.00 BGN"}});
  ASSERT_TRUE(facts.ok()) << facts.status();
  EXPECT_EQ(facts->measures[0].planned, Leva(39'792'00));
  EXPECT_FALSE(facts->measures[1].planned.has_value());
}

TEST(PlannedValues, AmountThatIsNone_IsABrokenRow) {
  for (const char* text : {"40000.00", "40000.00 ABC", "четири BGN"}) {
    const auto facts = With({{"MEASURE_TOTAL", "1.1", text}});
    EXPECT_EQ(facts.status().code(), absl::StatusCode::kInternal) << text;
  }
}

TEST(PlannedValues, SourcesAndOtherValues_AreCorrectedByTheirPaths) {
  const auto facts = With({{"PLAN_ROW", "measure.1.2.sources.1", R"({"kind":"DONATION"})"},
                           {"PLAN_VALUE", "municipality", "Хасково"},
                           {"PLAN_VALUE", "year", "2014"}});
  ASSERT_TRUE(facts.ok()) << facts.status();
  ASSERT_EQ(facts->measures[1].sources.size(), 1u);
  EXPECT_EQ(facts->measures[1].sources[0].payer, Payer::kState);
  EXPECT_EQ(facts->municipality, "Хасково");
  EXPECT_EQ(facts->year, 2014);
}

TEST(PlannedValues, RowsThatWereAddedAreThere_AndThoseStruckOutAreNot) {
  const std::vector<PlannedCorrection> rows = {
      {"PLAN_ROW", "measure.2.2", R"({"activity":"Нова","stated_total":"10.00 BGN"})"},
      {"PLAN_ROW", "measure.1.1", std::nullopt}};
  const auto facts = With(rows);
  ASSERT_TRUE(facts.ok()) << facts.status();
  ASSERT_EQ(facts->measures.size(), 3u);
  EXPECT_EQ(facts->measures[0].place, "1.2");
  EXPECT_EQ(facts->measures[2].place, "2.2");
  EXPECT_EQ(facts->measures[2].planned, Leva(10'00));
  // Taken back: the row as it was, and no row.
  std::vector<PlannedCorrection> back = rows;
  back.push_back({"PLAN_ROW", "measure.1.1", R"({"activity":"Дейност 1.1"})"});
  back.push_back({"PLAN_ROW", "measure.2.2", std::nullopt});
  const auto before = With(back);
  ASSERT_TRUE(before.ok()) << before.status();
  ASSERT_EQ(before->measures.size(), 3u);
  EXPECT_EQ(before->measures[0].planned, Leva(39'792'00));
  EXPECT_EQ(before->measures[2].place, "2.1");
}

TEST(PlannedValues, Sources_HaveTheirPayerAndTheNamesOfProgrammes) {
  plans::v1::Plan plan;
  plans::v1::Measure* measure = plan.add_sections()->add_measures();
  const auto add = [&](plans::v1::SourceKind kind, const std::string& as_written) {
    measure->add_sources()->set_kind(kind);
    measure->mutable_sources()->rbegin()->set_as_written(as_written);
  };
  add(plans::v1::MUNICIPAL_BUDGET, "общинския бюджет");
  add(plans::v1::HUMAN_RESOURCES_PROGRAMME, "ОП РЧР");
  add(plans::v1::PROJECT, "Проект „Шанс“");
  add(plans::v1::DONATION, "дарения");
  add(plans::v1::OTHER_SOURCE, "НДЕФ");
  add(plans::v1::SOURCE_KIND_UNSPECIFIED, "x");
  PlanFacts facts;
  ASSERT_TRUE(TakeStated(plan, &facts).ok());
  std::vector<std::pair<Payer, std::string>> sources;
  for (const PlannedSource& source : facts.measures[0].sources) {
    sources.emplace_back(source.payer, source.name);
  }
  EXPECT_THAT(sources, ::testing::ElementsAre(
                           ::testing::Pair(Payer::kMunicipality, ""),
                           ::testing::Pair(Payer::kProgrammes, "ОП РЧР"),
                           ::testing::Pair(Payer::kProgrammes, ""), ::testing::Pair(Payer::kState, ""),
                           ::testing::Pair(Payer::kOther, "НДЕФ"), ::testing::Pair(Payer::kOther, "")));
  EXPECT_EQ(facts.measures[0].source, "общинския бюджет + ОП РЧР + Проект „Шанс“ + дарения + НДЕФ + x");
}

TEST(PlannedValues, RowWithAmountsAndNoTotal_IsMarked) {
  const auto marked = [](const plans::v1::Measure& measure) {
    plans::v1::Plan plan;
    *plan.add_sections()->add_measures() = measure;
    PlanFacts facts;
    EXPECT_TRUE(TakeStated(plan, &facts).ok());
    return facts.measures[0].has_other_amounts;
  };
  common::v1::Money amount;
  amount.set_amount("100.00");
  amount.set_currency("BGN");
  plans::v1::Measure source, part, month, price, total;
  *source.add_sources()->mutable_amount() = amount;
  *part.add_parts()->mutable_amount() = amount;
  *month.mutable_monthly() = amount;
  price.mutable_unit_price();
  *total.mutable_stated_total() = amount;
  for (const plans::v1::Measure* measure : {&source, &part, &month, &price}) {
    EXPECT_TRUE(marked(*measure)) << measure->ShortDebugString();
  }
  EXPECT_FALSE(marked(total));
  EXPECT_FALSE(marked(plans::v1::Measure()));
}

}  // namespace
}  // namespace tranche::reports
