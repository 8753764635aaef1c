// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/named_correction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::payments::recoveries {
namespace {

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

Contract Own() {
  Contract contract;
  contract.organisation = "sopot";
  contract.id = "BG05-C01";
  contract.amount = {.eu = Leva(85'000'00), .national = Leva(15'000'00), .own = Leva(0)};
  return contract;
}

// Took 85.00, 15.00 and 10.00 of a cost by correction 1.
CostVerdict Taken(const std::string& cost, const std::string& correction = "1") {
  return {.cost_id = cost,
          .unapproved = ZeroParts(Currency::kBgn),
          .reason = "",
          .by_correction = {.eu = Leva(85'00), .national = Leva(15'00), .own = Leva(10'00)},
          .correction_reason = "Нарушение",
          .correction = correction};
}

Decision Deciding(std::vector<CostVerdict> verdicts) {
  Decision decision;
  decision.verdicts = std::move(verdicts);
  return decision;
}

Claim Decided(std::vector<CostVerdict> verdicts) {
  Claim claim;
  claim.sequence = 1;
  claim.state = ClaimState::kAccepted;
  claim.decision = Deciding(std::move(verdicts));
  return claim;
}

Correction InForce(int64_t eu, int64_t national) {
  Correction correction;
  correction.id = 1;
  correction.state = RecoveryState::kEntered;
  correction.amount = {Leva(eu), Leva(national)};
  correction.indebted = {Leva(0), Leva(0)};
  return correction;
}

TEST(NumberOfCorrection, NameOrNumberOfThisContract_IsRead) {
  EXPECT_EQ(NumberOfCorrection(Own(), "7"), 7);
  EXPECT_EQ(NumberOfCorrection(Own(), "organisations/sopot/contracts/BG05-C01/corrections/7"), 7);
  EXPECT_EQ(NumberOfCorrection(Own(), "organisations/sopot/contracts/bg05-c01/corrections/7"), 7);
}

TEST(NumberOfCorrection, AnyOtherText_IsNoneOfTheRegister) {
  for (const char* text : {"", "0", "-1", "07", "К-7", "РД-15/2", "7 от 2018", "99999999999",
                           "corrections/7", "organisations/sopot/contracts/BG05-C02/corrections/7",
                           "organisations/lyubimets/contracts/BG05-C01/corrections/7"}) {
    EXPECT_EQ(NumberOfCorrection(Own(), text), 0) << text;
  }
}

TEST(NamedCorrections, WhatTheyLeave_IsTakenOnce) {
  const Correction correction = InForce(170'00, 30'00);
  EXPECT_TRUE(CheckNamedCorrections(Own(), {}, {correction}, Deciding({Taken("8"), Taken("9")})).ok());
  const std::vector<Claim> others = {Decided({Taken("7")})};
  EXPECT_TRUE(CheckNamedCorrections(Own(), others, {correction}, Deciding({Taken("8")})).ok());
  const absl::Status above =
      CheckNamedCorrections(Own(), others, {correction}, Deciding({Taken("8"), Taken("9")}));
  ASSERT_EQ(ViolationsOf(above).size(), 1u) << above;
  EXPECT_EQ(ViolationsOf(above)[0].reason, "FIELD_OUT_OF_RANGE");
  EXPECT_THAT(ViolationsOf(above)[0].values, ::testing::Contains(::testing::Pair("max", "100.00")));
}

TEST(NamedCorrections, DebtOfACorrection_LeavesLess) {
  Correction correction = InForce(85'00, 15'00);
  correction.indebted = {Leva(1), Leva(0)};
  EXPECT_EQ(ReasonOf(CheckNamedCorrections(Own(), {}, {correction}, Deciding({Taken("8")}))),
            "INVALID_REQUEST");
}

TEST(NamedCorrections, OneThatIsNotInForce_TakesNothing) {
  Correction draft = InForce(0, 0);
  for (const RecoveryState state : {RecoveryState::kNew, RecoveryState::kRemoved}) {
    draft.state = state;
    EXPECT_EQ(ReasonOf(CheckNamedCorrections(Own(), {}, {draft}, Deciding({Taken("8")}))),
              "CORRECTION_NOT_IN_FORCE");
  }
}

TEST(NamedCorrections, TextOfTheAuthority_BoundsNothing) {
  EXPECT_TRUE(CheckNamedCorrections(Own(), {}, {InForce(0, 0)}, Deciding({Taken("8", "К-7")})).ok());
  EXPECT_TRUE(CheckNamedCorrections(Own(), {}, {}, Deciding({Taken("8", "2")})).ok());
}

}  // namespace
}  // namespace tranche::payments::recoveries
