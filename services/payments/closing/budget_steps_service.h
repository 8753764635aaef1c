// SPDX-License-Identifier: EUPL-1.2
// The budget of a contract is closed before its money and opened after it: budgets is asked before the
// transaction that closes, so that no cost comes between, and told after one that opens. Each step has
// a number, so that a call that comes late does nothing; what a crash leaves behind is set right by
// itself.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "payments/claim.h"
#include "payments/closing/closing.h"
#include "payments/closing/closing_store.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"

namespace tranche::payments::closing {

class BudgetSteps {
 public:
  static constexpr absl::Duration kLook = absl::Seconds(5);  // For what calls have left behind.
  // Longer than any call, so that nobody is about to close the money.
  static constexpr absl::Duration kTaking = absl::Seconds(120);

  explicit BudgetSteps(const rpc::RoleContext& context) : context_(context) {}

  // What stands reserved in the budget, without changing anything.
  absl::StatusOr<Reserved> Look(const rpc::CallScope& scope, const Contract& contract);

  // Closes the budget, before the transaction that closes the money.
  struct Taken {
    int64_t number = 0;  // 0: nothing was asked, since the request is refused anyhow, or was answered.
    Reserved reserved;   // Of a budget that was not closed because of it.
  };
  // `check` looks, under the lock of the contract, whether the request would close.
  using Check = std::function<absl::StatusOr<bool>(pg::Tx& tx, const Contract& contract)>;
  absl::StatusOr<Taken> Close(const rpc::CallScope& scope, const Contract& found,
                              const std::string& request_id, absl::CivilDay closed_on,
                              bool validate_only, const Check& check);
  // In the transaction that closes, with the contract locked. CONFLICT_RETRY when somebody else has
  // begun another step meanwhile.
  static absl::Status Confirm(pg::Tx& tx, const Contract& contract, const Taken& taken,
                              bool validate_only);

  // After a transaction that did not close: opens the budget again. Should it fail, it is done later.
  void GiveUp(const rpc::CallScope& scope, const Contract& contract, const Taken& taken);
  // After a transaction that opened the money: tells budgets.
  void Tell(const rpc::CallScope& scope, const Contract& contract);
  // Tells what budgets has not heard of, and opens budgets whose closing came to nothing and is so old;
  // how many contracts were settled.
  int SettleLeftBehind(absl::Duration taking);

 private:
  absl::StatusOr<store::BudgetStep> Load(const rpc::CallScope& own, const Contract& contract);
  absl::Status SettleOne(const rpc::CallScope& own, const store::BudgetStep& step,
                         absl::Duration taking);

  const rpc::RoleContext context_;
};

}  // namespace tranche::payments::closing
