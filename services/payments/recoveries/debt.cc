// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/debt.h"

#include <algorithm>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::payments::recoveries {
namespace {

absl::Status CheckOrder(const Ledger& ledger, absl::CivilDay on) {
  std::optional<absl::CivilDay> last = ledger.last_movement_on;
  if (ledger.changeover.has_value()) {
    last = std::max(last.value_or(ledger.changeover->on), ledger.changeover->on);
  }
  if (!last.has_value() || on >= *last) return absl::OkStatus();
  return Refuse("RECOVERY_OUT_OF_ORDER", {{"day", FormatDay(on)}, {"last", FormatDay(*last)}});
}

absl::StatusOr<Money> SumOfTotals(const std::vector<InterestPiece>& pieces, Currency currency) {
  Money total = Money::Zero(currency);
  for (const InterestPiece& piece : pieces) {
    TRANCHE_ASSIGN_OR_RETURN(total, tranche::Add(total, piece.total));
  }
  return total;
}

// Interest of the days before the changeover that was not charged by then: in lev.
bool HasGap(const Ledger& ledger) {
  return ledger.changeover.has_value() && ledger.interest_from.has_value() &&
         *ledger.interest_from < ledger.changeover->on;
}

// Charges the interest up to and with a day.
absl::Status Charge(absl::CivilDay to, const std::vector<Rule>& rules, Movement* movement) {
  Ledger& ledger = movement->after;
  if (!ledger.interest_from.has_value() || to < *ledger.interest_from) return absl::OkStatus();
  if (HasGap(ledger)) {
    TRANCHE_ASSIGN_OR_RETURN(movement->pieces, Interest(ledger.changeover->owed, *ledger.interest_from,
                                                        ledger.changeover->on - 1, rules));
    TRANCHE_ASSIGN_OR_RETURN(const Parts leva, SumOf(movement->pieces, Currency::kBgn));
    TRANCHE_ASSIGN_OR_RETURN(const Parts euro, ToEuro(leva));
    TRANCHE_ASSIGN_OR_RETURN(ledger.charged_interest, Add(ledger.charged_interest, euro));
    ledger.interest_from = ledger.changeover->on;
  }
  if (to >= *ledger.interest_from) {
    TRANCHE_ASSIGN_OR_RETURN(const Parts owed, OwedPrincipal(ledger));
    TRANCHE_ASSIGN_OR_RETURN(const std::vector<InterestPiece> pieces,
                             Interest(owed, *ledger.interest_from, to, rules));
    for (const InterestPiece& piece : pieces) {
      TRANCHE_ASSIGN_OR_RETURN(ledger.charged_interest, Add(ledger.charged_interest, piece.interest));
      movement->pieces.push_back(piece);
    }
    ledger.interest_from = to + 1;
  }
  for (InterestPiece& piece : movement->pieces) piece.posted = true;
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

bool OwesNothing(const Ledger& ledger) {
  return ledger.repaid_principal == ledger.principal &&
         ledger.repaid_interest == ledger.charged_interest;
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

absl::StatusOr<Movement> ApplyReversal(const Ledger& ledger, const Parts& to_interest,
                                       const Parts& to_principal, absl::CivilDay on,
                                       const std::vector<Rule>& rules) {
  TRANCHE_RETURN_IF_ERROR(CheckOrder(ledger, on));
  Movement movement{.after = ledger};
  TRANCHE_RETURN_IF_ERROR(Charge(on, rules, &movement));
  Ledger& after = movement.after;
  const Parts nothing = ZeroTwo(to_principal.eu.currency());
  TRANCHE_ASSIGN_OR_RETURN(movement.to_interest, Subtract(nothing, to_interest));
  TRANCHE_ASSIGN_OR_RETURN(movement.to_principal, Subtract(nothing, to_principal));
  TRANCHE_ASSIGN_OR_RETURN(after.repaid_interest, Add(after.repaid_interest, movement.to_interest));
  TRANCHE_ASSIGN_OR_RETURN(after.repaid_principal, Add(after.repaid_principal, movement.to_principal));
  after.last_movement_on = on;
  return movement;
}

std::vector<InterestPiece> PiecesSince(const std::vector<InterestPiece>& posted,
                                       const std::optional<DaysBefore>& before) {
  std::vector<InterestPiece> since;
  if (!before.has_value()) return since;
  for (const InterestPiece& piece : posted) {
    if (piece.from >= before->interest_from) since.push_back(piece);
  }
  return since;
}

absl::StatusOr<Ledger> WithoutRepayment(const Ledger& ledger, const Parts& to_interest,
                                        const Parts& to_principal,
                                        const std::vector<InterestPiece>& charged,
                                        const std::optional<DaysBefore>& before) {
  Ledger after = ledger;
  TRANCHE_ASSIGN_OR_RETURN(after.repaid_interest, Subtract(after.repaid_interest, to_interest));
  TRANCHE_ASSIGN_OR_RETURN(after.repaid_principal, Subtract(after.repaid_principal, to_principal));
  if (!before.has_value()) return after;
  // As Charge has added them: those in lev of a debt in euro were converted together.
  const Currency currency = ledger.principal.eu.currency();
  std::vector<InterestPiece> own;
  std::vector<InterestPiece> in_lev;
  for (const InterestPiece& piece : charged) {
    (piece.principal.eu.currency() == currency ? own : in_lev).push_back(piece);
  }
  TRANCHE_ASSIGN_OR_RETURN(Parts interest, SumOf(own, currency));
  if (!in_lev.empty()) {
    TRANCHE_ASSIGN_OR_RETURN(const Parts leva, SumOf(in_lev, Currency::kBgn));
    TRANCHE_ASSIGN_OR_RETURN(const Parts euro, ToEuro(leva));
    TRANCHE_ASSIGN_OR_RETURN(interest, Add(interest, euro));
  }
  TRANCHE_ASSIGN_OR_RETURN(after.charged_interest, Subtract(after.charged_interest, interest));
  after.interest_from = before->interest_from;
  after.last_movement_on = before->last_movement_on;
  return after;
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

absl::StatusOr<Ledger> ConvertLedger(const Ledger& ledger, Money interest_total,
                                     absl::CivilDay changeover_on, int next_piece, int next_repayment) {
  Changeover changeover{.on = changeover_on,
                        .owed = {},
                        .principal = {},
                        .repaid_principal = {},
                        .charged_interest = {},
                        .repaid_interest = {},
                        .interest_total = {},
                        .first_piece = next_piece,
                        .first_repayment = next_repayment};
  if (ledger.last_movement_on.has_value()) {
    changeover.on = std::max(changeover_on, *ledger.last_movement_on + 1);
  }
  TRANCHE_ASSIGN_OR_RETURN(changeover.owed, OwedPrincipal(ledger));
  TRANCHE_ASSIGN_OR_RETURN(changeover.principal, ToEuro(ledger.principal));
  TRANCHE_ASSIGN_OR_RETURN(changeover.repaid_principal, ToEuro(ledger.repaid_principal));
  TRANCHE_ASSIGN_OR_RETURN(changeover.charged_interest, ToEuro(ledger.charged_interest));
  TRANCHE_ASSIGN_OR_RETURN(changeover.repaid_interest, ToEuro(ledger.repaid_interest));
  TRANCHE_ASSIGN_OR_RETURN(changeover.interest_total, ConvertToEuro(interest_total, Rounding::kHalfUp));
  Ledger converted = ledger;
  converted.principal = changeover.principal;
  converted.repaid_principal = changeover.repaid_principal;
  converted.charged_interest = changeover.charged_interest;
  converted.repaid_interest = changeover.repaid_interest;
  converted.changeover = changeover;
  return converted;
}

namespace {

// What stands in the books for a day, in the currency of that day.
class Reading {
 public:
  Reading(const Ledger& ledger, absl::CivilDay as_of)
      : ledger_(ledger),
        as_of_(as_of),
        after_(ledger.changeover.has_value() && as_of >= ledger.changeover->on),
        currency_(!ledger.changeover.has_value() ? ledger.principal.eu.currency()
                  : after_                       ? Currency::kEur
                                                 : Currency::kBgn) {
    balance_.as_of = as_of;
    balance_.principal = balance_.repaid_principal = balance_.repaid_interest = ZeroTwo(currency_);
    balance_.interest = ZeroTwo(currency_);
    balance_.interest_total = Money::Zero(currency_);
    if (!after_) return;
    balance_.principal = ledger.changeover->principal;
    balance_.repaid_principal = ledger.changeover->repaid_principal;
    balance_.repaid_interest = ledger.changeover->repaid_interest;
    balance_.interest = ledger.changeover->charged_interest;
    balance_.interest_total = ledger.changeover->interest_total;
  }

  absl::StatusOr<Balance> Run(const std::vector<DebtTerms>& versions,
                              const std::vector<BookedRepayment>& repayments,
                              const std::vector<InterestPiece>& posted,
                              const std::vector<Rule>& rules) {
    for (const DebtTerms& terms : versions) {
      const bool of_day = terms.principal.eu.currency() == currency_;
      if (terms.effective_on <= as_of_ && of_day) balance_.principal = terms.principal;
    }
    TRANCHE_RETURN_IF_ERROR(AddRepayments(repayments));
    TRANCHE_ASSIGN_OR_RETURN(balance_.owed_principal,
                             Subtract(balance_.principal, balance_.repaid_principal));
    TRANCHE_RETURN_IF_ERROR(AddPosted(posted));
    TRANCHE_RETURN_IF_ERROR(AddReckoned(rules));
    TRANCHE_ASSIGN_OR_RETURN(balance_.owed_interest,
                             Subtract(balance_.interest, balance_.repaid_interest));
    TRANCHE_ASSIGN_OR_RETURN(const Money principal, Sum(balance_.owed_principal));
    TRANCHE_ASSIGN_OR_RETURN(const Money interest, Sum(balance_.owed_interest));
    TRANCHE_ASSIGN_OR_RETURN(balance_.owed, tranche::Add(principal, interest));
    return balance_;
  }

 private:
  // What the opening sums of the changeover hold is not counted again.
  bool IsInOpening(size_t place, int first) const {
    return after_ && static_cast<int>(place) + 1 < first;
  }
  // Numbers have gaps where pieces fell away.
  bool IsInOpening(const InterestPiece& piece, size_t place, int first) const {
    return piece.number == 0 ? IsInOpening(place, first) : after_ && piece.number < first;
  }

  absl::Status AddRepayments(const std::vector<BookedRepayment>& repayments) {
    const int first = after_ ? ledger_.changeover->first_repayment : 1;
    for (size_t i = 0; i < repayments.size(); ++i) {
      if (repayments[i].repaid_on > as_of_) continue;
      // What was taken back in lev is in the opening sums of a day in euro.
      const bool in_opening = repayments[i].reversal
                                  ? repayments[i].to_principal.eu.currency() != currency_
                                  : IsInOpening(i, first);
      if (in_opening) continue;
      TRANCHE_ASSIGN_OR_RETURN(balance_.repaid_principal,
                               Add(balance_.repaid_principal, repayments[i].to_principal));
      TRANCHE_ASSIGN_OR_RETURN(balance_.repaid_interest,
                               Add(balance_.repaid_interest, repayments[i].to_interest));
    }
    return absl::OkStatus();
  }

  // Adds pieces of one currency; those in lev are converted together after the changeover.
  absl::Status AddInterest(const std::vector<InterestPiece>& pieces, Currency currency) {
    TRANCHE_ASSIGN_OR_RETURN(Parts interest, SumOf(pieces, currency));
    TRANCHE_ASSIGN_OR_RETURN(Money total, SumOfTotals(pieces, currency));
    if (currency != currency_) {
      TRANCHE_ASSIGN_OR_RETURN(interest, ToEuro(interest));
      TRANCHE_ASSIGN_OR_RETURN(total, ConvertToEuro(total, Rounding::kHalfUp));
    }
    TRANCHE_ASSIGN_OR_RETURN(balance_.interest, Add(balance_.interest, interest));
    TRANCHE_ASSIGN_OR_RETURN(balance_.interest_total, tranche::Add(balance_.interest_total, total));
    return absl::OkStatus();
  }

  absl::Status AddPosted(const std::vector<InterestPiece>& posted) {
    const int first = after_ ? ledger_.changeover->first_piece : 1;
    std::vector<InterestPiece> own;
    std::vector<InterestPiece> in_lev;
    for (size_t i = 0; i < posted.size(); ++i) {
      if (posted[i].from > as_of_) continue;
      TRANCHE_ASSIGN_OR_RETURN(InterestPiece cut, CutAfter(posted[i], as_of_));
      if (!IsInOpening(posted[i], i, first)) {
        (cut.principal.eu.currency() == currency_ ? own : in_lev).push_back(cut);
      }
      balance_.pieces.push_back(std::move(cut));
    }
    TRANCHE_RETURN_IF_ERROR(AddInterest(own, currency_));
    return in_lev.empty() ? absl::OkStatus() : AddInterest(in_lev, Currency::kBgn);
  }

  // Interest that no movement has fixed yet, on this principal, up to a day.
  absl::Status Reckon(const Parts& principal, absl::CivilDay from, absl::CivilDay to,
                      const std::vector<Rule>& rules) {
    if (to < from || IsZero(principal) || balance_.rate_missing_from.has_value()) {
      return absl::OkStatus();
    }
    TRANCHE_ASSIGN_OR_RETURN(const RateTable table, RatesOver(rules, from, to));
    balance_.rate_missing_from = table.missing_from;
    std::vector<InterestPiece> pieces;
    for (const Rate& rate : table.rates) {
      TRANCHE_ASSIGN_OR_RETURN(InterestPiece piece, OnePiece(principal, rate));
      balance_.next_interest_from = piece.to + 1;
      pieces.push_back(piece);
      balance_.pieces.push_back(std::move(piece));
    }
    return AddInterest(pieces, principal.eu.currency());
  }

  absl::Status AddReckoned(const std::vector<Rule>& rules) {
    balance_.next_interest_from = ledger_.interest_from;
    if (!ledger_.interest_from.has_value()) return absl::OkStatus();
    absl::CivilDay from = *ledger_.interest_from;
    if (after_ && HasGap(ledger_)) {
      TRANCHE_RETURN_IF_ERROR(
          Reckon(ledger_.changeover->owed, from, ledger_.changeover->on - 1, rules));
      from = ledger_.changeover->on;
    }
    return Reckon(balance_.owed_principal, from, as_of_, rules);
  }

  const Ledger& ledger_;
  const absl::CivilDay as_of_;
  const bool after_;
  const Currency currency_;
  Balance balance_;
};

}  // namespace

absl::StatusOr<Balance> BalanceOn(const Ledger& ledger, const std::vector<DebtTerms>& versions,
                                  const std::vector<BookedRepayment>& repayments,
                                  const std::vector<InterestPiece>& posted,
                                  const std::vector<Rule>& rules, absl::CivilDay as_of) {
  return Reading(ledger, as_of).Run(versions, repayments, posted, rules);
}

}  // namespace tranche::payments::recoveries
