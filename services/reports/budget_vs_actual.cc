// SPDX-License-Identifier: EUPL-1.2
#include "reports/budget_vs_actual.h"

#include "platform/base/status_macros.h"
#include "platform/money/currency_view.h"
#include "reports/money_report.h"

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

absl::StatusOr<ShownLine> ShowLine(const LineActual& line, Currency shown) {
  ShownLine result;
  result.line.code = line.code;
  result.line.title = line.title;
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart left, Left(line));
  TRANCHE_ASSIGN_OR_RETURN(result.spent_percent, SpentPercent(line));
  TRANCHE_ASSIGN_OR_RETURN(result.line.cap, PartsIn(line.cap, shown));
  TRANCHE_ASSIGN_OR_RETURN(result.line.reserved, PartsIn(line.reserved, shown));
  TRANCHE_ASSIGN_OR_RETURN(result.line.spent, PartsIn(line.spent, shown));
  TRANCHE_ASSIGN_OR_RETURN(result.line.refused, ShowIn(line.refused, shown));
  TRANCHE_ASSIGN_OR_RETURN(result.left, PartsIn(left, shown));
  return result;
}

absl::StatusOr<std::optional<ShownLine>> RoundingOf(const std::vector<ShownLine>& lines,
                                                    const ShownLine& total) {
  ShownLine rest = total;
  for (const ShownLine& one : lines) {
    TRANCHE_ASSIGN_OR_RETURN(rest.line.cap, Subtract(rest.line.cap, one.line.cap));
    TRANCHE_ASSIGN_OR_RETURN(rest.line.reserved, Subtract(rest.line.reserved, one.line.reserved));
    TRANCHE_ASSIGN_OR_RETURN(rest.line.spent, Subtract(rest.line.spent, one.line.spent));
    TRANCHE_ASSIGN_OR_RETURN(rest.line.refused, Subtract(rest.line.refused, one.line.refused));
    TRANCHE_ASSIGN_OR_RETURN(rest.left, Subtract(rest.left, one.left));
  }
  const ThreePart zero = ZeroParts(rest.line.refused.currency());
  const bool nothing = rest.line.cap == zero && rest.line.reserved == zero && rest.line.spent == zero &&
                       rest.line.refused.IsZero() && rest.left == zero;
  if (nothing) return std::optional<ShownLine>();
  rest.spent_percent.clear();
  return std::optional<ShownLine>(rest);
}

absl::StatusOr<Money> ApprovedNotPaid(const ThreePart& spent, const ThreePart& paid_for_costs) {
  TRANCHE_ASSIGN_OR_RETURN(const Money approved, Grant(spent));
  TRANCHE_ASSIGN_OR_RETURN(const Money paid, Grant(paid_for_costs));
  return Subtract(approved, paid);
}

}  // namespace tranche::reports
