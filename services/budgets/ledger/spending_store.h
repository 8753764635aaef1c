// SPDX-License-Identifier: EUPL-1.2
// SQL of spending plans and of what was used by quarter.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "budgets/contracts_store.h"
#include "budgets/ledger/spending_plan.h"
#include "platform/money/money.h"
#include "platform/pg/transaction.h"
#include "tranche/budgets/v1/ledger.pb.h"

namespace tranche::budgets::store {

// Writes a plan as the next version; completes it.
v1::SpendingPlan InsertPlan(pg::Tx& tx, const Contract& contract, const v1::SpendingPlan& plan,
                            absl::Span<const PlannedQuarter> quarters, const std::string& recorded_by);
// A version of the plan, the newest for 0.
std::optional<v1::SpendingPlan> FindPlan(pg::Tx& tx, const Contract& contract, int version);

// What was used of a line in a quarter: reserved or spent by the day of payment, less what was given
// back in it.
struct QuarterUse {
  std::string line;
  Quarter quarter;
  Money total;
  Money grant;
};
std::vector<QuarterUse> LoadUse(pg::Tx& tx, const Contract& contract, absl::CivilDay until);

}  // namespace tranche::budgets::store
