// SPDX-License-Identifier: EUPL-1.2
#include "budgets/closing/closings_service.h"

#include <optional>
#include <string>
#include <utility>

#include "budgets/budgets_convert.h"
#include "budgets/closing/closing_store.h"
#include "budgets/contract_service.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/dispatch.h"
#include "tranche/budgets/v1/budget_closings_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

v1::BudgetClosing Show(pg::Tx& tx, const store::Contract& contract) {
  v1::BudgetClosing shown;
  shown.set_contract(ContractName(contract.organisation, contract.contract));
  const store::MoneyClosing closing = store::LoadMoneyClosing(tx, contract);
  shown.set_number(closing.number);
  if (closing.closed_on.has_value()) shown.set_closed_on(FormatDay(*closing.closed_on));
  const store::ReservedCosts reserved = store::FindReserved(tx, contract);
  if (reserved.count == 0) return shown;
  shown.set_reserved_count(reserved.count);
  *shown.mutable_reserved() =
      convert::ToProto(Money::Minor(reserved.claimed_minor, contract.amount.eu.currency()));
  for (const int64_t number : reserved.first) {
    shown.add_reserved_costs(CostName(contract.organisation, contract.contract, number));
  }
  return shown;
}

class Endpoint final : public v1::BudgetClosingsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::BudgetClosingsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* FollowMoneyClosing(grpc::CallbackServerContext* context,
                                               const v1::FollowMoneyClosingRequest* request,
                                               v1::BudgetClosing* response) override {
    return dispatcher_.Unary(context, request, response, "FollowMoneyClosing", &service_,
                             &budgets::ClosingsService::FollowMoneyClosing);
  }

 private:
  budgets::ClosingsService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

ClosingsService::ClosingsService(const rpc::RoleContext& context,
                                 std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), catch_up_(std::move(catch_up)) {}

absl::StatusOr<v1::BudgetClosing> ClosingsService::FollowMoneyClosing(
    const rpc::CallScope& scope, const v1::FollowMoneyClosingRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(ContractRef ref, ParseContractName(request.name()));
  ref.organisation = rpc::OrganisationOf(scope);
  if (ref.organisation.empty() || ref.organisation == "*") return Refuse("ORGANISATION_REQUIRED");
  std::optional<absl::CivilDay> closed_on;
  if (!request.closed_on().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(closed_on, ParseDay(request.closed_on()));
  }
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireContract(context_, catch_up_, scope, ref, request.name()));
  // A question of how it stands; it waits for nobody.
  if (request.validate_only() && !closed_on.has_value()) {
    return idempotency::Read<v1::BudgetClosing>(*context_.pool, scope, [&](pg::Tx& tx) {
      return absl::StatusOr<v1::BudgetClosing>(Show(tx, contract));
    });
  }
  return idempotency::Write<v1::BudgetClosing>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::BudgetClosing> {
        const store::MoneyClosing before = store::LoadMoneyClosing(tx, contract);
        store::FollowMoneyClosing(tx, contract, request.number(), closed_on, request.is_closed());
        const v1::BudgetClosing after = Show(tx, contract);
        // What was heard of before, and what is refused because of costs, changes nothing.
        if (before.number == after.number()) return after;
        v1::BudgetClosing stood;
        stood.set_contract(after.contract());
        stood.set_number(before.number);
        if (before.closed_on.has_value()) stood.set_closed_on(FormatDay(*before.closed_on));
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = after.closed_on().empty() ? "budgets.open" : "budgets.close",
                          .record = after.contract() + "/budget",
                          .before = &stood,
                          .after = &after,
                          .reason = "",
                          .request_id = request.request_id()});
        return after;
      });
}

std::unique_ptr<grpc::Service> MakeClosingsEndpoint(const rpc::RoleContext& context,
                                                    std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::budgets
