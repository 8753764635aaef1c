// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger_service.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "budgets/budgets_follow.h"
#include "budgets/limit.h"
#include "budgets/limits_store.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/page.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/observe/observe.h"
#include "platform/rpc/peers.h"
#include "platform/rpc/service_scope.h"
#include "platform/validate/validate.h"
#include "tranche/proposals/v1/contract_versions_service.grpc.pb.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

using ReferenceStub = reference::v1::ReferenceService::Stub;
using VersionsStub = proposals::v1::ContractVersionsService::Stub;

constexpr char kDecommitmentRule[] = "decommitment_months";
constexpr size_t kReviseKeyHexDigits = 40;

absl::StatusOr<store::Contract> FindContract(pg::Tx& tx, const ContractRef& ref,
                                             const std::string& name) {
  std::vector<store::Contract> found = store::FindContracts(tx, ref.organisation, ref.contract);
  if (found.empty()) return Refuse("NOT_FOUND", {{"name", name}});
  if (found.size() > 1) return Refuse("NAME_AMBIGUOUS", {{"name", name}});
  return std::move(found.front());
}

std::string NameOf(const store::Contract& contract) {
  return ContractName(contract.organisation, contract.contract);
}

std::string NameOfVersion(const store::Contract& contract, int number) {
  return absl::StrCat(NameOf(contract), "/versions/", number);
}

absl::Status CheckNoRevision(pg::Tx& tx, const store::Contract& contract) {
  const std::optional<int> open = store::FindOpenRevision(tx, contract);
  if (!open) return absl::OkStatus();
  return Refuse("REVISION_OPEN", {{"version", absl::StrCat(*open)}});
}

// Gives back what is held for `version`, which proposals says was withdrawn. Whoever withdrew it tells
// by an event, which may not be here yet, or may have found the database away.
absl::Status ReleaseWithdrawn(pg::Tx& tx, const store::Contract& contract,
                              const std::optional<int>& version) {
  if (!version) return absl::OkStatus();
  return EndRevisionOf(tx, contract, *version, RevisionEvent::kVersionWithdrawn).status();
}

// The locked line of a code; LINE_NOT_FOUND.
absl::StatusOr<TransferLine> LineOf(const std::vector<TransferLine>& lines, const std::string& code) {
  for (const TransferLine& line : lines) {
    if (line.line.code == code) return line;
  }
  return Refuse("LINE_NOT_FOUND", {{"line", code}});
}

// Whether limits let an amount move between two lines.
absl::Status CheckTransferLimits(pg::Tx& tx, const store::Contract& contract,
                                 const std::vector<Limit>& limits, const v1::Transfer& transfer,
                                 Money amount) {
  if (limits.empty()) return absl::OkStatus();
  const LimitedLines before = store::ReadLimitedLines(tx, contract.organisation, contract.contract);
  LimitedLines after = before;
  Money& giver = after.at(transfer.from_line()).cap;
  TRANCHE_ASSIGN_OR_RETURN(giver, Subtract(giver, amount));
  Money& receiver = after.at(transfer.to_line()).cap;
  TRANCHE_ASSIGN_OR_RETURN(receiver, Add(receiver, amount));
  return CheckCaps(limits, before, after, amount.currency());
}

// Whether limits let the lines of a revision have these caps: those that they have while it is
// prepared, the lower of both, and those that it gives them.
absl::Status CheckRevisionLimits(pg::Tx& tx, const store::Contract& contract,
                                 const std::vector<Limit>& limits, const store::NewRevision& revision) {
  if (limits.empty()) return absl::OkStatus();
  const LimitedLines before = store::ReadLimitedLines(tx, contract.organisation, contract.contract);
  LimitedLines held = before;
  LimitedLines after = before;
  for (std::size_t i = 0; i < revision.lines.size(); ++i) {
    const ThreePart& was = revision.lines[i].line.caps;
    const ThreePart& will_be = revision.caps[i];
    const ThreePart lower = {
        .eu = was.eu.minor() < will_be.eu.minor() ? was.eu : will_be.eu,
        .national = was.national.minor() < will_be.national.minor() ? was.national : will_be.national,
        .own = was.own.minor() < will_be.own.minor() ? was.own : will_be.own};
    TRANCHE_ASSIGN_OR_RETURN(held[revision.lines[i].line.code].cap, Total(lower));
    TRANCHE_ASSIGN_OR_RETURN(after[revision.lines[i].line.code].cap, Total(will_be));
  }
  const Currency currency = revision.amount.eu.currency();
  TRANCHE_RETURN_IF_ERROR(CheckCaps(limits, before, held, currency));
  return CheckCaps(limits, before, after, currency);
}

