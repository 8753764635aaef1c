// SPDX-License-Identifier: EUPL-1.2
// How a debt is being recovered: set by hand, but for the end that comes by itself.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace tranche::payments::recoveries {

// As in the description and the database; VOLUNTARY is where a debt begins.
inline constexpr const char* kExecutionStates[] = {
    "VOLUNTARY",      "ENFORCED",    "ENFORCED_BY_REVENUE_AGENCY",
    "REPAID_IN_FULL", "DEBT_CLOSED", "UNRECOVERABLE",
    "RESCHEDULED",    "OTHER_STATUS"};

// Set by hand: every state from every other, but neither to nor from REPAID_IN_FULL:
// DEBT_STATUS_NOT_POSSIBLE.
absl::StatusOr<std::string> SetExecution(const std::string& from, const std::string& to);

// After a movement: REPAID_IN_FULL when nothing is owed any more; a debt that was and owes again begins
// anew.
std::string ExecutionAfterMovement(const std::string& from, bool owes_nothing);

}  // namespace tranche::payments::recoveries
