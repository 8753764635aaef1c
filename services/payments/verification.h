// SPDX-License-Identifier: EUPL-1.2
// What a verifier says of a cost in amounts, and what that makes of the cost's three parts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/claim.h"

namespace tranche::payments {

// An amount that is not approved, as it was given: its total, its parts, or both.
struct UnapprovedInput {
  std::optional<Money> total;
  std::optional<ThreePart> parts;
  std::string reason;
  std::string correction;  // Of what a correction takes.
};

// What was given for one cost.
struct VerdictInput {
  std::string field;  // Where it stands in the request, "verification.costVerifications[2]".
  std::string cost_id;
  bool refused = false;  // All of it, for `reason`.
  std::string reason;
  std::optional<UnapprovedInput> unapproved;
  std::optional<UnapprovedInput> by_correction;
};

// The verdicts in parts, ordered by cost: a total is split in the proportion of the cost's own parts by
// remainder, so that approved, unapproved and by correction add up to what is claimed in every part,
// and none is below zero. A cost that the claim does not hold is left to DecideVerification.
// INVALID_REQUEST with every field that is wrong: FIELD_REQUIRED, AMOUNT_NEGATIVE,
// AMOUNT_NOT_ABOVE_ZERO, MONEY_CURRENCY_MIXED, UNAPPROVED_TOTAL_DIFFERS, UNAPPROVED_ABOVE_CLAIMED,
// UNAPPROVED_PART_ABOVE_CLAIMED.
absl::StatusOr<std::vector<CostVerdict>> ResolveVerdicts(const Claim& claim,
                                                         const std::vector<VerdictInput>& inputs);

// What a verdict leaves of a cost.
absl::StatusOr<ThreePart> ApprovedOf(const ClaimCost& cost, const CostVerdict& verdict);

// True when the verdict leaves nothing and no correction has a part in it.
bool RefusesAll(const ClaimCost& cost, const CostVerdict& verdict);

}  // namespace tranche::payments
