// SPDX-License-Identifier: EUPL-1.2
// Links of plans with projects, and subscriptions to changes, on PostgreSQL.
#include "plans/links/links_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "plans/testing/life_world.h"
#include "platform/base/error.h"

namespace tranche::plans {
namespace {

using Stub = v1::ProjectLinksService::Stub;
constexpr char kContract[] = "organisations/lyubimets/contracts/C1";

class LinksTest : public ::testing::Test, protected LifeWorld {
 protected:
  void SetUp() override {
    Store(ExamplePlan());
    KnowContract("C1");
  }

  static v1::ProjectLink LinkOf(const std::string& measure, const std::string& share = "") {
    v1::ProjectLink link;
    link.set_target(kPlan);
    link.set_measure(measure);
    link.set_contract(kContract);
    link.set_share_percent(share);
    link.set_source("договорът");
    return link;
  }

  absl::StatusOr<v1::ProjectLink> Link(const v1::ProjectLink& link, const std::string& key = "") {
    v1::LinkProjectRequest request;
    request.set_parent("organisations/lyubimets");
    *request.mutable_link() = link;
    request.set_request_id(key);
    return Call(links_, &Stub::LinkProject, request);
  }

  absl::StatusOr<v1::ProjectLink> Unlink(int number) {
    v1::UnlinkProjectRequest request;
    request.set_name(absl::StrCat("organisations/lyubimets/projectLinks/", number));
    request.set_reason("грешна мярка");
    return Call(links_, &Stub::UnlinkProject, request);
  }

  absl::StatusOr<v1::ListProjectLinksResponse> List(const std::string& target = "",
                                                    const std::string& contract = "") {
    v1::ListProjectLinksRequest request;
    request.set_parent("organisations/-");
    request.set_target(target);
    request.set_contract(contract);
    return Call(links_, &Stub::ListProjectLinks, request);
  }
};

TEST_F(LinksTest, Link_RemembersTheMeasureAndItsVersion) {
  v1::ProjectLink asked = LinkOf("1.2", "40.5");
  asked.set_people(22);
  asked.set_contribution("лични асистенти");
  const auto made = Link(asked);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->name(), "organisations/lyubimets/projectLinks/1");
  EXPECT_EQ(made->measure_words(), "Личен асистент");
  EXPECT_EQ(made->plan_version(), 1);
  EXPECT_EQ(made->share_percent(), "40.50");
  EXPECT_EQ(made->people(), 22);
  const auto list = List(kPlan, "c1");
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->links_size(), 1);
  EXPECT_EQ(list->links(0).contract(), kContract);
  EXPECT_EQ(list->links(0).findings_size(), 0);
}

// A project of several plans and a strategy, as Mineralni Bani's page names them.
TEST_F(LinksTest, OneProject_ManyPlansAndAStrategy) {
  Store(ExamplePlan(), "lyubimets-2014");
  v1::SetStrategyRequest strategy;
  strategy.set_parent("organisations/lyubimets");
  strategy.set_strategy_id("development-2014");
  strategy.mutable_strategy()->set_level(v1::MUNICIPAL);
  strategy.mutable_strategy()->set_title("Общински план за развитие 2014–2020");
  strategy.mutable_strategy()->set_source("страница на проекта");
  ASSERT_TRUE(Call(strategies_, &v1::StrategiesService::Stub::SetStrategy, strategy).ok());
  v1::ProjectLink link = LinkOf("");
  ASSERT_TRUE(Link(link).ok());
  link.set_target("organisations/lyubimets/plans/lyubimets-2014");
  ASSERT_TRUE(Link(link).ok());
  link.set_target("organisations/lyubimets/strategies/development-2014");
  ASSERT_TRUE(Link(link).ok());
  EXPECT_EQ(List("", kContract)->links_size(), 3);
  EXPECT_EQ(List("organisations/-/strategies/development-2014")->links_size(), 1);
}

TEST_F(LinksTest, EverythingWrongWithALink_IsSaidAtOnce) {
  v1::ProjectLink link = LinkOf("1.2", "100.01");
  link.set_target("organisations/sopot/plans/sopot-2016");
  link.set_external_project("друг проект");
  const auto violations = ViolationsOf(Link(link).status());
  ASSERT_EQ(violations.size(), 3u);
  EXPECT_EQ(violations[0].reason, "LINK_TARGET_UNFIT");
  EXPECT_EQ(violations[1].reason, "LINK_ONE_PROJECT");
  EXPECT_EQ(violations[2].reason, "LINK_CONTRIBUTION_UNFIT");
}

TEST_F(LinksTest, UnknownMeasureContractOrPlan_IsNamed) {
  EXPECT_EQ(ViolationsOf(Link(LinkOf("9.9")).status())[0].reason, "PLAN_MEASURE_UNKNOWN");
  v1::ProjectLink link = LinkOf("1.2");
  link.set_contract("organisations/lyubimets/contracts/NOWHERE");
  EXPECT_EQ(ReasonOf(Link(link).status()), "NOT_FOUND");
  link = LinkOf("");
  link.set_target("organisations/lyubimets/plans/nowhere-2013");
  EXPECT_EQ(ReasonOf(Link(link).status()), "NOT_FOUND");
  EXPECT_EQ(Count("plans.project_link"), 0);
}

