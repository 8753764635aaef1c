// SPDX-License-Identifier: EUPL-1.2
// Debts, rules of their interest, and random histories of both.
#pragma once

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "payments/recoveries/debt.h"

namespace tranche::payments::recoveries {

inline Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
inline Parts Two(int64_t eu, int64_t national) { return {Leva(eu), Leva(national)}; }

inline Rule Of(const std::string& code, const std::string& value) {
  return {.code = code,
          .value = value,
          .unit = "percent",
          .source = "",
          .verified = false,
          .valid_from = absl::CivilDay(2015, 1, 1),
          .valid_to = absl::CivilDay(2022, 12, 31)};
}

inline std::vector<Rule> Rules() {
  return {Of("interest_basic_percent", "0"), Of("interest_allowance_percent", "10"),
          Of("interest_year_days", "360")};
}

// Served on 1 February 2018, voluntary until the 15th.
inline DebtTerms Terms(const Parts& principal) {
  return {.principal = principal,
          .served_on = absl::CivilDay(2018, 2, 1),
          .voluntary_until = absl::CivilDay(2018, 2, 15),
          .effective_on = absl::CivilDay(2018, 2, 1)};
}

inline Ledger InForce(const Parts& principal) {
  return ApplyVersion(EmptyLedger(Currency::kBgn), Terms(principal), Rules())->after;
}

// A random history of repayments and versions beside the books that a service keeps of it.
struct Books {
  Ledger ledger = EmptyLedger(Currency::kBgn);
  std::vector<DebtTerms> versions;
  std::vector<BookedRepayment> repayments;
  std::vector<BookedRepayment> reversals;  // Of the first ones, in their order.
  std::vector<InterestPiece> posted;
  absl::CivilDay day = absl::CivilDay(2018, 2, 1);

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
inline bool Holds(const Books& books) {
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
  absl::CivilDay next(2018, 2, 16);
  for (const InterestPiece& piece : books.posted) {
    if (piece.from < next) return false;
    next = piece.to + 1;
  }
  const auto balance =
      BalanceOn(books.ledger, books.versions, books.AllRepayments(), books.posted, Rules(), books.day);
  return balance.ok() && !balance->owed.IsNegative() &&
         balance->owed_principal == *OwedPrincipal(books.ledger);
}

inline void Enter(Books* books, const Parts& principal) {
  DebtTerms terms = Terms(principal);
  terms.effective_on = books->day;
  const auto movement = ApplyVersion(books->ledger, terms, Rules());
  if (!movement.ok()) return;
  books->Keep(*movement);
  books->versions.push_back(terms);
}

using Apply = absl::StatusOr<Movement> (*)(const Ledger&, Money, absl::CivilDay, bool,
                                           const std::vector<Rule>&);

inline void Repay(Books* books, Money amount, bool interest_first, Apply apply = ApplyRepayment) {
  const auto movement = apply(books->ledger, amount, books->day, interest_first, Rules());
  if (!movement.ok()) return;
  books->Keep(*movement);
  books->repayments.push_back({books->day, movement->to_interest, movement->to_principal});
}

// Takes the next repayment back.
inline void TakeBack(Books* books) {
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

inline Books AnyHistory() {
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

inline bool Same(const Ledger& one, const Ledger& other) {
  return one.principal == other.principal && one.repaid_principal == other.repaid_principal &&
         one.charged_interest == other.charged_interest &&
         one.repaid_interest == other.repaid_interest && one.interest_from == other.interest_from &&
         one.last_movement_on == other.last_movement_on;
}

inline DaysBefore DaysOf(const Ledger& ledger) {
  return {.interest_from = *ledger.interest_from, .last_movement_on = *ledger.last_movement_on};
}

// Rules that hold to 2027, half the rate from 2026 on.
inline std::vector<Rule> RulesOverTheChangeover() {
  std::vector<Rule> rules = Rules();
  for (Rule& rule : rules) rule.valid_to = absl::CivilDay(2027, 12, 31);
  return rules;
}

// Served on 1 November 2025, voluntary until the 15th; 8 500 + 1 500 lev.
inline DebtTerms TermsBefore() {
  return {.principal = Two(8'500'00, 1'500'00),
          .served_on = absl::CivilDay(2025, 11, 1),
          .voluntary_until = absl::CivilDay(2025, 11, 15),
          .effective_on = absl::CivilDay(2025, 11, 1)};
}

}  // namespace tranche::payments::recoveries
