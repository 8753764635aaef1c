// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/corrected_cost.h"

#include <gtest/gtest.h>

namespace tranche::payments::recoveries {
namespace {

// An accepted claim whose decision took something of cost 7 by a correction.
std::vector<Claim> Taken(const std::string& correction) {
  Claim claim;
  claim.state = ClaimState::kAccepted;
  claim.decision.emplace();
  claim.decision->verdicts.push_back({.cost_id = "7",
                                      .unapproved = {},
                                      .reason = "",
                                      .by_correction = {},
                                      .correction_reason = "Отклонение",
                                      .correction = correction});
  return {claim};
}

Contract Own() {
  Contract contract;
  contract.organisation = "o";
  contract.id = "C";
  return contract;
}

TEST(IsTakenAtVerification, CorrectionOfTheVerdict_IsTaken) {
  EXPECT_TRUE(IsTakenAtVerification(Own(), Taken("3"), "7", 3));
  EXPECT_TRUE(IsTakenAtVerification(Own(), Taken("organisations/o/contracts/c/corrections/3"), "7", 3));
}

TEST(IsTakenAtVerification, AnotherCorrectionOrCost_IsNot) {
  EXPECT_FALSE(IsTakenAtVerification(Own(), Taken("3"), "7", 33));
  EXPECT_FALSE(IsTakenAtVerification(Own(), Taken("3"), "8", 3));
  EXPECT_FALSE(IsTakenAtVerification(Own(), Taken(""), "7", 3));
  EXPECT_FALSE(IsTakenAtVerification(Own(), Taken("РД-15/3"), "7", 3));
  EXPECT_FALSE(
      IsTakenAtVerification(Own(), Taken("organisations/o/contracts/other/corrections/3"), "7", 3));
  EXPECT_FALSE(IsTakenAtVerification(Own(), {}, "7", 3));
}

TEST(IsTakenAtVerification, ClaimThatIsNotAccepted_TookNothing) {
  std::vector<Claim> claims = Taken("3");
  claims[0].state = ClaimState::kSent;
  EXPECT_FALSE(IsTakenAtVerification(Own(), claims, "7", 3));
}

}  // namespace
}  // namespace tranche::payments::recoveries
