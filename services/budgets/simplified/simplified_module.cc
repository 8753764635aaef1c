// SPDX-License-Identifier: EUPL-1.2
#include "budgets/simplified/simplified_module.h"

#include <utility>

#include "budgets/simplified/simplified_service.h"
#include "platform/rpc/dispatch.h"
#include "tranche/budgets/v1/simplified_costs_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

class Endpoint final : public v1::SimplifiedCostsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::SimplifiedCostsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* SetTerms(grpc::CallbackServerContext* context,
                                     const v1::SetTermsRequest* request,
                                     v1::SimplifiedTerms* response) override {
    return dispatcher_.Unary(context, request, response, "SetTerms", &service_,
                             &budgets::SimplifiedCostsService::SetTerms);
  }

  grpc::ServerUnaryReactor* ListTerms(grpc::CallbackServerContext* context,
                                      const v1::ListTermsRequest* request,
                                      v1::ListTermsResponse* response) override {
    return dispatcher_.Unary(context, request, response, "ListTerms", &service_,
                             &budgets::SimplifiedCostsService::ListTerms);
  }

  grpc::ServerUnaryReactor* RecordSimplifiedCost(grpc::CallbackServerContext* context,
                                                 const v1::RecordSimplifiedCostRequest* request,
                                                 v1::Cost* response) override {
    return dispatcher_.Unary(context, request, response, "RecordSimplifiedCost", &service_,
                             &budgets::SimplifiedCostsService::RecordSimplifiedCost);
  }

 private:
  budgets::SimplifiedCostsService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeSimplifiedEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::budgets
