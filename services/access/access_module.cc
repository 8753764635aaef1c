// SPDX-License-Identifier: EUPL-1.2
#include "access/access_module.h"

#include "platform/rpc/dispatch.h"
#include "access/access_service.h"
#include "tranche/access/v1/access_service.grpc.pb.h"

namespace tranche::access {
namespace {

class Endpoint final : public v1::AccessService::CallbackService {
 public:
  explicit Endpoint(const rpc::RoleContext& context)
      : service_(context),
        dispatcher_(v1::AccessService::service_full_name(), context.workers, context.verifier, context.clock,
                    context.observer) {}

  grpc::ServerUnaryReactor* CreateOrganisation(grpc::CallbackServerContext* context, const v1::CreateOrganisationRequest* request,
                                v1::Organisation* response) override {
    return dispatcher_.Unary<v1::CreateOrganisationRequest, v1::Organisation>(
        context, request, response, "CreateOrganisation",
        [this](const rpc::CallScope& scope, const v1::CreateOrganisationRequest& r) { return service_.CreateOrganisation(scope, r); });
  }

  grpc::ServerUnaryReactor* GetOrganisation(grpc::CallbackServerContext* context, const v1::GetOrganisationRequest* request,
                                v1::Organisation* response) override {
    return dispatcher_.Unary<v1::GetOrganisationRequest, v1::Organisation>(
        context, request, response, "GetOrganisation",
        [this](const rpc::CallScope& scope, const v1::GetOrganisationRequest& r) { return service_.GetOrganisation(scope, r); });
  }

  grpc::ServerUnaryReactor* ListOrganisations(grpc::CallbackServerContext* context, const v1::ListOrganisationsRequest* request,
                                v1::ListOrganisationsResponse* response) override {
    return dispatcher_.Unary<v1::ListOrganisationsRequest, v1::ListOrganisationsResponse>(
        context, request, response, "ListOrganisations",
        [this](const rpc::CallScope& scope, const v1::ListOrganisationsRequest& r) { return service_.ListOrganisations(scope, r); });
  }

  grpc::ServerUnaryReactor* WhoAmI(grpc::CallbackServerContext* context, const v1::WhoAmIRequest* request,
                                v1::WhoAmIResponse* response) override {
    return dispatcher_.Unary<v1::WhoAmIRequest, v1::WhoAmIResponse>(
        context, request, response, "WhoAmI",
        [this](const rpc::CallScope& scope, const v1::WhoAmIRequest& r) { return service_.WhoAmI(scope, r); });
  }

 private:
  access::Service service_;
  rpc::Dispatcher dispatcher_;
};

class AccessRole final : public rpc::Role {
 public:
  explicit AccessRole(const rpc::RoleContext& context) : endpoint_(context) {}
  std::vector<grpc::Service*> services() override { return {&endpoint_}; }

 private:
  Endpoint endpoint_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<AccessRole>(context);
}

}  // namespace tranche::access
