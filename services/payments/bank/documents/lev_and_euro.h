// SPDX-License-Identifier: EUPL-1.2
// Amounts in lev and in euro that make one sum. It stays exact and is rounded once, when it is shown or
// compared with cents: parts that are rounded one by one come to a cent or more beside what they are
// together.
#pragma once

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "platform/money/money.h"

namespace tranche::payments::bank {

struct LevAndEuro {
  Money lev = Money::Zero(Currency::kBgn);
  Money euro = Money::Zero(Currency::kEur);
};

absl::StatusOr<LevAndEuro> Plus(const LevAndEuro& sum, Money amount);
absl::StatusOr<LevAndEuro> Minus(const LevAndEuro& sum, Money amount);
absl::StatusOr<LevAndEuro> Minus(const LevAndEuro& sum, const LevAndEuro& other);

// By the fixed rate, half up: to the nearest cent, since no sum lies just between two.
absl::StatusOr<Money> InEuro(const LevAndEuro& sum);
// By the exact sums.
bool IsGreater(const LevAndEuro& a, const LevAndEuro& b);

// An amount in a unit of which a stotinka has 100,000 and a cent 195,583: what is added up of it is
// exact, and may be far more than one amount can be.
absl::int128 Exact(Money amount);
// Such a sum, at least 0, in stotinki or cents: rounded to the nearest one.
absl::int128 InMinor(absl::int128 exact, Currency currency);

}  // namespace tranche::payments::bank
