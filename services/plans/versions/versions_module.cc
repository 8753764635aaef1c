// SPDX-License-Identifier: EUPL-1.2
#include "plans/versions/versions_module.h"

#include <utility>

#include "plans/versions/versions_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/plans/v1/plan_versions_service.grpc.pb.h"

namespace tranche::plans {
namespace {

class Endpoint final : public v1::PlanVersionsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context)
      : service_(context),
        dispatcher_(v1::PlanVersionsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* ListPlanVersions(grpc::CallbackServerContext* context,
                                             const v1::ListPlanVersionsRequest* request,
                                             v1::ListPlanVersionsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListPlanVersions", &service_,
                             &plans::VersionsService::ListPlanVersions);
  }

  grpc::ServerUnaryReactor* GetPlanVersion(grpc::CallbackServerContext* context,
                                           const v1::GetPlanVersionRequest* request,
                                           v1::PlanVersionView* response) override {
    return dispatcher_.Unary(context, request, response, "GetPlanVersion", &service_,
                             &plans::VersionsService::GetPlanVersion);
  }

  grpc::ServerUnaryReactor* ComparePlans(grpc::CallbackServerContext* context,
                                         const v1::ComparePlansRequest* request,
                                         v1::PlanComparison* response) override {
    return dispatcher_.Unary(context, request, response, "ComparePlans", &service_,
                             &plans::VersionsService::ComparePlans);
  }

  grpc::ServerUnaryReactor* CorrectPlan(grpc::CallbackServerContext* context,
                                        const v1::CorrectPlanRequest* request,
                                        v1::Correction* response) override {
    return dispatcher_.Unary(context, request, response, "CorrectPlan", &service_,
                             &plans::VersionsService::CorrectPlan);
  }

  grpc::ServerUnaryReactor* AddPlanRow(grpc::CallbackServerContext* context,
                                       const v1::AddPlanRowRequest* request,
                                       v1::Correction* response) override {
    return dispatcher_.Unary(context, request, response, "AddPlanRow", &service_,
                             &plans::VersionsService::AddPlanRow);
  }

  grpc::ServerUnaryReactor* StrikePlanRow(grpc::CallbackServerContext* context,
                                          const v1::StrikePlanRowRequest* request,
                                          v1::Correction* response) override {
    return dispatcher_.Unary(context, request, response, "StrikePlanRow", &service_,
                             &plans::VersionsService::StrikePlanRow);
  }

  grpc::ServerUnaryReactor* ListPlanValues(grpc::CallbackServerContext* context,
                                           const v1::ListPlanValuesRequest* request,
                                           v1::ListPlanValuesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListPlanValues", &service_,
                             &plans::VersionsService::ListPlanValues);
  }

  grpc::ServerUnaryReactor* TakeBackCorrection(grpc::CallbackServerContext* context,
                                               const v1::TakeBackCorrectionRequest* request,
                                               v1::Correction* response) override {
    return dispatcher_.Unary(context, request, response, "TakeBackCorrection", &service_,
                             &plans::VersionsService::TakeBackCorrection);
  }

  grpc::ServerUnaryReactor* ListPlanCorrections(grpc::CallbackServerContext* context,
                                                const v1::ListPlanCorrectionsRequest* request,
                                                v1::ListPlanCorrectionsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListPlanCorrections", &service_,
                             &plans::VersionsService::ListPlanCorrections);
  }

  grpc::ServerUnaryReactor* RecordAdoption(grpc::CallbackServerContext* context,
                                           const v1::RecordAdoptionRequest* request,
                                           v1::PlanAdoption* response) override {
    return dispatcher_.Unary(context, request, response, "RecordAdoption", &service_,
                             &plans::VersionsService::RecordAdoption);
  }

  grpc::ServerUnaryReactor* ListAdoptions(grpc::CallbackServerContext* context,
                                          const v1::ListAdoptionsRequest* request,
                                          v1::ListAdoptionsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListAdoptions", &service_,
                             &plans::VersionsService::ListAdoptions);
  }

 private:
  plans::VersionsService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeVersionsEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> /*catch_up*/) {
  return std::make_unique<Endpoint>(context);
}

}  // namespace tranche::plans
