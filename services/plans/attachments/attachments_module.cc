// SPDX-License-Identifier: EUPL-1.2
#include "plans/attachments/attachments_module.h"

#include "plans/attachments/attachments_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/plans/v1/attachments_service.grpc.pb.h"

namespace tranche::plans {
namespace {

class Endpoint final : public v1::AttachmentsService::CallbackService {
 public:
  explicit Endpoint(const rpc::RoleContext& context)
      : service_(context),
        dispatcher_(v1::AttachmentsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* HandOverAttachment(grpc::CallbackServerContext* context,
                                               const v1::HandOverAttachmentRequest* request,
                                               v1::PlanAttachment* response) override {
    return dispatcher_.Unary(context, request, response, "HandOverAttachment", &service_,
                             &plans::AttachmentsService::HandOverAttachment);
  }

  grpc::ServerUnaryReactor* WithdrawAttachment(grpc::CallbackServerContext* context,
                                               const v1::WithdrawAttachmentRequest* request,
                                               v1::PlanAttachment* response) override {
    return dispatcher_.Unary(context, request, response, "WithdrawAttachment", &service_,
                             &plans::AttachmentsService::WithdrawAttachment);
  }

  grpc::ServerUnaryReactor* ListPlanAttachments(grpc::CallbackServerContext* context,
                                                const v1::ListPlanAttachmentsRequest* request,
                                                v1::ListPlanAttachmentsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListPlanAttachments", &service_,
                             &plans::AttachmentsService::ListPlanAttachments);
  }

 private:
  plans::AttachmentsService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeAttachmentsEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> /*catch_up*/) {
  return std::make_unique<Endpoint>(context);
}

}  // namespace tranche::plans
