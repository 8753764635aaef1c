// SPDX-License-Identifier: EUPL-1.2
#include "plans/strategies/strategies_module.h"

#include <utility>

#include "plans/strategies/strategies_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/plans/v1/strategies_service.grpc.pb.h"

namespace tranche::plans {
namespace {

class Endpoint final : public v1::StrategiesService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context)
      : service_(context),
        dispatcher_(v1::StrategiesService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* SetStrategy(grpc::CallbackServerContext* context,
                                        const v1::SetStrategyRequest* request,
                                        v1::Strategy* response) override {
    return dispatcher_.Unary(context, request, response, "SetStrategy", &service_,
                             &plans::StrategiesService::SetStrategy);
  }

  grpc::ServerUnaryReactor* ListStrategies(grpc::CallbackServerContext* context,
                                           const v1::ListStrategiesRequest* request,
                                           v1::ListStrategiesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListStrategies", &service_,
                             &plans::StrategiesService::ListStrategies);
  }

  grpc::ServerUnaryReactor* LinkStrategy(grpc::CallbackServerContext* context,
                                         const v1::LinkStrategyRequest* request,
                                         v1::StrategyLink* response) override {
    return dispatcher_.Unary(context, request, response, "LinkStrategy", &service_,
                             &plans::StrategiesService::LinkStrategy);
  }

  grpc::ServerUnaryReactor* UnlinkStrategy(grpc::CallbackServerContext* context,
                                           const v1::UnlinkStrategyRequest* request,
                                           v1::StrategyLink* response) override {
    return dispatcher_.Unary(context, request, response, "UnlinkStrategy", &service_,
                             &plans::StrategiesService::UnlinkStrategy);
  }

  grpc::ServerUnaryReactor* GetStrategyTree(grpc::CallbackServerContext* context,
                                            const v1::GetStrategyTreeRequest* request,
                                            v1::StrategyTree* response) override {
    return dispatcher_.Unary(context, request, response, "GetStrategyTree", &service_,
                             &plans::StrategiesService::GetStrategyTree);
  }

 private:
  plans::StrategiesService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeStrategiesEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> /*catch_up*/) {
  return std::make_unique<Endpoint>(context);
}

}  // namespace tranche::plans
