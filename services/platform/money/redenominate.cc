// SPDX-License-Identifier: EUPL-1.2
#include "platform/money/redenominate.h"

#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche {

absl::StatusOr<ThreePart> ConvertParts(const ThreePart& leva) {
  TRANCHE_ASSIGN_OR_RETURN(const Money grant_leva, Grant(leva));
  TRANCHE_ASSIGN_OR_RETURN(const Money total_leva, Total(leva));
  ThreePart euro = ZeroParts(Currency::kEur);
  TRANCHE_ASSIGN_OR_RETURN(euro.eu, ConvertToEuro(leva.eu, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(const Money grant, ConvertToEuro(grant_leva, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(const Money total, ConvertToEuro(total_leva, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(euro.national, Subtract(grant, euro.eu));
  TRANCHE_ASSIGN_OR_RETURN(euro.own, Subtract(total, grant));
  return euro;
}

absl::StatusOr<ThreePart> ConvertEach(const ThreePart& leva) {
  ThreePart euro = ZeroParts(Currency::kEur);
  TRANCHE_ASSIGN_OR_RETURN(euro.eu, ConvertToEuro(leva.eu, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(euro.national, ConvertToEuro(leva.national, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(euro.own, ConvertToEuro(leva.own, Rounding::kHalfUp));
  return euro;
}

absl::StatusOr<std::vector<Money>> ShareCumulatively(Money total, absl::Span<const int64_t> weights) {
  int64_t sum = 0;
  for (const int64_t weight : weights) {
    if (weight < 0 || __builtin_add_overflow(sum, weight, &sum)) {
      return Refuse("MONEY_ALLOCATION_INVALID");
    }
  }
  if (total.IsNegative() || (sum == 0 && !total.IsZero())) return Refuse("MONEY_ALLOCATION_INVALID");
  std::vector<Money> shares;
  shares.reserve(weights.size());
  int64_t cumulative = 0;
  Money before = Money::Zero(total.currency());
  for (const int64_t weight : weights) {
    cumulative += weight;
    Money after = before;
    if (weight > 0) {
      TRANCHE_ASSIGN_OR_RETURN(
          after,
          MultiplyByRatio(total, {.numerator = cumulative, .denominator = sum}, Rounding::kHalfUp));
    }
    TRANCHE_ASSIGN_OR_RETURN(const Money share, Subtract(after, before));
    shares.push_back(share);
    before = after;
  }
  return shares;
}

absl::StatusOr<ConvertedPrice> ConvertUnitPrice(Money unit_price_leva, Ratio quantity,
                                                Rounding rounding) {
  ConvertedPrice price;
  TRANCHE_ASSIGN_OR_RETURN(price.unit_price, ConvertToEuro(unit_price_leva, rounding));
  TRANCHE_ASSIGN_OR_RETURN(price.amount,
                           MultiplyByRatio(price.unit_price, quantity, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(const Money amount_leva,
                           MultiplyByRatio(unit_price_leva, quantity, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(price.converted, ConvertToEuro(amount_leva, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(price.difference, Subtract(price.amount, price.converted));
  return price;
}

}  // namespace tranche
