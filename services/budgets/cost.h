// SPDX-License-Identifier: EUPL-1.2
// The states of a cost and the decision on a batch of costs.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "platform/money/three_part.h"

namespace tranche::budgets {

enum class CostState { kReserved, kApproved, kRefused };
enum class CostEvent { kApprove, kRefuse };

// The state after an event, nothing where the event cannot happen (INV-04).
std::optional<CostState> Next(CostState state, CostEvent event);

// The name of a state as the API writes it, "RESERVED".
const char* StateName(CostState state);

// What a decision must know of a cost.
struct CostFacts {
  std::string name;  // "organisations/…/contracts/…/costs/7".
  std::string line;
  ThreePart parts;
  CostState state = CostState::kReserved;
  absl::CivilDay paid_on;
};

// What becomes of one line.
struct LineMove {
  ThreePart approved;
  ThreePart refused;
};

struct Outcome {
  std::map<std::string, LineMove> lines;  // By code.
  ThreePart approved;
  ThreePart refused;
};

// Decides on each of the costs: approved[i] says how on costs[i]. All or nothing: COST_ALREADY_DECIDED,
// COST_DECIDED_BEFORE_PAID.
absl::StatusOr<Outcome> DecideCosts(absl::Span<const CostFacts> costs,
                                    const std::vector<bool>& approved, absl::CivilDay decided_on,
                                    Currency currency);

}  // namespace tranche::budgets
