// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/documents_module.h"

#include <utility>

#include "budgets/documents/documents_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/budgets/v1/cost_documents_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

class Endpoint final : public v1::CostDocumentsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::CostDocumentsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* RecordCosts(grpc::CallbackServerContext* context,
                                        const v1::RecordCostsRequest* request,
                                        v1::RecordCostsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "RecordCosts", &service_,
                             &DocumentsService::RecordCosts);
  }

  grpc::ServerUnaryReactor* GetDocumentShares(grpc::CallbackServerContext* context,
                                              const v1::GetDocumentSharesRequest* request,
                                              v1::DocumentShares* response) override {
    return dispatcher_.Unary(context, request, response, "GetDocumentShares", &service_,
                             &DocumentsService::GetDocumentShares);
  }

  grpc::ServerUnaryReactor* ListSuspectedDuplicates(
      grpc::CallbackServerContext* context, const v1::ListSuspectedDuplicatesRequest* request,
      v1::ListSuspectedDuplicatesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListSuspectedDuplicates", &service_,
                             &DocumentsService::ListSuspectedDuplicates);
  }

  grpc::ServerUnaryReactor* RecordCreditNote(grpc::CallbackServerContext* context,
                                             const v1::RecordCreditNoteRequest* request,
                                             v1::DocumentShares* response) override {
    return dispatcher_.Unary(context, request, response, "RecordCreditNote", &service_,
                             &DocumentsService::RecordCreditNote);
  }

  grpc::ServerUnaryReactor* AnnulCreditNote(grpc::CallbackServerContext* context,
                                            const v1::AnnulCreditNoteRequest* request,
                                            v1::DocumentShares* response) override {
    return dispatcher_.Unary(context, request, response, "AnnulCreditNote", &service_,
                             &DocumentsService::AnnulCreditNote);
  }

 private:
  DocumentsService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeDocumentsEndpoint(const rpc::RoleContext& context,
                                                     std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::budgets
