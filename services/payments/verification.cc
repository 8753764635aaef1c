// SPDX-License-Identifier: EUPL-1.2
#include "payments/verification.h"

#include <utility>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::payments {
namespace {

bool AnyNegative(const ThreePart& parts) {
  return parts.eu.IsNegative() || parts.national.IsNegative() || parts.own.IsNegative();
}

std::string CodeOf(Money amount) { return std::string(CurrencyCode(amount.currency())); }

// The total of one amount; it is the sum of the parts where both are given.
absl::StatusOr<Money> TotalOf(const UnapprovedInput& input, Currency currency) {
  if (!input.parts.has_value() && !input.total.has_value()) return Refuse("FIELD_REQUIRED");
  Money total = Money::Zero(currency);
  if (input.parts.has_value()) {
    if (AnyNegative(*input.parts)) return Refuse("AMOUNT_NEGATIVE");
    TRANCHE_ASSIGN_OR_RETURN(total, Total(*input.parts));
    if (input.total.has_value() && !(*input.total == total)) {
      return Refuse("UNAPPROVED_TOTAL_DIFFERS",
                    {{"total", FormatAmount(*input.total)}, {"parts", FormatAmount(total)}});
    }
  } else {
    total = *input.total;
  }
  if (total.currency() != currency) {
    return Refuse("MONEY_CURRENCY_MIXED",
                  {{"left", std::string(CurrencyCode(currency))}, {"right", CodeOf(total)}});
  }
  if (total.minor() <= 0) return Refuse("AMOUNT_NOT_ABOVE_ZERO");
  return total;
}

// The parts of one amount when `taken` of the cost is taken by the other.
absl::StatusOr<ThreePart> PartsOf(const ClaimCost& cost, const UnapprovedInput& input, Money total,
                                  const ThreePart& taken) {
  if (input.parts.has_value()) return *input.parts;
  return NextSplit(cost.requested, taken, total);
}

// Both amounts in parts, those first that are given in parts: what is given as a total takes of what
// they leave.
absl::Status Split(const ClaimCost& cost, const VerdictInput& input, Money unapproved, Money correction,
                   CostVerdict* verdict) {
  const ThreePart nothing = ZeroParts(unapproved.currency());
  const auto split_unapproved = [&](const ThreePart& taken) -> absl::Status {
    if (!input.unapproved.has_value()) return absl::OkStatus();
    TRANCHE_ASSIGN_OR_RETURN(verdict->unapproved, PartsOf(cost, *input.unapproved, unapproved, taken));
    return absl::OkStatus();
  };
  const auto split_correction = [&](const ThreePart& taken) -> absl::Status {
    if (!input.by_correction.has_value()) return absl::OkStatus();
    TRANCHE_ASSIGN_OR_RETURN(verdict->by_correction,
                             PartsOf(cost, *input.by_correction, correction, taken));
    return absl::OkStatus();
  };
  if (input.by_correction.has_value() && input.by_correction->parts.has_value()) {
    TRANCHE_RETURN_IF_ERROR(split_correction(nothing));
    return split_unapproved(verdict->by_correction);
  }
  TRANCHE_RETURN_IF_ERROR(split_unapproved(nothing));
  return split_correction(verdict->unapproved);
}

absl::Status CheckWithinClaimed(const ClaimCost& cost, const ThreePart& taken) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart left, Subtract(cost.requested, taken));
  if (!AnyNegative(left)) return absl::OkStatus();
  return Refuse("UNAPPROVED_PART_ABOVE_CLAIMED", {{"cost", cost.id},
                                                  {"eu", FormatAmount(cost.requested.eu)},
                                                  {"national", FormatAmount(cost.requested.national)},
                                                  {"own", FormatAmount(cost.requested.own)},
                                                  {"currency", CodeOf(cost.requested.eu)}});
}

