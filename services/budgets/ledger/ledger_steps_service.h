// SPDX-License-Identifier: EUPL-1.2
// Steps that several methods of the ledger take.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "budgets/contracts_store.h"

namespace tranche::budgets {

std::string NameOf(const store::Contract& contract);

// REVISION_OPEN while a revision holds caps.
absl::Status CheckNoRevision(pg::Tx& tx, const store::Contract& contract);

// Gives back what is held for `version`, which proposals says was withdrawn. Whoever withdrew it tells
// by an event, which may not be here yet, or may have found the database away.
absl::Status ReleaseWithdrawn(pg::Tx& tx, const store::Contract& contract,
                              const std::optional<int>& version);

}  // namespace tranche::budgets
