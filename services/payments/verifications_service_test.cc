// SPDX-License-Identifier: EUPL-1.2
// Verification of claims and their decision in the budget, which may be away or refuse.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "payments/payments_module.h"
#include "payments/testing/payments_fixture.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"

namespace tranche::payments {
namespace {

using testing::Approver;
using testing::Cost;
using testing::Deputy;
using ::testing::ElementsAre;
using testing::Leva;
using testing::Owner;
using testing::PaymentsTest;
using ::testing::SizeIs;
using testing::Stub;

TEST_F(PaymentsTest, InterimClaim_ApprovesAndRefusesItsCostsInTheBudget) {
  const std::string name = SentInterim();
  const absl::StatusOr<v1::Claim> accepted = Verify(name, "v1", {"2"});
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::ACCEPTED);
  EXPECT_EQ(accepted->requested().total().amount(), "12.50");
  EXPECT_EQ(accepted->approved().eu().amount(), "8.50");
  EXPECT_EQ(accepted->refused().total().amount(), "2.50");
  EXPECT_EQ(budgets_.StateOf(Cost("1")), budgets::v1::APPROVED);
  EXPECT_EQ(budgets_.StateOf(Cost("2")), budgets::v1::REFUSED);
  ASSERT_THAT(budgets_.decisions(), SizeIs(1));
  EXPECT_EQ(budgets_.decisions()[0].decided_on(), "2018-02-01");
  EXPECT_LE(budgets_.decisions()[0].request_id().size(), 64u);
  ASSERT_THAT(accepted->verification().refused_costs(), SizeIs(1));
  EXPECT_EQ(accepted->verification().refused_costs(0).cost(), Cost("2"));
}

TEST_F(PaymentsTest, EveryCostRefused_RefusesTheClaimAndAllowsANewOne) {
  const std::string name = SentInterim();
  const absl::StatusOr<v1::Claim> refused = Verify(name, "v1", {"1", "2"});
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_EQ(refused->state(), v1::REFUSED);
  EXPECT_EQ(ReasonOf(Pay(name, Leva(1, 0), "p1").status()), "CLAIM_NOT_ACCEPTED");
  budgets_.AddCost(Cost("3"), Leva(850, 150));
  const absl::StatusOr<v1::Claim> next = Create(Interim({"3"}), "next");
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->sequence(), 2);
}

TEST_F(PaymentsTest, BudgetAway_TheSameKeyContinuesWhereItStopped) {
  const std::string name = SentInterim();
  budgets_.FailNext(1, {grpc::StatusCode::UNAVAILABLE, "away"}, /*work_is_done=*/false);
  EXPECT_EQ(ReasonOf(Verify(name, "v1", {"2"}).status()), "PEER_UNAVAILABLE");
  EXPECT_EQ(Get(name)->state(), v1::IN_VERIFICATION);
  const absl::StatusOr<v1::Claim> accepted = Verify(name, "v1", {"2"});
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::ACCEPTED);
  EXPECT_EQ(Verify(name, "v1", {"2"})->SerializeAsString(), accepted->SerializeAsString());
}

TEST_F(PaymentsTest, AnswerOfTheBudgetLost_AnotherKeyContinuesWithoutDecidingTwice) {
  const std::string name = SentInterim();
  budgets_.FailNext(1, {grpc::StatusCode::UNAVAILABLE, "lost"}, /*work_is_done=*/true);
  EXPECT_EQ(ReasonOf(Verify(name, "v1", {"2"}).status()), "PEER_UNAVAILABLE");
  EXPECT_EQ(ReasonOf(Verify(name, "v2", {"1"}).status()), "VERIFICATION_UNDER_WAY");
  const absl::StatusOr<v1::Claim> accepted = Verify(name, "v3", {"2"});
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->approved().total().amount(), "10.00");
  ASSERT_THAT(budgets_.decisions(), SizeIs(2));
  EXPECT_EQ(budgets_.decisions()[0].SerializeAsString(), budgets_.decisions()[1].SerializeAsString());
}

