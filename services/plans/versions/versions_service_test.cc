// SPDX-License-Identifier: EUPL-1.2
// Versions, corrections and adoptions of plans on PostgreSQL.
#include "plans/versions/versions_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "plans/testing/life_world.h"
#include "platform/base/error.h"
#include "tranche/plans/v1/plans_service.grpc.pb.h"

namespace tranche::plans {
namespace {

using Stub = v1::PlanVersionsService::Stub;

class VersionsTest : public ::testing::Test, protected LifeWorld {
 protected:
  void SetUp() override { Store(ExamplePlan()); }

  absl::StatusOr<v1::Correction> Correct(v1::PlanField field, const std::string& place,
                                         const std::string& instead_of, const std::string& value,
                                         const std::string& request_id = "") {
    v1::CorrectPlanRequest request;
    request.set_parent(kPlan);
    request.set_field(field);
    request.set_place(place);
    if (instead_of != "-") request.set_instead_of(instead_of);
    if (value != "-") request.set_value(value);
    request.set_reason("разчетено с лупа");
    request.set_request_id(request_id);
    return Call(versions_, &Stub::CorrectPlan, request);
  }

  absl::StatusOr<v1::Correction> TakeBack(int number) {
    v1::TakeBackCorrectionRequest request;
    request.set_name(absl::StrCat(kPlan, "/corrections/", number));
    request.set_reason("прочетеното е вярно");
    return Call(versions_, &Stub::TakeBackCorrection, request);
  }

  absl::StatusOr<v1::PlanVersionView> Show(const std::string& version = "-", bool as_stated = false) {
    v1::GetPlanVersionRequest request;
    request.set_name(absl::StrCat(kPlan, "/versions/", version));
    request.set_as_stated(as_stated);
    return Call(versions_, &Stub::GetPlanVersion, request);
  }

  absl::StatusOr<v1::PlanAdoption> Adopt(const v1::PlanAdoption& adoption) {
    v1::RecordAdoptionRequest request;
    request.set_parent(kPlan);
    *request.mutable_adoption() = adoption;
    return Call(versions_, &Stub::RecordAdoption, request);
  }
};

TEST_F(VersionsTest, Correction_IsShownInPlaceOfWhatWasRead_AndBothAreKept) {
  const auto made = Correct(v1::MEASURE_TOTAL, "1.1", "244440.00 BGN", "242499 BGN", "k1");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), absl::StrCat(kPlan, "/corrections/1"));
  EXPECT_EQ(made->made_by(), "finance@lyubimets");

  const auto shown = Show();
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->plan().sections(0).measures(0).stated_total().amount(), "242499.00");
  ASSERT_EQ(shown->corrections_size(), 1);
  EXPECT_EQ(shown->corrections(0).read(), "244440.00 BGN");
  EXPECT_TRUE(shown->corrections(0).in_force());

  const auto stated = Show("1", true);
  ASSERT_TRUE(stated.ok()) << stated.status();
  EXPECT_EQ(stated->plan().sections(0).measures(0).stated_total().amount(), "244440.00");
  EXPECT_EQ(stated->corrections_size(), 0);
}

TEST_F(VersionsTest, GetPlan_HasWhatIsStated_WithTheCorrectionsInForceBeside) {
  const auto get = [&] {
    v1::GetPlanRequest request;
    request.set_name("organisations/-/plans/lyubimets-2013");
    return Call(v1::PlansService::NewStub(role_.channel()), &v1::PlansService::Stub::GetPlan, request);
  };
  ASSERT_TRUE(Correct(v1::MEASURE_TOTAL, "1.1", "244440.00 BGN", "242499 BGN").ok());
  ASSERT_TRUE(Correct(v1::MEASURE_EXECUTOR, "1.2", "Община Любимец", "АСП").ok());
  ASSERT_TRUE(TakeBack(2).ok());
  const auto plan = get();
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->sections(0).measures(0).stated_total().amount(), "244440.00");
  ASSERT_EQ(plan->corrections_size(), 1);
  EXPECT_EQ(plan->corrections(0).number(), 1);
  EXPECT_EQ(plan->corrections(0).value(), "242499.00 BGN");
  EXPECT_TRUE(plan->corrections(0).in_force());
  // A new version does not take them over.
  Store(ExamplePlan());
  EXPECT_EQ(get()->corrections_size(), 0);
}

