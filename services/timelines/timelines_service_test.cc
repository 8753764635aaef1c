// SPDX-License-Identifier: EUPL-1.2
// Activities and deadlines of contracts through the methods of the service.
#include "timelines/timelines_service.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/testing/fake_role.h"
#include "timelines/testing/timelines_fixture.h"

namespace tranche::timelines {
namespace {

v1::CreateActivitiesRequest TwoActivities(const std::string& request_id = "activities-1") {
  v1::CreateActivitiesRequest request;
  request.set_parent(kContract);
  v1::Activity* services = request.add_activities();
  services->set_code("A2");
  services->set_title("Мобилни услуги");
  services->set_first_month(7);
  services->set_last_month(18);
  v1::Activity* centre = request.add_activities();
  centre->set_code("A1");
  centre->set_title("Център за активно включване");
  centre->set_first_month(1);
  centre->set_last_month(6);
  common::v1::Mark* mark = centre->add_marks();
  mark->set_field("first_month");
  mark->set_provenance(common::v1::ILLUSTRATIVE);
  request.set_request_id(request_id);
  return request;
}

TEST_F(TimelinesTest, ListDeadlines_WithoutADay_LooksOnTodayInSofia) {
  contracts_.Add(kOrganisation, Activated());
  // A quarter past midnight in Sofia, still the evening before in UTC.
  role_.world().SetNow(absl::FromCivil(absl::CivilMinute(2018, 11, 19, 22, 15), absl::UTCTimeZone()));
  const auto list = Deadlines("");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(list->as_of(), "2018-11-20");
  const v1::Deadline* claim = Find(*list, "final-claim");
  ASSERT_NE(claim, nullptr);
  EXPECT_EQ(claim->state(), v1::OVERDUE);
  EXPECT_EQ(claim->days_left(), -1);
}

TEST_F(TimelinesTest, ListDeadlines_TypedWithCyrillicLetters_FindsTheContract) {
  contracts_.Add(kOrganisation, Activated());
  const auto typed = Deadlines("2018-09-01", "organisations/-/contracts/BG05М9ОР001-2.005-0063-C01");
  ASSERT_TRUE(typed.ok()) << typed.status();
  EXPECT_EQ(typed->SerializeAsString(), Deadlines("2018-09-01")->SerializeAsString());
}

TEST_F(TimelinesTest, ListDeadlines_WithTheOtherPeriodRule_EndsADayEarlier) {
  contracts_.Add(kOrganisation, Activated("2018-10-17"));
  const auto list = Deadlines("2018-09-01");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(Find(*list, "implementation-end")->due_on(), "2018-10-17");
  EXPECT_EQ(Find(*list, "final-claim")->nominal_on(), "2018-11-17");
  EXPECT_EQ(Find(*list, "final-claim")->due_on(), "2018-11-19");
}

TEST_F(TimelinesTest, ListDeadlines_OnAWorkingDay_NamesNoShift) {
  contracts_.Add(kOrganisation, Activated("2018-10-19"));
  const auto list = Deadlines("2018-09-01");
  ASSERT_TRUE(list.ok()) << list.status();
  const v1::Deadline* claim = Find(*list, "final-claim");
  EXPECT_EQ(claim->due_on(), "2018-11-19");
  EXPECT_EQ(claim->nominal_on(), "2018-11-19");
  EXPECT_EQ(claim->shift_bg(), "");
  EXPECT_FALSE(claim->has_shift_basis());
}

TEST_F(TimelinesTest, ListDeadlines_BeyondTheKnownHolidays_SaysWhichYearIsMissing) {
  contracts_.Add(kOrganisation, Activated());
  law_->last_year = 2017;
  const absl::Status refused = Deadlines("2018-09-01").status();
  EXPECT_EQ(ReasonOf(refused), "CALENDAR_ENDS");
  EXPECT_EQ(ValuesOf(refused), (ErrorValues{{"year", "2018"}}));
}

TEST_F(TimelinesTest, ListDeadlines_WithoutARuleForTheDay_SaysWhichOne) {
  contracts_.Add(kOrganisation, Activated("2018-09-18"));  // Before the rule holds.
  const absl::Status refused = Deadlines("2018-09-01").status();
  EXPECT_EQ(ReasonOf(refused), "RULE_MISSING");
  EXPECT_EQ(HttpStatusOf(ReasonOf(refused)), 422);
}

TEST_F(TimelinesTest, ListDeadlines_OfAnUnknownContract_IsNotFound) {
  EXPECT_EQ(ReasonOf(Deadlines("2018-09-01").status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Deadlines("2018-02-31").status()), "INVALID_REQUEST");
}

TEST_F(TimelinesTest, StateAidAdvance_HasTheClockOfAnAdvance) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::STATE_AID_ADVANCE, 1, "2017-05-02"));
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-09-01");
  ASSERT_TRUE(list.ok()) << list.status();
  const v1::Deadline* advance = Find(*list, "verify-and-pay-1");
  ASSERT_NE(advance, nullptr);
  EXPECT_EQ(advance->due_on(), "2017-05-16");
}

TEST_F(TimelinesTest, LaterVersion_ReplacesThePeriodAndAnEarlierOneDoesNot) {
  contracts_.Add(kOrganisation, Activated("2018-12-18", 2));
  contracts_.Add(kOrganisation, Activated("2018-10-18", 1));
  const auto timeline = GetTimeline();
  ASSERT_TRUE(timeline.ok()) << timeline.status();
  EXPECT_EQ(timeline->ends_on(), "2018-12-18");
}

