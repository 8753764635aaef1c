// SPDX-License-Identifier: EUPL-1.2
#include "payments/redenomination/redenomination.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/clearing.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::payments::redenomination {
namespace {

using recoveries::Correction;
using recoveries::Debt;
using recoveries::Parts;
using recoveries::RecoveryState;
using recoveries::VersionState;

constexpr Money ThreePart::*kParts[] = {&ThreePart::eu, &ThreePart::national, &ThreePart::own};
constexpr Ratio kLevForEuro = {195'583, 100'000};

Money Euro(int64_t minor) { return Money::Minor(minor, Currency::kEur); }

absl::StatusOr<Money> ByLaw(Money leva) { return ConvertToEuro(leva, Rounding::kHalfUp); }

absl::StatusOr<ThreePart> ByLaw(const ThreePart& leva) {
  ThreePart euro;
  for (const auto part : kParts) {
    TRANCHE_ASSIGN_OR_RETURN(euro.*part, ByLaw(leva.*part));
  }
  return euro;
}

absl::StatusOr<Parts> ByLaw(const Parts& leva) {
  Parts euro;
  TRANCHE_ASSIGN_OR_RETURN(euro.eu, ByLaw(leva.eu));
  TRANCHE_ASSIGN_OR_RETURN(euro.national, ByLaw(leva.national));
  return euro;
}

ThreePart ThreeOf(const Parts& parts) {
  return {.eu = parts.eu, .national = parts.national, .own = Money::Zero(parts.eu.currency())};
}

// Amounts of one part, one after another: each is what the converted sum has grown by, so that their
// sum is the conversion of the sum, what is 0 stays 0, and nothing falls below it.
class Running {
 public:
  // Rounded by the law.
  Running() = default;
  // Of a whole in lev that comes to this much in euro.
  Running(Money whole, Money euro) : ratio_(Ratio{euro.minor(), std::max<int64_t>(whole.minor(), 1)}) {}

  absl::StatusOr<Money> Next(Money leva) {
    TRANCHE_ASSIGN_OR_RETURN(sum_, Add(sum_, leva));
    Money euro;
    if (ratio_.has_value()) {
      TRANCHE_ASSIGN_OR_RETURN(euro, MultiplyByRatio(sum_, *ratio_, Rounding::kHalfUp));
      euro = Euro(euro.minor());
    } else {
      TRANCHE_ASSIGN_OR_RETURN(euro, ByLaw(sum_));
    }
    const Money next = Euro(euro.minor() - given_.minor());
    given_ = euro;
    return next;
  }

 private:
  std::optional<Ratio> ratio_;
  Money sum_ = Money::Zero(Currency::kBgn);
  Money given_ = Money::Zero(Currency::kEur);
};

class RunningParts {
 public:
  RunningParts() = default;
  RunningParts(const ThreePart& whole, const ThreePart& euro)
      : parts_{Running(whole.eu, euro.eu), Running(whole.national, euro.national),
               Running(whole.own, euro.own)} {}

  absl::StatusOr<ThreePart> Next(const ThreePart& leva) {
    ThreePart euro;
    for (size_t i = 0; i < 3; ++i) {
      TRANCHE_ASSIGN_OR_RETURN(euro.*kParts[i], parts_[i].Next(leva.*kParts[i]));
    }
    return euro;
  }

 private:
  Running parts_[3];
};

bool IsOpen(ClaimState state) {
  return state != ClaimState::kAccepted && state != ClaimState::kRefused &&
         state != ClaimState::kTakenBack;
}

int64_t GrantMinor(const ThreePart& parts) { return parts.eu.minor() + parts.national.minor(); }

absl::StatusOr<ThreePart> SumOfApproved(const std::vector<Claim>& claims) {
  ThreePart sum = ZeroParts(Currency::kBgn);
  for (const Claim& claim : claims) {
    if (!claim.approved.has_value()) continue;
    TRANCHE_ASSIGN_OR_RETURN(sum, Add(sum, *claim.approved));
  }
  return sum;
}

class Restating {
 public:
  Restating(const ThreePart& approved, const ThreePart& approved_euro)
      : approved_(approved, approved_euro) {}

