// SPDX-License-Identifier: EUPL-1.2
#include "budgets/budget_line.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/str_split.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::budgets {
namespace {

std::string CodeOf(Currency currency) { return std::string(CurrencyCode(currency)); }

// `part` shared by weights that may all be zero: then there is nothing to share.
absl::StatusOr<std::vector<Money>> Share(Money part, const std::vector<int64_t>& weights_minor) {
  if (part.IsZero()) return std::vector<Money>(weights_minor.size(), part);
  return Allocate(part, weights_minor);
}

// What is left in total after `claimed`, above zero. COST_NOT_POSITIVE, LINE_EXHAUSTED.
absl::StatusOr<Money> LeftAfter(const BudgetLine& line, Money claimed) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart left_parts, Left(line));
  TRANCHE_ASSIGN_OR_RETURN(const Money left, Total(left_parts));
  TRANCHE_ASSIGN_OR_RETURN(const Money left_after, Subtract(left, claimed));
  if (claimed.minor() <= 0) return Refuse("COST_NOT_POSITIVE");
  if (!left_after.IsNegative()) return left_after;
  return Refuse("LINE_EXHAUSTED", {{"line", line.code},
                                   {"left", FormatAmount(left)},
                                   {"asked", FormatAmount(claimed)},
                                   {"currency", CodeOf(claimed.currency())}});
}

}  // namespace

bool IsLineCode(absl::string_view code) {
  for (const absl::string_view part : absl::StrSplit(code, '.')) {
    if (part.empty() || part.find_first_not_of("0123456789") != absl::string_view::npos) return false;
    if (part.size() > 1 && part.front() == '0') return false;
  }
  return true;
}

absl::StatusOr<ThreePart> Left(const BudgetLine& line) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart used, Add(line.reserved, line.spent));
  return Subtract(line.caps, used);
}

absl::StatusOr<Reservation> DecideRecord(const BudgetLine& line, Money claimed) {
  TRANCHE_ASSIGN_OR_RETURN(const Money left_after, LeftAfter(line, claimed));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart used, Add(line.reserved, line.spent));
  Reservation reservation{.parts = ZeroParts(claimed.currency()), .left = left_after, .after = line};
  TRANCHE_ASSIGN_OR_RETURN(reservation.parts, NextSplit(line.caps, used, claimed));
  TRANCHE_ASSIGN_OR_RETURN(reservation.after.reserved, Add(line.reserved, reservation.parts));
  return reservation;
}

absl::StatusOr<Reservation> ReserveParts(const BudgetLine& line, const ThreePart& parts) {
  TRANCHE_ASSIGN_OR_RETURN(const Money claimed, Total(parts));
  TRANCHE_ASSIGN_OR_RETURN(const Money left_after, LeftAfter(line, claimed));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart left, Left(line));
  if (parts.eu.minor() > left.eu.minor() || parts.national.minor() > left.national.minor() ||
      parts.own.minor() > left.own.minor()) {
    return Refuse("LINE_PART_EXHAUSTED", {{"line", line.code},
                                          {"eu", FormatAmount(left.eu)},
                                          {"national", FormatAmount(left.national)},
                                          {"own", FormatAmount(left.own)},
                                          {"asked_eu", FormatAmount(parts.eu)},
                                          {"asked_national", FormatAmount(parts.national)},
                                          {"asked_own", FormatAmount(parts.own)},
                                          {"currency", CodeOf(claimed.currency())}});
  }
  Reservation reservation{.parts = parts, .left = left_after, .after = line};
  TRANCHE_ASSIGN_OR_RETURN(reservation.after.reserved, Add(line.reserved, parts));
  return reservation;
}

absl::StatusOr<BudgetLine> AfterDecision(const BudgetLine& line, const ThreePart& parts,
                                         bool approved) {
  BudgetLine after = line;
  TRANCHE_ASSIGN_OR_RETURN(after.reserved, Subtract(line.reserved, parts));
  if (approved) {
    TRANCHE_ASSIGN_OR_RETURN(after.spent, Add(line.spent, parts));
  }
  return after;
}

absl::StatusOr<std::vector<ThreePart>> AllotCaps(const ThreePart& contract,
                                                 absl::Span<const Money> totals) {
  TRANCHE_ASSIGN_OR_RETURN(const Money contract_total, Total(contract));
  TRANCHE_ASSIGN_OR_RETURN(const Money sum, Sum(totals, contract_total.currency()));
  std::vector<int64_t> totals_minor;
  for (const Money total : totals) {
    if (total.IsNegative()) return Refuse("AMOUNT_NEGATIVE");
    totals_minor.push_back(total.minor());
  }
  if (!(sum == contract_total)) {
    return Refuse("BUDGET_DOES_NOT_ADD_UP", {{"sum", FormatAmount(sum)},
                                             {"total", FormatAmount(contract_total)},
                                             {"currency", CodeOf(sum.currency())}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Money> own, Share(contract.own, totals_minor));
  std::vector<int64_t> grants_minor;
  for (std::size_t i = 0; i < totals.size(); ++i)
    grants_minor.push_back(totals_minor[i] - own[i].minor());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Money> eu, Share(contract.eu, grants_minor));

  std::vector<ThreePart> caps;
  caps.reserve(totals.size());
  for (std::size_t i = 0; i < totals.size(); ++i) {
    const Money national = Money::Minor(grants_minor[i] - eu[i].minor(), sum.currency());
    caps.push_back({.eu = eu[i], .national = national, .own = own[i]});
  }
  return caps;
}

}  // namespace tranche::budgets
