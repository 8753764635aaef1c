// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/corrected_cost.h"

#include <algorithm>

#include "payments/recoveries/named_correction.h"
#include "payments/state_aid/coverage.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::payments::recoveries {

absl::StatusOr<Parts> ApprovedOfCost(const std::vector<Claim>& claims, const std::string& cost_id) {
  for (const Claim& claim : claims) {
    if (claim.state != ClaimState::kAccepted) continue;
    for (const ClaimCost& cost : claim.costs) {
      if (cost.id != cost_id) continue;
      TRANCHE_ASSIGN_OR_RETURN(const ThreePart approved, state_aid::ApprovedGrant(claim, cost));
      if (approved.eu.IsZero() && approved.national.IsZero()) break;
      return Parts{.eu = approved.eu, .national = approved.national};
    }
  }
  return Refuse("CORRECTION_COST_NOT_APPROVED", {{"cost", cost_id}});
}

bool IsTakenAtVerification(const Contract& contract, const std::vector<Claim>& claims,
                           const std::string& cost_id, int correction_id) {
  return std::any_of(claims.begin(), claims.end(), [&](const Claim& claim) {
    if (claim.state != ClaimState::kAccepted || !claim.decision.has_value()) return false;
    const std::vector<CostVerdict>& verdicts = claim.decision->verdicts;
    return std::any_of(verdicts.begin(), verdicts.end(), [&](const CostVerdict& verdict) {
      return verdict.cost_id == cost_id &&
             NumberOfCorrection(contract, verdict.correction) == correction_id;
    });
  });
}

absl::Status CheckCorrectionOfCost(const std::string& cost_id, const Parts& approved,
                                   const Parts& others, const Parts& amount) {
  TRANCHE_ASSIGN_OR_RETURN(const Parts left, Subtract(approved, others));
  TRANCHE_RETURN_IF_ERROR(Subtract(left, amount).status());
  if (amount.eu.minor() <= left.eu.minor() && amount.national.minor() <= left.national.minor()) {
    return absl::OkStatus();
  }
  return Refuse("CORRECTION_ABOVE_COST",
                {{"cost", cost_id},
                 {"asked_eu", FormatAmount(amount.eu)},
                 {"asked_national", FormatAmount(amount.national)},
                 {"left_eu", FormatAmount(left.eu)},
                 {"left_national", FormatAmount(left.national)},
                 {"currency", std::string(CurrencyCode(amount.eu.currency()))}});
}

}  // namespace tranche::payments::recoveries
