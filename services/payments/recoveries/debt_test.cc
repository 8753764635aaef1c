// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/debt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "payments/testing/debt_books.h"
#include "platform/base/error.h"

namespace tranche::payments::recoveries {
namespace {

using absl::CivilDay;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Debt, PaidWithinTheVoluntaryPeriod_BearsNoInterest) {
  const auto movement = ApplyRepayment(InForce(Two(8'500'00, 1'500'00)), Leva(10'000'00),
                                       CivilDay(2018, 2, 15), true, Rules());

  ASSERT_TRUE(movement.ok()) << movement.status();
  EXPECT_THAT(movement->pieces, IsEmpty());
  EXPECT_EQ(movement->to_principal, Two(8'500'00, 1'500'00));
  EXPECT_TRUE(IsZero(*OwedPrincipal(movement->after)));
}

TEST(Debt, InterestBeginsTheDayAfterTheVoluntaryPeriod) {
  // 16 February to 17 March: 30 days, 83.34 as EU 70.84 and national 12.50.
  const auto movement = ApplyRepayment(InForce(Two(8'500'00, 1'500'00)), Leva(1'083'34),
                                       CivilDay(2018, 3, 17), true, Rules());

  ASSERT_TRUE(movement.ok()) << movement.status();
  ASSERT_THAT(movement->pieces, SizeIs(1));
  EXPECT_EQ(movement->pieces[0].from, CivilDay(2018, 2, 16));
  EXPECT_EQ(movement->pieces[0].days(), 30);
  EXPECT_EQ(movement->to_interest, Two(70'84, 12'50));
  EXPECT_EQ(movement->to_principal, Two(850'00, 150'00));
  EXPECT_EQ(movement->after.interest_from, CivilDay(2018, 3, 18));
}

TEST(Debt, PrincipalFirst_LeavesTheInterest) {
  const auto movement = ApplyRepayment(InForce(Two(8'500'00, 1'500'00)), Leva(10'000'00),
                                       CivilDay(2018, 3, 17), false, Rules());

  ASSERT_TRUE(movement.ok()) << movement.status();
  EXPECT_EQ(movement->to_principal, Two(8'500'00, 1'500'00));
  EXPECT_EQ(*OwedInterest(movement->after), Two(70'84, 12'50));
}

TEST(Debt, MoreThanIsOwed_IsRefusedWithWhatIsOwed) {
  const auto movement = ApplyRepayment(InForce(Two(8'500'00, 1'500'00)), Leva(10'083'35),
                                       CivilDay(2018, 3, 17), true, Rules());

  EXPECT_EQ(ReasonOf(movement.status()), "REPAYMENT_ABOVE_OWED");
  EXPECT_THAT(ValuesOf(movement.status()), ::testing::Contains(::testing::Pair("owed", "10083.34")));
}

TEST(Debt, RepaymentBeforeAnEarlierOne_IsRefused) {
  const auto first =
      ApplyRepayment(InForce(Two(100'00, 0)), Leva(10'00), CivilDay(2018, 3, 17), true, Rules());
  const auto second = ApplyRepayment(first->after, Leva(10'00), CivilDay(2018, 3, 16), true, Rules());

  EXPECT_EQ(ReasonOf(second.status()), "RECOVERY_OUT_OF_ORDER");
}

TEST(Debt, TwoRepaymentsOnOneDay_ChargeItOnce) {
  const auto first =
      ApplyRepayment(InForce(Two(100'00, 0)), Leva(10'00), CivilDay(2018, 3, 17), true, Rules());
  const auto second = ApplyRepayment(first->after, Leva(10'00), CivilDay(2018, 3, 17), true, Rules());

  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THAT(second->pieces, IsEmpty());
}

TEST(Debt, NewVersion_FixesInterestOnTheOldPrincipalBefore) {
  DebtTerms next = Terms(Two(5'000'00, 0));
  next.effective_on = CivilDay(2018, 3, 18);

  const auto movement = ApplyVersion(InForce(Two(10'000'00, 0)), next, Rules());

  ASSERT_TRUE(movement.ok()) << movement.status();
  ASSERT_THAT(movement->pieces, SizeIs(1));
  EXPECT_EQ(movement->pieces[0].to, CivilDay(2018, 3, 17));
  EXPECT_EQ(movement->after.principal, Two(5'000'00, 0));
  EXPECT_EQ(movement->after.interest_from, CivilDay(2018, 3, 18));
}

TEST(Debt, NewVersionWithinTheVoluntaryPeriod_MovesItsEnd) {
  DebtTerms next = Terms(Two(10'000'00, 0));
  next.served_on = next.effective_on = CivilDay(2018, 2, 10);
  next.voluntary_until = CivilDay(2018, 2, 24);

  const auto movement = ApplyVersion(InForce(Two(10'000'00, 0)), next, Rules());

  ASSERT_TRUE(movement.ok()) << movement.status();
  EXPECT_EQ(movement->after.interest_from, CivilDay(2018, 2, 25));
}

// Nothing was owed on the days between, so none of them bore interest.
TEST(Debt, DebtRepaidInTimeAndRaised_HasTheVoluntaryPeriodOfItsNewVersion) {
  const auto repaid =
      ApplyRepayment(InForce(Two(100'00, 0)), Leva(100'00), CivilDay(2018, 2, 10), true, Rules());
  DebtTerms next = Terms(Two(300'00, 0));
  next.served_on = next.effective_on = CivilDay(2018, 3, 1);
  next.voluntary_until = CivilDay(2018, 3, 15);

  const auto movement = ApplyVersion(repaid->after, next, Rules());

  ASSERT_TRUE(movement.ok()) << movement.status();
  EXPECT_THAT(movement->pieces, IsEmpty());
  EXPECT_EQ(movement->after.interest_from, CivilDay(2018, 3, 16));
}

TEST(Debt, VersionBelowWhatWasRepaid_IsRefused) {
  const auto repaid =
      ApplyRepayment(InForce(Two(100'00, 0)), Leva(60'00), CivilDay(2018, 2, 10), true, Rules());
  DebtTerms next = Terms(Two(59'99, 0));
  next.effective_on = CivilDay(2018, 2, 11);

  EXPECT_EQ(ReasonOf(ApplyVersion(repaid->after, next, Rules()).status()), "DEBT_BELOW_REPAID");
}

TEST(Debt, DayWithoutARate_StopsTheReckoningThereAndSaysSo) {
  const Ledger ledger = InForce(Two(10'000'00, 0));

  const auto balance =
      BalanceOn(ledger, {Terms(Two(10'000'00, 0))}, {}, {}, Rules(), CivilDay(2023, 2, 1));

  ASSERT_TRUE(balance.ok()) << balance.status();
  EXPECT_EQ(balance->rate_missing_from, CivilDay(2023, 1, 1));
  EXPECT_EQ(balance->next_interest_from, CivilDay(2023, 1, 1));
  EXPECT_FALSE(IsZero(balance->owed_interest));
}

TEST(Debt, DeductionTakenBack_IsOwedAgainAndBearsInterestFromTheNextDay) {
  // On 17 March all of 10 000.00 and the 83.34 of 30 days.
  const auto repaid = ApplyRepayment(InForce(Two(8'500'00, 1'500'00)), Leva(10'083'34),
                                     CivilDay(2018, 3, 17), true, Rules());
  ASSERT_TRUE(repaid.ok()) << repaid.status();
  ASSERT_TRUE(OwesNothing(repaid->after));

  const auto back = ApplyReversal(repaid->after, repaid->to_interest, repaid->to_principal,
                                  CivilDay(2018, 5, 1), Rules());

  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_THAT(back->pieces, IsEmpty());  // Nothing was owed until then.
  EXPECT_EQ(back->to_principal, Two(-8'500'00, -1'500'00));
  EXPECT_EQ(*OwedPrincipal(back->after), Two(8'500'00, 1'500'00));
  EXPECT_EQ(*OwedInterest(back->after), Two(70'84, 12'50));
  EXPECT_EQ(back->after.interest_from, CivilDay(2018, 5, 2));
  EXPECT_EQ(ReasonOf(ApplyReversal(repaid->after, repaid->to_interest, repaid->to_principal,
                                   CivilDay(2018, 3, 16), Rules())
                         .status()),
            "RECOVERY_OUT_OF_ORDER");
}

RC_GTEST_PROP(DebtProperty, EveryPrefixOfAHistory_KeepsTheInvariants, ()) { AnyHistory(); }

Money Euro(int64_t minor) { return Money::Minor(minor, Currency::kEur); }
Parts TwoEuro(int64_t eu, int64_t national) { return {Euro(eu), Euro(national)}; }

TEST(Debt, OverTheChangeover_BearsInterestInLevBeforeItAndInEuroAfter) {
  const std::vector<Rule> rules = RulesOverTheChangeover();
  const Ledger lev = ApplyVersion(EmptyLedger(Currency::kBgn), TermsBefore(), rules)->after;
  const auto euro = ConvertLedger(lev, Leva(0), CivilDay(2026, 1, 1), 1, 1);
  ASSERT_TRUE(euro.ok()) << euro.status();
  EXPECT_EQ(euro->principal, TwoEuro(4'345'98, 766'94));

  const auto balance = BalanceOn(*euro, {TermsBefore()}, {}, {}, rules, CivilDay(2026, 1, 30));

  ASSERT_TRUE(balance.ok()) << balance.status();
  ASSERT_THAT(balance->pieces, SizeIs(2));
  // 46 days of 16 November to 31 December in lev: 108.63 + 19.17 (daily rate 0.02778 percent).
  EXPECT_EQ(balance->pieces[0].to, CivilDay(2025, 12, 31));
  EXPECT_EQ(balance->pieces[0].interest, Two(108'62, 19'17));
  EXPECT_EQ(balance->pieces[1].from, CivilDay(2026, 1, 1));
  EXPECT_EQ(balance->pieces[1].principal, TwoEuro(4'345'98, 766'94));
  // 108.62 lev are 55.54 euro, and 30 days of 4 345.98 euro 36.22.
  EXPECT_EQ(balance->interest.eu, Euro(55'54 + 36'22));
  // A day before the changeover stays as it was.
  const auto before = BalanceOn(*euro, {TermsBefore()}, {}, {}, rules, CivilDay(2025, 12, 15));
  EXPECT_EQ(before->owed, BalanceOn(lev, {TermsBefore()}, {}, {}, rules, CivilDay(2025, 12, 15))->owed);
}

TEST(Debt, RepaidAfterTheChangeover_ChargesWhatWasReckoned) {
  const std::vector<Rule> rules = RulesOverTheChangeover();
  const Ledger lev = ApplyVersion(EmptyLedger(Currency::kBgn), TermsBefore(), rules)->after;
  const Ledger euro = *ConvertLedger(lev, Leva(0), CivilDay(2026, 1, 1), 1, 1);
  const CivilDay day(2026, 1, 30);
  const Money owed = BalanceOn(euro, {TermsBefore()}, {}, {}, rules, day)->owed;

  const auto paid = ApplyRepayment(euro, owed, day, true, rules);

  ASSERT_TRUE(paid.ok()) << paid.status();
  ASSERT_THAT(paid->pieces, SizeIs(2));
  EXPECT_TRUE(IsZero(*OwedPrincipal(paid->after)));
  EXPECT_TRUE(IsZero(*OwedInterest(paid->after)));
  // The same from the books.
  const auto read = BalanceOn(
      paid->after, {TermsBefore()},
      {{.repaid_on = day, .to_interest = paid->to_interest, .to_principal = paid->to_principal}},
      paid->pieces, rules, day);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_TRUE(read->owed.IsZero());
  EXPECT_EQ(read->interest, paid->after.charged_interest);
}

TEST(Debt, RepaidAfterTheChangeoverAndAnnulled_IsTheDebtOfBefore) {
  const std::vector<Rule> rules = RulesOverTheChangeover();
  const Ledger lev = ApplyVersion(EmptyLedger(Currency::kBgn), TermsBefore(), rules)->after;
  const Ledger euro = *ConvertLedger(lev, Leva(0), CivilDay(2026, 1, 1), 1, 1);
  const auto paid = ApplyRepayment(euro, Euro(100'00), CivilDay(2026, 1, 30), true, rules);
  ASSERT_TRUE(paid.ok()) << paid.status();
  ASSERT_THAT(paid->pieces, SizeIs(2));  // One in lev, one in euro.

  const auto after = WithoutRepayment(paid->after, paid->to_interest, paid->to_principal,
                                      PiecesSince(paid->pieces, DaysOf(euro)), DaysOf(euro));

  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_TRUE(Same(*after, euro));
}

TEST(Debt, PiecesOfBeforeTheChangeover_AreToldByTheirNumbers) {
  const std::vector<Rule> rules = RulesOverTheChangeover();
  const Ledger lev = ApplyVersion(EmptyLedger(Currency::kBgn), TermsBefore(), rules)->after;
  const auto paid = ApplyRepayment(lev, Leva(1'000'00), CivilDay(2025, 12, 10), true, rules);
  ASSERT_TRUE(paid.ok()) << paid.status();
  // Its pieces are the third and later ones: two that were charged before fell away.
  std::vector<InterestPiece> posted = paid->pieces;
  Money total = Leva(0);
  int number = 2;
  for (InterestPiece& piece : posted) {
    piece.number = ++number;
    total = *tranche::Add(total, piece.total);
  }
  const Ledger euro = *ConvertLedger(paid->after, total, CivilDay(2026, 1, 1), number + 1, 2);
  const auto again = ApplyRepayment(euro, Euro(1'00), CivilDay(2026, 1, 30), true, rules);
  ASSERT_TRUE(again.ok()) << again.status();
  for (InterestPiece piece : again->pieces) {
    piece.number = ++number;
    posted.push_back(piece);
  }

  const auto read = BalanceOn(again->after, {TermsBefore()},
                              {{.repaid_on = CivilDay(2025, 12, 10),
                                .to_interest = paid->to_interest,
                                .to_principal = paid->to_principal},
                               {.repaid_on = CivilDay(2026, 1, 30),
                                .to_interest = again->to_interest,
                                .to_principal = again->to_principal}},
                              posted, rules, CivilDay(2026, 1, 30));

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->interest, again->after.charged_interest);
}

TEST(Debt, ADayBeforeItsChangeover_TakesNoMovementAnyMore) {
  const std::vector<Rule> rules = RulesOverTheChangeover();
  const Ledger lev = ApplyVersion(EmptyLedger(Currency::kBgn), TermsBefore(), rules)->after;
  const Ledger euro = *ConvertLedger(lev, Leva(0), CivilDay(2026, 1, 1), 1, 1);
  EXPECT_EQ(ReasonOf(ApplyRepayment(euro, Euro(1), CivilDay(2025, 12, 31), true, rules).status()),
            "RECOVERY_OUT_OF_ORDER");
}

TEST(Debt, RepaidInLevAfterTheDay_GoesOnInEuroFromTheNextDay) {
  const std::vector<Rule> rules = RulesOverTheChangeover();
  const Ledger lev = ApplyVersion(EmptyLedger(Currency::kBgn), TermsBefore(), rules)->after;
  const auto paid = ApplyRepayment(lev, Leva(1'000'00), CivilDay(2026, 1, 10), true, rules);
  ASSERT_TRUE(paid.ok()) << paid.status();
  Money total = Leva(0);
  for (const InterestPiece& piece : paid->pieces) total = *tranche::Add(total, piece.total);
  const auto euro = ConvertLedger(paid->after, total, CivilDay(2026, 1, 1), 2, 2);
  ASSERT_TRUE(euro.ok()) << euro.status();
  EXPECT_EQ(euro->changeover->on, CivilDay(2026, 1, 11));
  const BookedRepayment booked{.repaid_on = CivilDay(2026, 1, 10),
                               .to_interest = paid->to_interest,
                               .to_principal = paid->to_principal};
  const auto balance =
      BalanceOn(*euro, {TermsBefore()}, {booked}, paid->pieces, rules, CivilDay(2026, 1, 20));
  ASSERT_TRUE(balance.ok()) << balance.status();
  EXPECT_EQ(balance->repaid_principal, euro->repaid_principal);
  ASSERT_THAT(balance->pieces, SizeIs(2));
  EXPECT_EQ(balance->pieces[1].from, CivilDay(2026, 1, 11));
}

}  // namespace
}  // namespace tranche::payments::recoveries
