// SPDX-License-Identifier: EUPL-1.2
// What has to secure an ordinary advance, and for what of it the security still stands.
#include "payments/securities/ordinary.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "platform/base/error.h"

namespace tranche::payments::securities {
namespace {

constexpr absl::CivilDay kAcceptedOn(2024, 3, 1);

Money Euro(int64_t minor) { return Money::Minor(minor, Currency::kEur); }
ThreePart Parts(int64_t eu_minor, int64_t national_minor) {
  return {.eu = Euro(eu_minor), .national = Euro(national_minor), .own = Euro(0)};
}

AdvanceSecurity Guarantee(Money amount) {
  return {.kind = "BANK_GUARANTEE",
          .issuer = "Банка",
          .number = "17",
          .amount = amount,
          .valid_until = absl::CivilDay(2026, 6, 30)};
}

SecurityRule Percent(int percent) {
  return {.percent = {.numerator = percent, .denominator = 100}, .source = "чл. 8"};
}

// An accepted advance of 10.00 that is secured.
Claim Advance() {
  Claim claim;
  claim.sequence = 1;
  claim.kind = ClaimKind::kAdvance;
  claim.state = ClaimState::kAccepted;
  claim.requested = Parts(800, 200);
  claim.payable = claim.requested;
  claim.security = Guarantee(Euro(1000));
  claim.decision = Decision();
  claim.decision->decided_on = kAcceptedOn;
  return claim;
}

Claim Accepted(int sequence, ClaimKind kind, const ThreePart& cleared) {
  Claim claim;
  claim.sequence = sequence;
  claim.kind = kind;
  claim.state = ClaimState::kAccepted;
  claim.cleared = cleared;
  return claim;
}

TEST(CheckSecurity, WithoutARule_NothingIsDemandedAndAnythingIsTaken) {
  EXPECT_TRUE(CheckSecurity(std::nullopt, Parts(800, 200), std::nullopt).ok());
  EXPECT_TRUE(CheckSecurity(Guarantee(Euro(1)), Parts(800, 200), std::nullopt).ok());
  EXPECT_TRUE(CheckSecurity(std::nullopt, Parts(800, 200), Percent(0)).ok());
}

TEST(CheckSecurity, WhatIsGiven_IsAboveZeroInTheCurrencyOfTheAdvance) {
  EXPECT_EQ(ReasonOf(CheckSecurity(Guarantee(Euro(0)), Parts(800, 200), std::nullopt)),
            "AMOUNT_NOT_ABOVE_ZERO");
  const Money leva = Money::Minor(100000, Currency::kBgn);
  EXPECT_EQ(ReasonOf(CheckSecurity(Guarantee(leva), Parts(800, 200), Percent(100))),
            "MONEY_CURRENCY_MIXED");
}

TEST(CheckSecurity, Missing_SaysHowMuchIsNeededAndWhy) {
  const absl::Status refused = CheckSecurity(std::nullopt, Parts(800, 200), Percent(100));
  EXPECT_EQ(ReasonOf(refused), "ADVANCE_SECURITY_REQUIRED");
  EXPECT_EQ(ValuesOf(refused),
            (ErrorValues{{"currency", "EUR"}, {"needed", "10.00"}, {"source", "чл. 8"}}));
}

TEST(CheckSecurity, BelowWhatIsNeeded_IsRefusedToTheCent) {
  EXPECT_TRUE(CheckSecurity(Guarantee(Euro(1000)), Parts(800, 200), Percent(100)).ok());
  EXPECT_EQ(ReasonOf(CheckSecurity(Guarantee(Euro(999)), Parts(800, 200), Percent(100))),
            "ADVANCE_SECURITY_BELOW");
  // Half of 10.01 is 5.005: a part of a cent is secured as a cent.
  EXPECT_EQ(ReasonOf(CheckSecurity(Guarantee(Euro(500)), Parts(801, 200), Percent(50))),
            "ADVANCE_SECURITY_BELOW");
  EXPECT_TRUE(CheckSecurity(Guarantee(Euro(501)), Parts(801, 200), Percent(50)).ok());
}

TEST(CheckHoldsAt, AnAcceptedAdvance_IsSecuredOnThatDay) {
  const Claim advance = Advance();
  Decision decision;
  decision.decided_on = advance.security->valid_until;
  EXPECT_TRUE(CheckHoldsAt(advance, decision).ok());
  decision.decided_on = advance.security->valid_until + 1;
  EXPECT_EQ(ReasonOf(CheckHoldsAt(advance, decision)), "SECURITY_ENDED");
  decision.advance_refused = true;
  EXPECT_TRUE(CheckHoldsAt(advance, decision).ok());
  Claim unsecured = Advance();
  unsecured.security.reset();
  decision.advance_refused = false;
  EXPECT_TRUE(CheckHoldsAt(unsecured, decision).ok());
}

TEST(FindSecured, OnlyAnAcceptedOrdinaryAdvanceWithASecurity) {
  std::vector<Claim> claims = {Advance()};
  EXPECT_EQ(FindSecured(claims), &claims[0]);
  claims[0].state = ClaimState::kRefused;
  EXPECT_EQ(FindSecured(claims), nullptr);
  claims[0] = Advance();
  claims[0].kind = ClaimKind::kStateAidAdvance;
  EXPECT_EQ(FindSecured(claims), nullptr);
  claims[0] = Advance();
  claims[0].security.reset();
  EXPECT_EQ(FindSecured(claims), nullptr);
}

TEST(SecuredOf, BeforeTheFinalClaim_WhatCostsHaveNotCleared) {
  std::vector<Claim> claims = {Advance(), Accepted(2, ClaimKind::kInterim, Parts(250, 50)),
                               Accepted(3, ClaimKind::kInterim, Parts(50, 0))};
  // What was refused clears nothing.
  claims.push_back(Accepted(4, ClaimKind::kInterim, Parts(100, 0)));
  claims.back().state = ClaimState::kRefused;
  const absl::StatusOr<Secured> secured = SecuredOf(claims[0], claims, Euro(0));
  ASSERT_TRUE(secured.ok()) << secured.status();
  EXPECT_EQ(secured->left, Euro(650));
  EXPECT_EQ(secured->callable, Euro(650));
  EXPECT_TRUE(secured->call.ok());
}

TEST(SecuredOf, AfterTheFinalClaim_ItsNegativeBalanceLessWhatWasPaidBack) {
  std::vector<Claim> claims = {Advance(), Accepted(2, ClaimKind::kFinal, Parts(250, 50))};
  claims[1].to_recover = Parts(550, 150);
  EXPECT_EQ(SecuredOf(claims[0], claims, Euro(0))->left, Euro(700));
  EXPECT_EQ(SecuredOf(claims[0], claims, Euro(699))->callable, Euro(1));
  EXPECT_EQ(SecuredOf(claims[0], claims, Euro(700))->left, Euro(0));
  // Its debt may be of more than the advance.
  EXPECT_EQ(SecuredOf(claims[0], claims, Euro(800))->left, Euro(0));
}

TEST(SecuredOf, FinalClaimThatLeavesNothingToRecover_FreesTheSecurity) {
  std::vector<Claim> claims = {Advance(), Accepted(2, ClaimKind::kFinal, Parts(800, 200))};
  EXPECT_EQ(SecuredOf(claims[0], claims, Euro(0))->left, Euro(0));
  EXPECT_EQ(*NotCleared(claims[0], claims), Euro(0));
}

TEST(NotCleared, AfterTheChangeover_IsNeverBelowZero) {
  // Claims are converted each by itself, so that their cents may add up to more.
  const std::vector<Claim> claims = {Advance(), Accepted(2, ClaimKind::kInterim, Parts(800, 201))};
  EXPECT_EQ(*NotCleared(claims[0], claims), Euro(0));
}

}  // namespace
}  // namespace tranche::payments::securities
