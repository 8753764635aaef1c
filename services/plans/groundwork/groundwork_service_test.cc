// SPDX-License-Identifier: EUPL-1.2
// Sopot's work under ROMACT as its page told of it, through the gRPC channel of the plans role.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "plans/plans_module.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/plans/v1/groundwork_service.grpc.pb.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const rpc::Actor kManager = testing::TestActor("sopot", {"PROJECT_MANAGER"});

class GroundworkTest : public ::testing::Test {
 protected:
  GroundworkTest() : plans_(sandbox_, "plans") {
    plans_.Serve(StartRole(plans_.context()));
    stub_ = v1::GroundworkService::NewStub(plans_.channel());
  }

  template <class Response, class Request>
  absl::StatusOr<Response> Call(grpc::Status (v1::GroundworkService::Stub::*method)(
                                    grpc::ClientContext*, const Request&, Response*),
                                const Request& request, const rpc::Actor& actor = kManager) {
    grpc::ClientContext context;
    plans_.SignIn(&context, actor);
    Response response;
    const grpc::Status status = (stub_.get()->*method)(&context, request, &response);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return response;
  }

  absl::StatusOr<v1::Groundwork> Set(const std::string& id, const v1::Groundwork& record,
                                     bool validate_only = false, const std::string& request_id = "") {
    v1::SetGroundworkRequest request;
    request.set_parent("organisations/sopot");
    request.set_groundwork_id(id);
    *request.mutable_groundwork() = record;
    request.set_validate_only(validate_only);
    request.set_request_id(request_id);
    return Call(&v1::GroundworkService::Stub::SetGroundwork, request);
  }

  absl::StatusOr<v1::ChecklistStep> Move(const std::string& step, v1::StepMove move,
                                         const std::vector<std::string>& evidence = {},
                                         const std::string& reason = "") {
    v1::MoveStepRequest request;
    request.set_name("organisations/sopot/checklists/romact/steps/" + step);
    request.set_move(move);
    for (const std::string& id : evidence) request.add_evidence("organisations/sopot/groundwork/" + id);
    request.set_reason(reason);
    return Call(&v1::GroundworkService::Stub::MoveStep, request);
  }

  absl::StatusOr<v1::Checklist> Checklist(const std::string& id) {
    v1::GetChecklistRequest request;
    request.set_name("organisations/sopot/checklists/" + id);
    return Call(&v1::GroundworkService::Stub::GetChecklist, request);
  }

  absl::StatusOr<v1::Groundwork> Remove(const std::string& id) {
    v1::RemoveGroundworkRequest request;
    request.set_name("organisations/sopot/groundwork/" + id);
    request.set_reason("Записано по грешка");
    return Call(&v1::GroundworkService::Stub::RemoveGroundwork, request);
  }

  int Count(const std::string& table) {
    return sandbox_.Inspect("select count(1) from " + table)[0][0].as<int>();
  }

  testing::PgSandbox sandbox_;
  testing::TestRole plans_;
  std::unique_ptr<v1::GroundworkService::Stub> stub_;
};

v1::Groundwork AgreementOfSopot() {
  v1::Groundwork record;
  record.set_title("Споразумение за програма ROMACT");
  record.mutable_agreement()->mutable_signed_on()->set_year(2016);
  record.mutable_agreement()->mutable_signed_on()->set_month(8);
  record.mutable_agreement()->set_signed_by("кметът на общината");
  return record;
}

v1::Groundwork PersonsOfSopot() {
  v1::Groundwork record;
  record.set_title("Отговарящи за ROMACT");
  v1::WorkingBody& body = *record.mutable_working_body();
  body.set_kind(v1::APPOINTED_PERSONS);
  body.set_order_number("");
  body.set_ordered_by("кметът на общината");
  v1::BodyMember& coordinator = *body.add_members();
  coordinator.set_role("координатор");
  coordinator.set_person("Маргарита Петрушева");
  v1::BodyMember& contact = *body.add_members();
  contact.set_role("лице за контакт");
  contact.set_person("Мария Димитрова");
  return record;
}

