// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/debt.h"

#include <algorithm>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::payments::recoveries {
namespace {

absl::Status CheckOrder(const Ledger& ledger, absl::CivilDay on) {
  if (!ledger.last_movement_on.has_value() || on >= *ledger.last_movement_on) return absl::OkStatus();
  return Refuse("RECOVERY_OUT_OF_ORDER",
                {{"day", FormatDay(on)}, {"last", FormatDay(*ledger.last_movement_on)}});
}

// Charges the interest up to and with a day.
absl::Status Charge(absl::CivilDay to, const std::vector<Rule>& rules, Movement* movement) {
  Ledger& ledger = movement->after;
  if (!ledger.interest_from.has_value() || to < *ledger.interest_from) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(const Parts owed, OwedPrincipal(ledger));
  TRANCHE_ASSIGN_OR_RETURN(movement->pieces, Interest(owed, *ledger.interest_from, to, rules));
  for (InterestPiece& piece : movement->pieces) {
    piece.posted = true;
    TRANCHE_ASSIGN_OR_RETURN(ledger.charged_interest, Add(ledger.charged_interest, piece.interest));
  }
  ledger.interest_from = to + 1;
  return absl::OkStatus();
}

// As much of an amount as is owed here, by what is owed of each part.
absl::StatusOr<Parts> TakeFrom(const Parts& owed, Money* amount) {
  TRANCHE_ASSIGN_OR_RETURN(const Money whole, Sum(owed));
  const Money taken = Money::Minor(std::min(amount->minor(), whole.minor()), amount->currency());
  if (taken.IsZero()) return ZeroTwo(amount->currency());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Money> shares,
                           Allocate(taken, {owed.eu.minor(), owed.national.minor()}));
  TRANCHE_ASSIGN_OR_RETURN(*amount, tranche::Subtract(*amount, taken));
  return Parts{shares[0], shares[1]};
}

}  // namespace

Ledger EmptyLedger(Currency currency) {
  Ledger ledger;
  ledger.principal = ledger.repaid_principal = ledger.charged_interest = ledger.repaid_interest =
      ZeroTwo(currency);
  return ledger;
}

absl::StatusOr<Parts> OwedPrincipal(const Ledger& ledger) {
  return Subtract(ledger.principal, ledger.repaid_principal);
}

absl::StatusOr<Parts> OwedInterest(const Ledger& ledger) {
  return Subtract(ledger.charged_interest, ledger.repaid_interest);
}

absl::StatusOr<Movement> ApplyVersion(const Ledger& ledger, const DebtTerms& terms,
                                      const std::vector<Rule>& rules) {
  TRANCHE_RETURN_IF_ERROR(CheckOrder(ledger, terms.effective_on));
  if (!IsWithin(ledger.repaid_principal, terms.principal)) {
    return Refuse("DEBT_BELOW_REPAID",
                  {{"repaid_eu", FormatAmount(ledger.repaid_principal.eu)},
                   {"repaid_national", FormatAmount(ledger.repaid_principal.national)},
                   {"currency", std::string(CurrencyCode(terms.principal.eu.currency()))}});
  }
  const Currency currency = terms.principal.eu.currency();
  Movement movement{
      .after = ledger, .to_interest = ZeroTwo(currency), .to_principal = ZeroTwo(currency)};
  TRANCHE_RETURN_IF_ERROR(Charge(terms.effective_on - 1, rules, &movement));
  // Charged already, now or by an earlier movement: the period of grace is over. With nothing owed its
  // days were free of interest all the same.
  const bool untouched = movement.pieces.empty() && IsZero(movement.after.charged_interest);
  if (untouched) {
    movement.after.interest_from = std::max(terms.voluntary_until + 1, terms.effective_on);
  }
  movement.after.principal = terms.principal;
  movement.after.last_movement_on = terms.effective_on;
  return movement;
}

absl::StatusOr<Movement> ApplyRepayment(const Ledger& ledger, Money amount, absl::CivilDay on,
                                        bool interest_first, const std::vector<Rule>& rules) {
  TRANCHE_RETURN_IF_ERROR(CheckOrder(ledger, on));
  Movement movement{.after = ledger,
                    .to_interest = ZeroTwo(amount.currency()),
                    .to_principal = ZeroTwo(amount.currency())};
  TRANCHE_RETURN_IF_ERROR(Charge(on, rules, &movement));
  Ledger& after = movement.after;
  TRANCHE_ASSIGN_OR_RETURN(const Parts interest, OwedInterest(after));
  TRANCHE_ASSIGN_OR_RETURN(const Parts principal, OwedPrincipal(after));
  Money rest = amount;
  if (interest_first) {
    TRANCHE_ASSIGN_OR_RETURN(movement.to_interest, TakeFrom(interest, &rest));
    TRANCHE_ASSIGN_OR_RETURN(movement.to_principal, TakeFrom(principal, &rest));
  } else {
    TRANCHE_ASSIGN_OR_RETURN(movement.to_principal, TakeFrom(principal, &rest));
    TRANCHE_ASSIGN_OR_RETURN(movement.to_interest, TakeFrom(interest, &rest));
  }
  if (!rest.IsZero()) {
    TRANCHE_ASSIGN_OR_RETURN(const Money owed, tranche::Subtract(amount, rest));
    return Refuse("REPAYMENT_ABOVE_OWED", {{"day", FormatDay(on)},
                                           {"owed", FormatAmount(owed)},
                                           {"asked", FormatAmount(amount)},
                                           {"currency", std::string(CurrencyCode(amount.currency()))}});
  }
  TRANCHE_ASSIGN_OR_RETURN(after.repaid_interest, Add(after.repaid_interest, movement.to_interest));
  TRANCHE_ASSIGN_OR_RETURN(after.repaid_principal, Add(after.repaid_principal, movement.to_principal));
  after.last_movement_on = on;
  return movement;
}

