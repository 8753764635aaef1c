// SPDX-License-Identifier: EUPL-1.2
// SQL of the versions of contracts. What a contract says changes by PutInForce alone.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/pg/transaction.h"
#include "proposals/contract.h"
#include "proposals/contract_version.h"

namespace tranche::proposals::store {

// A version with who made it and when.
struct StoredVersion {
  ContractVersion version;
  std::string recorded_by;
  int64_t recorded_at_us = 0;
};

// The contract, which nobody else amends until the transaction ends; NOT_FOUND.
absl::StatusOr<Contract> LockContract(pg::Tx& tx, const std::string& organisation,
                                      const std::string& id);

StoredVersion InsertVersion(pg::Tx& tx, const ContractVersion& version, const std::string& actor);
// NOT_FOUND, NAME_AMBIGUOUS.
absl::StatusOr<StoredVersion> GetVersion(pg::Tx& tx, const std::string& organisation,
                                         const std::string& contract, int number);
// By number; empty when the contract has none or there is no such contract.
std::vector<StoredVersion> ListVersions(pg::Tx& tx, const std::string& organisation,
                                        const std::string& contract);
void UpdateState(pg::Tx& tx, const ContractVersion& version);

// Takes the row that guards a contract for a version; false when something else is open.
bool BeginChange(pg::Tx& tx, const ContractVersion& version);
void EndChange(pg::Tx& tx, const ContractVersion& version);
// Archives what was in force; the contract says from now on what the version says, and is free again.
void PutInForce(pg::Tx& tx, const ContractVersion& version);

}  // namespace tranche::proposals::store
