// SPDX-License-Identifier: EUPL-1.2
// SQL of the changeover of contracts' money.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "payments/claim.h"
#include "payments/redenomination/redenomination.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::redenomination::store {

// A contract that was converted, whether or not its money has followed.
struct Conversion {
  absl::CivilDay on;
  ThreePart amount;  // In euro.
  bool done = false;
  std::vector<int> cancelled_orders;
};

// Keeps that a contract was converted; false: that is known already.
bool Insert(pg::Tx& tx, const Contract& contract, const Conversion& conversion);
std::optional<Conversion> Load(pg::Tx& tx, const Contract& contract);

// Writes the converted books: see payments.redenominate.
void Save(pg::Tx& tx, const Contract& contract, const RestatedClaims& claims,
          const Recoveries& recoveries, const std::vector<RestatedAmount>& amounts);
void SaveCancelledOrders(pg::Tx& tx, const Contract& contract, const std::vector<int>& orders);

// What was deducted from claims, in the order of their days.
std::vector<Offset> LoadOffsets(pg::Tx& tx, const Contract& contract);

// In the order of their records.
std::vector<RestatedAmount> LoadAmounts(pg::Tx& tx, const Contract& contract);

}  // namespace tranche::payments::redenomination::store