TEST_F(LinksTest, ExternalProject_IsLinkedByItsWords) {
  v1::ProjectLink link = LinkOf("1.2");
  link.clear_contract();
  link.set_external_project("„Подкрепа за заетост“, ОПРЧР");
  const auto made = Link(link);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->contract(), "");
  EXPECT_EQ(ReasonOf(Link(link).status()), "LINK_ALREADY_THERE");
}

TEST_F(LinksTest, SharesOfAProject_StayWithinTheWhole_WhoeverAsksFirst) {
  std::atomic<int> made{0};
  std::atomic<int> refused{0};
  std::vector<std::thread> people;
  for (const char* measure : {"1.1", "1.2", "2.1"}) {
    people.emplace_back([&, measure] {
      const auto one = Link(LinkOf(measure, "40"));
      made += one.ok();
      refused += ReasonOf(one.status()) == "LINK_SHARES_EXCEED";
    });
  }
  for (std::thread& person : people) person.join();
  EXPECT_EQ(made, 2);
  EXPECT_EQ(refused, 1);
}

TEST_F(LinksTest, EndedLink_FreesItsPlaceAndShare_AndStays) {
  ASSERT_TRUE(Link(LinkOf("1.2", "100")).ok());
  ASSERT_TRUE(Unlink(1).ok());
  EXPECT_EQ(ReasonOf(Unlink(1).status()), "LINK_ENDED");
  EXPECT_EQ(ReasonOf(Unlink(2).status()), "NOT_FOUND");
  EXPECT_TRUE(Link(LinkOf("1.2", "100")).ok());
  EXPECT_EQ(List()->links_size(), 1);
  v1::ListProjectLinksRequest all;
  all.set_parent("organisations/-");
  all.set_with_ended(true);
  all.set_page_size(1);
  const auto first = Call(links_, &Stub::ListProjectLinks, all);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->links(0).ended_because(), "грешна мярка");
  all.set_page_token(first->next_page_token());
  const auto second = Call(links_, &Stub::ListProjectLinks, all);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->links(0).number(), 2);
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(LinksTest, NewVersionOfThePlan_ThatDropsOrReplacesTheMeasure_IsAFinding) {
  ASSERT_TRUE(Link(LinkOf("1.2", "50")).ok());
  ASSERT_TRUE(Link(LinkOf("2.1", "50")).ok());
  v1::Plan next = ExamplePlan();
  next.mutable_sections(0)->mutable_measures(1)->set_activity("Ремонт на улици");
  next.mutable_sections()->RemoveLast();
  Store(next);
  const auto links = List();
  ASSERT_TRUE(links.ok()) << links.status();
  ASSERT_EQ(links->links_size(), 2);
  EXPECT_EQ(links->links(0).findings(0).reason(), "LINK_MEASURE_RENAMED");
  EXPECT_EQ(links->links(1).findings(0).reason(), "LINK_MEASURE_DROPPED");
}

class SubscriptionsTest : public LinksTest {
 protected:
  using Changes = v1::PlanChangesService::Stub;

  absl::StatusOr<v1::PlanSubscription> Subscribe(const std::string& plan,
                                                 const std::vector<v1::PlanChangeKind>& kinds = {}) {
    v1::SubscribeRequest request;
    request.set_parent("organisations/lyubimets");
    request.set_plan_id(plan);
    for (const v1::PlanChangeKind kind : kinds) request.add_kinds(kind);
    return Call(changes_, &Changes::Subscribe, request);
  }

  // "kind record" of what is unseen.
  std::vector<std::string> Unseen(const rpc::Actor& actor = testing::TestActor()) {
    v1::ListPlanChangesRequest request;
    request.set_parent("organisations/-");
    const auto changes = Call(changes_, &Changes::ListPlanChanges, request, actor);
    std::vector<std::string> lines;
    if (!changes.ok()) return {changes.status().ToString()};
    for (const v1::PlanChange& change : changes->changes()) {
      lines.push_back(absl::StrCat(change.number(), " ", v1::PlanChangeKind_Name(change.kind()),
                                   change.ended() ? " ended" : ""));
    }
    return lines;
  }

  absl::StatusOr<v1::MarkSeenResponse> MarkSeen(int number, const std::string& plan = "") {
    v1::MarkSeenRequest request;
    request.set_parent("organisations/lyubimets");
    request.set_plan_id(plan);
    request.set_number(number);
    return Call(changes_, &Changes::MarkSeen, request);
  }
};

