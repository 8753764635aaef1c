// SPDX-License-Identifier: EUPL-1.2
// Compares by itself, soon after the start and once a day, the balances of all budgets with their
// journals. What disagrees is an error in the log (`ledger_disagrees`) with its contract, and the
// metric tranche_ledger_disagreeing_contracts says how many did the last time.
#pragma once

#include <atomic>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "budgets/contracts_store.h"
#include "platform/rpc/role.h"

namespace prometheus {
class Gauge;
}

namespace tranche::budgets {

class LedgerJob {
 public:
  static constexpr absl::Duration kLook = absl::Minutes(1);
  static constexpr absl::Duration kEvery = absl::Hours(24);

  explicit LedgerJob(const rpc::RoleContext& context);

  struct Result {
    int checked = 0;
    int disagreeing = 0;
    int failed = 0;  // Not compared: the database was away, or too slow.
  };
  // All contracts with a budget, each in a transaction of its own.
  Result CheckAll();
  // The same when it was not done for so long.
  void CheckWhenDue();
  void Start() { stopping_ = false; }
  // Ends after the contract in hand.
  void Stop() { stopping_ = true; }

 private:
  // Whether its books agree.
  absl::StatusOr<bool> CheckOne(const store::Contract& contract);

  const rpc::RoleContext context_;
  prometheus::Gauge* disagreeing_ = nullptr;
  absl::Time last_ = absl::InfinitePast();
  std::atomic<bool> stopping_ = false;
};

}  // namespace tranche::budgets
