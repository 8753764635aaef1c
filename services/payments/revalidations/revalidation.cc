// SPDX-License-Identifier: EUPL-1.2
#include "payments/revalidations/revalidation.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "payments/recoveries/named_correction.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::payments::revalidations {
namespace {

bool IsDecided(const Claim& claim) {
  return claim.decision.has_value() &&
         (claim.state == ClaimState::kAccepted || claim.state == ClaimState::kRefused);
}

}  // namespace

absl::StatusOr<Refusal> FindRefusal(const std::vector<Claim>& claims, const std::string& cost_id) {
  for (const Claim& claim : claims) {
    if (!IsDecided(claim)) continue;
    for (const CostVerdict& verdict : claim.decision->verdicts) {
      if (verdict.cost_id == cost_id) return Refusal{.claim = &claim, .verdict = &verdict};
    }
  }
  return Refuse("REVALIDATION_NOT_REFUSED", {{"cost", cost_id}});
}

absl::Status CheckRevalidation(const Claim& claim, std::optional<int> final_claim,
                               const std::string& subject, absl::CivilDay revalidated_on) {
  if (subject == claim.decided_by || ActedForBeneficiary(claim, subject)) {
    return Refuse("REVALIDATION_BY_SAME_PERSON",
                  {{"person", subject}, {"claim", absl::StrCat(claim.sequence)}});
  }
  if (revalidated_on < claim.decision->decided_on) {
    return Refuse("DAYS_OUT_OF_ORDER", {{"day", FormatDay(revalidated_on)},
                                        {"earlier", FormatDay(claim.decision->decided_on)}});
  }
  if (!final_claim.has_value()) return absl::OkStatus();
  return Refuse("REVALIDATION_AFTER_FINAL", {{"claim", absl::StrCat(*final_claim)}});
}

absl::StatusOr<std::optional<Money>> RoomOfCorrection(
    const Contract& contract, const std::vector<Claim>& claims, const std::string& correction,
    const std::vector<recoveries::Correction>& corrections) {
  const int number = recoveries::NumberOfCorrection(contract, correction);
  const auto found = std::find_if(corrections.begin(), corrections.end(),
                                  [&](const recoveries::Correction& one) { return one.id == number; });
  if (number == 0 || found == corrections.end() ||
      found->state != recoveries::RecoveryState::kEntered) {
    return std::optional<Money>();
  }
  TRANCHE_ASSIGN_OR_RETURN(const Money in_force, Add(found->amount.eu, found->amount.national));
  Money taken = Money::Zero(in_force.currency());
  for (const Claim& claim : claims) {
    if (!IsDecided(claim)) continue;
    for (const CostVerdict& verdict : claim.decision->verdicts) {
      if (recoveries::NumberOfCorrection(contract, verdict.correction) != number) continue;
      TRANCHE_ASSIGN_OR_RETURN(const Money grant, Grant(verdict.by_correction));
      TRANCHE_ASSIGN_OR_RETURN(taken, Add(taken, grant));
    }
  }
  TRANCHE_ASSIGN_OR_RETURN(const Money room, Subtract(taken, in_force));
  return std::optional<Money>(Money::Minor(std::max<int64_t>(room.minor(), 0), room.currency()));
}

}  // namespace tranche::payments::revalidations
