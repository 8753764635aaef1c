// SPDX-License-Identifier: EUPL-1.2
// SQL of annulments. Each write comes after LockContract or LockAccount of its contract.
#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "payments/claim.h"
#include "payments/recoveries/records.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::annulments::store {

// A match with the bank that holds the payment and was not withdrawn.
std::optional<std::string> FindMatch(pg::Tx& tx, const Contract& contract,
                                     const std::string& payment_id);
// Of a payment with its annulment: what was recorded, with a minus.
void InsertAnnulment(pg::Tx& tx, const Contract& contract, const Payment& payment);

// A version that came into force, or a deduction that was taken back, after the repayment was recorded.
bool WasReckonedWith(pg::Tx& tx, const Contract& contract, int debt_id, int repayment);
// Of a repayment with its annulment; `charged`: the pieces of interest that fall away.
void InsertAnnulment(pg::Tx& tx, const Contract& contract, int debt_id,
                     const recoveries::Repayment& repayment,
                     const std::vector<recoveries::InterestPiece>& charged);

}  // namespace tranche::payments::annulments::store
