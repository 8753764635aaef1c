// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/checks_service.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/package/check_store.h"
#include "payments/package/checks_convert.h"
#include "payments/package/claim_package_service.h"
#include "payments/package/package_store.h"
#include "payments/payments_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "platform/text/fold.h"
#include "tranche/budgets/v1/budgets_service.grpc.pb.h"
#include "tranche/budgets/v1/cost_documents_service.grpc.pb.h"

namespace tranche::payments::package {
namespace {

using BudgetsStub = budgets::v1::BudgetsService::Stub;
using DocumentsStub = budgets::v1::CostDocumentsService::Stub;
using payments::store::LockContract;

constexpr int kPage = 500;

absl::Status NoSuch(const std::string& name) { return Refuse("NOT_FOUND", {{"name", name}}); }

// A setting is of the organisation of whoever sets it.
absl::Status CheckOwn(const rpc::CallScope& scope, const std::string& organisation,
                      const std::string& name) {
  if (rpc::OrganisationOf(scope).empty()) return Refuse("ORGANISATION_REQUIRED");
  if (organisation == "-" || organisation == rpc::OrganisationOf(scope)) return absl::OkStatus();
  return NoSuch(name);
}

void Record(pg::Tx& tx, const rpc::CallScope& scope, const std::string& organisation,
            const std::string& action, const std::string& record,
            const google::protobuf::Message* before, const google::protobuf::Message& after,
            const std::string& reason, const std::string& request_id) {
  evidence::Record(tx, scope,
                   {.organisation = organisation,
                    .action = action,
                    .record = record,
                    .before = before,
                    .after = &after,
                    .reason = reason,
                    .request_id = request_id});
}

template <class Setting>
int NextVersion(const std::vector<Setting>& newest, const std::string& id) {
  for (const Setting& setting : newest) {
    if (setting.id == id) return setting.version + 1;
  }
  return 1;
}

// Whether somebody spoke for the beneficiary about a package, by sending it or answering on its claim.
bool SpokeForBeneficiary(pg::Tx& tx, const Contract& contract, const Package& package,
                         const std::string& subject) {
  if (ActedForBeneficiary(package, subject)) return true;
  if (!package.claim.has_value()) return false;
  const std::optional<Claim> claim = payments::store::LoadClaim(tx, contract, *package.claim);
  return claim.has_value() && payments::ActedForBeneficiary(*claim, subject);
}

// While a decision on its claim is being carried out, what it rests on stays as it is.
absl::Status CheckNotBeingDecided(pg::Tx& tx, const Contract& contract, const Package& package) {
  if (!package.claim.has_value()) return absl::OkStatus();
  const std::optional<Claim> claim = payments::store::LoadClaim(tx, contract, *package.claim);
  if (!claim.has_value() || claim->state != ClaimState::kInVerification) return absl::OkStatus();
  return Refuse("VERIFICATION_UNDER_WAY", {{"claim", absl::StrCat(claim->sequence)}});
}

absl::StatusOr<Package> LoadPackage(pg::Tx& tx, const Contract& contract, int sequence,
                                    const std::string& name) {
  std::optional<Package> package = store::LoadPackage(tx, contract, sequence);
  if (!package.has_value()) return NoSuch(name);
  return *std::move(package);
}

int VersionOf(const Package& package, DocumentKind document) {
  switch (document) {
    case DocumentKind::kPaymentClaim:
      return 0;
    case DocumentKind::kTechnicalReport:
      return package.technical_report_version;
    case DocumentKind::kFinancialReport:
      return package.financial_report_version;
    case DocumentKind::kParticipants:
      return package.participants_version;
  }
  return 0;
}

// How an issuer is always written: by its number where it has one.
std::string IssuerOf(const budgets::v1::CostDocument& document) {
  return document.issuer_eik().empty() ? FoldName(document.issuer()) : document.issuer_eik();
}

}  // namespace

absl::StatusOr<v1::Checklist> ChecksService::SetChecklist(const rpc::CallScope& scope,
                                                          const v1::SetChecklistRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::SettingName name,
                           convert::ParseChecklistName(request.name()));
  TRANCHE_RETURN_IF_ERROR(CheckOwn(scope, name.organisation, request.name()));
  const std::string organisation = rpc::OrganisationOf(scope);
  Checklist list = convert::FromProto(name.id, request.checklist());
  TRANCHE_RETURN_IF_ERROR(CheckQuestions(list.questions));
  return idempotency::Write<v1::Checklist>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Checklist> {
        store::LockSettings(tx, organisation);
        list.version = NextVersion(store::LoadChecklists(tx, organisation), name.id);
        store::InsertChecklist(tx, organisation, list, scope.actor.subject);
        const v1::Checklist after = convert::ToProto(organisation, list);
        Record(tx, scope, organisation, "checklists.set", after.name(), nullptr, after, list.source,
               request.request_id());
        return after;
      });
}