// The checks run on either: the total of the rows no longer is the stated one.
TEST_F(VersionsTest, Checks_RunOnTheValuesThatAreShown) {
  const auto verdict = [](const v1::PlanVersionView& view) {
    for (const v1::Check& check : view.checks()) {
      if (check.check() == "total") return check.verdict();
    }
    return v1::VERDICT_UNSPECIFIED;
  };
  ASSERT_TRUE(Correct(v1::MEASURE_TOTAL, "1.1", "244440.00 BGN", "242499 BGN").ok());
  const auto shown = Show();
  const auto stated = Show("-", true);
  ASSERT_TRUE(shown.ok() && stated.ok());
  EXPECT_EQ(verdict(*stated), v1::AGREE);
  EXPECT_EQ(verdict(*shown), v1::DISAGREE);
}

TEST_F(VersionsTest, EveryKindOfValue_CanBeCorrected) {
  EXPECT_TRUE(Correct(v1::PLAN_TITLE, "", "Годишен план за 2013 г.", "План 2013").ok());
  EXPECT_TRUE(Correct(v1::PLAN_STATED_TOTAL, "", "244440.00 BGN", "-").ok());
  EXPECT_TRUE(Correct(v1::PARENT_STRATEGY_TITLE, "", "Общинска стратегия", "Стратегия").ok());
  EXPECT_TRUE(Correct(v1::PARENT_STRATEGY_DECISION, "", "", "12").ok());
  EXPECT_TRUE(Correct(v1::PARENT_STRATEGY_PROTOCOL, "", "-", "3").ok());
  EXPECT_TRUE(Correct(v1::PARENT_STRATEGY_DATE, "", "-", "2013").ok());
  EXPECT_TRUE(Correct(v1::SECTION_TITLE, "2", "Образование", "Обучения").ok());
  EXPECT_TRUE(Correct(v1::MEASURE_ACTIVITY, "1.2", "Личен асистент", "Личен помощник").ok());
  EXPECT_TRUE(Correct(v1::MEASURE_DESCRIPTION, "1.2", "", "22 места").ok());
  EXPECT_TRUE(Correct(v1::MEASURE_PLACE, "1.2", "", "Любимец").ok());
  EXPECT_TRUE(Correct(v1::MEASURE_EXECUTOR, "1.2", "Община Любимец", "АСП").ok());
  EXPECT_TRUE(Correct(v1::MEASURE_MONTHLY, "1.2", "-", "2700 BGN").ok());
  EXPECT_TRUE(Correct(v1::MEASURE_PERSONS, "1.2", "-", "22").ok());
  EXPECT_TRUE(Correct(v1::MEASURE_MONTHS, "1.2", "-", "12").ok());
  EXPECT_TRUE(Correct(v1::MEASURE_PART, "1.1.1", "244440.00 BGN", "132550 BGN").ok());
  const auto shown = Show();
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->corrections_size(), 15);
  EXPECT_FALSE(shown->plan().has_stated_total());
  EXPECT_EQ(shown->plan().parent_strategy().adopted_on(), "2013");
  EXPECT_EQ(shown->plan().sections(1).title(), "Обучения");
  const v1::Measure& measure = shown->plan().sections(0).measures(1);
  EXPECT_EQ(measure.headcount().count(), 22);
  EXPECT_EQ(measure.months(), 12);
  EXPECT_EQ(measure.monthly().amount(), "2700.00");
  EXPECT_EQ(shown->plan().sections(0).measures(0).parts(0).amount().amount(), "132550.00");
}

TEST_F(VersionsTest, TwoPersonsAtOnce_OneIsToldThatItIsStale) {
  std::atomic<int> made{0};
  std::atomic<int> stale{0};
  std::vector<std::thread> people;
  for (int i = 0; i < 8; ++i) {
    people.emplace_back([&, i] {
      const auto one = Correct(v1::MEASURE_EXECUTOR, "1.2", "Община Любимец", absl::StrCat("АСП ", i));
      made += one.ok();
      stale += ReasonOf(one.status()) == "CORRECTION_STALE";
    });
  }
  for (std::thread& person : people) person.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(stale, 7);
  EXPECT_EQ(Count("plans.correction"), 1);
}

