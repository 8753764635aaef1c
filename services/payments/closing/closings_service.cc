// SPDX-License-Identifier: EUPL-1.2
#include "payments/closing/closings_service.h"

#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/bank/explanations/explanations_store.h"
#include "payments/bank/payment_orders_store.h"
#include "payments/closing/budget_steps_service.h"
#include "payments/closing/contract_ends_service.h"
#include "payments/contract_part.h"
#include "payments/income/incomes_store.h"
#include "payments/payments_convert.h"
#include "payments/payments_store.h"
#include "payments/recoveries/debts_store.h"
#include "payments/recoveries/irregularities_store.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/dispatch.h"
#include "platform/rpc/peers.h"
#include "tranche/budgets/v1/limits_service.grpc.pb.h"
#include "tranche/payments/v1/closings_service.grpc.pb.h"

namespace tranche::payments::closing {
namespace {

using LimitsStub = budgets::v1::LimitsService::Stub;

constexpr char kPart[] = "closing";

v1::Closing ToProto(const Contract& contract, const store::Standing& standing,
                    const std::vector<Violation>& obstacles) {
  v1::Closing proto;
  proto.set_name(absl::StrCat(payments::convert::NameOf(contract), "/closing"));
  proto.set_state(standing.closed_on.has_value() ? v1::MONEY_CLOSED : v1::MONEY_OPEN);
  if (standing.closed_on.has_value()) {
    proto.set_closed_on(FormatDay(*standing.closed_on));
    proto.set_closed_by(standing.closed_by);
    proto.set_reference(standing.reference);
  }
  proto.set_closings(standing.closings);
  proto.set_reopening_reason(standing.reopening_reason);
  for (const Violation& obstacle : obstacles) {
    v1::ClosingObstacle* open = proto.add_obstacles();
    open->set_record(obstacle.field);
    open->set_reason(obstacle.reason);
    open->set_text_bg(Explain(obstacle.reason, obstacle.values, Language::kBulgarian));
    open->set_text_en(Explain(obstacle.reason, obstacle.values, Language::kEnglish));
  }
  return proto;
}

State StateOf(const store::Standing& standing) {
  return standing.closed_on.has_value() ? State::kClosed : State::kOpen;
}

absl::StatusOr<State> Decide(const Contract& contract, const store::Standing& standing, Step step) {
  const std::optional<State> next = Next(StateOf(standing), step);
  if (next.has_value()) return *next;
  return Refuse("CLOSING_WRONG_STATE",
                {{"contract", contract.id}, {"state", std::string(Name(StateOf(standing)))}});
}

// The debts with what is owed of them on a day.
absl::StatusOr<std::vector<DebtBalance>> LoadDebts(pg::Tx& tx, const Contract& contract,
                                                   const std::vector<recoveries::Rule>& rules,
                                                   absl::CivilDay day) {
  std::vector<DebtBalance> found;
  for (recoveries::Debt& debt : recoveries::store::LoadDebts(tx, contract)) {
    DebtBalance balance{.debt = std::move(debt), .balance = std::nullopt};
    if (balance.debt.state == recoveries::RecoveryState::kEntered) {
      TRANCHE_ASSIGN_OR_RETURN(balance.balance, recoveries::BalanceOf(balance.debt, rules, day));
    }
    found.push_back(std::move(balance));
  }
  return found;
}

template <class Event>
void AppendEvent(pg::Tx& tx, const Contract& contract, const v1::Closing& closing) {
  Event event;
  *event.mutable_closing() = closing;
  event.set_contract(payments::convert::NameOf(contract));
  events::Append(tx, contract.organisation, closing.name(), event);
}

class Endpoint final : public v1::ClosingsService::CallbackService {
 public:
  Endpoint(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : service_(context, std::move(catch_up)),
        dispatcher_(v1::ClosingsService::service_full_name(), context.workers, context.verifier,
                    context.clock, context.observer) {}

  grpc::ServerUnaryReactor* GetClosing(grpc::CallbackServerContext* context,
                                       const v1::GetClosingRequest* request,
                                       v1::Closing* response) override {
    return dispatcher_.Unary(context, request, response, "GetClosing", &service_,
                             &ClosingsService::GetClosing);
  }
  grpc::ServerUnaryReactor* CloseMoney(grpc::CallbackServerContext* context,
                                       const v1::CloseMoneyRequest* request,
                                       v1::Closing* response) override {
    return dispatcher_.Unary(context, request, response, "CloseMoney", &service_,
                             &ClosingsService::CloseMoney);
  }
  grpc::ServerUnaryReactor* ReopenMoney(grpc::CallbackServerContext* context,
                                        const v1::ReopenMoneyRequest* request,
                                        v1::Closing* response) override {
    return dispatcher_.Unary(context, request, response, "ReopenMoney", &service_,
                             &ClosingsService::ReopenMoney);
  }

 private:
  ClosingsService service_;
  rpc::Dispatcher dispatcher_;
};

}  // namespace

absl::StatusOr<ClosingsService::Material> ClosingsService::Gather(const rpc::CallScope& scope,
                                                                  const Contract& contract,
                                                                  absl::CivilDay day) {
  Material material;
  TRANCHE_ASSIGN_OR_RETURN(material.rules, contracts_.RulesOfDebts(scope, day, contract.organisation));
  const std::unique_ptr<LimitsStub> stub =
      budgets::v1::LimitsService::NewStub(context_.peers->Get("budgets"));
  budgets::v1::ListLimitsRequest request;
  request.set_parent(payments::convert::NameOf(contract));
  const absl::StatusOr<budgets::v1::ContractLimits> limits =
      rpc::Call<budgets::v1::ContractLimits>(scope, *stub, &LimitsStub::ListLimits, request);
  // A contract without a budget has no limits either.
  if (absl::IsNotFound(limits.status())) return material;
  TRANCHE_RETURN_IF_ERROR(limits.status());
  TRANCHE_ASSIGN_OR_RETURN(material.reserved, BudgetSteps(context_).Look(scope, contract));
  for (const budgets::v1::Limit& limit : limits->limits()) {
    if (!limit.has_above_verified()) continue;
    TRANCHE_ASSIGN_OR_RETURN(const Money above, tranche::convert::FromProto(limit.above_verified()));
    if (above.IsZero()) continue;
    material.limits.push_back({.code = limit.code(), .title = limit.title(), .above = above});
  }
  return material;
}

absl::StatusOr<Books> ClosingsService::LoadBooks(pg::Tx& tx, const Contract& contract,
                                                 const Material& material, absl::CivilDay day) {
  Books books;
  books.contract = contract;
  books.claims = payments::store::LoadClaims(tx, contract);
  TRANCHE_ASSIGN_OR_RETURN(books.debts, LoadDebts(tx, contract, material.rules, day));
  books.corrections = recoveries::store::LoadCorrections(tx, contract);
  books.signals = recoveries::store::LoadSignals(tx, contract);
  books.cases = recoveries::store::LoadCases(tx, contract);
  books.orders = bank::store::ListOrders(tx, contract.organisation, contract.id, 0,
                                         std::numeric_limits<int>::max());
  books.entries = store::LoadUnexplained(tx, contract);
  books.explanations_awaited = bank::store::LoadAwaited(tx, contract.organisation, contract.id);
  books.incomes = income::store::ListIncomes(tx, contract, 0, std::numeric_limits<int>::max());
  books.limits = material.limits;
  books.reserved = material.reserved;
  books.last_settled_on = store::LastSettledOn(tx, contract);
  return books;
}

absl::StatusOr<v1::Closing> ClosingsService::GetClosing(const rpc::CallScope& scope,
                                                        const v1::GetClosingRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string id, ContractIdOf(kPart, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract, contracts_.Require(scope, id, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Material material, Gather(scope, contract, scope.today));
  return idempotency::Read<v1::Closing>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Closing> {
        const store::Standing standing = store::Load(tx, contract);
        std::vector<Violation> obstacles;
        if (!standing.closed_on.has_value()) {
          TRANCHE_ASSIGN_OR_RETURN(const Books books, LoadBooks(tx, contract, material, scope.today));
          TRANCHE_ASSIGN_OR_RETURN(obstacles, ObstaclesOf(books));
        }
        return ToProto(contract, standing, obstacles);
      });
}

absl::StatusOr<v1::Closing> ClosingsService::CloseMoney(const rpc::CallScope& scope,
                                                        const v1::CloseMoneyRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string id, ContractIdOf(kPart, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay closed_on, ParseDay(request.closed_on()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found, contracts_.RequireOwn(scope, id, request.name()));
  absl::StatusOr<Material> material = Gather(scope, found, closed_on);
  BudgetSteps budget(context_);
  // With the lock of the contract: what is refused anyhow does not close the budget.
  const absl::StatusOr<BudgetSteps::Taken> taken = budget.Close(
      scope, found, request.request_id(), closed_on, request.validate_only(),
      [&](pg::Tx& tx, const Contract& contract) -> absl::StatusOr<bool> {
        if (!material.ok() || StateOf(store::Load(tx, contract)) != State::kOpen ||
            !CheckNotAfter(closed_on, scope.today).ok()) {
          return false;
        }
        TRANCHE_ASSIGN_OR_RETURN(const Books books, LoadBooks(tx, contract, *material, closed_on));
        TRANCHE_ASSIGN_OR_RETURN(const std::vector<Violation> obstacles, ObstaclesOf(books));
        return obstacles.empty() && CheckDay(books, closed_on).ok();
      });
  if (material.ok() && taken.ok() && taken->number > 0) material->reserved = taken->reserved;
  const absl::StatusOr<v1::Closing> answer = idempotency::Write<v1::Closing>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Closing> {
        // Count only when the request is new.
        TRANCHE_RETURN_IF_ERROR(material.status());
        TRANCHE_RETURN_IF_ERROR(taken.status());
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, payments::store::LockEvenIfClosed(tx, found));
        store::Standing standing = store::Load(tx, contract);
        TRANCHE_RETURN_IF_ERROR(Decide(contract, standing, Step::kClose).status());
        TRANCHE_RETURN_IF_ERROR(CheckNotAfter(closed_on, scope.today));
        TRANCHE_ASSIGN_OR_RETURN(const Books books, LoadBooks(tx, contract, *material, closed_on));
        TRANCHE_ASSIGN_OR_RETURN(std::vector<Violation> obstacles, ObstaclesOf(books));
        if (!obstacles.empty()) {
          return RefuseInput("CONTRACT_MONEY_NOT_SETTLED", std::move(obstacles),
                             {{"contract", contract.id}});
        }
        TRANCHE_RETURN_IF_ERROR(CheckDay(books, closed_on));
        TRANCHE_RETURN_IF_ERROR(BudgetSteps::Confirm(tx, contract, *taken, request.validate_only()));
        const v1::Closing before = ToProto(contract, standing, {});
        standing = {.closed_on = closed_on,
                    .closed_by = scope.actor.subject,
                    .reference = request.reference(),
                    .closings = standing.closings + 1,
                    .reopening_reason = ""};
        store::Save(tx, contract, standing);
        const v1::Closing after = ToProto(contract, standing, {});
        AppendEvent<v1::ContractMoneyClosed>(tx, contract, after);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "closings.close",
                          .record = after.name(),
                          .before = &before,
                          .after = &after,
                          .reason = request.reference(),
                          .request_id = request.request_id()});
        return after;
      });
  if (request.validate_only()) return answer;
  if (answer.ok()) Ends(context_).Tell(scope, found);
  if (!answer.ok() && taken.ok()) budget.GiveUp(scope, found, *taken);
  return answer;
}

