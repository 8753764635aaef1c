// SPDX-License-Identifier: EUPL-1.2
// All SQL of the reports service. It reads the views that budgets and payments publish, each report in
// one statement and so in one snapshot.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "platform/pg/transaction.h"
#include "reports/budget_vs_actual.h"

namespace tranche::reports::store {

// What a contract's report is made of.
struct ContractActuals {
  std::string organisation;
  std::string number;  // As typed.
  Currency currency = Currency::kBgn;
  std::vector<LineActual> lines;  // By code.
  ThreePart paid_advance;
  ThreePart paid_for_costs;
};

// The contracts that are meant, one for each organisation ("-": any that the caller sees). Without days
// from the balances that budgets keeps; with one of them from its journal: what had happened by the end
// of `as_of` and was recorded by the end of `known_at` in Sofia.
std::vector<ContractActuals> FindActuals(pg::Tx& tx, const std::string& organisation,
                                         const std::string& contract,
                                         std::optional<absl::CivilDay> as_of,
                                         std::optional<absl::CivilDay> known_at);

}  // namespace tranche::reports::store