TEST_F(VersionsTest, TakenBack_ShowsWhatWasRead_AndBothRecordsStay) {
  ASSERT_TRUE(Correct(v1::MEASURE_EXECUTOR, "1.2", "Община Любимец", "АСП").ok());
  const auto back = TakeBack(1);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->takes_back(), 1);
  EXPECT_EQ(ReasonOf(TakeBack(1).status()), "CORRECTION_ALREADY_REPLACED");
  EXPECT_EQ(ReasonOf(TakeBack(9).status()), "NOT_FOUND");
  v1::ListPlanCorrectionsRequest list;
  list.set_parent(kPlan);
  const auto all = Call(versions_, &Stub::ListPlanCorrections, list);
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->corrections_size(), 2);
  EXPECT_FALSE(all->corrections(0).in_force());
  EXPECT_FALSE(all->corrections(1).in_force());
  EXPECT_EQ(Show()->plan().sections(0).measures(1).executor(), "Община Любимец");
}

TEST_F(VersionsTest, ListOfCorrections_HasPages) {
  ASSERT_TRUE(Correct(v1::MEASURE_EXECUTOR, "1.2", "Община Любимец", "АСП").ok());
  ASSERT_TRUE(Correct(v1::MEASURE_EXECUTOR, "1.2", "АСП", "ДСП").ok());
  v1::ListPlanCorrectionsRequest list;
  list.set_parent(kPlan);
  list.set_page_size(1);
  const auto first = Call(versions_, &Stub::ListPlanCorrections, list);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->corrections_size(), 1);
  EXPECT_FALSE(first->corrections(0).in_force());  // Replaced by the second.
  list.set_page_token(first->next_page_token());
  const auto second = Call(versions_, &Stub::ListPlanCorrections, list);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->corrections_size(), 1);
  EXPECT_TRUE(second->corrections(0).in_force());
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(VersionsTest, NewVersion_DoesNotTakeOverCorrections_AndSaysSo) {
  ASSERT_TRUE(Correct(v1::MEASURE_EXECUTOR, "1.2", "Община Любимец", "АСП").ok());
  v1::Plan next = ExamplePlan();
  AddMeasure(next.mutable_sections(1), "Нова мярка", "10.00");
  Store(next);
  const auto shown = Show();
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->plan().version(), 2);
  EXPECT_EQ(shown->plan().sections(0).measures(1).executor(), "Община Любимец");
  ASSERT_EQ(shown->findings_size(), 1);
  EXPECT_EQ(shown->findings(0).reason(), "CORRECTION_OF_EARLIER_VERSION");
  EXPECT_EQ(Show("1")->plan().sections(0).measures(1).executor(), "АСП");
  // Made again, it is no finding any more.
  ASSERT_TRUE(Correct(v1::MEASURE_EXECUTOR, "1.2", "Община Любимец", "АСП").ok());
  EXPECT_EQ(Show()->findings_size(), 0);
}

TEST_F(VersionsTest, Versions_AreListedNewestFirst) {
  Store(ExamplePlan());
  ASSERT_TRUE(Correct(v1::PLAN_TITLE, "", "Годишен план за 2013 г.", "План 2013").ok());
  v1::ListPlanVersionsRequest request;
  request.set_parent("organisations/-/plans/lyubimets-2013");
  const auto versions = Call(versions_, &Stub::ListPlanVersions, request);
  ASSERT_TRUE(versions.ok()) << versions.status();
  ASSERT_EQ(versions->versions_size(), 2);
  EXPECT_EQ(versions->versions(0).name(), absl::StrCat(kPlan, "/versions/2"));
  EXPECT_EQ(versions->versions(0).corrections(), 1);
  EXPECT_EQ(versions->versions(1).corrections(), 0);
  EXPECT_EQ(versions->versions(1).stated_total().amount(), "244440.00");
}

TEST_F(VersionsTest, UnknownVersion_IsNotFound) {
  EXPECT_EQ(ReasonOf(Show("2").status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Show("0").status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Show("x").status()), "NOT_FOUND");
}

