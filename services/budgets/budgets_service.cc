// SPDX-License-Identifier: EUPL-1.2
#include "budgets/budgets_service.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "budgets/budget_line.h"
#include "budgets/budget_view_convert.h"
#include "budgets/budgets_convert.h"
#include "budgets/contract_service.h"
#include "budgets/contracts_store.h"
#include "budgets/cost.h"
#include "budgets/costs_store.h"
#include "budgets/currencies/currencies_store.h"
#include "budgets/decisions_store.h"
#include "budgets/documents/refused_cost_service.h"
#include "budgets/limits/limits_service.h"
#include "budgets/limits/limits_store.h"
#include "budgets/lines_store.h"
#include "budgets/record_cost_store.h"
#include "budgets/simplified/flat_rate.h"
#include "budgets/simplified/simplified_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/page.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

// Adds one of the amounts of every line.
absl::StatusOr<ThreePart> SumOf(const v1::Budget& budget, Currency currency,
                                const common::v1::ThreePartAmount& (v1::Line::*amount)() const) {
  ThreePart sum = ZeroParts(currency);
  for (const v1::Line& line : budget.lines()) {
    TRANCHE_ASSIGN_OR_RETURN(const ThreePart parts, convert::FromProto((line.*amount)()));
    TRANCHE_ASSIGN_OR_RETURN(sum, Add(sum, parts));
  }
  return sum;
}

absl::StatusOr<v1::Budget> LoadBudget(pg::Tx& tx, const store::Contract& contract) {
  v1::Budget budget;
  budget.set_name(ContractName(contract.organisation, contract.contract) + "/budget");
  for (v1::Line& line : store::ListLines(tx, contract.organisation, contract.contract)) {
    *budget.add_lines() = std::move(line);
  }
  const Currency currency = contract.amount.eu.currency();
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart caps, SumOf(budget, currency, &v1::Line::caps));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart reserved, SumOf(budget, currency, &v1::Line::reserved));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart spent, SumOf(budget, currency, &v1::Line::spent));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart left, SumOf(budget, currency, &v1::Line::left));
  *budget.mutable_caps() = convert::ToProto(caps);
  *budget.mutable_reserved() = convert::ToProto(reserved);
  *budget.mutable_spent() = convert::ToProto(spent);
  *budget.mutable_left() = convert::ToProto(left);
  return budget;
}

// Decisions as they are carried out.
struct Decided {
  std::vector<store::NewDecision> decisions;
  Outcome outcome;
  google::protobuf::RepeatedPtrField<v1::LoweredCost> lowered;
};

// Shows a budget in lev or in euro, whichever it is kept in.
absl::Status ShowInCurrency(pg::Tx& tx, const store::Contract& contract, const std::string& code,
                            v1::Budget* budget) {
  TRANCHE_ASSIGN_OR_RETURN(const Currency asked, ParseCurrency(code));
  if (asked == contract.amount.eu.currency()) return absl::OkStatus();
  if (asked == Currency::kEur) return ShowInEuro(budget);
  std::map<std::string, ConvertedLine> lines;
  if (const std::optional<store::ConvertedBudget> converted = store::FindConverted(tx, contract)) {
    for (const store::ConvertedBudget::Line& line : converted->lines) {
      lines[line.before.code] = {.before = line.before, .after = line.after};
    }
  }
  return ShowInLev(lines, budget);
}

std::vector<int64_t> NumbersOf(const std::vector<store::NewDecision>& decisions) {
  std::vector<int64_t> numbers;
  numbers.reserve(decisions.size());
  for (const store::NewDecision& decision : decisions) numbers.push_back(decision.number);
  return numbers;
}

// The costs in the order of `numbers`; NOT_FOUND for the first that there is not.
absl::StatusOr<std::vector<store::StoredCost>> LoadInOrder(pg::Tx& tx, const store::Contract& contract,
                                                           const std::vector<int64_t>& numbers) {
  std::map<int64_t, store::StoredCost> found;
  for (store::StoredCost& cost :
       store::FindCosts(tx, contract.organisation, contract.contract, numbers)) {
    found.emplace(cost.number, std::move(cost));
  }
  std::vector<store::StoredCost> costs;
  costs.reserve(numbers.size());
  for (const int64_t number : numbers) {
    const auto cost = found.find(number);
    if (cost == found.end()) {
      return Refuse("NOT_FOUND",
                    {{"name", CostName(contract.organisation, contract.contract, number)}});
    }
    costs.push_back(std::move(cost->second));
  }
  return costs;
}

