// SPDX-License-Identifier: EUPL-1.2
// From a signal to a case in the register and to the correction: one method per RPC.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "payments/recoveries/contracts_service.h"
#include "payments/recoveries/records.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/payments/v1/irregularities_service.pb.h"

namespace tranche::payments::recoveries {

class IrregularitiesService {
 public:
  IrregularitiesService(const rpc::RoleContext& context,
                        std::function<absl::Status(absl::Time)> catch_up)
      : context_(context), contracts_(context, std::move(catch_up)) {}

  absl::StatusOr<v1::Signal> CreateSignal(const rpc::CallScope& scope,
                                          const v1::CreateSignalRequest& request);
  absl::StatusOr<v1::Signal> MoveSignal(const rpc::CallScope& scope,
                                        const v1::MoveSignalRequest& request);
  absl::StatusOr<v1::ListSignalsResponse> ListSignals(const rpc::CallScope& scope,
                                                      const v1::ListSignalsRequest& request);
  absl::StatusOr<v1::Irregularity> RegisterIrregularity(const rpc::CallScope& scope,
                                                        const v1::RegisterIrregularityRequest& request);
  absl::StatusOr<v1::Irregularity> MoveIrregularity(const rpc::CallScope& scope,
                                                    const v1::MoveIrregularityRequest& request);
  absl::StatusOr<v1::Irregularity> NotifyIrregularity(const rpc::CallScope& scope,
                                                      const v1::NotifyIrregularityRequest& request);
  absl::StatusOr<v1::ListIrregularitiesResponse> ListIrregularities(
      const rpc::CallScope& scope, const v1::ListIrregularitiesRequest& request);
  absl::StatusOr<v1::IrregularityReport> GetIrregularityReport(
      const rpc::CallScope& scope, const v1::GetIrregularityReportRequest& request);
  absl::StatusOr<v1::Correction> CreateCorrection(const rpc::CallScope& scope,
                                                  const v1::CreateCorrectionRequest& request);
  absl::StatusOr<v1::Correction> AmendCorrection(const rpc::CallScope& scope,
                                                 const v1::AmendCorrectionRequest& request);
  absl::StatusOr<v1::Correction> MoveCorrection(const rpc::CallScope& scope,
                                                const v1::MoveCorrectionRequest& request);
  absl::StatusOr<v1::ListCorrectionsResponse> ListCorrections(
      const rpc::CallScope& scope, const v1::ListCorrectionsRequest& request);

 private:
  // What a version takes of the cost that it names, beside the other corrections in force.
  absl::Status CheckCost(pg::Tx& tx, const Contract& contract, int correction_id,
                         const CorrectionVersion& version);
  absl::StatusOr<v1::Correction> Enter(pg::Tx& tx, const Contract& contract, const Account& account,
                                       Correction correction);
  absl::StatusOr<v1::Correction> Remove(pg::Tx& tx, const Contract& contract, const Account& account,
                                        Correction correction);

  const rpc::RoleContext context_;
  Contracts contracts_;
};

}  // namespace tranche::payments::recoveries
