// SPDX-License-Identifier: EUPL-1.2
// Amounts as clients send them and as people write them.
#include "fuzz/fuzz.h"
#include "platform/money/money.h"

namespace tranche {

TRANCHE_FUZZ_TARGET(amounts) {
  for (const Currency currency : {Currency::kBgn, Currency::kEur}) {
    const absl::StatusOr<Money> exact = ParseAmount(input, currency);
    if (exact.ok()) {
      const absl::StatusOr<Money> again = ParseAmount(FormatAmount(*exact), currency);
      fuzz::Require(again.ok() && *again == *exact,
                    "an amount that was read is read again as it is written");
      fuzz::Require(Subtract(*exact, *exact)->IsZero(), "an amount less itself is nothing");
    }
    const absl::StatusOr<Money> typed = ParseBulgarianAmount(input, currency);
    if (typed.ok()) {
      fuzz::Require(*ParseAmount(FormatAmount(*typed), currency) == *typed,
                    "an amount that a person typed is read again as it is written");
    }
  }
}

}  // namespace tranche