// Lowers flat-rate costs to what their bases come to with these decisions, and says so in their
// reasons.
absl::Status FollowBases(pg::Tx& tx, const store::Contract& contract, const store::DecidedLines& lines,
                         std::vector<CostFacts>* facts, std::vector<Verdict>* verdicts,
                         Decided* decided) {
  for (CostFacts& cost : *facts) {
    const auto form = lines.simplified.find(cost.line);
    if (form != lines.simplified.end()) cost.form = form->second;
  }
  const std::vector<FlatRate> rates = store::ListFlatRates(tx, contract);
  const LimitedLines amounts = store::ReadLimitedLines(tx, contract.organisation, contract.contract);
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<Lowered> lowered,
      LowerFlatRates(rates, amounts, *facts, verdicts, contract.amount.eu.currency()));
  for (const Lowered& one : lowered) {
    store::NewDecision& decision = decided->decisions[one.place];
    decision.verdict = (*verdicts)[one.place];
    decision.reason = absl::StrCat(decision.reason, decision.reason.empty() ? "" : "; ", one.reason);
    v1::LoweredCost* shown = decided->lowered.Add();
    shown->set_cost((*facts)[one.place].name);
    *shown->mutable_unapproved() = convert::ToProto(one.unapproved);
    shown->set_reason(decision.reason);
  }
  return absl::OkStatus();
}

// Decides on locked lines: loads, decides, writes; what became of it all.
absl::StatusOr<Decided> ApplyDecisions(pg::Tx& tx, const store::Contract& contract,
                                       const std::vector<store::NewDecision>& decisions,
                                       absl::CivilDay decided_on, const std::string& decided_by) {
  const std::vector<int64_t> numbers = NumbersOf(decisions);
  const store::DecidedLines lines =
      store::LockLines(tx, contract.organisation, contract.contract, numbers);
  // Read after the locks, so that no other decision on these costs is on its way.
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<store::StoredCost> costs,
                           LoadInOrder(tx, contract, numbers));
  std::vector<CostFacts> facts;
  std::vector<Verdict> verdicts;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    facts.push_back(costs[i].facts);
    verdicts.push_back(decisions[i].verdict);
  }
  Decided decided{.decisions = decisions, .outcome = {}, .lowered = {}};
  if (!lines.simplified.empty()) {
    TRANCHE_RETURN_IF_ERROR(FollowBases(tx, contract, lines, &facts, &verdicts, &decided));
  }
  TRANCHE_ASSIGN_OR_RETURN(decided.outcome, budgets::DecideCosts(facts, verdicts, decided_on,
                                                                 contract.amount.eu.currency()));
  store::InsertDecisions(tx, contract, decided_on, decided_by, decided.decisions, decided.outcome,
                         lines);
  return decided;
}

// The request as it was carried out: with what flat rates were lowered by.
v1::DecideCostsRequest AsDecided(const v1::DecideCostsRequest& request, const Decided& decided) {
  v1::DecideCostsRequest shown = request;
  for (std::size_t i = 0; i < decided.decisions.size() && !decided.lowered.empty(); ++i) {
    const store::NewDecision& decision = decided.decisions[i];
    if (!decision.verdict.unapproved) continue;
    v1::CostDecision* told = shown.mutable_decisions(static_cast<int>(i));
    told->set_reason(decision.reason);
    *told->mutable_unapproved() = convert::ToProto(*decision.verdict.unapproved);
  }
  return shown;
}

}  // namespace

Service::Service(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), catch_up_(std::move(catch_up)) {}

template <class Answer>
absl::StatusOr<Answer> Service::AskAgainIfUnknown(const rpc::CallScope& scope,
                                                  const ContractRef& contract,
                                                  const std::function<absl::StatusOr<Answer>()>& ask) {
  absl::StatusOr<Answer> answer = ask();
  if (ReasonOf(answer.status()) != "NOT_FOUND") return answer;
  // It may have become known since it was asked for; then, too, the first answer is not the last one.
  TRANCHE_RETURN_IF_ERROR(CatchUpOn(context_, catch_up_, scope, contract));
  return ask();
}

