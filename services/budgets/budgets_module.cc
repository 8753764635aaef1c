// SPDX-License-Identifier: EUPL-1.2
#include "budgets/budgets_module.h"

#include "budgets/budgets_follow.h"
#include "budgets/budgets_service.h"
#include "budgets/closing/closings_service.h"
#include "budgets/currencies/currencies_module.h"
#include "budgets/documents/documents_module.h"
#include "budgets/ledger/ledger_job_service.h"
#include "budgets/ledger/ledger_service.h"
#include "budgets/limits/limits_module.h"
#include "budgets/particulars/particulars_service.h"
#include "budgets/revalidations/revalidations_service.h"
#include "budgets/simplified/simplified_module.h"
#include "platform/events/events.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/keeper.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"
#include "tranche/budgets/v1/ledger_service.grpc.pb.h"

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
    return dispatcher_.Unary(context, request, response, "CreateBudget", &service_,
                             &budgets::Service::CreateBudget);
  }

  grpc::ServerUnaryReactor* GetBudget(grpc::CallbackServerContext* context,
                                      const v1::GetBudgetRequest* request,
                                      v1::Budget* response) override {
    return dispatcher_.Unary(context, request, response, "GetBudget", &service_,
                             &budgets::Service::GetBudget);
  }

  grpc::ServerUnaryReactor* RecordCost(grpc::CallbackServerContext* context,
                                       const v1::RecordCostRequest* request,
                                       v1::Cost* response) override {
    return dispatcher_.Unary(context, request, response, "RecordCost", &service_,
                             &budgets::Service::RecordCost);
  }

  grpc::ServerUnaryReactor* GetCost(grpc::CallbackServerContext* context,
                                    const v1::GetCostRequest* request, v1::Cost* response) override {
    return dispatcher_.Unary(context, request, response, "GetCost", &service_,
                             &budgets::Service::GetCost);
  }

  grpc::ServerUnaryReactor* ListCosts(grpc::CallbackServerContext* context,
                                      const v1::ListCostsRequest* request,
                                      v1::ListCostsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListCosts", &service_,
                             &budgets::Service::ListCosts);
  }

  grpc::ServerUnaryReactor* DecideCosts(grpc::CallbackServerContext* context,
                                        const v1::DecideCostsRequest* request,
                                        v1::DecideCostsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "DecideCosts", &service_,
                             &budgets::Service::DecideCosts);
  }

  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* context,
                                       const common::v1::ListEventsRequest* request,
                                       common::v1::ListEventsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListEvents", &service_,
                             &budgets::Service::ListEvents);
  }

 private:
  budgets::Service service_;
  rpc::Dispatcher dispatcher_;
};

class LedgerEndpoint final : public v1::LedgerService::CallbackService {
 public:
  LedgerEndpoint(const rpc::RoleContext& context, events::Consumer* contracts)
      : ledger_(context, [contracts](absl::Time deadline) { return contracts->CatchUp(deadline); }),
        dispatcher_(v1::LedgerService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* TransferBetweenLines(grpc::CallbackServerContext* context,
                                                 const v1::TransferBetweenLinesRequest* request,
                                                 v1::Transfer* response) override {
    return dispatcher_.Unary(context, request, response, "TransferBetweenLines", &ledger_,
                             &Ledger::TransferBetweenLines);
  }

  grpc::ServerUnaryReactor* ListTransfers(grpc::CallbackServerContext* context,
                                          const v1::ListTransfersRequest* request,
                                          v1::ListTransfersResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListTransfers", &ledger_,
                             &Ledger::ListTransfers);
  }