absl::StatusOr<v1::ListChecklistsResponse> ChecksService::ListChecklists(
    const rpc::CallScope& scope, const v1::ListChecklistsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(std::string organisation, convert::ParseOrganisationName(request.parent()));
  if (organisation == "-") organisation = rpc::OrganisationOf(scope);
  if (organisation.empty()) return Refuse("ORGANISATION_REQUIRED");
  return idempotency::Read<v1::ListChecklistsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListChecklistsResponse> {
        v1::ListChecklistsResponse response;
        for (const Checklist& list : store::LoadChecklists(tx, organisation)) {
          *response.add_checklists() = convert::ToProto(organisation, list);
        }
        return response;
      });
}

absl::StatusOr<v1::Check> ChecksService::BeginCheck(const rpc::CallScope& scope,
                                                    const v1::BeginCheckRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::PackageName name,
                           convert::ParsePackageName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           finder_.RequireOwn(scope, name.contract.id, request.parent()));
  const absl::StatusOr<Rulebook> rules = acceptance_.Rules(scope, found);
  const DocumentKind document = convert::FromProto(request.document());
  return idempotency::Write<v1::Check>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Check> {
        TRANCHE_RETURN_IF_ERROR(rules.status());
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, LockContract(tx, found));
        TRANCHE_ASSIGN_OR_RETURN(Package package,
                                 LoadPackage(tx, contract, name.sequence, request.parent()));
        const std::vector<Check> checks = store::LoadChecks(tx, contract, package.sequence);
        TRANCHE_RETURN_IF_ERROR(CheckNotBeingDecided(tx, contract, package));
        TRANCHE_RETURN_IF_ERROR(
            DecideBegin(package, document, checks,
                        SpokeForBeneficiary(tx, contract, package, scope.actor.subject)));
        const Checklist* list = rules->For(document);
        if (list == nullptr) {
          return Refuse("CHECKLIST_MISSING", {{"document", std::string(Name(document))}});
        }
        const PackageState from = package.state;
        TRANCHE_ASSIGN_OR_RETURN(package.state, Step(package, PackageStep::kBegin));
        if (!store::UpdatePackage(tx, contract, package, from)) return Refuse("CONFLICT_RETRY");
        Check check;
        check.number = static_cast<int>(checks.size()) + 1;
        check.document = document;
        check.document_version = VersionOf(package, document);
        check.checklist_id = list->id;
        check.checklist_version = list->version;
        check.questions = list->questions;
        check.checked_by = scope.actor.subject;
        store::InsertCheck(tx, contract, package.sequence, check);
        const v1::Check after = convert::ToProto(contract, package.sequence, check);
        Record(tx, scope, contract.organisation, "packages.begin_check", after.name(), nullptr, after,
               "", request.request_id());
        return after;
      });
}

