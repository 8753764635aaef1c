// SPDX-License-Identifier: EUPL-1.2
// SQL of closings.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "payments/claim.h"
#include "payments/closing/closing.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::closing::store {

// How the money of a contract stands.
struct Standing {
  std::optional<absl::CivilDay> closed_on;  // Nothing: it is open.
  std::string closed_by;
  std::string reference;
  int closings = 0;
  std::string reopening_reason;
};
Standing Load(pg::Tx& tx, const Contract& contract);
// Writes it under the lock of the contract.
void Save(pg::Tx& tx, const Contract& contract, const Standing& standing);

// Changes that proposals has not heard of.
struct ToTell {
  std::string organisation;
  std::string contract_id;
  int64_t number = 0;
  std::optional<absl::CivilDay> closed_on;
};
std::optional<ToTell> FindToTell(pg::Tx& tx, const std::string& organisation,
                                 const std::string& contract_id);
std::vector<ToTell> ListToTell(pg::Tx& tx);
void SaveTold(pg::Tx& tx, const ToTell& told);

// Where the budget of a contract stands, as far as it was asked and heard.
struct BudgetStep {
  std::string organisation;
  std::string contract_id;
  int64_t number = 0;  // Of the last step; 0: there was none.
  bool closes = false;
  int64_t heard = 0;                        // The last that budgets has answered.
  std::optional<absl::CivilDay> closed_on;  // Of the contract's money.
  absl::Duration age;                       // Since the step began.
};
BudgetStep LoadBudgetStep(pg::Tx& tx, const std::string& organisation, const std::string& contract_id);
// The next step, under the lock of the contract; its number.
int64_t BeginBudgetStep(pg::Tx& tx, const Contract& contract, bool closes);
void SaveBudgetHeard(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                     int64_t number);
// Steps that were not heard, or whose closing came to nothing and that are so old.
std::vector<BudgetStep> ListBudgetSteps(pg::Tx& tx, absl::Duration taking);

// Movements of the organisation that name the contract's number and are neither matched nor explained
// in full.
std::vector<UnexplainedEntry> LoadUnexplained(pg::Tx& tx, const Contract& contract);
// The last day on which money of its claims arrived or was deducted.
std::optional<absl::CivilDay> LastSettledOn(pg::Tx& tx, const Contract& contract);

}  // namespace tranche::payments::closing::store
