// SPDX-License-Identifier: EUPL-1.2
#include "proposals/page/page_import_module.h"

#include "platform/rpc/dispatch.h"
#include "proposals/page/page_import_service.h"
#include "tranche/proposals/v1/page_import_service.grpc.pb.h"

namespace tranche::proposals {
namespace {

class Endpoint final : public v1::PageImportService::CallbackService {
 public:
  explicit Endpoint(const rpc::RoleContext& context)
      : imports_(context),
        dispatcher_(v1::PageImportService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* ImportProposal(grpc::CallbackServerContext* context,
                                           const v1::ImportProposalRequest* request,
                                           v1::ImportProposalResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ImportProposal", &imports_,
                             &PageImports::ImportProposal);
  }

 private:
  PageImports imports_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakePageImportEndpoint(const rpc::RoleContext& context) {
  return std::make_unique<Endpoint>(context);
}

}  // namespace tranche::proposals
