// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/documents/lev_and_euro.h"

#include "platform/base/status_macros.h"
#include "platform/money/redenominate.h"

namespace tranche::payments::bank {
namespace {

int64_t UnitsOf(Currency currency) {
  return currency == Currency::kBgn ? kLevPerEuro.denominator : kLevPerEuro.numerator;
}

absl::int128 Exact(const LevAndEuro& sum) { return bank::Exact(sum.lev) + bank::Exact(sum.euro); }

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

absl::int128 Exact(Money amount) { return absl::int128(amount.minor()) * UnitsOf(amount.currency()); }

absl::int128 InMinor(absl::int128 exact, Currency currency) {
  const absl::int128 units = UnitsOf(currency);
  return (2 * exact + units) / (2 * units);
}

}  // namespace tranche::payments::bank