TEST_F(PaymentsTest, AnswerOfTheBudgetLost_SomebodyElseMayContinue) {
  const std::string name = SentInterim();
  budgets_.FailNext(1, {grpc::StatusCode::UNAVAILABLE, "lost"}, /*work_is_done=*/true);
  EXPECT_EQ(ReasonOf(Verify(name, "v1", {"2"}).status()), "PEER_UNAVAILABLE");
  const absl::StatusOr<v1::Claim> accepted = Verify(name, "v2", {"2"}, Deputy());
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::ACCEPTED);
  EXPECT_EQ(accepted->refused().total().amount(), "2.50");
  EXPECT_EQ(accepted->verification().decided_by(), Approver().subject);
}

TEST_F(PaymentsTest, DecisionRefusedByTheBudget_IsWithdrawn) {
  const std::string name = SentInterim();
  budgets_.AddCost(Cost("2"), Leva(213, 37), budgets::v1::REFUSED);
  EXPECT_EQ(ReasonOf(Verify(name, "v1").status()), "COST_ALREADY_DECIDED");
  const absl::StatusOr<v1::Claim> claim = Get(name);
  EXPECT_EQ(claim->state(), v1::SENT);
  EXPECT_FALSE(claim->has_verification());
  EXPECT_EQ(Count("claim_refused_cost"), 0);
  EXPECT_EQ(Count("request where method like '%VerifyClaim'"), 0);
}