  absl::StatusOr<RestatedClaims> Run(const std::vector<Claim>& claims,
                                     const std::vector<Payment>& payments,
                                     const std::vector<Offset>& offsets) {
    for (const Claim& claim : claims) {
      if (IsOpen(claim.state)) return Refuse("CLAIM_OPEN", {{"claim", absl::StrCat(claim.sequence)}});
      result_.claims.push_back(claim);
      Claim& euro = result_.claims.back();
      TRANCHE_RETURN_IF_ERROR(RestateAsked(claim, &euro));
      TRANCHE_RETURN_IF_ERROR(RestateCash(claim, &euro));
    }
    RestateAdvance(claims);
    TRANCHE_RETURN_IF_ERROR(RestatePayments(claims, payments, offsets));
    TRANCHE_RETURN_IF_ERROR(RestateLimits(claims));
    return std::move(result_);
  }

 private:
  // What it asks for and what was decided of it.
  absl::Status RestateAsked(const Claim& claim, Claim* euro) {
    euro->paid = ZeroParts(Currency::kEur);
    euro->deducted.reset();
    if (claim.kind == ClaimKind::kAdvance) {
      TRANCHE_ASSIGN_OR_RETURN(euro->requested, ByLaw(claim.requested));
      return absl::OkStatus();
    }
    euro->requested = ZeroParts(Currency::kEur);
    if (claim.approved.has_value()) {
      euro->approved = euro->refused = euro->by_correction = ZeroParts(Currency::kEur);
    }
    RunningParts taken_back;
    for (size_t i = 0; i < claim.costs.size(); ++i) {
      ClaimCost& cost = euro->costs[i];
      if (claim.approved.has_value()) {
        TRANCHE_RETURN_IF_ERROR(RestateDecided(claim.costs[i], &cost, euro));
      } else {
        TRANCHE_ASSIGN_OR_RETURN(cost.requested, taken_back.Next(claim.costs[i].requested));
      }
      TRANCHE_ASSIGN_OR_RETURN(euro->requested, Add(euro->requested, cost.requested));
      TRANCHE_RETURN_IF_ERROR(
          RestateAgain(claim.state != ClaimState::kTakenBack, claim.costs[i], &cost));
    }
    // What this claim left can be asked for by later ones.
    for (auto& [first_cost_id, left] : reclaimable_minor_) {
      left.minor += left.coming_minor;
      left.coming_minor = 0;
    }
    return absl::OkStatus();
  }

  // A cost that was decided on: its three shares are rounded, and it is their sum.
  absl::Status RestateDecided(const ClaimCost& leva, ClaimCost* cost, Claim* euro) {
    ThreePart unapproved = ZeroParts(Currency::kBgn);
    ThreePart by_correction = unapproved;
    CostVerdict* verdict = nullptr;
    for (CostVerdict& found : euro->decision->verdicts) {
      if (found.cost_id == leva.id) verdict = &found;
    }
    if (verdict != nullptr) {
      unapproved = verdict->unapproved;
      by_correction = verdict->by_correction;
    }
    TRANCHE_ASSIGN_OR_RETURN(ThreePart approved, Subtract(leva.requested, unapproved));
    TRANCHE_ASSIGN_OR_RETURN(approved, Subtract(approved, by_correction));
    TRANCHE_ASSIGN_OR_RETURN(approved, approved_.Next(approved));
    TRANCHE_ASSIGN_OR_RETURN(unapproved, NextTaken(unapproved, &unapproved_));
    TRANCHE_ASSIGN_OR_RETURN(by_correction, NextTaken(by_correction, &by_correction_));
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart refused, Add(unapproved, by_correction));
    TRANCHE_ASSIGN_OR_RETURN(cost->requested, Add(approved, refused));
    TRANCHE_ASSIGN_OR_RETURN(euro->approved, Add(*euro->approved, approved));
    TRANCHE_ASSIGN_OR_RETURN(euro->refused, Add(*euro->refused, refused));
    TRANCHE_ASSIGN_OR_RETURN(euro->by_correction, Add(*euro->by_correction, by_correction));
    if (verdict != nullptr) {
      verdict->unapproved = unapproved;
      verdict->by_correction = by_correction;
    }
    reclaimable_minor_[leva.first_cost_id].coming_minor +=
        unapproved.eu.minor() + unapproved.national.minor() + unapproved.own.minor();
    return absl::OkStatus();
  }

