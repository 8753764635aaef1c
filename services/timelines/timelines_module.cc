// SPDX-License-Identifier: EUPL-1.2
#include "timelines/timelines_module.h"

#include "platform/rpc/dispatch.h"
#include "timelines/timelines_service.h"
#include "tranche/timelines/v1/timelines_service.grpc.pb.h"

namespace tranche::timelines {
namespace {

class Endpoint final : public v1::TimelinesService::CallbackService {
 public:
  explicit Endpoint(const rpc::RoleContext& context)
      : service_(context),
        dispatcher_(v1::TimelinesService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  timelines::Service& service() { return service_; }

  grpc::ServerUnaryReactor* CreateActivities(grpc::CallbackServerContext* context,
                                             const v1::CreateActivitiesRequest* request,
                                             v1::Timeline* response) override {
    return dispatcher_.Unary(context, request, response, "CreateActivities", &service_,
                             &timelines::Service::CreateActivities);
  }

  grpc::ServerUnaryReactor* GetTimeline(grpc::CallbackServerContext* context,
                                        const v1::GetTimelineRequest* request,
                                        v1::Timeline* response) override {
    return dispatcher_.Unary(context, request, response, "GetTimeline", &service_,
                             &timelines::Service::GetTimeline);
  }

  grpc::ServerUnaryReactor* ListDeadlines(grpc::CallbackServerContext* context,
                                          const v1::ListDeadlinesRequest* request,
                                          v1::ListDeadlinesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListDeadlines", &service_,
                             &timelines::Service::ListDeadlines);
  }

 private:
  timelines::Service service_;
  rpc::Dispatcher dispatcher_;
};

class TimelinesRole final : public rpc::Role {
 public:
  explicit TimelinesRole(const rpc::RoleContext& context) : endpoint_(context) {}
  std::vector<grpc::Service*> services() override { return {&endpoint_}; }
  void StartConsumers() override { endpoint_.service().StartConsumers(); }
  void StopConsumers() override { endpoint_.service().StopConsumers(); }

 private:
  Endpoint endpoint_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<TimelinesRole>(context);
}

}  // namespace tranche::timelines
