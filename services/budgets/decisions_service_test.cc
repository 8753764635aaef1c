// SPDX-License-Identifier: EUPL-1.2
// Decisions on costs through the gRPC methods of the service.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "budgets/testing/budgets_fixture.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/testing/pg_sandbox.h"

namespace tranche::budgets {
namespace {

common::v1::ThreePartAmount PartsOf(int64_t eu_minor, int64_t national_minor) {
  return convert::ToProto(ThreePart{.eu = Money::Minor(eu_minor, Currency::kBgn),
                                    .national = Money::Minor(national_minor, Currency::kBgn),
                                    .own = Money::Zero(Currency::kBgn)});
}

TEST_F(BudgetsTest, Decisions_SpendTheApprovedAndReleaseTheRefused) {
  MakeSmallBudget();
  std::vector<std::string> names;
  for (const char* key : {"c1", "c2", "c3"}) {
    names.push_back(Call(&Stub::RecordCost, CostOf("1", "30.00", key))->name());
  }

  const auto decided = Decide(DecisionOf({{names[2], true}, {names[0], false}}, "d1"));

  ASSERT_TRUE(decided.ok()) << decided.status();
  v1::GetCostRequest get;
  get.set_name(names[2]);
  const auto approved = Call(&Stub::GetCost, get);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->state(), v1::APPROVED);
  EXPECT_EQ(approved->decided_on(), "2018-06-01");
  get.set_name(names[0]);
  const auto refused = Call(&Stub::GetCost, get);
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_EQ(refused->state(), v1::REFUSED);
  EXPECT_EQ(refused->refusal_reason(), "извън допустимите разходи");
  EXPECT_EQ(Show(decided->approved()), "25.50 4.50 0.00");
  EXPECT_EQ(Show(decided->refused()), "25.50 4.50 0.00");
  const v1::Budget budget = Budget();
  EXPECT_EQ(Show(budget.spent()), "25.50 4.50 0.00");
  EXPECT_EQ(Show(budget.reserved()), "25.50 4.50 0.00");
  EXPECT_EQ(Show(budget.left()), "34.00 6.00 0.00");
}

TEST_F(BudgetsTest, DecisionInParts_SpendsTheApprovedAndReleasesTheRest) {
  MakeSmallBudget();
  const std::string name = Call(&Stub::RecordCost, CostOf("1", "30.00", "c1"))->name();
  v1::DecideCostsRequest request = DecisionOf({{name, true}}, "d1");
  v1::CostDecision* decision = request.mutable_decisions(0);
  *decision->mutable_unapproved() = PartsOf(850, 150);
  decision->set_reason("без протокол");
  *decision->mutable_unapproved_by_correction() = PartsOf(85, 15);
  decision->set_correction_reason("нарушение при избора");
  decision->set_correction("К-7");

  const auto decided = Decide(request);

  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(Show(decided->approved()), "16.15 2.85 0.00");
  EXPECT_EQ(Show(decided->refused()), "9.35 1.65 0.00");
  EXPECT_EQ(Show(decided->refused_by_correction()), "0.85 0.15 0.00");
  v1::GetCostRequest get;
  get.set_name(name);
  const auto cost = Call(&Stub::GetCost, get);
  ASSERT_TRUE(cost.ok()) << cost.status();
  EXPECT_EQ(cost->state(), v1::PARTIALLY_APPROVED);
  EXPECT_EQ(Show(cost->approved()), "16.15 2.85 0.00");
  EXPECT_EQ(Show(cost->unapproved()), "8.50 1.50 0.00");
  EXPECT_EQ(Show(cost->unapproved_by_correction()), "0.85 0.15 0.00");
  EXPECT_EQ(cost->refusal_reason(), "без протокол");
  EXPECT_EQ(cost->correction_reason(), "нарушение при избора");
  EXPECT_EQ(cost->correction(), "К-7");
  const v1::Budget budget = Budget();
  EXPECT_EQ(Show(budget.spent()), "16.15 2.85 0.00");
  EXPECT_EQ(Show(budget.reserved()), "0.00 0.00 0.00");
}

TEST_F(BudgetsTest, CostApprovedInPart_MayComeAgainAndNamesTheFirst) {
  MakeSmallBudget();
  v1::RecordCostRequest again = CostOf("1", "30.00", "c1");
  const std::string first = Call(&Stub::RecordCost, again)->name();
  v1::DecideCostsRequest request = DecisionOf({{first, true}}, "d1");
  *request.mutable_decisions(0)->mutable_unapproved() = PartsOf(850, 150);
  request.mutable_decisions(0)->set_reason("без протокол");
  ASSERT_TRUE(Decide(request).ok());

  SetMoney(again.mutable_cost()->mutable_claimed(), "10.00");
  again.set_request_id("c2");
  const auto second = Call(&Stub::RecordCost, again);

  ASSERT_TRUE(second.ok()) << second.status();
  v1::GetCostRequest get;
  get.set_name(second->name());
  EXPECT_EQ(Call(&Stub::GetCost, get)->resubmits(), first);
  get.set_name(first);
  EXPECT_EQ(Call(&Stub::GetCost, get)->resubmits(), "");
}

TEST_F(BudgetsTest, DecisionInPartsThatCannotBe_IsRefusedByField) {
  MakeSmallBudget();
  const std::string name = Call(&Stub::RecordCost, CostOf("1", "30.00", "c1"))->name();
  v1::DecideCostsRequest request = DecisionOf({{name, false}}, "d1");
  v1::CostDecision* decision = request.mutable_decisions(0);
  *decision->mutable_unapproved_by_correction() = PartsOf(85, 15);
  decision->clear_reason();
  const absl::Status refused = Decide(request).status();
  EXPECT_EQ(ReasonOf(refused), "INVALID_REQUEST");
  std::vector<std::string> fields;
  for (const Violation& violation : ViolationsOf(refused)) fields.push_back(violation.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"decisions[0].approved", "decisions[0].correctionReason",
                                              "decisions[0].reason"}));

  decision->set_approved(true);
  decision->set_correction_reason("нарушение");
  *decision->mutable_unapproved_by_correction() = PartsOf(2551, 0);
  EXPECT_EQ(ReasonOf(Decide(request).status()), "COST_UNAPPROVED_ABOVE_CLAIMED");
}