  // What was not approved for a reason stays something: where the sum has not grown by a cent, its
  // greatest part is one.
  static absl::StatusOr<ThreePart> NextTaken(const ThreePart& leva, RunningParts* running) {
    TRANCHE_ASSIGN_OR_RETURN(ThreePart euro, running->Next(leva));
    if (leva == ZeroParts(Currency::kBgn) || !(euro == ZeroParts(Currency::kEur))) return euro;
    Money ThreePart::*greatest = &ThreePart::eu;
    for (const auto part : kParts) {
      if ((leva.*part).minor() > (leva.*greatest).minor()) greatest = part;
    }
    euro.*greatest = Euro(1);
    return euro;
  }

  // What it asks for again: no more than it asks for, nor than was unapproved of its document before.
  absl::Status RestateAgain(bool counts, const ClaimCost& leva, ClaimCost* cost) {
    TRANCHE_ASSIGN_OR_RETURN(cost->again, ByLaw(leva.again));
    Reclaimable& left = reclaimable_minor_[leva.first_cost_id];
    int64_t rest_minor = left.minor;
    for (const auto part : kParts) {
      const int64_t most_minor = std::min((cost->requested.*part).minor(), rest_minor);
      cost->again.*part = Euro(std::min((cost->again.*part).minor(), std::max<int64_t>(most_minor, 0)));
      rest_minor -= (cost->again.*part).minor();
    }
    if (counts) left.minor = rest_minor;
    return absl::OkStatus();
  }

  // What of the approved money clears the advance, and what is payable.
  absl::Status RestateCash(const Claim& claim, Claim* euro) {
    if (!claim.payable.has_value()) return absl::OkStatus();
    if (claim.kind == ClaimKind::kAdvance) {
      euro->payable = euro->requested;
      return absl::OkStatus();
    }
    ThreePart cleared = ZeroParts(Currency::kEur);
    if (claim.cleared.has_value()) {
      TRANCHE_ASSIGN_OR_RETURN(cleared, cleared_.Next(*claim.cleared));
    }
    ThreePart payable = ZeroParts(Currency::kEur);
    for (const auto part : {&ThreePart::eu, &ThreePart::national}) {
      const int64_t approved_minor = ((*euro->approved).*part).minor();
      const bool all_cleared = ((*claim.payable).*part).IsZero();
      const int64_t cleared_minor =
          all_cleared ? approved_minor : std::min((cleared.*part).minor(), approved_minor);
      cleared.*part = Euro(cleared_minor);
      payable.*part = Euro(approved_minor - cleared_minor);
    }
    euro->payable = payable;
    euro->cleared = cleared;
    result_.cleared_minor += GrantMinor(cleared);
    return absl::OkStatus();
  }

  // The advance follows what it has cleared, and what is to be recovered follows both.
  void RestateAdvance(const std::vector<Claim>& claims) {
    int64_t advance_leva_minor = 0;
    int64_t cleared_leva_minor = 0;
    Claim* advance = nullptr;
    for (size_t i = 0; i < claims.size(); ++i) {
      if (!claims[i].payable.has_value()) continue;
      if (claims[i].kind == ClaimKind::kAdvance) {
        advance = &result_.claims[i];
        advance_leva_minor = GrantMinor(*claims[i].payable);
      } else if (claims[i].cleared.has_value()) {
        cleared_leva_minor += GrantMinor(*claims[i].cleared);
      }
    }
    if (advance == nullptr) return;
    const int64_t by_law_minor = GrantMinor(*advance->payable);
    const int64_t minor = cleared_leva_minor == advance_leva_minor
                              ? result_.cleared_minor
                              : std::max(by_law_minor, result_.cleared_minor);
    const int64_t more_minor = minor - by_law_minor;
    const bool by_national =
        !advance->payable->national.IsZero() && advance->payable->national.minor() + more_minor >= 0;
    Money ThreePart::*part = by_national ? &ThreePart::national : &ThreePart::eu;
    (*advance->payable).*part = Euro(((*advance->payable).*part).minor() + more_minor);
    advance->requested.*part = (*advance->payable).*part;
    result_.advance_owed_minor = minor;
    for (Claim& claim : result_.claims) {
      if (claim.to_recover.has_value()) RestateToRecover(minor - result_.cleared_minor, &claim);
    }
  }

