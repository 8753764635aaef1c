// SPDX-License-Identifier: EUPL-1.2
#include "platform/money/currency_view.h"

#include "platform/base/status_macros.h"
#include "platform/money/redenominate.h"

namespace tranche {

absl::StatusOr<Money> ShowIn(Money amount, Currency currency) {
  if (amount.currency() == currency) return amount;
  if (currency == Currency::kEur) return ConvertToEuro(amount, Rounding::kHalfUp);
  return MultiplyByRatio(Money::Minor(amount.minor(), currency), kLevPerEuro, Rounding::kHalfUp);
}

absl::StatusOr<Money> ShowInLevAfterConversion(Money recorded_leva, Money converted, Money now) {
  TRANCHE_ASSIGN_OR_RETURN(const Money moved, Subtract(now, converted));
  TRANCHE_ASSIGN_OR_RETURN(const Money moved_leva, ShowIn(moved, Currency::kBgn));
  return Add(recorded_leva, moved_leva);
}

absl::StatusOr<CurrencyView> ViewIn(absl::Span<const Money> figures, Currency from, Currency to) {
  TRANCHE_ASSIGN_OR_RETURN(const Money total, Sum(figures, from));
  CurrencyView view;
  TRANCHE_ASSIGN_OR_RETURN(view.total, ShowIn(total, to));
  view.figures.reserve(figures.size());
  for (const Money figure : figures) {
    TRANCHE_ASSIGN_OR_RETURN(const Money shown, ShowIn(figure, to));
    view.figures.push_back(shown);
  }
  TRANCHE_ASSIGN_OR_RETURN(const Money sum, Sum(view.figures, to));
  TRANCHE_ASSIGN_OR_RETURN(view.difference, Subtract(view.total, sum));
  return view;
}

}  // namespace tranche
