// SPDX-License-Identifier: EUPL-1.2
// All SQL of the budgets service. Contracts and costs are looked up by (organisation, contract);
// organisation "-" means every organisation that row security lets the caller see.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "budgets/budget_line.h"
#include "budgets/cost.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "tranche/budgets/v1/budgets.pb.h"

namespace tranche::budgets::store {

struct Contract {
  std::string organisation;
  std::string contract;  // Folded number, the segment of its name.
  std::string number;    // As typed.
  std::string title;
  ThreePart amount;
  absl::CivilDay starts_on;
  absl::CivilDay ends_on;
  int version = 1;
  bool budgeted = false;
};

// Keeps a contract unless this version of it, or a newer one, is kept already. The amount of a contract
// that has its budget stays the one from which the caps were allotted.
void KeepContract(pg::Tx& tx, const Contract& contract);
std::vector<Contract> FindContracts(pg::Tx& tx, const std::string& organisation,
                                    const std::string& contract);
// The same for one contract, which no other transaction budgets meanwhile.
std::optional<Contract> LockContract(pg::Tx& tx, const std::string& organisation,
                                     const std::string& contract);

// A line as it is kept: what the request said of it and its caps.
struct NewLine {
  v1::Line line;
  ThreePart caps;
};
// Writes the lines and the allotment of their caps to the journal, and marks the contract as budgeted.
void InsertBudget(pg::Tx& tx, const Contract& contract, const std::vector<NewLine>& lines);
// Lines by code, as the API shows them.
std::vector<v1::Line> ListLines(pg::Tx& tx, const std::string& organisation,
                                const std::string& contract);

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

// What the lines that decisions touch are held by.
struct DecidedLines {
  bool limited = false;                           // A limit holds one of them.
  std::map<std::string, SupportForm> simplified;  // By code; lines with real costs are not among them.
};
// Locks the lines of these costs, and those of the bases of flat rates, in the order of their codes,
// which no two decisions can do crosswise.
DecidedLines LockLines(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                       const std::vector<int64_t>& numbers);
struct NewDecision {
  int64_t number = 0;
  Verdict verdict;
  std::string reason;  // Of what is unapproved.
  std::string correction_reason;
  std::string correction;
};
// Writes the decisions, their postings, and the new balances of the lines, limits, documents and hours.
void InsertDecisions(pg::Tx& tx, const Contract& contract, absl::CivilDay decided_on,
                     const std::string& decided_by, const std::vector<NewDecision>& decisions,
                     const Outcome& outcome, const DecidedLines& lines);

}  // namespace tranche::budgets::store