  static void RestateToRecover(int64_t whole_minor, Claim* claim) {
    const absl::StatusOr<Money> eu = ByLaw(claim->to_recover->eu);
    const int64_t eu_minor = std::min(eu.ok() ? eu->minor() : 0, whole_minor);
    if (whole_minor == 0) {
      claim->to_recover.reset();
      return;
    }
    claim->to_recover = ThreePart{.eu = Euro(eu_minor),
                                  .national = Euro(whole_minor - eu_minor),
                                  .own = Money::Zero(Currency::kEur)};
  }

  // In proportion to what is payable of their claim: what was paid in full stays so.
  absl::Status RestatePayments(const std::vector<Claim>& claims, const std::vector<Payment>& payments,
                               const std::vector<Offset>& offsets) {
    std::vector<RunningParts> settled;
    std::map<int, size_t> place_of;
    for (size_t i = 0; i < claims.size(); ++i) {
      place_of[claims[i].sequence] = i;
      settled.push_back(claims[i].payable.has_value()
                            ? RunningParts(*claims[i].payable, *result_.claims[i].payable)
                            : RunningParts());
    }
    for (const Payment& payment : payments) {
      const size_t place = place_of.at(payment.claim_sequence);
      Claim& euro = result_.claims[place];
      Payment converted = payment;
      converted.recorded = payment.amount;
      TRANCHE_ASSIGN_OR_RETURN(converted.amount, settled[place].Next(payment.amount));
      TRANCHE_ASSIGN_OR_RETURN(euro.paid, Add(euro.paid, converted.amount));
      result_.payments.push_back(std::move(converted));
    }
    for (const Offset& offset : offsets) {
      const size_t place = place_of.at(offset.claim_sequence);
      Claim& euro = result_.claims[place];
      Offset converted = offset;
      TRANCHE_ASSIGN_OR_RETURN(converted.amount, settled[place].Next(offset.amount));
      TRANCHE_ASSIGN_OR_RETURN(
          const ThreePart deducted,
          Add(euro.deducted.value_or(ZeroParts(Currency::kEur)), converted.amount));
      if (GrantMinor(deducted) != 0) euro.deducted = deducted;
      result_.offsets.push_back(std::move(converted));
    }
    return absl::OkStatus();
  }

  // The caps that bound the decisions, and what there was under them.
  absl::Status RestateLimits(const std::vector<Claim>& claims) {
    int64_t owed_minor = 0;
    int64_t advance_minor = 0;
    int64_t cleared_minor = 0;
    for (size_t i = 0; i < claims.size(); ++i) {
      Claim& euro = result_.claims[i];
      if (!euro.payable.has_value()) continue;
      const int64_t payable_minor = GrantMinor(*euro.payable);
      if (euro.kind == ClaimKind::kAdvance) advance_minor = payable_minor;
      if (euro.cleared.has_value()) cleared_minor += GrantMinor(*euro.cleared);
      if (claims[i].limit.has_value()) {
        TRANCHE_ASSIGN_OR_RETURN(const Money cap, ByLaw(claims[i].limit->cap));
        euro.limit =
            CashLimit{.cap = Euro(std::max(cap.minor(), owed_minor + payable_minor)),
                      .before = Euro(owed_minor),
                      .advance_left = Euro(std::max<int64_t>(0, advance_minor - cleared_minor))};
      }
      owed_minor += payable_minor;
    }
    return absl::OkStatus();
  }

  struct Reclaimable {
    int64_t minor = 0;         // That earlier claims left to be asked for again.
    int64_t coming_minor = 0;  // That this claim adds.
  };

