// SPDX-License-Identifier: EUPL-1.2
// What was read in a plan as records of the groundwork, on PostgreSQL.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "plans/groundwork/groundwork_store.h"
#include "plans/testing/life_world.h"
#include "platform/base/error.h"
#include "tranche/plans/v1/groundwork_service.grpc.pb.h"

namespace tranche::plans {
namespace {

using ::testing::ElementsAre;
using Stub = v1::GroundworkService::Stub;

// A plan that names something of every kind, and some things that are not sure.
v1::Plan Told() {
  v1::Plan plan;
  plan.set_title("Общински план за 2016 г.");
  plan.set_municipality("Любимец");
  plan.set_year(2016);
  plan.set_document_sha256(Sha256Hex("1"));
  const auto body = [&](const std::string& name, const std::string& members, bool only) {
    v1::NamedBody* to = plan.add_bodies();
    to->set_name(name);
    to->set_members(members);
    to->set_in_attachment_only(only);
  };
  body("Местна активна група", "представители на общността", false);
  body("Комисия", "", true);
  body("местна активна група", "", false);
  for (const char* role : {"координатор", "лице за контакт"}) {
    v1::RoleHolder* holder = plan.add_role_holders();
    holder->set_role(role);
    holder->set_person("Име Фамилия");
    holder->set_appointed_by("кмета");
    holder->set_order_number("");
  }
  v1::NamedAgreement* agreement = plan.add_agreements();
  agreement->set_subject("Споразумение за програмата");
  agreement->mutable_signed_on()->set_year(2016);
  agreement->mutable_signed_on()->set_as_written("2016 г.");
  plan.add_agreements();
  v1::StatedFigure* figure = plan.add_figures();
  figure->set_code("meetings_and_trainings");
  figure->set_count(15);
  figure->set_as_written("15 срещи и обучения");
  plan.add_figures()->set_code("countries");
  v1::NamedProduct* product = plan.add_products();
  product->set_code("needs_assessment");
  product->set_as_written("оценка на нуждите");
  product = plan.add_products();
  product->set_code("priority_list");
  product->set_as_written("списък с приоритети");
  plan.add_priority_areas("Образование");
  plan.add_priority_areas("Жилищни условия");
  v1::SourceSpan* span = plan.add_spans();
  span->set_path("bodies.1");
  span->set_place("ред 12");
  return plan;
}

class TakeOverTest : public ::testing::Test, protected LifeWorld {
 protected:
  void SetUp() override {
    Store(Told());
    groundwork_ = v1::GroundworkService::NewStub(role_.channel());
  }

  absl::StatusOr<v1::TakeOverGroundworkResponse> TakeOver(
      const std::vector<v1::GroundworkKind>& kinds = {}, bool validate_only = false,
      const std::string& plan = "lyubimets-2013") {
    v1::TakeOverGroundworkRequest request;
    request.set_name("organisations/lyubimets/plans/" + plan);
    for (const v1::GroundworkKind kind : kinds) request.add_kinds(kind);
    request.set_validate_only(validate_only);
    return Call(groundwork_, &Stub::TakeOverGroundwork, request);
  }

  v1::Groundwork Get(const std::string& name) {
    v1::GetGroundworkRequest request;
    request.set_name(name);
    const auto record = Call(groundwork_, &Stub::GetGroundwork, request);
    EXPECT_TRUE(record.ok()) << record.status();
    return record.ok() ? *record : v1::Groundwork();
  }

  void WaitUntilTwoWait() {
    while (Count("pg_stat_activity where wait_event_type = 'Lock' "
                 "and datname = current_database()") < 2) {
      std::this_thread::yield();
    }
  }