absl::StatusOr<v1::Closing> ClosingsService::ReopenMoney(const rpc::CallScope& scope,
                                                         const v1::ReopenMoneyRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string id, ContractIdOf(kPart, request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found, contracts_.RequireOwn(scope, id, request.name()));
  const absl::StatusOr<v1::Closing> answer = idempotency::Write<v1::Closing>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Closing> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, payments::store::LockEvenIfClosed(tx, found));
        store::Standing standing = store::Load(tx, contract);
        TRANCHE_RETURN_IF_ERROR(Decide(contract, standing, Step::kReopen).status());
        const v1::Closing before = ToProto(contract, standing, {});
        standing = {.closed_on = std::nullopt,
                    .closed_by = "",
                    .reference = "",
                    .closings = standing.closings,
                    .reopening_reason = request.reason()};
        store::Save(tx, contract, standing);
        store::BeginBudgetStep(tx, contract, /*closes=*/false);
        const v1::Closing after = ToProto(contract, standing, {});
        AppendEvent<v1::ContractMoneyReopened>(tx, contract, after);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "closings.reopen",
                          .record = after.name(),
                          .before = &before,
                          .after = &after,
                          .reason = request.reason(),
                          .request_id = request.request_id()});
        return after;
      });
  if (!answer.ok() || request.validate_only()) return answer;
  BudgetSteps(context_).Tell(scope, found);
  Ends(context_).Tell(scope, found);
  return answer;
}

std::unique_ptr<grpc::Service> MakeClosings(const rpc::RoleContext& context,
                                            std::function<absl::Status(absl::Time)> catch_up) {
  return std::make_unique<Endpoint>(context, std::move(catch_up));
}

}  // namespace tranche::payments::closing
