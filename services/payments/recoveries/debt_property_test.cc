// SPDX-License-Identifier: EUPL-1.2
// Random histories of debts: what must hold after each step, also over the changeover to euro.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "payments/testing/debt_books.h"
#include "platform/base/error.h"

namespace tranche::payments::recoveries {
namespace {

using absl::CivilDay;

// The balance of a past day does not change by what is recorded for later days.
RC_GTEST_PROP(DebtProperty, BalanceOfAPastDay_StaysAsItWas, ()) {
  Books books = AnyHistory();
  const CivilDay then = books.day;
  const auto before =
      BalanceOn(books.ledger, books.versions, books.AllRepayments(), books.posted, Rules(), then);
  books.day += *rc::gen::inRange(1, 200);
  Repay(&books, Leva(1), true);
  TakeBack(&books);
  const auto after =
      BalanceOn(books.ledger, books.versions, books.AllRepayments(), books.posted, Rules(), then);
  RC_ASSERT(before.ok() && after.ok());
  RC_ASSERT(before->owed == after->owed);
  RC_ASSERT(before->interest == after->interest);
}

// What the running sums say on the day of a repayment is what all the movements say.
void ExpectSumsSayTheSame(const Books& books) {
  Money total = Leva(0);
  for (const InterestPiece& piece : books.posted) total = *tranche::Add(total, piece.total);
  const auto sums = BalanceAfter(books.ledger, total, books.day);
  const auto whole =
      BalanceOn(books.ledger, books.versions, books.AllRepayments(), books.posted, Rules(), books.day);
  ASSERT_TRUE(sums.ok() && whole.ok());
  EXPECT_EQ(sums->principal, whole->principal);
  EXPECT_EQ(sums->repaid_principal, whole->repaid_principal);
  EXPECT_EQ(sums->repaid_interest, whole->repaid_interest);
  EXPECT_EQ(sums->interest, whole->interest);
  EXPECT_EQ(sums->interest_total, whole->interest_total);
  EXPECT_EQ(sums->owed_principal, whole->owed_principal);
  EXPECT_EQ(sums->owed_interest, whole->owed_interest);
  EXPECT_EQ(sums->owed, whole->owed);
  EXPECT_EQ(sums->next_interest_from, whole->next_interest_from);
}

RC_GTEST_PROP(DebtProperty, RunningSumsAfterARepayment_AreThoseOfAllMovements, ()) {
  Books books = AnyHistory();
  books.day += *rc::gen::inRange(0, 200);
  const size_t before = books.repayments.size();
  Repay(&books, Leva(1), *rc::gen::arbitrary<bool>());
  RC_PRE(books.repayments.size() > before);
  ExpectSumsSayTheSame(books);
}

// Whatever was before, and whatever it had gone to.
RC_GTEST_PROP(DebtProperty, AnnulledRepayment_LeavesTheDebtOfBefore, ()) {
  Books books = AnyHistory();
  const Books before = books;
  books.day += *rc::gen::inRange(0, 200);
  Repay(&books, Leva(*rc::gen::inRange<int64_t>(1, 2'000'00)), *rc::gen::arbitrary<bool>());
  RC_PRE(books.repayments.size() > before.repayments.size());
  const BookedRepayment& last = books.repayments.back();

  const DaysBefore days = DaysOf(before.ledger);
  const std::vector<InterestPiece> charged = PiecesSince(books.posted, days);
  const auto after = WithoutRepayment(books.ledger, last.to_interest, last.to_principal, charged, days);

  RC_ASSERT(after.ok());
  RC_ASSERT(Same(*after, before.ledger));
  RC_ASSERT(charged.size() == books.posted.size() - before.posted.size());
}

// The control: that forgets the days of before.
TEST(DebtControl, AnnulmentThatLeavesTheDays_IsNotTheDebtOfBefore) {
  const Ledger before = InForce(Two(8'500'00, 1'500'00));
  const auto repaid = ApplyRepayment(before, Leva(100'00), CivilDay(2018, 3, 17), true, Rules());
  ASSERT_TRUE(repaid.ok()) << repaid.status();
  const auto after =
      WithoutRepayment(repaid->after, repaid->to_interest, repaid->to_principal, {}, std::nullopt);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_FALSE(Same(*after, before));
  EXPECT_EQ(after->repaid_principal, before.repaid_principal);
  EXPECT_EQ(after->charged_interest, Two(70'84, 12'50));
}

// The control: without the ceiling of what is owed.
absl::StatusOr<Movement> ApplyWithoutCeiling(const Ledger& ledger, Money amount, CivilDay, bool,
                                             const std::vector<Rule>&) {
  Movement movement{.after = ledger};
  movement.to_interest = ZeroTwo(amount.currency());
  movement.to_principal = {amount, Money::Zero(amount.currency())};
  movement.after.repaid_principal = *Add(ledger.repaid_principal, movement.to_principal);
  return movement;
}

TEST(DebtControl, RepaymentWithoutTheCeiling_BreaksAnInvariant) {
  for (const auto& [apply, holds] :
       {std::pair<Apply, bool>{ApplyRepayment, true}, {ApplyWithoutCeiling, false}}) {
    Books books;
    Enter(&books, Two(100'00, 0));
    Repay(&books, Leva(60'00), true, apply);
    EXPECT_TRUE(Holds(books));
    Repay(&books, Leva(60'00), true, apply);
    EXPECT_EQ(Holds(books), holds);
  }
}

// Random repayments in lev, the changeover at any place among them, and repayments in euro after it:
// nothing is recovered beyond what is owed, what was settled stays so, a past day keeps its balance,
// and what a movement charged is what was reckoned before.
RC_GTEST_PROP(Debt, WithTheChangeoverAtAnyPlace_KeepsItsInvariants, ()) {
  const std::vector<Rule> rules = RulesOverTheChangeover();
  DebtTerms terms = TermsBefore();
  terms.principal =
      Two(*rc::gen::inRange<int64_t>(0, 1'000'000), *rc::gen::inRange<int64_t>(1, 200'000));
  Ledger ledger = ApplyVersion(EmptyLedger(Currency::kBgn), terms, rules)->after;
  std::vector<BookedRepayment> repayments;
  std::vector<InterestPiece> posted;
  CivilDay day(2025, 11, 1);
  const int before = *rc::gen::inRange(0, 4);
  const int after = *rc::gen::inRange(0, 4);
  for (int i = 0; i < before + after; ++i) {
    if (i == before) {
      Money total = Leva(0);
      for (const InterestPiece& piece : posted) total = *tranche::Add(total, piece.total);
      const bool settled = IsZero(*OwedPrincipal(ledger)) && IsZero(*OwedInterest(ledger));
      ledger = *ConvertLedger(ledger, total, CivilDay(2026, 1, 1), static_cast<int>(posted.size()) + 1,
                              static_cast<int>(repayments.size()) + 1);
      RC_ASSERT(IsWithin(ledger.repaid_principal, ledger.principal));
      RC_ASSERT(IsWithin(ledger.repaid_interest, ledger.charged_interest));
      const bool opened_again = settled && !IsZero(*OwedPrincipal(ledger));
      RC_ASSERT(!opened_again);
      day = std::max(day, ledger.changeover->on);
    }
    day += *rc::gen::inRange(0, 40);
    const Balance reckoned = *BalanceOn(ledger, {terms}, repayments, posted, rules, day);
    RC_ASSERT(!reckoned.owed.IsNegative());
    if (reckoned.owed.IsZero()) continue;
    const Money amount = Money::Minor(*rc::gen::inRange<int64_t>(1, reckoned.owed.minor() + 1),
                                      reckoned.owed.currency());
    const auto movement = ApplyRepayment(ledger, amount, day, *rc::gen::arbitrary<bool>(), rules);
    RC_ASSERT(movement.ok());
    const auto beyond = ApplyRepayment(
        ledger, Money::Minor(reckoned.owed.minor() + 1, amount.currency()), day, true, rules);
    RC_ASSERT(ReasonOf(beyond.status()) == "REPAYMENT_ABOVE_OWED");
    ledger = movement->after;
    repayments.push_back({.repaid_on = day,
                          .to_interest = movement->to_interest,
                          .to_principal = movement->to_principal});
    posted.insert(posted.end(), movement->pieces.begin(), movement->pieces.end());
    const Balance read = *BalanceOn(ledger, {terms}, repayments, posted, rules, day);
    RC_ASSERT(read.interest == reckoned.interest);
    RC_ASSERT(read.owed.minor() == reckoned.owed.minor() - amount.minor());
    const Balance past = *BalanceOn(ledger, {terms}, {}, posted, rules, day - 1);
    RC_ASSERT(past.as_of == day - 1);
    for (const InterestPiece& piece : posted) {
      const bool in_lev = piece.principal.eu.currency() == Currency::kBgn;
      const bool spans = ledger.changeover.has_value() && in_lev != (piece.to < ledger.changeover->on);
      RC_ASSERT(!spans);
    }
  }
}

}  // namespace
}  // namespace tranche::payments::recoveries
