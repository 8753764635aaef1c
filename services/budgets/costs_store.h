// SPDX-License-Identifier: EUPL-1.2
// SQL of costs as they stand. They are looked up by (organisation, contract); organisation "-" means
// every organisation that row security lets the caller see.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "budgets/cost.h"
#include "platform/pg/transaction.h"
#include "tranche/budgets/v1/budgets.pb.h"

namespace tranche::budgets::store {

// A cost with what a decision must know of it.
struct StoredCost {
  std::string organisation;
  int64_t number = 0;
  v1::Cost shown;
  CostFacts facts;
};
std::vector<StoredCost> FindCosts(pg::Tx& tx, const std::string& organisation,
                                  const std::string& contract, const std::vector<int64_t>& numbers);
// What documents say of the costs that are asked for; empty: anything.
struct ToldOfCosts {
  std::string activity;
  std::string issuer_kind;
  std::string flag;

  friend bool operator==(const ToldOfCosts&, const ToldOfCosts&) = default;
};
// Costs numbered above `after` in their order, at most `limit`.
std::vector<StoredCost> ListCosts(pg::Tx& tx, const std::string& organisation,
                                  const std::string& contract, int64_t after, int limit,
                                  const ToldOfCosts& told = {});

// Numbers of costs as a PostgreSQL array.
std::string NumbersLiteral(const std::vector<int64_t>& numbers);

}  // namespace tranche::budgets::store
