// SPDX-License-Identifier: EUPL-1.2
// SQL of signals, cases and corrections. Each write comes after LockAccount of its contract.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/claim.h"
#include "payments/recoveries/records.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::recoveries::store {

// Locks the contract's row, before anything else of it is read, and its account.
absl::StatusOr<Account> LockAccount(pg::Tx& tx, const Contract& contract);
// The same, and the contract becomes what it is under the lock.
absl::StatusOr<Account> LockAccount(pg::Tx& tx, Contract* contract);

// Takes the next number of a register, fund and year; the row stays locked, so that none is left out.
int TakeNationalNumber(pg::Tx& tx, const std::string& organisation, const std::string& register_name,
                       const std::string& fund, int year);

void InsertSignal(pg::Tx& tx, const Contract& contract, const Signal& signal);
void UpdateSignal(pg::Tx& tx, const Contract& contract, const Signal& signal);
// One of them, or all of the contract for 0.
std::vector<Signal> LoadSignals(pg::Tx& tx, const Contract& contract, int signal_id = 0);

void InsertCase(pg::Tx& tx, const Contract& contract, const Case& found, const std::string& actor);
// The state, what is known of the amount, and the note.
void UpdateCase(pg::Tx& tx, const Contract& contract, const Case& found);
void InsertNotification(pg::Tx& tx, const Contract& contract, const Case& found,
                        const Notification& notification, const std::string& actor);
std::vector<Case> LoadCases(pg::Tx& tx, const Contract& contract, int irregularity_id = 0);
std::optional<Case> FindCaseOfSignal(pg::Tx& tx, const Contract& contract, int signal_id);
// Cases of an organisation with their notifications of these days alone.
std::vector<Case> LoadNotified(pg::Tx& tx, const std::string& organisation, absl::CivilDay from,
                               absl::CivilDay to);

void InsertCorrection(pg::Tx& tx, const Contract& contract, const Correction& correction);
void InsertVersion(pg::Tx& tx, const Contract& contract, int correction_id,
                   const CorrectionVersion& version, const std::string& actor);
// Writes the draft anew.
void UpdateDraft(pg::Tx& tx, const Contract& contract, int correction_id,
                 const CorrectionVersion& version, const std::string& actor);
void MoveVersion(pg::Tx& tx, const Contract& contract, int correction_id, int version,
                 VersionState state);
// State, last version, amount in force and what debts were made of it.
void UpdateCorrection(pg::Tx& tx, const Contract& contract, const Correction& correction);
// All corrections in force beside the grant (REC-1). Without a grant that of before stands: what is
// taken back needs no room, also when an annex has lowered the grant since.
void UpdateCorrected(pg::Tx& tx, const Contract& contract, const std::optional<Parts>& support,
                     const Parts& corrected);
std::vector<Correction> LoadCorrections(pg::Tx& tx, const Contract& contract, int correction_id = 0);
std::optional<int> FindCorrectionOfCase(pg::Tx& tx, const Contract& contract, int irregularity_id);
// What is in force of corrections, without a lock.
Parts LoadCorrected(pg::Tx& tx, const Contract& contract);

}  // namespace tranche::payments::recoveries::store
