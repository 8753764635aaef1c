// SPDX-License-Identifier: EUPL-1.2
// SQL of the contracts whose money is kept here. They are looked up by (organisation, contract);
// organisation "-" means every organisation that row security lets the caller see.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "platform/money/three_part.h"
#include "platform/pg/transaction.h"

namespace tranche::budgets::store {

struct Contract {
  std::string organisation;
  std::string contract;  // Folded number, the segment of its name.
  std::string number;    // As typed.
  std::string title;
  ThreePart amount;
  absl::CivilDay starts_on;
  absl::CivilDay ends_on;
  int version = 1;
  bool budgeted = false;
};

// Keeps a contract unless this version of it, or a newer one, is kept already. The amount of a contract
// that has its budget stays the one from which the caps were allotted.
void KeepContract(pg::Tx& tx, const Contract& contract);
std::vector<Contract> FindContracts(pg::Tx& tx, const std::string& organisation,
                                    const std::string& contract);
// The same for one contract, which no other transaction budgets meanwhile.
std::optional<Contract> LockContract(pg::Tx& tx, const std::string& organisation,
                                     const std::string& contract);

}  // namespace tranche::budgets::store
