// SPDX-License-Identifier: EUPL-1.2
// The methods on conversions of contracts: parse, ask reference, load, decide, apply.
#pragma once

#include "absl/status/statusor.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "proposals/redenomination.h"
#include "tranche/proposals/v1/redenominations_service.pb.h"

namespace tranche::proposals {

class Redenominations {
 public:
  explicit Redenominations(const rpc::RoleContext& context) : context_(context) {}

  absl::StatusOr<v1::Redenomination> RedenominateContract(
      const rpc::CallScope& scope, const v1::RedenominateContractRequest& request);
  absl::StatusOr<v1::Redenomination> GetRedenomination(const rpc::CallScope& scope,
                                                       const v1::GetRedenominationRequest& request);
  absl::StatusOr<v1::ListRedenominationsResponse> ListRedenominations(
      const rpc::CallScope& scope, const v1::ListRedenominationsRequest& request);

 private:
  // The end of the lev, as reference has it; CHANGEOVER_UNKNOWN.
  absl::StatusOr<Changeover> FetchChangeover(const rpc::CallScope& scope);

  const rpc::RoleContext context_;
};

}  // namespace tranche::proposals