  RunningParts approved_;
  RunningParts unapproved_;
  RunningParts by_correction_;
  RunningParts cleared_;
  std::map<std::string, Reclaimable> reclaimable_minor_;  // By the first cost of a document.
  RestatedClaims result_;
};

// Collects both amounts of what was converted.
class Listing {
 public:
  absl::Status AddAmount(const std::string& record, const char* series, const ThreePart& before,
                         const ThreePart& after) {
    if (before == ZeroParts(Currency::kBgn) && after == ZeroParts(Currency::kEur)) {
      return absl::OkStatus();
    }
    RestatedAmount amount{
        .record = record, .series = series, .before = before, .after = after, .difference = {}};
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart by_law, ByLaw(before));
    TRANCHE_ASSIGN_OR_RETURN(amount.difference, Subtract(after, by_law));
    amounts_.push_back(std::move(amount));
    return absl::OkStatus();
  }
  absl::Status AddAmount(const std::string& record, const char* series,
                         const std::optional<ThreePart>& before,
                         const std::optional<ThreePart>& after) {
    if (!before.has_value()) return absl::OkStatus();
    return AddAmount(record, series, *before, after.value_or(ZeroParts(Currency::kEur)));
  }
  absl::Status AddAmount(const std::string& record, const char* series, const Parts& before,
                         const Parts& after) {
    return AddAmount(record, series, ThreeOf(before), ThreeOf(after));
  }

  absl::Status AddClaim(const Claim& before, const Claim& after) {
    const std::string record = absl::StrCat("claims/", before.sequence);
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "requested", before.requested, after.requested));
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "approved", before.approved, after.approved));
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "refused", before.refused, after.refused));
    TRANCHE_RETURN_IF_ERROR(
        AddAmount(record, "by-correction", before.by_correction, after.by_correction));
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "payable", before.payable, after.payable));
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "cleared", before.cleared, after.cleared));
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "to-recover", before.to_recover, after.to_recover));
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "paid", before.paid, after.paid));
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "deducted", before.deducted, after.deducted));
    for (size_t i = 0; i < before.costs.size(); ++i) {
      const std::string cost = absl::StrCat(record, "/costs/", before.costs[i].id);
      TRANCHE_RETURN_IF_ERROR(
          AddAmount(cost, "requested", before.costs[i].requested, after.costs[i].requested));
      TRANCHE_RETURN_IF_ERROR(AddAmount(cost, "again", before.costs[i].again, after.costs[i].again));
    }
    if (!before.decision.has_value()) return absl::OkStatus();
    for (size_t i = 0; i < before.decision->verdicts.size(); ++i) {
      const CostVerdict& leva = before.decision->verdicts[i];
      const CostVerdict& euro = after.decision->verdicts[i];
      const std::string cost = absl::StrCat(record, "/costs/", leva.cost_id);
      TRANCHE_RETURN_IF_ERROR(AddAmount(cost, "unapproved", leva.unapproved, euro.unapproved));
      TRANCHE_RETURN_IF_ERROR(AddAmount(cost, "by-correction", leva.by_correction, euro.by_correction));
    }
    return absl::OkStatus();
  }

  absl::Status AddDebt(const Debt& before, const Debt& after) {
    if (after.ledger.principal.eu.currency() != Currency::kEur) return absl::OkStatus();
    const std::string record = absl::StrCat("debts/", before.id);
    const recoveries::Ledger& leva = before.ledger;
    const recoveries::Ledger& euro = after.ledger;
    TRANCHE_RETURN_IF_ERROR(AddAmount(record, "principal", leva.principal, euro.principal));
    TRANCHE_RETURN_IF_ERROR(
        AddAmount(record, "repaid-principal", leva.repaid_principal, euro.repaid_principal));
    TRANCHE_RETURN_IF_ERROR(
        AddAmount(record, "charged-interest", leva.charged_interest, euro.charged_interest));
    return AddAmount(record, "repaid-interest", leva.repaid_interest, euro.repaid_interest);
  }

  std::vector<RestatedAmount> Take() { return std::move(amounts_); }

 private:
  std::vector<RestatedAmount> amounts_;
};

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
    after->status =
        recoveries::OwesNothing(after->ledger) ? recoveries::kRepaidInFull : before.status;
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

