// SPDX-License-Identifier: EUPL-1.2
#include "access/access_module.h"

#include "access/access_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/access/v1/access_service.grpc.pb.h"

namespace tranche::access {
namespace {

class Endpoint final : public v1::AccessService::CallbackService {
 public:
  explicit Endpoint(const rpc::RoleContext& context)
      : service_(context),
        dispatcher_(v1::AccessService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* CreateOrganisation(grpc::CallbackServerContext* context,
                                               const v1::CreateOrganisationRequest* request,
                                               v1::Organisation* response) override {
    return dispatcher_.Unary(context, request, response, "CreateOrganisation", &service_,
                             &access::Service::CreateOrganisation);
  }

  grpc::ServerUnaryReactor* GetOrganisation(grpc::CallbackServerContext* context,
                                            const v1::GetOrganisationRequest* request,
                                            v1::Organisation* response) override {
    return dispatcher_.Unary(context, request, response, "GetOrganisation", &service_,
                             &access::Service::GetOrganisation);
  }

  grpc::ServerUnaryReactor* ListOrganisations(grpc::CallbackServerContext* context,
                                              const v1::ListOrganisationsRequest* request,
                                              v1::ListOrganisationsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListOrganisations", &service_,
                             &access::Service::ListOrganisations);
  }

  grpc::ServerUnaryReactor* WhoAmI(grpc::CallbackServerContext* context,
                                   const v1::WhoAmIRequest* request,
                                   v1::WhoAmIResponse* response) override {
    return dispatcher_.Unary(context, request, response, "WhoAmI", &service_, &access::Service::WhoAmI);
  }

 private:
  access::Service service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<rpc::EndpointRole<Endpoint>>(context);
}

}  // namespace tranche::access
