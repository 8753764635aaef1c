// SPDX-License-Identifier: EUPL-1.2
#include "payments/redenomination/redenominations_service.h"

#include <utility>

#include "payments/payments_store.h"
#include "payments/redenomination/redenomination_convert.h"
#include "payments/redenomination/redenomination_store.h"
#include "platform/base/status_macros.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/dispatch.h"
#include "tranche/payments/v1/redenominations_service.grpc.pb.h"

namespace tranche::payments::redenomination {
namespace {

class Endpoint final : public v1::RedenominationsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::RedenominationsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* GetMoneyRedenomination(grpc::CallbackServerContext* context,
                                                   const v1::GetMoneyRedenominationRequest* request,
                                                   v1::MoneyRedenomination* response) override {
    return dispatcher_.Unary(context, request, response, "GetMoneyRedenomination", &service_,
                             &RedenominationsService::GetMoneyRedenomination);
  }

 private:
  RedenominationsService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

absl::StatusOr<v1::MoneyRedenomination> RedenominationsService::GetMoneyRedenomination(
    const rpc::CallScope& scope, const v1::GetMoneyRedenominationRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const payments::convert::ContractName name, wire::ParseName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, finder_.Require(scope, name.id, request.name()));
  return idempotency::Read<v1::MoneyRedenomination>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::MoneyRedenomination> {
        return wire::ToProto(contract, store::Load(tx, contract), store::LoadAmounts(tx, contract));
      });
}

std::unique_ptr<grpc::Service> MakeRedenominations(const rpc::RoleContext& context,
                                                   std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::payments::redenomination
