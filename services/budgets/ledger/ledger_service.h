// SPDX-License-Identifier: EUPL-1.2
// The methods of the ledger: transfers, the journal, revisions, the check of the books, plan and
// forecast.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "budgets/contracts_store.h"
#include "budgets/ledger/ledger_convert.h"
#include "budgets/ledger/revisions_store.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/budgets/v1/ledger_service.pb.h"
#include "tranche/proposals/v1/contract_versions.pb.h"

namespace tranche::budgets {

// The balances of a contract against its journal, and every amount that disagrees.
absl::StatusOr<v1::LedgerCheck> CheckBooks(pg::Tx& tx, const store::Contract& contract);

class Ledger {
 public:
  // `catch_up` reads what proposals has done by now; called when a contract is not known yet.
  Ledger(const rpc::RoleContext& context, std::function<absl::Status(absl::Time deadline)> catch_up);

  absl::StatusOr<v1::Transfer> TransferBetweenLines(const rpc::CallScope& scope,
                                                    const v1::TransferBetweenLinesRequest& request);
  absl::StatusOr<v1::ListTransfersResponse> ListTransfers(const rpc::CallScope& scope,
                                                          const v1::ListTransfersRequest& request);
  absl::StatusOr<v1::ListPostingsResponse> ListPostings(const rpc::CallScope& scope,
                                                        const v1::ListPostingsRequest& request);
  absl::StatusOr<v1::Revision> ReviseBudget(const rpc::CallScope& scope,
                                            const v1::ReviseBudgetRequest& request);
  absl::StatusOr<v1::ListRevisionsResponse> ListRevisions(const rpc::CallScope& scope,
                                                          const v1::ListRevisionsRequest& request);
  absl::StatusOr<v1::LedgerCheck> CheckLedger(const rpc::CallScope& scope,
                                              const v1::CheckLedgerRequest& request);
  absl::StatusOr<v1::ListLedgerChecksResponse> ListLedgerChecks(
      const rpc::CallScope& scope, const v1::ListLedgerChecksRequest& request);
  absl::StatusOr<v1::SpendingPlan> SetSpendingPlan(const rpc::CallScope& scope,
                                                   const v1::SetSpendingPlanRequest& request);
  absl::StatusOr<v1::SpendingPlan> GetSpendingPlan(const rpc::CallScope& scope,
                                                   const v1::GetSpendingPlanRequest& request);
  absl::StatusOr<v1::Forecast> GetForecast(const rpc::CallScope& scope,
                                           const v1::GetForecastRequest& request);

 private:
  // The procedure of a contract, as proposals has it.
  absl::StatusOr<std::string> ProcedureOf(const rpc::CallScope& scope, const store::Contract& contract);
  // CONTRACT_PACKAGE_OPEN while proposals holds the contract for a report package.
  absl::Status CheckNoPackage(const rpc::CallScope& scope, const store::Contract& contract);
  absl::StatusOr<TransferRule> RuleFor(const rpc::CallScope& scope, const store::Contract& contract,
                                       const std::string& day);
  absl::Status CheckExpenseTypes(const rpc::CallScope& scope, const v1::ReviseBudgetRequest& request);

  absl::StatusOr<proposals::v1::ContractVersion> FetchVersion(const rpc::CallScope& scope,
                                                              const store::Contract& contract,
                                                              int number);
  // Has proposals put the version into force for which this revision is prepared.
  absl::Status Activate(const rpc::CallScope& scope, const store::Contract& contract,
                        const store::StoredRevision& revision, bool validate_only);
  // Gives back what is held for a version that was withdrawn; a failure is logged.
  void Release(const rpc::CallScope& scope, const store::Contract& contract, int version);
  // The version whose revision is prepared here and which proposals says was withdrawn; not `but`.
  // nullopt also when that cannot be learned now.
  std::optional<int> FindWithdrawn(const rpc::CallScope& scope, const store::Contract& contract,
                                   int but);
  absl::Status AddDecommitment(const rpc::CallScope& scope, const store::Contract& contract,
                               const Pace& pace, Money grant, Money used, v1::Forecast* forecast);

  const rpc::RoleContext context_;
  const std::function<absl::Status(absl::Time)> catch_up_;
};

}  // namespace tranche::budgets