template <class Request>
absl::StatusOr<v1::Check> ChecksService::Write(const rpc::CallScope& scope, const Request& request,
                                               const std::string& action, const std::string& reason,
                                               const Change& change) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::CheckName name, convert::ParseCheckName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           finder_.RequireOwn(scope, name.package.contract.id, request.name()));
  return idempotency::Write<v1::Check>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Check> {
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, LockContract(tx, found));
        TRANCHE_ASSIGN_OR_RETURN(const Package package,
                                 LoadPackage(tx, contract, name.package.sequence, request.name()));
        const std::vector<Check> checks = store::LoadChecks(tx, contract, package.sequence);
        const auto found_check = std::find_if(checks.begin(), checks.end(), [&](const Check& check) {
          return check.number == name.number;
        });
        if (found_check == checks.end()) return NoSuch(request.name());
        TRANCHE_RETURN_IF_ERROR(CheckNotBeingDecided(tx, contract, package));
        // Of a package that is closed, what was checked stays.
        TRANCHE_RETURN_IF_ERROR(Step(package, PackageStep::kBegin).status());
        if (SpokeForBeneficiary(tx, contract, package, scope.actor.subject)) {
          return Refuse("CHECKED_BY_SENDER");
        }
        Check check = *found_check;
        const v1::Check before = convert::ToProto(contract, package.sequence, check);
        TRANCHE_RETURN_IF_ERROR(change(tx, contract, package, checks, &check));
        if (!store::UpdateCheck(tx, contract, package.sequence, check, found_check->state)) {
          return Refuse("CONFLICT_RETRY");
        }
        const v1::Check after = convert::ToProto(contract, package.sequence, check);
        Record(tx, scope, contract.organisation, action, after.name(), &before, after, reason,
               request.request_id());
        return after;
      });
}

absl::StatusOr<v1::Check> ChecksService::AnswerCheck(const rpc::CallScope& scope,
                                                     const v1::AnswerCheckRequest& request) {
  const std::vector<Answered> given = convert::FromProto(request.items());
  return Write(scope, request, "packages.answer_check", "",
               [&](pg::Tx& tx, const Contract& contract, const Package& package,
                   const std::vector<Check>&, Check* check) -> absl::Status {
                 TRANCHE_RETURN_IF_ERROR(DecideAnswers(*check, given));
                 for (const Answered& answered : given) {
                   const auto before =
                       std::find_if(check->answers.begin(), check->answers.end(),
                                    [&](const Answered& one) { return one.code == answered.code; });
                   if (before == check->answers.end()) {
                     check->answers.push_back(answered);
                   } else {
                     *before = answered;
                   }
                 }
                 store::SaveAnswers(tx, contract, package.sequence, check->number, check->answers);
                 return absl::OkStatus();
               });
}

absl::StatusOr<v1::Check> ChecksService::ActivateCheck(const rpc::CallScope& scope,
                                                       const v1::ActivateCheckRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay checked_on, ParseDay(request.checked_on()));
  return Write(scope, request, "packages.activate_check", request.conclusion(),
               [&](pg::Tx& tx, const Contract& contract, const Package& package,
                   const std::vector<Check>& checks, Check* check) -> absl::Status {
                 TRANCHE_RETURN_IF_ERROR(CheckNotAfter(checked_on, scope.today));
                 TRANCHE_ASSIGN_OR_RETURN(
                     check->state, DecideActivate(*check, request.approved(), request.conclusion(),
                                                  checked_on, *package.sent_on));
                 if (const Check* active = ActiveCheckOf(checks, check->document); active != nullptr) {
                   Check archived = *active;
                   archived.state = CheckState::kArchived;
                   if (!store::UpdateCheck(tx, contract, package.sequence, archived, active->state)) {
                     return Refuse("CONFLICT_RETRY");
                   }
                 }
                 // Who approves it answers for all of it, whoever began.
                 check->checked_by = scope.actor.subject;
                 check->approved = request.approved();
                 check->conclusion = request.conclusion();
                 check->checked_on = checked_on;
                 return absl::OkStatus();
               });
}

absl::StatusOr<v1::Check> ChecksService::ArchiveCheck(const rpc::CallScope& scope,
                                                      const v1::ArchiveCheckRequest& request) {
  return Write(scope, request, "packages.archive_check", request.reason(),
               [&](pg::Tx&, const Contract&, const Package&, const std::vector<Check>&,
                   Check* check) -> absl::Status {
                 TRANCHE_ASSIGN_OR_RETURN(check->state, DecideArchive(*check));
                 return absl::OkStatus();
               });
}

