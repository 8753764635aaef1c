// SPDX-License-Identifier: EUPL-1.2
// The amount of a grant by who pays it: EU, national, own. grant = EU + national, total = grant + own.
#pragma once

#include "absl/status/statusor.h"
#include "platform/money/money.h"

namespace tranche {

struct ThreePart {
  Money eu;
  Money national;
  Money own;

  friend bool operator==(const ThreePart&, const ThreePart&) = default;
};

ThreePart ZeroParts(Currency currency);
// One currency in all three parts: MONEY_CURRENCY_MIXED otherwise.
absl::StatusOr<Money> Grant(const ThreePart& parts);
absl::StatusOr<Money> Total(const ThreePart& parts);
absl::StatusOr<ThreePart> Add(const ThreePart& a, const ThreePart& b);
absl::StatusOr<ThreePart> Subtract(const ThreePart& a, const ThreePart& b);

// Splits a grant by the EU's rate: EU is rounded half up, national is the remainder, so that the
// parts always add up (domain: 378 008.50 at 85/15 -> 321 307.23 + 56 701.27).
absl::StatusOr<ThreePart> SplitGrant(Money grant, Ratio eu_rate);

// What `cumulative` of a line with these caps owes to each part. Nested, so that each part grows
// with `cumulative` and never beyond its cap: grant = round(cumulative * cap grant / cap total), own
// is the rest; EU = round(grant * cap EU / cap grant), national is the rest. At the cap it is the cap.
// 0 <= cumulative <= Total(caps), else MONEY_OUT_OF_RANGE. Rounding half up.
absl::StatusOr<ThreePart> CumulativeSplit(const ThreePart& caps, Money cumulative);

// The parts of the next amount on a line where `used` is already taken: CumulativeSplit(after) minus
// `used`, each part kept within 0 and the amount, so that many small amounts end with exactly the
// line's shares and a refused one in between is caught up (INV-02). amount >= 0, Total(used) + amount
// <= Total(caps), else MONEY_OUT_OF_RANGE.
absl::StatusOr<ThreePart> NextSplit(const ThreePart& caps, const ThreePart& used, Money amount);

}  // namespace tranche
