// SPDX-License-Identifier: EUPL-1.2
// SQL of the recording of one cost.
#pragma once

#include <string>

#include "budgets/cost.h"
#include "platform/money/money.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "tranche/budgets/v1/budgets.pb.h"

namespace tranche::budgets::store {

struct NewCost {
  std::string organisation;
  std::string contract;
  std::string request_id;
  std::string request_hash;
  std::string number_folded;
  std::string issuer_folded;
  Money total;
  Money vat;        // Zero when none is told.
  Money claimable;  // Total less the tax that is recovered.
  Money claimed;
  v1::Cost cost;  // As it will be shown, without what only the recording gives.
};
// A cost before it is recorded as JSON, for the evidence.
std::string CostJson(const v1::Cost& cost);
// Calls budgets.record_cost, which is a transaction of its own, and completes the cost.
v1::Cost RecordCost(pg::Tx& alone, const rpc::CallScope& scope, const NewCost& cost);

}  // namespace tranche::budgets::store
