// SPDX-License-Identifier: EUPL-1.2
#include "payments/clearing.h"

#include <algorithm>
#include <cstdint>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::payments {
namespace {

// EU and national money of an amount, without the own part.
ThreePart GrantParts(const ThreePart& parts) {
  return {.eu = parts.eu, .national = parts.national, .own = Money::Zero(parts.own.currency())};
}

// The EU's part of cash out of an approved amount: the contract's ratio, rounded half up, as far as
// neither part takes more than was approved of it.
absl::StatusOr<ThreePart> CashOf(const ThreePart& contract_amount, const ThreePart& approved,
                                 Money cash) {
  ThreePart parts = ZeroParts(cash.currency());
  if (cash.IsZero()) return parts;
  TRANCHE_ASSIGN_OR_RETURN(const Money grant, Grant(contract_amount));
  TRANCHE_ASSIGN_OR_RETURN(
      const ThreePart split,
      SplitGrant(cash, Ratio{.numerator = contract_amount.eu.minor(), .denominator = grant.minor()}));
  const int64_t least_minor = std::max<int64_t>(0, cash.minor() - approved.national.minor());
  const int64_t most_minor = std::min(cash.minor(), approved.eu.minor());
  parts.eu = Money::Minor(std::clamp(split.eu.minor(), least_minor, most_minor), cash.currency());
  TRANCHE_ASSIGN_OR_RETURN(parts.national, Subtract(cash, parts.eu));
  return parts;
}

// How much of `approved_minor` clears an advance of which `left_minor` is left.
int64_t ClearedMinor(ClaimKind kind, int64_t approved_minor, int64_t left_minor,
                     int64_t headroom_minor) {
  if (kind == ClaimKind::kFinal) return std::min(approved_minor, left_minor);
  const int64_t above_minor = approved_minor - std::min(approved_minor, headroom_minor);
  return std::min(above_minor, left_minor);
}

// The cap and what of it is used. CASH_CAP_UNKNOWN when there is none.
absl::StatusOr<CashLimit> LimitOf(const Contract& contract, const CashHistory& history,
                                  const std::optional<Ratio>& cap) {
  if (!cap.has_value()) {
    return Refuse("CASH_CAP_UNKNOWN", {{"day", FormatDay(contract.starts_on)}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const Money grant, Grant(contract.amount));
  CashLimit limit;
  // Rounded down, so that no cent is above the cap.
  TRANCHE_ASSIGN_OR_RETURN(limit.cap, MultiplyByRatio(grant, *cap, Rounding::kDown));
  TRANCHE_ASSIGN_OR_RETURN(limit.before, Add(history.advance, history.interim));
  TRANCHE_ASSIGN_OR_RETURN(limit.advance_left, Subtract(history.advance, history.cleared));
  return limit;
}

int64_t HeadroomMinor(const CashLimit& limit) {
  return std::max<int64_t>(0, limit.cap.minor() - limit.before.minor());
}

// Adds what of a claim counts to the position, but for what is asked of the sums afterwards.
absl::Status AddClaim(const Claim& claim, CashPosition* position) {
  const auto add = [](ThreePart& sum, const std::optional<ThreePart>& parts) -> absl::Status {
    if (!parts.has_value()) return absl::OkStatus();
    TRANCHE_ASSIGN_OR_RETURN(sum, Add(sum, *parts));
    return absl::OkStatus();
  };
  const bool advance = IsAdvance(claim.kind);
  const bool sent = claim.state != ClaimState::kDraft && claim.state != ClaimState::kTakenBack &&
                    claim.state != ClaimState::kReturned;
  if (!advance && sent) {
    TRANCHE_RETURN_IF_ERROR(add(position->claimed, claim.requested));
    for (const ClaimCost& cost : claim.costs) {
      TRANCHE_RETURN_IF_ERROR(add(position->claimed_again, cost.again));
    }
  }
  if (claim.refused.has_value() && claim.by_correction.has_value()) {
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart unapproved,
                             Subtract(*claim.refused, *claim.by_correction));
    TRANCHE_RETURN_IF_ERROR(add(position->unapproved, unapproved));
  }
  TRANCHE_RETURN_IF_ERROR(add(position->by_correction, claim.by_correction));
  TRANCHE_RETURN_IF_ERROR(add(position->approved, claim.approved));
  TRANCHE_RETURN_IF_ERROR(add(position->cleared, claim.cleared));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart as_advance, ApprovedAsAdvance(claim));
  TRANCHE_RETURN_IF_ERROR(add(position->approved_as_advance, as_advance));
  TRANCHE_RETURN_IF_ERROR(add(position->paid, claim.paid));
  TRANCHE_RETURN_IF_ERROR(add(position->deducted, claim.deducted));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart to_pay, StillOwed(claim));
  TRANCHE_RETURN_IF_ERROR(add(position->to_pay, to_pay));
  ThreePart& paid = advance                             ? position->advance_paid
                    : claim.kind == ClaimKind::kInterim ? position->interim_paid
                                                        : position->final_paid;
  return add(paid, claim.paid);
}