TEST_F(SubscriptionsTest, WhatChangedSinceOneLooked_IsListedUntilItIsMarked) {
  ASSERT_TRUE(Link(LinkOf("1.1", "10")).ok());  // Before the subscription: counts as seen.
  ASSERT_TRUE(Subscribe("lyubimets-2013").ok());
  EXPECT_THAT(Unseen(), ::testing::IsEmpty());
  ASSERT_TRUE(Link(LinkOf("1.2", "10")).ok());
  ASSERT_TRUE(Unlink(2).ok());
  EXPECT_THAT(Unseen(), ::testing::ElementsAre("2 PROJECT_LINKED", "3 PROJECT_LINKED ended"));
  const auto marked = MarkSeen(2);
  ASSERT_TRUE(marked.ok()) << marked.status();
  EXPECT_EQ(marked->subscriptions(0).unseen(), 1);
  EXPECT_THAT(Unseen(), ::testing::ElementsAre("3 PROJECT_LINKED ended"));
  // What is marked stays so, and nothing is marked that did not happen yet.
  ASSERT_TRUE(MarkSeen(1).ok());
  ASSERT_TRUE(MarkSeen(1000).ok());
  EXPECT_THAT(Unseen(), ::testing::IsEmpty());
  ASSERT_TRUE(Link(LinkOf("2.1", "10")).ok());
  EXPECT_THAT(Unseen(), ::testing::ElementsAre("4 PROJECT_LINKED"));
}

TEST_F(SubscriptionsTest, OnlyTheKindsAndPlansAskedFor_EachChangeOnce) {
  Store(ExamplePlan(), "lyubimets-2014");
  ASSERT_TRUE(Subscribe("lyubimets-2014").ok());
  ASSERT_TRUE(Subscribe("", {v1::ADOPTION_RECORDED}).ok());
  ASSERT_TRUE(Link(LinkOf("1.2")).ok());  // Of a plan and kind that nobody asked for.
  v1::RecordAdoptionRequest adopt;
  adopt.mutable_adoption()->mutable_adoption()->set_decision_number("5");
  adopt.mutable_adoption()->set_source("сайт");
  for (const char* plan : {"lyubimets-2013", "lyubimets-2014"}) {
    adopt.set_parent(absl::StrCat("organisations/lyubimets/plans/", plan));
    ASSERT_TRUE(Call(versions_, &v1::PlanVersionsService::Stub::RecordAdoption, adopt).ok());
  }
  EXPECT_THAT(Unseen(), ::testing::ElementsAre("2 ADOPTION_RECORDED", "3 ADOPTION_RECORDED"));
  v1::ListPlanChangesRequest all;
  all.set_parent("organisations/-");
  all.set_plan_id("lyubimets-2013");
  EXPECT_EQ(Call(changes_, &Changes::ListPlanChanges, all)->changes_size(), 2);
}

TEST_F(SubscriptionsTest, EverybodyHasTheirOwn) {
  ASSERT_TRUE(Subscribe("").ok());
  ASSERT_TRUE(Link(LinkOf("1.2")).ok());
  rpc::Actor other = testing::TestActor();
  other.subject = "mayor@lyubimets";
  EXPECT_THAT(Unseen(other), ::testing::IsEmpty());
  EXPECT_EQ(Unseen().size(), 1u);
  v1::ListSubscriptionsRequest list;
  list.set_parent("organisations/-");
  EXPECT_EQ(Call(changes_, &Changes::ListSubscriptions, list)->subscriptions_size(), 1);
  EXPECT_EQ(Call(changes_, &Changes::ListSubscriptions, list, other)->subscriptions_size(), 0);
}

TEST_F(SubscriptionsTest, Ended_TellsOfNothing) {
  ASSERT_TRUE(Subscribe("lyubimets-2013").ok());
  v1::UnsubscribeRequest request;
  request.set_parent("organisations/lyubimets");
  request.set_plan_id("lyubimets-2013");
  ASSERT_TRUE(Call(changes_, &Changes::Unsubscribe, request).ok());
  EXPECT_EQ(ReasonOf(Call(changes_, &Changes::Unsubscribe, request).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(MarkSeen(1, "lyubimets-2013").status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Subscribe("nowhere-2013").status()), "NOT_FOUND");
  ASSERT_TRUE(Link(LinkOf("1.2")).ok());
  EXPECT_THAT(Unseen(), ::testing::IsEmpty());
}

// Numbers have no gaps, so that "seen up to" says everything.
TEST_F(SubscriptionsTest, ChangesAtOnce_AreNumberedWithoutGaps) {
  Store(ExamplePlan(), "lyubimets-2014");
  std::vector<std::thread> people;
  for (int i = 0; i < 8; ++i) {
    people.emplace_back([&, i] {
      v1::RecordAdoptionRequest adopt;
      adopt.set_parent(absl::StrCat("organisations/lyubimets/plans/lyubimets-201", 3 + i % 2));
      adopt.mutable_adoption()->mutable_adoption()->set_decision_number(absl::StrCat(i));
      adopt.mutable_adoption()->set_source("сайт");
      EXPECT_TRUE(Call(versions_, &v1::PlanVersionsService::Stub::RecordAdoption, adopt).ok());
    });
  }
  for (std::thread& person : people) person.join();
  EXPECT_EQ(Count("plans.plan_change"), 8);
  EXPECT_EQ(sandbox_.Inspect("select max(number) from plans.plan_change")[0][0].as<int>(), 8);
}

}  // namespace
}  // namespace tranche::plans