// Decides on a transfer on locked lines and carries it out.
absl::StatusOr<v1::Transfer> ApplyTransfer(pg::Tx& tx, const store::Contract& found,
                                           const v1::Transfer& transfer, const TransferRule& rule) {
  const std::vector<store::LockedLine> locked =
      store::LockLinesOf(tx, found, {transfer.from_line(), transfer.to_line()});
  const std::vector<Limit> limits = store::LockAllLimits(tx, found);
  // The contract's row gives out the numbers, and is locked after its lines and limits.
  const std::optional<store::Contract> contract =
      store::LockContract(tx, found.organisation, found.contract);
  if (!contract) return Refuse("NOT_FOUND", {{"name", NameOf(found)}});
  TRANCHE_RETURN_IF_ERROR(CheckNoRevision(tx, *contract));
  const int version = store::VersionOfCaps(tx, *contract);
  const std::vector<TransferLine> lines = store::WithTransfers(tx, *contract, version, locked);
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(transfer.valid_on()));
  TRANCHE_RETURN_IF_ERROR(
      CheckTransferDay(day, contract->starts_on, contract->ends_on, store::LastCapDay(tx, *contract)));
  TRANCHE_ASSIGN_OR_RETURN(const TransferLine giver, LineOf(lines, transfer.from_line()));
  TRANCHE_ASSIGN_OR_RETURN(const TransferLine receiver, LineOf(lines, transfer.to_line()));
  TRANCHE_ASSIGN_OR_RETURN(const Money amount, convert::FromProto(transfer.amount()));
  TRANCHE_ASSIGN_OR_RETURN(const DecidedTransfer decided,
                           DecideTransfer(giver, receiver, amount, rule));
  TRANCHE_RETURN_IF_ERROR(CheckTransferLimits(tx, *contract, limits, transfer, amount));
  return store::InsertTransfer(tx, *contract, version, transfer, decided, rule);
}

// A repeat of a revision asks for what was prepared.
absl::Status CheckSameRevision(const store::StoredRevision& revision,
                               const v1::ReviseBudgetRequest& request,
                               const std::map<std::string, Money>& totals) {
  std::map<std::string, const v1::RevisedLine*> prepared;
  for (const v1::RevisedLine& line : revision.shown.lines()) prepared.emplace(line.code(), &line);
  for (const v1::RevisedLine& asked : request.lines()) {
    const auto line = prepared.find(asked.code());
    bool same =
        line != prepared.end() && !Restates(asked, line->second->title(), line->second->expense_type());
    if (same) {
      TRANCHE_ASSIGN_OR_RETURN(const Money total, convert::FromProto(line->second->total()));
      same = total == totals.at(asked.code());
    }
    if (!same) return Refuse("REVISION_OPEN", {{"version", absl::StrCat(revision.version)}});
  }
  return absl::OkStatus();
}

absl::Status CheckVersion(const proposals::v1::ContractVersion& version) {
  if (version.state() != proposals::v1::ENTERED) {
    return Refuse("VERSION_NOT_ENTERED",
                  {{"version", absl::StrCat(version.number())},
                   {"state", proposals::v1::VersionState_Name(version.state())}});
  }
  for (const std::string& change : version.changes()) {
    if (change == "amount" || change == "revisesBudget") return absl::OkStatus();
  }
  return Refuse("REVISION_NOT_NEEDED", {{"version", absl::StrCat(version.number())}});
}

