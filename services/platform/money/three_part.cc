// SPDX-License-Identifier: EUPL-1.2
#include "platform/money/three_part.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche {

ThreePart ZeroParts(Currency currency) {
  return {Money::Zero(currency), Money::Zero(currency), Money::Zero(currency)};
}

absl::StatusOr<Money> Grant(const ThreePart& parts) {
  // Also refuses an own part in another currency.
  TRANCHE_RETURN_IF_ERROR(Add(parts.eu, Money::Zero(parts.own.currency())).status());
  return Add(parts.eu, parts.national);
}

absl::StatusOr<Money> Total(const ThreePart& parts) {
  return Sum({parts.eu, parts.national, parts.own}, parts.eu.currency());
}

absl::StatusOr<ThreePart> Add(const ThreePart& a, const ThreePart& b) {
  TRANCHE_RETURN_IF_ERROR(Grant(a).status());
  ThreePart sum;
  TRANCHE_ASSIGN_OR_RETURN(sum.eu, Add(a.eu, b.eu));
  TRANCHE_ASSIGN_OR_RETURN(sum.national, Add(a.national, b.national));
  TRANCHE_ASSIGN_OR_RETURN(sum.own, Add(a.own, b.own));
  return sum;
}

absl::StatusOr<ThreePart> Subtract(const ThreePart& a, const ThreePart& b) {
  TRANCHE_RETURN_IF_ERROR(Grant(a).status());
  ThreePart difference;
  TRANCHE_ASSIGN_OR_RETURN(difference.eu, Subtract(a.eu, b.eu));
  TRANCHE_ASSIGN_OR_RETURN(difference.national, Subtract(a.national, b.national));
  TRANCHE_ASSIGN_OR_RETURN(difference.own, Subtract(a.own, b.own));
  return difference;
}

absl::StatusOr<ThreePart> SplitGrant(Money grant, Ratio eu_rate) {
  if (eu_rate.numerator > eu_rate.denominator) {
    return Refuse("MONEY_ALLOCATION_INVALID");
  }
  ThreePart parts = ZeroParts(grant.currency());
  TRANCHE_ASSIGN_OR_RETURN(parts.eu, MultiplyByRatio(grant, eu_rate, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(parts.national, Subtract(grant, parts.eu));
  return parts;
}

absl::StatusOr<ThreePart> CumulativeSplit(const ThreePart& caps, Money cumulative) {
  TRANCHE_ASSIGN_OR_RETURN(const Money cap_grant, Grant(caps));
  TRANCHE_ASSIGN_OR_RETURN(const Money cap_total, Total(caps));
  TRANCHE_ASSIGN_OR_RETURN(const Money left, Subtract(cap_total, cumulative));
  const bool caps_negative =
      caps.eu.IsNegative() || caps.national.IsNegative() || caps.own.IsNegative();
  if (caps_negative || cumulative.IsNegative() || left.IsNegative()) {
    return Refuse("MONEY_OUT_OF_RANGE");
  }
  ThreePart parts = ZeroParts(cumulative.currency());
  if (cumulative.IsZero()) {
    return parts;
  }
  TRANCHE_ASSIGN_OR_RETURN(
      const Money grant,
      MultiplyByRatio(cumulative, {cap_grant.minor(), cap_total.minor()}, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(parts.own, Subtract(cumulative, grant));
  if (grant.IsZero()) {
    return parts;
  }
  TRANCHE_ASSIGN_OR_RETURN(
      parts.eu, MultiplyByRatio(grant, {caps.eu.minor(), cap_grant.minor()}, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(parts.national, Subtract(grant, parts.eu));
  return parts;
}

absl::StatusOr<ThreePart> NextSplit(const ThreePart& caps, const ThreePart& used, Money amount) {
  if (amount.IsNegative()) {
    return Refuse("MONEY_OUT_OF_RANGE");
  }
  TRANCHE_ASSIGN_OR_RETURN(const Money used_total, Total(used));
  TRANCHE_ASSIGN_OR_RETURN(const Money after, Add(used_total, amount));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart target, CumulativeSplit(caps, after));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart missing, Subtract(target, used));
  if (amount.IsZero()) {
    return ZeroParts(amount.currency());
  }
  // What is missing adds up to the amount. After a refused cost a part may be ahead of its share
  // (missing below zero); it then takes nothing and the others share the amount by what they miss. No
  // share is larger than what its part misses, because the positive ones add up to at least the amount.
  const std::vector<int64_t> weights = {std::max<int64_t>(missing.eu.minor(), 0),
                                        std::max<int64_t>(missing.national.minor(), 0),
                                        std::max<int64_t>(missing.own.minor(), 0)};
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Money> shares, Allocate(amount, weights));
  return ThreePart{shares[0], shares[1], shares[2]};
}

}  // namespace tranche