absl::StatusOr<RestatedClaims> RestateClaims(const ThreePart& amount, const std::vector<Claim>& claims,
                                             const std::vector<Payment>& payments,
                                             const std::vector<Offset>& offsets) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart approved, SumOfApproved(claims));
  TRANCHE_ASSIGN_OR_RETURN(ThreePart approved_euro, ByLaw(approved));
  for (const auto part : kParts) {
    approved_euro.*part = Euro(std::min((approved_euro.*part).minor(), (amount.*part).minor()));
  }
  return Restating(approved, approved_euro).Run(claims, payments, offsets);
}

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

absl::StatusOr<std::vector<RestatedAmount>> AmountsOf(const std::vector<Claim>& before,
                                                      const RestatedClaims& after,
                                                      const Recoveries& recoveries_before,
                                                      const Recoveries& recoveries_after,
                                                      const std::vector<Offset>& offsets) {
  Listing listing;
  for (size_t i = 0; i < before.size(); ++i) {
    TRANCHE_RETURN_IF_ERROR(listing.AddClaim(before[i], after.claims[i]));
  }
  for (const Payment& payment : after.payments) {
    TRANCHE_RETURN_IF_ERROR(listing.AddAmount(absl::StrCat("payments/", payment.id), "amount",
                                              *payment.recorded, payment.amount));
  }
  for (size_t i = 0; i < offsets.size(); ++i) {
    TRANCHE_RETURN_IF_ERROR(listing.AddAmount(
        absl::StrCat("debts/", offsets[i].debt_id, "/repayments/", offsets[i].repayment), "deducted",
        offsets[i].amount, after.offsets[i].amount));
  }
  for (size_t i = 0; i < recoveries_before.corrections.size(); ++i) {
    const Correction& leva = recoveries_before.corrections[i];
    if (leva.state == RecoveryState::kRemoved) continue;
    TRANCHE_RETURN_IF_ERROR(listing.AddAmount(absl::StrCat("corrections/", leva.id), "amount",
                                              leva.amount, recoveries_after.corrections[i].amount));
  }
  for (size_t i = 0; i < recoveries_before.debts.size(); ++i) {
    TRANCHE_RETURN_IF_ERROR(listing.AddDebt(recoveries_before.debts[i], recoveries_after.debts[i]));
  }
  for (size_t i = 0; i < recoveries_before.cases.size(); ++i) {
    TRANCHE_RETURN_IF_ERROR(
        listing.AddAmount(absl::StrCat("irregularities/", recoveries_before.cases[i].id), "amount",
                          recoveries_before.cases[i].amount, recoveries_after.cases[i].amount));
  }
  return listing.Take();
}

absl::StatusOr<RestatedAmount> AmountOfContract(const ThreePart& before, const ThreePart& after) {
  Listing listing;
  TRANCHE_RETURN_IF_ERROR(listing.AddAmount("contract", "amount", before, after));
  std::vector<RestatedAmount> amounts = listing.Take();
  // A contract without money has nothing to list.
  return amounts.empty() ? RestatedAmount{.record = "contract",
                                          .series = "amount",
                                          .before = before,
                                          .after = after,
                                          .difference = ZeroParts(Currency::kEur)}
                         : amounts.front();
}

absl::StatusOr<Money> AtFixedRate(Money amount, Currency currency) {
  if (amount.currency() == currency) return amount;
  if (currency == Currency::kEur) return ByLaw(amount);
  TRANCHE_ASSIGN_OR_RETURN(const Money leva, MultiplyByRatio(amount, kLevForEuro, Rounding::kHalfUp));
  return Money::Minor(leva.minor(), Currency::kBgn);
}

absl::StatusOr<ThreePart> PartsAtFixedRate(const ThreePart& amount, Currency currency) {
  ThreePart converted;
  for (const auto part : kParts) {
    TRANCHE_ASSIGN_OR_RETURN(converted.*part, AtFixedRate(amount.*part, currency));
  }
  return converted;
}

