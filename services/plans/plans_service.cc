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

absl::StatusOr<v1::ImportPlanResponse> Service::Accept(const rpc::CallScope& scope,
                                                       const std::string& plan,
                                                       const v1::ImportPlanRequest& request,
                                                       const v1::ImportPlanResponse& preview) {
  const std::string organisation = rpc::OrganisationOf(scope);
  return idempotency::Write<v1::ImportPlanResponse>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::ImportPlanResponse> {
        v1::ImportPlanResponse response = preview;
        store::Lock(tx, organisation, plan);
        const absl::StatusOr<v1::Plan> newest = store::GetNewest(tx, organisation, plan);
        if (!newest.ok() && ReasonOf(newest.status()) != "NOT_FOUND") return newest.status();
        if (newest.ok() && newest->document_sha256() == preview.plan().document_sha256()) {
          *response.mutable_plan() = *newest;
          response.set_outcome(v1::UNCHANGED);
          return response;
        }
        // A document cut between two rows of its last sections reads well: only its forerunner tells.
        if (newest.ok() && preview.plan().measure_count() < newest->measure_count() &&
            !request.allow_fewer()) {
          return Refuse("PLAN_LOSES_MEASURES",
                        {{"version", absl::StrCat(newest->version())},
                         {"stored", absl::StrCat(newest->measure_count())},
                         {"read", absl::StrCat(preview.plan().measure_count())}});
        }
        const int version = newest.ok() ? newest->version() + 1 : 1;
        TRANCHE_ASSIGN_OR_RETURN(*response.mutable_plan(),
                                 store::InsertVersion(tx, organisation, plan, version, preview.plan()));
        TRANCHE_RETURN_IF_ERROR(search::store::Index(tx, search::TextsOf(response.plan())));
        response.set_outcome(v1::STORED);
        const v1::Plan after = Head(response.plan());
        const v1::Plan before = newest.ok() ? Head(*newest) : v1::Plan();
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
                          .before = newest.ok() ? &before : nullptr,
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
  if (!read.plan.id.empty() && !organisation.empty()) {
    response.mutable_plan()->set_name(
        absl::StrCat("organisations/", organisation, "/plans/", read.plan.id));
  }
  const std::optional<Rates> rates = AskRates(context_, scope);
  for (const Check& check : CrossFoot(read.plan, rates)) *response.add_checks() = ToProto(check);
  for (const Remark& finding : read.findings) *response.add_findings() = ToProto(finding);
  for (const UnusedText& unused : read.unused) {
    v1::UnusedText* item = response.add_unused();
    item->set_place(unused.at.place);
    item->set_text(unused.text);
  }
  response.set_unused_count(static_cast<int>(read.unused_count));
  response.set_outcome(v1::PREVIEWED);
  if (!request.accept()) return response;

  rpc::CallScope one = scope;
  one.organisations = {organisation};
  TRANCHE_RETURN_IF_ERROR(KeepDocument(one, organisation, read.plan.media_type, request));
  return Accept(one, read.plan.id, request, response);
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