v1::Groundwork MeetingsOfSopot() {
  v1::Groundwork record;
  record.set_title("Срещи и обучения по ROMACT");
  v1::Gatherings& gatherings = *record.mutable_gatherings();
  gatherings.add_kinds(v1::MEETING);
  gatherings.add_kinds(v1::TRAINING);
  gatherings.set_count(15);
  gatherings.mutable_held()->mutable_from()->set_year(2016);
  gatherings.mutable_held()->mutable_from()->set_month(8);
  gatherings.mutable_held()->mutable_to()->set_year(2016);
  gatherings.mutable_held()->mutable_to()->set_month(12);
  for (const char* group : {"ромска общност", "местна администрация", "други заинтересовани страни"}) {
    gatherings.add_participants()->set_group(group);
  }
  return record;
}

v1::Groundwork PrioritiesOfSopot() {
  v1::Groundwork record;
  record.set_title("Приоритети на общността");
  const auto add = [&](const std::string& title, const std::vector<std::string>& texts) {
    v1::PriorityArea& area = *record.mutable_priority_list()->add_areas();
    area.set_title(title);
    for (const std::string& text : texts) area.add_priorities()->set_text(text);
  };
  add("Образование", {"Учене и професия за навършилите 16 години и за възрастните",
                      "Градина без такса за 3–4-годишните", "Родителите участват в живота на училището",
                      "Среда за деца от всички етноси"});
  add("Здравеопазване", {"Здравни медиатори", "Кампании срещу заразни болести"});
  add("Жилищни условия",
      {"Узаконяване на строежи", "Асфалт, осветление и тротоари на ул. „Манастирска река“",
       "Комисия за постоянен адрес"});
  return record;
}

// SOP-2
TEST_F(GroundworkTest, Agreement_OfAMonth_KeepsThatTheDayIsNotKnown) {
  const auto stored = Set("agreement", AgreementOfSopot());
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(stored->name(), "organisations/sopot/groundwork/agreement");
  EXPECT_EQ(stored->revision(), 1);
  EXPECT_EQ(stored->kind(), v1::AGREEMENT);
  v1::GetGroundworkRequest request;
  request.set_name("organisations/-/groundwork/agreement");
  const auto shown = Call(&v1::GroundworkService::Stub::GetGroundwork, request);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->SerializeAsString(), stored->SerializeAsString());
  EXPECT_EQ(shown->agreement().signed_on().day(), 0);
  EXPECT_FALSE(shown->agreement().has_number());
}

// SOP-3
TEST_F(GroundworkTest, Meetings_OfTwoKindsWithOneCount_StayTogether) {
  const auto stored = Set("meetings", MeetingsOfSopot());
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_THAT(stored->gatherings().kinds(), ElementsAre(v1::MEETING, v1::TRAINING));
  EXPECT_EQ(stored->gatherings().count(), 15);
  EXPECT_FALSE(stored->gatherings().has_persons());  // Nobody counted the participants.
  v1::Groundwork counted = MeetingsOfSopot();
  counted.set_revision(1);
  for (v1::ParticipantGroup& group : *counted.mutable_gatherings()->mutable_participants())
    group.set_persons(7);
  counted.mutable_gatherings()->mutable_participants(0)->set_persons(0);
  const auto changed = Set("meetings", counted);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->gatherings().persons(), 14);
}

// SOP-4, SOP-9
TEST_F(GroundworkTest, Persons_AreNamedByRoleAndTheirOrderHasABlankNumber) {
  const auto stored = Set("persons", PersonsOfSopot());
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_TRUE(stored->working_body().has_order_number());
  EXPECT_EQ(stored->working_body().order_number(), "");
  v1::Groundwork with_number = PersonsOfSopot();
  with_number.mutable_working_body()->mutable_members(1)->set_person("Мария, ЕГН 7501020018");
  with_number.set_revision(1);
  const auto refused = Set("persons", with_number);
  ASSERT_EQ(ViolationsOf(refused.status()).size(), 1U);
  EXPECT_EQ(ViolationsOf(refused.status())[0].reason, "PERSONAL_NUMBER_NOT_KEPT");
  EXPECT_EQ(ViolationsOf(refused.status())[0].field, "groundwork.workingBody.members[1].person");
}