// Makes the new lines of a request and corrects lines that a withdrawn version left without a cap;
// LINE_DIFFERS for every other one whose title or expense type is not what is asked. True: some
// changed.
absl::StatusOr<bool> StateLines(pg::Tx& tx, const store::Contract& contract,
                                const v1::ReviseBudgetRequest& request, const absl::Status& types,
                                const std::vector<store::LockedLine>& lines) {
  TRANCHE_ASSIGN_OR_RETURN(const AskedLines asked, AskedLinesOf(request, lines));
  if (asked.added.empty() && asked.restated.empty()) return false;
  TRANCHE_RETURN_IF_ERROR(types);
  std::vector<Violation> violations;
  for (const int place : asked.restated) {
    const v1::RevisedLine& line = request.lines(place);
    if (store::RestateLine(tx, contract, line)) continue;
    const auto kept = std::find_if(lines.begin(), lines.end(), [&](const store::LockedLine& known) {
      return known.line.code == line.code();
    });
    violations.push_back(
        {absl::StrCat("lines[", place, "]"),
         "LINE_DIFFERS",
         {{"line", line.code()}, {"title", kept->title}, {"expense_type", kept->expense_type}}});
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  for (const v1::RevisedLine& line : asked.added) store::InsertEmptyLine(tx, contract, line);
  return true;
}

// Prepares a revision on locked lines: decides on all caps and holds what lines will lose.
absl::StatusOr<store::StoredRevision> PrepareRevision(pg::Tx& tx, const rpc::CallScope& scope,
                                                      const store::Contract& contract,
                                                      const v1::ReviseBudgetRequest& request,
                                                      const std::map<std::string, Money>& totals,
                                                      const proposals::v1::ContractVersion& version,
                                                      const absl::Status& types) {
  TRANCHE_RETURN_IF_ERROR(CheckVersion(version));
  TRANCHE_ASSIGN_OR_RETURN(const ThreePart amount, convert::FromProto(version.amount()));
  std::vector<store::LockedLine> lines = store::LockAllLines(tx, contract);
  // The same request may have been first, while this one waited for the lines.
  const std::optional<store::StoredRevision> first =
      store::FindRevision(tx, contract, version.number());
  if (first && first->state != RevisionState::kReleased) {
    TRANCHE_RETURN_IF_ERROR(CheckSameRevision(*first, request, totals));
    return *first;
  }
  TRANCHE_RETURN_IF_ERROR(CheckNoRevision(tx, contract));
  TRANCHE_ASSIGN_OR_RETURN(const bool restated, StateLines(tx, contract, request, types, lines));
  if (restated) lines = store::LockAllLines(tx, contract);
  std::vector<BudgetLine> balances;
  for (const store::LockedLine& line : lines) balances.push_back(line.line);
  store::NewRevision revision{.version = version.number(),
                              .amount = amount,
                              .valid_on = {},
                              .recorded_by = scope.actor.subject,
                              .lines = lines,
                              .caps = {}};
  TRANCHE_ASSIGN_OR_RETURN(revision.valid_on, ParseDay(version.concluded_on()));
  // A version that was signed before the last transfer moves the caps as that transfer left them.
  const absl::optional<absl::CivilDay> last = store::LastCapDay(tx, contract);
  if (last) revision.valid_on = std::max(revision.valid_on, *last);
  TRANCHE_ASSIGN_OR_RETURN(revision.caps, DecideRevision(amount, balances, totals));
  TRANCHE_RETURN_IF_ERROR(
      CheckRevisionLimits(tx, contract, store::LockAllLimits(tx, contract), revision));
  store::InsertRevision(tx, contract, revision);
  const std::optional<store::StoredRevision> prepared =
      store::FindRevision(tx, contract, version.number());
  evidence::Record(tx, scope,
                   {.organisation = contract.organisation,
                    .action = "budgets.revise",
                    .record = prepared->shown.name(),
                    .before = nullptr,
                    .after = &prepared->shown,
                    .reason = version.document(),
                    .request_id = request.request_id()});
  return *prepared;
}

// Whether proposals refused to put a version into force because it was withdrawn.
bool WasWithdrawn(const absl::Status& activated) {
  if (ReasonOf(activated) != "VERSION_NOT_ENTERED") return false;
  const std::string withdrawn = proposals::v1::VersionState_Name(proposals::v1::WITHDRAWN);
  for (const auto& [key, value] : ValuesOf(activated)) {
    if (key == "state") return value == withdrawn;
  }
  return false;
}

absl::StatusOr<v1::LedgerCheck> CheckBooks(pg::Tx& tx, const store::Contract& contract) {
  const store::Books books = store::LoadBooks(tx, contract);
  TRANCHE_ASSIGN_OR_RETURN(std::vector<LedgerFinding> findings,
                           CompareBooks(books.contract.amount, books.lines));
  for (LedgerFinding& finding : store::CompareLimits(tx, contract)) {
    findings.push_back(std::move(finding));
  }
  return ToProto(books, findings);
}

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

Ledger::Ledger(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
    : context_(context), catch_up_(std::move(catch_up)) {}

absl::StatusOr<store::Contract> Ledger::RequireContract(const rpc::CallScope& scope,
                                                        const ContractRef& ref,
                                                        const std::string& name) {
  const auto find = [&] {
    return idempotency::Read<store::Contract>(*context_.pool, scope,
                                              [&](pg::Tx& tx) { return FindContract(tx, ref, name); });
  };
  absl::StatusOr<store::Contract> contract = find();
  if (!absl::IsNotFound(contract.status())) return contract;
  TRANCHE_RETURN_IF_ERROR(catch_up_(scope.deadline));
  return find();
}

absl::StatusOr<store::Contract> Ledger::RequireBudget(const rpc::CallScope& scope,
                                                      const ContractRef& ref, const std::string& name) {
  const std::string organisation = rpc::OrganisationOf(scope);
  if (organisation.empty() || organisation == "*") return Refuse("ORGANISATION_REQUIRED");
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireContract(scope, {organisation, ref.contract}, name));
  if (!contract.budgeted) return Refuse("BUDGET_MISSING", {{"contract", contract.number}});
  return contract;
}

absl::StatusOr<std::string> Ledger::ProcedureOf(const rpc::CallScope& scope,
                                                const store::Contract& contract) {
  const auto stub = proposals::v1::ProposalsService::NewStub(context_.peers->Get("proposals"));
  proposals::v1::GetContractRequest request;
  request.set_name(NameOf(contract));
  TRANCHE_ASSIGN_OR_RETURN(
      const proposals::v1::Contract found,
      rpc::Call<proposals::v1::Contract>(scope, *stub,
                                         &proposals::v1::ProposalsService::Stub::GetContract, request));
  return found.procedure();
}

absl::Status Ledger::CheckNoPackage(const rpc::CallScope& scope, const store::Contract& contract) {
  const auto stub = proposals::v1::ProposalsService::NewStub(context_.peers->Get("proposals"));
  proposals::v1::GetContractRequest request;
  request.set_name(NameOf(contract));
  TRANCHE_ASSIGN_OR_RETURN(
      const proposals::v1::Contract found,
      rpc::Call<proposals::v1::Contract>(scope, *stub,
                                         &proposals::v1::ProposalsService::Stub::GetContract, request));
  if (found.open_package().empty()) return absl::OkStatus();
  return Refuse("CONTRACT_PACKAGE_OPEN",
                {{"contract", contract.number},
                 {"package", found.open_package().substr(found.open_package().rfind('/') + 1)}});
}

absl::StatusOr<TransferRule> Ledger::RuleFor(const rpc::CallScope& scope,
                                             const store::Contract& contract, const std::string& day) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string procedure, ProcedureOf(scope, contract));
  const auto stub = reference::v1::ReferenceService::NewStub(context_.peers->Get("reference"));
  reference::v1::ListTransferRulesRequest request;
  request.set_procedure(procedure);
  request.set_as_of(day);
  TRANCHE_ASSIGN_OR_RETURN(const reference::v1::ListTransferRulesResponse rules,
                           rpc::Call<reference::v1::ListTransferRulesResponse>(
                               scope, *stub, &ReferenceStub::ListTransferRules, request));
  return RuleOf(rules, procedure, day);
}