absl::Status Service::CheckExpenseTypes(const rpc::CallScope& scope,
                                        const v1::CreateBudgetRequest& request) {
  const auto stub = reference::v1::ReferenceService::NewStub(context_.peers->Get("reference"));
  TRANCHE_ASSIGN_OR_RETURN(
      const reference::v1::ListExpenseTypesResponse types,
      rpc::Call(scope, *stub, &reference::v1::ReferenceService::Stub::ListExpenseTypes,
                reference::v1::ListExpenseTypesRequest()));
  std::vector<std::string> known;
  for (const reference::v1::ExpenseType& type : types.expense_types()) known.push_back(type.code());
  for (const v1::Line& line : request.lines()) {
    if (std::find(known.begin(), known.end(), line.expense_type()) != known.end()) continue;
    return Refuse(
        "EXPENSE_TYPE_UNKNOWN",
        {{"line", line.code()}, {"value", line.expense_type()}, {"known", absl::StrJoin(known, ", ")}});
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Budget> Service::CreateBudget(const rpc::CallScope& scope,
                                                 const v1::CreateBudgetRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<Money> totals, ParseLines(request));
  const std::string organisation = rpc::OrganisationOf(scope);
  // Asked before, looked at within: a repeat gets its first answer even when reference is away.
  const absl::Status types = CheckExpenseTypes(scope, request);
  const auto create = [&](pg::Tx& tx) -> absl::StatusOr<v1::Budget> {
    TRANCHE_RETURN_IF_ERROR(types);
    const std::optional<store::Contract> contract = store::LockContract(tx, organisation, ref.contract);
    if (!contract) return Refuse("NOT_FOUND", {{"name", request.parent()}});
    if (contract->budgeted) return Refuse("BUDGET_EXISTS", {{"contract", contract->number}});
    TRANCHE_ASSIGN_OR_RETURN(const std::vector<ThreePart> caps, AllotCaps(contract->amount, totals));
    std::vector<store::NewLine> lines;
    for (int i = 0; i < request.lines_size(); ++i) lines.push_back({request.lines(i), caps[i]});
    store::InsertBudget(tx, *contract, lines);
    TRANCHE_RETURN_IF_ERROR(
        SetFirstLimits(tx, scope, *contract, request.limits(), request.request_id()));
    TRANCHE_ASSIGN_OR_RETURN(v1::Budget budget, LoadBudget(tx, *contract));
    evidence::Record(tx, scope,
                     {.organisation = organisation,
                      .action = "budgets.create",
                      .record = budget.name(),
                      .before = nullptr,
                      .after = &budget,
                      .reason = "",
                      .request_id = request.request_id()});
    return budget;
  };
  return AskAgainIfUnknown<v1::Budget>(scope, {organisation, ref.contract}, [&] {
    return idempotency::Write<v1::Budget>(*context_.pool, scope, request, create);
  });
}

absl::StatusOr<v1::Budget> Service::GetBudget(const rpc::CallScope& scope,
                                              const v1::GetBudgetRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.name(), "/budget"));
  const auto load = [&](pg::Tx& tx) -> absl::StatusOr<v1::Budget> {
    TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract, FindContract(tx, ref, request.name()));
    if (!contract.budgeted) return Refuse("NOT_FOUND", {{"name", request.name()}});
    TRANCHE_ASSIGN_OR_RETURN(v1::Budget budget, LoadBudget(tx, contract));
    if (!request.currency().empty()) {
      TRANCHE_RETURN_IF_ERROR(ShowInCurrency(tx, contract, request.currency(), &budget));
    }
    return budget;
  };
  return AskAgainIfUnknown<v1::Budget>(
      scope, ref, [&] { return idempotency::Read<v1::Budget>(*context_.pool, scope, load); });
}

absl::StatusOr<v1::Cost> Service::RecordCost(const rpc::CallScope& scope,
                                             const v1::RecordCostRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  const std::string organisation = rpc::OrganisationOf(scope);
  if (organisation.empty() || organisation == "*") return Refuse("ORGANISATION_REQUIRED");
  const ContractRef own{.organisation = organisation, .contract = ref.contract};
  const ReadCost read = CheckCost(request.cost(), scope.today);
  if (!read.faults.empty()) return RefuseCost(context_, scope, own, read, "cost.");
  store::NewCost cost = read.cost;
  cost.organisation = organisation;
  cost.contract = ref.contract;
  cost.request_id = request.request_id();
  cost.request_hash = idempotency::HashRequest(request);
  const auto record = [&]() -> absl::StatusOr<v1::Cost> {
    v1::Cost recorded;
    // The function commits by itself, unless it stands in a transaction that does not.
    const auto run = request.validate_only() ? idempotency::Rehearse : pg::RunAlone;
    TRANCHE_RETURN_IF_ERROR(run(*context_.pool, scope, [&](pg::Tx& tx) -> absl::Status {
      recorded = store::RecordCost(tx, scope, cost);
      return absl::OkStatus();
    }));
    return recorded;
  };
  absl::StatusOr<v1::Cost> recorded = AskAgainIfUnknown<v1::Cost>(scope, own, record);
  if (!recorded.ok()) return RefuseCost(context_, scope, own, read, "cost.", recorded.status());
  return recorded;
}

