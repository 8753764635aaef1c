// SPDX-License-Identifier: EUPL-1.2
// Any value of a plan corrected by its path, rows added and struck out, on PostgreSQL.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "plans/testing/life_world.h"
#include "platform/base/error.h"
#include "tranche/plans/v1/plans_service.grpc.pb.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Stub = v1::PlanVersionsService::Stub;
using Values = std::vector<std::pair<std::string, std::string>>;

class PlanRowsTest : public ::testing::Test, protected LifeWorld {
 protected:
  void SetUp() override { Store(ExamplePlan()); }

  absl::StatusOr<v1::Correction> Correct(const std::string& path, const std::string& instead_of,
                                         const std::string& value) {
    v1::CorrectPlanRequest request;
    request.set_parent(kPlan);
    request.set_path(path);
    if (instead_of != "-") request.set_instead_of(instead_of);
    if (value != "-") request.set_value(value);
    request.set_reason("разчетено с лупа");
    return Call(versions_, &Stub::CorrectPlan, request);
  }

  static v1::AddPlanRowRequest Row(const std::string& list, const Values& values) {
    v1::AddPlanRowRequest request;
    request.set_parent(kPlan);
    request.set_list(list);
    for (const auto& [path, value] : values) {
      v1::RowValue& to = *request.add_values();
      to.set_path(path);
      to.set_value(value);
    }
    request.set_document_place("страница 3");
    request.set_reason("редът е на следващата страница");
    return request;
  }

  absl::StatusOr<v1::Correction> Add(const v1::AddPlanRowRequest& request) {
    return Call(versions_, &Stub::AddPlanRow, request);
  }

  absl::StatusOr<v1::Correction> Strike(const std::string& row) {
    v1::StrikePlanRowRequest request;
    request.set_parent(kPlan);
    request.set_row(row);
    request.set_reason("това е бележка, а не мярка");
    return Call(versions_, &Stub::StrikePlanRow, request);
  }

  absl::StatusOr<v1::Correction> TakeBack(const v1::Correction& correction) {
    v1::TakeBackCorrectionRequest request;
    request.set_name(correction.name());
    request.set_reason("прочетеното е вярно");
    return Call(versions_, &Stub::TakeBackCorrection, request);
  }

  v1::PlanVersionView Show() {
    v1::GetPlanVersionRequest request;
    request.set_name(absl::StrCat(kPlan, "/versions/-"));
    const auto shown = Call(versions_, &Stub::GetPlanVersion, request);
    EXPECT_TRUE(shown.ok()) << shown.status();
    return shown.ok() ? *shown : v1::PlanVersionView();
  }

  std::map<std::string, v1::PlanValue> ValuesUnder(const std::string& under) {
    v1::ListPlanValuesRequest request;
    request.set_parent("organisations/-/plans/lyubimets-2013");
    request.set_under(under);
    request.set_page_size(20);
    std::map<std::string, v1::PlanValue> values;
    do {
      const auto page = Call(versions_, &Stub::ListPlanValues, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return values;
      for (const v1::PlanValue& value : page->values()) values[value.path()] = value;
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return values;
  }
};

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const Violation& each : ViolationsOf(status)) fields.push_back(each.field + " " + each.reason);
  return fields;
}

// What the first violation says of `key`.
std::string SaidOf(const absl::Status& status, const std::string& key) {
  const std::vector<Violation> violations = ViolationsOf(status);
  if (violations.empty()) return "";
  for (const auto& [name, value] : violations.front().values) {
    if (name == key) return value;
  }
  return "";
}

