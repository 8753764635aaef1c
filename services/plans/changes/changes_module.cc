// SPDX-License-Identifier: EUPL-1.2
#include "plans/changes/changes_module.h"

#include <utility>

#include "plans/changes/changes_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/plans/v1/plan_changes_service.grpc.pb.h"

namespace tranche::plans {
namespace {

class Endpoint final : public v1::PlanChangesService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context)
      : service_(context),
        dispatcher_(v1::PlanChangesService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* Subscribe(grpc::CallbackServerContext* context,
                                      const v1::SubscribeRequest* request,
                                      v1::PlanSubscription* response) override {
    return dispatcher_.Unary(context, request, response, "Subscribe", &service_,
                             &plans::ChangesService::Subscribe);
  }

  grpc::ServerUnaryReactor* Unsubscribe(grpc::CallbackServerContext* context,
                                        const v1::UnsubscribeRequest* request,
                                        v1::PlanSubscription* response) override {
    return dispatcher_.Unary(context, request, response, "Unsubscribe", &service_,
                             &plans::ChangesService::Unsubscribe);
  }

  grpc::ServerUnaryReactor* ListSubscriptions(grpc::CallbackServerContext* context,
                                              const v1::ListSubscriptionsRequest* request,
                                              v1::ListSubscriptionsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListSubscriptions", &service_,
                             &plans::ChangesService::ListSubscriptions);
  }

  grpc::ServerUnaryReactor* ListPlanChanges(grpc::CallbackServerContext* context,
                                            const v1::ListPlanChangesRequest* request,
                                            v1::ListPlanChangesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListPlanChanges", &service_,
                             &plans::ChangesService::ListPlanChanges);
  }

  grpc::ServerUnaryReactor* MarkSeen(grpc::CallbackServerContext* context,
                                     const v1::MarkSeenRequest* request,
                                     v1::MarkSeenResponse* response) override {
    return dispatcher_.Unary(context, request, response, "MarkSeen", &service_,
                             &plans::ChangesService::MarkSeen);
  }

 private:
  plans::ChangesService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeChangesEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> /*catch_up*/) {
  return std::make_unique<Endpoint>(context);
}

}  // namespace tranche::plans
