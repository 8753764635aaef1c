// SPDX-License-Identifier: EUPL-1.2
// What the services beside BudgetsService share: the contract that a request is about.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "budgets/budgets_convert.h"
#include "budgets/contracts_store.h"
#include "budgets/lines_store.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"

namespace tranche::budgets {

// The one contract that a name means to this caller; NOT_FOUND, NAME_AMBIGUOUS.
absl::StatusOr<store::Contract> FindContract(pg::Tx& tx, const ContractRef& ref,
                                             const std::string& name);

// Follows proposals to its end once when the contract is not known yet: it may have been concluded just
// now.
absl::Status CatchUpOn(const rpc::RoleContext& context,
                       const std::function<absl::Status(absl::Time)>& catch_up,
                       const rpc::CallScope& scope, const ContractRef& ref);

// The one contract that a name means to this caller. One that is not known may have been concluded just
// now: before it says NOT_FOUND it follows proposals to its end once. NAME_AMBIGUOUS.
absl::StatusOr<store::Contract> RequireContract(const rpc::RoleContext& context,
                                                const std::function<absl::Status(absl::Time)>& catch_up,
                                                const rpc::CallScope& scope, const ContractRef& ref,
                                                const std::string& name);

// The same for a write of the caller's organisation, of a contract with a budget; BUDGET_MISSING,
// ORGANISATION_REQUIRED.
absl::StatusOr<store::Contract> RequireBudget(const rpc::RoleContext& context,
                                              const std::function<absl::Status(absl::Time)>& catch_up,
                                              const rpc::CallScope& scope, const ContractRef& ref,
                                              const std::string& name);

// CONTRACT_MONEY_CLOSED; while the transaction goes on, the money of an open contract is not closed.
// After the lines, limits and before documents, as all locks of the contract. Recordings of costs,
// transfers and revisions are held by triggers besides.
absl::Status CheckMoneyOpen(pg::Tx& tx, const store::Contract& contract);

// CONFLICT_RETRY when the contract was converted between the time at which it was read and that at
// which its lines were locked: what was read in the old currency is not to be kept.
absl::Status CheckCurrency(const std::vector<store::LockedLine>& lines,
                           const store::Contract& contract);

}  // namespace tranche::budgets
