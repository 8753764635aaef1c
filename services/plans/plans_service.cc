// SPDX-License-Identifier: EUPL-1.2
#include "plans/plans_service.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/attachments/attachments_convert.h"
#include "plans/attachments/attachments_store.h"
#include "plans/changes/changes_store.h"
#include "plans/plan_checks.h"
#include "plans/plan_reader.h"
#include "plans/plans_convert.h"
#include "plans/plans_store.h"
#include "plans/rates_service.h"
#include "plans/search/record_texts_convert.h"
#include "plans/search/search_store.h"
#include "plans/versions/forerunner.h"
#include "plans/versions/versions_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/page.h"
#include "platform/events/events.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"
#include "tranche/access/v1/access_service.grpc.pb.h"
#include "tranche/documents/v1/documents_service.grpc.pb.h"

namespace tranche::plans {
namespace {

// Most places that one refusal lists; its value "count" says how many there are in all.
constexpr size_t kPlacesMax = 20;

constexpr char kParent[] = "organisations/{organisation}";
constexpr char kName[] = "organisations/{organisation}/plans/{plan}";

// A plan in a log or as evidence: without its rows, lists and strategy, which may have the length of
// the whole document and for which its digest stands.
v1::Plan Head(const v1::Plan& plan) {
  v1::Plan head = plan;
  const google::protobuf::Descriptor* fields = v1::Plan::descriptor();
  for (int i = 0; i < fields->field_count(); ++i) {
    const google::protobuf::FieldDescriptor* field = fields->field(i);
    if (field->is_repeated()) head.GetReflection()->ClearField(&head, field);
  }
  head.clear_parent_strategy();
  return head;
}

// A plan that has a name, and of which everything was understood or a person accepts that it was not.
absl::Status CheckAcceptable(const v1::ImportPlanRequest& request, const ReadPlan& read) {
  const Plan& plan = read.plan;
  if (plan.id.empty()) {
    const bool year = plan.year == 0;
    return RefuseInput("DOCUMENT_UNREADABLE",
                       {{"document", year ? "PLAN_YEAR_MISSING" : "PLAN_MUNICIPALITY_MISSING", {}}},
                       {{"count", "1"}});
  }
  if (plan.not_understood.empty() || request.accept_partial()) return absl::OkStatus();
  std::vector<Violation> places;
  for (const Remark& miss : plan.not_understood) {
    if (places.size() == kPlacesMax) break;
    places.push_back({miss.at.place, miss.reason, miss.values});
  }
  return RefuseInput("PLAN_NOT_UNDERSTOOD", std::move(places),
                     {{"count", absl::StrCat(plan.not_understood_count)}});
}

// The newest version of a plan, if it has one.
absl::StatusOr<std::optional<v1::Plan>> FindNewest(pg::Tx& tx, const std::string& organisation,
                                                   const std::string& plan) {
  absl::StatusOr<v1::Plan> newest = store::GetNewest(tx, organisation, plan);
  if (ReasonOf(newest.status()) == "NOT_FOUND") return std::nullopt;
  if (!newest.ok()) return newest.status();
  return *std::move(newest);
}

// Under which id a document is kept, and after what.
struct Forerunner {
  std::string plan;
  std::optional<v1::Plan> newest;
};

// Two plans whose titles give them one id are not two versions of one plan.
absl::StatusOr<Forerunner> FindForerunner(pg::Tx& tx, const std::string& organisation,
                                          const std::string& plan, const v1::Plan& read, bool lock) {
  if (lock) store::Lock(tx, organisation, plan);
  TRANCHE_ASSIGN_OR_RETURN(std::optional<v1::Plan> newest, FindNewest(tx, organisation, plan));
  if (!newest) return Forerunner{plan, std::nullopt};
  TRANCHE_ASSIGN_OR_RETURN(const Plan kept, FromProto(*newest));
  TRANCHE_ASSIGN_OR_RETURN(const Plan other, FromProto(read));
  if (!IsAnotherPlan(kept, other)) return Forerunner{plan, std::move(newest)};
  const std::string own = IdWithTitleMark(plan, read.title());
  if (lock) store::Lock(tx, organisation, own);
  TRANCHE_ASSIGN_OR_RETURN(std::optional<v1::Plan> newest_own, FindNewest(tx, organisation, own));
  return Forerunner{own, std::move(newest_own)};
}

bool IsSameDocument(const std::optional<v1::Plan>& newest, const v1::Plan& read) {
  return newest && newest->document_sha256() == read.document_sha256();
}

// Whether what was read may follow the newest version. A document cut between two rows of its last
// sections reads well: only its forerunner tells.
absl::Status CheckFollows(const std::optional<v1::Plan>& newest, const v1::Plan& read,
                          const v1::ImportPlanRequest& request) {
  if (!newest || IsSameDocument(newest, read) || request.allow_fewer()) return absl::OkStatus();
  if (read.measure_count() >= newest->measure_count()) return absl::OkStatus();
  return Refuse("PLAN_LOSES_MEASURES", {{"version", absl::StrCat(newest->version())},
                                        {"stored", absl::StrCat(newest->measure_count())},
                                        {"read", absl::StrCat(read.measure_count())}});
}

void AddWhatWasFound(const ReadPlan& read, const std::optional<Rates>& rates,
                     v1::ImportPlanResponse* to) {
  v1::ImportPlanResponse& response = *to;
  for (const Check& check : CrossFoot(read.plan, rates)) *response.add_checks() = ToProto(check);
  for (const Remark& finding : read.findings) *response.add_findings() = ToProto(finding);
  for (const UnusedText& unused : read.unused) {
    v1::UnusedText* item = response.add_unused();
    item->set_place(unused.at.place);
    item->set_text(unused.text);
  }
  response.set_unused_count(static_cast<int>(read.unused_count));
}

// Why a plan that was read cannot be stored, where its title stands.
Remark NotKeptHere(const Plan& plan, const absl::Status& refusal) {
  const auto title = std::find_if(plan.spans.begin(), plan.spans.end(),
                                  [](const Span& span) { return span.path == "title"; });
  return {.reason = ReasonOf(refusal),
          .values = ValuesOf(refusal),
          .at = title == plan.spans.end() ? Where() : title->at};
}

}  // namespace

absl::StatusOr<std::string> Service::FindOrganisation(const rpc::CallScope& scope,
                                                      const std::string& municipality) {
  const auto access = access::v1::AccessService::NewStub(context_.peers->Get("access"));
  TRANCHE_ASSIGN_OR_RETURN(
      const access::v1::ListOrganisationsResponse mine,
      rpc::Call(scope, *access, &access::v1::AccessService::Stub::ListOrganisations,
                access::v1::ListOrganisationsRequest()));
  std::vector<std::string> known;
  for (const access::v1::Organisation& organisation : mine.organisations()) {
    const std::string id = organisation.name().substr(organisation.name().find('/') + 1);
    const bool asked = std::find(scope.organisations.begin(), scope.organisations.end(), id) !=
                       scope.organisations.end();
    if (!asked || organisation.municipality().empty()) continue;
    if (FoldName(organisation.municipality()) == FoldName(municipality)) return id;
    known.push_back(organisation.municipality());
  }
  return Refuse("UNKNOWN_MUNICIPALITY",
                {{"municipality", municipality}, {"known", absl::StrJoin(known, ", ")}});
}

absl::Status Service::KeepDocument(const rpc::CallScope& scope, const std::string& organisation,
                                   const std::string& media_type,
                                   const v1::ImportPlanRequest& request) {
  const auto documents = documents::v1::DocumentsService::NewStub(context_.peers->Get("documents"));
  documents::v1::StoreDocumentRequest store;
  store.set_parent(absl::StrCat("organisations/", organisation));
  store.set_file_name(request.file_name());
  store.set_media_type(media_type);
  store.set_content(request.content());
  store.set_validate_only(request.validate_only());
  return rpc::Call(scope, *documents, &documents::v1::DocumentsService::Stub::StoreDocument, store)
      .status();
}

absl::Status Service::CheckBefore(const rpc::CallScope& scope, const std::string& plan,
                                  const v1::ImportPlanRequest& request, v1::Plan& read) {
  const std::string& organisation = rpc::OrganisationOf(scope);
  return pg::Read(*context_.pool, scope, [&](pg::Tx& tx) -> absl::Status {
    TRANCHE_ASSIGN_OR_RETURN(const Forerunner before,
                             FindForerunner(tx, organisation, plan, read, false));
    read.set_name(absl::StrCat("organisations/", organisation, "/plans/", before.plan));
    return request.accept() ? CheckFollows(before.newest, read, request) : absl::OkStatus();
  });
}

absl::StatusOr<v1::ImportPlanResponse> Service::Accept(const rpc::CallScope& scope,
                                                       const std::string& id,
                                                       const v1::ImportPlanRequest& request,
                                                       const v1::ImportPlanResponse& preview,
                                                       const absl::Status& before) {
  const std::string organisation = rpc::OrganisationOf(scope);
  return idempotency::Write<v1::ImportPlanResponse>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ImportPlanResponse> {
        TRANCHE_RETURN_IF_ERROR(before);
        v1::ImportPlanResponse response = preview;
        TRANCHE_ASSIGN_OR_RETURN(const Forerunner forerunner,
                                 FindForerunner(tx, organisation, id, preview.plan(), true));
        const auto& [plan, newest] = forerunner;
        if (IsSameDocument(newest, preview.plan())) {
          *response.mutable_plan() = *newest;
          response.set_outcome(v1::UNCHANGED);
          return response;
        }
        TRANCHE_RETURN_IF_ERROR(CheckFollows(newest, preview.plan(), request));
        const int version = newest ? newest->version() + 1 : 1;
        TRANCHE_ASSIGN_OR_RETURN(*response.mutable_plan(),
                                 store::InsertVersion(tx, organisation, plan, version, preview.plan()));
        TRANCHE_RETURN_IF_ERROR(search::store::Index(tx, search::TextsOf(response.plan())));
        response.set_outcome(v1::STORED);
        const v1::Plan after = Head(response.plan());
        const v1::Plan replaced = newest ? Head(*newest) : v1::Plan();
        v1::PlanStored event;
        *event.mutable_plan() = after;
        events::Append(tx, organisation, after.name(), event);
        store::NoteChange(tx, scope,
                          {.organisation = organisation,
                           .plan = plan,
                           .kind = v1::VERSION_STORED,
                           .record = absl::StrCat(after.name(), "/versions/", version),
                           .ended = false});
        evidence::Record(tx, scope,
                         {.organisation = organisation,
                          .action = "plans.import",
                          .record = after.name(),
                          .before = newest ? &replaced : nullptr,
                          .after = &after,
                          .request_id = request.request_id()});
        return response;
      });
}

