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

  grpc::ServerUnaryReactor* CreatePerson(grpc::CallbackServerContext* context,
                                         const v1::CreatePersonRequest* request,
                                         v1::Person* response) override {
    return dispatcher_.Unary(context, request, response, "CreatePerson", &service_,
                             &access::Service::CreatePerson);
  }

  grpc::ServerUnaryReactor* GetPerson(grpc::CallbackServerContext* context,
                                      const v1::GetPersonRequest* request,
                                      v1::Person* response) override {
    return dispatcher_.Unary(context, request, response, "GetPerson", &service_,
                             &access::Service::GetPerson);
  }

  grpc::ServerUnaryReactor* ListPeople(grpc::CallbackServerContext* context,
                                       const v1::ListPeopleRequest* request,
                                       v1::ListPeopleResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListPeople", &service_,
                             &access::Service::ListPeople);
  }

  grpc::ServerUnaryReactor* DisablePerson(grpc::CallbackServerContext* context,
                                          const v1::DisablePersonRequest* request,
                                          v1::Person* response) override {
    return dispatcher_.Unary(context, request, response, "DisablePerson", &service_,
                             &access::Service::DisablePerson);
  }

  grpc::ServerUnaryReactor* EnablePerson(grpc::CallbackServerContext* context,
                                         const v1::EnablePersonRequest* request,
                                         v1::Person* response) override {
    return dispatcher_.Unary(context, request, response, "EnablePerson", &service_,
                             &access::Service::EnablePerson);
  }

  grpc::ServerUnaryReactor* GrantRole(grpc::CallbackServerContext* context,
                                      const v1::GrantRoleRequest* request,
                                      v1::RoleGrant* response) override {
    return dispatcher_.Unary(context, request, response, "GrantRole", &service_,
                             &access::Service::GrantRole);
  }

  grpc::ServerUnaryReactor* WithdrawRole(grpc::CallbackServerContext* context,
                                         const v1::WithdrawRoleRequest* request,
                                         v1::RoleGrant* response) override {
    return dispatcher_.Unary(context, request, response, "WithdrawRole", &service_,
                             &access::Service::WithdrawRole);
  }

  grpc::ServerUnaryReactor* ListRoleGrants(grpc::CallbackServerContext* context,
                                           const v1::ListRoleGrantsRequest* request,
                                           v1::ListRoleGrantsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListRoleGrants", &service_,
                             &access::Service::ListRoleGrants);
  }

  grpc::ServerUnaryReactor* CreateSignInLink(grpc::CallbackServerContext* context,
                                             const v1::CreateSignInLinkRequest* request,
                                             v1::SignInLink* response) override {
    return dispatcher_.Unary(context, request, response, "CreateSignInLink", &service_,
                             &access::Service::CreateSignInLink);
  }

  grpc::ServerUnaryReactor* ListSessions(grpc::CallbackServerContext* context,
                                         const v1::ListSessionsRequest* request,
                                         v1::ListSessionsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListSessions", &service_,
                             &access::Service::ListSessions);
  }

  grpc::ServerUnaryReactor* EndSession(grpc::CallbackServerContext* context,
                                       const v1::EndSessionRequest* request,
                                       v1::Session* response) override {
    return dispatcher_.Unary(context, request, response, "EndSession", &service_,
                             &access::Service::EndSession);
  }

  grpc::ServerUnaryReactor* RedeemSignInLink(grpc::CallbackServerContext* context,
                                             const v1::RedeemSignInLinkRequest* request,
                                             v1::RedeemSignInLinkResponse* response) override {
    return dispatcher_.Unary(context, request, response, "RedeemSignInLink", &service_,
                             &access::Service::RedeemSignInLink);
  }

  grpc::ServerUnaryReactor* ResolveSession(grpc::CallbackServerContext* context,
                                           const v1::ResolveSessionRequest* request,
                                           v1::ResolveSessionResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ResolveSession", &service_,
                             &access::Service::ResolveSession);
  }

  grpc::ServerUnaryReactor* SignOut(grpc::CallbackServerContext* context,
                                    const v1::SignOutRequest* request,
                                    v1::SignOutResponse* response) override {
    return dispatcher_.Unary(context, request, response, "SignOut", &service_,
                             &access::Service::SignOut);
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