absl::StatusOr<v1::Cost> Service::GetCost(const rpc::CallScope& scope,
                                          const v1::GetCostRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const CostRef ref, ParseCostName(request.name()));
  return idempotency::Read<v1::Cost>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Cost> {
        std::vector<store::StoredCost> found =
            store::FindCosts(tx, ref.contract.organisation, ref.contract.contract, {ref.number});
        if (found.empty()) return Refuse("NOT_FOUND", {{"name", request.name()}});
        if (found.size() > 1) return Refuse("NAME_AMBIGUOUS", {{"name", request.name()}});
        return std::move(found.front().shown);
      });
}

absl::StatusOr<v1::ListCostsResponse> Service::ListCosts(const rpc::CallScope& scope,
                                                         const v1::ListCostsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  const int page_size = convert::PageSize(request.page_size());
  store::ToldOfCosts told{.activity = request.activity(), .issuer_kind = "", .flag = ""};
  if (request.issuer_kind() != v1::ISSUER_KIND_UNSPECIFIED) {
    told.issuer_kind = v1::IssuerKind_Name(request.issuer_kind());
  }
  if (request.flag() != v1::COST_FLAG_UNSPECIFIED) told.flag = v1::CostFlag_Name(request.flag());
  const auto load = [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCostsResponse> {
    std::string organisation = ref.organisation;
    if (organisation == "-") {
      TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract, FindContract(tx, ref, request.parent()));
      organisation = contract.organisation;
    }
    std::string list = "budgets.costs " + ContractName(organisation, ref.contract);
    if (!(told == store::ToldOfCosts())) {
      absl::StrAppend(&list, " ", told.issuer_kind, " ", told.flag, " ", told.activity);
    }
    TRANCHE_ASSIGN_OR_RETURN(const int64_t after,
                             convert::ReadNumberToken<int64_t>(list, request.page_token()));
    // One more than asked for tells whether there is a next page.
    std::vector<store::StoredCost> costs =
        store::ListCosts(tx, organisation, ref.contract, after, page_size + 1, told);
    // Where there is a cost, there is its contract.
    if (costs.empty()) TRANCHE_RETURN_IF_ERROR(FindContract(tx, ref, request.parent()).status());
    const bool more = static_cast<int>(costs.size()) > page_size;
    if (more) costs.pop_back();
    v1::ListCostsResponse response;
    for (store::StoredCost& cost : costs) *response.add_costs() = std::move(cost.shown);
    if (more) {
      response.set_next_page_token(convert::MakePageToken(list, {absl::StrCat(costs.back().number)}));
    }
    return response;
  };
  return AskAgainIfUnknown<v1::ListCostsResponse>(scope, ref, [&] {
    return idempotency::Read<v1::ListCostsResponse>(*context_.pool, scope, load);
  });
}

absl::StatusOr<v1::DecideCostsResponse> Service::DecideCosts(const rpc::CallScope& scope,
                                                             const v1::DecideCostsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay decided_on, ParseDay(request.decided_on()));
  const std::string organisation = rpc::OrganisationOf(scope);
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<store::NewDecision> decisions,
                           ParseDecisions(request, organisation, ref.contract));
  return idempotency::Write<v1::DecideCostsResponse>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::DecideCostsResponse> {
        TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                                 FindContract(tx, {organisation, ref.contract}, request.parent()));
        TRANCHE_ASSIGN_OR_RETURN(
            const Decided decided,
            ApplyDecisions(tx, contract, decisions, decided_on, request.decided_by()));
        const Outcome& outcome = decided.outcome;
        const v1::DecideCostsRequest carried_out = AsDecided(request, decided);
        v1::DecideCostsResponse response;
        v1::CostsDecided event;
        event.set_contract(ContractName(contract.organisation, contract.contract));
        for (std::size_t i = 0; i < decisions.size(); ++i) {
          const CostState state = outcome.costs[i].state;
          *(state == CostState::kApproved  ? event.add_approved()
            : state == CostState::kRefused ? event.add_refused()
                                           : event.add_partly_approved()) =
              CostName(contract.organisation, contract.contract, decisions[i].number);
        }
        *response.mutable_approved() = convert::ToProto(outcome.approved);
        *response.mutable_refused() = convert::ToProto(outcome.refused);
        *response.mutable_refused_by_correction() = convert::ToProto(outcome.by_correction);
        *response.mutable_lowered() = decided.lowered;
        events::Append(tx, organisation, event.contract(), event);
        evidence::Record(tx, scope,
                         {.organisation = organisation,
                          .action = "budgets.costs.decide",
                          .record = event.contract(),
                          .before = nullptr,
                          .after = &carried_out,
                          .reason = request.decided_by(),
                          .request_id = request.request_id()});
        return response;
      });
}

absl::StatusOr<common::v1::ListEventsResponse> Service::ListEvents(
    const rpc::CallScope& scope, const common::v1::ListEventsRequest& request) {
  return events::List(*context_.pool, scope, request);
}

}  // namespace tranche::budgets
