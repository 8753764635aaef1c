// SPDX-License-Identifier: EUPL-1.2
#include "payments/claim.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "platform/base/error.h"

namespace tranche::payments {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr ClaimState kStates[] = {ClaimState::kDraft,          ClaimState::kSent,
                                  ClaimState::kInVerification, ClaimState::kAccepted,
                                  ClaimState::kRefused,        ClaimState::kAwaitingAnswer,
                                  ClaimState::kTakenBack,      ClaimState::kReturned};
constexpr ClaimStep kSteps[] = {ClaimStep::kSend,   ClaimStep::kTakeBack, ClaimStep::kAsk,
                                ClaimStep::kAnswer, ClaimStep::kVerify,   ClaimStep::kWithdraw,
                                ClaimStep::kAccept, ClaimStep::kRefuse,   ClaimStep::kReturn};

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

ThreePart Parts(int64_t eu_minor, int64_t national_minor, int64_t own_minor = 0) {
  return {.eu = Leva(eu_minor), .national = Leva(national_minor), .own = Leva(own_minor)};
}

// Mineralni Bani: 378 008.50 at 85/15.
ThreePart ContractAmount() { return Parts(32130723, 5670127); }

Ratio TwentyPercent() { return {.numerator = 20, .denominator = 100}; }

Claim SentClaim(ClaimKind kind, const ThreePart& requested) {
  Claim claim;
  claim.sequence = 2;
  claim.kind = kind;
  claim.state = ClaimState::kSent;
  claim.requested = requested;
  claim.paid = ZeroParts(Currency::kBgn);
  claim.sent_on = absl::CivilDay(2018, 1, 15);
  claim.sent_by = "owner@mineralni-bani";
  if (kind != ClaimKind::kAdvance) {
    const ThreePart nothing = ZeroParts(Currency::kBgn);
    claim.costs = {{"1", absl::CivilDay(2017, 12, 1), requested, "1", nothing},
                   {"2", absl::CivilDay(2018, 1, 15), nothing, "2", nothing}};
  }
  return claim;
}

// A verdict that refuses all of a cost.
CostVerdict Refused(const std::string& cost_id, const ThreePart& parts = Parts(850, 150)) {
  return {.cost_id = cost_id,
          .unapproved = parts,
          .reason = "why",
          .by_correction = Parts(0, 0),
          .correction_reason = "",
          .correction = ""};
}

Decision DecisionOn(absl::CivilDay day, std::vector<CostVerdict> verdicts = {}) {
  return {.decided_on = day,
          .reference = "93-01-7",
          .verdicts = std::move(verdicts),
          .advance_refused = false,
          .refusal_reason = "",
          .marks_json = "[]"};
}

Claim AcceptedClaim(ClaimKind kind, const ThreePart& requested, const ThreePart& approved) {
  Claim claim = SentClaim(kind, requested);
  claim.state = ClaimState::kAccepted;
  claim.decision = DecisionOn(absl::CivilDay(2018, 2, 1));
  claim.decided_by = "approver@mineralni-bani";
  claim.payable = kind == ClaimKind::kAdvance ? requested : approved;
  claim.payable->own = Leva(0);
  if (kind != ClaimKind::kAdvance) claim.approved = approved;
  return claim;
}

TEST(ClaimStates, EveryStateAndStep_FollowsTheTable) {
  const std::map<std::pair<ClaimState, ClaimStep>, ClaimState> allowed = {
      {{ClaimState::kDraft, ClaimStep::kSend}, ClaimState::kSent},
      {{ClaimState::kDraft, ClaimStep::kTakeBack}, ClaimState::kTakenBack},
      {{ClaimState::kSent, ClaimStep::kReturn}, ClaimState::kReturned},
      {{ClaimState::kReturned, ClaimStep::kSend}, ClaimState::kSent},
      {{ClaimState::kReturned, ClaimStep::kTakeBack}, ClaimState::kTakenBack},
      {{ClaimState::kSent, ClaimStep::kAsk}, ClaimState::kAwaitingAnswer},
      {{ClaimState::kAwaitingAnswer, ClaimStep::kAnswer}, ClaimState::kSent},
      {{ClaimState::kAwaitingAnswer, ClaimStep::kVerify}, ClaimState::kInVerification},
      {{ClaimState::kSent, ClaimStep::kVerify}, ClaimState::kInVerification},
      {{ClaimState::kInVerification, ClaimStep::kWithdraw}, ClaimState::kSent},
      {{ClaimState::kInVerification, ClaimStep::kAccept}, ClaimState::kAccepted},
      {{ClaimState::kInVerification, ClaimStep::kRefuse}, ClaimState::kRefused},
  };
  for (const ClaimState state : kStates) {
    for (const ClaimStep step : kSteps) {
      const auto found = allowed.find({state, step});
      const std::optional<ClaimState> expected =
          found == allowed.end() ? std::nullopt : std::optional<ClaimState>(found->second);
      EXPECT_EQ(Next(state, step), expected) << Name(state) << " " << Name(step);
    }
  }
}

TEST(ClaimNames, EveryNameReadBack_IsTheSameValue) {
  for (const ClaimState state : kStates) EXPECT_EQ(ClaimStateOf(Name(state)), state);
  for (const ClaimKind kind : {ClaimKind::kAdvance, ClaimKind::kInterim, ClaimKind::kFinal}) {
    EXPECT_EQ(ClaimKindOf(Name(kind)), kind);
  }
  EXPECT_EQ(ClaimStateOf("CLOSED"), std::nullopt);
  EXPECT_EQ(ClaimKindOf(""), std::nullopt);
}

TEST(Returning, SentClaim_GoesBackAndItsSenderStillDoesNotDecide) {
  Claim claim = SentClaim(ClaimKind::kInterim, Parts(850, 150));
  const absl::StatusOr<ClaimState> returned = DecideReturn(claim);
  ASSERT_TRUE(returned.ok()) << returned.status();
  EXPECT_EQ(*returned, ClaimState::kReturned);
  claim.returns = {{.number = 1,
                    .returned_on = absl::CivilDay(2018, 1, 20),
                    .returned_by = "approver@mineralni-bani",
                    .reason = "Липсва ведомост.",
                    .sent_on = absl::CivilDay(2018, 1, 15),
                    .sent_by = "owner@mineralni-bani"}};
  claim.sent_by = "deputy@mineralni-bani";
  EXPECT_TRUE(ActedForBeneficiary(claim, "owner@mineralni-bani"));
  EXPECT_TRUE(ActedForBeneficiary(claim, "deputy@mineralni-bani"));
  EXPECT_FALSE(ActedForBeneficiary(claim, "approver@mineralni-bani"));
}

TEST(Returning, InEveryOtherState_IsRefused) {
  for (const ClaimState state : kStates) {
    if (state == ClaimState::kSent) continue;
    Claim claim = SentClaim(ClaimKind::kInterim, Parts(850, 150));
    claim.state = state;
    EXPECT_EQ(ReasonOf(DecideReturn(claim).status()), "CLAIM_WRONG_STATE") << Name(state);
  }
}

TEST(ApprovesSomething, OnlyWhatRefusesAll_ApprovesNothing) {
  Claim claim = SentClaim(ClaimKind::kInterim, Parts(850, 150));
  claim.costs.pop_back();
  Decision decision = DecisionOn(absl::CivilDay(2018, 2, 1));
  EXPECT_TRUE(ApprovesSomething(claim, decision));
  decision.verdicts = {Refused("1", Parts(849, 150))};
  EXPECT_TRUE(ApprovesSomething(claim, decision));
  decision.verdicts = {Refused("1")};
  EXPECT_FALSE(ApprovesSomething(claim, decision));
  Claim advance = SentClaim(ClaimKind::kAdvance, Parts(850, 150));
  Decision refusal = DecisionOn(absl::CivilDay(2018, 2, 1));
  EXPECT_TRUE(ApprovesSomething(advance, refusal));
  refusal.advance_refused = true;
  EXPECT_FALSE(ApprovesSomething(advance, refusal));
}

TEST(Percent, TwoPlaces_IsExact) {
  EXPECT_EQ(ParsePercent("20")->numerator, 2000);
  EXPECT_EQ(ParsePercent("12.5")->numerator, 1250);
  EXPECT_EQ(ParsePercent("12.5")->denominator, 10000);
  EXPECT_EQ(ReasonOf(ParsePercent("-1").status()), "MONEY_MALFORMED");
  EXPECT_EQ(ReasonOf(ParsePercent("a fifth").status()), "MONEY_MALFORMED");
}

TEST(Advance, TwentyPercentOfMineralniBani_IsTheMost) {
  EXPECT_TRUE(CheckAdvance(ContractAmount(), Parts(6426145, 1134025), TwentyPercent()).ok());
  const absl::Status refused = CheckAdvance(ContractAmount(), Parts(6426145, 1134026), TwentyPercent());
  EXPECT_EQ(ReasonOf(refused), "ADVANCE_ABOVE_CEILING");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("asked", "75601.71")));
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("ceiling", "75601.70")));
}