// SOP-6
TEST_F(GroundworkTest, Priorities_AreNineInThreeAreas) {
  const auto stored = Set("priorities", PrioritiesOfSopot());
  ASSERT_TRUE(stored.ok()) << stored.status();
  int priorities = 0;
  for (const v1::PriorityArea& area : stored->priority_list().areas())
    priorities += area.priorities_size();
  EXPECT_EQ(stored->priority_list().areas_size(), 3);
  EXPECT_EQ(priorities, 9);
}

TEST_F(GroundworkTest, Set_WritesEvidenceAndEvent_AndDryRunNothing) {
  ASSERT_TRUE(Set("agreement", AgreementOfSopot(), /*validate_only=*/true).ok());
  EXPECT_EQ(Count("plans.groundwork") + Count("plans.evidence") + Count("plans.event") +
                Count("plans.search_record"),
            0);
  ASSERT_TRUE(Set("agreement", AgreementOfSopot(), false, "key").ok());
  ASSERT_TRUE(Set("agreement", AgreementOfSopot(), false, "key").ok());  // The first answer again.
  EXPECT_EQ(Count("plans.groundwork"), 1);
  EXPECT_EQ(Count("plans.evidence where action = 'plans.groundwork.set'"), 1);
  EXPECT_EQ(Count("plans.event where type = 'tranche.plans.v1.GroundworkChanged'"), 1);
}

TEST_F(GroundworkTest, Set_OfAnOlderRevision_Refused) {
  ASSERT_TRUE(Set("agreement", AgreementOfSopot()).ok());
  EXPECT_EQ(ReasonOf(Set("agreement", AgreementOfSopot()).status()), "GROUNDWORK_CHANGED");
  v1::Groundwork next = AgreementOfSopot();
  next.set_revision(1);
  next.set_title("Споразумение");
  const auto changed = Set("agreement", next);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->revision(), 2);
  EXPECT_EQ(ReasonOf(Set("agreement", next).status()), "GROUNDWORK_CHANGED");
  v1::Groundwork other = MeetingsOfSopot();
  other.set_revision(2);
  EXPECT_EQ(ReasonOf(Set("agreement", other).status()), "GROUNDWORK_KIND_CHANGED");
}