namespace {

// What was recorded in lev, and what has changed since at the fixed rate.
absl::StatusOr<ThreePart> InLev(const std::map<std::string, const RestatedAmount*>& restated,
                                const std::string& key, const ThreePart& now) {
  const auto found = restated.find(key);
  if (found == restated.end()) return PartsAtFixedRate(now, Currency::kBgn);
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart since, Subtract(now, found->second->after));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart since_leva, PartsAtFixedRate(since, Currency::kBgn));
  return Add(found->second->before, since_leva);
}

}  // namespace

absl::StatusOr<ThreePart> AmountInLev(const std::vector<RestatedAmount>& restated,
                                      const std::string& record, const std::string& series,
                                      const ThreePart& now) {
  std::map<std::string, const RestatedAmount*> by_key;
  for (const RestatedAmount& amount : restated) {
    if (amount.record == record) by_key[amount.series] = &amount;
  }
  return InLev(by_key, series, now);
}

namespace {

// Each amount of a claim by what `convert(record, series, amount)` makes of it; its limit is left out.
template <class Convert>
absl::Status ConvertClaim(const Convert& convert, Claim* claim) {
  const std::string record = absl::StrCat("claims/", claim->sequence);
  const auto each = [&](const char* series, ThreePart* amount) -> absl::Status {
    TRANCHE_ASSIGN_OR_RETURN(*amount, convert(record, series, *amount));
    return absl::OkStatus();
  };
  const auto each_if = [&](const char* series, std::optional<ThreePart>* amount) -> absl::Status {
    return amount->has_value() ? each(series, &**amount) : absl::OkStatus();
  };
  TRANCHE_RETURN_IF_ERROR(each("requested", &claim->requested));
  TRANCHE_RETURN_IF_ERROR(each("paid", &claim->paid));
  TRANCHE_RETURN_IF_ERROR(each_if("approved", &claim->approved));
  TRANCHE_RETURN_IF_ERROR(each_if("refused", &claim->refused));
  TRANCHE_RETURN_IF_ERROR(each_if("by-correction", &claim->by_correction));
  TRANCHE_RETURN_IF_ERROR(each_if("payable", &claim->payable));
  TRANCHE_RETURN_IF_ERROR(each_if("cleared", &claim->cleared));
  TRANCHE_RETURN_IF_ERROR(each_if("to-recover", &claim->to_recover));
  TRANCHE_RETURN_IF_ERROR(each_if("deducted", &claim->deducted));
  for (ClaimCost& cost : claim->costs) {
    const std::string cost_record = absl::StrCat(record, "/costs/", cost.id);
    TRANCHE_ASSIGN_OR_RETURN(cost.requested, convert(cost_record, "requested", cost.requested));
    TRANCHE_ASSIGN_OR_RETURN(cost.again, convert(cost_record, "again", cost.again));
  }
  claim->limit.reset();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Claim>> ClaimsInLev(const std::vector<Claim>& claims,
                                               const std::vector<RestatedAmount>& restated) {
  std::map<std::string, const RestatedAmount*> by_key;
  for (const RestatedAmount& amount : restated) {
    by_key[absl::StrCat(amount.record, "/", amount.series)] = &amount;
  }
  std::vector<Claim> leva = claims;
  for (Claim& claim : leva) {
    TRANCHE_RETURN_IF_ERROR(ConvertClaim(
        [&](const std::string& record, const char* series, const ThreePart& amount) {
          return InLev(by_key, absl::StrCat(record, "/", series), amount);
        },
        &claim));
  }
  return leva;
}

absl::StatusOr<std::vector<Claim>> ClaimsInEuro(const std::vector<Claim>& claims) {
  std::vector<Claim> euro = claims;
  for (Claim& claim : euro) {
    TRANCHE_RETURN_IF_ERROR(
        ConvertClaim([](const std::string&, const char*,
                        const ThreePart& amount) { return PartsAtFixedRate(amount, Currency::kEur); },
                     &claim));
  }
  return euro;
}

}  // namespace tranche::payments::redenomination