TEST(Advance, CeilingWithAFractionOfACent_IsRoundedDown) {
  // 20 % of 100.03 is 20.006.
  EXPECT_EQ(ReasonOf(CheckAdvance(Parts(10003, 0), Parts(2001, 0), TwentyPercent())),
            "ADVANCE_ABOVE_CEILING");
  EXPECT_TRUE(CheckAdvance(Parts(10003, 0), Parts(2000, 0), TwentyPercent()).ok());
}

TEST(Advance, PartsOffTheRatio_AreRefusedBeyondOneCent) {
  // 1000.00 of 85/15 money (as the contract rounds it) is 850.00 and 150.00.
  EXPECT_TRUE(CheckAdvance(ContractAmount(), Parts(85001, 14999), TwentyPercent()).ok());
  EXPECT_TRUE(CheckAdvance(ContractAmount(), Parts(84999, 15001), TwentyPercent()).ok());
  const absl::Status refused = CheckAdvance(ContractAmount(), Parts(85002, 14998), TwentyPercent());
  EXPECT_EQ(ReasonOf(refused), "ADVANCE_RATIO");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("expected", "850.00")));
}

TEST(Advance, OwnPartNothingOrAnotherCurrency_IsRefused) {
  EXPECT_EQ(ReasonOf(CheckAdvance(ContractAmount(), Parts(850, 150, 1), TwentyPercent())),
            "OWN_PART_NOT_ZERO");
  EXPECT_EQ(ReasonOf(CheckAdvance(ContractAmount(), Parts(0, 0), TwentyPercent())),
            "AMOUNT_NOT_ABOVE_ZERO");
  const ThreePart euro = {.eu = Money::Minor(85, Currency::kEur),
                          .national = Money::Minor(15, Currency::kEur),
                          .own = Money::Zero(Currency::kEur)};
  EXPECT_EQ(ReasonOf(CheckAdvance(ContractAmount(), euro, TwentyPercent())), "MONEY_CURRENCY_MIXED");
}

