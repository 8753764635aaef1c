// SPDX-License-Identifier: EUPL-1.2
// The hold of a contract for a report package, and whether it has ended with its money.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "platform/pg/transaction.h"

namespace tranche::proposals::store {

// Holds a contract, whose versions are locked (LockContract), for a package. False: a version is open,
// or the number was released or followed by a higher one.
bool HoldForPackage(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                    int package, int64_t number);

// Ends the hold with this number and all lower ones, for good.
void ReleaseHold(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                 int64_t number);

// The contract ends on that day, or goes on where there is none; nothing when a higher number was heard
// of.
void FollowMoneyClosing(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                        int64_t number, const std::optional<absl::CivilDay>& closed_on);
struct MoneyClosing {
  int64_t number = 0;
  std::optional<absl::CivilDay> ended_on;
};
MoneyClosing LoadMoneyClosing(pg::Tx& tx, const std::string& organisation, const std::string& contract);

}  // namespace tranche::proposals::store
