// SPDX-License-Identifier: EUPL-1.2
// Amounts as they are shown in another currency: figures are converted one by one, their total by
// itself, and what the two differ by is told.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "platform/money/money.h"

namespace tranche {

// Lev in euro by the law, half up; euro in lev times the fixed rate, half up, for information only: it
// is not what was recorded in lev, since conversion cannot be undone. The same currency: as it is.
absl::StatusOr<Money> ShowIn(Money amount, Currency currency);

// What was recorded in lev before a conversion, and has since moved from `converted` to `now` in euro:
// the recorded lev, and the movement since for information.
absl::StatusOr<Money> ShowInLevAfterConversion(Money recorded_leva, Money converted, Money now);

struct CurrencyView {
  std::vector<Money> figures;  // In their order.
  Money total;                 // The figures' sum, converted by itself.
  Money difference;            // total - sum of the figures as shown: its own line in a report.
};
// Figures of one currency, `from`, and their total. MONEY_CURRENCY_MIXED, MONEY_OUT_OF_RANGE.
absl::StatusOr<CurrencyView> ViewIn(absl::Span<const Money> figures, Currency from, Currency to);

}  // namespace tranche
