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
#include "budgets/budget_line.h"
#include "platform/money/three_part.h"

namespace tranche::budgets {

enum class CostState { kReserved, kApproved, kRefused, kPartiallyApproved };
enum class CostEvent { kApprove, kRefuse, kApprovePart };

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
  SupportForm form = SupportForm::kRealCosts;
  bool carries_revalidation = false;  // It can only be approved; see revalidations/.
};

// What is not approved of a cost. Nothing given: all of it is approved.
struct Verdict {
  bool refused = false;  // All of it is unapproved; then no amount is given.
  std::optional<ThreePart> unapproved = std::nullopt;
  std::optional<ThreePart> by_correction = std::nullopt;
};

// approved + unapproved + by_correction = the parts of the cost, each of them.
struct DecidedCost {
  CostState state = CostState::kReserved;
  ThreePart approved;
  ThreePart unapproved;
  ThreePart by_correction;
};

// What becomes of one line.
struct LineMove {
  ThreePart approved;
  ThreePart refused;
};

struct Outcome {
  std::vector<DecidedCost> costs;         // In the order in which they were given.
  std::map<std::string, LineMove> lines;  // By code.
  ThreePart approved;
  ThreePart refused;        // Unapproved, by correction or not.
  ThreePart by_correction;  // Of the refused.
};

// What a verdict leaves of a cost. COST_ALREADY_DECIDED, COST_DECIDED_BEFORE_PAID,
// COST_UNAPPROVED_ABOVE_CLAIMED, COST_REVALIDATED, LUMP_SUM_IS_WHOLE, AMOUNT_NEGATIVE,
// MONEY_CURRENCY_MIXED.
absl::StatusOr<DecidedCost> DecideCost(const CostFacts& cost, const Verdict& verdict,
                                       absl::CivilDay decided_on);

// Decides on each of the costs: verdicts[i] says how on costs[i]. All or nothing, as DecideCost
// refuses.
absl::StatusOr<Outcome> DecideCosts(absl::Span<const CostFacts> costs,
                                    absl::Span<const Verdict> verdicts, absl::CivilDay decided_on,
                                    Currency currency);

}  // namespace tranche::budgets
