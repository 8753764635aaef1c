// SPDX-License-Identifier: EUPL-1.2
#include "documents/documents_module.h"

#include "documents/documents_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/documents/v1/documents_service.grpc.pb.h"

namespace tranche::documents {
namespace {

class Endpoint final : public v1::DocumentsService::CallbackService {
 public:
  explicit Endpoint(const rpc::RoleContext& context)
      : service_(context),
        dispatcher_(v1::DocumentsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* StoreDocument(grpc::CallbackServerContext* context,
                                          const v1::StoreDocumentRequest* request,
                                          v1::Document* response) override {
    return dispatcher_.Unary(context, request, response, "StoreDocument", &service_,
                             &documents::Service::StoreDocument);
  }

  grpc::ServerUnaryReactor* GetDocument(grpc::CallbackServerContext* context,
                                        const v1::GetDocumentRequest* request,
                                        v1::Document* response) override {
    return dispatcher_.Unary(context, request, response, "GetDocument", &service_,
                             &documents::Service::GetDocument);
  }

  grpc::ServerUnaryReactor* DownloadDocument(grpc::CallbackServerContext* context,
                                             const v1::GetDocumentRequest* request,
                                             v1::DocumentContent* response) override {
    return dispatcher_.Unary(context, request, response, "DownloadDocument", &service_,
                             &documents::Service::DownloadDocument);
  }

 private:
  documents::Service service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<rpc::EndpointRole<Endpoint>>(context);
}

}  // namespace tranche::documents
