// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "budgets/budgets_follow.h"
#include "budgets/contract_service.h"
#include "budgets/ledger/ledger_service.h"
#include "budgets/ledger/ledger_steps_service.h"
#include "budgets/ledger/revisions_store.h"
#include "budgets/ledger/transfers_store.h"
#include "budgets/limits/limit.h"
#include "budgets/limits/limits_store.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/observe/observe.h"
#include "platform/rpc/peers.h"
#include "platform/rpc/service_scope.h"
#include "tranche/proposals/v1/contract_versions_service.grpc.pb.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::budgets {
namespace {

using ReferenceStub = reference::v1::ReferenceService::Stub;
using VersionsStub = proposals::v1::ContractVersionsService::Stub;

constexpr size_t kReviseKeyHexDigits = 40;

std::string NameOfVersion(const store::Contract& contract, int number) {
  return absl::StrCat(NameOf(contract), "/versions/", number);
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

}  // namespace

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
                           RequireBudget(context_, catch_up_, scope, ref.contract, request.name()));
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
                           RequireContract(context_, catch_up_, scope, ref, request.parent()));
  return idempotency::Read<v1::ListRevisionsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListRevisionsResponse> {
        v1::ListRevisionsResponse response;
        for (store::StoredRevision& revision : store::ListRevisions(tx, contract)) {
          *response.add_revisions() = std::move(revision.shown);
        }
        return response;
      });
}

}  // namespace tranche::budgets
