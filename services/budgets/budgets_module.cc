// SPDX-License-Identifier: EUPL-1.2
#include "budgets/budgets_module.h"

#include "budgets/budgets_follow.h"
#include "budgets/budgets_service.h"
#include "platform/events/events.h"
#include "platform/rpc/dispatch.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

class Endpoint final : public v1::BudgetsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, events::Consumer* contracts)
      : service_(context, [contracts](absl::Time deadline) { return contracts->CatchUp(deadline); }),
        dispatcher_(v1::BudgetsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* CreateBudget(grpc::CallbackServerContext* context,
                                         const v1::CreateBudgetRequest* request,
                                         v1::Budget* response) override {
    return dispatcher_.Unary<v1::CreateBudgetRequest, v1::Budget>(
        context, request, response, "CreateBudget",
        [this](const rpc::CallScope& scope, const v1::CreateBudgetRequest& r) {
          return service_.CreateBudget(scope, r);
        });
  }

  grpc::ServerUnaryReactor* GetBudget(grpc::CallbackServerContext* context,
                                      const v1::GetBudgetRequest* request,
                                      v1::Budget* response) override {
    return dispatcher_.Unary<v1::GetBudgetRequest, v1::Budget>(
        context, request, response, "GetBudget",
        [this](const rpc::CallScope& scope, const v1::GetBudgetRequest& r) {
          return service_.GetBudget(scope, r);
        });
  }

  grpc::ServerUnaryReactor* RecordCost(grpc::CallbackServerContext* context,
                                       const v1::RecordCostRequest* request,
                                       v1::Cost* response) override {
    return dispatcher_.Unary<v1::RecordCostRequest, v1::Cost>(
        context, request, response, "RecordCost",
        [this](const rpc::CallScope& scope, const v1::RecordCostRequest& r) {
          return service_.RecordCost(scope, r);
        });
  }

  grpc::ServerUnaryReactor* GetCost(grpc::CallbackServerContext* context,
                                    const v1::GetCostRequest* request, v1::Cost* response) override {
    return dispatcher_.Unary<v1::GetCostRequest, v1::Cost>(
        context, request, response, "GetCost",
        [this](const rpc::CallScope& scope, const v1::GetCostRequest& r) {
          return service_.GetCost(scope, r);
        });
  }

  grpc::ServerUnaryReactor* ListCosts(grpc::CallbackServerContext* context,
                                      const v1::ListCostsRequest* request,
                                      v1::ListCostsResponse* response) override {
    return dispatcher_.Unary<v1::ListCostsRequest, v1::ListCostsResponse>(
        context, request, response, "ListCosts",
        [this](const rpc::CallScope& scope, const v1::ListCostsRequest& r) {
          return service_.ListCosts(scope, r);
        });
  }

  grpc::ServerUnaryReactor* DecideCosts(grpc::CallbackServerContext* context,
                                        const v1::DecideCostsRequest* request,
                                        v1::DecideCostsResponse* response) override {
    return dispatcher_.Unary<v1::DecideCostsRequest, v1::DecideCostsResponse>(
        context, request, response, "DecideCosts",
        [this](const rpc::CallScope& scope, const v1::DecideCostsRequest& r) {
          return service_.DecideCosts(scope, r);
        });
  }

  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* context,
                                       const common::v1::ListEventsRequest* request,
                                       common::v1::ListEventsResponse* response) override {
    return dispatcher_.Unary<common::v1::ListEventsRequest, common::v1::ListEventsResponse>(
        context, request, response, "ListEvents",
        [this](const rpc::CallScope& scope, const common::v1::ListEventsRequest& r) {
          return service_.ListEvents(scope, r);
        });
  }

 private:
  budgets::Service service_;
  rpc::Dispatcher dispatcher_;
};

class BudgetsRole final : public rpc::Role {
 public:
  explicit BudgetsRole(const rpc::RoleContext& context)
      : contracts_(context, "proposals", "/tranche.proposals.v1.ProposalsService/ListEvents",
                   ApplyContractEvent),
        endpoint_(context, &contracts_) {}
  std::vector<grpc::Service*> services() override { return {&endpoint_}; }
  void StartConsumers() override { contracts_.Start(); }
  void StopConsumers() override { contracts_.Stop(); }

 private:
  events::Consumer contracts_;
  Endpoint endpoint_;
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<BudgetsRole>(context);
}

}  // namespace tranche::budgets
