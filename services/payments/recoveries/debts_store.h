// SPDX-License-Identifier: EUPL-1.2
// SQL of debts. Each write comes after LockAccount of its contract.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "payments/claim.h"
#include "payments/recoveries/records.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::recoveries::store {

void InsertDebt(pg::Tx& tx, const Contract& contract, const Debt& debt);
void InsertVersion(pg::Tx& tx, const Contract& contract, int debt_id, const DebtVersion& version,
                   const std::string& actor);
// Writes the draft anew.
void UpdateDraft(pg::Tx& tx, const Contract& contract, int debt_id, const DebtVersion& version,
                 const std::string& actor);
void MoveDebtVersion(pg::Tx& tx, const Contract& contract, int debt_id, int version,
                     VersionState state);
// State, status, last version, the ledger and the next numbers.
void UpdateDebt(pg::Tx& tx, const Contract& contract, const Debt& debt);
void InsertInterest(pg::Tx& tx, const Contract& contract, int debt_id, int piece_number,
                    const InterestPiece& piece);
// That a repayment was deducted from its claim: principal and interest together.
void InsertOffset(pg::Tx& tx, const Contract& contract, int debt_id, const Repayment& repayment,
                  const Parts& parts);
// That a deduction was taken back.
void InsertReversal(pg::Tx& tx, const Contract& contract, int debt_id, const Repayment& repayment);
void InsertRepayment(pg::Tx& tx, const Contract& contract, int debt_id, const Repayment& repayment,
                     const std::string& actor);

// One debt of a contract or, for 0, all of it, whole.
std::vector<Debt> LoadDebts(pg::Tx& tx, const Contract& contract, int debt_id = 0);
// One debt with its versions and running sums, without its repayments and interest, however many there
// are.
std::vector<Debt> LoadDebtAlone(pg::Tx& tx, const Contract& contract, int debt_id);
// The sum of the own totals of its pieces of interest, in the debt's currency.
absl::StatusOr<Money> SumOfInterest(pg::Tx& tx, const Contract& contract, const Debt& debt);
// What was decided of an additional income of the contract; nothing: there is no such income.
std::optional<LoweredGrant> LoadLoweredGrant(pg::Tx& tx, const Contract& contract, int income_id);
// All debts of an organisation in one book that are in force, whole, by number.
std::vector<Debt> LoadBook(pg::Tx& tx, const std::string& organisation, const std::string& book);

}  // namespace tranche::payments::recoveries::store