absl::StatusOr<v1::Transfer> Ledger::TransferBetweenLines(
    const rpc::CallScope& scope, const v1::TransferBetweenLinesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay valid_on, ParseDay(request.transfer().valid_on()));
  TRANCHE_RETURN_IF_ERROR(CheckNotAfter(valid_on, scope.today));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract, RequireBudget(scope, ref, request.parent()));
  // Asked before, looked at within: a repeat gets its first answer even when a neighbour is away.
  const absl::StatusOr<TransferRule> rule = RuleFor(scope, contract, FormatDay(valid_on));
  const std::optional<int> withdrawn = FindWithdrawn(scope, contract, 0);
  v1::Transfer asked = request.transfer();
  asked.set_recorded_by(scope.actor.subject);
  return idempotency::Write<v1::Transfer>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Transfer> {
        TRANCHE_RETURN_IF_ERROR(rule.status());
        // Before the two lines are locked: this locks all.
        TRANCHE_RETURN_IF_ERROR(ReleaseWithdrawn(tx, contract, withdrawn));
        TRANCHE_ASSIGN_OR_RETURN(const v1::Transfer transfer,
                                 ApplyTransfer(tx, contract, asked, *rule));
        v1::TransferRecorded event;
        *event.mutable_transfer() = transfer;
        events::Append(tx, contract.organisation, transfer.name(), event);
        evidence::Record(tx, scope,
                         {.organisation = contract.organisation,
                          .action = "budgets.transfer",
                          .record = transfer.name(),
                          .before = nullptr,
                          .after = &transfer,
                          .reason = transfer.reason(),
                          .request_id = request.request_id()});
        return transfer;
      });
}

