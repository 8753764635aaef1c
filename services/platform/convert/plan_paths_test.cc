// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/plan_paths.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "platform/convert/plan_path_names.h"
#include "platform/convert/plan_words.h"
#include "tranche/plans/v1/plan_corrections.pb.h"

namespace tranche::convert {
namespace {

namespace pb = plans::v1;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

// Two measures in section 1 and one in section 2, with something of every kind.
pb::Plan Example() {
  pb::Plan plan;
  plan.set_title("Годишен план");
  plan.set_municipality("Любимец");
  plan.set_year(2013);
  plan.add_target_groups("деца");
  plan.add_target_groups("възрастни");
  plan.mutable_parent_strategy()->set_title("Общинска стратегия");
  plan.mutable_parent_strategy()->set_decision_number("");
  *plan.add_parents() = plan.parent_strategy();
  for (const int ordinal : {1, 2}) {
    pb::Section* section = plan.add_sections();
    section->set_ordinal(ordinal);
    section->set_title(absl::StrCat("Раздел ", ordinal));
  }
  for (const int ordinal : {1, 2}) {
    pb::Measure* measure = plan.mutable_sections(0)->add_measures();
    measure->set_ordinal(ordinal);
    measure->set_activity(absl::StrCat("Дейност ", ordinal));
    measure->mutable_stated_total()->set_amount("100.00");
    measure->mutable_stated_total()->set_currency("BGN");
    pb::Source* source = measure->add_sources();
    source->set_kind(pb::STATE_BUDGET);
    source->set_as_written("държавен бюджет");
    measure->add_indicators()->set_name("обучени лица");
  }
  pb::Measure* third = plan.mutable_sections(1)->add_measures();
  third->set_ordinal(1);
  third->set_activity("Дейност 3");
  plan.set_measure_count(3);
  plan.set_measures_with_amount(2);
  return plan;
}

std::map<std::string, Value> ValuesOf(const pb::Plan& plan) {
  std::map<std::string, Value> values;
  for (const PlanLeaf& leaf : LeavesOf(plan)) values[leaf.path] = leaf.value;
  return values;
}

pb::Plan With(const std::vector<PlanChange>& changes, pb::Plan plan = Example()) {
  const absl::Status status = LayOver(changes, &plan);
  EXPECT_TRUE(status.ok()) << status;
  return plan;
}

TEST(PlanPaths, EveryValueHasItsPath_AndThoseOfTheReaderAreNotValues) {
  const auto values = ValuesOf(Example());
  EXPECT_EQ(values.at("municipality"), "Любимец");
  EXPECT_EQ(values.at("year"), "2013");
  EXPECT_EQ(values.at("target_groups.2"), "възрастни");
  EXPECT_EQ(values.at("section.2.title"), "Раздел 2");
  EXPECT_EQ(values.at("measure.1.2.sources.1.kind"), "STATE_BUDGET");
  EXPECT_EQ(values.at("measure.1.2.stated_total"), "100.00 BGN");
  EXPECT_EQ(values.at("measure.1.2.headcount.count"), std::nullopt);
  EXPECT_EQ(values.at("parent_strategy.adoption.decision_number"), "");
  EXPECT_EQ(values.at("adoption.decision_number"), std::nullopt);
  for (const char* none : {"name", "version", "document_sha256", "measure_count", "measure.1.1.ordinal",
                           "parents.1.title", "section.1.ordinal"}) {
    EXPECT_EQ(values.count(none), 0u) << none;
  }
}

// The example with a row in every list of a plan.
pb::Plan WithEveryRow() {
  pb::Plan plan = Example();
  pb::Measure* measure = plan.mutable_sections(0)->mutable_measures(0);
  measure->add_parts();
  measure->add_cohorts();
  measure->add_other_cells();
  measure->add_partners("");
  measure->add_also_shown();
  measure->mutable_unit_price()->add_factors();
  plan.add_bodies();
  plan.add_agreements();
  plan.add_role_holders();
  plan.add_figures()->add_items("");
  plan.add_products();
  plan.add_attachments();
  plan.add_periods_written();
  plan.add_stated_years();
  return plan;
}

TEST(PlanPaths, EverySegmentHasAName) {
  for (const PlanLeaf& leaf : LeavesOf(WithEveryRow())) {
    for (const std::string& segment : std::vector<std::string>(absl::StrSplit(leaf.path, '.'))) {
      if (segment[0] >= '0' && segment[0] <= '9') continue;
      EXPECT_NE(TitleOfPath(segment).bg, segment) << leaf.path;
    }
  }
  EXPECT_EQ(TitleOfPath("measure.1.2.sources.1.kind").bg, "мярка 1.2, източник 1, вид");
  EXPECT_EQ(TitleOfPath("measure.1.2.sources.1.kind").en, "measure 1.2, source 1, kind");
}

TEST(PlanPaths, EveryWordIsSaidInBothLanguages_AndNothingElseIsAWord) {
  int words = 0;
  for (const PlanLeaf& leaf : LeavesOf(WithEveryRow())) {
    for (const std::string& word : leaf.allowed) {
      ++words;
      const auto bulgarian = SayWordAt(leaf.path, word, Language::kBulgarian);
      const auto english = SayWordAt(leaf.path, word, Language::kEnglish);
      ASSERT_TRUE(bulgarian && english) << leaf.path << " " << word;
      EXPECT_NE(*bulgarian, *english);
      EXPECT_THAT(*english, Not(::testing::HasSubstr("_")));
    }
    if (leaf.form != ValueForm::kWord) {
      EXPECT_EQ(SayWordAt(leaf.path, "дейност", Language::kBulgarian), std::nullopt) << leaf.path;
    }
  }
  EXPECT_GT(words, 30);
  EXPECT_EQ(SayWordAt("measure.1.2.sources.1.kind", "STATE_BUDGET", Language::kBulgarian),
            "държавен бюджет");
  EXPECT_EQ(SayWordAt("level", "MUNICIPAL", Language::kEnglish), "municipal");
  EXPECT_EQ(SayWordAt("measure.1.2.activity", "PROJECT", Language::kEnglish), std::nullopt);
}

TEST(PlanPaths, ListsAndRows_AreThoseOfThePlan) {
  EXPECT_THAT(ListsOf(Example()), Contains("section"));
  EXPECT_THAT(ListsOf(Example()), Contains("measure.2"));
  EXPECT_THAT(ListsOf(Example()), Contains("measure.1.2.partners"));
  EXPECT_THAT(ListsOf(Example()), Contains("bodies"));
  EXPECT_THAT(ListsOf(Example()), Not(Contains("spans")));
  EXPECT_THAT(RowsOf(Example()), Contains("measure.1.2.indicators.1"));
  EXPECT_THAT(RowsOf(Example()), Contains("parents.1"));
}

// The fields that have names of their own keep them, whichever way they are asked for.
TEST(PlanPaths, NamedFields_HaveOnePathEach) {
  const std::map<std::string, std::string> places = {
      {"SECTION_TITLE", "2"}, {"MEASURE_PART", "1.2.3"}, {"PLAN_TITLE", ""}, {"PLAN_STATED_TOTAL", ""}};
  for (int i = pb::PLAN_TITLE; i <= pb::MEASURE_PART; ++i) {
    const std::string field = pb::PlanField_Name(static_cast<pb::PlanField>(i));
    std::string place = field.rfind("MEASURE_", 0) == 0 ? "1.2" : "";
    if (places.count(field) > 0) place = places.at(field);
    const std::string path = PathOf(field, place);
    EXPECT_FALSE(path.empty()) << field;
    EXPECT_EQ(AddressOf(path).field, field) << path;
    EXPECT_EQ(AddressOf(path).place, place) << path;
  }
  EXPECT_EQ(AddressOf("measure.1.2.sources.1.kind").field, "PLAN_VALUE");
  EXPECT_EQ(PathOf("PLAN_VALUE", "year"), "year");
  // Looks like one and is none.
  EXPECT_EQ(AddressOf("measure.1.2.indicators.1.title").field, "PLAN_VALUE");
  EXPECT_EQ(CanonicalPath(Example(), "parents.1.title"), "parent_strategy.title");
  EXPECT_EQ(CanonicalPath(Example(), "parents.1"), "parents.1");
  EXPECT_EQ(CanonicalPath(Example(), "year"), "year");
}

// Each value of the example is set to another one of its form, and only that one changes.
TEST(LayOver, EveryValue_IsSetAlone) {
  const std::map<ValueForm, std::string> others = {
      {ValueForm::kText, "друго"},      {ValueForm::kBlankable, "12"},
      {ValueForm::kAmount, "7.00 EUR"}, {ValueForm::kCount, "7"},
      {ValueForm::kFlag, "true"},       {ValueForm::kDate, "14.02.2013 г."},
      {ValueForm::kDecimal, "7.5"},     {ValueForm::kPeriod, "2013-2014 г."}};
  const auto before = ValuesOf(Example());
  int set = 0;
  for (const PlanLeaf& leaf : LeavesOf(Example())) {
    const std::string value =
        leaf.form == ValueForm::kWord ? leaf.allowed.back() : others.at(leaf.form);
    auto wanted = before;
    wanted[leaf.path] = value;
    // A rate without its days, a price without its factors: what they belong to is not there yet.
    const bool lonely = leaf.path.find("daily_rate.") != std::string::npos ||
                        leaf.path.find("unit_price.") != std::string::npos ||
                        leaf.path.find(".noun") != std::string::npos;
    const auto after = ValuesOf(With({{leaf.path, false, value}}));
    EXPECT_TRUE(lonely || after == wanted) << leaf.path;
    if (after == wanted) ++set;
  }
  EXPECT_GT(set, 90);
}

TEST(LayOver, Strategy_IsTheSameAmongTheParents) {
  const pb::Plan plan = With({{"parent_strategy.adoption.decision_number", false, "231"},
                              {"parent_strategy.adoption.date", false, "2013-02-14"}});
  EXPECT_EQ(plan.parent_strategy().decision_number(), "231");
  EXPECT_EQ(plan.parent_strategy().adopted_on(), "2013-02-14");
  EXPECT_EQ(plan.parent_strategy().adoption().date().month(), 2);
  EXPECT_TRUE(
      google::protobuf::util::MessageDifferencer::Equals(plan.parents(0), plan.parent_strategy()));
}

TEST(LayOver, AddedMeasure_StandsByItsNumber_WithAllItsValues) {
  const std::string row =
      R"({"activity":"Нова","stated_total":"50.00 BGN","sources.1.kind":"DONATION","sources.1.as_written":"дарение"})";
  const pb::Plan plan =
      With({{"measure.1.5", true, row}, {"measure.2.3", true, R"({"activity":"Б"})"}});
  ASSERT_EQ(plan.sections(0).measures_size(), 3);
  const pb::Measure& added = plan.sections(0).measures(2);
  EXPECT_EQ(added.ordinal(), 5);
  EXPECT_EQ(added.activity(), "Нова");
  EXPECT_EQ(added.stated_total().amount(), "50.00");
  ASSERT_EQ(added.sources_size(), 1);
  EXPECT_EQ(added.sources(0).kind(), pb::DONATION);
  EXPECT_EQ(plan.measure_count(), 5);
  EXPECT_EQ(plan.measures_with_amount(), 3);
}

TEST(LayOver, ValueOfAnAddedRow_CanBeCorrected) {
  const pb::Plan plan = With(
      {{"measure.1.5.executor", false, "Училище"}, {"measure.1.5", true, R"({"activity":"Нова"})"}});
  EXPECT_EQ(plan.sections(0).measures(2).executor(), "Училище");
}

TEST(LayOver, StruckRows_AreGone_AndTheOthersKeepTheirPlaces) {
  const pb::Plan plan = With({{"measure.1.1", true, std::nullopt},
                              {"target_groups.1", true, std::nullopt},
                              {"target_groups.2", false, "възрастни хора"},
                              {"measure.1.2.sources.1", true, std::nullopt}});
  ASSERT_EQ(plan.sections(0).measures_size(), 1);
  EXPECT_EQ(plan.sections(0).measures(0).ordinal(), 2);
  EXPECT_EQ(plan.sections(0).measures(0).sources_size(), 0);
  EXPECT_THAT(plan.target_groups(), ElementsAre("възрастни хора"));
  EXPECT_EQ(plan.measure_count(), 2);
}

TEST(LayOver, StruckSection_LeavesTheNumbersOfTheOthers) {
  pb::Plan plan = With({{"section.1", true, std::nullopt}});
  ASSERT_EQ(plan.sections_size(), 2);
  EXPECT_EQ(plan.sections(0).measures_size(), 0);
  EXPECT_EQ(plan.sections(1).ordinal(), 2);
  plan = With({{"section.2", true, std::nullopt}});
  EXPECT_EQ(plan.sections_size(), 1);
}

TEST(LayOver, ItemsAddedBehindOneThatWasTakenBack_KeepTheirNumbers) {
  const pb::Plan plan = With({{"target_groups.5", true, R"({"":"младежи"})"}});
  EXPECT_THAT(plan.target_groups(), ElementsAre("деца", "възрастни", "младежи"));
  // Also where the one before is said to be gone.
  const pb::Plan same =
      With({{"target_groups.4", true, R"({"":"младежи"})"}, {"target_groups.3", true, std::nullopt}});
  EXPECT_THAT(same.target_groups(), ElementsAre("деца", "възрастни", "младежи"));
}

TEST(LayOver, PeriodsOfTheText_AreAListOfPeriods) {
  const pb::Plan plan = With({{"periods_written.1", true, R"({"":"2013-2014 г."})"},
                              {"periods_written.2", true, R"({"":"постоянен"})"},
                              {"periods_written.2", false, "2015 г."}});
  ASSERT_EQ(plan.periods_written_size(), 2);
  EXPECT_EQ(plan.periods_written(0).to().year(), 2014);
  EXPECT_EQ(plan.periods_written(1).from().year(), 2015);
}

TEST(LayOver, FirstStrategyThatIsAdded_IsTheOneThatThePlanCarriesOut) {
  pb::Plan bare = Example();
  bare.clear_parents();
  bare.clear_parent_strategy();
  const pb::Plan plan = With({{"parents.1", true, R"({"title":"Областна стратегия"})"}}, bare);
  EXPECT_EQ(plan.parent_strategy().title(), "Областна стратегия");
  const pb::Plan struck = With({{"parents.1", true, std::nullopt}});
  EXPECT_FALSE(struck.has_parent_strategy());
  EXPECT_EQ(struck.parents_size(), 0);
}

TEST(LayOver, WhatHasLostItsValue_IsNotThere) {
  pb::Plan plan = Example();
  pb::Measure* measure = plan.mutable_sections(0)->mutable_measures(0);
  measure->mutable_headcount()->set_count(7);
  measure->mutable_headcount()->set_noun("деца");
  for (const char* amount : {"1.00", "2.00"}) {
    pb::Part* part = measure->add_parts();
    part->set_label("за заплати");
    part->mutable_amount()->set_amount(amount);
    part->mutable_amount()->set_currency("BGN");
  }
  plan = With({{"measure.1.1.headcount.count", false, std::nullopt},
               {"measure.1.1.parts.1.amount", false, std::nullopt}},
              plan);
  EXPECT_FALSE(plan.sections(0).measures(0).has_headcount());
  ASSERT_EQ(plan.sections(0).measures(0).parts_size(), 1);
  EXPECT_EQ(plan.sections(0).measures(0).parts(0).amount().amount(), "2.00");
}

TEST(LayOver, WhatHasNoPlace_ChangesNothing_AndABrokenValueIsSaid) {
  const pb::Plan plan = With({{"measure.9.9.activity", false, "х"},
                              {"measure.1.1", false, "х"},
                              {"name", false, "х"},
                              {"target_groups.9", true, std::nullopt},
                              {"bodies.0.name", false, "х"},
                              {"measure.9.1", true, R"({"activity":"х"})"}});
  EXPECT_EQ(ValuesOf(plan), ValuesOf(Example()));
  pb::Plan broken = Example();
  EXPECT_EQ(LayOver({{"measure.1.1.stated_total", false, "сто"}}, &broken).code(),
            absl::StatusCode::kInternal);
  EXPECT_EQ(LayOver({{"measure.1.7", true, "нищо"}}, &broken).code(), absl::StatusCode::kInternal);
}

TEST(DescribeRow, KnowsTheValuesOfARow_AndOfItsLists) {
  const auto row = DescribeRow(Example(), "measure.1.3",
                               {"sources.2.kind", "sources.1.kind", "няма", "sources.4.kind", ""});
  ASSERT_TRUE(row.has_value());
  ASSERT_EQ(row->asked.size(), 5u);
  EXPECT_EQ(row->asked[0]->form, ValueForm::kWord);
  EXPECT_EQ(row->asked[1]->form, ValueForm::kWord);
  EXPECT_FALSE(row->asked[2].has_value());
  EXPECT_FALSE(row->asked[3].has_value());
  EXPECT_FALSE(row->asked[4].has_value());
  EXPECT_TRUE(DescribeRow(Example(), "target_groups.3", {""})->asked[0].has_value());
  EXPECT_FALSE(DescribeRow(Example(), "measure.1.2", {}).has_value());
  EXPECT_FALSE(DescribeRow(Example(), "target_groups.5", {}).has_value());
  EXPECT_FALSE(DescribeRow(Example(), "spans.1", {}).has_value());
}

// Laying over what a plan says already changes nothing but what follows from its rows.
RC_GTEST_PROP(LayOver, AnyValueAsItIs_ChangesNothing, ()) {
  const std::vector<PlanLeaf> leaves = LeavesOf(Example());
  const auto picked =
      *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, leaves.size()));
  std::vector<PlanChange> changes;
  for (const std::size_t i : picked) {
    if (leaves[i].value) changes.push_back({leaves[i].path, false, leaves[i].value});
  }
  pb::Plan plan = Example();
  RC_ASSERT(LayOver(changes, &plan).ok());
  RC_ASSERT(ValuesOf(plan) == ValuesOf(Example()));
}