TEST(CostsOfAClaim, Reserved_AddUp) {
  const absl::StatusOr<ThreePart> sum =
      SumOfCosts({{"1", "RESERVED", Parts(850, 150), {}, std::nullopt},
                  {"2", "RESERVED", Parts(213, 37), {}, std::nullopt}},
                 Currency::kBgn);
  ASSERT_TRUE(sum.ok());
  EXPECT_EQ(*sum, Parts(1063, 187));
}

TEST(CostsOfAClaim, DecidedOrClaimedBefore_AreRefused) {
  EXPECT_EQ(
      ReasonOf(
          SumOfCosts({{"1", "APPROVED", Parts(850, 150), {}, std::nullopt}}, Currency::kBgn).status()),
      "COST_NOT_RESERVED");
  const absl::Status claimed =
      SumOfCosts({{"1", "RESERVED", Parts(850, 150), {}, 7}}, Currency::kBgn).status();
  EXPECT_EQ(ReasonOf(claimed), "COST_IN_ANOTHER_CLAIM");
  EXPECT_THAT(ValuesOf(claimed), Contains(Pair("claim", "7")));
}

TEST(Sending, BeforeTheContract_IsRefused) {
  Contract contract;
  contract.concluded_on = absl::CivilDay(2017, 4, 18);
  Claim draft;
  EXPECT_EQ(*DecideSend(contract, draft, absl::CivilDay(2017, 4, 18)), ClaimState::kSent);
  EXPECT_EQ(ReasonOf(DecideSend(contract, draft, absl::CivilDay(2017, 4, 17)).status()),
            "DAYS_OUT_OF_ORDER");
}

