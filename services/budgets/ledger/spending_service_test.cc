// SPDX-License-Identifier: EUPL-1.2
// Spending plans and forecasts through gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "budgets/testing/ledger_fixture.h"
#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

v1::SetSpendingPlanRequest PlanOf(
    const std::vector<std::tuple<std::string, int, int, std::string>>& quarters,
    const std::string& key) {
  v1::SetSpendingPlanRequest request;
  request.set_parent(kContract);
  request.set_request_id(key);
  request.mutable_plan()->set_reason("Първоначален план");
  for (const auto& [line, year, quarter, amount] : quarters) {
    v1::PlannedQuarter* planned = request.mutable_plan()->add_quarters();
    planned->set_line(line);
    planned->set_year(year);
    planned->set_quarter(quarter);
    SetMoney(planned->mutable_amount(), amount);
  }
  return request;
}

TEST_F(LedgerTest, SpendingPlan_IsNotSetWhileAReportPackageIsOpen) {
  MakeTwoLines();
  const auto stub = proposals::v1::ProposalsService::NewStub(proposals().channel());
  const rpc::Actor payments = {
      .subject = "service/payments", .organisations = {kOrganisation}, .roles = {"SERVICE"}};
  proposals::v1::HoldContractRequest hold;
  hold.set_name(absl::StrCat(kContract, "/packages/3"));
  hold.set_number(1);
  grpc::ClientContext holding;
  proposals().SignIn(&holding, payments);
  proposals::v1::ContractHold answer;
  ASSERT_TRUE(stub->HoldContract(&holding, hold, &answer).ok());
  const v1::SetSpendingPlanRequest plan = PlanOf({{"1", 2018, 1, "500.00"}}, "p1");
  EXPECT_EQ(ReasonOf(Call(&Ledger::SetSpendingPlan, plan).status()), "CONTRACT_PACKAGE_OPEN");
  proposals::v1::ReleaseContractRequest release;
  release.set_name(hold.name());
  release.set_number(1);
  grpc::ClientContext releasing;
  proposals().SignIn(&releasing, payments);
  ASSERT_TRUE(stub->ReleaseContract(&releasing, release, &answer).ok());
  EXPECT_TRUE(Call(&Ledger::SetSpendingPlan, plan).ok());
}

TEST_F(LedgerTest, SpendingPlan_IsKeptInVersions) {
  MakeTwoLines();
  const auto first = Call(&Ledger::SetSpendingPlan,
                          PlanOf({{"1", 2018, 1, "500.00"}, {"2", 2017, 4, "300.00"}}, "p1"));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->version(), 1);
  EXPECT_EQ(first->total().amount(), "800.00");
  const auto second = Call(&Ledger::SetSpendingPlan, PlanOf({{"", 2018, 2, "900.00"}}, "p2"));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->version(), 2);

  v1::GetSpendingPlanRequest get;
  get.set_name(absl::StrCat(kContract, "/spendingPlan"));
  EXPECT_EQ(Call(&Ledger::GetSpendingPlan, get)->SerializeAsString(), second->SerializeAsString());
  get.set_version(1);
  EXPECT_EQ(Call(&Ledger::GetSpendingPlan, get)->SerializeAsString(), first->SerializeAsString());
  get.set_version(3);
  EXPECT_EQ(ReasonOf(Call(&Ledger::GetSpendingPlan, get).status()), "NOT_FOUND");
  EXPECT_EQ(
      ReasonOf(Call(&Ledger::SetSpendingPlan, PlanOf({{"1", 2018, 1, "1000.01"}}, "p3")).status()),
      "INVALID_REQUEST");
}

TEST_F(LedgerTest, PlanThatWasNeverSet_IsEmptyAndHasNoVersion) {
  MakeTwoLines();
  v1::GetSpendingPlanRequest get;
  get.set_name(absl::StrCat(kContract, "/spendingPlan"));
  const auto plan = Call(&Ledger::GetSpendingPlan, get);
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->version(), 0);
  EXPECT_EQ(plan->quarters_size(), 0);
  EXPECT_EQ(plan->total().amount(), "0.00");
}

TEST_F(LedgerTest, Forecast_SetsPlanAgainstUseByQuarter) {
  MakeTwoLines();
  ASSERT_TRUE(
      Call(&Ledger::SetSpendingPlan, PlanOf({{"1", 2018, 1, "500.00"}, {"2", 2018, 2, "300.00"}}, "p1"))
          .ok());
  ASSERT_TRUE(RecordCost("1", "400.00", "c1").ok());  // Paid on 2018-02-05.
  const auto refused = RecordCost("2", "100.00", "c2");
  ASSERT_TRUE(Decide(refused->name(), false, "d1").ok());  // On 2018-06-01.
  v1::GetForecastRequest request;
  request.set_name(absl::StrCat(kContract, "/forecast"));
  request.set_as_of("2018-06-30");

  const auto forecast = Call(&Ledger::GetForecast, request);

  ASSERT_TRUE(forecast.ok()) << forecast.status();
  EXPECT_EQ(forecast->plan_version(), 1);
  ASSERT_EQ(forecast->quarters_size(), 2);
  EXPECT_EQ(forecast->quarters(0).planned().amount(), "500.00");
  EXPECT_EQ(forecast->quarters(0).used().amount(), "500.00");
  EXPECT_EQ(forecast->quarters(1).used().amount(), "-100.00");
  EXPECT_EQ(forecast->contract().used().amount(), "400.00");
  EXPECT_EQ(forecast->contract().cap().amount(), "2000.00");
  EXPECT_EQ(forecast->contract().planned_to_date().amount(), "800.00");
  EXPECT_EQ(forecast->contract().absorption_percent(), "20.00");
  // 439 of 549 days are gone: 400.00 × 549 / 439.
  EXPECT_EQ(forecast->contract().projected().amount(), "500.23");
  EXPECT_THAT(forecast->contract().warnings(),
              ::testing::ElementsAre(v1::BEHIND_PLAN, v1::LEFT_AT_THE_END));
  ASSERT_EQ(forecast->lines_size(), 2);
  EXPECT_EQ(forecast->lines(1).used().amount(), "0.00");
  EXPECT_EQ(forecast->decommitment().day(), "2020-12-31");
  EXPECT_EQ(forecast->decommitment().at_risk().amount(), "1499.77");
  EXPECT_FALSE(forecast->decommitment().verified());
}

}  // namespace
}  // namespace tranche::budgets