absl::StatusOr<v1::ListChecksResponse> ChecksService::ListChecks(const rpc::CallScope& scope,
                                                                 const v1::ListChecksRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::PackageName name,
                           convert::ParsePackageName(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           finder_.Require(scope, name.contract.id, request.parent()));
  return idempotency::Read<v1::ListChecksResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListChecksResponse> {
        TRANCHE_ASSIGN_OR_RETURN(const Package package,
                                 LoadPackage(tx, contract, name.sequence, request.parent()));
        v1::ListChecksResponse response;
        for (const Check& check : store::LoadChecks(tx, contract, package.sequence)) {
          *response.add_checks() = convert::ToProto(contract, package.sequence, check);
        }
        return response;
      });
}

absl::StatusOr<v1::SamplingMethod> ChecksService::SetSamplingMethod(
    const rpc::CallScope& scope, const v1::SetSamplingMethodRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const convert::SettingName name, convert::ParseMethodName(request.name()));
  TRANCHE_RETURN_IF_ERROR(CheckOwn(scope, name.organisation, request.name()));
  const std::string organisation = rpc::OrganisationOf(scope);
  TRANCHE_ASSIGN_OR_RETURN(SamplingMethod method, convert::FromProto(name.id, request.method()));
  return idempotency::Write<v1::SamplingMethod>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::SamplingMethod> {
        store::LockSettings(tx, organisation);
        method.version = NextVersion(store::LoadMethods(tx, organisation), name.id);
        store::InsertMethod(tx, organisation, method, scope.actor.subject);
        const v1::SamplingMethod after = convert::ToProto(organisation, method);
        Record(tx, scope, organisation, "sampling_methods.set", after.name(), nullptr, after,
               method.source, request.request_id());
        return after;
      });
}

absl::StatusOr<v1::ListSamplingMethodsResponse> ChecksService::ListSamplingMethods(
    const rpc::CallScope& scope, const v1::ListSamplingMethodsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(std::string organisation, convert::ParseOrganisationName(request.parent()));
  if (organisation == "-") organisation = rpc::OrganisationOf(scope);
  if (organisation.empty()) return Refuse("ORGANISATION_REQUIRED");
  return idempotency::Read<v1::ListSamplingMethodsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListSamplingMethodsResponse> {
        v1::ListSamplingMethodsResponse response;
        for (const SamplingMethod& method : store::LoadMethods(tx, organisation)) {
          *response.add_methods() = convert::ToProto(organisation, method);
        }
        return response;
      });
}

