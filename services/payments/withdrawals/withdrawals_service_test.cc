// SPDX-License-Identifier: EUPL-1.2
// Taking back costs as its callers see it, with a database of its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "payments/testing/payments_fixture.h"
#include "tranche/payments/v1/cost_withdrawals_service.grpc.pb.h"

namespace tranche::payments::withdrawals {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

using testing::Auditor;
using testing::Cost;
using testing::kContract;
using testing::Leva;
using testing::Owner;
using Stub = v1::CostWithdrawalsService::Stub;

class WithdrawalsTest : public testing::PaymentsTest {
 protected:
  WithdrawalsTest() : withdrawals_(v1::CostWithdrawalsService::NewStub(role_.channel())) {
    budgets_.AddCost(Cost("1"), Leva(850, 150));
    budgets_.AddCost(Cost("2"), Leva(425, 75));
  }

  absl::StatusOr<v1::CostWithdrawal> Withdraw(const std::vector<std::string>& ids,
                                              const std::string& request_id, bool rehearsal = false,
                                              const std::string& on = "",
                                              const rpc::Actor& actor = Owner()) {
    v1::WithdrawCostsRequest request;
    request.set_parent(kContract);
    for (const std::string& id : ids) request.add_costs(Cost(id));
    request.set_reason("Записан два пъти");
    request.set_withdrawn_on(on);
    request.set_request_id(request_id);
    request.set_validate_only(rehearsal);
    return rpc::Call<v1::CostWithdrawal>(role_.Scope(actor), *withdrawals_, &Stub::WithdrawCosts,
                                         request);
  }

  std::unique_ptr<Stub> withdrawals_;
};

TEST_F(WithdrawalsTest, CostsInNoClaim_AreRefusedInTheBudgetByWhoeverTakesThemBack) {
  const auto withdrawn = Withdraw({"1", "2"}, "w-1");

  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_THAT(withdrawn->costs(), ElementsAre(Cost("1"), Cost("2")));
  EXPECT_EQ(withdrawn->released().total().amount(), "15.00");
  EXPECT_EQ(withdrawn->withdrawn_by(), "owner@mineralni-bani");
  EXPECT_EQ(budgets_.StateOf(Cost("1")), budgets::v1::REFUSED);
  ASSERT_EQ(budgets_.decisions().size(), 1u);
  EXPECT_EQ(budgets_.decisions()[0].decided_by(), "owner@mineralni-bani");
  EXPECT_EQ(budgets_.decisions()[0].decisions(0).reason(), "Записан два пъти");
  EXPECT_FALSE(budgets_.decisions()[0].decisions(0).approved());
  EXPECT_EQ(Count("evidence where action = 'costs.withdraw'"), 1);
}

TEST_F(WithdrawalsTest, SentTwice_IsDoneOnce) {
  const auto first = Withdraw({"1"}, "w-1");
  const auto again = Withdraw({"1"}, "w-1");

  ASSERT_TRUE(first.ok() && again.ok()) << first.status() << again.status();
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(budgets_.decisions().size(), 1u);
  EXPECT_EQ(ReasonOf(Withdraw({"1"}, "w-2").status()), "COST_ALREADY_DECIDED");
}

TEST_F(WithdrawalsTest, AnswerOfTheBudgetLost_ARepeatCarriesOn) {
  budgets_.FailNext(1, grpc::Status(grpc::StatusCode::UNAVAILABLE, "away"), /*work_is_done=*/true);
  EXPECT_EQ(Withdraw({"1"}, "w-1").status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Count("evidence where action = 'costs.withdraw'"), 0);

  const auto again = Withdraw({"1"}, "w-1");

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->released().total().amount(), "10.00");
  EXPECT_EQ(Count("evidence where action = 'costs.withdraw'"), 1);
}

TEST_F(WithdrawalsTest, Rehearsed_AsksTheBudgetForARehearsal) {
  ASSERT_TRUE(Withdraw({"1"}, "w-1", /*rehearsal=*/true).ok());
  ASSERT_EQ(budgets_.decisions().size(), 1u);
  EXPECT_TRUE(budgets_.decisions()[0].validate_only());
  EXPECT_EQ(Count("evidence where action = 'costs.withdraw'"), 0);
}

TEST_F(WithdrawalsTest, CostOfAnOpenClaim_IsRefusedUntilTheClaimIsTakenBack) {
  const auto claim = Create(Interim({"1"}), "create-1");
  ASSERT_TRUE(claim.ok()) << claim.status();

  const absl::Status held = Withdraw({"2", "1"}, "w-1").status();

  EXPECT_EQ(ReasonOf(held), "COST_HELD_BY_CLAIM");
  EXPECT_THAT(ValuesOf(held), UnorderedElementsAre(Pair("cost", "1"), Pair("claim", "1")));
  EXPECT_THAT(budgets_.decisions(), IsEmpty());
}

TEST_F(WithdrawalsTest, WrongRequests_AreRefusedBeforeTheBudgetIsAsked) {
  EXPECT_EQ(ReasonOf(Withdraw({"1", "1"}, "w-1").status()), "CLAIM_COST_TWICE");
  EXPECT_EQ(ReasonOf(Withdraw({"1"}, "w-2", false, "2100-01-01").status()), "DAY_IN_FUTURE");
  EXPECT_EQ(ReasonOf(Withdraw({"1"}, "w-3", false, "", Auditor()).status()), "PERMISSION_DENIED");
  EXPECT_THAT(budgets_.decisions(), IsEmpty());
}

}  // namespace
}  // namespace tranche::payments::withdrawals
