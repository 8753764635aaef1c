// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/search_module.h"

#include "plans/search/search_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/plans/v1/search_service.grpc.pb.h"

namespace tranche::plans {
namespace {

class Endpoint final : public v1::SearchService::CallbackService {
 public:
  explicit Endpoint(const rpc::RoleContext& context)
      : service_(context),
        dispatcher_(v1::SearchService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* Search(grpc::CallbackServerContext* context,
                                   const v1::SearchRequest* request,
                                   v1::SearchResponse* response) override {
    return dispatcher_.Unary(context, request, response, "Search", &service_,
                             &plans::SearchService::Search);
  }

  grpc::ServerUnaryReactor* RebuildIndex(grpc::CallbackServerContext* context,
                                         const v1::RebuildIndexRequest* request,
                                         v1::RebuildIndexResponse* response) override {
    return dispatcher_.Unary(context, request, response, "RebuildIndex", &service_,
                             &plans::SearchService::RebuildIndex);
  }

 private:
  plans::SearchService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeSearchEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> /*catch_up*/) {
  return std::make_unique<Endpoint>(context);
}

}  // namespace tranche::plans