absl::StatusOr<v1::ListTransfersResponse> Ledger::ListTransfers(
    const rpc::CallScope& scope, const v1::ListTransfersRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireContract(scope, ref, request.parent()));
  const int page_size = convert::PageSize(request.page_size());
  const std::string list = absl::StrCat("budgets.transfers ", NameOf(contract));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> last,
                           convert::ReadPageToken(list, request.page_token()));
  int64_t after = 0;
  if (!last.empty() && !absl::SimpleAtoi(last[0], &after)) return Refuse("PAGE_TOKEN_INVALID");
  return idempotency::Read<v1::ListTransfersResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListTransfersResponse> {
        std::vector<v1::Transfer> transfers = store::ListTransfers(tx, contract, after, page_size + 1);
        v1::ListTransfersResponse response;
        if (static_cast<int>(transfers.size()) > page_size) {
          transfers.pop_back();
          response.set_next_page_token(convert::MakePageToken(list, {absl::StrCat(after + page_size)}));
        }
        for (v1::Transfer& transfer : transfers) *response.add_transfers() = std::move(transfer);
        return response;
      });
}

absl::Status Ledger::CheckExpenseTypes(const rpc::CallScope& scope,
                                       const v1::ReviseBudgetRequest& request) {
  const bool any =
      std::any_of(request.lines().begin(), request.lines().end(),
                  [](const v1::RevisedLine& line) { return !line.expense_type().empty(); });
  if (!any) return absl::OkStatus();
  const auto stub = reference::v1::ReferenceService::NewStub(context_.peers->Get("reference"));
  TRANCHE_ASSIGN_OR_RETURN(
      const reference::v1::ListExpenseTypesResponse types,
      rpc::Call<reference::v1::ListExpenseTypesResponse>(scope, *stub, &ReferenceStub::ListExpenseTypes,
                                                         reference::v1::ListExpenseTypesRequest()));
  std::vector<std::string> known;
  for (const reference::v1::ExpenseType& type : types.expense_types()) known.push_back(type.code());
  for (const v1::RevisedLine& line : request.lines()) {
    if (line.expense_type().empty()) continue;
    if (std::find(known.begin(), known.end(), line.expense_type()) != known.end()) continue;
    return Refuse(
        "EXPENSE_TYPE_UNKNOWN",
        {{"line", line.code()}, {"value", line.expense_type()}, {"known", absl::StrJoin(known, ", ")}});
  }
  return absl::OkStatus();
}

absl::StatusOr<proposals::v1::ContractVersion> Ledger::FetchVersion(const rpc::CallScope& scope,
                                                                    const store::Contract& contract,
                                                                    int number) {
  const auto stub = proposals::v1::ContractVersionsService::NewStub(context_.peers->Get("proposals"));
  proposals::v1::GetContractVersionRequest request;
  request.set_name(NameOfVersion(contract, number));
  return rpc::Call<proposals::v1::ContractVersion>(scope, *stub, &VersionsStub::GetContractVersion,
                                                   request);
}

std::optional<int> Ledger::FindWithdrawn(const rpc::CallScope& scope, const store::Contract& contract,
                                         int but) {
  const auto open = idempotency::Read<std::optional<int>>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<std::optional<int>> {
        return store::FindOpenRevision(tx, contract);
      });
  if (!open.ok() || !*open || **open == but) return std::nullopt;
  const absl::StatusOr<proposals::v1::ContractVersion> version = FetchVersion(scope, contract, **open);
  if (!version.ok() || version->state() != proposals::v1::WITHDRAWN) return std::nullopt;
  return *open;
}

