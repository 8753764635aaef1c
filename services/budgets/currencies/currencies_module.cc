// SPDX-License-Identifier: EUPL-1.2
#include "budgets/currencies/currencies_module.h"

#include <utility>

#include "budgets/currencies/currencies_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/budgets/v1/currencies_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

class Endpoint final : public v1::CurrenciesService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : currencies_(context, std::move(catch_up)),
        dispatcher_(v1::CurrenciesService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* RecordForeignCost(grpc::CallbackServerContext* context,
                                              const v1::RecordForeignCostRequest* request,
                                              v1::Cost* response) override {
    return dispatcher_.Unary(context, request, response, "RecordForeignCost", &currencies_,
                             &Currencies::RecordForeignCost);
  }

  grpc::ServerUnaryReactor* RecordExchangeRate(grpc::CallbackServerContext* context,
                                               const v1::RecordExchangeRateRequest* request,
                                               v1::ExchangeRate* response) override {
    return dispatcher_.Unary(context, request, response, "RecordExchangeRate", &currencies_,
                             &Currencies::RecordExchangeRate);
  }

  grpc::ServerUnaryReactor* ListExchangeRates(grpc::CallbackServerContext* context,
                                              const v1::ListExchangeRatesRequest* request,
                                              v1::ListExchangeRatesResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListExchangeRates", &currencies_,
                             &Currencies::ListExchangeRates);
  }

  grpc::ServerUnaryReactor* GetRedenominatedBudget(grpc::CallbackServerContext* context,
                                                   const v1::GetRedenominatedBudgetRequest* request,
                                                   v1::RedenominatedBudget* response) override {
    return dispatcher_.Unary(context, request, response, "GetRedenominatedBudget", &currencies_,
                             &Currencies::GetRedenominatedBudget);
  }

 private:
  Currencies currencies_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCurrenciesEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::budgets