TEST_F(BudgetsTest, Decision_IsRecordedUnderWhoDecidedAndNotOnlyTheService) {
  MakeSmallBudget();
  const std::string cost = Call(&Stub::RecordCost, CostOf("1", "30.00", "c1"))->name();
  v1::DecideCostsRequest request = DecisionOf({{cost, true}}, "d1");
  request.clear_decided_by();
  EXPECT_EQ(ReasonOf(Decide(request).status()), "INVALID_REQUEST");

  ASSERT_TRUE(Decide(DecisionOf({{cost, true}}, "d1")).ok());

  EXPECT_EQ(sandbox_.Inspect("select decided_by from budgets.cost_decision")[0][0].as<std::string>(),
            "approver@mineralni-bani");
  const pqxx::result evidence = sandbox_.Inspect(
      "select actor, reason from budgets.evidence where action = 'budgets.costs.decide'");
  ASSERT_EQ(evidence.size(), 1u);
  EXPECT_EQ(evidence[0]["actor"].as<std::string>(), "service/payments");
  EXPECT_EQ(evidence[0]["reason"].as<std::string>(), "approver@mineralni-bani");
}

TEST_F(BudgetsTest, DecidedCost_IsNotDecidedAgain) {
  MakeSmallBudget();
  const std::string first = Call(&Stub::RecordCost, CostOf("1", "30.00", "c1"))->name();
  const std::string second = Call(&Stub::RecordCost, CostOf("1", "30.00", "c2"))->name();
  ASSERT_TRUE(Decide(DecisionOf({{first, true}}, "d1")).ok());
  const std::string traces = Traces();

  const auto again = Decide(DecisionOf({{second, true}, {first, false}}, "d2"));

  EXPECT_EQ(ReasonOf(again.status()), "COST_ALREADY_DECIDED");
  EXPECT_EQ(ValuesOf(again.status()), (ErrorValues{{"cost", first}, {"state", "APPROVED"}}));
  EXPECT_EQ(Traces(), traces);
}