TEST_F(PlanRowsTest, AnyValue_IsCorrectedByItsPath_AndBothAreKept) {
  const auto municipality = Correct("municipality", "Любимец", "Хасково");
  ASSERT_TRUE(municipality.ok()) << municipality.status();
  EXPECT_EQ(municipality->field(), v1::PLAN_VALUE);
  EXPECT_EQ(municipality->path(), "municipality");
  EXPECT_EQ(municipality->title_bg(), "община");
  EXPECT_EQ(municipality->read(), "Любимец");
  EXPECT_TRUE(Correct("year", "2013", "2014").ok());
  EXPECT_TRUE(Correct("period_titled", "-", "2013-2014 г.").ok());
  EXPECT_TRUE(Correct("adoption.decision_number", "-", "699").ok());
  EXPECT_TRUE(Correct("adoption.date", "-", "29.07.2022 г.").ok());
  EXPECT_TRUE(Correct("measure.1.2.timeframe", "-", "март – юни 2014 г.").ok());
  const auto shown = Show().plan();
  EXPECT_EQ(shown.municipality(), "Хасково");
  EXPECT_EQ(shown.year(), 2014);
  EXPECT_EQ(shown.period_titled().from().year(), 2013);
  EXPECT_EQ(shown.period_titled().to().year(), 2014);
  EXPECT_EQ(shown.adoption().decision_number(), "699");
  EXPECT_EQ(shown.adoption().date().month(), 7);
  EXPECT_EQ(shown.sections(0).measures(1).timeframe().to().month(), 6);
}

// A field with a name has one history, whichever way it is asked for.
TEST_F(PlanRowsTest, PathOfANamedField_IsThatField) {
  const auto made = Correct("measure.1.1.stated_total", "244440.00 BGN", "242499 BGN");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->field(), v1::MEASURE_TOTAL);
  EXPECT_EQ(made->place(), "1.1");
  EXPECT_EQ(made->path(), "measure.1.1.stated_total");
  EXPECT_EQ(ReasonOf(Correct("measure.1.1.stated_total", "244440.00 BGN", "1 BGN").status()),
            "CORRECTION_STALE");
}

TEST_F(PlanRowsTest, WhatIsNoPathOrNotInItsForm_IsRefusedWithWhatIsAllowed) {
  const absl::Status unknown = Correct("measure.1.1.price", "-", "5").status();
  EXPECT_THAT(FieldsOf(unknown), ElementsAre("path CORRECTION_PATH_UNKNOWN"));
  EXPECT_EQ(SaidOf(unknown, "known"), "measure.1.1");
  EXPECT_THAT(SaidOf(unknown, "allowed"), HasSubstr("stated_total"));
  EXPECT_THAT(FieldsOf(Correct("adoption.date", "вчера", "31.02.2022").status()),
              ElementsAre("value CORRECTION_FORM_UNFIT", "insteadOf CORRECTION_FORM_UNFIT"));
  const absl::Status word = Correct("level", "-", "ОБЩИНСКО").status();
  EXPECT_THAT(FieldsOf(word), ElementsAre("value CORRECTION_WORD_UNKNOWN"));
  EXPECT_EQ(SaidOf(word, "allowed"), "NATIONAL, REGIONAL, MUNICIPAL, ANNUAL");
  v1::CorrectPlanRequest both;
  both.set_parent(kPlan);
  both.set_path("year");
  both.set_field(v1::PLAN_TITLE);
  both.set_reason("опит");
  EXPECT_THAT(FieldsOf(Call(versions_, &Stub::CorrectPlan, both).status()),
              ElementsAre("path CORRECTION_WHICH_VALUE"));
  both.clear_path();
  both.set_field(v1::PLAN_ROW);
  EXPECT_THAT(FieldsOf(Call(versions_, &Stub::CorrectPlan, both).status()),
              ElementsAre("field CORRECTION_WHICH_VALUE"));
  EXPECT_EQ(Count("plans.correction"), 0);
}

