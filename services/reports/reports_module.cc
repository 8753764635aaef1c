// SPDX-License-Identifier: EUPL-1.2
#include "reports/reports_module.h"

#include "platform/rpc/dispatch.h"
#include "reports/reports_service.h"
#include "tranche/reports/v1/reports_service.grpc.pb.h"

namespace tranche::reports {
namespace {

class Endpoint final : public v1::ReportsService::CallbackService {
 public:
  explicit Endpoint(const rpc::RoleContext& context)
      : service_(context),
        dispatcher_(v1::ReportsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* GetBudgetVsActual(grpc::CallbackServerContext* context,
                                              const v1::GetBudgetVsActualRequest* request,
                                              v1::BudgetVsActual* response) override {
    return dispatcher_.Unary(context, request, response, "GetBudgetVsActual", &service_,
                             &reports::Service::GetBudgetVsActual);
  }

 private:
  reports::Service service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<rpc::EndpointRole<Endpoint>>(context);
}

}  // namespace tranche::reports
