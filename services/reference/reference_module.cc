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
        dispatcher_(v1::ReferenceService::service_full_name(), context.workers, context.verifier, context.clock,
                    context.observer) {}

  grpc::ServerUnaryReactor* ListRules(grpc::CallbackServerContext* context, const v1::ListRulesRequest* request,
                                v1::ListRulesResponse* response) override {
    return dispatcher_.Unary<v1::ListRulesRequest, v1::ListRulesResponse>(
        context, request, response, "ListRules",
        [this](const rpc::CallScope& scope, const v1::ListRulesRequest& r) { return service_.ListRules(scope, r); });
  }

  grpc::ServerUnaryReactor* GetCalendar(grpc::CallbackServerContext* context, const v1::GetCalendarRequest* request,
                                v1::Calendar* response) override {
    return dispatcher_.Unary<v1::GetCalendarRequest, v1::Calendar>(
        context, request, response, "GetCalendar",
        [this](const rpc::CallScope& scope, const v1::GetCalendarRequest& r) { return service_.GetCalendar(scope, r); });
  }

  grpc::ServerUnaryReactor* ListProcedures(grpc::CallbackServerContext* context, const v1::ListProceduresRequest* request,
                                v1::ListProceduresResponse* response) override {
    return dispatcher_.Unary<v1::ListProceduresRequest, v1::ListProceduresResponse>(
        context, request, response, "ListProcedures",
        [this](const rpc::CallScope& scope, const v1::ListProceduresRequest& r) { return service_.ListProcedures(scope, r); });
  }

  grpc::ServerUnaryReactor* ListExpenseTypes(grpc::CallbackServerContext* context, const v1::ListExpenseTypesRequest* request,
                                v1::ListExpenseTypesResponse* response) override {
    return dispatcher_.Unary<v1::ListExpenseTypesRequest, v1::ListExpenseTypesResponse>(
        context, request, response, "ListExpenseTypes",
        [this](const rpc::CallScope& scope, const v1::ListExpenseTypesRequest& r) { return service_.ListExpenseTypes(scope, r); });
  }

 private:
  reference::Service service_;
  rpc::Dispatcher dispatcher_;
};

class ReferenceRole final : public rpc::Role {
 public:
  explicit ReferenceRole(const rpc::RoleContext& context) : endpoint_(context) {}
  std::vector<grpc::Service*> services() override { return {&endpoint_}; }

 private:
  Endpoint endpoint_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<ReferenceRole>(context);
}

}  // namespace tranche::reference
