// SPDX-License-Identifier: EUPL-1.2
#include "payments/closing/budget_steps_service.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/all_organisations_service.h"
#include "payments/package/package_store.h"
#include "payments/payments_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "platform/rpc/service_scope.h"
#include "tranche/budgets/v1/budget_closings_service.grpc.pb.h"

namespace tranche::payments::closing {
namespace {

using ClosingsStub = budgets::v1::BudgetClosingsService::Stub;

constexpr absl::Duration kStep = absl::Seconds(10);
// What is recorded does not wait long for being heard of: it is told again.
constexpr absl::Duration kTellMax = absl::Seconds(3);
constexpr char kMethod[] = "payments.budget_steps";

// By the service's own token: no person may close a budget. A contract that budgets does not know has
// nothing to close.
absl::StatusOr<budgets::v1::BudgetClosing> Ask(const rpc::RoleContext& context,
                                               const rpc::CallScope& own, const std::string& contract,
                                               int64_t number, std::optional<absl::CivilDay> closed_on,
                                               bool is_closed, bool validate_only) {
  const std::unique_ptr<ClosingsStub> stub =
      budgets::v1::BudgetClosingsService::NewStub(context.peers->Get("budgets"));
  budgets::v1::FollowMoneyClosingRequest request;
  request.set_name(contract);
  request.set_number(number);
  if (closed_on.has_value()) request.set_closed_on(FormatDay(*closed_on));
  request.set_is_closed(is_closed);
  request.set_validate_only(validate_only);
  absl::StatusOr<budgets::v1::BudgetClosing> answer =
      rpc::Call<budgets::v1::BudgetClosing>(own, *stub, &ClosingsStub::FollowMoneyClosing, request);
  if (!absl::IsNotFound(answer.status())) return answer;
  budgets::v1::BudgetClosing none;
  none.set_contract(contract);
  none.set_number(number);
  if (closed_on.has_value()) none.set_closed_on(FormatDay(*closed_on));
  return none;
}

absl::StatusOr<Reserved> ReservedOf(const budgets::v1::BudgetClosing& closing) {
  Reserved reserved;
  if (closing.reserved_count() == 0) return reserved;
  reserved.count = closing.reserved_count();
  TRANCHE_ASSIGN_OR_RETURN(reserved.amount, tranche::convert::FromProto(closing.reserved()));
  for (const std::string& cost : closing.reserved_costs()) {
    reserved.first.push_back(cost.substr(cost.rfind('/') + 1));
  }
  return reserved;
}

rpc::CallScope OwnScope(const rpc::RoleContext& context, const rpc::CallScope& scope,
                        const Contract& contract) {
  return rpc::ServiceScope(context, contract.organisation,
                           std::min(scope.deadline, absl::Now() + kTellMax), scope.method,
                           scope.trace_id);
}

std::string NameOf(const std::string& organisation, const std::string& contract_id) {
  return absl::StrCat("organisations/", organisation, "/contracts/", contract_id);
}

}  // namespace

absl::StatusOr<Reserved> BudgetSteps::Look(const rpc::CallScope& scope, const Contract& contract) {
  TRANCHE_ASSIGN_OR_RETURN(const store::BudgetStep step, Load(scope, contract));
  const rpc::CallScope own =
      rpc::ServiceScope(context_, contract.organisation, scope.deadline, scope.method, scope.trace_id);
  TRANCHE_ASSIGN_OR_RETURN(const budgets::v1::BudgetClosing answer,
                           Ask(context_, own, NameOf(contract.organisation, contract.id),
                               std::max<int64_t>(step.number, 1), std::nullopt, /*is_closed=*/false,
                               /*validate_only=*/true));
  return ReservedOf(answer);
}

absl::StatusOr<BudgetSteps::Taken> BudgetSteps::Close(const rpc::CallScope& scope,
                                                      const Contract& found,
                                                      const std::string& request_id,
                                                      absl::CivilDay closed_on, bool validate_only,
                                                      const Check& check) {
  TRANCHE_ASSIGN_OR_RETURN(
      Taken taken, idempotency::Step<Taken>(
                       *context_.pool, scope, validate_only, [&](pg::Tx& tx) -> absl::StatusOr<Taken> {
                         TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                                                  payments::store::LockEvenIfClosed(tx, found));
                         if (payments::store::WasAnswered(tx, scope, found.organisation, request_id))
                           return Taken{};
                         TRANCHE_ASSIGN_OR_RETURN(const bool closes, check(tx, contract));
                         if (!closes) return Taken{};
                         return Taken{.number = store::BeginBudgetStep(tx, contract, /*closes=*/true),
                                      .reserved = {}};
                       }));
  if (taken.number == 0) return taken;
  const rpc::CallScope own =
      rpc::ServiceScope(context_, found.organisation, scope.deadline, scope.method, scope.trace_id);
  const absl::StatusOr<budgets::v1::BudgetClosing> answer =
      Ask(context_, own, NameOf(found.organisation, found.id), taken.number, closed_on,
          /*is_closed=*/false, validate_only);
  absl::Status heard = answer.status();
  if (answer.ok()) {
    TRANCHE_ASSIGN_OR_RETURN(taken.reserved, ReservedOf(*answer));
    // Budgets may know a higher number, when its database is newer than ours: each attempt takes
    // another.
    const bool followed =
        !answer->closed_on().empty() && (validate_only || answer->number() == taken.number);
    if (taken.reserved.count == 0 && !followed) {
      if (!validate_only) GiveUp(scope, found, taken);
      return Refuse("CONFLICT_RETRY");
    }
    if (validate_only) return taken;
    heard = pg::Transact(*context_.pool, own, [&](pg::Tx& tx) -> absl::Status {
      store::SaveBudgetHeard(tx, found.organisation, found.id, taken.number);
      return absl::OkStatus();
    });
    if (heard.ok()) return taken;
  }
  if (!validate_only) GiveUp(scope, found, taken);
  return heard;
}