  std::unique_ptr<Stub> groundwork_;
};

std::vector<std::string> OutcomesOf(const v1::TakeOverGroundworkResponse& response) {
  std::vector<std::string> outcomes;
  for (const v1::TakenOver& item : response.items()) {
    outcomes.push_back(absl::StrCat(item.plan_path(), " ", v1::TakeOverOutcome_Name(item.outcome()),
                                    item.reason().empty() ? "" : " ", item.reason()));
  }
  return outcomes;
}

TEST_F(TakeOverTest, WhatIsSureIsTakenOver_AndTheRestSaysWhy) {
  const auto made = TakeOver();
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(OutcomesOf(*made),
              ElementsAre("bodies.1 TAKEN_OVER", "bodies.2 LEFT_OUT TAKE_OVER_ATTACHMENT_ONLY",
                          "bodies.3 LEFT_OUT TAKE_OVER_TWICE", "role_holders.1 TAKEN_OVER",
                          "agreements.1 TAKEN_OVER", "agreements.2 LEFT_OUT TAKE_OVER_INCOMPLETE",
                          "figures.1 TAKEN_OVER", "products.1 TAKEN_OVER", "products.2 TAKEN_OVER"));
  EXPECT_EQ(made->taken_over_count(), 6);
  EXPECT_EQ(made->left_out_count(), 3);
  EXPECT_EQ(Count("plans.groundwork"), 6);
  EXPECT_NE(made->items(1).text_bg(), "");
  const v1::Groundwork body = Get(made->items(0).groundwork());
  EXPECT_EQ(body.name(), "organisations/lyubimets/groundwork/lyubimets-2013-body-1");
  EXPECT_EQ(body.plan(), kPlan);
  EXPECT_EQ(body.plan_path(), "bodies.1");
  EXPECT_EQ(body.document_place(), "ред 12");
  EXPECT_EQ(body.working_body().kind(), v1::LOCAL_ACTIVE_GROUP);
  const v1::Groundwork persons = Get(made->items(3).groundwork());
  EXPECT_EQ(persons.working_body().members_size(), 2);
  EXPECT_TRUE(persons.working_body().has_order_number());
  EXPECT_EQ(Get(made->items(4).groundwork()).agreement().signed_on().year(), 2016);
  EXPECT_EQ(Get(made->items(6).groundwork()).gatherings().kinds_size(), 2);
  EXPECT_EQ(Get(made->items(8).groundwork()).priority_list().areas(1).title(), "Жилищни условия");
}

TEST_F(TakeOverTest, Again_DoublesNothing_AlsoWhereAPersonRenamedARecord) {
  const auto first = TakeOver();
  ASSERT_TRUE(first.ok()) << first.status();
  v1::SetGroundworkRequest set;
  set.set_parent("organisations/lyubimets");
  set.set_groundwork_id("lyubimets-2013-body-1");
  *set.mutable_groundwork() = Get(first->items(0).groundwork());
  set.mutable_groundwork()->set_title("МАГ на общината");
  ASSERT_TRUE(Call(groundwork_, &Stub::SetGroundwork, set).ok());
  const auto second = TakeOver();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->taken_over_count(), 0);
  EXPECT_EQ(second->already_there_count(), 6);
  EXPECT_EQ(second->items(0).groundwork(), first->items(0).groundwork());
  EXPECT_EQ(Count("plans.groundwork"), 6);
}

// In a later version other things stand at the same places.
TEST_F(TakeOverTest, LaterVersion_TakesOverWhatIsNew) {
  ASSERT_TRUE(TakeOver({v1::WORKING_BODY}).ok());
  v1::Plan later = Told();
  later.clear_bodies();
  later.add_bodies()->set_name("Работна група");
  *later.add_bodies() = Told().bodies(0);
  Store(later);
  const auto made = TakeOver({v1::WORKING_BODY});
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(OutcomesOf(*made), ElementsAre("bodies.1 TAKEN_OVER", "bodies.2 ALREADY_THERE",
                                             "role_holders.1 ALREADY_THERE"));
  EXPECT_EQ(made->items(0).groundwork(), "organisations/lyubimets/groundwork/lyubimets-2013-body-1-2");
}

TEST_F(TakeOverTest, Corrections_DecideWhatIsTakenOver) {
  v1::StrikePlanRowRequest strike;
  strike.set_parent(kPlan);
  strike.set_row("bodies.1");
  strike.set_reason("не е орган");
  ASSERT_TRUE(Call(versions_, &v1::PlanVersionsService::Stub::StrikePlanRow, strike).ok());
  v1::CorrectPlanRequest correct;
  correct.set_parent(kPlan);
  correct.set_path("bodies.2.in_attachment_only");
  correct.set_instead_of("true");
  correct.set_value("false");
  correct.set_reason("протокол 3");
  ASSERT_TRUE(Call(versions_, &v1::PlanVersionsService::Stub::CorrectPlan, correct).ok());
  const auto made = TakeOver({v1::WORKING_BODY});
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(OutcomesOf(*made),
              ElementsAre("bodies.2 TAKEN_OVER", "bodies.3 TAKEN_OVER", "role_holders.1 TAKEN_OVER"));
}

// Both are held at the names that they give their records: without the lock of the organisation each
// would have looked by then, and made the body.
TEST_F(TakeOverTest, TwoPlansThatNameOneBody_TakenOverAtOnce_MakeItOnce) {
  v1::Plan plan;
  plan.set_title("Общински план");
  plan.set_municipality("Любимец");
  plan.add_bodies()->set_name("Местна активна група");
  const std::vector<std::string> ids = {"lyubimets-2014", "lyubimets-2015"};
  for (const std::string& id : ids) {
    plan.set_document_sha256(Sha256Hex(id));
    Store(plan, id);
  }
  const std::unique_ptr<pg::Pool> pool = sandbox_.OpenPool("plans", 1);
  std::vector<absl::StatusOr<v1::TakeOverGroundworkResponse>> answers(2, absl::UnknownError("none"));
  std::vector<std::thread> callers;
  const absl::Status held = pg::Transact(*pool, role_.Scope(), [&](pg::Tx& tx) -> absl::Status {
    for (const std::string& id : ids) store::LockGroundwork(tx, "lyubimets", id + "-body-1");
    for (size_t i = 0; i < ids.size(); ++i) {
      callers.emplace_back([this, &ids, &answers, i] { answers[i] = TakeOver({}, false, ids[i]); });
    }
    WaitUntilTwoWait();
    return absl::OkStatus();
  });
  for (std::thread& caller : callers) caller.join();
  ASSERT_TRUE(held.ok()) << held;
  ASSERT_TRUE(answers[0].ok() && answers[1].ok()) << answers[0].status() << answers[1].status();
  EXPECT_EQ(answers[0]->taken_over_count() + answers[1]->taken_over_count(), 1);
  EXPECT_EQ(answers[0]->already_there_count() + answers[1]->already_there_count(), 1);
  EXPECT_EQ(answers[0]->items(0).groundwork(), answers[1]->items(0).groundwork());
  EXPECT_EQ(Count("plans.groundwork"), 1);
}

// The plan of another year tells the same words of other days and persons.
TEST_F(TakeOverTest, PlanOfAnotherYear_HasItsOwnGatheringsPersonsAndAssessments) {
  ASSERT_TRUE(TakeOver().ok());
  v1::Plan next = Told();
  next.set_document_sha256(Sha256Hex("2018"));
  next.mutable_role_holders(0)->set_person("Друго Име");
  next.set_priority_areas(1, "Здраве");
  Store(next, "lyubimets-2018");
  const auto made = TakeOver({}, false, "lyubimets-2018");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(OutcomesOf(*made),
              ::testing::IsSupersetOf({"bodies.1 ALREADY_THERE", "role_holders.1 TAKEN_OVER",
                                       "agreements.1 ALREADY_THERE", "figures.1 TAKEN_OVER",
                                       "products.1 TAKEN_OVER", "products.2 TAKEN_OVER"}));
  const auto again = TakeOver({}, false, "lyubimets-2018");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->taken_over_count(), 0);
}