TEST_F(PlanRowsTest, AddedMeasure_IsReckonedWith_AndMarked) {
  const auto added = Add(Row("measure.1", {{"activity", "Обществена трапезария"},
                                           {"stated_total", "1000 BGN"},
                                           {"sources.1.kind", "DONATION"},
                                           {"sources.1.as_written", "дарения"}}));
  ASSERT_TRUE(added.ok()) << added.status();
  EXPECT_EQ(added->kind(), v1::ROW_ADDED);
  EXPECT_EQ(added->path(), "measure.1.3");
  EXPECT_EQ(added->document_place(), "страница 3");
  EXPECT_FALSE(added->has_read());
  const v1::PlanVersionView shown = Show();
  ASSERT_EQ(shown.plan().sections(0).measures_size(), 3);
  EXPECT_EQ(shown.plan().sections(0).measures(2).stated_total().amount(), "1000.00");
  EXPECT_EQ(shown.plan().sections(0).measures(2).sources(0).kind(), v1::DONATION);
  EXPECT_EQ(shown.plan().measures_with_amount(), 2);
  for (const v1::Check& check : shown.checks()) {
    EXPECT_TRUE(check.check() != "total" || check.verdict() == v1::DISAGREE);
  }
  const auto values = ValuesUnder("measure.1.3");
  EXPECT_TRUE(values.at("measure.1.3.activity").added());
  EXPECT_FALSE(values.at("measure.1.3.activity").has_read());
  EXPECT_EQ(values.at("measure.1.3.activity").document_place(), "страница 3");
  EXPECT_EQ(values.at("measure.1.3.sources.1.kind").form(), v1::WORD_VALUE);
}

TEST_F(PlanRowsTest, ValueOfAnAddedRow_IsCorrected_AndHoldsTheRow) {
  const auto added = Add(Row("target_groups", {{"", "деца"}}));
  ASSERT_TRUE(added.ok()) << added.status();
  ASSERT_TRUE(Correct("target_groups.1", "деца", "деца и младежи").ok());
  EXPECT_THAT(Show().plan().target_groups(), ElementsAre("деца и младежи"));
  const absl::Status held = TakeBack(*added).status();
  EXPECT_EQ(ReasonOf(held), "CORRECTION_ROW_HAS_VALUES");
  v1::Correction second;
  second.set_name(absl::StrCat(kPlan, "/corrections/2"));
  ASSERT_TRUE(TakeBack(second).ok());
  ASSERT_TRUE(TakeBack(*added).ok());
  EXPECT_EQ(Show().plan().target_groups_size(), 0);
  // Its number is not given to another one.
  EXPECT_EQ(Add(Row("target_groups", {{"", "възрастни"}}))->path(), "target_groups.2");
  EXPECT_THAT(Show().plan().target_groups(), ElementsAre("възрастни"));
}

TEST_F(PlanRowsTest, StruckRow_IsKept_AndNothingIsReckonedWithIt) {
  const auto struck = Strike("measure.1.1");
  ASSERT_TRUE(struck.ok()) << struck.status();
  EXPECT_EQ(struck->kind(), v1::ROW_STRUCK);
  EXPECT_THAT(struck->read(), HasSubstr("Домашен патронаж"));
  EXPECT_FALSE(struck->has_value());
  const v1::PlanVersionView shown = Show();
  ASSERT_EQ(shown.plan().sections(0).measures_size(), 1);
  EXPECT_EQ(shown.plan().sections(0).measures(0).ordinal(), 2);
  ASSERT_EQ(shown.corrections_size(), 1);
  EXPECT_GT(shown.corrections(0).row_size(), 2);
  EXPECT_TRUE(ValuesUnder("measure.1.1").at("measure.1.1.activity").struck());
  EXPECT_EQ(ReasonOf(Correct("measure.1.1.activity", "Домашен патронаж", "друго").status()),
            "CORRECTION_ROW_STRUCK");
  EXPECT_EQ(ReasonOf(Strike("measure.1.1").status()), "CORRECTION_SAYS_THE_SAME");
  const auto back = TakeBack(*struck);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->kind(), v1::ROW_STRUCK);
  EXPECT_EQ(Show().plan().sections(0).measures_size(), 2);
}

