// SPDX-License-Identifier: EUPL-1.2
#include "reports/plans/plan_reports_module.h"

#include "platform/rpc/dispatch.h"
#include "reports/plans/plan_reports_service.h"
#include "tranche/reports/v1/plan_report_service.grpc.pb.h"

namespace tranche::reports {
namespace {

class Endpoint final : public v1::PlanReportsService::CallbackService {
 public:
  explicit Endpoint(const rpc::RoleContext& context)
      : reports_(context),
        dispatcher_(v1::PlanReportsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* GetPlanReport(grpc::CallbackServerContext* context,
                                          const v1::GetPlanReportRequest* request,
                                          v1::PlanReport* response) override {
    return dispatcher_.Unary(context, request, response, "GetPlanReport", &reports_,
                             &PlanReports::GetPlanReport);
  }

  grpc::ServerUnaryReactor* PrintPlanReport(grpc::CallbackServerContext* context,
                                            const v1::PrintPlanReportRequest* request,
                                            google::api::HttpBody* response) override {
    return dispatcher_.Unary(context, request, response, "PrintPlanReport", &reports_,
                             &PlanReports::PrintPlanReport);
  }

 private:
  PlanReports reports_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakePlanReportsEndpoint(const rpc::RoleContext& context) {
  return std::make_unique<Endpoint>(context);
}

}  // namespace tranche::reports
