// SPDX-License-Identifier: EUPL-1.2
// Corrections that a verification names as the reason for which it does not approve something: what
// they took there counts against them as their debts do.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "payments/claim.h"
#include "payments/recoveries/records.h"

namespace tranche::payments::recoveries {

// The number of a correction of this contract by its name or by its number alone; 0: the text names
// none of the register, as "РД-15/2" and a correction of another contract.
int NumberOfCorrection(const Contract& contract, const std::string& text);

// EU and national money that decisions on these claims took by a correction.
absl::StatusOr<Parts> TakenAtVerification(const Contract& contract, const std::vector<Claim>& claims,
                                          int correction_id);

// REC-4: what a decision takes by corrections of the register is within what decisions on `others` and
// debts have left of each, EU and national money together. CORRECTION_NOT_IN_FORCE, FIELD_OUT_OF_RANGE
// with the most that it may take.
absl::Status CheckNamedCorrections(const Contract& contract, const std::vector<Claim>& others,
                                   const std::vector<Correction>& corrections,
                                   const Decision& decision);

}  // namespace tranche::payments::recoveries
