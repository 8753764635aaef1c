// SPDX-License-Identifier: EUPL-1.2
// How amounts in lev that have to add up become amounts in euro that add up. A single amount is
// converted by ConvertToEuro (money.h).
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "platform/money/money.h"
#include "platform/money/three_part.h"

namespace tranche {

// 1 EUR = 1.95583 BGN, fixed for good (law on the euro, art. 12): lev are divided by it.
inline constexpr Ratio kLevPerEuro = {.numerator = 195583, .denominator = 100000};
inline constexpr char kLevPerEuroText[] = "1.95583";

// The amount of a grant: its EU part, grant and total are each converted half up; the national part
// is grant - EU and the own part total - grant, so that none is below zero when none was.
// MONEY_CURRENCY_MIXED when it is not in lev.
absl::StatusOr<ThreePart> ConvertParts(const ThreePart& leva);

// Each part converted half up by itself: what ConvertParts differs from by a cent at most.
absl::StatusOr<ThreePart> ConvertEach(const ThreePart& leva);

// `total` over `weights` in their order: the first k shares add up to the rounded share of the first k
// weights, half up, so that all add up to `total`, each is off its quota by less than a cent, and one
// without weight gets nothing. total >= 0, weights >= 0, their sum > 0 unless total is 0;
// MONEY_ALLOCATION_INVALID.
absl::StatusOr<std::vector<Money>> ShareCumulatively(Money total, absl::Span<const int64_t> weights);

// Quantity by price: the price is converted and rounded first, by the rule of wages where it is one,
// then multiplied (art. 48, par. 3).
struct ConvertedPrice {
  Money unit_price;
  Money amount;      // unit_price x quantity, half up.
  Money converted;   // The old amount converted by itself.
  Money difference;  // amount - converted.
};
absl::StatusOr<ConvertedPrice> ConvertUnitPrice(Money unit_price_leva, Ratio quantity,
                                                Rounding rounding = Rounding::kHalfUp);

}  // namespace tranche