// A date that was read keeps its parts beside words that alone are none.
TEST(LayOver, ValueThatIsThereAlready_StaysAsItWasRead) {
  pb::Plan plan = Example();
  common::v1::PartialDate* date = plan.add_agreements()->mutable_signed_on();
  date->set_year(2017);
  date->set_month(4);
  date->set_day(18);
  date->set_as_written("18.04.17");
  const pb::Plan same = With({{"agreements.1.signed_on", false, "18.04.17"}}, plan);
  EXPECT_EQ(same.agreements(0).signed_on().day(), 18);
}

TEST(LayOver, AmountShownOnceMore_FollowsItsPartOrGoesWithIt) {
  pb::Plan plan = Example();
  pb::Measure* measure = plan.mutable_sections(0)->mutable_measures(0);
  for (const char* field : {"parts.1", "parts.2", "stated_total"}) {
    pb::AlsoShown* shown = measure->add_also_shown();
    shown->set_field(field);
    shown->mutable_amount()->set_amount("1.00");
    shown->mutable_amount()->set_currency("EUR");
    if (std::string(field) == "stated_total") continue;
    pb::Part* part = measure->add_parts();
    part->set_label(field);
    *part->mutable_amount() = shown->amount();
  }
  const pb::Plan struck = With({{"measure.1.1.parts.1", true, std::nullopt}}, plan);
  const pb::Measure& left = struck.sections(0).measures(0);
  ASSERT_EQ(left.parts_size(), 1);
  EXPECT_EQ(left.parts(0).label(), "parts.2");
  ASSERT_EQ(left.also_shown_size(), 2);
  EXPECT_EQ(left.also_shown(0).field(), "parts.1");
  EXPECT_EQ(left.also_shown(1).field(), "stated_total");
  // Both are said to be none.
  const pb::Plan both = With(
      {{"measure.1.1.parts.2", true, std::nullopt}, {"measure.1.1.also_shown.3", true, std::nullopt}},
      plan);
  ASSERT_EQ(both.sections(0).measures(0).also_shown_size(), 1);
  EXPECT_EQ(both.sections(0).measures(0).also_shown(0).field(), "parts.1");
}

TEST(LayOverInPlace, RowsKeepTheirNumbers_AndThoseThatAreGoneAreTold) {
  pb::Plan plan = Example();
  std::vector<std::string> gone;
  ASSERT_TRUE(LayOverInPlace({{"target_groups.1", true, std::nullopt},
                              {"target_groups.4", true, R"({"":"младежи"})"}},
                             &plan, &gone)
                  .ok());
  EXPECT_THAT(plan.target_groups(), ElementsAre("деца", "възрастни", "", "младежи"));
  EXPECT_THAT(gone, ElementsAre("target_groups.1", "target_groups.3"));
}

TEST(ListedPath, OfTheStrategyThatThePlanCarriesOut_IsAmongTheParents) {
  const pb::Plan plan = Example();
  const std::string listed = ListedPath(plan, "parent_strategy.title");
  EXPECT_EQ(CanonicalPath(plan, listed), "parent_strategy.title");
  EXPECT_NE(listed, "parent_strategy.title");
  EXPECT_EQ(ListedPath(plan, "measure.1.1.activity"), "measure.1.1.activity");
}

}  // namespace
}  // namespace tranche::convert