TEST_F(TimelinesTest, EventThatCannotBeRead_StopsTheFollowing) {
  proposals::v1::ContractActivated broken = Activated();
  broken.mutable_contract()->set_ends_on("soon");
  contracts_.Add(kOrganisation, broken);
  EXPECT_EQ(ReasonOf(GetTimeline().status()), "PEER_UNAVAILABLE");  // No fault of whoever asks.
  const payments::v1::ClaimSent kindless = Sent(payments::v1::CLAIM_KIND_UNSPECIFIED, 1, "2018-01-10");
  EXPECT_EQ(ReasonOf(FollowOne(kindless)), "EVENT_UNREADABLE");
  claims_.Add(kOrganisation, kindless);
  EXPECT_EQ(ReasonOf(FollowClaims()), "PEER_UNAVAILABLE");
  EXPECT_EQ(Count("contract"), 0);
  EXPECT_EQ(Count("deadline_event"), 0);
}

TEST_F(TimelinesTest, EventOfAnUnknownType_IsPassedOver) {
  contracts_.Add(kOrganisation, common::v1::Mark());
  contracts_.Add(kOrganisation, Activated());
  EXPECT_TRUE(GetTimeline().ok());
}

TEST_F(TimelinesTest, StartConsumers_AsksBothLogs) {
  role_.role().StartConsumers();
  EXPECT_TRUE(contracts_.WaitUntilAsked());
  EXPECT_TRUE(claims_.WaitUntilAsked());
}

TEST_F(TimelinesTest, CreateActivities_GivesThemDaysInTheOrderOfTheirBeginning) {
  contracts_.Add(kOrganisation, Activated());
  const auto created = CreateActivities(TwoActivities());
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->name(), absl::StrCat(kContract, "/timeline"));
  EXPECT_EQ(created->starts_on(), "2017-04-18");
  EXPECT_EQ(created->ends_on(), "2018-10-18");
  EXPECT_EQ(created->duration_months(), 18);
  ASSERT_EQ(created->activities_size(), 2);
  EXPECT_EQ(created->activities(0).code(), "A1");
  EXPECT_EQ(created->activities(0).starts_on(), "2017-04-18");
  EXPECT_EQ(created->activities(0).ends_on(), "2017-10-17");
  EXPECT_EQ(created->activities(0).marks_size(), 1);
  EXPECT_EQ(created->activities(1).starts_on(), "2017-10-18");
  EXPECT_EQ(created->activities(1).ends_on(), "2018-10-18");
  EXPECT_EQ(GetTimeline()->SerializeAsString(), created->SerializeAsString());
  EXPECT_EQ(Count("evidence"), 1);
}

TEST_F(TimelinesTest, CreateActivities_SameKey_AnswersTheSameAndAnotherBodyIsRefused) {
  contracts_.Add(kOrganisation, Activated());
  const auto first = CreateActivities(TwoActivities());
  const auto second = CreateActivities(TwoActivities());
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(Count("activity"), 2);
  v1::CreateActivitiesRequest other = TwoActivities();
  other.mutable_activities(0)->set_title("Друго");
  EXPECT_EQ(ReasonOf(CreateActivities(other).status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(ReasonOf(CreateActivities(TwoActivities("activities-2")).status()), "ACTIVITIES_EXIST");
}

TEST_F(TimelinesTest, CreateActivities_BadInput_WritesNothing) {
  contracts_.Add(kOrganisation, Activated());
  v1::CreateActivitiesRequest beyond = TwoActivities();
  beyond.mutable_activities(0)->set_last_month(19);
  EXPECT_EQ(ReasonOf(CreateActivities(beyond).status()), "ACTIVITY_BEYOND_CONTRACT");
  v1::CreateActivitiesRequest reversed = TwoActivities();
  reversed.mutable_activities(0)->set_last_month(6);
  EXPECT_EQ(ReasonOf(CreateActivities(reversed).status()), "ACTIVITY_MONTHS_REVERSED");
  v1::CreateActivitiesRequest twice = TwoActivities();
  twice.mutable_activities(0)->set_code("A1");
  EXPECT_EQ(ReasonOf(CreateActivities(twice).status()), "ACTIVITY_CODE_TWICE");
  v1::CreateActivitiesRequest none = TwoActivities();
  none.clear_activities();
  EXPECT_EQ(ReasonOf(CreateActivities(none).status()), "INVALID_REQUEST");
  v1::CreateActivitiesRequest unknown = TwoActivities();
  unknown.set_parent("organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0064-C01");
  EXPECT_EQ(ReasonOf(CreateActivities(unknown).status()), "NOT_FOUND");
  EXPECT_EQ(Count("activity"), 0);
  EXPECT_EQ(Count("request"), 0);
}

TEST_F(TimelinesTest, OtherOrganisation_SeesNothing) {
  contracts_.Add(kOrganisation, Activated());
  ASSERT_TRUE(GetTimeline().ok());
  const rpc::Actor stranger = testing::TestActor("haskovo");
  v1::GetTimelineRequest named;
  named.set_name(absl::StrCat(kContract, "/timeline"));
  EXPECT_EQ(ReasonOf(As(stranger, &Stub::GetTimeline, named).status()), "ORGANISATION_NOT_GRANTED");
  v1::ListDeadlinesRequest any;
  any.set_parent("organisations/-/contracts/BG05M9OP001-2.005-0063-C01");
  EXPECT_EQ(ReasonOf(As(stranger, &Stub::ListDeadlines, any).status()), "NOT_FOUND");
  const rpc::Actor auditor = testing::TestActor(kOrganisation, {"AUDITOR"});
  EXPECT_EQ(ReasonOf(As(auditor, &Stub::CreateActivities, TwoActivities()).status()),
            "PERMISSION_DENIED");
  EXPECT_TRUE(As(auditor, &Stub::GetTimeline, named).ok());
}

}  // namespace
}  // namespace tranche::timelines