TEST_F(GroundworkTest, Set_AtOnce_OneWins) {
  std::vector<absl::Status> results(2);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < results.size(); ++i) {
    threads.emplace_back([&, i] { results[i] = Set("agreement", AgreementOfSopot()).status(); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT((std::vector<std::string>{ReasonOf(results[0]), ReasonOf(results[1])}),
              UnorderedElementsAre("", "GROUNDWORK_CHANGED"));
}

TEST_F(GroundworkTest, Set_WithEverythingWrong_SaysAllOfIt) {
  v1::Groundwork record;
  record.set_title("Покана");
  v1::Opportunity& opportunity = *record.mutable_opportunity();
  opportunity.set_programme("Програма");
  opportunity.mutable_opens_on()->set_year(2018);
  opportunity.mutable_opens_on()->set_day(3);
  opportunity.set_link("www.example.bg");
  std::vector<std::string> reasons;
  for (const Violation& violation : ViolationsOf(Set("call", record).status()))
    reasons.push_back(violation.reason);
  EXPECT_THAT(reasons, UnorderedElementsAre("PARTIAL_DATE_IMPOSSIBLE", "LINK_MALFORMED"));
  opportunity.clear_opens_on();
  opportunity.mutable_opens_on()->set_year(2019);
  opportunity.mutable_closes_on()->set_year(2018);
  opportunity.clear_link();
  const auto refused = Set("call", record);
  ASSERT_EQ(ViolationsOf(refused.status()).size(), 1U);
  EXPECT_EQ(ViolationsOf(refused.status())[0].reason, "PARTIAL_PERIOD_REVERSED");
  v1::Groundwork nothing;
  nothing.set_title("Нищо");
  EXPECT_EQ(ViolationsOf(Set("nothing", nothing).status())[0].reason, "GROUNDWORK_EMPTY");
}

TEST_F(GroundworkTest, Priority_OfAnUnknownPlan_Refused) {
  v1::Groundwork record = PrioritiesOfSopot();
  record.mutable_priority_list()->mutable_areas(1)->mutable_priorities(0)->set_plan(
      "organisations/sopot/plans/sopot-2017");
  record.mutable_priority_list()->mutable_areas(2)->mutable_priorities(0)->set_measure("1.1");
  const std::vector<Violation> violations = ViolationsOf(Set("priorities", record).status());
  ASSERT_EQ(violations.size(), 2U);
  EXPECT_EQ(violations[0].field, "groundwork.priorityList.areas[1].priorities[0].plan");
  EXPECT_EQ(violations[0].reason, "NOT_FOUND");
  EXPECT_EQ(violations[1].reason, "PRIORITY_MEASURE_UNKNOWN");
}

TEST_F(GroundworkTest, Opportunity_StateIsOfTheDayOfTheAnswer) {
  v1::Groundwork record;
  record.set_title("Покана");
  record.mutable_opportunity()->set_programme("ОПРЧР");
  record.mutable_opportunity()->mutable_closes_on()->set_year(2018);
  record.mutable_opportunity()->mutable_closes_on()->set_month(9);
  const auto open = Set("call", record);
  ASSERT_TRUE(open.ok()) << open.status();
  EXPECT_EQ(open->opportunity().state(), v1::OPEN_FOR_PROPOSALS);
  plans_.world().SetNow(plans_.world().now() + absl::Hours(24 * 40));
  v1::GetGroundworkRequest request;
  request.set_name("organisations/sopot/groundwork/call");
  const auto closed = Call(&v1::GroundworkService::Stub::GetGroundwork, request);
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->opportunity().state(), v1::CLOSED_FOR_PROPOSALS);
}

TEST_F(GroundworkTest, List_ByKindAndPage_HoldsEachOnce) {
  ASSERT_TRUE(Set("agreement", AgreementOfSopot()).ok());
  ASSERT_TRUE(Set("meetings", MeetingsOfSopot()).ok());
  ASSERT_TRUE(Set("persons", PersonsOfSopot()).ok());
  v1::ListGroundworkRequest request;
  request.set_parent("organisations/-");
  request.set_page_size(2);
  const auto first = Call(&v1::GroundworkService::Stub::ListGroundwork, request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->groundwork_size(), 2);
  request.set_page_token(first->next_page_token());
  const auto second = Call(&v1::GroundworkService::Stub::ListGroundwork, request);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->groundwork_size(), 1);
  EXPECT_EQ(second->groundwork(0).name(), "organisations/sopot/groundwork/persons");
  EXPECT_EQ(second->next_page_token(), "");
  request.set_page_token("");
  request.set_kind(v1::GATHERINGS);
  const auto meetings = Call(&v1::GroundworkService::Stub::ListGroundwork, request);
  ASSERT_TRUE(meetings.ok()) << meetings.status();
  ASSERT_EQ(meetings->groundwork_size(), 1);
  EXPECT_EQ(meetings->groundwork(0).kind(), v1::GATHERINGS);
}

TEST_F(GroundworkTest, OtherOrganisation_SeesAndChangesNothing) {
  ASSERT_TRUE(Set("agreement", AgreementOfSopot()).ok());
  const rpc::Actor other = testing::TestActor("lyubimets", {"PROJECT_MANAGER"});
  v1::ListGroundworkRequest list;
  list.set_parent("organisations/-");
  const auto shown = Call(&v1::GroundworkService::Stub::ListGroundwork, list, other);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_THAT(shown->groundwork(), IsEmpty());
  v1::GetGroundworkRequest get;
  get.set_name("organisations/sopot/groundwork/agreement");
  EXPECT_EQ(ReasonOf(Call(&v1::GroundworkService::Stub::GetGroundwork, get, other).status()),
            "ORGANISATION_NOT_GRANTED");
}