absl::Status BudgetSteps::Confirm(pg::Tx& tx, const Contract& contract, const Taken& taken,
                                  bool validate_only) {
  // A rehearsal has kept nothing of its first step.
  if (validate_only) return absl::OkStatus();
  const store::BudgetStep step = store::LoadBudgetStep(tx, contract.organisation, contract.id);
  const bool stands =
      taken.number > 0 && step.number == taken.number && step.closes && step.heard == taken.number;
  return stands ? absl::OkStatus() : Refuse("CONFLICT_RETRY");
}

absl::Status BudgetSteps::SettleOne(const rpc::CallScope& own, const store::BudgetStep& found,
                                    absl::Duration taking) {
  store::BudgetStep step = found;
  if (step.closes && !step.closed_on.has_value()) {
    if (step.age < taking) return absl::OkStatus();
    // The closing came to nothing; whether it did is looked at once more, under the lock.
    Contract contract;
    contract.organisation = step.organisation;
    contract.id = step.contract_id;
    TRANCHE_ASSIGN_OR_RETURN(
        step, idempotency::Step<store::BudgetStep>(
                  *context_.pool, own, /*validate_only=*/false,
                  [&](pg::Tx& tx) -> absl::StatusOr<store::BudgetStep> {
                    TRANCHE_RETURN_IF_ERROR(payments::store::LockEvenIfClosed(tx, contract).status());
                    const store::BudgetStep now =
                        store::LoadBudgetStep(tx, step.organisation, step.contract_id);
                    if (now.number == step.number && !now.closed_on.has_value()) {
                      store::BeginBudgetStep(tx, contract, /*closes=*/false);
                    }
                    return store::LoadBudgetStep(tx, step.organisation, step.contract_id);
                  }));
    if (step.closes) return absl::OkStatus();
  }
  if (step.heard == step.number) return absl::OkStatus();
  TRANCHE_RETURN_IF_ERROR(Ask(context_, own, NameOf(step.organisation, step.contract_id), step.number,
                              step.closes ? step.closed_on : std::nullopt, step.closes,
                              /*validate_only=*/false)
                              .status());
  return pg::Transact(*context_.pool, own, [&](pg::Tx& tx) -> absl::Status {
    store::SaveBudgetHeard(tx, step.organisation, step.contract_id, step.number);
    return absl::OkStatus();
  });
}

absl::StatusOr<store::BudgetStep> BudgetSteps::Load(const rpc::CallScope& own,
                                                    const Contract& contract) {
  return idempotency::Read<store::BudgetStep>(*context_.pool, own, [&](pg::Tx& tx) {
    return absl::StatusOr<store::BudgetStep>(
        store::LoadBudgetStep(tx, contract.organisation, contract.id));
  });
}

void BudgetSteps::GiveUp(const rpc::CallScope& scope, const Contract& contract, const Taken& taken) {
  if (taken.number == 0) return;
  const rpc::CallScope own = OwnScope(context_, scope, contract);
  const absl::StatusOr<store::BudgetStep> step = Load(own, contract);
  // Another step may have begun meanwhile: it is somebody else's.
  if (!step.ok() || step->number != taken.number) return;
  SettleOne(own, *step, absl::ZeroDuration()).IgnoreError();
}

void BudgetSteps::Tell(const rpc::CallScope& scope, const Contract& contract) {
  const rpc::CallScope own = OwnScope(context_, scope, contract);
  const absl::StatusOr<store::BudgetStep> step = Load(own, contract);
  if (step.ok()) SettleOne(own, *step, kTaking).IgnoreError();
}

int BudgetSteps::SettleLeftBehind(absl::Duration taking) {
  const absl::StatusOr<rpc::CallScope> all = ScopeOfAll(context_, kStep, kMethod);
  if (!all.ok()) return 0;
  const absl::StatusOr<std::vector<store::BudgetStep>> steps =
      idempotency::Read<std::vector<store::BudgetStep>>(*context_.pool, *all, [&](pg::Tx& tx) {
        return absl::StatusOr<std::vector<store::BudgetStep>>(store::ListBudgetSteps(tx, taking));
      });
  if (!steps.ok()) return 0;
  int settled = 0;
  for (const store::BudgetStep& step : *steps) {
    const rpc::CallScope own =
        rpc::ServiceScope(context_, step.organisation, absl::Now() + kStep, kMethod);
    const absl::Status heard = SettleOne(own, step, taking);
    // Budgets is away: the others wait for the next time, too. One that it refuses holds no other up.
    if (absl::IsUnavailable(heard) || absl::IsDeadlineExceeded(heard)) break;
    if (heard.ok()) ++settled;
  }
  return settled;
}

}  // namespace tranche::payments::closing
