// SPDX-License-Identifier: EUPL-1.2
#include "budgets/simplified/flat_rate.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/status_macros.h"

namespace tranche::budgets {
namespace {

using Amounts = std::map<std::string, Money>;  // By line.

Money On(const Amounts& amounts, const std::string& line, Currency currency) {
  const auto found = amounts.find(line);
  return found == amounts.end() ? Money::Zero(currency) : found->second;
}

absl::StatusOr<Money> SumOn(const Amounts& amounts, const std::vector<std::string>& lines,
                            Currency currency) {
  Money sum = Money::Zero(currency);
  for (const std::string& line : lines) {
    TRANCHE_ASSIGN_OR_RETURN(sum, Add(sum, On(amounts, line, currency)));
  }
  return sum;
}

// What a verdict leaves approved of a cost; nothing where it takes more than there is, which the
// decision refuses by itself.
absl::StatusOr<ThreePart> ApprovedBy(const Verdict& verdict, const CostFacts& cost) {
  const ThreePart nothing = ZeroParts(cost.parts.eu.currency());
  if (verdict.refused) return nothing;
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart taken, Add(verdict.unapproved.value_or(nothing),
                                                      verdict.by_correction.value_or(nothing)));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart left, Subtract(cost.parts, taken));
  const bool negative = left.eu.IsNegative() || left.national.IsNegative() || left.own.IsNegative();
  return negative ? nothing : left;
}

// Rates whose base has no line of another rate first: one may be of another, but not further.
std::vector<FlatRate> InOrder(absl::Span<const FlatRate> rates) {
  std::set<std::string> flat;
  for (const FlatRate& rate : rates) flat.insert(rate.line);
  std::vector<FlatRate> ordered(rates.begin(), rates.end());
  std::stable_partition(ordered.begin(), ordered.end(), [&](const FlatRate& rate) {
    return std::none_of(rate.base_lines.begin(), rate.base_lines.end(),
                        [&](const std::string& line) { return flat.count(line) > 0; });
  });
  return ordered;
}

std::string ReasonOf(const FlatRate& rate, Money base, Money due) {
  const std::string lines = absl::StrJoin(rate.base_lines, ", ");
  const std::string percent = FormatPercent(rate.percent_hundredths);
  const std::string currency(CurrencyCode(base.currency()));
  return absl::StrCat("Единна ставка ", percent, " % от верифицираните ", FormatAmount(base), " ",
                      currency, " по редове ", lines, " = ", FormatAmount(due), " ", currency,
                      " / Flat rate of ", percent, " % of the verified ", FormatAmount(base), " ",
                      currency, " on lines ", lines, " = ", FormatAmount(due), " ", currency);
}

// Takes `cut` of what a verdict would approve of a cost; what it took.
absl::StatusOr<ThreePart> TakeOf(const ThreePart& approved, Money cut, Verdict* verdict) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart taken, CumulativeSplit(approved, cut));
  TRANCHE_ASSIGN_OR_RETURN(verdict->unapproved,
                           Add(verdict->unapproved.value_or(ZeroParts(cut.currency())), taken));
  return taken;
}

}  // namespace

absl::StatusOr<FlatRateDue> DueOf(const FlatRate& rate, const LimitedLines& lines, Currency currency) {
  Amounts held;
  for (const auto& [code, line] : lines) held[code] = line.used;
  FlatRateDue due;
  TRANCHE_ASSIGN_OR_RETURN(due.base, SumOn(held, rate.base_lines, currency));
  TRANCHE_ASSIGN_OR_RETURN(due.due, PercentOf(due.base, rate.percent_hundredths));
  due.held = On(held, rate.line, currency);
  TRANCHE_ASSIGN_OR_RETURN(const Money left, Subtract(due.due, due.held));
  due.left = left.IsNegative() ? Money::Zero(currency) : left;
  return due;
}

absl::StatusOr<std::vector<Lowered>> LowerFlatRates(absl::Span<const FlatRate> rates,
                                                    const LimitedLines& lines,
                                                    absl::Span<const CostFacts> costs,
                                                    std::vector<Verdict>* verdicts, Currency currency) {
  // What will be spent on each line when all verdicts hold as they are.
  Amounts spent;
  for (const auto& [code, line] : lines) spent[code] = line.spent;
  std::vector<ThreePart> approved;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart parts, ApprovedBy((*verdicts)[i], costs[i]));
    TRANCHE_ASSIGN_OR_RETURN(const Money total, Total(parts));
    TRANCHE_ASSIGN_OR_RETURN(spent[costs[i].line], Add(On(spent, costs[i].line, currency), total));
    approved.push_back(parts);
  }
  std::vector<Lowered> lowered;
  for (const FlatRate& rate : InOrder(rates)) {
    TRANCHE_ASSIGN_OR_RETURN(const Money base, SumOn(spent, rate.base_lines, currency));
    TRANCHE_ASSIGN_OR_RETURN(const Money due, PercentOf(base, rate.percent_hundredths));
    for (std::size_t i = costs.size(); i-- > 0;) {
      if (costs[i].line != rate.line || costs[i].state != CostState::kReserved) continue;
      TRANCHE_ASSIGN_OR_RETURN(const Money above, Subtract(On(spent, rate.line, currency), due));
      TRANCHE_ASSIGN_OR_RETURN(const Money total, Total(approved[i]));
      const Money cut = Money::Minor(std::min(above.minor(), total.minor()), currency);
      if (cut.minor() <= 0) continue;
      TRANCHE_ASSIGN_OR_RETURN(const ThreePart taken, TakeOf(approved[i], cut, &(*verdicts)[i]));
      TRANCHE_ASSIGN_OR_RETURN(spent[rate.line], Subtract(spent[rate.line], cut));
      lowered.push_back({.place = i, .unapproved = taken, .reason = ReasonOf(rate, base, due)});
    }
  }
  return lowered;
}

}  // namespace tranche::budgets
