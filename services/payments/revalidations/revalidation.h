// SPDX-License-Identifier: EUPL-1.2
// Who may put right what a claim did not approve of a cost, and how far a correction lets it. Values
// in, values out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "payments/claim.h"
#include "payments/recoveries/records.h"

namespace tranche::payments::revalidations {

// The claim that did not approve all of a cost, and what it says of the cost.
struct Refusal {
  const Claim* claim = nullptr;
  const CostVerdict* verdict = nullptr;
};
// REVALIDATION_NOT_REFUSED while no claim with the cost is decided on, and where it approved all of it.
absl::StatusOr<Refusal> FindRefusal(const std::vector<Claim>& claims, const std::string& cost_id);

// Neither who decided on the claim nor who acted for the beneficiary in it revalidates
// (REVALIDATION_BY_SAME_PERSON), not before the decision (DAYS_OUT_OF_ORDER), and not when no claim can
// follow to pay it (REVALIDATION_AFTER_FINAL).
absl::Status CheckRevalidation(const Claim& claim, std::optional<int> final_claim,
                               const std::string& subject, absl::CivilDay revalidated_on);

// EU and national money that may be given back of what the verifications took by this correction, over
// all costs of the contract: what it was lowered by, where it is in force. Nothing: it is not, and does
// not bound anything; so also where the decision does not name a correction of the register.
absl::StatusOr<std::optional<Money>> RoomOfCorrection(
    const Contract& contract, const std::vector<Claim>& claims, const std::string& correction,
    const std::vector<recoveries::Correction>& corrections);

}  // namespace tranche::payments::revalidations
