// SPDX-License-Identifier: EUPL-1.2
// Lev in euro by the fixed rate, part by part, half up: what every conversion here is measured by.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "payments/recoveries/records.h"
#include "platform/money/three_part.h"

namespace tranche::payments::redenomination {

inline constexpr Money ThreePart::*kParts[] = {&ThreePart::eu, &ThreePart::national, &ThreePart::own};

inline Money Euro(int64_t minor) { return Money::Minor(minor, Currency::kEur); }
inline int64_t GrantMinor(const ThreePart& parts) { return parts.eu.minor() + parts.national.minor(); }
// Two parts as three; own is 0.
ThreePart ThreeOf(const recoveries::Parts& parts);

absl::StatusOr<Money> ByLaw(Money leva);
absl::StatusOr<ThreePart> ByLaw(const ThreePart& leva);
absl::StatusOr<recoveries::Parts> ByLaw(const recoveries::Parts& leva);

}  // namespace tranche::payments::redenomination