TEST(Sending, BeforeACostWasPaid_IsRefusedWithItsDay) {
  Contract contract;
  contract.concluded_on = absl::CivilDay(2017, 4, 18);
  Claim draft = SentClaim(ClaimKind::kInterim, Parts(850, 150));
  draft.state = ClaimState::kDraft;
  EXPECT_TRUE(DecideSend(contract, draft, absl::CivilDay(2018, 1, 15)).ok());
  const absl::Status refused = DecideSend(contract, draft, absl::CivilDay(2018, 1, 14)).status();
  EXPECT_EQ(ReasonOf(refused), "COST_PAID_AFTER_SENDING");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("cost", "2")));
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("paid_on", "2018-01-15")));
}

TEST(AdvanceCeiling, OfTheProgrammingPeriod_ComesBeforeTheOneForAny) {
  const std::vector<RuleVersion> rules = {
      {"20", "percent", ""}, {"35", "percent", "2014-2020"}, {"10", "percent", "2021-2027"}};
  EXPECT_EQ((*PercentOf(rules, "2014-2020", "c"))->numerator, 3500);
  EXPECT_EQ((*PercentOf(rules, "2021-2027", "c"))->numerator, 1000);
  EXPECT_EQ((*PercentOf(rules, "2007-2013", "c"))->numerator, 2000);
  EXPECT_EQ((*PercentOf(rules, "", "c"))->numerator, 2000);
  EXPECT_EQ(*PercentOf({rules[2]}, "2014-2020", "c"), std::nullopt);
}

TEST(AdvanceCeiling, ThatIsNoPercentage_IsRefusedWithItsCode) {
  for (const RuleVersion& rule :
       {RuleVersion{"20", "months", ""}, RuleVersion{"20", "", ""},
        RuleVersion{"a fifth", "percent", ""}, RuleVersion{"100.01", "percent", ""}}) {
    const absl::Status refused = PercentOf({rule}, "2014-2020", "the_rule").status();
    EXPECT_EQ(ReasonOf(refused), "RULE_UNREADABLE") << rule.value << rule.unit;
    EXPECT_THAT(ValuesOf(refused), Contains(Pair("rule", "the_rule")));
  }
}

TEST(Months, WholeNumberOfTheRule_IsRead) {
  EXPECT_EQ(*MonthsOf({{"1", "months", ""}}, "2014-2020", "c"), 1);
  EXPECT_EQ(*MonthsOf({}, "2014-2020", "c"), std::nullopt);
  for (const RuleVersion& rule : {RuleVersion{"1", "days", ""}, RuleVersion{"1.5", "months", ""},
                                  RuleVersion{"-1", "months", ""}, RuleVersion{"121", "months", ""}}) {
    EXPECT_EQ(ReasonOf(MonthsOf({rule}, "2014-2020", "c").status()), "RULE_UNREADABLE") << rule.value;
  }
}

TEST(ClaimedAgain, IsAtMostWhatWasNotApproved) {
  const ClaimedCost cost{.id = "7",
                         .state = "RESERVED",
                         .parts = Parts(4250, 750),
                         .paid_on = absl::CivilDay(2018, 1, 15),
                         .claimed_in = std::nullopt,
                         .resubmits = {"3"}};
  EXPECT_EQ(ClaimCostOf(cost, {"3", 4000})->again, Parts(3400, 600));
  EXPECT_EQ(ClaimCostOf(cost, {"3", 4000})->first_cost_id, "3");
  EXPECT_EQ(ClaimCostOf(cost, {"3", 9000})->again, Parts(4250, 750));
  EXPECT_EQ(ClaimCostOf(cost, {"3", 0})->again, Parts(0, 0));
  EXPECT_EQ(ClaimCostOf(cost, {"3", -5})->again, Parts(0, 0));
}

