// SPDX-License-Identifier: EUPL-1.2
// SQL of conversions; a contract's amount changes by CarryOut alone, which copies what was written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "platform/pg/transaction.h"
#include "proposals/contract.h"
#include "proposals/redenomination.h"

namespace tranche::proposals::store {

struct StoredRedenomination {
  std::string organisation;
  std::string contract;
  int version = 1;
  ThreePart before;
  ThreePart after;
  Changeover changeover;
  std::string recorded_by;
  int64_t recorded_at_us = 0;
};

// The conversions of these contracts; organisation "-": whichever.
std::vector<StoredRedenomination> FindRedenominations(pg::Tx& tx, const std::string& organisation,
                                                      const std::vector<std::string>& contracts);
// Writes a conversion and gives the contract its new amount. The caller has locked its versions;
// nothing when a report package was opened on it meanwhile, and then the transaction must not go on.
std::optional<StoredRedenomination> CarryOut(pg::Tx& tx, const Contract& contract,
                                             const Changeover& changeover, const ThreePart& after,
                                             const std::string& actor);

}  // namespace tranche::proposals::store
