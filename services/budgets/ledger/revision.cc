// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/revision.h"

#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::budgets {
namespace {

std::string CodeOf(Currency currency) { return std::string(CurrencyCode(currency)); }

absl::StatusOr<Money> NewTotal(const BudgetLine& line, const std::map<std::string, Money>& totals) {
  const auto found = totals.find(line.code);
  if (found == totals.end()) return Total(line.caps);
  return found->second;
}

absl::Status CheckPart(const char* payer, Money asked, Money used) {
  if (asked.minor() >= used.minor()) return absl::OkStatus();
  return Refuse("REVISION_PART_BELOW_USED", {{"payer", payer},
                                             {"used", FormatAmount(used)},
                                             {"asked", FormatAmount(asked)},
                                             {"currency", CodeOf(asked.currency())}});
}

absl::Status CheckParts(const ThreePart& amount, const ThreePart& used) {
  TRANCHE_RETURN_IF_ERROR(CheckPart("EU_PART", amount.eu, used.eu));
  TRANCHE_RETURN_IF_ERROR(CheckPart("NATIONAL_PART", amount.national, used.national));
  return CheckPart("OWN_PART", amount.own, used.own);
}

// What the lines have used and what of their new totals is left.
struct Residue {
  std::vector<ThreePart> used;
  std::vector<Money> left;
  ThreePart used_in_all;
};

absl::StatusOr<Residue> ResidueOf(absl::Span<const BudgetLine> lines,
                                  const std::map<std::string, Money>& totals, Currency currency) {
  Residue residue{.used = {}, .left = {}, .used_in_all = ZeroParts(currency)};
  std::vector<Violation> violations;
  for (const BudgetLine& line : lines) {
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart used, Add(line.reserved, line.spent));
    TRANCHE_ASSIGN_OR_RETURN(const Money used_total, Total(used));
    TRANCHE_ASSIGN_OR_RETURN(const Money total, NewTotal(line, totals));
    TRANCHE_ASSIGN_OR_RETURN(const Money left, Subtract(total, used_total));
    if (left.IsNegative()) {
      violations.push_back({absl::StrCat("lines.", line.code),
                            "REVISION_BELOW_USED",
                            {{"line", line.code},
                             {"used", FormatAmount(used_total)},
                             {"asked", FormatAmount(total)},
                             {"currency", CodeOf(currency)}}});
    }
    TRANCHE_ASSIGN_OR_RETURN(residue.used_in_all, Add(residue.used_in_all, used));
    residue.used.push_back(used);
    residue.left.push_back(left);
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return residue;
}

}  // namespace

std::optional<RevisionState> Next(RevisionState state, RevisionEvent event) {
  if (state != RevisionState::kPrepared) return std::nullopt;
  return event == RevisionEvent::kVersionInForce ? RevisionState::kApplied : RevisionState::kReleased;
}

absl::StatusOr<std::vector<ThreePart>> DecideRevision(const ThreePart& amount,
                                                      absl::Span<const BudgetLine> lines,
                                                      const std::map<std::string, Money>& totals) {
  const Currency currency = amount.eu.currency();
  for (const BudgetLine& line : lines) {
    if (line.caps.eu.currency() == currency) continue;
    return Refuse("REVISION_CURRENCY",
                  {{"left", CodeOf(line.caps.eu.currency())}, {"right", CodeOf(currency)}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const Residue residue, ResidueOf(lines, totals, currency));
  // Of all totals, before parts are looked at: this is what people count.
  TRANCHE_ASSIGN_OR_RETURN(const Money total, Total(amount));
  TRANCHE_ASSIGN_OR_RETURN(const Money left, Sum(residue.left, currency));
  TRANCHE_ASSIGN_OR_RETURN(const Money used, Total(residue.used_in_all));
  TRANCHE_ASSIGN_OR_RETURN(const Money sum, Add(left, used));
  if (!(sum == total)) {
    return Refuse(
        "BUDGET_DOES_NOT_ADD_UP",
        {{"sum", FormatAmount(sum)}, {"total", FormatAmount(total)}, {"currency", CodeOf(currency)}});
  }
  TRANCHE_RETURN_IF_ERROR(CheckParts(amount, residue.used_in_all));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart free, Subtract(amount, residue.used_in_all));
  TRANCHE_ASSIGN_OR_RETURN(std::vector<ThreePart> caps, AllotCaps(free, residue.left));
  for (std::size_t i = 0; i < caps.size(); ++i) {
    TRANCHE_ASSIGN_OR_RETURN(caps[i], Add(caps[i], residue.used[i]));
  }
  return caps;
}

}  // namespace tranche::budgets