TEST(FinalClaim, ThatWasNotRefused_IsTheLast) {
  EXPECT_TRUE(CheckNoFinal(std::nullopt).ok());
  const absl::Status refused = CheckNoFinal(3);
  EXPECT_EQ(ReasonOf(refused), "CLAIM_AFTER_FINAL");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("claim", "3")));
}

TEST(Verifying, BySender_IsRefused) {
  const Claim claim = SentClaim(ClaimKind::kInterim, Parts(850, 150));
  EXPECT_EQ(
      ReasonOf(
          DecideVerification(claim, DecisionOn(absl::CivilDay(2018, 2, 1)), claim.sent_by).status()),
      "DECIDED_BY_SENDER");
}

TEST(Verifying, SentClaim_Begins) {
  const Claim claim = SentClaim(ClaimKind::kInterim, Parts(850, 150));
  const absl::StatusOr<VerificationPath> path =
      DecideVerification(claim, DecisionOn(absl::CivilDay(2018, 2, 1), {Refused("2")}), "approver");
  ASSERT_TRUE(path.ok()) << path.status();
  EXPECT_EQ(*path, VerificationPath::kBegin);
}

TEST(Verifying, DecisionThatDoesNotFitTheClaim_IsRefused) {
  const Claim claim = SentClaim(ClaimKind::kInterim, Parts(850, 150));
  const absl::CivilDay day(2018, 2, 1);
  const auto reason = [&](const Decision& decision) {
    return ReasonOf(DecideVerification(claim, decision, "approver").status());
  };
  EXPECT_EQ(reason(DecisionOn(day, {Refused("3")})), "REFUSED_COST_NOT_CLAIMED");
  EXPECT_EQ(reason(DecisionOn(day, {Refused("1"), Refused("1")})), "CLAIM_COST_TWICE");
  EXPECT_EQ(reason(DecisionOn(absl::CivilDay(2018, 1, 14))), "DAYS_OUT_OF_ORDER");
  Decision whole = DecisionOn(day);
  whole.advance_refused = true;
  whole.refusal_reason = "no guarantee";
  EXPECT_EQ(reason(whole), "REFUSAL_NOT_OF_ADVANCE");
}

TEST(Verifying, UnderWay_ContinuesOnlyTheSameDecision) {
  Claim claim = SentClaim(ClaimKind::kInterim, Parts(850, 150));
  claim.state = ClaimState::kInVerification;
  claim.decision = DecisionOn(absl::CivilDay(2018, 2, 1), {Refused("1")});
  EXPECT_EQ(*DecideVerification(claim, *claim.decision, "approver"), VerificationPath::kContinue);
  Decision other = *claim.decision;
  other.verdicts.clear();
  EXPECT_EQ(ReasonOf(DecideVerification(claim, other, "approver").status()), "VERIFICATION_UNDER_WAY");
  EXPECT_EQ(ReasonOf(DecideVerification(claim, *claim.decision, claim.sent_by).status()),
            "DECIDED_BY_SENDER");
}

TEST(Verifying, InEveryOtherState_IsRefused) {
  for (const ClaimState state : {ClaimState::kDraft, ClaimState::kReturned, ClaimState::kAccepted,
                                 ClaimState::kRefused, ClaimState::kTakenBack}) {
    Claim claim = SentClaim(ClaimKind::kInterim, Parts(850, 150));
    claim.state = state;
    EXPECT_EQ(
        ReasonOf(
            DecideVerification(claim, DecisionOn(absl::CivilDay(2018, 2, 1)), "approver").status()),
        "CLAIM_WRONG_STATE")
        << Name(state);
  }
}

TEST(Outcome, SomethingApproved_AcceptsTheClaim) {
  Claim claim = SentClaim(ClaimKind::kInterim, Parts(850, 150));
  claim.state = ClaimState::kInVerification;
  claim.decision = DecisionOn(absl::CivilDay(2018, 2, 1), {Refused("1", Parts(765, 135))});
  const absl::StatusOr<Outcome> outcome = DecideOutcome(claim, Parts(85, 15), Parts(765, 135));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->state, ClaimState::kAccepted);
  EXPECT_EQ(outcome->approved, Parts(85, 15));
  EXPECT_EQ(outcome->refused, Parts(765, 135));
}

