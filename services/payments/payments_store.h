// SPDX-License-Identifier: EUPL-1.2
// All SQL of payments.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/claim.h"
#include "payments/clearing.h"
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

// The same, whose money may be closed: LockContract refuses that with CONTRACT_MONEY_CLOSED.
absl::StatusOr<Contract> LockEvenIfClosed(pg::Tx& tx, const Contract& contract);

// Keeps the copy of a contract in force; a later version replaces an earlier one, never the other way
// round. Not while its money waits to be converted.
void SaveContract(pg::Tx& tx, const Contract& contract, const std::string& number);

// True when a request with this key was answered.
bool WasAnswered(pg::Tx& tx, const rpc::CallScope& scope, const std::string& organisation,
                 const std::string& request_id);

std::vector<Claim> LoadClaims(pg::Tx& tx, const Contract& contract);
// A contract with its claims for a reading without its lock: both as they were before its conversion to
// euro, or both as they are after it. NOT_FOUND with `name`, NAME_AMBIGUOUS.
struct ContractClaims {
  Contract contract;
  std::vector<Claim> claims;
};
absl::StatusOr<ContractClaims> LoadWithClaims(pg::Tx& tx, const std::string& contract_id,
                                              const std::string& name);
std::optional<Claim> LoadClaim(pg::Tx& tx, const Contract& contract, int sequence);

// What the accepted claims of a contract came to, but the one with this sequence.
CashHistory LoadHistory(pg::Tx& tx, const Contract& contract, int but_sequence);

// The contract's claim of a kind of which there is one, the advance or the final one, unless it was
// refused.
std::optional<int> FindStanding(pg::Tx& tx, const Contract& contract, ClaimKind kind);

// Which claims hold these costs, by cost.
std::map<std::string, int> FindClaimsOfCosts(pg::Tx& tx, const Contract& contract,
                                             const std::vector<std::string>& cost_ids);

// What earlier claims asked for the documents of these costs, by cost; nothing for a cost in no claim.
std::map<std::string, ReclaimChain> FindChains(pg::Tx& tx, const Contract& contract,
                                               const std::vector<std::string>& cost_ids);

// Adds a draft with the contract's next sequence, which becomes its open claim.
void InsertDraft(pg::Tx& tx, const Contract& contract, const Claim& claim);

// The moves of a claim; each is guarded by the state it comes from. False: the claim was not there.
bool MarkSent(pg::Tx& tx, const Contract& contract, const Claim& claim);
// To the claim's state, from this one.
bool MoveClaim(pg::Tx& tx, const Contract& contract, const Claim& claim, ClaimState from);
bool MarkReturned(pg::Tx& tx, const Contract& contract, const Claim& claim);
// A draft or returned claim that is taken back: the contract may have another claim then, with the same
// costs.
bool TakeBack(pg::Tx& tx, const Contract& contract, const Claim& claim, ClaimState from);
void InsertQuestion(pg::Tx& tx, const Contract& contract, const Claim& claim, const Question& question);
// Ends an open question, with its answer or without one.
bool CloseQuestion(pg::Tx& tx, const Contract& contract, const Claim& claim, const Question& question);
bool BeginVerification(pg::Tx& tx, const Contract& contract, const Claim& claim);
// Writes the verdicts of a decision as the budget carried it out.
void ReplaceVerdicts(pg::Tx& tx, const Contract& contract, const Claim& claim);
bool WithdrawVerification(pg::Tx& tx, const Contract& contract, const Claim& claim);
// Closes the claim: the contract may have another one then, and knows its advance and what is cleared
// of it.
bool FinishVerification(pg::Tx& tx, const Contract& contract, const Claim& claim);

// What of a state-aid advance was not covered is withdrawn, once.
void InsertWithdrawal(pg::Tx& tx, const Contract& contract, const Claim& advance);

// Adds to what was paid for a claim, or deducted from it; false when both together would be more than
// it is owed.
bool AddToPaid(pg::Tx& tx, const Contract& contract, int sequence, const ThreePart& amount);
bool AddToDeducted(pg::Tx& tx, const Contract& contract, int sequence, const ThreePart& amount);
void InsertPayment(pg::Tx& tx, const Contract& contract, const Payment& payment,
                   const std::string& number, const std::string& recorded_by);
// The last day on which money arrived for a claim or was deducted from it; nothing before the first.
std::optional<absl::CivilDay> LatestPaidOn(pg::Tx& tx, const Contract& contract, int sequence);
// Those that count.
std::vector<Payment> LoadPayments(pg::Tx& tx, const Contract& contract);
// Those that were annulled, too.
std::vector<Payment> LoadAllPayments(pg::Tx& tx, const Contract& contract);

}  // namespace tranche::payments::store
