// SPDX-License-Identifier: EUPL-1.2
// A correction that names the cost that it is about, as after a credit note on an approved cost: what
// it may take of it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "payments/claim.h"
#include "payments/recoveries/interest.h"

namespace tranche::payments::recoveries {

// EU and national money that an accepted claim approved of a cost. CORRECTION_COST_NOT_APPROVED.
absl::StatusOr<Parts> ApprovedOfCost(const std::vector<Claim>& claims, const std::string& cost_id);

// Whether the verification of a cost took something of it by this correction: what was approved is less
// that already.
bool IsTakenAtVerification(const Contract& contract, const std::vector<Claim>& claims,
                           const std::string& cost_id, int correction_id);

// All corrections of a cost together are within what was approved of it; `others` are those in force
// beside this one. CORRECTION_ABOVE_COST (REC-6).
absl::Status CheckCorrectionOfCost(const std::string& cost_id, const Parts& approved,
                                   const Parts& others, const Parts& amount);

}  // namespace tranche::payments::recoveries
