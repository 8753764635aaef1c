// SPDX-License-Identifier: EUPL-1.2
// SQL of the closing of budgets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "budgets/contracts_store.h"
#include "platform/pg/transaction.h"

namespace tranche::budgets::store {

struct MoneyClosing {
  int64_t number = 0;                       // The highest that was heard.
  std::optional<absl::CivilDay> closed_on;  // Nothing: it is open.
};
MoneyClosing LoadMoneyClosing(pg::Tx& tx, const Contract& contract);

// Locks the contract, which no recording shares, and does what is asked unless costs are reserved; a
// number that was heard, or a lower one, changes nothing.
void FollowMoneyClosing(pg::Tx& tx, const Contract& contract, int64_t number,
                        std::optional<absl::CivilDay> closed_on, bool is_closed);

// The day on which the money was closed, nothing while it is open; the closing waits for this
// transaction.
std::optional<absl::CivilDay> ClosedOn(pg::Tx& tx, const Contract& contract);

// Costs that are recorded and not decided on.
struct ReservedCosts {
  int count = 0;
  int64_t claimed_minor = 0;
  std::vector<int64_t> first;  // Numbers of the first ten.
};
ReservedCosts FindReserved(pg::Tx& tx, const Contract& contract);

}  // namespace tranche::budgets::store
