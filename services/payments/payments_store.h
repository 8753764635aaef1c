// SPDX-License-Identifier: EUPL-1.2
// All SQL of payments.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/claim.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"

namespace tranche::payments::store {

// The contract of this register number in the organisations of the call. NOT_FOUND with `name`,
// NAME_AMBIGUOUS when several organisations have it.
absl::StatusOr<Contract> FindContract(pg::Tx& tx, const std::string& contract_id,
                                      const std::string& name);

// The same in one organisation, locked: writes to one contract queue up here, before anything else of
// it is read. The row exists: FindContract has found it.
absl::StatusOr<Contract> LockContract(pg::Tx& tx, const Contract& contract);

// Keeps the copy of a contract in force; a later version replaces an earlier one, never the other way
// round.
void SaveContract(pg::Tx& tx, const Contract& contract, const std::string& number);

// True when a request with this key was answered.
bool WasAnswered(pg::Tx& tx, const rpc::CallScope& scope, const std::string& organisation,
                 const std::string& request_id);

std::vector<Claim> LoadClaims(pg::Tx& tx, const Contract& contract);
std::optional<Claim> LoadClaim(pg::Tx& tx, const Contract& contract, int sequence);

// The contract's claim of a kind of which there is one, the advance or the final one, unless it was
// refused.
std::optional<int> FindStanding(pg::Tx& tx, const Contract& contract, ClaimKind kind);

// Which claims hold these costs, by cost.
std::map<std::string, int> FindClaimsOfCosts(pg::Tx& tx, const Contract& contract,
                                             const std::vector<std::string>& cost_ids);

// Adds a draft with the contract's next sequence, which becomes its open claim.
void InsertDraft(pg::Tx& tx, const Contract& contract, const Claim& claim);

// The moves of a claim; each is guarded by the state it comes from. False: the claim was not there.
bool MarkSent(pg::Tx& tx, const Contract& contract, const Claim& claim);
bool BeginVerification(pg::Tx& tx, const Contract& contract, const Claim& claim);
bool WithdrawVerification(pg::Tx& tx, const Contract& contract, const Claim& claim);
// Closes the claim: the contract may have another one then.
bool FinishVerification(pg::Tx& tx, const Contract& contract, const Claim& claim);

// Adds to what was paid for a claim; false when that would be more than it is owed.
bool AddToPaid(pg::Tx& tx, const Contract& contract, int sequence, const ThreePart& amount);
void InsertPayment(pg::Tx& tx, const Contract& contract, const Payment& payment,
                   const std::string& number, const std::string& recorded_by);
// The last day on which money arrived for a claim; nothing before the first payment.
std::optional<absl::CivilDay> LatestPaidOn(pg::Tx& tx, const Contract& contract, int sequence);
std::vector<Payment> LoadPayments(pg::Tx& tx, const Contract& contract);

}  // namespace tranche::payments::store
