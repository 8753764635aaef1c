// SPDX-License-Identifier: EUPL-1.2
#include "documents/documents_module.h"

#include "platform/rpc/dispatch.h"
#include "documents/documents_service.h"
#include "tranche/documents/v1/documents_service.grpc.pb.h"

namespace tranche::documents {
namespace {

class Endpoint final : public v1::DocumentsService::CallbackService {
 public:
  explicit Endpoint(const rpc::RoleContext& context)
      : service_(context),
        dispatcher_(v1::DocumentsService::service_full_name(), context.workers, context.verifier, context.clock,
                    context.observer) {}

  grpc::ServerUnaryReactor* StoreDocument(grpc::CallbackServerContext* context, const v1::StoreDocumentRequest* request,
                                v1::Document* response) override {
    return dispatcher_.Unary<v1::StoreDocumentRequest, v1::Document>(
        context, request, response, "StoreDocument",
        [this](const rpc::CallScope& scope, const v1::StoreDocumentRequest& r) { return service_.StoreDocument(scope, r); });
  }

  grpc::ServerUnaryReactor* GetDocument(grpc::CallbackServerContext* context, const v1::GetDocumentRequest* request,
                                v1::Document* response) override {
    return dispatcher_.Unary<v1::GetDocumentRequest, v1::Document>(
        context, request, response, "GetDocument",
        [this](const rpc::CallScope& scope, const v1::GetDocumentRequest& r) { return service_.GetDocument(scope, r); });
  }

  grpc::ServerUnaryReactor* DownloadDocument(grpc::CallbackServerContext* context, const v1::GetDocumentRequest* request,
                                v1::DocumentContent* response) override {
    return dispatcher_.Unary<v1::GetDocumentRequest, v1::DocumentContent>(
        context, request, response, "DownloadDocument",
        [this](const rpc::CallScope& scope, const v1::GetDocumentRequest& r) { return service_.DownloadDocument(scope, r); });
  }

 private:
  documents::Service service_;
  rpc::Dispatcher dispatcher_;
};

class DocumentsRole final : public rpc::Role {
 public:
  explicit DocumentsRole(const rpc::RoleContext& context) : endpoint_(context) {}
  std::vector<grpc::Service*> services() override { return {&endpoint_}; }

 private:
  Endpoint endpoint_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<DocumentsRole>(context);
}

}  // namespace tranche::documents
