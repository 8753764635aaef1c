// SPDX-License-Identifier: EUPL-1.2
#include "budgets/cost.h"

#include <cstddef>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::budgets {
namespace {

// Every part of `amount` fits into that of `whole`; both are of one currency.
bool Fits(const ThreePart& amount, const ThreePart& whole) {
  return amount.eu.minor() <= whole.eu.minor() && amount.national.minor() <= whole.national.minor() &&
         amount.own.minor() <= whole.own.minor();
}

bool AnyNegative(const ThreePart& parts) {
  return parts.eu.IsNegative() || parts.national.IsNegative() || parts.own.IsNegative();
}

}  // namespace

std::optional<CostState> Next(CostState state, CostEvent event) {
  if (state != CostState::kReserved) return std::nullopt;
  switch (event) {
    case CostEvent::kApprove:
      return CostState::kApproved;
    case CostEvent::kRefuse:
      return CostState::kRefused;
    case CostEvent::kApprovePart:
      return CostState::kPartiallyApproved;
  }
  return std::nullopt;
}

const char* StateName(CostState state) {
  switch (state) {
    case CostState::kReserved:
      return "RESERVED";
    case CostState::kApproved:
      return "APPROVED";
    case CostState::kRefused:
      return "REFUSED";
    case CostState::kPartiallyApproved:
      return "PARTIALLY_APPROVED";
  }
  return "";
}

absl::StatusOr<DecidedCost> DecideCost(const CostFacts& cost, const Verdict& verdict,
                                       absl::CivilDay decided_on) {
  const ThreePart nothing = ZeroParts(cost.parts.eu.currency());
  DecidedCost decided{.approved = cost.parts,
                      .unapproved = verdict.refused ? cost.parts : verdict.unapproved.value_or(nothing),
                      .by_correction = verdict.by_correction.value_or(nothing)};
  if (AnyNegative(decided.unapproved) || AnyNegative(decided.by_correction)) {
    return Refuse("AMOUNT_NEGATIVE");
  }
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart taken, Add(decided.unapproved, decided.by_correction));
  TRANCHE_ASSIGN_OR_RETURN(const Money taken_total, Total(taken));
  TRANCHE_ASSIGN_OR_RETURN(decided.approved, Subtract(cost.parts, taken));
  TRANCHE_ASSIGN_OR_RETURN(const Money claimed, Total(cost.parts));
  if (!Fits(taken, cost.parts)) {
    return Refuse("COST_UNAPPROVED_ABOVE_CLAIMED",
                  {{"cost", cost.name},
                   {"unapproved", FormatAmount(taken_total)},
                   {"claimed", FormatAmount(claimed)},
                   {"currency", std::string(CurrencyCode(claimed.currency()))}});
  }
  const CostEvent event = taken_total.IsZero()     ? CostEvent::kApprove
                          : taken_total == claimed ? CostEvent::kRefuse
                                                   : CostEvent::kApprovePart;
  const std::optional<CostState> next = Next(cost.state, event);
  if (!next) {
    return Refuse("COST_ALREADY_DECIDED", {{"cost", cost.name}, {"state", StateName(cost.state)}});
  }
  if (cost.carries_revalidation && *next != CostState::kApproved) {
    return Refuse("COST_REVALIDATED", {{"cost", cost.name}});
  }
  // Its condition is met or it is not; a financial correction may take of it all the same.
  TRANCHE_ASSIGN_OR_RETURN(const Money unapproved, Total(decided.unapproved));
  if (cost.form == SupportForm::kLumpSums && !unapproved.IsZero() && !(unapproved == claimed)) {
    return Refuse("LUMP_SUM_IS_WHOLE", {{"cost", cost.name}});
  }
  if (decided_on < cost.paid_on) {
    return Refuse("COST_DECIDED_BEFORE_PAID", {{"cost", cost.name},
                                               {"decided_on", FormatDay(decided_on)},
                                               {"paid_on", FormatDay(cost.paid_on)}});
  }
  decided.state = *next;
  return decided;
}

absl::StatusOr<Outcome> DecideCosts(absl::Span<const CostFacts> costs,
                                    absl::Span<const Verdict> verdicts, absl::CivilDay decided_on,
                                    Currency currency) {
  const ThreePart nothing = ZeroParts(currency);
  Outcome outcome{
      .costs = {}, .lines = {}, .approved = nothing, .refused = nothing, .by_correction = nothing};
  for (std::size_t i = 0; i < costs.size(); ++i) {
    TRANCHE_ASSIGN_OR_RETURN(DecidedCost decided, DecideCost(costs[i], verdicts[i], decided_on));
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart refused, Add(decided.unapproved, decided.by_correction));
    const LineMove still{.approved = nothing, .refused = nothing};
    LineMove& line = outcome.lines.try_emplace(costs[i].line, still).first->second;
    TRANCHE_ASSIGN_OR_RETURN(line.approved, Add(line.approved, decided.approved));
    TRANCHE_ASSIGN_OR_RETURN(line.refused, Add(line.refused, refused));
    TRANCHE_ASSIGN_OR_RETURN(outcome.approved, Add(outcome.approved, decided.approved));
    TRANCHE_ASSIGN_OR_RETURN(outcome.refused, Add(outcome.refused, refused));
    TRANCHE_ASSIGN_OR_RETURN(outcome.by_correction, Add(outcome.by_correction, decided.by_correction));
    outcome.costs.push_back(decided);
  }
  return outcome;
}

}  // namespace tranche::budgets
