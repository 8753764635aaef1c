// SPDX-License-Identifier: EUPL-1.2
// The security of an advance: the table, and what each step needs.
#include "payments/securities/security.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"

namespace tranche::payments::securities {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::CivilDay kAcceptedOn(2024, 3, 1);
constexpr absl::CivilDay kValidUntil(2026, 6, 30);
constexpr absl::CivilDay kDue(2026, 2, 1);

Money Euro(int64_t minor) { return Money::Minor(minor, Currency::kEur); }
ThreePart Parts(int64_t eu_minor, int64_t national_minor) {
  return {.eu = Euro(eu_minor), .national = Euro(national_minor), .own = Euro(0)};
}

Claim Advance() {
  Claim claim;
  claim.sequence = 1;
  claim.kind = ClaimKind::kAdvance;
  claim.state = ClaimState::kAccepted;
  claim.requested = Parts(800, 200);
  claim.payable = claim.requested;
  claim.paid = Parts(0, 0);
  claim.security = AdvanceSecurity{.kind = "BANK_GUARANTEE",
                                   .issuer = "Банка",
                                   .number = "17",
                                   .amount = Euro(1200),
                                   .valid_until = kValidUntil};
  claim.decision = Decision();
  claim.decision->decided_on = kAcceptedOn;
  return claim;
}

// The security stands for this much of the advance.
Secured Left(int64_t minor) { return {.callable = Euro(minor), .left = Euro(minor)}; }

SecurityStep Step(SecurityStepKind kind, absl::CivilDay on, std::optional<Money> amount = std::nullopt,
                  std::optional<absl::CivilDay> valid_until = std::nullopt) {
  return {.number = 0,
          .kind = kind,
          .on = on,
          .valid_until = valid_until,
          .amount = amount,
          .reference = "писмо 1",
          .reason = "",
          .recorded_by = "approver"};
}
SecurityStep Prolong(absl::CivilDay on, absl::CivilDay until) {
  return Step(SecurityStepKind::kProlong, on, std::nullopt, until);
}
SecurityStep CallIn(int64_t minor, absl::CivilDay on = kDue) {
  return Step(SecurityStepKind::kCallIn, on, Euro(minor));
}
SecurityStep Receive(int64_t minor, absl::CivilDay on = kDue) {
  return Step(SecurityStepKind::kReceive, on, Euro(minor));
}

// A step of a security in this state that lacks nothing else.
SecurityStep Allowed(SecurityStepKind kind) {
  switch (kind) {
    case SecurityStepKind::kProlong:
      return Prolong(kDue, kValidUntil + 90);
    case SecurityStepKind::kCallIn:
      return CallIn(300);
    case SecurityStepKind::kReceive:
      return Receive(300);
    default:
      return Step(kind, kDue);
  }
}

// The advance with a security in this state.
Claim In(SecurityState state) {
  Claim advance = Advance();
  switch (state) {
    case SecurityState::kInForce:
      break;
    case SecurityState::kReleased:
      advance.security_steps = {Step(SecurityStepKind::kRelease, kDue)};
      break;
    case SecurityState::kCalledIn:
      advance.security_steps = {CallIn(300)};
      break;
    case SecurityState::kReceived:
      advance.security_steps = {CallIn(300), Receive(300)};
      break;
  }
  return advance;
}

std::string ReasonFor(const Claim& advance, const Secured& secured, const SecurityStep& step) {
  const absl::StatusOr<SecurityStep> decided = DecideSecurityStep(Contract(), secured, advance, step);
  return decided.ok() ? "" : ReasonOf(decided.status());
}

using S = SecurityState;
using K = SecurityStepKind;

TEST(Security, EveryPairOfStateAndStep_IsInTheTableOrRefused) {
  const std::map<std::pair<S, K>, S> table = {
      {{S::kInForce, K::kProlong}, S::kInForce},       {{S::kInForce, K::kCallIn}, S::kCalledIn},
      {{S::kInForce, K::kRelease}, S::kReleased},      {{S::kCalledIn, K::kProlong}, S::kCalledIn},
      {{S::kCalledIn, K::kWithdrawCall}, S::kInForce}, {{S::kCalledIn, K::kReceive}, S::kReceived}};
  int pairs = 0;
  for (const S state : kSecurityStates) {
    ASSERT_EQ(SecurityOf(In(state)).state, state) << Name(state);
    for (const K kind : kSecurityStepKinds) {
      ++pairs;
      const auto stated = table.find({state, kind});
      const Secured secured = kind == K::kRelease ? Left(0) : Left(400);
      Claim advance = In(state);
      const absl::StatusOr<SecurityStep> decided =
          DecideSecurityStep(Contract(), secured, advance, Allowed(kind));
      const std::string pair = absl::StrCat(Name(state), " ", Name(kind));
      if (stated == table.end()) {
        EXPECT_EQ(ReasonOf(decided.status()), "SECURITY_WRONG_STATE") << pair;
        continue;
      }
      ASSERT_TRUE(decided.ok()) << pair << decided.status();
      EXPECT_EQ(decided->number, static_cast<int>(advance.security_steps.size()) + 1);
      advance.security_steps.push_back(*decided);
      EXPECT_EQ(SecurityOf(advance).state, stated->second) << pair;
    }
  }
  EXPECT_EQ(pairs, 20);
}

TEST(Security, Names_AreReadBack) {
  for (const K kind : kSecurityStepKinds) EXPECT_EQ(SecurityStepKindOf(payments::Name(kind)), kind);
  EXPECT_EQ(SecurityStepKindOf("LOWER_SECURITY"), std::nullopt);
}

std::vector<std::string> FieldsOf(const Claim& advance, const SecurityStep& step) {
  std::vector<std::string> fields;
  const absl::StatusOr<SecurityStep> decided = DecideSecurityStep(Contract(), Left(400), advance, step);
  for (const Violation& violation : ViolationsOf(decided.status()))
    fields.push_back(absl::StrCat(violation.field, " ", violation.reason));
  return fields;
}

TEST(Security, WhatAStepLacksOrDoesNotState_IsSaidTogether) {
  SecurityStep prolong = Step(K::kProlong, kDue, Euro(0));
  EXPECT_THAT(FieldsOf(Advance(), prolong),
              ElementsAre("step.validUntil FIELD_REQUIRED", "step.amount FIELD_NOT_OF_CHOICE",
                          "step.amount AMOUNT_NOT_ABOVE_ZERO"));
  SecurityStep call = Step(K::kCallIn, kDue, std::nullopt, kValidUntil + 1);
  EXPECT_THAT(FieldsOf(Advance(), call),
              ElementsAre("step.validUntil FIELD_NOT_OF_CHOICE", "step.amount FIELD_REQUIRED"));
  EXPECT_THAT(FieldsOf(Advance(), CallIn(300)), IsEmpty());
}

TEST(Prolonging, HoldsLongerThanBefore) {
  Claim advance = Advance();
  EXPECT_EQ(ReasonFor(advance, Left(400), Prolong(kDue, kValidUntil)), "SECURITY_NOT_LONGER");
  EXPECT_EQ(ReasonFor(advance, Left(400), Prolong(kValidUntil + 1, kValidUntil + 90)),
            "SECURITY_ENDED");
  advance.security_steps = {Prolong(kValidUntil, kValidUntil + 90)};
  EXPECT_EQ(SecurityOf(advance).valid_until, kValidUntil + 90);
  // What was prolonged may be prolonged again until its new last day.
  EXPECT_EQ(ReasonFor(advance, Left(400), Prolong(kValidUntil + 90, kValidUntil + 91)), "");
  EXPECT_EQ(ReasonFor(advance, Left(400), Prolong(kValidUntil - 1, kValidUntil + 91)),
            "DAYS_OUT_OF_ORDER");
}

TEST(CallingIn, WaitsForWhatTheAdvanceSaysAndForItsDays) {
  Secured early = Left(400);
  early.call = Refuse("STATE_AID_NOT_DUE");
  EXPECT_EQ(ReasonFor(Advance(), early, CallIn(300)), "STATE_AID_NOT_DUE");
  EXPECT_EQ(ReasonFor(Advance(), Left(400), CallIn(300)), "");
  Contract open;
  open.open_claim = 2;
  EXPECT_EQ(ReasonOf(DecideSecurityStep(open, Left(400), Advance(), CallIn(300)).status()),
            "CLAIM_OPEN");
  EXPECT_EQ(ReasonFor(Advance(), Left(400), CallIn(300, kAcceptedOn - 1)), "DAYS_OUT_OF_ORDER");
  EXPECT_EQ(ReasonFor(Advance(), Left(400), CallIn(300, kValidUntil + 1)), "SECURITY_ENDED");
}

TEST(CallingIn, IsWithinTheSecurityAndWhatItStandsFor) {
  EXPECT_EQ(ReasonFor(Advance(), Left(400), CallIn(400)), "");
  EXPECT_EQ(ReasonFor(Advance(), Left(400), CallIn(401)), "SECURITY_ABOVE");
  // What keeps it from being given back may be less than what it is asked for.
  Secured withdrawn = Left(400);
  withdrawn.left = Euro(0);
  EXPECT_EQ(ReasonFor(Advance(), withdrawn, CallIn(400)), "");
  Claim small = Advance();
  small.security->amount = Euro(250);
  EXPECT_EQ(ReasonFor(small, Left(400), CallIn(251)), "SECURITY_ABOVE");
  SecurityStep lev = CallIn(300);
  lev.amount = Money::Minor(300, Currency::kBgn);
  EXPECT_EQ(ReasonFor(Advance(), Left(400), lev), "MONEY_CURRENCY_MIXED");
}

TEST(CallingIn, SecurityInLevOfAnAdvanceInEuro_CountsByTheFixedRate) {
  Claim advance = Advance();
  advance.security->amount = Money::Minor(300000, Currency::kBgn);
  SecurityStep step = CallIn(300);
  step.amount = Money::Minor(782, Currency::kBgn);  // 4.00 EUR are 7.82 leva.
  EXPECT_EQ(ReasonFor(advance, Left(400), step), "");
  step.amount = Money::Minor(787, Currency::kBgn);  // 4.02 EUR.
  EXPECT_EQ(ReasonFor(advance, Left(400), step), "SECURITY_ABOVE");
}

TEST(Receiving, IsNoMoreThanWasCalledIn) {
  const Claim called = In(S::kCalledIn);
  EXPECT_EQ(ReasonFor(called, Left(400), Receive(300)), "");
  EXPECT_EQ(ReasonFor(called, Left(400), Receive(301)), "SECURITY_ABOVE");
  EXPECT_EQ(ReasonFor(called, Left(400), Receive(300, kDue - 1)), "DAYS_OUT_OF_ORDER");
}

TEST(Releasing, WaitsUntilItStandsForNothing) {
  EXPECT_EQ(ReasonFor(Advance(), Left(1), Step(K::kRelease, kDue)), "SECURITY_STILL_NEEDED");
  EXPECT_EQ(ReasonFor(Advance(), Left(0), Step(K::kRelease, kDue)), "");
  EXPECT_EQ(ReasonFor(Advance(), Left(0), Step(K::kRelease, kValidUntil + 1)), "");
}

}  // namespace
}  // namespace tranche::payments::securities
