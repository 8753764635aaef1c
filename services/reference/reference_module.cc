// SPDX-License-Identifier: EUPL-1.2
#include "reference/reference_module.h"

#include "platform/rpc/dispatch.h"
#include "reference/reference_service.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::reference {
namespace {

class Endpoint final : public v1::ReferenceService::CallbackService {
 public:
  explicit Endpoint(const rpc::RoleContext& context)
      : service_(context),
        dispatcher_(v1::ReferenceService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* ListRules(grpc::CallbackServerContext* context,
                                      const v1::ListRulesRequest* request,
                                      v1::ListRulesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListRules", &service_,
                             &reference::Service::ListRules);
  }

  grpc::ServerUnaryReactor* GetCalendar(grpc::CallbackServerContext* context,
                                        const v1::GetCalendarRequest* request,
                                        v1::Calendar* response) override {
    return dispatcher_.Unary(context, request, response, "GetCalendar", &service_,
                             &reference::Service::GetCalendar);
  }

  grpc::ServerUnaryReactor* ListProcedures(grpc::CallbackServerContext* context,
                                           const v1::ListProceduresRequest* request,
                                           v1::ListProceduresResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListProcedures", &service_,
                             &reference::Service::ListProcedures);
  }

  grpc::ServerUnaryReactor* ListExpenseTypes(grpc::CallbackServerContext* context,
                                             const v1::ListExpenseTypesRequest* request,
                                             v1::ListExpenseTypesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListExpenseTypes", &service_,
                             &reference::Service::ListExpenseTypes);
  }

  grpc::ServerUnaryReactor* ListTransferRules(grpc::CallbackServerContext* context,
                                              const v1::ListTransferRulesRequest* request,
                                              v1::ListTransferRulesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListTransferRules", &service_,
                             &reference::Service::ListTransferRules);
  }

  grpc::ServerUnaryReactor* ListParticipantIndicators(
      grpc::CallbackServerContext* context, const v1::ListParticipantIndicatorsRequest* request,
      v1::ListParticipantIndicatorsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListParticipantIndicators", &service_,
                             &reference::Service::ListParticipantIndicators);
  }
  grpc::ServerUnaryReactor* ListChangeovers(grpc::CallbackServerContext* context,
                                            const v1::ListChangeoversRequest* request,
                                            v1::ListChangeoversResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListChangeovers", &service_,
                             &reference::Service::ListChangeovers);
  }

 private:
  reference::Service service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<rpc::EndpointRole<Endpoint>>(context);
}

}  // namespace tranche::reference
