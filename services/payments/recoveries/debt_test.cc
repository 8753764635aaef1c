// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/debt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "platform/base/error.h"

namespace tranche::payments::recoveries {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

using absl::CivilDay;

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
Parts Two(int64_t eu, int64_t national) { return {Leva(eu), Leva(national)}; }

Rule Of(const std::string& code, const std::string& value) {
  return {.code = code,
          .value = value,
          .unit = "percent",
          .source = "",
          .verified = false,
          .valid_from = CivilDay(2015, 1, 1),
          .valid_to = CivilDay(2022, 12, 31)};
}

std::vector<Rule> Rules() {
  return {Of("interest_basic_percent", "0"), Of("interest_allowance_percent", "10"),
          Of("interest_year_days", "360")};
}

// Served on 1 February 2018, voluntary until the 15th.
DebtTerms Terms(const Parts& principal) {
  return {.principal = principal,
          .served_on = CivilDay(2018, 2, 1),
          .voluntary_until = CivilDay(2018, 2, 15),
          .effective_on = CivilDay(2018, 2, 1)};
}

Ledger InForce(const Parts& principal) {
  return ApplyVersion(EmptyLedger(Currency::kBgn), Terms(principal), Rules())->after;
}

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

// A random history of repayments and versions beside the books that a service keeps of it.
struct Books {
  Ledger ledger = EmptyLedger(Currency::kBgn);
  std::vector<DebtTerms> versions;
  std::vector<BookedRepayment> repayments;
  std::vector<InterestPiece> posted;
  CivilDay day = CivilDay(2018, 2, 1);

  void Keep(const Movement& movement) {
    ledger = movement.after;
    posted.insert(posted.end(), movement.pieces.begin(), movement.pieces.end());
  }
};

// DEB-1 to DEB-4 of the README, looked at from outside the ledger.
bool Holds(const Books& books) {
  if (!IsWithin(books.ledger.repaid_principal, books.ledger.principal)) return false;
  if (!IsWithin(books.ledger.repaid_interest, books.ledger.charged_interest)) return false;
  Parts to_principal = ZeroTwo(Currency::kBgn);
  Parts to_interest = ZeroTwo(Currency::kBgn);
  for (const BookedRepayment& repayment : books.repayments) {
    to_principal = *Add(to_principal, repayment.to_principal);
    to_interest = *Add(to_interest, repayment.to_interest);
  }
  if (!(to_principal == books.ledger.repaid_principal)) return false;
  if (!(to_interest == books.ledger.repaid_interest)) return false;
  if (!(*SumOf(books.posted, Currency::kBgn) == books.ledger.charged_interest)) return false;
  CivilDay next(2018, 2, 16);
  for (const InterestPiece& piece : books.posted) {
    if (piece.from < next) return false;
    next = piece.to + 1;
  }
  const auto balance =
      BalanceOn(books.ledger, books.versions, books.repayments, books.posted, Rules(), books.day);
  return balance.ok() && !balance->owed.IsNegative() &&
         balance->owed_principal == *OwedPrincipal(books.ledger);
}

void Enter(Books* books, const Parts& principal) {
  DebtTerms terms = Terms(principal);
  terms.effective_on = books->day;
  const auto movement = ApplyVersion(books->ledger, terms, Rules());
  if (!movement.ok()) return;
  books->Keep(*movement);
  books->versions.push_back(terms);
}

using Apply = absl::StatusOr<Movement> (*)(const Ledger&, Money, CivilDay, bool,
                                           const std::vector<Rule>&);

void Repay(Books* books, Money amount, bool interest_first, Apply apply = ApplyRepayment) {
  const auto movement = apply(books->ledger, amount, books->day, interest_first, Rules());
  if (!movement.ok()) return;
  books->Keep(*movement);
  books->repayments.push_back({books->day, movement->to_interest, movement->to_principal});
}

// What the running sums say on the day of a repayment is what all the movements say.
void ExpectSumsSayTheSame(const Books& books) {
  Money total = Leva(0);
  for (const InterestPiece& piece : books.posted) total = *tranche::Add(total, piece.total);
  const auto sums = BalanceAfter(books.ledger, total, books.day);
  const auto whole =
      BalanceOn(books.ledger, books.versions, books.repayments, books.posted, Rules(), books.day);
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

Books AnyHistory() {
  Books books;
  Enter(&books, Two(*rc::gen::inRange<int64_t>(1, 5'000'00), *rc::gen::inRange<int64_t>(0, 1'000'00)));
  const int steps = *rc::gen::inRange(1, 12);
  for (int i = 0; i < steps; ++i) {
    books.day += *rc::gen::inRange(0, 40);
    if (*rc::gen::inRange(0, 4) == 0) {
      Enter(&books,
            Two(*rc::gen::inRange<int64_t>(0, 5'000'00), *rc::gen::inRange<int64_t>(0, 1'000'00)));
    } else {
      Repay(&books, Leva(*rc::gen::inRange<int64_t>(1, 2'000'00)), *rc::gen::arbitrary<bool>());
    }
    RC_ASSERT(Holds(books));
  }
  return books;
}

RC_GTEST_PROP(DebtProperty, EveryPrefixOfAHistory_KeepsTheInvariants, ()) { AnyHistory(); }

// The balance of a past day does not change by what is recorded for later days.
RC_GTEST_PROP(DebtProperty, BalanceOfAPastDay_StaysAsItWas, ()) {
  Books books = AnyHistory();
  const CivilDay then = books.day;
  const auto before =
      BalanceOn(books.ledger, books.versions, books.repayments, books.posted, Rules(), then);
  books.day += *rc::gen::inRange(1, 200);
  Repay(&books, Leva(1), true);
  const auto after =
      BalanceOn(books.ledger, books.versions, books.repayments, books.posted, Rules(), then);
  RC_ASSERT(before.ok() && after.ok());
  RC_ASSERT(before->owed == after->owed);
  RC_ASSERT(before->interest == after->interest);
}

RC_GTEST_PROP(DebtProperty, RunningSumsAfterARepayment_AreThoseOfAllMovements, ()) {
  Books books = AnyHistory();
  books.day += *rc::gen::inRange(0, 200);
  const size_t before = books.repayments.size();
  Repay(&books, Leva(1), *rc::gen::arbitrary<bool>());
  RC_PRE(books.repayments.size() > before);
  ExpectSumsSayTheSame(books);
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

}  // namespace
}  // namespace tranche::payments::recoveries
