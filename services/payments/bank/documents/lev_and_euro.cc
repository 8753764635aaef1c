// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/documents/lev_and_euro.h"

#include "absl/numeric/int128.h"
#include "platform/base/status_macros.h"
#include "platform/money/redenominate.h"

namespace tranche::payments::bank {
namespace {

// In a unit of which a stotinka has 100,000 and a cent 195,583.
absl::int128 Exact(const LevAndEuro& sum) {
  return absl::int128(sum.lev.minor()) * kLevPerEuro.denominator +
         absl::int128(sum.euro.minor()) * kLevPerEuro.numerator;
}

}  // namespace

absl::StatusOr<LevAndEuro> Plus(const LevAndEuro& sum, Money amount) {
  LevAndEuro after = sum;
  Money& part = amount.currency() == Currency::kBgn ? after.lev : after.euro;
  TRANCHE_ASSIGN_OR_RETURN(part, Add(part, amount));
  return after;
}

absl::StatusOr<LevAndEuro> Minus(const LevAndEuro& sum, Money amount) {
  LevAndEuro after = sum;
  Money& part = amount.currency() == Currency::kBgn ? after.lev : after.euro;
  TRANCHE_ASSIGN_OR_RETURN(part, Subtract(part, amount));
  return after;
}

absl::StatusOr<LevAndEuro> Minus(const LevAndEuro& sum, const LevAndEuro& other) {
  TRANCHE_ASSIGN_OR_RETURN(const LevAndEuro after, Minus(sum, other.lev));
  return Minus(after, other.euro);
}

absl::StatusOr<Money> InEuro(const LevAndEuro& sum) {
  TRANCHE_ASSIGN_OR_RETURN(const Money converted, ConvertToEuro(sum.lev, Rounding::kHalfUp));
  return Add(converted, sum.euro);
}

bool IsGreater(const LevAndEuro& a, const LevAndEuro& b) { return Exact(a) > Exact(b); }

}  // namespace tranche::payments::bank
