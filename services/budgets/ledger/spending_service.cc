// SPDX-License-Identifier: EUPL-1.2
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "budgets/contract_service.h"
#include "budgets/ledger/ledger_service.h"
#include "budgets/ledger/ledger_steps_service.h"
#include "budgets/ledger/spending_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

using ReferenceStub = reference::v1::ReferenceService::Stub;

constexpr char kDecommitmentRule[] = "decommitment_months";

// What was planned and used, ordered for a forecast.
struct Figures {
  std::map<Quarter, std::pair<Money, Money>> quarters;  // Planned, used; of the whole contract.
  std::map<std::string, Money> planned;                 // By line, for the quarters that have ended.
  std::map<std::string, Money> used;                    // By line.
  Money planned_in_all;
  Money used_in_all;
  Money grant_used;
};

absl::Status AddTo(Money& sum, Money amount) {
  TRANCHE_ASSIGN_OR_RETURN(sum, Add(sum, amount));
  return absl::OkStatus();
}

absl::StatusOr<Figures> FiguresOf(const std::optional<v1::SpendingPlan>& plan,
                                  const std::vector<store::QuarterUse>& uses, absl::CivilDay as_of,
                                  Currency currency) {
  const Money zero = Money::Zero(currency);
  Figures figures{.quarters = {},
                  .planned = {},
                  .used = {},
                  .planned_in_all = zero,
                  .used_in_all = zero,
                  .grant_used = zero};
  std::vector<PlannedQuarter> quarters;
  if (plan) {
    TRANCHE_ASSIGN_OR_RETURN(quarters, FromProto(*plan));
  }
  for (const PlannedQuarter& planned : quarters) {
    const auto quarter = figures.quarters.try_emplace(planned.quarter, zero, zero).first;
    TRANCHE_RETURN_IF_ERROR(AddTo(quarter->second.first, planned.amount));
    if (LastDay(planned.quarter) > as_of) continue;
    TRANCHE_RETURN_IF_ERROR(AddTo(figures.planned_in_all, planned.amount));
    Money& of_line = figures.planned.try_emplace(planned.line, zero).first->second;
    TRANCHE_RETURN_IF_ERROR(AddTo(of_line, planned.amount));
  }
  for (const store::QuarterUse& use : uses) {
    const auto quarter = figures.quarters.try_emplace(use.quarter, zero, zero).first;
    TRANCHE_RETURN_IF_ERROR(AddTo(quarter->second.second, use.total));
    TRANCHE_RETURN_IF_ERROR(AddTo(figures.used.try_emplace(use.line, zero).first->second, use.total));
    TRANCHE_RETURN_IF_ERROR(AddTo(figures.used_in_all, use.total));
    TRANCHE_RETURN_IF_ERROR(AddTo(figures.grant_used, use.grant));
  }
  return figures;
}

Money Of(const std::map<std::string, Money>& amounts, const std::string& line, Currency currency) {
  const auto found = amounts.find(line);
  return found == amounts.end() ? Money::Zero(currency) : found->second;
}

// Quarters and outlooks of a forecast.
absl::Status FillForecast(const store::Contract& contract, const std::vector<v1::Line>& lines,
                          const Figures& figures, const Pace& pace, v1::Forecast* forecast) {
  const Currency currency = contract.amount.eu.currency();
  for (const auto& [quarter, amounts] : figures.quarters) {
    v1::ForecastQuarter* shown = forecast->add_quarters();
    shown->set_year(quarter.year);
    shown->set_quarter(quarter.quarter);
    *shown->mutable_planned() = convert::ToProto(amounts.first);
    *shown->mutable_used() = convert::ToProto(amounts.second);
  }
  Money cap_in_all = Money::Zero(currency);
  for (const v1::Line& line : lines) {
    TRANCHE_ASSIGN_OR_RETURN(const Money cap, convert::FromProto(line.total()));
    TRANCHE_RETURN_IF_ERROR(AddTo(cap_in_all, cap));
    const Money used = Of(figures.used, line.code(), currency);
    const Money planned = Of(figures.planned, line.code(), currency);
    TRANCHE_ASSIGN_OR_RETURN(const Outlook outlook, LookAhead(cap, used, planned, pace));
    *forecast->add_lines() = ToProto(line.code(), line.title(), cap, used, planned, outlook);
  }
  TRANCHE_ASSIGN_OR_RETURN(const Outlook outlook,
                           LookAhead(cap_in_all, figures.used_in_all, figures.planned_in_all, pace));
  *forecast->mutable_contract() =
      ToProto("", contract.title, cap_in_all, figures.used_in_all, figures.planned_in_all, outlook);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::SpendingPlan> Ledger::SetSpendingPlan(const rpc::CallScope& scope,
                                                         const v1::SetSpendingPlanRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<PlannedQuarter> quarters, FromProto(request.plan()));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract found,
                           RequireBudget(context_, catch_up_, scope, ref, request.parent()));
  // Asked before the transaction; counts only when the request is new.
  const absl::Status no_package = CheckNoPackage(scope, found);
  return idempotency::Write<v1::SpendingPlan>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::SpendingPlan> {
        TRANCHE_RETURN_IF_ERROR(no_package);
        const std::optional<store::Contract> contract =
            store::LockContract(tx, found.organisation, found.contract);
        if (!contract) return Refuse("NOT_FOUND", {{"name", request.parent()}});
        TRANCHE_RETURN_IF_ERROR(CheckMoneyOpen(tx, *contract));
        PlanFrame frame{.starts_on = contract->starts_on,
                        .ends_on = contract->ends_on,
                        .cap = Money::Zero(contract->amount.eu.currency()),
                        .caps = {}};
        TRANCHE_ASSIGN_OR_RETURN(frame.cap, Total(contract->amount));
        for (const v1::Line& line : store::ListLines(tx, contract->organisation, contract->contract)) {
          TRANCHE_ASSIGN_OR_RETURN(const Money cap, convert::FromProto(line.total()));
          frame.caps.emplace(line.code(), cap);
        }
        TRANCHE_RETURN_IF_ERROR(CheckPlan(quarters, frame));
        const v1::SpendingPlan plan =
            store::InsertPlan(tx, *contract, request.plan(), quarters, scope.actor.subject);
        evidence::Record(tx, scope,
                         {.organisation = contract->organisation,
                          .action = "budgets.plan",
                          .record = plan.name(),
                          .before = nullptr,
                          .after = &plan,
                          .reason = plan.reason(),
                          .request_id = request.request_id()});
        return plan;
      });
}