absl::Status Ledger::Activate(const rpc::CallScope& scope, const store::Contract& contract,
                              const store::StoredRevision& revision, bool validate_only) {
  const auto stub = proposals::v1::ContractVersionsService::NewStub(context_.peers->Get("proposals"));
  const std::string name = NameOfVersion(contract, revision.version);
  proposals::v1::ActivateRevisedVersionRequest request;
  request.set_name(name);
  // Of the revision and not of the call, so that whoever carries it on asks for the very same.
  request.set_asked_by(revision.shown.recorded_by());
  request.set_request_id(absl::StrCat("revise-", Sha256Hex(name).substr(0, kReviseKeyHexDigits)));
  request.set_validate_only(validate_only);
  const rpc::CallScope own =
      rpc::ServiceScope(context_, contract.organisation, scope.deadline, scope.method, scope.trace_id);
  return rpc::Call<proposals::v1::ContractVersion>(own, *stub, &VersionsStub::ActivateRevisedVersion,
                                                   request)
      .status();
}

void Ledger::Release(const rpc::CallScope& scope, const store::Contract& contract, int version) {
  const absl::Status released = pg::Transact(*context_.pool, scope, [&](pg::Tx& tx) -> absl::Status {
    return EndRevisionOf(tx, contract, version, RevisionEvent::kVersionWithdrawn).status();
  });
  if (released.ok()) return;
  // The event of the withdrawal, or the next transfer or revision, comes by here again.
  observe::Log(observe::Level::kError, "revision_not_released",
               {{"version", NameOfVersion(contract, version)}, {"error", released.ToString()}});
}

absl::StatusOr<v1::Revision> Ledger::ReviseBudget(const rpc::CallScope& scope,
                                                  const v1::ReviseBudgetRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const VersionRef ref, ParseVersionName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const auto totals, ParseRevisedLines(request));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireBudget(scope, ref.contract, request.name()));
  const bool validate_only = request.validate_only();
  const absl::StatusOr<proposals::v1::ContractVersion> version =
      FetchVersion(scope, contract, ref.number);
  const absl::Status types = CheckExpenseTypes(scope, request);
  const std::optional<int> withdrawn = FindWithdrawn(scope, contract, ref.number);
  const auto prepare = [&](pg::Tx& tx) -> absl::StatusOr<store::StoredRevision> {
    std::optional<store::StoredRevision> revision = store::FindRevision(tx, contract, ref.number);
    if (revision && revision->state != RevisionState::kReleased) {
      TRANCHE_RETURN_IF_ERROR(CheckSameRevision(*revision, request, totals));
      return *revision;
    }
    TRANCHE_RETURN_IF_ERROR(version.status());
    TRANCHE_RETURN_IF_ERROR(ReleaseWithdrawn(tx, contract, withdrawn));
    return PrepareRevision(tx, scope, contract, request, totals, *version, types);
  };
  TRANCHE_ASSIGN_OR_RETURN(
      const store::StoredRevision prepared,
      idempotency::Step<store::StoredRevision>(*context_.pool, scope, validate_only, prepare));
  if (prepared.state == RevisionState::kPrepared) {
    const absl::Status activated = Activate(scope, contract, prepared, validate_only);
    // One that was withdrawn meanwhile stays so; one that is archived was in force, as its event will
    // say.
    if (!validate_only && WasWithdrawn(activated)) Release(scope, contract, ref.number);
    TRANCHE_RETURN_IF_ERROR(activated);
  }
  return idempotency::Write<v1::Revision>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Revision> {
        // A rehearsal has kept nothing of its first step.
        if (validate_only) TRANCHE_RETURN_IF_ERROR(prepare(tx).status());
        TRANCHE_ASSIGN_OR_RETURN(
            const bool ended, EndRevisionOf(tx, contract, ref.number, RevisionEvent::kVersionInForce));
        const v1::Revision revision = store::FindRevision(tx, contract, ref.number)->shown;
        // Who follows proposals may have been first.
        if (ended) {
          evidence::Record(tx, scope,
                           {.organisation = contract.organisation,
                            .action = "budgets.revise.apply",
                            .record = revision.name(),
                            .before = &prepared.shown,
                            .after = &revision,
                            .reason = "",
                            .request_id = request.request_id()});
        }
        return revision;
      });
}

