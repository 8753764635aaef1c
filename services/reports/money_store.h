// SPDX-License-Identifier: EUPL-1.2
// Reads the facts of a contract's money: one statement, so one snapshot of what three services publish.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "platform/pg/transaction.h"
#include "reports/money_facts.h"

namespace tranche::reports::store {

struct MoneyQuestion {
  std::string organisation;  // "-": any that the caller sees.
  std::string contract;
  std::optional<absl::CivilDay> as_of;     // What had happened by the end of it.
  std::optional<absl::CivilDay> known_at;  // What was recorded by the end of it in Sofia.
  int claim = 0;                           // "This report"; 0: the last one sent that is no advance.
  bool read_journal = false;
};

// The contracts that are meant, one for each organisation. Without days and journal it reads balances,
// claims and what is as few as these: nothing that grows with the number of costs.
std::vector<MoneyFacts> FindMoney(pg::Tx& tx, const MoneyQuestion& question);

}  // namespace tranche::reports::store
