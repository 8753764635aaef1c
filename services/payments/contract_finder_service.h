// SPDX-License-Identifier: EUPL-1.2
// The contract that a request names, as all services of payments find it.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "payments/claim.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"

namespace tranche::payments {

class ContractFinder {
 public:
  // `catch_up` applies what proposals has done until now; for a contract that is not here yet.
  ContractFinder(const rpc::RoleContext& context,
                 std::function<absl::Status(absl::Time deadline)> catch_up);

  // The contract of a register number, after catching up with proposals when it is not here. NOT_FOUND
  // with `name`, NAME_AMBIGUOUS. A conversion to euro that waited for a claim is carried out first when
  // the claim is closed.
  absl::StatusOr<Contract> Require(const rpc::CallScope& scope, const std::string& contract_id,
                                   const std::string& name) const;
  // The same for a write, which needs one organisation: ORGANISATION_REQUIRED.
  absl::StatusOr<Contract> RequireOwn(const rpc::CallScope& scope, const std::string& contract_id,
                                      const std::string& name) const;

 private:
  const rpc::RoleContext context_;
  const std::function<absl::Status(absl::Time)> catch_up_;
};

}  // namespace tranche::payments