TEST_F(VersionsTest, Compare_ByDefaultTheNewestWithTheOneBefore) {
  v1::ComparePlansRequest request;
  request.set_name(kPlan);
  EXPECT_EQ(ReasonOf(Call(versions_, &Stub::ComparePlans, request).status()), "NOT_FOUND");
  v1::Plan next = ExamplePlan();
  next.mutable_sections(0)->mutable_measures(0)->mutable_stated_total()->set_amount("250000.00");
  AddMeasure(next.mutable_sections(1), "Нова мярка", "10.00");
  Store(next);
  const auto changes = Call(versions_, &Stub::ComparePlans, request);
  ASSERT_TRUE(changes.ok()) << changes.status();
  EXPECT_EQ(changes->before(), absl::StrCat(kPlan, "/versions/1"));
  EXPECT_EQ(changes->after(), absl::StrCat(kPlan, "/versions/2"));
  ASSERT_EQ(changes->measures_size(), 2);
  EXPECT_EQ(changes->measures(0).fate(), v1::MEASURE_CHANGED);
  EXPECT_EQ(changes->measures(0).total_delta().amount(), "5560.00");
  EXPECT_EQ(changes->measures(1).fate(), v1::MEASURE_ADDED);
  EXPECT_EQ(changes->rows_delta().amount(), "5570.00");
  EXPECT_EQ(changes->unchanged(), 2);
}

TEST_F(VersionsTest, Compare_AnotherPlan_ByItsName) {
  v1::Plan earlier = ExamplePlan();
  earlier.set_title("Годишен план за 2012 г.");
  earlier.mutable_sections()->RemoveLast();
  Store(earlier, "lyubimets-2012");
  v1::ComparePlansRequest request;
  request.set_name(kPlan);
  request.set_with("organisations/-/plans/lyubimets-2012");
  const auto changes = Call(versions_, &Stub::ComparePlans, request);
  ASSERT_TRUE(changes.ok()) << changes.status();
  ASSERT_EQ(changes->values_size(), 1);
  EXPECT_EQ(changes->values(0).field(), "title");
  ASSERT_EQ(changes->measures_size(), 1);
  EXPECT_EQ(changes->measures(0).place_after(), "2.1");
}

TEST_F(VersionsTest, Compare_SeesCorrections_UnlessAsStated) {
  Store(ExamplePlan());
  ASSERT_TRUE(Correct(v1::MEASURE_EXECUTOR, "1.2", "Община Любимец", "АСП").ok());
  v1::ComparePlansRequest request;
  request.set_name(kPlan);
  const auto corrected = Call(versions_, &Stub::ComparePlans, request);
  request.set_as_stated(true);
  const auto stated = Call(versions_, &Stub::ComparePlans, request);
  ASSERT_TRUE(corrected.ok() && stated.ok());
  EXPECT_EQ(corrected->measures_size(), 1);
  EXPECT_EQ(stated->measures_size(), 0);
}

TEST_F(VersionsTest, Adoption_PartsMayBeBlankOrAbsent_TheLastOneStands) {
  v1::PlanAdoption first;
  first.mutable_adoption()->set_decision_number("");
  first.set_source("протокол без номер");
  ASSERT_TRUE(Adopt(first).ok());
  v1::PlanAdoption second;
  second.mutable_adoption()->set_decision_number("699");
  second.mutable_adoption()->mutable_date()->set_year(2013);
  second.mutable_adoption()->mutable_date()->set_month(3);
  second.set_source("сайт на съвета");
  const auto adopted = Adopt(second);
  ASSERT_TRUE(adopted.ok()) << adopted.status();
  EXPECT_EQ(adopted->number(), 2);
  EXPECT_EQ(adopted->findings_size(), 0);  // March of the year is no day to count from.
  v1::ListAdoptionsRequest list;
  list.set_parent(kPlan);
  const auto all = Call(versions_, &Stub::ListAdoptions, list);
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->adoptions_size(), 2);
  EXPECT_TRUE(all->adoptions(0).adoption().has_decision_number());
  EXPECT_FALSE(all->adoptions(0).adoption().has_protocol_number());
  EXPECT_EQ(Show()->adoption().number(), 2);
}

TEST_F(VersionsTest, AdoptedAfterTheStart_IsAFindingAndNoRefusal) {
  v1::PlanAdoption late;
  late.mutable_adoption()->mutable_date()->set_year(2013);
  late.mutable_adoption()->mutable_date()->set_month(7);
  late.mutable_adoption()->mutable_date()->set_day(29);
  late.set_source("решение");
  const auto adopted = Adopt(late);
  ASSERT_TRUE(adopted.ok()) << adopted.status();
  ASSERT_EQ(adopted->findings_size(), 1);
  EXPECT_EQ(adopted->findings(0).reason(), "PLAN_ADOPTED_AFTER_START");
  EXPECT_THAT(adopted->findings(0).text_en(), ::testing::HasSubstr("days until then: 209"));
}