// What was paid beyond what was approved, in the contract's ratio; nothing when it is not more.
absl::StatusOr<ThreePart> PaidBeyond(const ThreePart& contract_amount, const ThreePart& paid,
                                     const ThreePart& approved) {
  TRANCHE_ASSIGN_OR_RETURN(const Money paid_grant, Grant(paid));
  TRANCHE_ASSIGN_OR_RETURN(const Money approved_grant, Grant(approved));
  TRANCHE_ASSIGN_OR_RETURN(const Money beyond, Subtract(paid_grant, approved_grant));
  if (beyond.minor() <= 0) return ZeroParts(beyond.currency());
  return CashOf(contract_amount, ThreePart{beyond, beyond, Money::Zero(beyond.currency())}, beyond);
}

}  // namespace

absl::StatusOr<ThreePart> AdvanceItemsOf(const Claim& claim, Currency currency) {
  ThreePart sum = ZeroParts(currency);
  for (const ClaimCost& cost : claim.costs) {
    if (!cost.contractor_advance) continue;
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart approved, state_aid::ApprovedGrant(claim, cost));
    TRANCHE_ASSIGN_OR_RETURN(sum, Add(sum, approved));
  }
  return sum;
}

absl::StatusOr<ThreePart> ApprovedAsAdvance(const Claim& claim) {
  const ThreePart nothing = ZeroParts(claim.requested.eu.currency());
  const auto is_advance = [](const ClaimCost& cost) { return cost.contractor_advance; };
  if (!std::any_of(claim.costs.begin(), claim.costs.end(), is_advance)) return nothing;
  if (!claim.approved.has_value() || !claim.payable.has_value()) return nothing;
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart rest, Subtract(GrantParts(*claim.approved), *claim.payable));
  return claim.cleared.has_value() ? Subtract(rest, *claim.cleared) : rest;
}

absl::StatusOr<CashHistory> HistoryOf(const std::vector<Claim>& claims, int but_sequence,
                                      Currency currency) {
  CashHistory history{.advance = Money::Zero(currency),
                      .interim = Money::Zero(currency),
                      .cleared = Money::Zero(currency)};
  for (const Claim& claim : claims) {
    if (claim.sequence == but_sequence || claim.state != ClaimState::kAccepted) continue;
    TRANCHE_ASSIGN_OR_RETURN(const Money owed, Grant(Owed(claim)));
    Money& sum = IsAdvance(claim.kind) ? history.advance : history.interim;
    TRANCHE_ASSIGN_OR_RETURN(sum, Add(sum, owed));
    if (!claim.cleared.has_value()) continue;
    TRANCHE_ASSIGN_OR_RETURN(const Money cleared, Grant(*claim.cleared));
    TRANCHE_ASSIGN_OR_RETURN(history.cleared, Add(history.cleared, cleared));
  }
  return history;
}

absl::StatusOr<std::optional<CashLimit>> LimitOfAdvance(const Contract& contract,
                                                        const ThreePart& requested,
                                                        const CashHistory& history,
                                                        const std::optional<Ratio>& cap) {
  if (!cap.has_value() && history.advance.IsZero() && history.interim.IsZero()) {
    return std::optional<CashLimit>();
  }
  TRANCHE_ASSIGN_OR_RETURN(CashLimit limit, LimitOf(contract, history, cap));
  TRANCHE_ASSIGN_OR_RETURN(const Money asked, Grant(requested));
  if (asked.minor() > HeadroomMinor(limit)) {
    const Money left = Money::Minor(HeadroomMinor(limit), asked.currency());
    return Refuse("ADVANCE_ABOVE_CAP", {{"asked", FormatAmount(asked)},
                                        {"left", FormatAmount(left)},
                                        {"currency", std::string(CurrencyCode(asked.currency()))}});
  }
  TRANCHE_ASSIGN_OR_RETURN(limit.advance_left, Add(limit.advance_left, asked));
  return std::optional<CashLimit>(limit);
}

bool CapBinds(const Contract& contract) { return contract.cleared_minor < contract.advance_owed_minor; }

