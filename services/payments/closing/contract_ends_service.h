// SPDX-License-Identifier: EUPL-1.2
// Tells proposals that the money of a contract was closed, or opened again, so that the contract ends
// with it: after the transaction that did it, by a number, so that a call that comes late does nothing.
// What a crash leaves behind is told by itself.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "payments/claim.h"
#include "payments/closing/closing_store.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"

namespace tranche::payments::closing {

class Ends {
 public:
  static constexpr absl::Duration kLook = absl::Seconds(5);  // For what calls have left behind.

  explicit Ends(const rpc::RoleContext& context) : context_(context) {}

  // What proposals has not heard of this contract. Should it fail, it is told later.
  void Tell(const rpc::CallScope& scope, const Contract& contract);
  // What it has not heard of any; how many changes were told.
  int TellLeftBehind();

 private:
  absl::Status TellOne(const rpc::CallScope& own, const store::ToTell& change);

  const rpc::RoleContext context_;
};

}  // namespace tranche::payments::closing
