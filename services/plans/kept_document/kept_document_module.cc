// SPDX-License-Identifier: EUPL-1.2
#include "plans/kept_document/kept_document_module.h"

#include "plans/kept_document/kept_document_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/plans/v1/plan_document_service.grpc.pb.h"

namespace tranche::plans {
namespace {

class Endpoint final : public v1::PlanDocumentService::CallbackService {
 public:
  explicit Endpoint(const rpc::RoleContext& context)
      : documents_(context),
        dispatcher_(v1::PlanDocumentService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* GetPlanDocument(grpc::CallbackServerContext* context,
                                            const v1::GetPlanDocumentRequest* request,
                                            v1::PlanDocument* response) override {
    return dispatcher_.Unary(context, request, response, "GetPlanDocument", &documents_,
                             &KeptDocuments::GetPlanDocument);
  }

 private:
  KeptDocuments documents_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeKeptDocumentEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> /*catch_up*/) {
  return std::make_unique<Endpoint>(context);
}

}  // namespace tranche::plans
