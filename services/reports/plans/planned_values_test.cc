// SPDX-License-Identifier: EUPL-1.2
#include "reports/plans/planned_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "reports/plans/planned_values_convert.h"

namespace tranche::reports {
namespace {

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

// Two measures of section 1 and one of section 2; the first has an amount and persons.
PlanFacts Stated() {
  PlanFacts facts;
  facts.title = "План";
  facts.stated_total = Leva(284'232'00);
  const auto add = [&](const std::string& place, const std::string& section) {
    facts.measures.push_back({.place = place,
                              .section = section,
                              .activity = "Дейност " + place,
                              .source = "Общински бюджет",
                              .sources = {},
                              .executor = "Община",
                              .planned = {},
                              .people = {}});
  };
  add("1.1", "Услуги");
  add("1.2", "Услуги");
  add("2.1", "Умения");
  facts.measures[0].planned = Leva(39'792'00);
  facts.measures[0].people = 22;
  return facts;
}

TEST(PlannedValues, NoCorrection_IsWhatThePlanStates) {
  const auto facts = Corrected(Stated(), {});
  ASSERT_TRUE(facts.ok()) << facts.status();
  EXPECT_EQ(facts->title, "План");
  EXPECT_EQ(facts->measures[0].planned, Leva(39'792'00));
  EXPECT_EQ(facts->measures[0].people, 22);
}

TEST(PlannedValues, EveryField_IsCorrectedInItsPlaceOnly) {
  const auto facts = Corrected(Stated(), {{PlannedField::kPlanTitle, "", "Годишен план"},
                                          {PlannedField::kPlanTotal, "", "100.00 BGN"},
                                          {PlannedField::kSectionTitle, "1", "Социални услуги"},
                                          {PlannedField::kMeasureActivity, "1.2", "Асистенти"},
                                          {PlannedField::kMeasureExecutor, "1.2", "Училище"},
                                          {PlannedField::kMeasureTotal, "1.2", "40000.00 BGN"},
                                          {PlannedField::kMeasurePersons, "1.2", "7"}});
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
  const auto facts = Corrected(Stated(), {{PlannedField::kMeasureTotal, "1.1", std::nullopt},
                                          {PlannedField::kMeasurePersons, "1.1", std::nullopt},
                                          {PlannedField::kPlanTotal, "", std::nullopt},
                                          {PlannedField::kMeasureExecutor, "1.1", std::nullopt}});
  ASSERT_TRUE(facts.ok()) << facts.status();
  EXPECT_FALSE(facts->measures[0].planned.has_value());
  EXPECT_FALSE(facts->measures[0].people.has_value());
  EXPECT_FALSE(facts->stated_total.has_value());
  EXPECT_EQ(facts->measures[0].executor, "");
}

TEST(PlannedValues, TwoOfOneValue_TheLastCounts) {
  const auto facts = Corrected(Stated(), {{PlannedField::kMeasureTotal, "1.1", "40000.00 BGN"},
                                          {PlannedField::kMeasureTotal, "1.1", "39792.00 BGN"}});
  ASSERT_TRUE(facts.ok()) << facts.status();
  EXPECT_EQ(facts->measures[0].planned, Leva(39'792'00));
}

TEST(PlannedValues, PlaceThatThePlanLacks_ChangesNothing) {
  const auto facts = Corrected(Stated(), {{PlannedField::kMeasureTotal, "1.9", "1.00 BGN"}});
  ASSERT_TRUE(facts.ok()) << facts.status();
  EXPECT_EQ(facts->measures[0].planned, Leva(39'792'00));
  EXPECT_FALSE(facts->measures[1].planned.has_value());
}

TEST(PlannedValues, AmountThatIsNone_IsABrokenRow) {
  for (const char* text : {"40000.00", "40000.00 ABC", "четири BGN"}) {
    const auto facts = Corrected(Stated(), {{PlannedField::kMeasureTotal, "1.1", text}});
    EXPECT_EQ(facts.status().code(), absl::StatusCode::kInternal) << text;
  }
}

TEST(PlannedValues, Names_AreThoseOfThePlans) {
  EXPECT_EQ(PlannedFieldOf("PLAN_TITLE"), PlannedField::kPlanTitle);
  EXPECT_EQ(PlannedFieldOf("PLAN_STATED_TOTAL"), PlannedField::kPlanTotal);
  EXPECT_EQ(PlannedFieldOf("SECTION_TITLE"), PlannedField::kSectionTitle);
  EXPECT_EQ(PlannedFieldOf("MEASURE_ACTIVITY"), PlannedField::kMeasureActivity);
  EXPECT_EQ(PlannedFieldOf("MEASURE_EXECUTOR"), PlannedField::kMeasureExecutor);
  EXPECT_EQ(PlannedFieldOf("MEASURE_TOTAL"), PlannedField::kMeasureTotal);
  EXPECT_EQ(PlannedFieldOf("MEASURE_PERSONS"), PlannedField::kMeasurePersons);
  EXPECT_FALSE(PlannedFieldOf("MEASURE_MONTHS").has_value());
}

// However the plan words them: sums go by the kind, and a name stays where it says which programme.
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

}  // namespace
}  // namespace tranche::reports
