// SPDX-License-Identifier: EUPL-1.2
// Who may put right what a claim did not approve, and what a correction leaves of it.
#include "payments/revalidations/revalidation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "platform/base/error.h"

namespace tranche::payments::revalidations {
namespace {

using ::testing::Contains;
using ::testing::Optional;
using ::testing::Pair;

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
constexpr ThreePart Parts(int64_t eu, int64_t national, int64_t own) {
  return {.eu = Leva(eu), .national = Leva(national), .own = Leva(own)};
}
constexpr absl::CivilDay kDecided(2018, 3, 1);

// Claim 2 of the accountant, decided by the approver: of cost 7 a part is unapproved and a part taken
// by correction 3.
Claim Decided() {
  Claim claim;
  claim.sequence = 2;
  claim.state = ClaimState::kAccepted;
  claim.sent_by = "accountant@mineralni-bani";
  claim.decided_by = "approver@mineralni-bani";
  claim.decision.emplace();
  claim.decision->decided_on = kDecided;
  claim.decision->reference = "ВР-2";
  claim.decision->verdicts = {{.cost_id = "7",
                               .unapproved = Parts(8'50, 1'50, 0),
                               .reason = "Без протокол",
                               .by_correction = Parts(17'00, 3'00, 5'00),
                               .correction_reason = "Нарушение",
                               .correction = "organisations/sopot/contracts/A/corrections/3"}};
  return claim;
}

Contract Own() {
  Contract contract;
  contract.organisation = "sopot";
  contract.id = "A";
  return contract;
}

recoveries::Correction CorrectionOf(int id, recoveries::RecoveryState state, int64_t eu,
                                    int64_t national) {
  recoveries::Correction correction;
  correction.id = id;
  correction.state = state;
  correction.amount = {.eu = Leva(eu), .national = Leva(national)};
  return correction;
}

TEST(FindRefusal, DecidedClaim_IsFoundWithItsVerdict) {
  const std::vector<Claim> claims = {Decided()};
  const auto found = FindRefusal(claims, "7");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->claim->sequence, 2);
  EXPECT_EQ(found->verdict->correction, "organisations/sopot/contracts/A/corrections/3");
}

TEST(FindRefusal, EveryOtherState_HasNothingToRevalidate) {
  for (const ClaimState state :
       {ClaimState::kDraft, ClaimState::kReturned, ClaimState::kSent, ClaimState::kAwaitingAnswer,
        ClaimState::kInVerification, ClaimState::kTakenBack}) {
    std::vector<Claim> claims = {Decided()};
    claims[0].state = state;
    EXPECT_EQ(ReasonOf(FindRefusal(claims, "7").status()), "REVALIDATION_NOT_REFUSED");
  }
  EXPECT_EQ(ReasonOf(FindRefusal({Decided()}, "8").status()), "REVALIDATION_NOT_REFUSED");
}

TEST(FindRefusal, RefusedClaim_CountsToo) {
  std::vector<Claim> claims = {Decided()};
  claims[0].state = ClaimState::kRefused;
  EXPECT_TRUE(FindRefusal(claims, "7").ok());
}

TEST(CheckRevalidation, SomebodyElseAfterTheDecision_MayRevalidate) {
  EXPECT_TRUE(CheckRevalidation(Decided(), std::nullopt, "second@mineralni-bani", kDecided).ok());
}

TEST(CheckRevalidation, WhoeverHadAPartInTheClaim_MayNot) {
  Claim claim = Decided();
  claim.questions.emplace_back().answered_by = "clerk@mineralni-bani";
  claim.returns.emplace_back().sent_by = "former@mineralni-bani";
  for (const char* person : {"approver@mineralni-bani", "accountant@mineralni-bani",
                             "clerk@mineralni-bani", "former@mineralni-bani"}) {
    const absl::Status refused = CheckRevalidation(claim, std::nullopt, person, kDecided);
    EXPECT_EQ(ReasonOf(refused), "REVALIDATION_BY_SAME_PERSON") << person;
    EXPECT_THAT(ValuesOf(refused), Contains(Pair("person", person)));
  }
}

TEST(CheckRevalidation, BeforeTheDecision_IsOutOfOrder) {
  EXPECT_EQ(ReasonOf(CheckRevalidation(Decided(), std::nullopt, "second@x", kDecided - 1)),
            "DAYS_OUT_OF_ORDER");
}

TEST(CheckRevalidation, FinalClaim_LeavesNoClaimToPayIt) {
  const absl::Status refused = CheckRevalidation(Decided(), 4, "second@x", kDecided);
  EXPECT_EQ(ReasonOf(refused), "REVALIDATION_AFTER_FINAL");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("claim", "4")));
}

TEST(RoomOfCorrection, InForceAsItWas_GivesNothingBack) {
  const auto room = RoomOfCorrection(
      Own(), {Decided()}, "3", {CorrectionOf(3, recoveries::RecoveryState::kEntered, 17'00, 3'00)});
  ASSERT_TRUE(room.ok()) << room.status();
  EXPECT_THAT(*room, Optional(Leva(0)));
}

TEST(RoomOfCorrection, Lowered_GivesBackWhatItWasLoweredBy) {
  Claim other = Decided();
  other.decision->verdicts[0].cost_id = "9";
  other.decision->verdicts[0].correction = "3";  // By its number alone.
  const auto room =
      RoomOfCorrection(Own(), {Decided(), other}, "organisations/sopot/contracts/A/corrections/3",
                       {CorrectionOf(2, recoveries::RecoveryState::kEntered, 99'00, 0),
                        CorrectionOf(3, recoveries::RecoveryState::kEntered, 25'50, 4'50)});
  ASSERT_TRUE(room.ok()) << room.status();
  EXPECT_THAT(*room, Optional(Leva(10'00)));  // 20.00 + 20.00 of grant were taken, 30.00 stand.
}

TEST(RoomOfCorrection, RemovedOrUnknown_BoundsNothing) {
  EXPECT_EQ(*RoomOfCorrection(Own(), {Decided()}, "3",
                              {CorrectionOf(3, recoveries::RecoveryState::kRemoved, 0, 0)}),
            std::nullopt);
  EXPECT_EQ(*RoomOfCorrection(Own(), {Decided()}, "К-7", {}), std::nullopt);
  EXPECT_EQ(*RoomOfCorrection(Own(), {Decided()}, "", {}), std::nullopt);
  EXPECT_EQ(*RoomOfCorrection(Own(), {Decided()}, "РД-15/3",
                              {CorrectionOf(3, recoveries::RecoveryState::kEntered, 1'00, 0)}),
            std::nullopt);
}

}  // namespace
}  // namespace tranche::payments::revalidations
