// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <utility>

#include "payments/redenomination/by_law.h"
#include "payments/redenomination/redenomination.h"
#include "platform/base/status_macros.h"

namespace tranche::payments::redenomination {
namespace {

using recoveries::Correction;
using recoveries::Debt;
using recoveries::Parts;
using recoveries::RecoveryState;
using recoveries::VersionState;

// The debts of a correction in force, in euro.
absl::StatusOr<Parts> IndebtedOf(const Correction& correction, const std::vector<Debt>& debts) {
  Parts sum = recoveries::ZeroTwo(Currency::kEur);
  for (const Debt& debt : debts) {
    if (debt.correction_id != correction.id || debt.state != RecoveryState::kEntered) continue;
    TRANCHE_ASSIGN_OR_RETURN(sum, recoveries::Add(sum, debt.ledger.principal));
  }
  return sum;
}

Parts Greater(const Parts& a, const Parts& b) {
  return {.eu = a.eu.minor() < b.eu.minor() ? b.eu : a.eu,
          .national = a.national.minor() < b.national.minor() ? b.national : a.national};
}

// The principal of a debt of a negative balance, which has been converted by another way: all of it
// where it was all of it, else no more. What was repaid in full stays so.
void KeepToBalance(const Debt& before, const Claim& claim, const Claim& restated, Debt* after) {
  const ThreePart leva = claim.to_recover.value_or(ZeroParts(Currency::kBgn));
  const ThreePart euro = restated.to_recover.value_or(ZeroParts(Currency::kEur));
  const auto most = [](Money was, Money whole, Money by_law, Money whole_euro) {
    return was == whole ? whole_euro : Euro(std::min(by_law.minor(), whole_euro.minor()));
  };
  const auto keep = [&](Money Parts::*part, Money ThreePart::*of_claim) {
    recoveries::Ledger& ledger = after->ledger;
    Money& principal = ledger.principal.*part;
    principal = most(before.ledger.principal.*part, leva.*of_claim, principal, euro.*of_claim);
    Money& repaid = ledger.repaid_principal.*part;
    const bool in_full = before.ledger.repaid_principal.*part == before.ledger.principal.*part;
    repaid = in_full ? principal : Euro(std::min(repaid.minor(), principal.minor()));
  };
  if (after->ledger.changeover.has_value()) {
    keep(&Parts::eu, &ThreePart::eu);
    keep(&Parts::national, &ThreePart::national);
    after->ledger.changeover->principal = after->ledger.principal;
    after->ledger.changeover->repaid_principal = after->ledger.repaid_principal;
    after->status = recoveries::OwesNothing(after->ledger) ? recoveries::kRepaidInFull : before.status;
  }
  for (size_t i = 0; i < after->versions.size(); ++i) {
    if (after->versions[i].state != VersionState::kDraft) continue;
    const Parts& was = before.versions[i].terms.principal;
    Parts kept = after->versions[i].terms.principal;
    kept.eu = most(was.eu, leva.eu, kept.eu, euro.eu);
    kept.national = most(was.national, leva.national, kept.national, euro.national);
    // A draft of nothing is none.
    if (!recoveries::IsZero(kept)) after->versions[i].terms.principal = kept;
  }
}

absl::Status RestateDebt(absl::CivilDay on, Debt* debt) {
  if (debt->state == RecoveryState::kRemoved) return absl::OkStatus();
  if (debt->state == RecoveryState::kNew) {
    debt->ledger = recoveries::EmptyLedger(Currency::kEur);
  } else {
    Money total = Money::Zero(Currency::kBgn);
    for (const recoveries::InterestPiece& piece : debt->posted) {
      TRANCHE_ASSIGN_OR_RETURN(total, Add(total, piece.total));
    }
    TRANCHE_ASSIGN_OR_RETURN(
        debt->ledger, ConvertLedger(debt->ledger, total, on, debt->next_piece, debt->next_repayment));
    // A rest of a stotinka may be less than half a cent: then nothing is owed any more.
    if (recoveries::OwesNothing(debt->ledger)) debt->status = recoveries::kRepaidInFull;
  }
  for (recoveries::DebtVersion& version : debt->versions) {
    if (version.state != VersionState::kDraft) continue;
    TRANCHE_ASSIGN_OR_RETURN(version.terms.principal, ByLaw(version.terms.principal));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Recoveries> RestateRecoveries(const ThreePart& amount, absl::CivilDay on,
                                             const Recoveries& before, const std::vector<Claim>& claims,
                                             const std::vector<Claim>& restated) {
  Recoveries after = before;
  for (size_t i = 0; i < after.debts.size(); ++i) {
    TRANCHE_RETURN_IF_ERROR(RestateDebt(on, &after.debts[i]));
    for (size_t k = 0; k < claims.size(); ++k) {
      if (claims[k].sequence != before.debts[i].claim_sequence) continue;
      KeepToBalance(before.debts[i], claims[k], restated[k], &after.debts[i]);
    }
  }
  after.corrected = recoveries::ZeroTwo(Currency::kEur);
  for (Correction& correction : after.corrections) {
    if (correction.state == RecoveryState::kRemoved) continue;
    TRANCHE_ASSIGN_OR_RETURN(const Parts by_law, ByLaw(correction.amount));
    TRANCHE_ASSIGN_OR_RETURN(correction.indebted, IndebtedOf(correction, after.debts));
    correction.amount = Greater(by_law, correction.indebted);
    TRANCHE_ASSIGN_OR_RETURN(after.corrected, recoveries::Add(after.corrected, correction.amount));
    for (recoveries::CorrectionVersion& version : correction.versions) {
      if (version.state != VersionState::kDraft) continue;
      TRANCHE_ASSIGN_OR_RETURN(version.affected, ByLaw(version.affected));
      TRANCHE_ASSIGN_OR_RETURN(version.amount, ByLaw(version.amount));
    }
  }
  for (recoveries::Case& found : after.cases) {
    TRANCHE_ASSIGN_OR_RETURN(found.amount, ByLaw(found.amount));
  }
  const Parts grant{.eu = amount.eu, .national = amount.national};
  after.support = ThreeOf(Greater(grant, after.corrected));
  return after;
}

}  // namespace tranche::payments::redenomination
