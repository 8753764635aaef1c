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

TEST(IsTakenAtVerification, CorrectionOfTheVerdict_IsTaken) {
  EXPECT_TRUE(IsTakenAtVerification(Taken("3"), "7", 3));
  EXPECT_TRUE(IsTakenAtVerification(Taken("organisations/o/contracts/c/corrections/3"), "7", 3));
}

TEST(IsTakenAtVerification, AnotherCorrectionOrCost_IsNot) {
  EXPECT_FALSE(IsTakenAtVerification(Taken("3"), "7", 33));
  EXPECT_FALSE(IsTakenAtVerification(Taken("3"), "8", 3));
  EXPECT_FALSE(IsTakenAtVerification(Taken(""), "7", 3));
  EXPECT_FALSE(IsTakenAtVerification({}, "7", 3));
}

TEST(IsTakenAtVerification, ClaimThatIsNotAccepted_TookNothing) {
  std::vector<Claim> claims = Taken("3");
  claims[0].state = ClaimState::kSent;
  EXPECT_FALSE(IsTakenAtVerification(claims, "7", 3));
}

}  // namespace
}  // namespace tranche::payments::recoveries