TEST_F(PlanRowsTest, StruckSection_TakesItsMeasuresWithIt) {
  ASSERT_TRUE(Strike("section.1").ok());
  EXPECT_EQ(Show().plan().measure_count(), 1);
  EXPECT_EQ(ReasonOf(Correct("measure.1.2.activity", "Личен асистент", "х").status()),
            "CORRECTION_ROW_STRUCK");
  EXPECT_EQ(ReasonOf(Strike("measure.1.2").status()), "CORRECTION_ROW_STRUCK");
}

TEST_F(PlanRowsTest, WrongRows_AreRefusedAllAtOnce) {
  EXPECT_THAT(FieldsOf(Add(Row("measure.9", {{"activity", "х"}})).status()),
              ElementsAre("list ROW_LIST_UNKNOWN"));
  EXPECT_THAT(FieldsOf(Add(Row("spans", {{"path", "х"}})).status()),
              ElementsAre("list ROW_LIST_UNKNOWN"));
  EXPECT_THAT(FieldsOf(Add(Row("measure.1", {{"activity", ""}})).status()),
              ElementsAre("values ROW_EMPTY"));
  EXPECT_THAT(
      FieldsOf(Add(Row("measure.1", {{"цена", "5"}, {"stated_total", "сто"}})).status()),
      ElementsAre("values[0].path CORRECTION_PATH_UNKNOWN", "values[1].value CORRECTION_VALUE_UNFIT"));
  v1::AddPlanRowRequest taken = Row("measure.1", {{"activity", "х"}});
  taken.set_number(2);
  EXPECT_EQ(ReasonOf(Add(taken).status()), "ROW_NUMBER_TAKEN");
  v1::AddPlanRowRequest far = Row("target_groups", {{"", "х"}});
  far.set_number(7);
  EXPECT_EQ(ReasonOf(Add(far).status()), "ROW_NUMBER_TAKEN");
  EXPECT_THAT(FieldsOf(Strike("measure.1.9").status()), ElementsAre("row CORRECTION_PATH_UNKNOWN"));
  EXPECT_EQ(Count("plans.correction"), 0);
  // A measure has the number that the document writes.
  taken.set_number(9);
  EXPECT_EQ(Add(taken)->path(), "measure.1.9");
}

TEST_F(PlanRowsTest, Comparison_GoesByTheCorrections_AndNamesThem) {
  Store(ExamplePlan());
  ASSERT_TRUE(Correct("municipality", "Любимец", "Хасково").ok());
  ASSERT_TRUE(Strike("measure.2.1").ok());
  v1::ComparePlansRequest request;
  request.set_name(kPlan);
  const auto comparison = Call(versions_, &Stub::ComparePlans, request);
  ASSERT_TRUE(comparison.ok()) << comparison.status();
  ASSERT_EQ(comparison->values_size(), 1);
  EXPECT_EQ(comparison->values(0).field(), "municipality");
  EXPECT_EQ(comparison->values(0).after(), "Хасково");
  ASSERT_EQ(comparison->measures_size(), 1);
  EXPECT_EQ(comparison->measures(0).fate(), v1::MEASURE_REMOVED);
  EXPECT_EQ(comparison->corrections_before_size(), 0);
  EXPECT_EQ(comparison->corrections_after_size(), 2);
}

TEST_F(PlanRowsTest, WhatIsOnlyChecked_IsNotKept_AndARepeatHasItsEffectOnce) {
  v1::AddPlanRowRequest request = Row("target_groups", {{"", "деца"}});
  request.set_validate_only(true);
  ASSERT_TRUE(Add(request).ok());
  EXPECT_EQ(Count("plans.correction"), 0);
  request.set_validate_only(false);
  request.set_request_id("k1");
  ASSERT_TRUE(Add(request).ok());
  ASSERT_TRUE(Add(request).ok());
  EXPECT_EQ(Count("plans.correction"), 1);
  EXPECT_EQ(Count("plans.evidence where action = 'plans.correct'"), 1);
}