absl::StatusOr<v1::SpendingPlan> Ledger::GetSpendingPlan(const rpc::CallScope& scope,
                                                         const v1::GetSpendingPlanRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.name(), "/spendingPlan"));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireContract(context_, catch_up_, scope, ref, request.name()));
  return idempotency::Read<v1::SpendingPlan>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::SpendingPlan> {
        std::optional<v1::SpendingPlan> plan = store::FindPlan(tx, contract, request.version());
        if (plan) return *std::move(plan);
        if (request.version() != 0) return Refuse("NOT_FOUND", {{"name", request.name()}});
        v1::SpendingPlan none;
        none.set_name(absl::StrCat(NameOf(contract), "/spendingPlan"));
        *none.mutable_total() = convert::ToProto(Money::Zero(contract.amount.eu.currency()));
        return none;
      });
}

absl::Status Ledger::AddDecommitment(const rpc::CallScope& scope, const store::Contract& contract,
                                     const Pace& pace, Money grant, Money used,
                                     v1::Forecast* forecast) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string procedure, ProcedureOf(scope, contract));
  const auto stub = reference::v1::ReferenceService::NewStub(context_.peers->Get("reference"));
  reference::v1::ListProceduresRequest procedures_request;
  procedures_request.set_code(procedure);
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::ListProceduresResponse procedures,
                           rpc::Call<reference::v1::ListProceduresResponse>(
                               scope, *stub, &ReferenceStub::ListProcedures, procedures_request));
  std::string period;
  for (const reference::v1::Procedure& found : procedures.procedures()) {
    if (found.code() == procedure) period = found.programming_period();
  }
  reference::v1::ListRulesRequest request;
  request.set_code(kDecommitmentRule);
  request.set_as_of(FormatDay(contract.starts_on));
  TRANCHE_ASSIGN_OR_RETURN(
      const reference::v1::ListRulesResponse rules,
      rpc::Call<reference::v1::ListRulesResponse>(scope, *stub, &ReferenceStub::ListRules, request));
  const reference::v1::Rule* rule = RuleOfPeriod(rules, period);
  int months = 0;
  if (rule == nullptr || !absl::SimpleAtoi(rule->value(), &months)) return absl::OkStatus();
  const absl::CivilDay day = DecommitmentDay(contract.starts_on, months);
  TRANCHE_ASSIGN_OR_RETURN(const Money at_risk, AtRisk(grant, used, pace, day));
  v1::DecommitmentRisk* risk = forecast->mutable_decommitment();
  risk->set_day(FormatDay(day));
  *risk->mutable_at_risk() = convert::ToProto(at_risk);
  risk->set_legal_source(rule->legal_source());
  risk->set_verified(rule->verified());
  risk->set_text_bg(rule->text_bg());
  risk->set_text_en(rule->text_en());
  return absl::OkStatus();
}

absl::StatusOr<v1::Forecast> Ledger::GetForecast(const rpc::CallScope& scope,
                                                 const v1::GetForecastRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.name(), "/forecast"));
  absl::CivilDay as_of = scope.today;
  if (!request.as_of().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(as_of, ParseDay(request.as_of()));
  }
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireContract(context_, catch_up_, scope, ref, request.name()));
  if (!contract.budgeted) return Refuse("NOT_FOUND", {{"name", request.name()}});
  const Pace pace{.starts_on = contract.starts_on, .ends_on = contract.ends_on, .as_of = as_of};
  Money grant_used = Money::Zero(contract.amount.eu.currency());
  TRANCHE_ASSIGN_OR_RETURN(
      v1::Forecast forecast,
      idempotency::Read<v1::Forecast>(
          *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Forecast> {
            const std::optional<v1::SpendingPlan> plan = store::FindPlan(tx, contract, 0);
            TRANCHE_ASSIGN_OR_RETURN(const Figures figures,
                                     FiguresOf(plan, store::LoadUse(tx, contract, as_of), as_of,
                                               contract.amount.eu.currency()));
            grant_used = figures.grant_used;
            v1::Forecast made;
            made.set_name(absl::StrCat(NameOf(contract), "/forecast"));
            made.set_as_of(FormatDay(as_of));
            made.set_plan_version(plan ? plan->version() : 0);
            TRANCHE_RETURN_IF_ERROR(
                FillForecast(contract, store::ListLines(tx, contract.organisation, contract.contract),
                             figures, pace, &made));
            return made;
          }));
  TRANCHE_ASSIGN_OR_RETURN(const Money grant, Grant(contract.amount));
  TRANCHE_RETURN_IF_ERROR(AddDecommitment(scope, contract, pace, grant, grant_used, &forecast));
  return forecast;
}

}  // namespace tranche::budgets