TEST(Outcome, NothingApproved_RefusesTheClaim) {
  Claim claim = SentClaim(ClaimKind::kFinal, Parts(850, 150));
  claim.state = ClaimState::kInVerification;
  claim.decision = DecisionOn(absl::CivilDay(2018, 2, 1), {Refused("1")});
  EXPECT_EQ(DecideOutcome(claim, Parts(0, 0), Parts(850, 150))->state, ClaimState::kRefused);
}

TEST(Outcome, Advance_IsAcceptedWithNothingApproved) {
  Claim claim = SentClaim(ClaimKind::kAdvance, Parts(850, 150));
  claim.state = ClaimState::kInVerification;
  const absl::StatusOr<Outcome> outcome = DecideOutcome(claim, Parts(0, 0), Parts(0, 0));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->state, ClaimState::kAccepted);
  EXPECT_EQ(outcome->approved, std::nullopt);
  EXPECT_EQ(outcome->refused, std::nullopt);
}

TEST(Outcome, RefusedAdvance_IsOwedNothing) {
  Claim claim = SentClaim(ClaimKind::kAdvance, Parts(850, 150));
  claim.state = ClaimState::kInVerification;
  claim.decision = DecisionOn(absl::CivilDay(2018, 2, 1));
  claim.decision->advance_refused = true;
  const absl::StatusOr<Outcome> outcome = DecideOutcome(claim, Parts(0, 0), Parts(0, 0));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->state, ClaimState::kRefused);
  claim.state = outcome->state;
  EXPECT_EQ(Owed(claim), Parts(0, 0));
}

TEST(Outcome, PartsThatDoNotAddUp_AreRefused) {
  Claim claim = SentClaim(ClaimKind::kInterim, Parts(850, 150));
  claim.state = ClaimState::kInVerification;
  EXPECT_EQ(ReasonOf(DecideOutcome(claim, Parts(850, 149), Parts(0, 0)).status()),
            "CLAIM_DOES_NOT_ADD_UP");
  // It adds up, but the budget refused what the decision does not.
  EXPECT_EQ(ReasonOf(DecideOutcome(claim, Parts(849, 150), Parts(1, 0)).status()),
            "CLAIM_DOES_NOT_ADD_UP");
}

TEST(Outcome, CorrectionsOfTheDecision_AreSummed) {
  Claim claim = SentClaim(ClaimKind::kInterim, Parts(850, 150));
  claim.state = ClaimState::kInVerification;
  claim.decision = DecisionOn(absl::CivilDay(2018, 2, 1), {Refused("1", Parts(8, 2))});
  claim.decision->verdicts[0].by_correction = Parts(77, 13);
  const absl::StatusOr<Outcome> outcome = DecideOutcome(claim, Parts(765, 135), Parts(85, 15));
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(outcome->by_correction, Parts(77, 13));
}

TEST(Owed, OfAcceptedClaims_IsWhatIsPayable) {
  EXPECT_EQ(Owed(AcceptedClaim(ClaimKind::kAdvance, Parts(850, 150), Parts(0, 0))), Parts(850, 150));
  EXPECT_EQ(Owed(AcceptedClaim(ClaimKind::kInterim, Parts(850, 150, 50), Parts(425, 75, 25))),
            Parts(425, 75));
  EXPECT_EQ(Owed(SentClaim(ClaimKind::kAdvance, Parts(850, 150))), Parts(0, 0));
}

TEST(Paying, UpToWhatIsOwed_TellsWhenAllHasArrived) {
  Claim claim = AcceptedClaim(ClaimKind::kInterim, Parts(850, 150), Parts(850, 150));
  const absl::CivilDay day(2018, 3, 1);
  const absl::StatusOr<PaymentDecision> first = DecidePayment(claim, Parts(425, 75), day);
  ASSERT_TRUE(first.ok());
  EXPECT_FALSE(first->paid_in_full);
  claim.paid = first->paid;
  const absl::StatusOr<PaymentDecision> second = DecidePayment(claim, Parts(425, 75), day);
  ASSERT_TRUE(second.ok());
  EXPECT_TRUE(second->paid_in_full);
  EXPECT_EQ(second->paid, Parts(850, 150));
}