TEST_F(TakeOverTest, GatheringsOfOtherDays_AreOthers_AndOfTheSameDaysTheSame) {
  v1::Plan plan = Told();
  const auto hold_in = [&](int year, const std::string& id) {
    plan.set_document_sha256(Sha256Hex(id));
    plan.mutable_figures(0)->mutable_period()->mutable_from()->set_year(year);
    plan.mutable_figures(0)->mutable_period()->mutable_to()->set_year(year);
    Store(plan, id);
    const auto made = TakeOver({v1::GATHERINGS}, false, id);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? OutcomesOf(*made) : std::vector<std::string>();
  };
  EXPECT_THAT(hold_in(2016, "lyubimets-2016"), ElementsAre("figures.1 TAKEN_OVER"));
  EXPECT_THAT(hold_in(2018, "lyubimets-2018"), ElementsAre("figures.1 TAKEN_OVER"));
  EXPECT_THAT(hold_in(2018, "lyubimets-2019"), ElementsAre("figures.1 ALREADY_THERE"));
}

TEST_F(TakeOverTest, WhatIsOnlyChecked_IsNotKept) {
  const auto dry = TakeOver({}, true);
  ASSERT_TRUE(dry.ok()) << dry.status();
  EXPECT_EQ(dry->taken_over_count(), 6);
  EXPECT_EQ(Count("plans.groundwork"), 0);
  const rpc::Actor other = testing::TestActor("sopot");
  v1::TakeOverGroundworkRequest request;
  request.set_name(kPlan);
  EXPECT_FALSE(Call(groundwork_, &Stub::TakeOverGroundwork, request, other).ok());
}

TEST_F(TakeOverTest, RowBehindANumberThatWasGivenUp_IsTakenOverByItsOwn) {
  const auto add = [&](const char* name) {
    v1::AddPlanRowRequest row;
    row.set_parent(kPlan);
    row.set_list("bodies");
    v1::RowValue* value = row.add_values();
    value->set_path("name");
    value->set_value(name);
    row.set_reason("страница 3");
    return Call(versions_, &v1::PlanVersionsService::Stub::AddPlanRow, row);
  };
  const auto mistyped = add("Комсия по труда");
  ASSERT_TRUE(mistyped.ok()) << mistyped.status();
  v1::StrikePlanRowRequest strike;
  strike.set_parent(kPlan);
  strike.set_row(mistyped->path());
  strike.set_reason("сгрешено");
  ASSERT_TRUE(Call(versions_, &v1::PlanVersionsService::Stub::StrikePlanRow, strike).ok());
  const auto right = add("Комисия по труда");
  ASSERT_TRUE(right.ok()) << right.status();
  const auto made = TakeOver({v1::WORKING_BODY});
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(OutcomesOf(*made), ::testing::Contains(absl::StrCat(right->path(), " TAKEN_OVER")));
  for (const v1::TakenOver& item : made->items()) EXPECT_NE(item.plan_path(), mistyped->path());
}

}  // namespace
}  // namespace tranche::plans
