// SPDX-License-Identifier: EUPL-1.2
#include "payments/redenomination/redenomination.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "payments/testing/redenomination_books.h"
#include "platform/base/error.h"

namespace tranche::payments::redenomination {
namespace {

TEST(Redenomination, OfMineralniBani_KeepsBothAmountsAndTheirDifference) {
  // 378 008.50 lev are 193 272.68 euro; the advance of 20 % is converted by itself.
  const ThreePart contract = Leva(32130723, 5670127);
  Claim advance = Accepted(1, ClaimKind::kAdvance, Leva(6426145, 1134025), Leva(0, 0));
  advance.paid = *advance.payable;
  const auto restated =
      RestateClaims(ContractInEuro(contract), {advance}, {Paying(1, 1, Leva(6426145, 1134025))});

  ASSERT_TRUE(restated.ok()) << restated.status();
  EXPECT_EQ(restated->claims[0].requested, Euro(3285636, 579818));
  EXPECT_EQ(restated->claims[0].paid, *restated->claims[0].payable);
  EXPECT_EQ(restated->payments[0].recorded, Leva(6426145, 1134025));
  EXPECT_EQ(restated->advance_owed_minor, 3285636 + 579818);
  EXPECT_EQ(restated->cleared_minor, 0);
  const auto amounts = AmountsOf({advance}, *restated, {}, {});
  ASSERT_TRUE(amounts.ok()) << amounts.status();
  for (const RestatedAmount& amount : *amounts)
    EXPECT_EQ(amount.difference, Euro(0, 0)) << amount.series;
}

TEST(Redenomination, CentsOfManyCosts_AddUpToTheConvertedSum) {
  // 1.95 lev by itself are 1.00 euro, three of them 2.99 and not 3.00.
  Claim claim = Accepted(1, ClaimKind::kInterim, Leva(585, 0), Leva(0, 0));
  claim.costs.clear();
  for (const char* id : {"1", "2", "3"}) {
    claim.costs.push_back({.id = id,
                           .paid_on = absl::CivilDay(2018, 1, 1),
                           .requested = Leva(195, 0),
                           .first_cost_id = id,
                           .again = Leva(0, 0)});
  }
  const auto restated = RestateClaims(Euro(100000, 0), {claim}, {});

  ASSERT_TRUE(restated.ok()) << restated.status();
  EXPECT_EQ(*restated->claims[0].approved, Euro(299, 0));
  EXPECT_EQ(restated->claims[0].costs[0].requested, Euro(100, 0));
  EXPECT_EQ(restated->claims[0].costs[1].requested, Euro(99, 0));
  const auto amounts = AmountsOf({claim}, *restated, {}, {});
  const auto second = std::find_if(amounts->begin(), amounts->end(), [](const RestatedAmount& amount) {
    return amount.record == "claims/1/costs/2" && amount.series == "requested";
  });
  ASSERT_NE(second, amounts->end());
  EXPECT_EQ(second->difference, Euro(-1, 0));
}

TEST(Redenomination, AnAdvanceClearedInFull_StaysSo) {
  // The advance of 1.96 is 1.00 euro; cleared by 0.98 + 0.98, each of them 0.50.
  const std::vector<Claim> claims = {Accepted(1, ClaimKind::kAdvance, Leva(196, 0), Leva(0, 0)),
                                     Accepted(2, ClaimKind::kInterim, Leva(98, 0), Leva(98, 0)),
                                     Accepted(3, ClaimKind::kInterim, Leva(98, 0), Leva(98, 0))};
  const auto restated = RestateClaims(Euro(100000, 0), claims, {});

  ASSERT_TRUE(restated.ok()) << restated.status();
  EXPECT_EQ(restated->cleared_minor, restated->advance_owed_minor);
  EXPECT_TRUE(restated->claims[1].payable->eu.IsZero());
}

TEST(Redenomination, ADebtOfANegativeBalance_StaysWithinIt) {
  // An advance of 1.00 lev of which 0.50 is cleared: 0.51 and 0.26 euro leave 0.25; 0.50 lev are 0.26.
  Claim final_claim = Accepted(2, ClaimKind::kFinal, Leva(50, 0), Leva(50, 0));
  final_claim.to_recover = Leva(50, 0);
  const std::vector<Claim> claims = {Accepted(1, ClaimKind::kAdvance, Leva(100, 0), Leva(0, 0)),
                                     final_claim};
  const auto restated = RestateClaims(Euro(100000, 0), claims, {});
  ASSERT_TRUE(restated.ok()) << restated.status();
  ASSERT_EQ(*restated->claims[1].to_recover, Euro(25, 0));
  for (const int64_t repaid_minor : {0, 20, 50}) {
    Recoveries before;
    before.debts.resize(1);
    recoveries::Debt& debt = before.debts[0];
    debt.state = recoveries::RecoveryState::kEntered;
    debt.claim_sequence = 2;
    debt.ledger = recoveries::EmptyLedger(Currency::kBgn);
    debt.ledger.principal.eu = Money::Minor(50, Currency::kBgn);
    debt.ledger.repaid_principal.eu = Money::Minor(repaid_minor, Currency::kBgn);
    const auto after = RestateRecoveries(Euro(100000, 0), absl::CivilDay(2026, 1, 1), before, claims,
                                         restated->claims);
    ASSERT_TRUE(after.ok()) << after.status();
    const recoveries::Ledger& ledger = after->debts[0].ledger;
    EXPECT_EQ(ledger.principal.eu, Money::Minor(25, Currency::kEur));
    EXPECT_EQ(recoveries::OwesNothing(ledger), repaid_minor == 50);
    EXPECT_TRUE(recoveries::IsWithin(ledger.repaid_principal, ledger.principal));
  }
}

TEST(Redenomination, AStotinkaThatWasNotApproved_StaysACentWithItsReason) {
  Claim claim = Accepted(1, ClaimKind::kInterim, Leva(196, 0), Leva(0, 0));
  claim.costs.clear();
  for (const char* id : {"1", "2"}) {
    claim.costs.push_back({.id = id,
                           .paid_on = absl::CivilDay(2018, 1, 1),
                           .requested = Leva(99, 0),
                           .first_cost_id = id,
                           .again = Leva(0, 0)});
    CostVerdict verdict;
    verdict.cost_id = id;
    verdict.unapproved = Leva(1, 0);
    verdict.reason = "Недопустимо";
    verdict.by_correction = Leva(0, 0);
    claim.decision->verdicts.push_back(verdict);
  }
  claim.requested = Leva(198, 0);
  claim.refused = Leva(2, 0);
  const auto restated = RestateClaims(Euro(100000, 0), {claim}, {});

  ASSERT_TRUE(restated.ok()) << restated.status();
  for (const CostVerdict& verdict : restated->claims[0].decision->verdicts) {
    EXPECT_EQ(verdict.unapproved, Euro(1, 0));
  }
  EXPECT_EQ(*restated->claims[0].approved, Euro(100, 0));
  EXPECT_EQ(restated->claims[0].requested, Euro(102, 0));
}

TEST(Redenomination, AnOpenClaim_IsRefused) {
  for (const ClaimState state : {ClaimState::kDraft, ClaimState::kSent, ClaimState::kAwaitingAnswer,
                                 ClaimState::kInVerification}) {
    Claim claim = Accepted(3, ClaimKind::kInterim, Leva(98, 0), Leva(0, 0));
    claim.state = state;
    EXPECT_EQ(ReasonOf(RestateClaims(Euro(100000, 0), {claim}, {}).status()), "CLAIM_OPEN");
  }
}

TEST(Redenomination, LevOfBefore_AreShownAsTheyWereAndLaterEuroAtTheFixedRate) {
  Claim claim = Accepted(1, ClaimKind::kInterim, Leva(10000, 0), Leva(0, 0));
  claim.paid = Leva(5000, 0);
  const auto restated = RestateClaims(Euro(100000, 0), {claim}, {Paying(1, 1, Leva(5000, 0))});
  const auto amounts = AmountsOf({claim}, *restated, {}, {});
  Claim now = restated->claims[0];
  now.paid = *now.payable;  // 25.57 and 25.56 euro.
  const auto leva = ClaimsInLev({now}, *amounts);

  ASSERT_TRUE(leva.ok()) << leva.status();
  EXPECT_EQ((*leva)[0].requested, Leva(10000, 0));
  // 50.00 lev as they were, and 25.56 or 25.57 euro at 1.95583.
  const int64_t since_minor = now.paid.eu.minor() - restated->claims[0].paid.eu.minor();
  EXPECT_EQ((*leva)[0].paid.eu.minor(),
            5000 + AtFixedRate(Money::Minor(since_minor, Currency::kEur), Currency::kBgn)->minor());
}

TEST(Redenomination, OfCorrectionsAndDebts_KeepsTheirLimits) {
  Recoveries before;
  before.corrections.resize(2);
  for (int i = 0; i < 2; ++i) {
    before.corrections[i].id = i + 1;
    before.corrections[i].state = recoveries::RecoveryState::kEntered;
    before.corrections[i].amount = {Money::Minor(293, Currency::kBgn),
                                    Money::Minor(98, Currency::kBgn)};
  }
  // Two debts of the first: 1.95 + 0.98 = 2.93 lev, converted 1.00 + 0.50 = 1.50, the correction 1.50.
  before.debts.resize(2);
  for (int i = 0; i < 2; ++i) {
    recoveries::Debt& debt = before.debts[i];
    debt.id = i + 1;
    debt.state = recoveries::RecoveryState::kEntered;
    debt.correction_id = 1;
    debt.ledger = recoveries::EmptyLedger(Currency::kBgn);
    debt.ledger.principal = {Money::Minor(i == 0 ? 195 : 98, Currency::kBgn),
                             Money::Minor(49, Currency::kBgn)};
    debt.ledger.last_movement_on = absl::CivilDay(2018, 2, 1);
    debt.ledger.interest_from = absl::CivilDay(2018, 2, 16);
  }
  before.corrections[0].indebted = before.corrections[0].amount;
  // 5.86 + 1.96 lev, all of it corrected.
  const auto after = RestateRecoveries(Euro(299, 100), absl::CivilDay(2026, 1, 1), before);

  ASSERT_TRUE(after.ok()) << after.status();
  recoveries::Parts corrected = recoveries::ZeroTwo(Currency::kEur);
  for (const recoveries::Correction& correction : after->corrections) {
    EXPECT_TRUE(recoveries::IsWithin(correction.indebted, correction.amount));
    corrected = *recoveries::Add(corrected, correction.amount);
  }
  EXPECT_EQ(after->corrected, corrected);
  EXPECT_TRUE(
      recoveries::IsWithin(corrected, {.eu = after->support.eu, .national = after->support.national}));
  EXPECT_EQ(after->debts[0].ledger.principal.eu, Money::Minor(100, Currency::kEur));
}

}  // namespace
}  // namespace tranche::payments::redenomination
