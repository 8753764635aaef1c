// SPDX-License-Identifier: EUPL-1.2
// New caps of a budget's lines that come into force with a version of the contract.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "budgets/budget_line.h"
#include "platform/money/three_part.h"

namespace tranche::budgets {

enum class RevisionState { kPrepared, kApplied, kReleased };
enum class RevisionEvent { kVersionInForce, kVersionWithdrawn };

// The state after an event; nothing where the event changes nothing: it comes again after a restart.
std::optional<RevisionState> Next(RevisionState state, RevisionEvent event);

// The new caps of the lines in their order. What is used stays where it is; the rest of the contract's
// new amount is allotted to what remains of the new totals as a new budget would be (AllotCaps), so the
// lines add up to the contract in every part (INV-09) and no part falls below what is used of it
// (INV-01). `totals` are by code; a line that is not among them keeps its total, though not always its
// parts. INVALID_REQUEST with every line that would get less than is used of it (REVISION_BELOW_USED),
// BUDGET_DOES_NOT_ADD_UP, REVISION_PART_BELOW_USED, REVISION_CURRENCY.
absl::StatusOr<std::vector<ThreePart>> DecideRevision(const ThreePart& amount,
                                                      absl::Span<const BudgetLine> lines,
                                                      const std::map<std::string, Money>& totals);

}  // namespace tranche::budgets