absl::StatusOr<std::vector<Unit>> ChecksService::GatherPopulation(const rpc::CallScope& scope,
                                                                  const Contract& contract,
                                                                  const Claim& claim) {
  const std::unique_ptr<DocumentsStub> documents =
      budgets::v1::CostDocumentsService::NewStub(context_.peers->Get("budgets"));
  std::set<std::string> suspected;
  budgets::v1::ListSuspectedDuplicatesRequest request;
  request.set_parent(payments::convert::NameOf(contract));
  request.set_page_size(kPage);
  do {
    TRANCHE_ASSIGN_OR_RETURN(const budgets::v1::ListSuspectedDuplicatesResponse page,
                             rpc::Call<budgets::v1::ListSuspectedDuplicatesResponse>(
                                 scope, *documents, &DocumentsStub::ListSuspectedDuplicates, request));
    for (const budgets::v1::SuspectedDuplicate& duplicate : page.suspected()) {
      suspected.insert(duplicate.cost());
      suspected.insert(duplicate.other_cost());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  const std::unique_ptr<BudgetsStub> stub =
      budgets::v1::BudgetsService::NewStub(context_.peers->Get("budgets"));
  std::vector<Unit> population;
  for (const ClaimCost& claimed : claim.costs) {
    budgets::v1::GetCostRequest get;
    get.set_name(payments::convert::NameOfCost(contract, claimed.id));
    TRANCHE_ASSIGN_OR_RETURN(const budgets::v1::Cost cost,
                             rpc::Call<budgets::v1::Cost>(scope, *stub, &BudgetsStub::GetCost, get));
    TRANCHE_ASSIGN_OR_RETURN(const Money total, Total(claimed.requested));
    population.push_back({.cost_id = claimed.id,
                          .total = total,
                          .issuer = IssuerOf(cost.document()),
                          .suspected = suspected.count(get.name()) != 0});
  }
  return population;
}

absl::StatusOr<v1::Sample> ChecksService::DrawSample(const rpc::CallScope& scope,
                                                     const v1::DrawSampleRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const payments::convert::ClaimName name,
                           convert::ParseSampleName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract found,
                           finder_.RequireOwn(scope, name.contract.id, request.name()));
  // What a claim asks for never changes: it may be looked at before the transaction.
  TRANCHE_ASSIGN_OR_RETURN(
      const std::optional<Claim> seen,
      idempotency::Read<std::optional<Claim>>(*context_.pool, scope, [&](pg::Tx& tx) {
        return absl::StatusOr<std::optional<Claim>>(
            payments::store::LoadClaim(tx, found, name.sequence));
      }));
  if (!seen.has_value()) return NoSuch(request.name());
  absl::StatusOr<std::vector<Unit>> population = GatherPopulation(scope, found, *seen);
  const absl::StatusOr<std::string> period = acceptance_.ProgrammingPeriod(scope, found);
  return idempotency::Write<v1::Sample>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::Sample> {
        TRANCHE_RETURN_IF_ERROR(population.status());
        TRANCHE_RETURN_IF_ERROR(period.status());
        TRANCHE_ASSIGN_OR_RETURN(const Contract contract, LockContract(tx, found));
        const std::optional<Claim> claim = payments::store::LoadClaim(tx, contract, name.sequence);
        if (!claim.has_value()) return NoSuch(request.name());
        const std::string number = absl::StrCat(claim->sequence);
        if (claim->costs.empty()) return Refuse("SAMPLE_WITHOUT_COSTS", {{"claim", number}});
        const std::optional<Sample> drawn = store::LoadSample(tx, contract, claim->sequence);
        if (drawn.has_value()) return convert::ToProto(contract, *claim, *drawn);
        if (!claim->sent_on.has_value() || claim->sample_seed.empty()) {
          return Refuse("SAMPLE_SEED_MISSING", {{"claim", number}});
        }
        if (payments::ActedForBeneficiary(*claim, scope.actor.subject)) {
          return Refuse("CHECKED_BY_SENDER");
        }
        const std::vector<SamplingMethod> methods = store::LoadMethods(tx, contract.organisation);
        const SamplingMethod* method = MethodFor(methods, *period);
        if (method == nullptr) return Refuse("SAMPLING_METHOD_MISSING");
        const Sample sample{.method_id = method->id,
                            .method_version = method->version,
                            .population_digest = DigestOf(*population),
                            .chosen = Draw(*population, *method, claim->sample_seed),
                            .drawn_by = scope.actor.subject};
        store::InsertSample(tx, contract, claim->sequence, sample);
        TRANCHE_RETURN_IF_ERROR(BeginVerification(tx, contract, *claim));
        TRANCHE_ASSIGN_OR_RETURN(const v1::Sample after, convert::ToProto(contract, *claim, sample));
        Record(tx, scope, contract.organisation, "claims.draw_sample", after.name(), nullptr, after,
               method->source, request.request_id());
        return after;
      });
}

absl::StatusOr<v1::Sample> ChecksService::GetSample(const rpc::CallScope& scope,
                                                    const v1::GetSampleRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const payments::convert::ClaimName name,
                           convert::ParseSampleName(request.name()));
  TRANCHE_ASSIGN_OR_RETURN(const Contract contract,
                           finder_.Require(scope, name.contract.id, request.name()));
  return idempotency::Read<v1::Sample>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Sample> {
        const std::optional<Claim> claim = payments::store::LoadClaim(tx, contract, name.sequence);
        if (!claim.has_value()) return NoSuch(request.name());
        const std::optional<Sample> sample = store::LoadSample(tx, contract, claim->sequence);
        if (!sample.has_value()) return NoSuch(request.name());
        return convert::ToProto(contract, *claim, *sample);
      });
}

}  // namespace tranche::payments::package