absl::StatusOr<Balance> BalanceAfter(const Ledger& ledger, Money interest_total, absl::CivilDay on) {
  Balance balance{.as_of = on,
                  .principal = ledger.principal,
                  .repaid_principal = ledger.repaid_principal,
                  .repaid_interest = ledger.repaid_interest,
                  .interest = ledger.charged_interest,
                  .interest_total = interest_total,
                  .next_interest_from = ledger.interest_from};
  TRANCHE_ASSIGN_OR_RETURN(balance.owed_principal, OwedPrincipal(ledger));
  TRANCHE_ASSIGN_OR_RETURN(balance.owed_interest, OwedInterest(ledger));
  TRANCHE_ASSIGN_OR_RETURN(const Money principal, Sum(balance.owed_principal));
  TRANCHE_ASSIGN_OR_RETURN(const Money interest, Sum(balance.owed_interest));
  TRANCHE_ASSIGN_OR_RETURN(balance.owed, tranche::Add(principal, interest));
  return balance;
}

absl::StatusOr<Balance> BalanceOn(const Ledger& ledger, const std::vector<DebtTerms>& versions,
                                  const std::vector<BookedRepayment>& repayments,
                                  const std::vector<InterestPiece>& posted,
                                  const std::vector<Rule>& rules, absl::CivilDay as_of) {
  const Currency currency = ledger.principal.eu.currency();
  Balance balance{.as_of = as_of,
                  .principal = ZeroTwo(currency),
                  .repaid_principal = ZeroTwo(currency),
                  .repaid_interest = ZeroTwo(currency),
                  .interest_total = Money::Zero(currency)};
  for (const DebtTerms& terms : versions) {
    if (terms.effective_on <= as_of) balance.principal = terms.principal;
  }
  for (const BookedRepayment& repayment : repayments) {
    if (repayment.repaid_on > as_of) continue;
    TRANCHE_ASSIGN_OR_RETURN(balance.repaid_principal,
                             Add(balance.repaid_principal, repayment.to_principal));
    TRANCHE_ASSIGN_OR_RETURN(balance.repaid_interest,
                             Add(balance.repaid_interest, repayment.to_interest));
  }
  for (const InterestPiece& piece : posted) {
    if (piece.from > as_of) continue;
    TRANCHE_ASSIGN_OR_RETURN(InterestPiece cut, CutAfter(piece, as_of));
    balance.pieces.push_back(std::move(cut));
  }
  TRANCHE_ASSIGN_OR_RETURN(balance.owed_principal,
                           Subtract(balance.principal, balance.repaid_principal));
  balance.next_interest_from = ledger.interest_from;
  if (ledger.interest_from.has_value() && as_of >= *ledger.interest_from &&
      !IsZero(balance.owed_principal)) {
    TRANCHE_ASSIGN_OR_RETURN(const RateTable table, RatesOver(rules, *ledger.interest_from, as_of));
    balance.rate_missing_from = table.missing_from;
    for (const Rate& rate : table.rates) {
      TRANCHE_ASSIGN_OR_RETURN(InterestPiece piece, OnePiece(balance.owed_principal, rate));
      balance.next_interest_from = piece.to + 1;
      balance.pieces.push_back(std::move(piece));
    }
  }
  TRANCHE_ASSIGN_OR_RETURN(balance.interest, SumOf(balance.pieces, currency));
  for (const InterestPiece& piece : balance.pieces) {
    TRANCHE_ASSIGN_OR_RETURN(balance.interest_total, tranche::Add(balance.interest_total, piece.total));
  }
  TRANCHE_ASSIGN_OR_RETURN(balance.owed_interest, Subtract(balance.interest, balance.repaid_interest));
  TRANCHE_ASSIGN_OR_RETURN(const Money principal, Sum(balance.owed_principal));
  TRANCHE_ASSIGN_OR_RETURN(const Money interest, Sum(balance.owed_interest));
  TRANCHE_ASSIGN_OR_RETURN(balance.owed, tranche::Add(principal, interest));
  return balance;
}

}  // namespace tranche::payments::recoveries
