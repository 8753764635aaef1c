// SPDX-License-Identifier: EUPL-1.2
#include "reports/reports_module.h"

#include "platform/rpc/dispatch.h"
#include "reports/evidence/evidence_service.h"
#include "reports/evidence/sealer.h"
#include "reports/plans/plan_reports_module.h"
#include "reports/reports_service.h"
#include "tranche/reports/v1/reports_service.grpc.pb.h"

namespace tranche::reports {
namespace {

class Endpoint final : public v1::ReportsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, const Sealer& sealer)
      : service_(context),
        evidence_(context, sealer),
        dispatcher_(v1::ReportsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* GetBudgetVsActual(grpc::CallbackServerContext* context,
                                              const v1::GetBudgetVsActualRequest* request,
                                              v1::BudgetVsActual* response) override {
    return dispatcher_.Unary(context, request, response, "GetBudgetVsActual", &service_,
                             &reports::Service::GetBudgetVsActual);
  }

  grpc::ServerUnaryReactor* GetMoneyReport(grpc::CallbackServerContext* context,
                                           const v1::GetMoneyReportRequest* request,
                                           v1::MoneyReport* response) override {
    return dispatcher_.Unary(context, request, response, "GetMoneyReport", &service_,
                             &reports::Service::GetMoneyReport);
  }

  grpc::ServerUnaryReactor* PrintMoneyReport(grpc::CallbackServerContext* context,
                                             const v1::PrintMoneyReportRequest* request,
                                             google::api::HttpBody* response) override {
    return dispatcher_.Unary(context, request, response, "PrintMoneyReport", &service_,
                             &reports::Service::PrintMoneyReport);
  }

  grpc::ServerUnaryReactor* GetEvidenceCheckpoint(grpc::CallbackServerContext* context,
                                                  const v1::GetEvidenceCheckpointRequest* request,
                                                  v1::EvidenceCheckpoint* response) override {
    return dispatcher_.Unary(context, request, response, "GetEvidenceCheckpoint", &evidence_,
                             &EvidenceService::GetEvidenceCheckpoint);
  }

  grpc::ServerUnaryReactor* GetInclusionProof(grpc::CallbackServerContext* context,
                                              const v1::GetInclusionProofRequest* request,
                                              v1::InclusionProof* response) override {
    return dispatcher_.Unary(context, request, response, "GetInclusionProof", &evidence_,
                             &EvidenceService::GetInclusionProof);
  }

  grpc::ServerUnaryReactor* GetConsistencyProof(grpc::CallbackServerContext* context,
                                                const v1::GetConsistencyProofRequest* request,
                                                v1::ConsistencyProof* response) override {
    return dispatcher_.Unary(context, request, response, "GetConsistencyProof", &evidence_,
                             &EvidenceService::GetConsistencyProof);
  }

  grpc::ServerUnaryReactor* ListEvidence(grpc::CallbackServerContext* context,
                                         const v1::ListEvidenceRequest* request,
                                         v1::ListEvidenceResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListEvidence", &evidence_,
                             &EvidenceService::ListEvidence);
  }

  grpc::ServerUnaryReactor* ExportEvidence(grpc::CallbackServerContext* context,
                                           const v1::ExportEvidenceRequest* request,
                                           v1::ExportEvidenceResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ExportEvidence", &evidence_,
                             &EvidenceService::ExportEvidence);
  }

  grpc::ServerUnaryReactor* CheckEvidence(grpc::CallbackServerContext* context,
                                          const v1::CheckEvidenceRequest* request,
                                          v1::CheckEvidenceResponse* response) override {
    return dispatcher_.Unary(context, request, response, "CheckEvidence", &evidence_,
                             &EvidenceService::CheckEvidence);
  }

 private:
  reports::Service service_;
  EvidenceService evidence_;
  rpc::Dispatcher dispatcher_;
};

// Reports, and beside them the sealer, which follows the evidence of all services.
class ReportsRole final : public rpc::Role {
 public:
  explicit ReportsRole(const rpc::RoleContext& context)
      : sealer_(context), endpoint_(context, sealer_), plans_(MakePlanReportsEndpoint(context)) {}

  std::vector<grpc::Service*> services() override { return {&endpoint_, plans_.get()}; }
  void StartConsumers() override { sealer_.Start(); }
  void StopConsumers() override { sealer_.Stop(); }

 private:
  Sealer sealer_;
  Endpoint endpoint_;
  std::unique_ptr<grpc::Service> plans_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<ReportsRole>(context);
}

}  // namespace tranche::reports
