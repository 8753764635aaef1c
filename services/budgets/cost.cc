// SPDX-License-Identifier: EUPL-1.2
#include "budgets/cost.h"

#include <cstddef>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::budgets {

std::optional<CostState> Next(CostState state, CostEvent event) {
  if (state != CostState::kReserved) return std::nullopt;
  return event == CostEvent::kApprove ? CostState::kApproved : CostState::kRefused;
}

const char* StateName(CostState state) {
  switch (state) {
    case CostState::kReserved:
      return "RESERVED";
    case CostState::kApproved:
      return "APPROVED";
    case CostState::kRefused:
      return "REFUSED";
  }
  return "";
}

absl::StatusOr<Outcome> DecideCosts(absl::Span<const CostFacts> costs,
                                    const std::vector<bool>& approved, absl::CivilDay decided_on,
                                    Currency currency) {
  Outcome outcome{.lines = {}, .approved = ZeroParts(currency), .refused = ZeroParts(currency)};
  for (std::size_t i = 0; i < costs.size(); ++i) {
    const CostFacts& cost = costs[i];
    if (!Next(cost.state, approved[i] ? CostEvent::kApprove : CostEvent::kRefuse)) {
      return Refuse("COST_ALREADY_DECIDED", {{"cost", cost.name}, {"state", StateName(cost.state)}});
    }
    if (decided_on < cost.paid_on) {
      return Refuse("COST_DECIDED_BEFORE_PAID", {{"cost", cost.name},
                                                 {"decided_on", FormatDay(decided_on)},
                                                 {"paid_on", FormatDay(cost.paid_on)}});
    }
    const LineMove still{.approved = ZeroParts(currency), .refused = ZeroParts(currency)};
    LineMove& line = outcome.lines.try_emplace(cost.line, still).first->second;
    ThreePart& of_line = approved[i] ? line.approved : line.refused;
    ThreePart& of_all = approved[i] ? outcome.approved : outcome.refused;
    TRANCHE_ASSIGN_OR_RETURN(of_line, Add(of_line, cost.parts));
    TRANCHE_ASSIGN_OR_RETURN(of_all, Add(of_all, cost.parts));
  }
  return outcome;
}

}  // namespace tranche::budgets
