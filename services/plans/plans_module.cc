// SPDX-License-Identifier: EUPL-1.2
#include "plans/plans_module.h"

#include "plans/plans_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/plans/v1/plans_service.grpc.pb.h"

namespace tranche::plans {
namespace {

class Endpoint final : public v1::PlansService::CallbackService {
 public:
  explicit Endpoint(const rpc::RoleContext& context)
      : service_(context),
        dispatcher_(v1::PlansService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* ImportPlan(grpc::CallbackServerContext* context,
                                       const v1::ImportPlanRequest* request,
                                       v1::ImportPlanResponse* response) override {
    return dispatcher_.Unary<v1::ImportPlanRequest, v1::ImportPlanResponse>(
        context, request, response, "ImportPlan",
        [this](const rpc::CallScope& scope, const v1::ImportPlanRequest& r) {
          return service_.ImportPlan(scope, r);
        });
  }

  grpc::ServerUnaryReactor* GetPlan(grpc::CallbackServerContext* context,
                                    const v1::GetPlanRequest* request, v1::Plan* response) override {
    return dispatcher_.Unary<v1::GetPlanRequest, v1::Plan>(
        context, request, response, "GetPlan",
        [this](const rpc::CallScope& scope, const v1::GetPlanRequest& r) {
          return service_.GetPlan(scope, r);
        });
  }

  grpc::ServerUnaryReactor* ListPlans(grpc::CallbackServerContext* context,
                                      const v1::ListPlansRequest* request,
                                      v1::ListPlansResponse* response) override {
    return dispatcher_.Unary<v1::ListPlansRequest, v1::ListPlansResponse>(
        context, request, response, "ListPlans",
        [this](const rpc::CallScope& scope, const v1::ListPlansRequest& r) {
          return service_.ListPlans(scope, r);
        });
  }

  grpc::ServerUnaryReactor* CheckPlan(grpc::CallbackServerContext* context,
                                      const v1::CheckPlanRequest* request,
                                      v1::CheckPlanResponse* response) override {
    return dispatcher_.Unary<v1::CheckPlanRequest, v1::CheckPlanResponse>(
        context, request, response, "CheckPlan",
        [this](const rpc::CallScope& scope, const v1::CheckPlanRequest& r) {
          return service_.CheckPlan(scope, r);
        });
  }

  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* context,
                                       const common::v1::ListEventsRequest* request,
                                       common::v1::ListEventsResponse* response) override {
    return dispatcher_.Unary<common::v1::ListEventsRequest, common::v1::ListEventsResponse>(
        context, request, response, "ListEvents",
        [this](const rpc::CallScope& scope, const common::v1::ListEventsRequest& r) {
          return service_.ListEvents(scope, r);
        });
  }

 private:
  plans::Service service_;
  rpc::Dispatcher dispatcher_;
};

class PlansRole final : public rpc::Role {
 public:
  explicit PlansRole(const rpc::RoleContext& context) : endpoint_(context) {}
  std::vector<grpc::Service*> services() override { return {&endpoint_}; }

 private:
  Endpoint endpoint_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<PlansRole>(context);
}

}  // namespace tranche::plans
