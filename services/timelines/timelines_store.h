// SPDX-License-Identifier: EUPL-1.2
// All SQL of the timelines service. Row security limits every statement to the caller's organisations;
// an organisation "-" in a look-up means whichever of them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "platform/pg/transaction.h"
#include "timelines/deadline.h"
#include "timelines/timeline.h"

namespace tranche::timelines::store {

// Copies a contract; a later version replaces an earlier one, never the other way round.
void KeepContract(pg::Tx& tx, const Contract& contract);
// NOT_FOUND, NAME_AMBIGUOUS.
absl::StatusOr<Contract> GetContract(pg::Tx& tx, const std::string& organisation,
                                     const std::string& id);
// The same, locked until the transaction ends, so that activities are set by one caller.
absl::StatusOr<Contract> LockContract(pg::Tx& tx, const std::string& organisation,
                                      const std::string& id);

void InsertActivity(pg::Tx& tx, const Contract& contract, const Activity& activity);
// By first month, then by code.
std::vector<Activity> ListActivities(pg::Tx& tx, const Contract& contract);

// A claim that is there already stays as it is. A claim and its end may come in either order.
void KeepClaim(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
               const SentClaim& claim);
// The obligation towards the claim was met; what was kept first stays.
// A claim given back to the beneficiary: its sending with the same number starts nothing any more.
void KeepClaimReturn(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                     int claim_sequence, int return_number, absl::CivilDay returned_on);
void KeepClaimEnd(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                  int claim_sequence, ClaimOutcome outcome, absl::CivilDay met_on);
// A question was asked; the days that count when it ends come by KeepSuspensionEnd, in either order.
void KeepSuspension(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                    int claim_sequence, const Suspension& suspension);
// It ended: `closed_on` and `days_in_all` of the suspension.
void KeepSuspensionEnd(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                       int claim_sequence, const Suspension& suspension);
// A debt came into force, or a later version of it did; never an earlier one after a later.
void KeepDebt(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
              const OwedDebt& debt);
void KeepDebtRemoved(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                     int debt_number, absl::CivilDay served_on);
// Nothing is owed of a version any more; what was kept first stays.
void KeepDebtRepaid(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                    int debt_number, int version, absl::CivilDay repaid_on);
// Something is owed of it again, or the claim is owed money again: the deadline has no end.
void OpenDebtAgain(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                   int debt_number);
void OpenClaimAgain(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                    int claim_sequence);
// By number.
std::vector<OwedDebt> ListDebts(pg::Tx& tx, const Contract& contract);
// By sequence.
std::vector<SentClaim> ListClaims(pg::Tx& tx, const Contract& contract);

}  // namespace tranche::timelines::store