absl::StatusOr<v1::ListRevisionsResponse> Ledger::ListRevisions(
    const rpc::CallScope& scope, const v1::ListRevisionsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract,
                           RequireContract(scope, ref, request.parent()));
  return idempotency::Read<v1::ListRevisionsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListRevisionsResponse> {
        v1::ListRevisionsResponse response;
        for (store::StoredRevision& revision : store::ListRevisions(tx, contract)) {
          *response.add_revisions() = std::move(revision.shown);
        }
        return response;
      });
}

absl::StatusOr<v1::LedgerCheck> Ledger::CheckLedger(const rpc::CallScope& scope,
                                                    const v1::CheckLedgerRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.name(), "/ledgerCheck"));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract, RequireContract(scope, ref, request.name()));
  if (!contract.budgeted) return Refuse("NOT_FOUND", {{"name", request.name()}});
  return idempotency::Read<v1::LedgerCheck>(*context_.pool, scope,
                                            [&](pg::Tx& tx) { return CheckBooks(tx, contract); });
}

absl::StatusOr<v1::ListLedgerChecksResponse> Ledger::ListLedgerChecks(
    const rpc::CallScope& scope, const v1::ListLedgerChecksRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName("organisations/{organisation}", request.parent()));
  const std::string list = absl::StrCat("budgets.ledger_checks ", request.parent());
  TRANCHE_ASSIGN_OR_RETURN(std::vector<std::string> last,
                           convert::ReadPageToken(list, request.page_token()));
  if (!last.empty() && last.size() != 2) return Refuse("PAGE_TOKEN_INVALID");
  last.resize(2);
  const int page_size = convert::PageSize(request.page_size());
  return idempotency::Read<v1::ListLedgerChecksResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListLedgerChecksResponse> {
        std::vector<store::Contract> contracts =
            store::ListBudgeted(tx, segments[0], last[0], last[1], page_size + 1);
        v1::ListLedgerChecksResponse response;
        if (static_cast<int>(contracts.size()) > page_size) {
          contracts.pop_back();
          response.set_next_page_token(
              convert::MakePageToken(list, {contracts.back().organisation, contracts.back().contract}));
        }
        for (const store::Contract& contract : contracts) {
          TRANCHE_ASSIGN_OR_RETURN(*response.add_checks(), CheckBooks(tx, contract));
        }
        return response;
      });
}

absl::StatusOr<v1::SpendingPlan> Ledger::SetSpendingPlan(const rpc::CallScope& scope,
                                                         const v1::SetSpendingPlanRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<PlannedQuarter> quarters, FromProto(request.plan()));
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract found, RequireBudget(scope, ref, request.parent()));
  // Asked before the transaction; counts only when the request is new.
  const absl::Status no_package = CheckNoPackage(scope, found);
  return idempotency::Write<v1::SpendingPlan>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::SpendingPlan> {
        TRANCHE_RETURN_IF_ERROR(no_package);
        const std::optional<store::Contract> contract =
            store::LockContract(tx, found.organisation, found.contract);
        if (!contract) return Refuse("NOT_FOUND", {{"name", request.parent()}});
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
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract, RequireContract(scope, ref, request.name()));
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
  for (const reference::v1::Rule& rule : rules.rules()) {
    int months = 0;
    if (rule.programming_period() != period || !absl::SimpleAtoi(rule.value(), &months)) continue;
    const absl::CivilDay day = DecommitmentDay(contract.starts_on, months);
    TRANCHE_ASSIGN_OR_RETURN(const Money at_risk, AtRisk(grant, used, pace, day));
    v1::DecommitmentRisk* risk = forecast->mutable_decommitment();
    risk->set_day(FormatDay(day));
    *risk->mutable_at_risk() = convert::ToProto(at_risk);
    risk->set_legal_source(rule.legal_source());
    risk->set_verified(rule.verified());
    risk->set_text_bg(rule.text_bg());
    risk->set_text_en(rule.text_en());
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Forecast> Ledger::GetForecast(const rpc::CallScope& scope,
                                                 const v1::GetForecastRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ContractRef ref, ParseContractName(request.name(), "/forecast"));
  absl::CivilDay as_of = scope.today;
  if (!request.as_of().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(as_of, ParseDay(request.as_of()));
  }
  TRANCHE_ASSIGN_OR_RETURN(const store::Contract contract, RequireContract(scope, ref, request.name()));
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