TEST_F(BudgetsTest, RepeatedDecision_GivesTheFirstAnswer) {
  MakeSmallBudget();
  const std::string cost = Call(&Stub::RecordCost, CostOf("1", "30.00", "c1"))->name();
  const auto first = Decide(DecisionOf({{cost, true}}, "d1"));
  ASSERT_TRUE(first.ok());
  const std::string traces = Traces();

  const auto again = Decide(DecisionOf({{cost, true}}, "d1"));

  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Traces(), traces);
  EXPECT_EQ(ReasonOf(Decide(DecisionOf({{cost, false}}, "d1")).status()), "REQUEST_ID_REUSED");
}

TEST_F(BudgetsTest, DecisionThatCannotBe_IsRefusedAndDecidesNothing) {
  MakeSmallBudget();
  const std::string cost = Call(&Stub::RecordCost, CostOf("1", "30.00", "c1"))->name();
  const std::string traces = Traces();
  const auto reason = [&](const v1::DecideCostsRequest& request) {
    return ReasonOf(Decide(request).status());
  };
  v1::DecideCostsRequest request = DecisionOf({{cost, true}, {cost, true}}, "d1");
  const auto twice = Decide(request);
  EXPECT_EQ(ReasonOf(twice.status()), "INVALID_REQUEST");
  ASSERT_EQ(ViolationsOf(twice.status()).size(), 1u);
  EXPECT_EQ(ViolationsOf(twice.status())[0].field, "decisions[1].cost");
  EXPECT_EQ(ViolationsOf(twice.status())[0].reason, "COST_NAMED_TWICE");
  EXPECT_EQ(reason(DecisionOf({{cost, true}, {absl::StrCat(kContract, "/costs/2"), true}}, "d1")),
            "NOT_FOUND");
  EXPECT_EQ(reason(DecisionOf({{absl::StrCat(kContract, "/costs/x"), true}}, "d1")), "NOT_FOUND");
  EXPECT_EQ(reason(DecisionOf({{"organisations/mineralni-bani/contracts/X/costs/1", true}}, "d1")),
            "NOT_FOUND");
  EXPECT_EQ(reason(DecisionOf({{"costs/1", true}}, "d1")), "INVALID_REQUEST");
  request = DecisionOf({{cost, false}}, "d1");
  request.mutable_decisions(0)->clear_reason();
  EXPECT_EQ(reason(request), "INVALID_REQUEST");
  request = DecisionOf({{cost, true}}, "d1");
  request.set_decided_on("2018-02-04");
  EXPECT_EQ(reason(request), "COST_DECIDED_BEFORE_PAID");
  EXPECT_EQ(Traces(), traces);
}

TEST_F(BudgetsTest, DecisionsAgainstRecordings_NeverBlockEachOtherForGood) {
  Activate(kNumber, "850.00", "150.00", "0.00");
  ASSERT_TRUE(Call(&Stub::CreateBudget, BudgetOf({{"1", "500.00"}, {"2", "500.00"}})).ok());
  std::vector<std::string> costs;
  for (int i = 0; i < 40; ++i) {
    costs.push_back(
        Call(&Stub::RecordCost, CostOf(i % 2 == 0 ? "1" : "2", "2.50", absl::StrCat("c", i)))->name());
  }
  std::atomic<int> failed{0};

  std::vector<std::thread> clients;
  for (int client = 0; client < 4; ++client) {
    clients.emplace_back([&, client] {
      for (int i = client * 10; i < client * 10 + 10; i += 2) {
        // Each names a cost of either line, in either order.
        const bool swapped = client % 2 == 0;
        const auto decided = Decide(
            DecisionOf({{costs[i + (swapped ? 1 : 0)], true}, {costs[i + (swapped ? 0 : 1)], false}},
                       absl::StrCat("d", i)));
        if (!decided.ok()) ++failed;
      }
    });
    clients.emplace_back([&, client] {
      for (int i = 0; i < 5; ++i) {
        const auto cost = Call(&Stub::RecordCost, CostOf(i % 2 == 0 ? "2" : "1", "1.00",
                                                         absl::StrCat("n", client, "-", i)));
        if (!cost.ok()) ++failed;
      }
    });
  }
  for (std::thread& client : clients) client.join();

  EXPECT_EQ(failed, 0);
  const v1::Budget budget = Budget();
  EXPECT_EQ(budget.spent().total().amount(), "50.00");
  EXPECT_EQ(budget.reserved().total().amount(), "20.00");
}

}  // namespace
}  // namespace tranche::budgets
