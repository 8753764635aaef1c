// SPDX-License-Identifier: EUPL-1.2
// Books of a contract before its conversion to euro.
#pragma once

#include "absl/strings/str_cat.h"
#include "payments/clearing.h"
#include "payments/redenomination/redenomination.h"

namespace tranche::payments::redenomination {

inline ThreePart Leva(int64_t eu_minor, int64_t national_minor, int64_t own_minor = 0) {
  return {.eu = Money::Minor(eu_minor, Currency::kBgn),
          .national = Money::Minor(national_minor, Currency::kBgn),
          .own = Money::Minor(own_minor, Currency::kBgn)};
}
inline ThreePart Euro(int64_t eu_minor, int64_t national_minor, int64_t own_minor = 0) {
  return {.eu = Money::Minor(eu_minor, Currency::kEur),
          .national = Money::Minor(national_minor, Currency::kEur),
          .own = Money::Minor(own_minor, Currency::kEur)};
}

// Total, grant and EU part by the law; national and own are what remains.
inline ThreePart ContractInEuro(const ThreePart& leva) {
  const Money eu = *ConvertToEuro(leva.eu, Rounding::kHalfUp);
  const Money grant = *ConvertToEuro(*Grant(leva), Rounding::kHalfUp);
  const Money total = *ConvertToEuro(*Total(leva), Rounding::kHalfUp);
  return {.eu = eu, .national = *Subtract(grant, eu), .own = *Subtract(total, grant)};
}

inline Claim Accepted(int sequence, ClaimKind kind, const ThreePart& approved,
                      const ThreePart& cleared) {
  Claim claim;
  claim.sequence = sequence;
  claim.kind = kind;
  claim.state = ClaimState::kAccepted;
  claim.requested = approved;
  claim.decision.emplace();
  const ThreePart nothing = ZeroParts(Currency::kBgn);
  claim.paid = nothing;
  const ThreePart grant{.eu = approved.eu, .national = approved.national, .own = nothing.own};
  claim.payable = *Subtract(grant, cleared);
  if (kind == ClaimKind::kAdvance) return claim;
  claim.approved = approved;
  claim.refused = claim.by_correction = nothing;
  claim.cleared = cleared;
  claim.costs = {{.id = absl::StrCat(sequence),
                  .paid_on = absl::CivilDay(2018, 1, 1),
                  .requested = approved,
                  .first_cost_id = absl::StrCat(sequence),
                  .again = nothing}};
  return claim;
}

inline Payment Paying(int number, int sequence, const ThreePart& amount) {
  Payment payment;
  payment.id = PaymentId(number);
  payment.claim_sequence = sequence;
  payment.amount = amount;
  return payment;
}

}  // namespace tranche::payments::redenomination
