// SPDX-License-Identifier: EUPL-1.2
#include "payments/withdrawals/withdrawals_service.h"

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/peers.h"
#include "platform/rpc/service_scope.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"
#include "tranche/payments/v1/cost_withdrawals_service.grpc.pb.h"

namespace tranche::payments::withdrawals {
namespace {

using BudgetsStub = budgets::v1::BudgetsService::Stub;

constexpr std::size_t kKeyHexDigits = 40;

// Costs of the contract by their ids, each once.
absl::StatusOr<std::vector<std::string>> CostIdsOf(const Contract& contract,
                                                   const v1::WithdrawCostsRequest& request) {
  std::vector<std::string> ids;
  std::set<std::string> seen;
  for (const std::string& name : request.costs()) {
    TRANCHE_ASSIGN_OR_RETURN(std::string id, convert::CostIdOf(contract, name));
    if (!seen.insert(id).second) return Refuse("CLAIM_COST_TWICE", {{"cost", name}});
    ids.push_back(std::move(id));
  }
  return ids;
}

class Endpoint final : public v1::CostWithdrawalsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::CostWithdrawalsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* WithdrawCosts(grpc::CallbackServerContext* context,
                                          const v1::WithdrawCostsRequest* request,
                                          v1::CostWithdrawal* response) override {
    return dispatcher_.Unary(context, request, response, "WithdrawCosts", &service_,
                             &WithdrawalsService::WithdrawCosts);
  }

 private:
  WithdrawalsService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

absl::StatusOr<bool> WithdrawalsService::Check(const rpc::CallScope& scope, const Contract& found,
                                               const std::vector<std::string>& cost_ids,
                                               const v1::WithdrawCostsRequest& request) {
  return idempotency::Step<bool>(
      *context_.pool, scope, request.validate_only(), [&](pg::Tx& tx) -> absl::StatusOr<bool> {
        TRANCHE_RETURN_IF_ERROR(store::LockEvenIfClosed(tx, found).status());
        if (store::WasAnswered(tx, scope, found.organisation, request.request_id())) return false;
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, store::LockContract(tx, found));
        for (const auto& [cost, claim] : store::FindClaimsOfCosts(tx, contract, cost_ids)) {
          if (contract.open_claim != claim) continue;  // Decided on: the budget says so.
          return Refuse("COST_HELD_BY_CLAIM", {{"cost", cost}, {"claim", absl::StrCat(claim)}});
        }
        return true;
      });
}

absl::StatusOr<budgets::v1::DecideCostsResponse> WithdrawalsService::RefuseInBudget(
    const rpc::CallScope& scope, const Contract& contract, const std::vector<std::string>& cost_ids,
    const std::string& day, const v1::WithdrawCostsRequest& request) {
  const std::unique_ptr<BudgetsStub> stub =
      budgets::v1::BudgetsService::NewStub(context_.peers->Get("budgets"));
  budgets::v1::DecideCostsRequest decide;
  decide.set_parent(convert::NameOf(contract));
  // The key of this person's request among those of the service, so that a repeat is answered as at
  // first.
  const std::string key = Sha256Hex(
      absl::StrCat(convert::NameOf(contract), "\n", scope.actor.subject, "\n", request.request_id()));
  decide.set_request_id(absl::StrCat("withdraw-", key.substr(0, kKeyHexDigits)));
  decide.set_decided_on(day);
  decide.set_decided_by(scope.actor.subject);
  decide.set_validate_only(request.validate_only());
  for (const std::string& id : cost_ids) {
    budgets::v1::CostDecision* decision = decide.add_decisions();
    decision->set_cost(convert::NameOfCost(contract, id));
    decision->set_reason(request.reason());
  }
  const rpc::CallScope own =
      rpc::ServiceScope(context_, contract.organisation, scope.deadline, scope.method, scope.trace_id);
  return rpc::Call<budgets::v1::DecideCostsResponse>(own, *stub, &BudgetsStub::DecideCosts, decide);
}

absl::StatusOr<absl::CivilDay> WithdrawalsService::DayOf(const rpc::CallScope& scope,
                                                         const std::string& cost,
                                                         absl::CivilDay today) {
  const std::unique_ptr<BudgetsStub> stub =
      budgets::v1::BudgetsService::NewStub(context_.peers->Get("budgets"));
  budgets::v1::GetCostRequest request;
  request.set_name(cost);
  TRANCHE_ASSIGN_OR_RETURN(const budgets::v1::Cost found,
                           rpc::Call<budgets::v1::Cost>(scope, *stub, &BudgetsStub::GetCost, request));
  if (found.decided_on().empty()) return today;
  return ParseDay(found.decided_on());
}

absl::StatusOr<v1::CostWithdrawal> WithdrawalsService::WithdrawCosts(
    const rpc::CallScope& scope, const v1::WithdrawCostsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::ContractName name,
                           convert::ParseContractName(request.parent()));
  absl::CivilDay day = scope.today;
  if (!request.withdrawn_on().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(day, ParseDay(request.withdrawn_on()));
  }
  TRANCHE_RETURN_IF_ERROR(CheckNotAfter(day, scope.today));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           finder_.RequireOwn(scope, name.id, request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> cost_ids, CostIdsOf(contract, request));
  TRANCHE_ASSIGN_OR_RETURN(const bool is_new, Check(scope, contract, cost_ids, request));
  if (is_new && request.withdrawn_on().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(day, DayOf(scope, convert::NameOfCost(contract, cost_ids.front()), day));
  }
  absl::StatusOr<budgets::v1::DecideCostsResponse> refused = budgets::v1::DecideCostsResponse();
  if (is_new) refused = RefuseInBudget(scope, contract, cost_ids, FormatDay(day), request);
  return idempotency::Write<v1::CostWithdrawal>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::CostWithdrawal> {
        TRANCHE_RETURN_IF_ERROR(refused.status());
        v1::CostWithdrawal withdrawal;
        withdrawal.set_contract(convert::NameOf(contract));
        for (const std::string& id : cost_ids) {
          withdrawal.add_costs(convert::NameOfCost(contract, id));
        }
        *withdrawal.mutable_released() = refused->refused();
        withdrawal.set_withdrawn_on(FormatDay(day));
        withdrawal.set_withdrawn_by(scope.actor.subject);
        withdrawal.set_reason(request.reason());
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "costs.withdraw",
                          .record = withdrawal.contract() + "/costs",
                          .before = nullptr,
                          .after = &withdrawal,
                          .reason = request.reason(),
                          .request_id = request.request_id()});
        return withdrawal;
      });
}

std::unique_ptr<grpc::Service> MakeWithdrawals(const rpc::RoleContext& context,
                                               std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::payments::withdrawals
