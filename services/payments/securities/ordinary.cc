// SPDX-License-Identifier: EUPL-1.2
#include "payments/securities/ordinary.h"

#include <algorithm>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::payments::securities {
namespace {

std::string CodeOf(Money amount) { return std::string(CurrencyCode(amount.currency())); }

// A part of a cent counts as a cent: what need not be secured is rounded down.
absl::StatusOr<Money> NeededOf(Money asked, const std::optional<SecurityRule>& rule) {
  if (!rule.has_value()) return Money::Zero(asked.currency());
  const Ratio rest{.numerator = rule->percent.denominator - rule->percent.numerator,
                   .denominator = rule->percent.denominator};
  TRANCHE_ASSIGN_OR_RETURN(const Money free, MultiplyByRatio(asked, rest, Rounding::kDown));
  return Subtract(asked, free);
}

Money NotBelowZero(Money amount) {
  return amount.IsNegative() ? Money::Zero(amount.currency()) : amount;
}

const Claim* FindFinal(const std::vector<Claim>& claims) {
  const auto found = std::find_if(claims.begin(), claims.end(), [](const Claim& claim) {
    return claim.kind == ClaimKind::kFinal && claim.state == ClaimState::kAccepted;
  });
  return found == claims.end() ? nullptr : &*found;
}

}  // namespace

absl::Status CheckSecurity(const std::optional<AdvanceSecurity>& security, const ThreePart& requested,
                           const std::optional<SecurityRule>& rule) {
  TRANCHE_ASSIGN_OR_RETURN(const Money asked, Grant(requested));
  TRANCHE_ASSIGN_OR_RETURN(const Money needed, NeededOf(asked, rule));
  if (!security.has_value()) {
    if (needed.IsZero()) return absl::OkStatus();
    return Refuse(
        "ADVANCE_SECURITY_REQUIRED",
        {{"needed", FormatAmount(needed)}, {"currency", CodeOf(needed)}, {"source", rule->source}});
  }
  if (security->amount.minor() <= 0) return Refuse("AMOUNT_NOT_ABOVE_ZERO");
  TRANCHE_RETURN_IF_ERROR(Subtract(asked, security->amount).status());
  if (security->amount.minor() >= needed.minor()) return absl::OkStatus();
  return Refuse("ADVANCE_SECURITY_BELOW", {{"security", FormatAmount(security->amount)},
                                           {"needed", FormatAmount(needed)},
                                           {"currency", CodeOf(needed)},
                                           {"source", rule->source}});
}

absl::Status CheckHoldsAt(const Claim& claim, const Decision& decision) {
  const bool accepted = claim.kind == ClaimKind::kAdvance && !decision.advance_refused;
  if (!accepted || !claim.security.has_value()) return absl::OkStatus();
  if (decision.decided_on <= claim.security->valid_until) return absl::OkStatus();
  return Refuse("SECURITY_ENDED", {{"valid_until", FormatDay(claim.security->valid_until)},
                                   {"on", FormatDay(decision.decided_on)}});
}

Claim* FindSecured(std::vector<Claim>& claims) {
  const auto found = std::find_if(claims.begin(), claims.end(), [](const Claim& claim) {
    return claim.kind == ClaimKind::kAdvance && claim.state == ClaimState::kAccepted &&
           claim.security.has_value();
  });
  return found == claims.end() ? nullptr : &*found;
}

absl::StatusOr<Money> NotCleared(const Claim& advance, const std::vector<Claim>& claims) {
  TRANCHE_ASSIGN_OR_RETURN(Money left, Grant(Owed(advance)));
  for (const Claim& claim : claims) {
    if (claim.state != ClaimState::kAccepted || !claim.cleared.has_value()) continue;
    TRANCHE_ASSIGN_OR_RETURN(const Money cleared, Grant(*claim.cleared));
    TRANCHE_ASSIGN_OR_RETURN(left, Subtract(left, cleared));
  }
  // Each claim was converted to euro by itself, so that they may have cleared a cent more.
  return NotBelowZero(left);
}

absl::StatusOr<Secured> SecuredOf(const Claim& advance, const std::vector<Claim>& claims,
                                  Money paid_back) {
  TRANCHE_ASSIGN_OR_RETURN(Money left, NotCleared(advance, claims));
  if (const Claim* last = FindFinal(claims); last != nullptr) {
    left = Money::Zero(left.currency());
    if (last->to_recover.has_value()) {
      TRANCHE_ASSIGN_OR_RETURN(left, Grant(*last->to_recover));
    }
    TRANCHE_ASSIGN_OR_RETURN(left, Subtract(left, paid_back));
    left = NotBelowZero(left);
  }
  return Secured{.callable = left, .left = left};
}

}  // namespace tranche::payments::securities
