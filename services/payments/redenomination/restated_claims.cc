// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/clearing.h"
#include "payments/redenomination/by_law.h"
#include "payments/redenomination/redenomination.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::payments::redenomination {
namespace {

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
    if (IsAdvance(claim.kind)) {
      TRANCHE_ASSIGN_OR_RETURN(euro->requested, ByLaw(claim.requested));
      return absl::OkStatus();
    }
    euro->requested = ZeroParts(Currency::kEur);
    if (claim.approved.has_value()) {
      euro->approved = euro->refused = euro->by_correction = ZeroParts(Currency::kEur);
    }
    std::map<std::string, CostVerdict*> verdicts;  // By cost: a claim may have any number of both.
    if (claim.approved.has_value()) {
      for (CostVerdict& verdict : euro->decision->verdicts) verdicts[verdict.cost_id] = &verdict;
    }
    RunningParts taken_back;
    for (size_t i = 0; i < claim.costs.size(); ++i) {
      ClaimCost& cost = euro->costs[i];
      if (claim.approved.has_value()) {
        const auto verdict = verdicts.find(claim.costs[i].id);
        TRANCHE_RETURN_IF_ERROR(RestateDecided(
            claim.costs[i], verdict == verdicts.end() ? nullptr : verdict->second, &cost, euro));
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
  absl::Status RestateDecided(const ClaimCost& leva, CostVerdict* verdict, ClaimCost* cost,
                              Claim* euro) {
    ThreePart unapproved = ZeroParts(Currency::kBgn);
    ThreePart by_correction = unapproved;
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
    if (IsAdvance(claim.kind)) {
      euro->payable = euro->requested;
      return absl::OkStatus();
    }
    ThreePart cleared = ZeroParts(Currency::kEur);
    if (claim.cleared.has_value()) {
      TRANCHE_ASSIGN_OR_RETURN(cleared, cleared_.Next(*claim.cleared));
    }
    ThreePart payable = ZeroParts(Currency::kEur);
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart as_advance, AdvanceItemsOf(*euro, Currency::kEur));
    for (const auto part : {&ThreePart::eu, &ThreePart::national}) {
      const int64_t approved_minor = ((*euro->approved).*part).minor() - (as_advance.*part).minor();
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
      if (IsAdvance(claims[i].kind)) {
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
      if (IsAdvance(euro.kind)) advance_minor = payable_minor;
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

}  // namespace tranche::payments::redenomination
