// SPDX-License-Identifier: EUPL-1.2
#include "budgets/cost.h"

#include <gtest/gtest.h>

#include <vector>

#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

constexpr absl::CivilDay kPaid(2018, 3, 1);
constexpr absl::CivilDay kDecided(2018, 6, 1);

constexpr ThreePart Parts(int64_t eu, int64_t national) {
  return {Money::Minor(eu, Currency::kBgn), Money::Minor(national, Currency::kBgn),
          Money::Zero(Currency::kBgn)};
}

CostFacts Cost(const std::string& name, const std::string& line, const ThreePart& parts) {
  return {.name = name, .line = line, .parts = parts, .state = CostState::kReserved, .paid_on = kPaid};
}

TEST(CostState, EveryStateAndEvent_HasTheNextOfTheTable) {
  EXPECT_EQ(Next(CostState::kReserved, CostEvent::kApprove), CostState::kApproved);
  EXPECT_EQ(Next(CostState::kReserved, CostEvent::kRefuse), CostState::kRefused);
  EXPECT_EQ(Next(CostState::kApproved, CostEvent::kApprove), std::nullopt);
  EXPECT_EQ(Next(CostState::kApproved, CostEvent::kRefuse), std::nullopt);
  EXPECT_EQ(Next(CostState::kRefused, CostEvent::kApprove), std::nullopt);
  EXPECT_EQ(Next(CostState::kRefused, CostEvent::kRefuse), std::nullopt);
}

TEST(DecideCosts, SeveralLines_AreSummedByLineAndDecision) {
  const std::vector<CostFacts> costs = {Cost("a", "1", Parts(85, 15)), Cost("b", "2", Parts(10, 2)),
                                        Cost("c", "1", Parts(8, 1)), Cost("d", "1", Parts(170, 30))};

  const auto outcome = DecideCosts(costs, {true, false, false, true}, kDecided, Currency::kBgn);

  ASSERT_TRUE(outcome.ok());
  ASSERT_EQ(outcome->lines.size(), 2u);
  EXPECT_EQ(outcome->lines.at("1").approved, Parts(255, 45));
  EXPECT_EQ(outcome->lines.at("1").refused, Parts(8, 1));
  EXPECT_EQ(outcome->lines.at("2").approved, Parts(0, 0));
  EXPECT_EQ(outcome->lines.at("2").refused, Parts(10, 2));
  EXPECT_EQ(outcome->approved, Parts(255, 45));
  EXPECT_EQ(outcome->refused, Parts(18, 3));
}

TEST(DecideCosts, DecidedCost_IsRefusedWithItsState) {
  std::vector<CostFacts> costs = {Cost("a", "1", Parts(85, 15)), Cost("b", "1", Parts(85, 15))};
  costs[1].state = CostState::kRefused;

  const auto outcome = DecideCosts(costs, {true, true}, kDecided, Currency::kBgn);

  EXPECT_EQ(ReasonOf(outcome.status()), "COST_ALREADY_DECIDED");
  EXPECT_EQ(ValuesOf(outcome.status()), (ErrorValues{{"cost", "b"}, {"state", "REFUSED"}}));
}

TEST(DecideCosts, OnTheDayOfPayment_IsTaken) {
  EXPECT_TRUE(DecideCosts({Cost("a", "1", Parts(85, 15))}, {true}, kPaid, Currency::kBgn).ok());
}

TEST(DecideCosts, BeforePayment_IsRefused) {
  const auto outcome = DecideCosts({Cost("a", "1", Parts(85, 15))}, {true}, kPaid - 1, Currency::kBgn);

  EXPECT_EQ(ReasonOf(outcome.status()), "COST_DECIDED_BEFORE_PAID");
}

}  // namespace
}  // namespace tranche::budgets
