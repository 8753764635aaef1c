// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/recoveries_module.h"

#include <utility>

#include "payments/recoveries/debts_service.h"
#include "payments/recoveries/irregularities_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/payments/v1/debts_service.grpc.pb.h"
#include "tranche/payments/v1/irregularities_service.grpc.pb.h"

namespace tranche::payments::recoveries {
namespace {

class IrregularitiesEndpoint final : public v1::IrregularitiesService::CallbackService {
 public:
  IrregularitiesEndpoint(const rpc::RoleContext& context,
                         std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::IrregularitiesService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* CreateSignal(grpc::CallbackServerContext* context,
                                         const v1::CreateSignalRequest* request,
                                         v1::Signal* response) override {
    return dispatcher_.Unary(context, request, response, "CreateSignal", &service_,
                             &IrregularitiesService::CreateSignal);
  }
  grpc::ServerUnaryReactor* MoveSignal(grpc::CallbackServerContext* context,
                                       const v1::MoveSignalRequest* request,
                                       v1::Signal* response) override {
    return dispatcher_.Unary(context, request, response, "MoveSignal", &service_,
                             &IrregularitiesService::MoveSignal);
  }
  grpc::ServerUnaryReactor* ListSignals(grpc::CallbackServerContext* context,
                                        const v1::ListSignalsRequest* request,
                                        v1::ListSignalsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListSignals", &service_,
                             &IrregularitiesService::ListSignals);
  }
  grpc::ServerUnaryReactor* RegisterIrregularity(grpc::CallbackServerContext* context,
                                                 const v1::RegisterIrregularityRequest* request,
                                                 v1::Irregularity* response) override {
    return dispatcher_.Unary(context, request, response, "RegisterIrregularity", &service_,
                             &IrregularitiesService::RegisterIrregularity);
  }
  grpc::ServerUnaryReactor* MoveIrregularity(grpc::CallbackServerContext* context,
                                             const v1::MoveIrregularityRequest* request,
                                             v1::Irregularity* response) override {
    return dispatcher_.Unary(context, request, response, "MoveIrregularity", &service_,
                             &IrregularitiesService::MoveIrregularity);
  }
  grpc::ServerUnaryReactor* NotifyIrregularity(grpc::CallbackServerContext* context,
                                               const v1::NotifyIrregularityRequest* request,
                                               v1::Irregularity* response) override {
    return dispatcher_.Unary(context, request, response, "NotifyIrregularity", &service_,
                             &IrregularitiesService::NotifyIrregularity);
  }
  grpc::ServerUnaryReactor* ListIrregularities(grpc::CallbackServerContext* context,
                                               const v1::ListIrregularitiesRequest* request,
                                               v1::ListIrregularitiesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListIrregularities", &service_,
                             &IrregularitiesService::ListIrregularities);
  }
  grpc::ServerUnaryReactor* GetIrregularityReport(grpc::CallbackServerContext* context,
                                                  const v1::GetIrregularityReportRequest* request,
                                                  v1::IrregularityReport* response) override {
    return dispatcher_.Unary(context, request, response, "GetIrregularityReport", &service_,
                             &IrregularitiesService::GetIrregularityReport);
  }
  grpc::ServerUnaryReactor* CreateCorrection(grpc::CallbackServerContext* context,
                                             const v1::CreateCorrectionRequest* request,
                                             v1::Correction* response) override {
    return dispatcher_.Unary(context, request, response, "CreateCorrection", &service_,
                             &IrregularitiesService::CreateCorrection);
  }
  grpc::ServerUnaryReactor* AmendCorrection(grpc::CallbackServerContext* context,
                                            const v1::AmendCorrectionRequest* request,
                                            v1::Correction* response) override {
    return dispatcher_.Unary(context, request, response, "AmendCorrection", &service_,
                             &IrregularitiesService::AmendCorrection);
  }
  grpc::ServerUnaryReactor* MoveCorrection(grpc::CallbackServerContext* context,
                                           const v1::MoveCorrectionRequest* request,
                                           v1::Correction* response) override {
    return dispatcher_.Unary(context, request, response, "MoveCorrection", &service_,
                             &IrregularitiesService::MoveCorrection);
  }
  grpc::ServerUnaryReactor* ListCorrections(grpc::CallbackServerContext* context,
                                            const v1::ListCorrectionsRequest* request,
                                            v1::ListCorrectionsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListCorrections", &service_,
                             &IrregularitiesService::ListCorrections);
  }

