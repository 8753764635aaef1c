// SPDX-License-Identifier: EUPL-1.2
// Debts, their interest and their recovery: one method per RPC.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/recoveries/contracts_service.h"
#include "payments/recoveries/records.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/payments/v1/debts_service.pb.h"

namespace tranche::payments::recoveries {

class DebtsService {
 public:
  DebtsService(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : context_(context), contracts_(context, std::move(catch_up)) {}

  absl::StatusOr<v1::Debt> CreateDebt(const rpc::CallScope& scope,
                                      const v1::CreateDebtRequest& request);
  absl::StatusOr<v1::Debt> AmendDebt(const rpc::CallScope& scope, const v1::AmendDebtRequest& request);
  absl::StatusOr<v1::Debt> MoveDebt(const rpc::CallScope& scope, const v1::MoveDebtRequest& request);
  absl::StatusOr<v1::Debt> SetDebtStatus(const rpc::CallScope& scope,
                                         const v1::SetDebtStatusRequest& request);
  absl::StatusOr<v1::Debt> RecordRepayment(const rpc::CallScope& scope,
                                           const v1::RecordRepaymentRequest& request);
  absl::StatusOr<v1::Debt> AnnulRepayment(const rpc::CallScope& scope,
                                          const v1::AnnulRepaymentRequest& request);
  absl::StatusOr<v1::Debt> OffsetDebt(const rpc::CallScope& scope,
                                      const v1::OffsetDebtRequest& request);
  absl::StatusOr<v1::Debt> TakeBackOffset(const rpc::CallScope& scope,
                                          const v1::TakeBackOffsetRequest& request);
  absl::StatusOr<v1::Debt> GetDebt(const rpc::CallScope& scope, const v1::GetDebtRequest& request);
  absl::StatusOr<v1::ListDebtsResponse> ListDebts(const rpc::CallScope& scope,
                                                  const v1::ListDebtsRequest& request);
  absl::StatusOr<v1::DebtorBook> GetDebtorBook(const rpc::CallScope& scope,
                                               const v1::GetDebtorBookRequest& request);
  absl::StatusOr<v1::ComputeInterestResponse> ComputeInterest(
      const rpc::CallScope& scope, const v1::ComputeInterestRequest& request);

 private:
  // Puts the draft in force, and takes its principal of the correction that it is made of.
  absl::Status Enter(pg::Tx& tx, const Contract& contract, const std::vector<Rule>& rules, Debt* debt);
  absl::Status Remove(pg::Tx& tx, const Contract& contract, Debt* debt);
  // A repayment with what it did to its debt.
  struct Booked {
    Repayment repayment;
    Movement movement;
  };
  // Applies a repayment to a debt in force; Finish keeps it, and says what became of the debt.
  absl::StatusOr<Booked> Book(pg::Tx& tx, const Contract& contract, const Repayment& repayment,
                              const std::vector<Rule>& rules, Debt* debt);
  absl::StatusOr<v1::DebtRepaid> Finish(pg::Tx& tx, const rpc::CallScope& scope,
                                        const Contract& contract, const Booked& booked,
                                        const Debt& debt);
  // Keeps what a movement did: pieces of interest, the ledger, the status.
  void Apply(pg::Tx& tx, const Contract& contract, const Movement& movement, Debt* debt);

  const rpc::RoleContext context_;
  Contracts contracts_;
};

}  // namespace tranche::payments::recoveries
