// SPDX-License-Identifier: EUPL-1.2
#include "payments/contract_finder_service.h"

#include <utility>

#include "payments/payments_store.h"
#include "payments/redenomination/redenomination_follow.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/service_scope.h"

namespace tranche::payments {

ContractFinder::ContractFinder(const rpc::RoleContext& context,
                               std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), catch_up_(std::move(catch_up)) {}

absl::StatusOr<Contract> ContractFinder::Require(const rpc::CallScope& scope,
                                                 const std::string& contract_id,
                                                 const std::string& name) const {
  const auto find = [&] {
    return idempotency::Read<Contract>(
        *context_.pool, scope, [&](pg::Tx& tx) { return store::FindContract(tx, contract_id, name); });
  };
  absl::StatusOr<Contract> contract = find();
  if (absl::IsNotFound(contract.status())) {
    TRANCHE_RETURN_IF_ERROR(catch_up_(scope.deadline));
    contract = find();
  }
  if (!contract.ok() || !contract->redenomination_pending || contract->open_claim.has_value()) {
    return contract;
  }
  // By the role itself, whoever asks.
  const rpc::CallScope own =
      rpc::ServiceScope(context_, contract->organisation, scope.deadline, scope.method, scope.trace_id);
  TRANCHE_RETURN_IF_ERROR(pg::Transact(*context_.pool, own, [&](pg::Tx& tx) -> absl::Status {
    return redenomination::Complete(tx, own, *contract);
  }));
  return find();
}

absl::StatusOr<Contract> ContractFinder::RequireOwn(const rpc::CallScope& scope,
                                                    const std::string& contract_id,
                                                    const std::string& name) const {
  if (rpc::OrganisationOf(scope).empty()) return Refuse("ORGANISATION_REQUIRED");
  return Require(scope, contract_id, name);
}

}  // namespace tranche::payments