TEST_F(PaymentsTest, VerifiedTwiceWithOneKey_TellsTheFirstAnswer) {
  const std::string name = SentInterim();
  const absl::StatusOr<v1::Claim> first = Verify(name, "v1");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(Verify(name, "v1")->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(ReasonOf(Verify(name, "v1", {"1"}).status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(ReasonOf(Verify(name, "v2").status()), "CLAIM_WRONG_STATE");
  EXPECT_THAT(budgets_.decisions(), SizeIs(1));
}

TEST_F(PaymentsTest, KeyOfAnotherVerification_HasNoEffect) {
  ASSERT_TRUE(Verify(SentInterim(), "v1").ok());
  budgets_.AddCost(Cost("3"), Leva(850, 150));
  const absl::StatusOr<v1::Claim> next = Create(Interim({"3"}), "i2");
  ASSERT_TRUE(next.ok()) << next.status();
  ASSERT_TRUE(Send(next->name()).ok());
  EXPECT_EQ(ReasonOf(Verify(next->name(), "v1").status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(Get(next->name())->state(), v1::SENT);
  EXPECT_EQ(budgets_.StateOf(Cost("3")), budgets::v1::RESERVED);
}

TEST_F(PaymentsTest, RefusedCostOutsideTheClaim_IsRefused) {
  const std::string name = SentInterim();
  budgets_.AddCost(Cost("3"), Leva(850, 150));
  EXPECT_EQ(ReasonOf(Verify(name, "v1", {"3"}).status()), "REFUSED_COST_NOT_CLAIMED");
  EXPECT_EQ(Get(name)->state(), v1::SENT);
}

TEST_F(PaymentsTest, DecisionInTheBudget_IsAskedForByTheServiceForOneOrganisation) {
  ASSERT_TRUE(Verify(SentInterim(), "v1", {"2"}).ok());
  ASSERT_THAT(budgets_.tokens(), SizeIs(1));
  const absl::StatusOr<rpc::Actor> caller =
      role_.world().verifier().Verify(budgets_.tokens()[0], role_.world().now());
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ(caller->subject, "service/payments");
  EXPECT_THAT(caller->organisations, ElementsAre("mineralni-bani"));
  EXPECT_THAT(caller->roles, ElementsAre("SERVICE"));
  EXPECT_EQ(budgets_.decisions()[0].decided_by(), Approver().subject);
}

TEST_F(PaymentsTest, DaysThatHaveNotCome_AreRefused) {
  const absl::StatusOr<v1::Claim> draft = Create(Advance(Leva(850, 150)), "a1");
  ASSERT_TRUE(draft.ok());
  const absl::Status sending = Send(draft->name(), "2018-09-02").status();  // Today is the day before.
  EXPECT_EQ(ReasonOf(sending), "DAY_IN_FUTURE");
  ASSERT_TRUE(Send(draft->name(), "2018-09-01").ok());
  v1::VerifyClaimRequest verify;
  verify.set_name(draft->name());
  verify.mutable_verification()->set_decided_on("2018-09-02");
  verify.set_request_id("v1");
  EXPECT_EQ(ReasonOf(Ask(&Stub::VerifyClaim, Approver(), verify).status()), "DAY_IN_FUTURE");
  verify.mutable_verification()->set_decided_on("2018-09-01");
  ASSERT_TRUE(Ask(&Stub::VerifyClaim, Approver(), verify).ok());
  EXPECT_EQ(ReasonOf(Pay(draft->name(), Leva(850, 150), "p1", "2018-09-02").status()), "DAY_IN_FUTURE");
  EXPECT_TRUE(Pay(draft->name(), Leva(850, 150), "p2", "2018-09-01").ok());
}

TEST_F(PaymentsTest, InterimRefusedAsAWhole_MustNameItsCosts) {
  const std::string name = SentInterim();
  EXPECT_EQ(ReasonOf(RefuseAdvance(name, "v1", true, "Всичко.").status()), "REFUSAL_NOT_OF_ADVANCE");
  EXPECT_EQ(Get(name)->state(), v1::SENT);
}

TEST_F(PaymentsTest, VerifiedTwiceAtOnceWithOneKey_BothGetTheOneAnswer) {
  const std::string name = SentInterim();
  budgets_.HoldNext();
  absl::StatusOr<v1::Claim> first;
  absl::StatusOr<v1::Claim> second;
  std::thread first_caller([&] { first = Verify(name, "v1"); });
  EXPECT_TRUE(budgets_.WaitForDecisions(1));
  // The first call has its decision and will close the claim as soon as it gets the contract's row.
  const std::unique_ptr<pg::Pool> pool = sandbox_.OpenPool("payments", 1);
  rpc::CallScope scope = role_.Scope(Owner());
  scope.deadline = absl::Now() + absl::Seconds(60);
  constexpr pg::Statement kHold{"test.hold", "select 1 from contract for update"};
  std::thread second_caller;
  const absl::Status held = pg::Transact(*pool, scope, [&](pg::Tx& tx) {
    tx.Run(kHold);
    budgets_.Release();
    EXPECT_TRUE(WaitForWaiting(1));
    second_caller = std::thread([&] { second = Verify(name, "v1"); });
    EXPECT_TRUE(WaitForWaiting(2));
    return absl::OkStatus();
  });
  EXPECT_TRUE(held.ok()) << held;
  first_caller.join();
  second_caller.join();
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(first->state(), v1::ACCEPTED);
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(budgets_.decisions(), SizeIs(1));
}

TEST_F(PaymentsTest, RefusalThatComesLate_LeavesALaterDecisionAlone) {
  const std::string name = SentInterim();
  budgets_.FailNext(2, rpc::ToGrpcStatus(Refuse("NOT_FOUND", {{"name", "x"}})), /*work_is_done=*/false);
  budgets_.HoldNext();
  absl::StatusOr<v1::Claim> late;
  std::thread late_caller([&] { late = Verify(name, "v1"); });
  EXPECT_TRUE(budgets_.WaitForDecisions(1));
  EXPECT_EQ(ReasonOf(Verify(name, "v2").status()), "NOT_FOUND");
  EXPECT_EQ(Get(name)->state(), v1::SENT);
  budgets_.FailNext(1, {grpc::StatusCode::UNAVAILABLE, "away"}, /*work_is_done=*/false);
  EXPECT_EQ(ReasonOf(Verify(name, "v3", {"2"}).status()), "PEER_UNAVAILABLE");
  budgets_.Release();
  late_caller.join();
  EXPECT_EQ(ReasonOf(late.status()), "NOT_FOUND");
  const absl::StatusOr<v1::Claim> claim = Get(name);
  EXPECT_EQ(claim->state(), v1::IN_VERIFICATION);
  EXPECT_THAT(claim->verification().refused_costs(), SizeIs(1));
}

TEST_F(PaymentsTest, EveryRefusalOfTheBudget_WithdrawsTheDecision) {
  const std::string name = SentInterim();
  for (const char* reason : {"INVALID_REQUEST", "NOT_FOUND", "ALREADY_EXISTS", "COST_ALREADY_DECIDED",
                             "MONEY_OUT_OF_RANGE", "PERMISSION_DENIED"}) {
    budgets_.FailNext(1, rpc::ToGrpcStatus(Refuse(reason)), /*work_is_done=*/false);
    EXPECT_EQ(ReasonOf(Verify(name, std::string("verify-") + reason).status()), reason);
    EXPECT_EQ(Get(name)->state(), v1::SENT) << reason;
  }
}

}  // namespace
}  // namespace tranche::payments