absl::StatusOr<CashShare> ShareCash(const Contract& contract, const Claim& claim,
                                    const std::optional<ThreePart>& approved,
                                    const CashHistory& history, const std::optional<Ratio>& cap) {
  const ThreePart nothing = ZeroParts(contract.amount.eu.currency());
  CashShare share{.payable = nothing, .cleared = nothing, .to_recover = nothing, .limit = std::nullopt};
  if (IsAdvance(claim.kind) || !approved.has_value()) {
    TRANCHE_ASSIGN_OR_RETURN(share.limit, LimitOfAdvance(contract, claim.requested, history, cap));
    share.payable = GrantParts(claim.requested);
    return share;
  }
  // The check of payment counts what is approved but for items that are advances themselves.
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart as_advance, AdvanceItemsOf(claim, approved->eu.currency()));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart granted, Subtract(GrantParts(*approved), as_advance));
  TRANCHE_ASSIGN_OR_RETURN(const Money grant, Grant(granted));
  TRANCHE_ASSIGN_OR_RETURN(const Money advance_left, Subtract(history.advance, history.cleared));
  if (advance_left.IsZero()) {
    share.payable = granted;
    return share;
  }
  int64_t headroom_minor = 0;
  if (claim.kind == ClaimKind::kInterim) {
    TRANCHE_ASSIGN_OR_RETURN(share.limit, LimitOf(contract, history, cap));
    headroom_minor = HeadroomMinor(*share.limit);
  }
  const Money cleared = Money::Minor(
      ClearedMinor(claim.kind, grant.minor(), advance_left.minor(), headroom_minor), grant.currency());
  TRANCHE_ASSIGN_OR_RETURN(const Money cash, Subtract(grant, cleared));
  TRANCHE_ASSIGN_OR_RETURN(share.payable, CashOf(contract.amount, granted, cash));
  TRANCHE_ASSIGN_OR_RETURN(share.cleared, Subtract(granted, share.payable));
  TRANCHE_ASSIGN_OR_RETURN(const Money still_left, Subtract(advance_left, cleared));
  if (share.limit.has_value()) share.limit->advance_left = still_left;
  if (claim.kind == ClaimKind::kFinal) {
    TRANCHE_ASSIGN_OR_RETURN(
        share.to_recover, CashOf(contract.amount, {still_left, still_left, nothing.own}, still_left));
  }
  return share;
}

absl::StatusOr<CashPosition> PositionOf(const Contract& contract, const std::vector<Claim>& claims,
                                        const std::optional<Ratio>& cap) {
  const Currency currency = contract.amount.eu.currency();
  const ThreePart nothing = ZeroParts(currency);
  CashPosition position{.granted = contract.amount,
                        .claimed = nothing,
                        .claimed_again = nothing,
                        .unapproved = nothing,
                        .by_correction = nothing,
                        .approved = nothing,
                        .advance_paid = nothing,
                        .interim_paid = nothing,
                        .final_paid = nothing,
                        .paid = nothing,
                        .deducted = nothing,
                        .cleared = nothing,
                        .approved_as_advance = nothing,
                        .to_pay = nothing,
                        .to_recover = nothing,
                        .remaining_to_clear = Money::Zero(currency),
                        .cap = std::nullopt,
                        .left_under_cap = Money::Zero(currency)};
  const Claim* final_claim = nullptr;
  for (const Claim& claim : claims) {
    TRANCHE_RETURN_IF_ERROR(AddClaim(claim, &position));
    if (claim.kind == ClaimKind::kFinal && claim.state == ClaimState::kAccepted) final_claim = &claim;
  }
  TRANCHE_ASSIGN_OR_RETURN(position.claimed, Subtract(position.claimed, position.claimed_again));
  TRANCHE_ASSIGN_OR_RETURN(const CashHistory history, HistoryOf(claims, 0, currency));
  TRANCHE_ASSIGN_OR_RETURN(position.remaining_to_clear, Subtract(history.advance, history.cleared));
  position.cap_binds = final_claim == nullptr && !position.remaining_to_clear.IsZero();
  if (cap.has_value()) {
    TRANCHE_ASSIGN_OR_RETURN(const CashLimit limit, LimitOf(contract, history, cap));
    position.cap = limit.cap;
    position.left_under_cap = Money::Minor(HeadroomMinor(limit), currency);
  }
  if (final_claim != nullptr) {
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart payable_for,
                             Subtract(position.approved, position.approved_as_advance));
    TRANCHE_ASSIGN_OR_RETURN(position.to_recover,
                             PaidBeyond(contract.amount, position.paid, payable_for));
    position.settled = position.to_recover == nothing && position.to_pay == nothing;
  }
  TRANCHE_ASSIGN_OR_RETURN(position.state_aid, state_aid::StandingOf(claims, currency));
  return position;
}

}  // namespace tranche::payments
