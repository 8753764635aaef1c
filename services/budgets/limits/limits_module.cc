// SPDX-License-Identifier: EUPL-1.2
#include "budgets/limits/limits_module.h"

#include <utility>

#include "budgets/limits/limits_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/budgets/v1/limits_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

class Endpoint final : public v1::LimitsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::LimitsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* SetLimits(grpc::CallbackServerContext* context,
                                      const v1::SetLimitsRequest* request,
                                      v1::ContractLimits* response) override {
    return dispatcher_.Unary(context, request, response, "SetLimits", &service_,
                             &budgets::LimitsService::SetLimits);
  }

  grpc::ServerUnaryReactor* ListLimits(grpc::CallbackServerContext* context,
                                       const v1::ListLimitsRequest* request,
                                       v1::ContractLimits* response) override {
    return dispatcher_.Unary(context, request, response, "ListLimits", &service_,
                             &budgets::LimitsService::ListLimits);
  }

 private:
  budgets::LimitsService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeLimitsEndpoint(const rpc::RoleContext& context,
                                                  std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::budgets