TEST_F(PlanRowsTest, AnotherOrganisation_ChangesNothing) {
  const rpc::Actor other = testing::TestActor("sopot");
  v1::StrikePlanRowRequest strike;
  strike.set_parent(kPlan);
  strike.set_row("measure.1.1");
  strike.set_reason("опит");
  EXPECT_FALSE(Call(versions_, &Stub::StrikePlanRow, strike, other).ok());
  EXPECT_FALSE(Call(versions_, &Stub::AddPlanRow, Row("target_groups", {{"", "деца"}}), other).ok());
  EXPECT_EQ(Count("plans.correction"), 0);
}

TEST_F(PlanRowsTest, NumberThatWasGivenUp_IsNoRowAndHoldsNoValues) {
  const auto mistyped = Add(Row("bodies", {{"name", "Комсия"}}));
  ASSERT_TRUE(mistyped.ok()) << mistyped.status();
  ASSERT_TRUE(TakeBack(*mistyped).ok());
  const auto right = Add(Row("bodies", {{"name", "Комисия"}}));
  ASSERT_TRUE(right.ok()) << right.status();
  ASSERT_NE(right->path(), mistyped->path());
  EXPECT_TRUE(ValuesUnder(mistyped->path()).empty());
  EXPECT_FALSE(ValuesUnder(right->path()).empty());
  EXPECT_FALSE(Correct(absl::StrCat(mistyped->path(), ".name"), "", "Друга").ok());
  EXPECT_FALSE(Strike(mistyped->path()).ok());
}

TEST_F(PlanRowsTest, DateThatWasTakenBack_IsShownAsItWasRead) {
  v1::Plan plan = ExamplePlan();
  common::v1::PartialDate* date = plan.add_agreements()->mutable_signed_on();
  plan.mutable_agreements(0)->set_subject("Споразумение");
  date->set_year(2017);
  date->set_month(4);
  date->set_day(18);
  date->set_as_written("18.04.17");
  Store(plan);
  const auto corrected = Correct("agreements.1.signed_on", "18.04.17", "19.04.2017");
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  ASSERT_TRUE(TakeBack(*corrected).ok());
  EXPECT_EQ(Show().plan().agreements(0).signed_on().day(), 18);
}

TEST_F(PlanRowsTest, StrategyThatIsStruckOutAmongTheParents_TakesNoCorrection) {
  v1::Plan plan = ExamplePlan();
  *plan.add_parents() = plan.parent_strategy();
  Store(plan);
  ASSERT_TRUE(Strike("parents.1").ok());
  EXPECT_TRUE(ValuesUnder("parent_strategy.title").at("parent_strategy.title").struck());
  const auto corrected = Correct("parent_strategy.title", "Общинска стратегия", "Областна стратегия");
  EXPECT_EQ(ReasonOf(corrected.status()), "CORRECTION_ROW_STRUCK");
}

TEST_F(PlanRowsTest, LateAdoption_GoesByTheYearThatIsShown) {
  const auto findings = [&] {
    v1::RecordAdoptionRequest request;
    request.set_parent(kPlan);
    request.mutable_adoption()->set_source("протокол");
    common::v1::PartialDate* date = request.mutable_adoption()->mutable_adoption()->mutable_date();
    date->set_year(2013);
    date->set_month(11);
    date->set_day(20);
    const auto adopted = Call(versions_, &Stub::RecordAdoption, request);
    EXPECT_TRUE(adopted.ok()) << adopted.status();
    return adopted.ok() ? adopted->findings_size() : -1;
  };
  EXPECT_EQ(findings(), 1);
  ASSERT_TRUE(Correct("year", "2013", "2014").ok());
  EXPECT_EQ(findings(), 0);
  EXPECT_FALSE(Show().adoption().findings_size() > 0);
}

}  // namespace
}  // namespace tranche::plans
