// SPDX-License-Identifier: EUPL-1.2
#include "payments/redenomination/by_law.h"

#include "platform/base/status_macros.h"

namespace tranche::payments::redenomination {

using recoveries::Parts;

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

}  // namespace tranche::payments::redenomination
