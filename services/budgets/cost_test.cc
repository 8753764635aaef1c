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

const Verdict kApprove;
const Verdict kRefuse{.refused = true};

Verdict Partly(const ThreePart& unapproved, std::optional<ThreePart> by_correction = std::nullopt) {
  return {.refused = false, .unapproved = unapproved, .by_correction = by_correction};
}

TEST(CostState, EveryStateAndEvent_HasTheNextOfTheTable) {
  EXPECT_EQ(Next(CostState::kReserved, CostEvent::kApprove), CostState::kApproved);
  EXPECT_EQ(Next(CostState::kReserved, CostEvent::kRefuse), CostState::kRefused);
  EXPECT_EQ(Next(CostState::kReserved, CostEvent::kApprovePart), CostState::kPartiallyApproved);
  for (const CostState decided :
       {CostState::kApproved, CostState::kRefused, CostState::kPartiallyApproved}) {
    for (const CostEvent event : {CostEvent::kApprove, CostEvent::kRefuse, CostEvent::kApprovePart}) {
      EXPECT_EQ(Next(decided, event), std::nullopt) << StateName(decided);
    }
  }
}

TEST(DecideCost, WhatIsNotApproved_LeavesTheRest) {
  const auto decided =
      DecideCost(Cost("a", "1", Parts(850, 150)), Partly(Parts(80, 20), Parts(5, 0)), kDecided);

  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->state, CostState::kPartiallyApproved);
  EXPECT_EQ(decided->approved, Parts(765, 130));
  EXPECT_EQ(decided->unapproved, Parts(80, 20));
  EXPECT_EQ(decided->by_correction, Parts(5, 0));
}

TEST(DecideCost, EverythingTaken_RefusesIt) {
  EXPECT_EQ(DecideCost(Cost("a", "1", Parts(850, 150)), Partly(Parts(800, 150), Parts(50, 0)), kDecided)
                ->state,
            CostState::kRefused);
  EXPECT_EQ(DecideCost(Cost("a", "1", Parts(850, 150)), Partly(Parts(0, 0)), kDecided)->state,
            CostState::kApproved);
}

TEST(DecideCost, MoreThanIsClaimed_IsRefused) {
  const auto status = [](const Verdict& verdict) {
    return DecideCost(Cost("a", "1", Parts(850, 150)), verdict, kDecided).status();
  };
  EXPECT_EQ(ReasonOf(status(Partly(Parts(851, 0)))), "COST_UNAPPROVED_ABOVE_CLAIMED");
  EXPECT_EQ(ReasonOf(status(Partly(Parts(850, 100), Parts(0, 51)))), "COST_UNAPPROVED_ABOVE_CLAIMED");
  EXPECT_EQ(ReasonOf(status(Partly(Parts(-1, 0)))), "AMOUNT_NEGATIVE");
}

TEST(DecideCosts, SeveralLines_AreSummedByLineAndDecision) {
  const std::vector<CostFacts> costs = {Cost("a", "1", Parts(85, 15)), Cost("b", "2", Parts(10, 2)),
                                        Cost("c", "1", Parts(8, 1)), Cost("d", "1", Parts(170, 30))};

  const auto outcome =
      DecideCosts(costs, {kApprove, kRefuse, kRefuse, kApprove}, kDecided, Currency::kBgn);

  ASSERT_TRUE(outcome.ok());
  ASSERT_EQ(outcome->lines.size(), 2u);
  EXPECT_EQ(outcome->lines.at("1").approved, Parts(255, 45));
  EXPECT_EQ(outcome->lines.at("1").refused, Parts(8, 1));
  EXPECT_EQ(outcome->lines.at("2").approved, Parts(0, 0));
  EXPECT_EQ(outcome->lines.at("2").refused, Parts(10, 2));
  EXPECT_EQ(outcome->approved, Parts(255, 45));
  EXPECT_EQ(outcome->refused, Parts(18, 3));
}

TEST(DecideCosts, PartOfACost_IsSummedOnBothSides) {
  const std::vector<CostFacts> costs = {Cost("a", "1", Parts(850, 150)), Cost("b", "1", Parts(85, 15))};

  const auto outcome =
      DecideCosts(costs, {Partly(Parts(80, 20), Parts(5, 0)), kApprove}, kDecided, Currency::kBgn);

  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(outcome->lines.at("1").approved, Parts(850, 145));
  EXPECT_EQ(outcome->lines.at("1").refused, Parts(85, 20));
  EXPECT_EQ(outcome->by_correction, Parts(5, 0));
  EXPECT_EQ(outcome->costs[0].state, CostState::kPartiallyApproved);
  EXPECT_EQ(outcome->costs[1].state, CostState::kApproved);
}

TEST(DecideCosts, DecidedCost_IsRefusedWithItsState) {
  std::vector<CostFacts> costs = {Cost("a", "1", Parts(85, 15)), Cost("b", "1", Parts(85, 15))};
  costs[1].state = CostState::kRefused;

  const auto outcome = DecideCosts(costs, {kApprove, kApprove}, kDecided, Currency::kBgn);

  EXPECT_EQ(ReasonOf(outcome.status()), "COST_ALREADY_DECIDED");
  EXPECT_EQ(ValuesOf(outcome.status()), (ErrorValues{{"cost", "b"}, {"state", "REFUSED"}}));
}

TEST(DecideCosts, OnTheDayOfPayment_IsTaken) {
  EXPECT_TRUE(DecideCosts({Cost("a", "1", Parts(85, 15))}, {kApprove}, kPaid, Currency::kBgn).ok());
}

TEST(DecideCosts, BeforePayment_IsRefused) {
  const auto outcome =
      DecideCosts({Cost("a", "1", Parts(85, 15))}, {kApprove}, kPaid - 1, Currency::kBgn);

  EXPECT_EQ(ReasonOf(outcome.status()), "COST_DECIDED_BEFORE_PAID");
}

// A lump sum is paid when its condition is met, or not at all; a correction may take of it all the
// same.
TEST(DecideCost, LumpSum_IsApprovedWholeOrNotAtAll) {
  CostFacts lump = Cost("a", "1", Parts(85, 15));
  lump.form = SupportForm::kLumpSums;

  EXPECT_TRUE(DecideCost(lump, kApprove, kDecided).ok());
  EXPECT_TRUE(DecideCost(lump, kRefuse, kDecided).ok());
  EXPECT_TRUE(DecideCost(lump, Partly(Parts(85, 15)), kDecided).ok());
  EXPECT_EQ(ReasonOf(DecideCost(lump, Partly(Parts(1, 0)), kDecided).status()), "LUMP_SUM_IS_WHOLE");
  const Verdict corrected{.refused = false, .unapproved = std::nullopt, .by_correction = Parts(10, 0)};
  EXPECT_TRUE(DecideCost(lump, corrected, kDecided).ok());
}

}  // namespace
}  // namespace tranche::budgets
