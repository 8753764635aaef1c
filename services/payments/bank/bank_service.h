// SPDX-License-Identifier: EUPL-1.2
// The bank beside the ledger: one method per RPC.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "payments/bank/bank_store.h"
#include "payments/claim.h"
#include "payments/contract_finder_service.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/payments/v1/bank_service.pb.h"

namespace tranche::payments::bank {

class Service {
 public:
  // `catch_up` applies what proposals has done until now; for a contract that is not here yet.
  Service(const rpc::RoleContext& context, std::function<absl::Status(absl::Time deadline)> catch_up);

  absl::StatusOr<v1::BankStatement> ImportBankStatement(const rpc::CallScope& scope,
                                                        const v1::ImportBankStatementRequest& request);
  absl::StatusOr<v1::ListBankStatementsResponse> ListBankStatements(
      const rpc::CallScope& scope, const v1::ListBankStatementsRequest& request);
  absl::StatusOr<v1::ListBankEntriesResponse> ListBankEntries(
      const rpc::CallScope& scope, const v1::ListBankEntriesRequest& request);
  absl::StatusOr<v1::ProposeMatchesResponse> ProposeMatches(const rpc::CallScope& scope,
                                                            const v1::ProposeMatchesRequest& request);
  absl::StatusOr<v1::BankMatch> ConfirmMatch(const rpc::CallScope& scope,
                                             const v1::ConfirmMatchRequest& request);
  absl::StatusOr<v1::ListMatchesResponse> ListMatches(const rpc::CallScope& scope,
                                                      const v1::ListMatchesRequest& request);
  absl::StatusOr<v1::BankMatch> WithdrawMatch(const rpc::CallScope& scope,
                                              const v1::WithdrawMatchRequest& request);
  absl::StatusOr<v1::Reconciliation> ReconcileContract(const rpc::CallScope& scope,
                                                       const v1::ReconcileContractRequest& request);

 private:
  // The contract of a name, after catching up with proposals when it is not here.
  absl::StatusOr<Contract> RequireContract(const rpc::CallScope& scope, const std::string& name);

  absl::StatusOr<v1::BankStatement> Import(pg::Tx& tx, const rpc::CallScope& scope,
                                           const v1::ImportBankStatementRequest& request,
                                           const std::string& organisation,
                                           const StatementReading& reading);

  // The targets that the parts of a match name, those of costs asked of budgets, by the part.
  absl::StatusOr<std::map<std::string, Target>> AskTargets(const rpc::CallScope& scope,
                                                           const Contract& contract,
                                                           const v1::BankMatch& match);
  absl::StatusOr<store::StoredMatch> Confirm(pg::Tx& tx, const rpc::CallScope& scope,
                                             const Contract& contract, const v1::BankMatch& match,
                                             std::map<std::string, Target> targets_of_costs);

  const rpc::RoleContext context_;
  const ContractFinder finder_;
};

}  // namespace tranche::payments::bank
