// SPDX-License-Identifier: EUPL-1.2
#include "reports/budget_vs_actual.h"

#include "platform/base/status_macros.h"

namespace tranche::reports {
namespace {

constexpr int64_t kHundredthsOfPercent = 10'000;  // In a whole.

}  // namespace

absl::StatusOr<ThreePart> Left(const LineActual& line) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart used, Add(line.reserved, line.spent));
  return Subtract(line.cap, used);
}

absl::StatusOr<LineActual> SumOf(const std::vector<LineActual>& lines, Currency currency) {
  LineActual sum{.code = "",
                 .title = "",
                 .cap = ZeroParts(currency),
                 .reserved = ZeroParts(currency),
                 .spent = ZeroParts(currency),
                 .refused = Money::Zero(currency)};
  for (const LineActual& line : lines) {
    TRANCHE_ASSIGN_OR_RETURN(sum.cap, Add(sum.cap, line.cap));
    TRANCHE_ASSIGN_OR_RETURN(sum.reserved, Add(sum.reserved, line.reserved));
    TRANCHE_ASSIGN_OR_RETURN(sum.spent, Add(sum.spent, line.spent));
    TRANCHE_ASSIGN_OR_RETURN(sum.refused, Add(sum.refused, line.refused));
  }
  return sum;
}

absl::StatusOr<std::string> PercentOf(Money part, Money whole) {
  // Hundredths of a percent are written like hundredths of a lev.
  const Money all = Money::Minor(kHundredthsOfPercent, whole.currency());
  TRANCHE_ASSIGN_OR_RETURN(const Money percent,
                           MultiplyByRatio(all, {part.minor(), whole.minor()}, Rounding::kHalfUp));
  return FormatAmount(percent);
}

absl::StatusOr<std::string> SpentPercent(const LineActual& line) {
  TRANCHE_ASSIGN_OR_RETURN(const Money cap, Total(line.cap));
  TRANCHE_ASSIGN_OR_RETURN(const Money spent, Total(line.spent));
  if (cap.IsZero()) return std::string();
  return PercentOf(spent, cap);
}

absl::StatusOr<Money> ApprovedNotPaid(const ThreePart& spent, const ThreePart& paid_for_costs) {
  TRANCHE_ASSIGN_OR_RETURN(const Money approved, Grant(spent));
  TRANCHE_ASSIGN_OR_RETURN(const Money paid, Grant(paid_for_costs));
  return Subtract(approved, paid);
}

}  // namespace tranche::reports
