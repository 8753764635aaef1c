// SPDX-License-Identifier: EUPL-1.2
#include "staffing/staffing_module.h"

#include <vector>

#include "platform/events/events.h"
#include "platform/rpc/dispatch.h"
#include "staffing/staffing_service.h"
#include "tranche/staffing/v1/staffing_service.grpc.pb.h"

namespace tranche::staffing {
namespace {

// Within the endpoint, Service is the generated one.
using Methods = Service;

class Endpoint final : public v1::StaffingService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, Methods& service)
      : service_(service),
        dispatcher_(v1::StaffingService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* CreateScheme(grpc::CallbackServerContext* context,
                                         const v1::CreateSchemeRequest* request,
                                         v1::Scheme* response) override {
    return Handle(context, request, response, "CreateScheme", &Methods::CreateScheme);
  }
  grpc::ServerUnaryReactor* GetScheme(grpc::CallbackServerContext* context,
                                      const v1::GetSchemeRequest* request,
                                      v1::Scheme* response) override {
    return Handle(context, request, response, "GetScheme", &Methods::GetScheme);
  }
  grpc::ServerUnaryReactor* ListSchemes(grpc::CallbackServerContext* context,
                                        const v1::ListSchemesRequest* request,
                                        v1::ListSchemesResponse* response) override {
    return Handle(context, request, response, "ListSchemes", &Methods::ListSchemes);
  }

 private:
  template <class Req, class Resp>
  grpc::ServerUnaryReactor* Handle(grpc::CallbackServerContext* context, const Req* request,
                                   Resp* response, const char* name,
                                   absl::StatusOr<Resp> (Methods::*method)(const rpc::CallScope&,
                                                                           const Req&)) {
    return dispatcher_.Unary<Req, Resp>(context, request, response, name,
                                        [this, method](const rpc::CallScope& scope, const Req& r) {
                                          return (service_.*method)(scope, r);
                                        });
  }

  Methods& service_;
  rpc::Dispatcher dispatcher_;
};

class StaffingRole final : public rpc::Role {
 public:
  explicit StaffingRole(const rpc::RoleContext& context)
      : service_(context, [this](absl::Time deadline) { return contracts_.CatchUp(deadline); }),
        contracts_(context, "proposals", "/tranche.proposals.v1.ProposalsService/ListEvents",
                   [this](pg::Tx& tx, const rpc::CallScope& scope, const common::v1::Event& event) {
                     return service_.Follow(tx, scope, event);
                   }),
        endpoint_(context, service_) {}

  std::vector<grpc::Service*> services() override { return {&endpoint_}; }
  void StartConsumers() override { contracts_.Start(); }
  void StopConsumers() override { contracts_.Stop(); }

 private:
  Methods service_;
  events::Consumer contracts_;
  Endpoint endpoint_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<StaffingRole>(context);
}

}  // namespace tranche::staffing