absl::StatusOr<v1::ImportPlanResponse> Service::ImportPlan(const rpc::CallScope& scope,
                                                           const v1::ImportPlanRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const ReadPlan read, ReadPlanDocument(request.content()));
  if (request.accept()) TRANCHE_RETURN_IF_ERROR(CheckAcceptable(request, read));
  v1::ImportPlanResponse response;
  *response.mutable_plan() = ToProto(read.plan);
  std::string organisation;
  // A document of no municipality, or of one that nobody here keeps, can be looked at and not be kept.
  if (!read.plan.municipality.empty()) {
    const absl::StatusOr<std::string> found = FindOrganisation(scope, read.plan.municipality);
    const bool unknown = ReasonOf(found.status()) == "UNKNOWN_MUNICIPALITY";
    if (!found.ok() && (request.accept() || !unknown)) return found.status();
    if (unknown) *response.add_findings() = ToProto(NotKeptHere(read.plan, found.status()));
    if (found.ok()) organisation = *found;
  }
  // What is refused leaves no bytes with `documents`; a repeat of what was stored is answered even so.
  rpc::CallScope one = scope;
  one.organisations = {organisation};
  absl::Status before;
  if (!read.plan.id.empty() && !organisation.empty()) {
    before = CheckBefore(one, read.plan.id, request, *response.mutable_plan());
    if (!request.accept() && !before.ok()) return before;
  }
  AddWhatWasFound(read, AskRates(context_, scope), &response);
  response.set_outcome(v1::PREVIEWED);
  if (!request.accept()) return response;

  if (before.ok()) {
    TRANCHE_RETURN_IF_ERROR(KeepDocument(one, organisation, read.plan.media_type, request));
  }
  return Accept(one, read.plan.id, request, response, before);
}

