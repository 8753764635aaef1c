// SPDX-License-Identifier: EUPL-1.2
#include "payments/income/income.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "platform/base/error.h"

namespace tranche::payments::income {
namespace {

using recoveries::Parts;

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

Contract Granted(int64_t eu_minor, int64_t national_minor) {
  Contract contract;
  contract.id = "BG05M9OP001-2.005-0063-C01";
  contract.amount = {.eu = Leva(eu_minor), .national = Leva(national_minor), .own = Leva(0)};
  return contract;
}

Claim SentClaim() {
  Claim claim;
  claim.sequence = 2;
  claim.kind = ClaimKind::kInterim;
  claim.state = ClaimState::kSent;
  claim.requested = {.eu = Leva(8500), .national = Leva(1500), .own = Leva(0)};
  claim.sent_on = absl::CivilDay(2018, 3, 10);
  claim.sent_by = "owner@test";
  return claim;
}

Income Rent(int64_t minor = 25000) {
  return {.id = 1,
          .claim_sequence = 2,
          .amount = Leva(minor),
          .earned_on = absl::CivilDay(2018, 2, 28),
          .description = "Наем на оборудване",
          .document = "Фактура 12",
          .recorded_by = "second@test"};
}

Decision By(const std::string& person, absl::CivilDay on = absl::CivilDay(2018, 4, 1)) {
  return {.lowers = {},
          .decided_on = on,
          .reason = "Нетен приход",
          .reference = "РД-8",
          .decided_by = person};
}

std::string ReasonOfDecision(const Claim& claim, const Income& income, Money lowers,
                             const Decision& decision) {
  return ReasonOf(
      DecideIncome(Granted(85'000'00, 15'000'00), claim, income, lowers, decision).status());
}

TEST(Income, EveryStateAndStep_LeadsWhereTheTableSays) {
  EXPECT_EQ(Next(State::kStated, Step::kDecide), State::kDecided);
  EXPECT_EQ(Next(State::kStated, Step::kAnnul), State::kAnnulled);
  EXPECT_EQ(Next(State::kDecided, Step::kDecide), std::nullopt);
  EXPECT_EQ(Next(State::kDecided, Step::kAnnul), State::kAnnulled);
  EXPECT_EQ(Next(State::kAnnulled, Step::kDecide), std::nullopt);
  EXPECT_EQ(Next(State::kAnnulled, Step::kAnnul), std::nullopt);
}

TEST(Income, WhatLowersTheGrant_KeepsItsRatioByRemainder) {
  const auto decided =
      DecideIncome(Granted(85'000'00, 15'000'00), SentClaim(), Rent(), Leva(2'50), By("approver@test"));
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->lowers, (Parts{Leva(2'13), Leva(37)}));
}

RC_GTEST_PROP(Income, WhatLowersTheGrant_AddsUpAndIsNeverBelowZero, ()) {
  const auto eu = *rc::gen::inRange<int64_t>(0, 1'000'000'00);
  const auto national = *rc::gen::inRange<int64_t>(0, 1'000'000'00);
  const auto earned = *rc::gen::inRange<int64_t>(1, 1'000'000'00);
  const auto lowers = *rc::gen::inRange<int64_t>(0, earned + 1);
  const auto decided =
      DecideIncome(Granted(eu, national), SentClaim(), Rent(earned), Leva(lowers), By("approver@test"));
  if (eu + national == 0 && lowers > 0) {
    RC_ASSERT(ReasonOf(decided.status()) == "INVALID_REQUEST");
    return;
  }
  RC_ASSERT(decided.ok());
  RC_ASSERT(decided->lowers.eu.minor() >= 0 && decided->lowers.national.minor() >= 0);
  RC_ASSERT(decided->lowers.eu.minor() + decided->lowers.national.minor() == lowers);
}

TEST(Income, MoreThanWasEarned_IsRefusedWithTheRange) {
  for (const int64_t minor : {-1, 25001}) {
    const auto decided = DecideIncome(Granted(85'000'00, 15'000'00), SentClaim(), Rent(), Leva(minor),
                                      By("approver@test"));
    ASSERT_EQ(ViolationsOf(decided.status()).size(), 1u) << minor;
    EXPECT_EQ(ViolationsOf(decided.status())[0].field, "decision.lowersGrant");
    EXPECT_EQ(ViolationsOf(decided.status())[0].reason, "FIELD_OUT_OF_RANGE");
  }
  EXPECT_EQ(ReasonOfDecision(SentClaim(), Rent(), Money::Minor(1, Currency::kEur), By("approver@test")),
            "MONEY_CURRENCY_MIXED");
}

TEST(Income, WhoRecordedItOrSentTheClaim_DoesNotDecide) {
  EXPECT_EQ(ReasonOfDecision(SentClaim(), Rent(), Leva(0), By("second@test")),
            "INCOME_DECIDED_BY_SAME_PERSON");
  EXPECT_EQ(ReasonOfDecision(SentClaim(), Rent(), Leva(0), By("owner@test")),
            "INCOME_DECIDED_BY_SAME_PERSON");
}

TEST(Income, ClaimThatIsNotWithTheAuthority_WaitsForItsDecision) {
  for (const ClaimState state : {ClaimState::kDraft, ClaimState::kReturned, ClaimState::kTakenBack}) {
    Claim claim = SentClaim();
    claim.state = state;
    EXPECT_EQ(ReasonOfDecision(claim, Rent(), Leva(0), By("approver@test")), "INCOME_CLAIM_NOT_SENT");
  }
  for (const ClaimState state :
       {ClaimState::kSent, ClaimState::kAwaitingAnswer, ClaimState::kInVerification,
        ClaimState::kAccepted, ClaimState::kRefused}) {
    Claim claim = SentClaim();
    claim.state = state;
    EXPECT_EQ(ReasonOfDecision(claim, Rent(), Leva(0), By("approver@test")), "");
  }
}

TEST(Income, DecisionBeforeTheIncomeOrTheSending_IsRefused) {
  EXPECT_EQ(
      ReasonOfDecision(SentClaim(), Rent(), Leva(0), By("approver@test", absl::CivilDay(2018, 3, 9))),
      "DAYS_OUT_OF_ORDER");
  Income late = Rent();
  late.earned_on = absl::CivilDay(2018, 4, 2);
  EXPECT_EQ(ReasonOfDecision(SentClaim(), late, Leva(0), By("approver@test")), "DAYS_OUT_OF_ORDER");
}

TEST(Income, ClaimsThatStateNone_AreNamed) {
  Claim claim = SentClaim();
  EXPECT_TRUE(CheckClaim(claim).ok());
  claim.state = ClaimState::kTakenBack;
  EXPECT_EQ(ReasonOf(CheckClaim(claim)), "INCOME_CLAIM_ENDED");
  claim.state = ClaimState::kRefused;
  EXPECT_EQ(ReasonOf(CheckClaim(claim)), "INCOME_CLAIM_ENDED");
  claim.kind = ClaimKind::kAdvance;
  EXPECT_EQ(ReasonOf(CheckClaim(claim)), "INCOME_OF_ADVANCE");
}

TEST(Income, IncomeOfAStandingDebt_IsNotAnnulled) {
  const Annulment annulment{.annulled_on = absl::CivilDay(2018, 4, 5),
                            .reason = "Друг проект",
                            .reference = "Докладна 9",
                            .annulled_by = "approver@test"};
  const absl::CivilDay today(2018, 9, 1);
  Income income = Rent();
  EXPECT_TRUE(CheckAnnulment(income, annulment, true, today).ok());
  income.debt = 3;
  EXPECT_EQ(ReasonOf(CheckAnnulment(income, annulment, true, today)), "INCOME_HAS_DEBT");
  Annulment own = annulment;
  own.annulled_by = "second@test";
  EXPECT_EQ(ReasonOf(CheckAnnulment(Rent(), own, true, today)), "ANNULMENT_BY_RECORDER");
  income.annulment = annulment;
  EXPECT_EQ(ReasonOf(CheckAnnulment(income, annulment, true, today)), "RECORD_ALREADY_ANNULLED");
}

}  // namespace
}  // namespace tranche::payments::income