TEST_F(GroundworkTest, Checklist_UntouchedIsNotBegun_AndSaysWhetherItsSourceWasRead) {
  const auto romact = Checklist("romact");
  ASSERT_TRUE(romact.ok()) << romact.status();
  EXPECT_EQ(romact->steps_size(), 9);
  EXPECT_TRUE(romact->verified());
  EXPECT_EQ(romact->done_count(), 0);
  EXPECT_EQ(romact->steps(0).state(), v1::NOT_BEGUN);
  EXPECT_EQ(romact->steps(0).evidence_kind(), v1::AGREEMENT);
  const auto cycle = Checklist("romact-cycle");
  ASSERT_TRUE(cycle.ok()) << cycle.status();
  EXPECT_EQ(cycle->steps_size(), 4);
  EXPECT_FALSE(cycle->verified());
  EXPECT_EQ(ReasonOf(Checklist("none").status()), "NOT_FOUND");
}

TEST_F(GroundworkTest, Step_IsDoneWithItsRecord_WhichThenStays) {
  EXPECT_EQ(ReasonOf(Move("agreement", v1::FINISH_STEP).status()), "STEP_EVIDENCE_MISSING");
  EXPECT_EQ(ViolationsOf(Move("agreement", v1::FINISH_STEP, {"agreement"}).status())[0].reason,
            "STEP_EVIDENCE_UNKNOWN");
  ASSERT_TRUE(Set("agreement", AgreementOfSopot()).ok());
  ASSERT_TRUE(Set("persons", PersonsOfSopot()).ok());
  EXPECT_EQ(ViolationsOf(Move("agreement", v1::FINISH_STEP, {"persons"}).status())[0].reason,
            "STEP_EVIDENCE_UNSUITABLE");
  const auto done = Move("agreement", v1::FINISH_STEP, {"agreement"});
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->state(), v1::STEP_DONE);
  EXPECT_THAT(done->evidence(), ElementsAre("organisations/sopot/groundwork/agreement"));
  EXPECT_EQ(Checklist("romact")->done_count(), 1);
  EXPECT_EQ(ReasonOf(Remove("agreement").status()), "GROUNDWORK_IN_USE");
  ASSERT_TRUE(Move("agreement", v1::REOPEN_STEP, {}, "Документът е на друга община").ok());
  ASSERT_TRUE(Remove("agreement").ok());
  EXPECT_EQ(ReasonOf(Remove("agreement").status()), "NOT_FOUND");
  EXPECT_EQ(Count("plans.evidence where action = 'plans.steps.move'"), 2);
  EXPECT_EQ(Count("plans.evidence where action = 'plans.groundwork.remove' and reason <> ''"), 1);
}

TEST_F(GroundworkTest, Step_OnADayThatCannotBe_IsRefused) {
  v1::MoveStepRequest request;
  request.set_name("organisations/sopot/checklists/romact/steps/funding");
  request.set_move(v1::BEGIN_STEP);
  request.mutable_on()->set_year(1899);
  const auto violations = ViolationsOf(Call(&v1::GroundworkService::Stub::MoveStep, request).status());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "on");
  EXPECT_EQ(violations[0].reason, "PARTIAL_DATE_IMPOSSIBLE");
}

TEST_F(GroundworkTest, Step_ThatDoesNotApply_SaysWhyAndIsNotCounted) {
  const auto without = Move("funding", v1::SET_STEP_ASIDE);
  EXPECT_EQ(ViolationsOf(without.status())[0].reason, "STEP_REASON_MISSING");
  const auto aside = Move("funding", v1::SET_STEP_ASIDE, {}, "Общината не кандидатства тази година");
  ASSERT_TRUE(aside.ok()) << aside.status();
  EXPECT_THAT(aside->moves(), ElementsAre(v1::TAKE_STEP_UP));
  EXPECT_EQ(Checklist("romact")->applicable_count(), 8);
  EXPECT_EQ(ReasonOf(Move("funding", v1::FINISH_STEP).status()), "STEP_MOVE_IMPOSSIBLE");
  EXPECT_EQ(ReasonOf(Move("unheard", v1::BEGIN_STEP).status()), "NOT_FOUND");
}

}  // namespace
}  // namespace tranche::plans
