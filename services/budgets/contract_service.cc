// SPDX-License-Identifier: EUPL-1.2
#include "budgets/contract_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "budgets/closing/closing_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/idempotency/idempotency.h"

namespace tranche::budgets {

absl::StatusOr<store::Contract> FindContract(pg::Tx& tx, const ContractRef& ref,
                                             const std::string& name) {
  std::vector<store::Contract> found = store::FindContracts(tx, ref.organisation, ref.contract);
  if (found.empty()) return Refuse("NOT_FOUND", {{"name", name}});
  if (found.size() > 1) return Refuse("NAME_AMBIGUOUS", {{"name", name}});
  return std::move(found.front());
}

absl::Status CatchUpOn(const rpc::RoleContext& context,
                       const std::function<absl::Status(absl::Time)>& catch_up,
                       const rpc::CallScope& scope, const ContractRef& ref) {
  TRANCHE_ASSIGN_OR_RETURN(
      const bool known,
      idempotency::Read<bool>(*context.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<bool> {
        return !store::FindContracts(tx, ref.organisation, ref.contract).empty();
      }));
  return known ? absl::OkStatus() : catch_up(scope.deadline);
}

absl::StatusOr<store::Contract> RequireContract(const rpc::RoleContext& context,
                                                const std::function<absl::Status(absl::Time)>& catch_up,
                                                const rpc::CallScope& scope, const ContractRef& ref,
                                                const std::string& name) {
  const auto find = [&] {
    return idempotency::Read<store::Contract>(*context.pool, scope,
                                              [&](pg::Tx& tx) { return FindContract(tx, ref, name); });
  };
  absl::StatusOr<store::Contract> contract = find();
  if (!absl::IsNotFound(contract.status())) return contract;
  TRANCHE_RETURN_IF_ERROR(catch_up(scope.deadline));
  return find();
}

absl::StatusOr<store::Contract> RequireBudget(const rpc::RoleContext& context,
                                              const std::function<absl::Status(absl::Time)>& catch_up,
                                              const rpc::CallScope& scope, const ContractRef& ref,
                                              const std::string& name) {
  const std::string organisation = rpc::OrganisationOf(scope);
  if (organisation.empty() || organisation == "*") return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_ASSIGN_OR_RETURN(
      const store::Contract contract,
      RequireContract(context, catch_up, scope, {organisation, ref.contract}, name));
  if (!contract.budgeted) return Refuse("BUDGET_MISSING", {{"contract", contract.number}});
  return contract;
}

absl::Status CheckMoneyOpen(pg::Tx& tx, const store::Contract& contract) {
  const std::optional<absl::CivilDay> closed_on = store::ClosedOn(tx, contract);
  if (!closed_on.has_value()) return absl::OkStatus();
  return Refuse("CONTRACT_MONEY_CLOSED",
                {{"contract", contract.number}, {"day", FormatDay(*closed_on)}});
}

absl::Status CheckCurrency(const std::vector<store::LockedLine>& lines,
                           const store::Contract& contract) {
  const Currency currency = contract.amount.eu.currency();
  for (const store::LockedLine& line : lines) {
    if (line.line.caps.eu.currency() != currency) return Refuse("CONFLICT_RETRY");
  }
  return absl::OkStatus();
}

}  // namespace tranche::budgets