TEST(Paying, AboveWhatIsOwed_NamesWhatIsLeft) {
  Claim claim = AcceptedClaim(ClaimKind::kInterim, Parts(850, 150), Parts(850, 150));
  claim.paid = Parts(425, 75);
  const absl::Status refused =
      DecidePayment(claim, Parts(425, 76), absl::CivilDay(2018, 3, 1)).status();
  EXPECT_EQ(ReasonOf(refused), "PAYMENT_ABOVE_OWED");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("left", "5.00")));
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("asked", "5.01")));
  EXPECT_EQ(ReasonOf(DecidePayment(claim, Parts(426, 74), absl::CivilDay(2018, 3, 1)).status()),
            "PAYMENT_PART_ABOVE_OWED");
}

TEST(Paying, WithSeveralFaults_NamesAll) {
  Claim claim = AcceptedClaim(ClaimKind::kInterim, Parts(850, 150), Parts(850, 150));
  const auto told = [&](const ThreePart& amount, absl::CivilDay day) {
    std::vector<std::string> faults;
    for (const Violation& fault : ViolationsOf(DecidePayment(claim, amount, day).status()))
      faults.push_back(fault.field + " " + fault.reason);
    return faults;
  };
  EXPECT_THAT(told(Parts(850, 151), absl::CivilDay(2018, 1, 31)),
              ElementsAre("payment.paidOn DAYS_OUT_OF_ORDER", "payment.amount PAYMENT_ABOVE_OWED"));
  claim.state = ClaimState::kSent;
  EXPECT_THAT(told(Parts(0, 0), absl::CivilDay(2018, 3, 1)),
              ElementsAre("payment.amount AMOUNT_NOT_ABOVE_ZERO", "payment.claim CLAIM_NOT_ACCEPTED"));
}

TEST(Paying, BesideOrdersThatWereNotSent_LeavesTheirMoney) {
  const Claim claim = AcceptedClaim(ClaimKind::kInterim, Parts(850, 150), Parts(850, 150));
  const absl::CivilDay day(2018, 3, 1);
  EXPECT_TRUE(DecidePayment(claim, Parts(400, 100), day, /*unsent_minor=*/500).ok());
  const absl::Status refused = DecidePayment(claim, Parts(401, 100), day, 500).status();
  EXPECT_EQ(ReasonOf(refused), "PAYMENT_ABOVE_OWED");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("left", "5.00")));
  EXPECT_THAT(ValuesOf(DecidePayment(claim, Parts(1, 0), day, 1001).status()),
              Contains(Pair("left", "0.00")));
}

TEST(Paying, WhatIsNoPaymentOfTheClaim_IsRefused) {
  const Claim claim = AcceptedClaim(ClaimKind::kInterim, Parts(850, 150), Parts(850, 150));
  const absl::CivilDay day(2018, 3, 1);
  EXPECT_EQ(ReasonOf(DecidePayment(claim, Parts(1, 0, 1), day).status()), "OWN_PART_NOT_ZERO");
  EXPECT_EQ(ReasonOf(DecidePayment(claim, Parts(0, 0), day).status()), "AMOUNT_NOT_ABOVE_ZERO");
  EXPECT_EQ(ReasonOf(DecidePayment(claim, Parts(1, 0), absl::CivilDay(2018, 1, 31)).status()),
            "DAYS_OUT_OF_ORDER");
  for (const ClaimState state :
       {ClaimState::kDraft, ClaimState::kSent, ClaimState::kInVerification, ClaimState::kRefused,
        ClaimState::kAwaitingAnswer, ClaimState::kTakenBack, ClaimState::kReturned}) {
    Claim other = claim;
    other.state = state;
    EXPECT_EQ(ReasonOf(DecidePayment(other, Parts(1, 0), day).status()), "CLAIM_NOT_ACCEPTED")
        << Name(state);
  }
}

TEST(PaymentNumbers, AfterNineHundredNinetyNine_GrowByOneDigit) {
  EXPECT_EQ(PaymentId(1), "PA001");
  EXPECT_EQ(PaymentId(999), "PA999");
  EXPECT_EQ(PaymentId(1000), "PA1000");
}

}  // namespace
}  // namespace tranche::payments