  grpc::ServerUnaryReactor* ListPostings(grpc::CallbackServerContext* context,
                                         const v1::ListPostingsRequest* request,
                                         v1::ListPostingsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListPostings", &ledger_,
                             &Ledger::ListPostings);
  }

  grpc::ServerUnaryReactor* ReviseBudget(grpc::CallbackServerContext* context,
                                         const v1::ReviseBudgetRequest* request,
                                         v1::Revision* response) override {
    return dispatcher_.Unary(context, request, response, "ReviseBudget", &ledger_,
                             &Ledger::ReviseBudget);
  }

  grpc::ServerUnaryReactor* ListRevisions(grpc::CallbackServerContext* context,
                                          const v1::ListRevisionsRequest* request,
                                          v1::ListRevisionsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListRevisions", &ledger_,
                             &Ledger::ListRevisions);
  }

  grpc::ServerUnaryReactor* CheckLedger(grpc::CallbackServerContext* context,
                                        const v1::CheckLedgerRequest* request,
                                        v1::LedgerCheck* response) override {
    return dispatcher_.Unary(context, request, response, "CheckLedger", &ledger_, &Ledger::CheckLedger);
  }

  grpc::ServerUnaryReactor* ListLedgerChecks(grpc::CallbackServerContext* context,
                                             const v1::ListLedgerChecksRequest* request,
                                             v1::ListLedgerChecksResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListLedgerChecks", &ledger_,
                             &Ledger::ListLedgerChecks);
  }

  grpc::ServerUnaryReactor* SetSpendingPlan(grpc::CallbackServerContext* context,
                                            const v1::SetSpendingPlanRequest* request,
                                            v1::SpendingPlan* response) override {
    return dispatcher_.Unary(context, request, response, "SetSpendingPlan", &ledger_,
                             &Ledger::SetSpendingPlan);
  }

  grpc::ServerUnaryReactor* GetSpendingPlan(grpc::CallbackServerContext* context,
                                            const v1::GetSpendingPlanRequest* request,
                                            v1::SpendingPlan* response) override {
    return dispatcher_.Unary(context, request, response, "GetSpendingPlan", &ledger_,
                             &Ledger::GetSpendingPlan);
  }

  grpc::ServerUnaryReactor* GetForecast(grpc::CallbackServerContext* context,
                                        const v1::GetForecastRequest* request,
                                        v1::Forecast* response) override {
    return dispatcher_.Unary(context, request, response, "GetForecast", &ledger_, &Ledger::GetForecast);
  }

 private:
  Ledger ledger_;
  rpc::Dispatcher dispatcher_;
};

class BudgetsRole final : public rpc::Role {
 public:
  explicit BudgetsRole(const rpc::RoleContext& context)
      : contracts_(context, "proposals", "/tranche.proposals.v1.ProposalsService/ListEvents",
                   ApplyContractEvent),
        endpoint_(context, &contracts_),
        ledger_(context, &contracts_),
        documents_(MakeDocumentsEndpoint(context, CatchUp())),
        limits_(MakeLimitsEndpoint(context, CatchUp())),
        simplified_(MakeSimplifiedEndpoint(context, CatchUp())),
        currencies_(MakeCurrenciesEndpoint(context, CatchUp())),
        closings_(MakeClosingsEndpoint(context, CatchUp())),
        particulars_(MakeParticularsEndpoint(context, CatchUp())),
        revalidations_(MakeRevalidationsEndpoint(context, CatchUp())),
        ledger_job_(context) {}
  std::vector<grpc::Service*> services() override {
    return {&endpoint_,      &ledger_,           documents_.get(),
            limits_.get(),   simplified_.get(),  currencies_.get(),
            closings_.get(), particulars_.get(), revalidations_.get()};
  }
  void StartConsumers() override {
    contracts_.Start();
    ledger_job_.Start();
    ledger_keeper_.Start();
  }
  void StopConsumers() override {
    ledger_job_.Stop();
    ledger_keeper_.Stop();
    contracts_.Stop();
  }

 private:
  std::function<absl::Status(absl::Time)> CatchUp() {
    return [this](absl::Time deadline) { return contracts_.CatchUp(deadline); };
  }

  events::Consumer contracts_;
  Endpoint endpoint_;
  LedgerEndpoint ledger_;
  std::unique_ptr<grpc::Service> documents_;
  std::unique_ptr<grpc::Service> limits_;
  std::unique_ptr<grpc::Service> simplified_;
  std::unique_ptr<grpc::Service> currencies_;
  std::unique_ptr<grpc::Service> closings_;
  std::unique_ptr<grpc::Service> particulars_;
  std::unique_ptr<grpc::Service> revalidations_;
  LedgerJob ledger_job_;
  rpc::Keeper ledger_keeper_{LedgerJob::kLook, [this] { ledger_job_.CheckWhenDue(); }};
};

}  // namespace

std::unique_ptr<rpc::Role> StartRole(const rpc::RoleContext& context) {
  return std::make_unique<BudgetsRole>(context);
}

}  // namespace tranche::budgets