TEST_F(VersionsTest, AdoptionThatTheDocumentContradicts_IsAFindingForEachPart) {
  v1::Plan plan = ExamplePlan();
  plan.mutable_adoption()->set_decision_number("12");
  plan.mutable_adoption()->set_protocol_number("3");
  Store(plan);
  v1::PlanAdoption other;
  other.mutable_adoption()->set_decision_number("5");
  other.mutable_adoption()->set_protocol_number("3");
  other.set_source("сайт на съвета");
  const auto adopted = Adopt(other);
  ASSERT_TRUE(adopted.ok()) << adopted.status();
  ASSERT_EQ(adopted->findings_size(), 1);
  EXPECT_EQ(adopted->findings(0).reason(), "PLAN_ADOPTION_DIFFERS");
  EXPECT_EQ(adopted->findings(0).place(), "adoption.decision_number");
  EXPECT_THAT(adopted->findings(0).text_en(), ::testing::HasSubstr("says 12, and 5 is recorded"));
  v1::ListAdoptionsRequest list;
  list.set_parent(kPlan);
  const auto all = Call(versions_, &Stub::ListAdoptions, list);
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ(all->adoptions(0).findings_size(), 1);
}

TEST_F(VersionsTest, Adoption_ThatSaysNothingOrCannotBe_IsRefusedAtOnce) {
  v1::PlanAdoption nothing;
  nothing.mutable_adoption();
  nothing.set_source("решение");
  EXPECT_EQ(ViolationsOf(Adopt(nothing).status())[0].reason, "ADOPTION_SAYS_NOTHING");
  v1::PlanAdoption impossible = nothing;
  impossible.mutable_adoption()->mutable_date()->set_month(2);
  impossible.mutable_adoption()->mutable_date()->set_day(30);
  EXPECT_EQ(ViolationsOf(Adopt(impossible).status())[0].reason, "PARTIAL_DATE_IMPOSSIBLE");
  EXPECT_EQ(Count("plans.adoption"), 0);
}

TEST_F(VersionsTest, ARepeat_HasItsEffectOnce) {
  const auto first = Correct(v1::MEASURE_EXECUTOR, "1.2", "Община Любимец", "АСП", "same");
  const auto again = Correct(v1::MEASURE_EXECUTOR, "1.2", "Община Любимец", "АСП", "same");
  ASSERT_TRUE(first.ok() && again.ok()) << again.status();
  EXPECT_EQ(again->number(), 1);
  EXPECT_EQ(Count("plans.correction"), 1);
  EXPECT_EQ(Count("plans.evidence where record like '%/corrections/%'"), 1);
}

TEST_F(VersionsTest, AnotherOrganisation_SeesAndChangesNothing) {
  v1::CorrectPlanRequest request;
  request.set_parent("organisations/sopot/plans/lyubimets-2013");
  request.set_field(v1::PLAN_TITLE);
  request.set_value("x");
  request.set_reason("x");
  EXPECT_EQ(
      ReasonOf(Call(versions_, &Stub::CorrectPlan, request, testing::TestActor("sopot")).status()),
      "NOT_FOUND");
  v1::ListPlanVersionsRequest list;
  list.set_parent("organisations/-/plans/lyubimets-2013");
  EXPECT_EQ(
      ReasonOf(Call(versions_, &Stub::ListPlanVersions, list, testing::TestActor("sopot")).status()),
      "NOT_FOUND");
}

TEST_F(VersionsTest, CorrectionOfAnyEarlierVersion_IsNamed) {
  ASSERT_TRUE(Correct(v1::MEASURE_EXECUTOR, "1.2", "Община Любимец", "АСП").ok());
  v1::Plan next = ExamplePlan();
  AddMeasure(next.mutable_sections(1), "Нова мярка", "10.00");
  Store(next);
  AddMeasure(next.mutable_sections(1), "Още една", "20.00");
  Store(next);
  const auto shown = Show();
  ASSERT_TRUE(shown.ok()) << shown.status();
  ASSERT_EQ(shown->plan().version(), 3);
  ASSERT_EQ(shown->findings_size(), 1);
  EXPECT_EQ(shown->findings(0).reason(), "CORRECTION_OF_EARLIER_VERSION");
}

}  // namespace
}  // namespace tranche::plans
