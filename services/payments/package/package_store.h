// SPDX-License-Identifier: EUPL-1.2
// SQL of report packages and of the hold of their contract.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "payments/claim.h"
#include "payments/package/hold.h"
#include "payments/package/package.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::package::store {

std::vector<Package> LoadPackages(pg::Tx& tx, const Contract& contract);
std::optional<Package> LoadPackage(pg::Tx& tx, const Contract& contract, int sequence);

// Adds a draft with the contract's next sequence, which becomes its open package.
void InsertPackage(pg::Tx& tx, const Contract& contract, const Package& package);

// Writes what may change of a package that was in the state `from`; false when it is not any more. When
// it is closed now, the contract may have another one, and its hold is to be released.
bool UpdatePackage(pg::Tx& tx, const Contract& contract, const Package& package, PackageState from);

void InsertReturn(pg::Tx& tx, const Contract& contract, const Package& package, const Return& returned);

// The latest hold of a contract in proposals.
struct Hold {
  std::string organisation;
  std::string contract_id;
  int64_t number = 0;
  int package = 0;
  std::string state;  // "TAKING", "HELD", "RELEASING", "RELEASED".
};

std::optional<Hold> LoadHold(pg::Tx& tx, const std::string& organisation,
                             const std::string& contract_id);
// A hold for the contract's next package: the one that is being taken already, or another with the next
// number. The contract is locked.
Hold BeginHold(pg::Tx& tx, const Contract& contract);
// Moves a hold by a step other than kBegin; false when it is not in the state that the step needs, or
// another hold followed.
bool MoveHold(pg::Tx& tx, const Hold& hold, HoldStep step);
// The organisations that have contracts here.
std::vector<std::string> LoadOrganisations(pg::Tx& tx);
// Holds of the organisations of the call that somebody left behind: to be released since `releasing`,
// or being taken since `taking`.
std::vector<Hold> FindLeftBehind(pg::Tx& tx, absl::Duration releasing, absl::Duration taking);

}  // namespace tranche::payments::package::store
