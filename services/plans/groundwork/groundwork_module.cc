// SPDX-License-Identifier: EUPL-1.2
#include "plans/groundwork/groundwork_module.h"

#include "plans/groundwork/groundwork_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/plans/v1/groundwork_service.grpc.pb.h"

namespace tranche::plans {
namespace {

class Endpoint final : public v1::GroundworkService::CallbackService {
 public:
  explicit Endpoint(const rpc::RoleContext& context)
      : service_(context),
        dispatcher_(v1::GroundworkService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* SetGroundwork(grpc::CallbackServerContext* context,
                                          const v1::SetGroundworkRequest* request,
                                          v1::Groundwork* response) override {
    return dispatcher_.Unary(context, request, response, "SetGroundwork", &service_,
                             &plans::GroundworkService::SetGroundwork);
  }

  grpc::ServerUnaryReactor* RemoveGroundwork(grpc::CallbackServerContext* context,
                                             const v1::RemoveGroundworkRequest* request,
                                             v1::Groundwork* response) override {
    return dispatcher_.Unary(context, request, response, "RemoveGroundwork", &service_,
                             &plans::GroundworkService::RemoveGroundwork);
  }

  grpc::ServerUnaryReactor* TakeOverGroundwork(grpc::CallbackServerContext* context,
                                               const v1::TakeOverGroundworkRequest* request,
                                               v1::TakeOverGroundworkResponse* response) override {
    return dispatcher_.Unary(context, request, response, "TakeOverGroundwork", &service_,
                             &plans::GroundworkService::TakeOverGroundwork);
  }

  grpc::ServerUnaryReactor* GetGroundwork(grpc::CallbackServerContext* context,
                                          const v1::GetGroundworkRequest* request,
                                          v1::Groundwork* response) override {
    return dispatcher_.Unary(context, request, response, "GetGroundwork", &service_,
                             &plans::GroundworkService::GetGroundwork);
  }

  grpc::ServerUnaryReactor* ListGroundwork(grpc::CallbackServerContext* context,
                                           const v1::ListGroundworkRequest* request,
                                           v1::ListGroundworkResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListGroundwork", &service_,
                             &plans::GroundworkService::ListGroundwork);
  }

  grpc::ServerUnaryReactor* GetChecklist(grpc::CallbackServerContext* context,
                                         const v1::GetChecklistRequest* request,
                                         v1::Checklist* response) override {
    return dispatcher_.Unary(context, request, response, "GetChecklist", &service_,
                             &plans::GroundworkService::GetChecklist);
  }

  grpc::ServerUnaryReactor* MoveStep(grpc::CallbackServerContext* context,
                                     const v1::MoveStepRequest* request,
                                     v1::ChecklistStep* response) override {
    return dispatcher_.Unary(context, request, response, "MoveStep", &service_,
                             &plans::GroundworkService::MoveStep);
  }

 private:
  plans::GroundworkService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeGroundworkEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> /*catch_up*/) {
  return std::make_unique<Endpoint>(context);
}

}  // namespace tranche::plans
