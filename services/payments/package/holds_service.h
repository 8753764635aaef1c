// SPDX-License-Identifier: EUPL-1.2
// While a package is open, proposals holds the contract for it, so that no version of it can begin
// (decisions/0015). Taken before the transaction that opens a package, released after the one that
// closes it; what a crash leaves behind is ended by itself. A number is never used again after it was
// released, so that a call that comes late does nothing.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "payments/claim.h"
#include "payments/package/package_store.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"

namespace tranche::payments::package {

class Holds {
 public:
  // How often what calls have left behind is looked for, how long the call that closed the package has
  // had to do it, and how long one that opens a package may take: longer than any call.
  static constexpr absl::Duration kLook = absl::Seconds(5);
  static constexpr absl::Duration kReleasing = absl::Seconds(3);
  static constexpr absl::Duration kTaking = absl::Seconds(120);

  // `catch_up` applies what proposals has done until now.
  Holds(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : context_(context), catch_up_(std::move(catch_up)) {}

  // What opening a package asks of proposals, before its transaction. `check` looks, under the lock of
  // the contract, for what refuses the request anyhow. Not needed when the request was answered before
  // or a package is open. VERSION_OPEN while a version of the contract is.
  struct Taken {
    bool needed = false;
    store::Hold hold;
  };
  using Check = std::function<absl::Status(pg::Tx& tx, const Contract& contract)>;
  absl::StatusOr<Taken> Take(const rpc::CallScope& scope, const Contract& found,
                             const std::string& request_id, bool validate_only, const Check& check);

  // In the transaction that opens a package, with the contract locked. CONFLICT_RETRY when the hold was
  // given up meanwhile.
  static absl::Status Confirm(pg::Tx& tx, const Contract& contract, const Taken& taken,
                              bool validate_only);

  // After that transaction has failed.
  void GiveUp(const rpc::CallScope& scope, const Taken& taken);

  // After a transaction that may have closed the contract's package. Should it fail, it is done later.
  void Release(const rpc::CallScope& scope, const Contract& contract);

  // Ends what calls have left behind for so long; how many holds were ended.
  int EndLeftBehind(absl::Duration releasing, absl::Duration taking);

 private:
  absl::Status Ask(const rpc::CallScope& scope, const store::Hold& hold, bool validate_only);
  absl::Status End(const rpc::CallScope& scope, const store::Hold& hold);

  const rpc::RoleContext context_;
  const std::function<absl::Status(absl::Time)> catch_up_;
};

}  // namespace tranche::payments::package
