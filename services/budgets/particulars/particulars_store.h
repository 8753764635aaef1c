// SPDX-License-Identifier: EUPL-1.2
// Sums of costs by what their documents say.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "budgets/contracts_store.h"
#include "platform/pg/transaction.h"

namespace tranche::budgets::store {

struct ToldSum {
  std::string key;  // The activity, the kind of issuer or the flag; empty: not told.
  int64_t costs = 0;
  int64_t reserved_minor = 0;
  int64_t approved_minor = 0;
};

// In the currency of the contract. Of a cost that was approved in part, or converted, each activity has
// its share of what became of it (see InProportion).
std::vector<ToldSum> SumByActivity(pg::Tx& tx, const Contract& contract);
std::vector<ToldSum> SumByIssuer(pg::Tx& tx, const Contract& contract);
std::vector<ToldSum> SumByFlag(pg::Tx& tx, const Contract& contract);

}  // namespace tranche::budgets::store
