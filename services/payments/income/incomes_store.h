// SPDX-License-Identifier: EUPL-1.2
// SQL of additional income. Each write comes after LockContract of its contract.
#pragma once

#include <optional>
#include <vector>

#include "payments/claim.h"
#include "payments/income/income.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::income::store {

// The number of the contract's next income.
int NextId(pg::Tx& tx, const Contract& contract);
void InsertIncome(pg::Tx& tx, const Contract& contract, const Income& income);
void InsertDecision(pg::Tx& tx, const Contract& contract, const Income& income);
void InsertAnnulment(pg::Tx& tx, const Contract& contract, const Income& income);

std::optional<Income> LoadIncome(pg::Tx& tx, const Contract& contract, int id);
// By number, from the one after `after` on.
std::vector<Income> ListIncomes(pg::Tx& tx, const Contract& contract, int after, int most);

}  // namespace tranche::payments::income::store
