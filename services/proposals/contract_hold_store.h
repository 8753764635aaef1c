// SPDX-License-Identifier: EUPL-1.2
// The hold of a contract for a report package.
#pragma once

#include <cstdint>
#include <string>

#include "platform/pg/transaction.h"

namespace tranche::proposals::store {

// Holds a contract, whose versions are locked (LockContract), for a package. False: a version is open,
// or the number was released or followed by a higher one.
bool HoldForPackage(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                    int package, int64_t number);

// Ends the hold with this number and all lower ones, for good.
void ReleaseHold(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                 int64_t number);

}  // namespace tranche::proposals::store