 private:
  IrregularitiesService service_;
  rpc::Dispatcher dispatcher_;
};

class DebtsEndpoint final : public v1::DebtsService::CallbackService {
 public:
  DebtsEndpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::DebtsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* CreateDebt(grpc::CallbackServerContext* context,
                                       const v1::CreateDebtRequest* request,
                                       v1::Debt* response) override {
    return dispatcher_.Unary(context, request, response, "CreateDebt", &service_,
                             &DebtsService::CreateDebt);
  }
  grpc::ServerUnaryReactor* AmendDebt(grpc::CallbackServerContext* context,
                                      const v1::AmendDebtRequest* request,
                                      v1::Debt* response) override {
    return dispatcher_.Unary(context, request, response, "AmendDebt", &service_,
                             &DebtsService::AmendDebt);
  }
  grpc::ServerUnaryReactor* MoveDebt(grpc::CallbackServerContext* context,
                                     const v1::MoveDebtRequest* request, v1::Debt* response) override {
    return dispatcher_.Unary(context, request, response, "MoveDebt", &service_,
                             &DebtsService::MoveDebt);
  }
  grpc::ServerUnaryReactor* SetDebtStatus(grpc::CallbackServerContext* context,
                                          const v1::SetDebtStatusRequest* request,
                                          v1::Debt* response) override {
    return dispatcher_.Unary(context, request, response, "SetDebtStatus", &service_,
                             &DebtsService::SetDebtStatus);
  }
  grpc::ServerUnaryReactor* RecordRepayment(grpc::CallbackServerContext* context,
                                            const v1::RecordRepaymentRequest* request,
                                            v1::Debt* response) override {
    return dispatcher_.Unary(context, request, response, "RecordRepayment", &service_,
                             &DebtsService::RecordRepayment);
  }
  grpc::ServerUnaryReactor* AnnulRepayment(grpc::CallbackServerContext* context,
                                           const v1::AnnulRepaymentRequest* request,
                                           v1::Debt* response) override {
    return dispatcher_.Unary(context, request, response, "AnnulRepayment", &service_,
                             &DebtsService::AnnulRepayment);
  }
  grpc::ServerUnaryReactor* OffsetDebt(grpc::CallbackServerContext* context,
                                       const v1::OffsetDebtRequest* request,
                                       v1::Debt* response) override {
    return dispatcher_.Unary(context, request, response, "OffsetDebt", &service_,
                             &DebtsService::OffsetDebt);
  }
  grpc::ServerUnaryReactor* TakeBackOffset(grpc::CallbackServerContext* context,
                                           const v1::TakeBackOffsetRequest* request,
                                           v1::Debt* response) override {
    return dispatcher_.Unary(context, request, response, "TakeBackOffset", &service_,
                             &DebtsService::TakeBackOffset);
  }
  grpc::ServerUnaryReactor* GetDebt(grpc::CallbackServerContext* context,
                                    const v1::GetDebtRequest* request, v1::Debt* response) override {
    return dispatcher_.Unary(context, request, response, "GetDebt", &service_, &DebtsService::GetDebt);
  }
  grpc::ServerUnaryReactor* ListDebts(grpc::CallbackServerContext* context,
                                      const v1::ListDebtsRequest* request,
                                      v1::ListDebtsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListDebts", &service_,
                             &DebtsService::ListDebts);
  }
  grpc::ServerUnaryReactor* GetDebtorBook(grpc::CallbackServerContext* context,
                                          const v1::GetDebtorBookRequest* request,
                                          v1::DebtorBook* response) override {
    return dispatcher_.Unary(context, request, response, "GetDebtorBook", &service_,
                             &DebtsService::GetDebtorBook);
  }
  grpc::ServerUnaryReactor* ComputeInterest(grpc::CallbackServerContext* context,
                                            const v1::ComputeInterestRequest* request,
                                            v1::ComputeInterestResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ComputeInterest", &service_,
                             &DebtsService::ComputeInterest);
  }

 private:
  DebtsService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeIrregularities(const rpc::RoleContext& context,
                                                  std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<IrregularitiesEndpoint>(context, std::move(catch_up));
}

std::unique_ptr<grpc::Service> MakeDebts(const rpc::RoleContext& context,
                                         std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<DebtsEndpoint>(context, std::move(catch_up));
}

}  // namespace tranche::payments::recoveries
