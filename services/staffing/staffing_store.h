// SPDX-License-Identifier: EUPL-1.2
// All SQL of staffing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/pg/transaction.h"
#include "staffing/scheme.h"

namespace tranche::staffing::store {

// The contract of this register number in the organisations of the call. NOT_FOUND with `name`,
// NAME_AMBIGUOUS when several organisations have it.
absl::StatusOr<Contract> FindContract(pg::Tx& tx, const std::string& contract_id,
                                      const std::string& name);

// Keeps a contract in force, unless this version of it, or a newer one, is kept already.
void SaveContract(pg::Tx& tx, const Contract& contract, const std::string& number);
// The contract was converted; its schemes keep the currency in which they were written.
void SetCurrency(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                 Currency currency);

// False when the contract has a scheme of this id already.
bool InsertScheme(pg::Tx& tx, const Contract& contract, const Scheme& scheme);

// One scheme, or all of a contract ordered by id.
std::optional<Scheme> LoadScheme(pg::Tx& tx, const Contract& contract, const std::string& scheme_id);
std::vector<Scheme> LoadSchemes(pg::Tx& tx, const Contract& contract);

}  // namespace tranche::staffing::store