absl::StatusOr<v1::Plan> Service::GetPlan(const rpc::CallScope& scope,
                                          const v1::GetPlanRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kName, request.name()));
  return idempotency::Read<v1::Plan>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::Plan> {
        TRANCHE_ASSIGN_OR_RETURN(v1::Plan plan, store::GetNewest(tx, segments[0], segments[1]));
        TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> found,
                                 validate::ParseResourceName(kName, plan.name()));
        const store::PlanRef ref{found[0], found[1]};
        AddDigests(store::ListAttachments(tx, ref), &plan);
        for (v1::Correction& each :
             store::ShownInForce(store::ListPlanCorrections(tx, ref), plan.version())) {
          *plan.add_corrections() = std::move(each);
        }
        return plan;
      });
}

absl::StatusOr<v1::ListPlansResponse> Service::ListPlans(const rpc::CallScope& scope,
                                                         const v1::ListPlansRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kParent, request.parent()));
  const std::string list = absl::StrCat("plans of ", request.parent());
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> key,
                           convert::ReadPageToken(list, request.page_token()));
  if (!key.empty() && key.size() != 2) return Refuse("PAGE_TOKEN_INVALID");
  const store::PlanKey after = key.empty() ? store::PlanKey{} : store::PlanKey{key[0], key[1]};
  const int size = convert::PageSize(request.page_size());
  return idempotency::Read<v1::ListPlansResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListPlansResponse> {
        v1::ListPlansResponse response;
        for (const v1::Plan& plan : store::List(tx, segments[0], after, size + 1)) {
          if (response.plans_size() == size) {
            const v1::Plan& last = response.plans(size - 1);
            TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> parts,
                                     validate::ParseResourceName(kName, last.name()));
            response.set_next_page_token(convert::MakePageToken(list, parts));
            break;
          }
          *response.add_plans() = plan;
        }
        return response;
      });
}

absl::StatusOr<v1::CheckPlanResponse> Service::CheckPlan(const rpc::CallScope& scope,
                                                         const v1::CheckPlanRequest& request) {
  v1::GetPlanRequest get;
  get.set_name(request.name());
  TRANCHE_ASSIGN_OR_RETURN(const v1::Plan stored, GetPlan(scope, get));
  TRANCHE_ASSIGN_OR_RETURN(const Plan plan, FromProto(stored));
  v1::CheckPlanResponse response;
  const std::optional<Rates> rates = AskRates(context_, scope);
  for (const Check& check : CrossFoot(plan, rates)) *response.add_checks() = ToProto(check);
  return response;
}

absl::StatusOr<common::v1::ListEventsResponse> Service::ListEvents(
    const rpc::CallScope& scope, const common::v1::ListEventsRequest& request) {
  return events::List(*context_.pool, scope, request);
}

}  // namespace tranche::plans
