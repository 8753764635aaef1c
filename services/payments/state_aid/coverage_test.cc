// SPDX-License-Identifier: EUPL-1.2
// What costs cover of a state-aid advance: the table, named figures, and random histories that keep the
// invariants at every prefix.
#include "payments/state_aid/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"

namespace tranche::payments::state_aid {
namespace {

constexpr absl::CivilDay kAcceptedOn(2024, 3, 1);
constexpr absl::CivilDay kCoverBy(2025, 12, 31);
constexpr absl::CivilDay kInTime(2025, 6, 1);
constexpr absl::CivilDay kLate(2026, 1, 2);

Money Euro(int64_t minor) { return Money::Minor(minor, Currency::kEur); }

ThreePart Parts(int64_t eu_minor, int64_t national_minor, int64_t own_minor = 0) {
  return {.eu = Euro(eu_minor), .national = Euro(national_minor), .own = Euro(own_minor)};
}

Decision DecidedOn(absl::CivilDay day) {
  Decision decision;
  decision.decided_on = day;
  return decision;
}

Claim Advance(int64_t eu_minor, int64_t national_minor) {
  Claim claim;
  claim.sequence = 1;
  claim.kind = ClaimKind::kStateAidAdvance;
  claim.state = ClaimState::kAccepted;
  claim.requested = Parts(eu_minor, national_minor);
  claim.payable = claim.requested;
  claim.paid = Parts(0, 0);
  claim.security = AdvanceSecurity{.kind = "BANK_GUARANTEE",
                                   .issuer = "Банка",
                                   .number = "17",
                                   .amount = Euro(eu_minor + national_minor),
                                   .valid_until = absl::CivilDay(2026, 6, 30)};
  claim.decision = DecidedOn(kAcceptedOn);
  claim.decision->cover_by = kCoverBy;
  return claim;
}

ClaimCost Cost(const std::string& id, const ThreePart& requested, absl::CivilDay paid_on = kInTime) {
  return {
      .id = id, .paid_on = paid_on, .requested = requested, .first_cost_id = id, .again = Parts(0, 0)};
}

Claim Accepted(int sequence, std::vector<ClaimCost> costs, ClaimKind kind = ClaimKind::kInterim) {
  Claim claim;
  claim.sequence = sequence;
  claim.kind = kind;
  claim.state = ClaimState::kAccepted;
  claim.costs = std::move(costs);
  claim.requested = claim.paid = Parts(0, 0);
  claim.decision = DecidedOn(absl::CivilDay(2026, 2, 1));
  return claim;
}

Standing StandingIn(const std::vector<Claim>& claims) {
  const absl::StatusOr<std::optional<Standing>> standing = StandingOf(claims, Currency::kEur);
  EXPECT_TRUE(standing.ok() && standing->has_value()) << standing.status();
  return standing.ok() ? standing->value_or(Standing()) : Standing();
}

TEST(Coverage, AdvanceToAContractor_CoversNothing) {
  ClaimCost to_contractor = Cost("2", Parts(300, 100));
  to_contractor.contractor_advance = true;
  const Standing standing =
      StandingIn({Advance(850, 150), Accepted(2, {Cost("1", Parts(85, 15)), to_contractor})});
  EXPECT_EQ(standing.covered, Parts(85, 15));
  EXPECT_EQ(standing.not_covered, Parts(765, 135));
}

Contract ContractAfter(int claims) {
  Contract contract;
  contract.next_claim_sequence = claims + 1;
  return contract;
}

TEST(Coverage, EveryPairOfStateAndStep_IsInTheTableOrRefused) {
  const std::map<std::pair<State, Step>, State> allowed = {
      {{State::kOpen, Step::kCoverPart}, State::kOpen},
      {{State::kOpen, Step::kCoverAll}, State::kComplete},
      {{State::kOpen, Step::kWithdrawPart}, State::kOpen},
      {{State::kOpen, Step::kWithdraw}, State::kWithdrawn}};
  for (const State state : {State::kOpen, State::kComplete, State::kWithdrawn}) {
    for (const Step step : {Step::kCoverPart, Step::kCoverAll, Step::kWithdrawPart, Step::kWithdraw}) {
      const auto found = allowed.find({state, step});
      const std::optional<State> expected =
          found == allowed.end() ? std::nullopt : std::optional<State>(found->second);
      EXPECT_EQ(Next(state, step), expected) << Name(state) << static_cast<int>(step);
    }
  }
}

TEST(Coverage, WithoutAnAcceptedStateAidAdvance_IsNothing) {
  Claim ordinary = Advance(400, 100);
  ordinary.kind = ClaimKind::kAdvance;
  Claim refused = Advance(400, 100);
  refused.state = ClaimState::kRefused;
  for (const Claim& claim : {ordinary, refused}) {
    const auto standing = StandingOf({claim}, Currency::kEur);
    ASSERT_TRUE(standing.ok());
    EXPECT_FALSE(standing->has_value());
  }
}

TEST(Coverage, CostsPaidInTime_CoverTheAdvanceFirstAndTheRestIsTheirOwn) {
  const Standing first =
      StandingIn({Advance(40000, 10000), Accepted(2, {Cost("1", Parts(24000, 6000))})});
  EXPECT_EQ(first.state, State::kOpen);
  EXPECT_EQ(first.covered, Parts(24000, 6000));
  EXPECT_EQ(first.not_covered, Parts(16000, 4000));

  const Standing all = StandingIn({Advance(40000, 10000), Accepted(2, {Cost("1", Parts(24000, 6000))}),
                                   Accepted(3, {Cost("2", Parts(20000, 5000))})});
  EXPECT_EQ(all.state, State::kComplete);
  EXPECT_EQ(all.coverages[1].in_time, Parts(20000, 5000));
  EXPECT_EQ(all.coverages[1].covers, Parts(16000, 4000));
  EXPECT_EQ(all.not_covered, Parts(0, 0));
}

TEST(Coverage, CostPaidAfterItsLastDay_CoversNothing) {
  const Standing standing =
      StandingIn({Advance(40000, 10000),
                  Accepted(2, {Cost("1", Parts(800, 200)), Cost("2", Parts(24000, 6000), kLate)})});
  EXPECT_EQ(standing.covered, Parts(800, 200));
  EXPECT_EQ(standing.coverages[0].late, Parts(24000, 6000));
}

TEST(Coverage, CostPaidOnTheLastDay_Covers) {
  const Standing standing =
      StandingIn({Advance(40000, 10000), Accepted(2, {Cost("1", Parts(800, 200), kCoverBy)})});
  EXPECT_EQ(standing.covered, Parts(800, 200));
}

TEST(Coverage, WhatADecisionTookAndTheOwnPart_CoverNothing) {
  Claim claim = Accepted(2, {Cost("1", Parts(800, 200, 300))});
  claim.decision->verdicts = {{.cost_id = "1",
                               .unapproved = Parts(80, 20, 30),
                               .reason = "Без договор.",
                               .by_correction = Parts(40, 10, 0),
                               .correction_reason = "Обществена поръчка.",
                               .correction = ""}};
  EXPECT_EQ(StandingIn({Advance(40000, 10000), claim}).covered, Parts(680, 170));
}

TEST(Coverage, PartsAreCoveredEachByItself) {
  const Standing standing =
      StandingIn({Advance(40000, 10000), Accepted(2, {Cost("1", Parts(60000, 2000))})});
  EXPECT_EQ(standing.covered, Parts(40000, 2000));
  EXPECT_EQ(standing.not_covered, Parts(0, 8000));
  EXPECT_EQ(standing.state, State::kOpen);
}

// What a supplier credits of an approved invoice is taken by a correction that names the cost.
TEST(Coverage, CorrectionOfACost_TakesWhatItCoveredAndOpensTheRestAgain) {
  std::vector<Claim> claims = {Advance(800, 200), Accepted(2, {Cost("1", Parts(800, 200))})};
  EXPECT_EQ(StandingIn(claims).state, State::kComplete);
  claims[1].costs[0].corrected = Parts(80, 20);
  const Standing lowered = StandingIn(claims);
  EXPECT_EQ(lowered.state, State::kOpen);
  EXPECT_EQ(lowered.covered, Parts(720, 180));
  EXPECT_EQ(lowered.not_covered, Parts(80, 20));
  // A later cost covers it after all.
  claims.push_back(Accepted(3, {Cost("2", Parts(100, 100))}));
  EXPECT_EQ(StandingIn(claims).state, State::kComplete);
}

TEST(Coverage, CorrectionOfWhatCoversNothing_TakesNothing) {
  Claim claim = Accepted(2, {Cost("1", Parts(800, 200)), Cost("2", Parts(400, 100), kLate)});
  claim.costs[1].corrected = Parts(400, 100);
  EXPECT_EQ(StandingIn({Advance(40000, 10000), claim}).covered, Parts(800, 200));
  // Each was converted by itself: a correction may be a cent more than its cost.
  claim.costs[0].corrected = Parts(801, 200);
  EXPECT_EQ(StandingIn({Advance(40000, 10000), claim}).covered, Parts(0, 0));
}

WithdrawnPart Part(const ThreePart& amount, int before_sequence) {
  return {.number = 1,
          .amount = amount,
          .withdrawn_on = kInTime,
          .withdrawn_by = "a",
          .reason = "писмо",
          .before_sequence = before_sequence};
}

TEST(Coverage, PartThatIsWithdrawn_IsCoveredByEarlierClaimsOnly) {
  Claim advance = Advance(800, 200);
  advance.withdrawn_parts = {Part(Parts(300, 50), 3)};
  const Standing standing = StandingIn(
      {advance, Accepted(2, {Cost("1", Parts(400, 100))}), Accepted(3, {Cost("2", Parts(800, 40))})});
  EXPECT_EQ(standing.state, State::kOpen);
  EXPECT_EQ(standing.covered, Parts(500, 140));
  EXPECT_EQ(standing.withdrawn, Parts(300, 50));
  EXPECT_EQ(standing.not_covered, Parts(0, 10));
}

TEST(Coverage, PartsThatAreAllOfIt_WithdrawIt) {
  Claim advance = Advance(800, 200);
  advance.withdrawn_parts = {Part(Parts(300, 200), 2), Part(Parts(500, 0), 2)};
  const Standing standing = StandingIn({advance, Accepted(2, {Cost("1", Parts(400, 100))})});
  EXPECT_EQ(standing.state, State::kWithdrawn);
  EXPECT_EQ(standing.withdrawn, Parts(800, 200));
}

TEST(Coverage, PartInLevOfAnAdvanceInEuro_CountsByTheFixedRate) {
  Claim advance = Advance(51129, 0);  // 1,000.00 leva.
  advance.withdrawn_parts = {Part({.eu = Money::Minor(100000, Currency::kBgn),
                                   .national = Money::Zero(Currency::kBgn),
                                   .own = Money::Zero(Currency::kBgn)},
                                  2)};
  EXPECT_EQ(StandingIn({advance}).withdrawn, Parts(51129, 0));
}

TEST(WithdrawPart, IsWithinWhatIsNotCovered) {
  const Claim advance = Advance(800, 200);
  const std::vector<Claim> claims = {advance, Accepted(2, {Cost("1", Parts(500, 100))})};
  const auto withdraw = [&](const ThreePart& amount, absl::CivilDay day = kInTime) {
    WithdrawnPart part = Part(amount, 0);
    part.withdrawn_on = day;
    return DecideWithdrawPart(ContractAfter(2), StandingIn(claims), advance, part);
  };
  // Before the last day for covering it too.
  const absl::StatusOr<WithdrawnPart> part = withdraw(Parts(300, 99));
  ASSERT_TRUE(part.ok()) << part.status();
  EXPECT_EQ(part->number, 1);
  EXPECT_EQ(part->before_sequence, 3);
  EXPECT_EQ(ReasonOf(withdraw(Parts(301, 0)).status()), "STATE_AID_ABOVE_UNCOVERED");
  EXPECT_EQ(ReasonOf(withdraw(Parts(0, 101)).status()), "STATE_AID_ABOVE_UNCOVERED");
  EXPECT_EQ(ReasonOf(withdraw(Parts(0, 0)).status()), "AMOUNT_NOT_ABOVE_ZERO");
  EXPECT_EQ(ReasonOf(withdraw(Parts(10, -5)).status()), "AMOUNT_NOT_ABOVE_ZERO");
  EXPECT_EQ(ReasonOf(withdraw(Parts(10, 0, 5)).status()), "OWN_PART_NOT_ZERO");
  EXPECT_EQ(ReasonOf(withdraw(Parts(10, 0), kAcceptedOn - 1).status()), "DAYS_OUT_OF_ORDER");
}

TEST(WithdrawPart, WhileAClaimIsOpenOrNothingIsLeft_IsRefused) {
  const Claim advance = Advance(800, 200);
  Contract open = ContractAfter(2);
  open.open_claim = 2;
  EXPECT_EQ(
      ReasonOf(DecideWithdrawPart(open, StandingIn({advance}), advance, Part(Parts(1, 0), 0)).status()),
      "CLAIM_OPEN");
  const Standing covered = StandingIn({advance, Accepted(2, {Cost("1", Parts(800, 200))})});
  EXPECT_EQ(
      ReasonOf(DecideWithdrawPart(ContractAfter(2), covered, advance, Part(Parts(1, 0), 0)).status()),
      "STATE_AID_WRONG_STATE");
}

TEST(Coverage, ClaimBeforeTheAdvance_CoversNothing) {
  Claim advance = Advance(40000, 10000);
  advance.sequence = 2;
  const Standing standing = StandingIn({Accepted(1, {Cost("1", Parts(800, 200))}), advance});
  EXPECT_EQ(standing.covered, Parts(0, 0));
}

TEST(Coverage, ClaimAfterTheWithdrawal_CoversNothing) {
  Claim advance = Advance(40000, 10000);
  advance.withdrawal =
      Withdrawal{.withdrawn_on = kLate, .withdrawn_by = "a", .reason = "писмо", .before_sequence = 3};
  const Standing standing = StandingIn({advance, Accepted(2, {Cost("1", Parts(800, 200))}),
                                        Accepted(3, {Cost("2", Parts(24000, 6000))})});
  EXPECT_EQ(standing.state, State::kWithdrawn);
  EXPECT_EQ(standing.covered, Parts(800, 200));
  EXPECT_EQ(standing.withdrawn, Parts(39200, 9800));
  EXPECT_EQ(standing.not_covered, Parts(0, 0));
}

TEST(Security, BelowTheAdvance_IsRefused) {
  AdvanceSecurity security = *Advance(400, 100).security;
  EXPECT_TRUE(CheckSecurity(security, Parts(400, 100)).ok());
  security.amount = Euro(499);
  EXPECT_EQ(ReasonOf(CheckSecurity(security, Parts(400, 100))), "STATE_AID_SECURITY_BELOW");
  security.amount = Money::Minor(100000, Currency::kBgn);
  EXPECT_EQ(ReasonOf(CheckSecurity(security, Parts(400, 100))), "MONEY_CURRENCY_MIXED");
}

std::string ReasonIn(const absl::Status& status) {
  const std::vector<Violation> violations = ViolationsOf(status);
  return violations.empty() ? ReasonOf(status) : violations[0].field + " " + violations[0].reason;
}

TEST(CoverBy, IsGivenForAnAcceptedStateAidAdvanceAndNothingElse) {
  const Claim advance = Advance(400, 100);
  Decision decision = *advance.decision;
  EXPECT_TRUE(CheckCoverBy(advance, decision).ok());
  decision.cover_by.reset();
  EXPECT_EQ(ReasonIn(CheckCoverBy(advance, decision)), "verification.coverBy FIELD_REQUIRED");
  decision.advance_refused = true;
  EXPECT_TRUE(CheckCoverBy(advance, decision).ok());
  decision.cover_by = kCoverBy;
  EXPECT_EQ(ReasonIn(CheckCoverBy(advance, decision)), "verification.coverBy FIELD_NOT_OF_CHOICE");
  decision.advance_refused = false;
  for (const ClaimKind kind : {ClaimKind::kAdvance, ClaimKind::kInterim, ClaimKind::kFinal}) {
    Claim other = advance;
    other.kind = kind;
    EXPECT_EQ(ReasonIn(CheckCoverBy(other, decision)), "verification.coverBy FIELD_NOT_OF_CHOICE");
  }
}

TEST(CoverBy, BeforeTheDecisionOrAfterTheSecurity_IsRefused) {
  const Claim advance = Advance(400, 100);
  Decision decision = *advance.decision;
  decision.cover_by = kAcceptedOn - 1;
  EXPECT_EQ(ReasonIn(CheckCoverBy(advance, decision)), "DAYS_OUT_OF_ORDER");
  decision.cover_by = advance.security->valid_until + 1;
  EXPECT_EQ(ReasonIn(CheckCoverBy(advance, decision)), "STATE_AID_SECURITY_ENDS");
  decision.cover_by = advance.security->valid_until;
  EXPECT_TRUE(CheckCoverBy(advance, decision).ok());
}

TEST(Withdraw, BeforeItsDay_WaitsForTheLastDayOrTheFinalClaim) {
  const Claim advance = Advance(40000, 10000);
  std::vector<Claim> claims = {advance, Accepted(2, {Cost("1", Parts(800, 200))})};
  const auto withdraw = [&](absl::CivilDay day) {
    return DecideWithdraw(ContractAfter(static_cast<int>(claims.size())), StandingIn(claims), advance,
                          day, "писмо", "approver");
  };
  EXPECT_EQ(ReasonOf(withdraw(kCoverBy).status()), "STATE_AID_NOT_DUE");
  const absl::StatusOr<Withdrawal> withdrawn = withdraw(kCoverBy + 1);
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->before_sequence, 3);
  claims.push_back(Accepted(3, {Cost("2", Parts(80, 20))}, ClaimKind::kFinal));
  EXPECT_TRUE(withdraw(kInTime).ok());
  EXPECT_EQ(ReasonOf(withdraw(kAcceptedOn - 1).status()), "DAYS_OUT_OF_ORDER");
}

TEST(Withdraw, WhileAClaimIsOpen_IsRefused) {
  const Claim advance = Advance(40000, 10000);
  Contract contract = ContractAfter(2);
  contract.open_claim = 2;
  EXPECT_EQ(
      ReasonOf(DecideWithdraw(contract, StandingIn({advance}), advance, kLate, "писмо", "a").status()),
      "CLAIM_OPEN");
}

TEST(Withdraw, WhatIsCoveredOrWithdrawn_IsRefused) {
  Claim advance = Advance(800, 200);
  const Claim covering = Accepted(2, {Cost("1", Parts(800, 200))});
  EXPECT_EQ(ReasonOf(DecideWithdraw(ContractAfter(2), StandingIn({advance, covering}), advance, kLate,
                                    "писмо", "a")
                         .status()),
            "STATE_AID_WRONG_STATE");
  advance.withdrawal =
      Withdrawal{.withdrawn_on = kLate, .withdrawn_by = "a", .reason = "писмо", .before_sequence = 2};
  EXPECT_EQ(
      ReasonOf(DecideWithdraw(ContractAfter(1), StandingIn({advance}), advance, kLate, "писмо", "a")
                   .status()),
      "STATE_AID_WRONG_STATE");
}

RC_GTEST_PROP(CoverageProperty, EveryPrefixOfClaims_AddsUpPartByPart, ()) {
  Claim advance = Advance(*rc::gen::inRange(1, 50000), *rc::gen::inRange(0, 10000));
  std::vector<Claim> claims = {advance};
  const int count = *rc::gen::inRange(0, 8);
  int64_t covered_before = 0;
  for (int i = 0; i < count; ++i) {
    if (!claims[0].withdrawal && *rc::gen::inRange(0, 4) == 0) {
      const Standing now = StandingIn(claims);
      const absl::StatusOr<WithdrawnPart> part =
          DecideWithdrawPart(ContractAfter(i + 1), now, claims[0],
                             Part(Parts(*rc::gen::inRange(0, 20000), *rc::gen::inRange(0, 4000)), 0));
      if (part.ok()) claims[0].withdrawn_parts.push_back(*part);
    }
    if (!claims[0].withdrawal && *rc::gen::inRange(0, 6) == 0) {
      claims[0].withdrawal = Withdrawal{
          .withdrawn_on = kLate, .withdrawn_by = "a", .reason = "w", .before_sequence = i + 2};
    }
    std::vector<ClaimCost> costs;
    for (int cost = *rc::gen::inRange(1, 4); cost > 0; --cost) {
      costs.push_back(Cost(absl::StrCat(i, "-", cost),
                           Parts(*rc::gen::inRange(0, 9000), *rc::gen::inRange(0, 2000)),
                           *rc::gen::arbitrary<bool>() ? kInTime : kLate));
    }
    claims.push_back(Accepted(i + 2, std::move(costs)));
    const Standing standing = StandingIn(claims);
    for (const auto part : {&ThreePart::eu, &ThreePart::national}) {
      const int64_t covered = (standing.covered.*part).minor();
      const int64_t withdrawn = (standing.withdrawn.*part).minor();
      const int64_t left = (standing.not_covered.*part).minor();
      RC_ASSERT(covered >= 0 && withdrawn >= 0 && left >= 0);
      RC_ASSERT(covered + withdrawn + left == (standing.verified.*part).minor());
    }
    const int64_t covered = standing.covered.eu.minor() + standing.covered.national.minor();
    RC_ASSERT(covered >= covered_before);
    // A correction takes what it covered and no more, and never adds anything.
    std::vector<Claim> corrected = claims;
    const ThreePart taken = Parts(*rc::gen::inRange(0, 3000), *rc::gen::inRange(0, 900));
    corrected.back().costs.front().corrected = taken;
    const Standing lowered = StandingIn(corrected);
    const int64_t lost = covered - lowered.covered.eu.minor() - lowered.covered.national.minor();
    RC_ASSERT(lost >= 0 && lost <= taken.eu.minor() + taken.national.minor());
    if (claims[0].withdrawal) RC_ASSERT(standing.state != State::kOpen);
    covered_before = covered;
  }
}

TEST(SecuredOf, AllThatNothingCovered_MayBeCalledInOnceCostsCanCoverNoMore) {
  Standing standing;
  standing.cover_by = kCoverBy;
  standing.not_covered = Parts(300, 100);
  standing.withdrawn = Parts(50, 0);
  const absl::StatusOr<securities::Secured> early = SecuredOf(standing, kCoverBy);
  ASSERT_TRUE(early.ok()) << early.status();
  EXPECT_EQ(ReasonOf(early->call), "STATE_AID_NOT_DUE");
  const absl::StatusOr<securities::Secured> due = SecuredOf(standing, kCoverBy + 1);
  ASSERT_TRUE(due.ok()) << due.status();
  EXPECT_TRUE(due->call.ok());
  // What was withdrawn is covered by nothing either, and keeps no security.
  EXPECT_EQ(due->callable, Euro(450));
  EXPECT_EQ(due->left, Euro(400));
  standing.final_accepted = true;
  EXPECT_TRUE(SecuredOf(standing, kCoverBy - 30)->call.ok());
}

}  // namespace
}  // namespace tranche::payments::state_aid
