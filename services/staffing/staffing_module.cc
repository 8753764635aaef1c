// SPDX-License-Identifier: EUPL-1.2
#include "staffing/staffing_module.h"

#include <vector>

#include "platform/events/following_role.h"
#include "platform/rpc/dispatch.h"
#include "staffing/staffing_service.h"
#include "tranche/staffing/v1/staffing_service.grpc.pb.h"

namespace tranche::staffing {
namespace {

class Endpoint final : public v1::StaffingService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, staffing::Service& service)
      : service_(service),
        dispatcher_(v1::StaffingService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* CreateScheme(grpc::CallbackServerContext* context,
                                         const v1::CreateSchemeRequest* request,
                                         v1::Scheme* response) override {
    return dispatcher_.Unary(context, request, response, "CreateScheme", &service_,
                             &staffing::Service::CreateScheme);
  }
  grpc::ServerUnaryReactor* GetScheme(grpc::CallbackServerContext* context,
                                      const v1::GetSchemeRequest* request,
                                      v1::Scheme* response) override {
    return dispatcher_.Unary(context, request, response, "GetScheme", &service_,
                             &staffing::Service::GetScheme);
  }
  grpc::ServerUnaryReactor* ListSchemes(grpc::CallbackServerContext* context,
                                        const v1::ListSchemesRequest* request,
                                        v1::ListSchemesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListSchemes", &service_,
                             &staffing::Service::ListSchemes);
  }

 private:
  staffing::Service& service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<events::FollowingRole<staffing::Service, Endpoint>>(
      context, "proposals", "/tranche.proposals.v1.ProposalsService/ListEvents");
}

}  // namespace tranche::staffing