// One cost's verdict; what is wrong with it goes to the violations.
CostVerdict Resolve(const ClaimCost& cost, const VerdictInput& input,
                    std::vector<Violation>* violations) {
  const Currency currency = cost.requested.eu.currency();
  CostVerdict verdict{.cost_id = cost.id,
                      .unapproved = ZeroParts(currency),
                      .reason = "",
                      .by_correction = ZeroParts(currency),
                      .correction_reason = "",
                      .correction = ""};
  if (input.refused) {
    verdict.unapproved = cost.requested;
    verdict.reason = input.reason;
    return verdict;
  }
  if (!input.unapproved.has_value() && !input.by_correction.has_value()) {
    violations->push_back({input.field + ".unapproved", "FIELD_REQUIRED", {}});
    return verdict;
  }
  absl::StatusOr<Money> unapproved = Money::Zero(currency);
  absl::StatusOr<Money> correction = Money::Zero(currency);
  if (input.unapproved.has_value()) {
    unapproved = TotalOf(*input.unapproved, currency);
    AddViolation(unapproved.status(), input.field + ".unapproved.total", violations);
    verdict.reason = input.unapproved->reason;
  }
  if (input.by_correction.has_value()) {
    correction = TotalOf(*input.by_correction, currency);
    AddViolation(correction.status(), input.field + ".unapprovedByCorrection.total", violations);
    verdict.correction_reason = input.by_correction->reason;
    verdict.correction = input.by_correction->correction;
  }
  if (!unapproved.ok() || !correction.ok()) return verdict;
  const absl::StatusOr<Money> taken = tranche::Add(*unapproved, *correction);
  const absl::StatusOr<Money> claimed = Total(cost.requested);
  if (!taken.ok() || !claimed.ok() || taken->minor() > claimed->minor()) {
    violations->push_back({input.field,
                           "UNAPPROVED_ABOVE_CLAIMED",
                           {{"cost", cost.id},
                            {"claimed", FormatAmount(claimed.value_or(Money::Zero(currency)))},
                            {"unapproved", FormatAmount(taken.value_or(*unapproved))},
                            {"currency", std::string(CurrencyCode(currency))}}});
    return verdict;
  }
  // Parts that are given may be beyond those of the cost; then the other amount has no split.
  absl::Status fits = absl::OkStatus();
  for (const auto* given : {&input.unapproved, &input.by_correction}) {
    if (fits.ok() && given->has_value() && (*given)->parts.has_value()) {
      fits = CheckWithinClaimed(cost, *(*given)->parts);
    }
  }
  if (fits.ok()) fits = Split(cost, input, *unapproved, *correction, &verdict);
  if (fits.ok()) {
    const absl::StatusOr<ThreePart> both = tranche::Add(verdict.unapproved, verdict.by_correction);
    fits = both.ok() ? CheckWithinClaimed(cost, *both) : both.status();
  }
  AddViolation(fits, input.field, violations);
  return verdict;
}

}  // namespace

absl::StatusOr<std::vector<CostVerdict>> ResolveVerdicts(const Claim& claim,
                                                         const std::vector<VerdictInput>& inputs) {
  Decision resolved;
  std::vector<Violation> violations;
  const Currency currency = claim.requested.eu.currency();
  for (const VerdictInput& input : inputs) {
    const ClaimCost* cost = nullptr;
    for (const ClaimCost& claimed : claim.costs) {
      if (claimed.id == input.cost_id) cost = &claimed;
    }
    if (cost == nullptr) {
      resolved.verdicts.push_back({.cost_id = input.cost_id,
                                   .unapproved = ZeroParts(currency),
                                   .reason = "",
                                   .by_correction = ZeroParts(currency),
                                   .correction_reason = "",
                                   .correction = ""});
      continue;
    }
    resolved.verdicts.push_back(Resolve(*cost, input, &violations));
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  SortVerdicts(resolved);
  return std::move(resolved.verdicts);
}

absl::StatusOr<ThreePart> ApprovedOf(const ClaimCost& cost, const CostVerdict& verdict) {
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart taken, Add(verdict.unapproved, verdict.by_correction));
  return Subtract(cost.requested, taken);
}

bool RefusesAll(const ClaimCost& cost, const CostVerdict& verdict) {
  return verdict.unapproved == cost.requested && verdict.correction_reason.empty();
}

}  // namespace tranche::payments
