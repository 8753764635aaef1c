// SPDX-License-Identifier: EUPL-1.2
#include "plans/plans_module.h"

#include "plans/attachments/attachments_module.h"
#include "plans/changes/changes_module.h"
#include "plans/groundwork/groundwork_module.h"
#include "plans/kept_document/kept_document_module.h"
#include "plans/links/links_module.h"
#include "plans/plans_follow.h"
#include "plans/plans_service.h"
#include "plans/search/search_module.h"
#include "plans/strategies/strategies_module.h"
#include "plans/versions/versions_module.h"
#include "platform/events/following_role.h"
#include "platform/rpc/dispatch.h"
#include "tranche/plans/v1/plans_service.grpc.pb.h"

namespace tranche::plans {
namespace {

class Endpoint final : public v1::PlansService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, Follower& /*follower*/)
      : service_(context),
        dispatcher_(v1::PlansService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* ImportPlan(grpc::CallbackServerContext* context,
                                       const v1::ImportPlanRequest* request,
                                       v1::ImportPlanResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ImportPlan", &service_,
                             &plans::Service::ImportPlan);
  }

  grpc::ServerUnaryReactor* GetPlan(grpc::CallbackServerContext* context,
                                    const v1::GetPlanRequest* request, v1::Plan* response) override {
    return dispatcher_.Unary(context, request, response, "GetPlan", &service_,
                             &plans::Service::GetPlan);
  }

  grpc::ServerUnaryReactor* ListPlans(grpc::CallbackServerContext* context,
                                      const v1::ListPlansRequest* request,
                                      v1::ListPlansResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListPlans", &service_,
                             &plans::Service::ListPlans);
  }

  grpc::ServerUnaryReactor* CheckPlan(grpc::CallbackServerContext* context,
                                      const v1::CheckPlanRequest* request,
                                      v1::CheckPlanResponse* response) override {
    return dispatcher_.Unary(context, request, response, "CheckPlan", &service_,
                             &plans::Service::CheckPlan);
  }

  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* context,
                                       const common::v1::ListEventsRequest* request,
                                       common::v1::ListEventsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListEvents", &service_,
                             &plans::Service::ListEvents);
  }

 private:
  plans::Service service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<events::FollowingRole<Follower, Endpoint>>(
      context, "proposals", "/tranche.proposals.v1.ProposalsService/ListEvents",
      events::MoreServices{MakeKeptDocumentEndpoint, MakeGroundworkEndpoint, MakeSearchEndpoint,
                           MakeVersionsEndpoint, MakeStrategiesEndpoint, MakeProjectLinksEndpoint,
                           MakeChangesEndpoint, MakeAttachmentsEndpoint});
}

}  // namespace tranche::plans
