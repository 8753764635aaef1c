// SPDX-License-Identifier: EUPL-1.2
#include "plans/links/links_module.h"

#include <utility>

#include "plans/links/links_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/plans/v1/project_links_service.grpc.pb.h"

namespace tranche::plans {
namespace {

class Endpoint final : public v1::ProjectLinksService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::ProjectLinksService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* LinkProject(grpc::CallbackServerContext* context,
                                        const v1::LinkProjectRequest* request,
                                        v1::ProjectLink* response) override {
    return dispatcher_.Unary(context, request, response, "LinkProject", &service_,
                             &plans::LinksService::LinkProject);
  }

  grpc::ServerUnaryReactor* UnlinkProject(grpc::CallbackServerContext* context,
                                          const v1::UnlinkProjectRequest* request,
                                          v1::ProjectLink* response) override {
    return dispatcher_.Unary(context, request, response, "UnlinkProject", &service_,
                             &plans::LinksService::UnlinkProject);
  }

  grpc::ServerUnaryReactor* ListProjectLinks(grpc::CallbackServerContext* context,
                                             const v1::ListProjectLinksRequest* request,
                                             v1::ListProjectLinksResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListProjectLinks", &service_,
                             &plans::LinksService::ListProjectLinks);
  }

 private:
  plans::LinksService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeProjectLinksEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::plans
