// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/debt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

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

// A random history of repayments and versions beside the books that a service keeps of it.
struct Books {
  Ledger ledger = EmptyLedger(Currency::kBgn);
  std::vector<DebtTerms> versions;
  std::vector<BookedRepayment> repayments;
  std::vector<BookedRepayment> reversals;  // Of the first ones, in their order.
  std::vector<InterestPiece> posted;
  CivilDay day = CivilDay(2018, 2, 1);

  std::vector<BookedRepayment> AllRepayments() const {
    std::vector<BookedRepayment> all = repayments;
    all.insert(all.end(), reversals.begin(), reversals.end());
    return all;
  }

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
  for (const BookedRepayment& repayment : books.AllRepayments()) {
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
      BalanceOn(books.ledger, books.versions, books.AllRepayments(), books.posted, Rules(), books.day);
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

// Takes the next repayment back.
void TakeBack(Books* books) {
  if (books->reversals.size() == books->repayments.size()) return;
  const BookedRepayment& repayment = books->repayments[books->reversals.size()];
  const auto movement =
      ApplyReversal(books->ledger, repayment.to_interest, repayment.to_principal, books->day, Rules());
  if (!movement.ok()) return;
  books->Keep(*movement);
  books->reversals.push_back({.repaid_on = books->day,
                              .to_interest = movement->to_interest,
                              .to_principal = movement->to_principal,
                              .reversal = true});
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

Books AnyHistory() {
  Books books;
  Enter(&books, Two(*rc::gen::inRange<int64_t>(1, 5'000'00), *rc::gen::inRange<int64_t>(0, 1'000'00)));
  const int steps = *rc::gen::inRange(1, 12);
  for (int i = 0; i < steps; ++i) {
    books.day += *rc::gen::inRange(0, 40);
    const int kind = *rc::gen::inRange(0, 5);
    if (kind == 1) {
      TakeBack(&books);
    } else if (kind == 0) {
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

RC_GTEST_PROP(DebtProperty, RunningSumsAfterARepayment_AreThoseOfAllMovements, ()) {
  Books books = AnyHistory();
  books.day += *rc::gen::inRange(0, 200);
  const size_t before = books.repayments.size();
  Repay(&books, Leva(1), *rc::gen::arbitrary<bool>());
  RC_PRE(books.repayments.size() > before);
  ExpectSumsSayTheSame(books);
}

bool Same(const Ledger& one, const Ledger& other) {
  return one.principal == other.principal && one.repaid_principal == other.repaid_principal &&
         one.charged_interest == other.charged_interest &&
         one.repaid_interest == other.repaid_interest && one.interest_from == other.interest_from &&
         one.last_movement_on == other.last_movement_on;
}

DaysBefore DaysOf(const Ledger& ledger) {
  return {.interest_from = *ledger.interest_from, .last_movement_on = *ledger.last_movement_on};
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

// Rules that hold to 2027, half the rate from 2026 on.
std::vector<Rule> RulesOverTheChangeover() {
  std::vector<Rule> rules = Rules();
  for (Rule& rule : rules) rule.valid_to = CivilDay(2027, 12, 31);
  return rules;
}

Money Euro(int64_t minor) { return Money::Minor(minor, Currency::kEur); }
Parts TwoEuro(int64_t eu, int64_t national) { return {Euro(eu), Euro(national)}; }

// Served on 1 November 2025, voluntary until the 15th; 8 500 + 1 500 lev.
DebtTerms TermsBefore() {
  return {.principal = Two(8'500'00, 1'500'00),
          .served_on = CivilDay(2025, 11, 1),
          .voluntary_until = CivilDay(2025, 11, 15),
          .effective_on = CivilDay(2025, 11, 1)};
}

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
