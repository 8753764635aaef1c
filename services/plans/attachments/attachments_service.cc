// SPDX-License-Identifier: EUPL-1.2
#include "plans/attachments/attachments_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "plans/attachments/attachments_convert.h"
#include "plans/attachments/attachments_store.h"
#include "plans/changes/changes_store.h"
#include "plans/plans_store.h"
#include "plans/versions/versions_store.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/checks.h"
#include "platform/document/document.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/peers.h"
#include "platform/validate/validate.h"
#include "tranche/documents/v1/documents_service.grpc.pb.h"

namespace tranche::plans {
namespace {

constexpr char kAttachment[] = "organisations/{organisation}/plans/{plan}/attachments/{attachment}";

// What a person should know of a file that stands, against what the newest version names.
v1::PlanAttachment WithFindings(const store::StoredAttachment& stored, const v1::Plan& newest) {
  v1::PlanAttachment shown = stored.shown;
  const AttachmentFact& file = stored.fact;
  if (!file.stands || file.name.named_as.empty()) return shown;
  const std::string place = absl::StrCat("attachments.", file.number);
  const std::vector<AttachmentName> names = NamesOf(newest);
  if (std::find(names.begin(), names.end(), file.name) == names.end()) {
    *shown.add_findings() = convert::FindingOf(
        {place,
         "ATTACHMENT_NO_LONGER_NAMED",
         {{"named_as", file.name.named_as},
          {"stated", file.name.size_as_written.empty() ? "–" : file.name.size_as_written},
          {"version", absl::StrCat(newest.version())}}});
  }
  if (!SizeFits(file.name.size_as_written, file.size_bytes)) {
    *shown.add_findings() = convert::FindingOf(
        {place,
         "ATTACHMENT_SIZE_DIFFERS",
         {{"size", absl::StrCat(file.size_bytes)}, {"stated", file.name.size_as_written}}});
  }
  return shown;
}

// A file by its bytes, or by digest and size alone; what is given beside the bytes is theirs.
absl::StatusOr<HandOverCommand> CommandOf(const v1::HandOverAttachmentRequest& request) {
  HandOverCommand command{.named_number = request.named_number(),
                          .file_name = request.file_name(),
                          .sha256 = request.sha256(),
                          .size_bytes = request.size_bytes()};
  if (request.content().empty()) {
    if (!command.sha256.empty() && command.size_bytes > 0) return command;
    return RefuseInput("INVALID_REQUEST", {{"content", "ATTACHMENT_EMPTY", {}}});
  }
  command.sha256 = Sha256Hex(request.content());
  command.size_bytes = static_cast<std::int64_t>(request.content().size());
  const ErrorValues measured = {{"sha256", command.sha256}, {"size", absl::StrCat(command.size_bytes)}};
  std::vector<Violation> violations;
  if (!request.sha256().empty() && request.sha256() != command.sha256) {
    violations.push_back({"sha256", "ATTACHMENT_DAMAGED", measured});
  }
  if (request.size_bytes() != 0 && request.size_bytes() != command.size_bytes) {
    violations.push_back({"sizeBytes", "ATTACHMENT_DAMAGED", measured});
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return command;
}

// What a file becomes by what the plan is now.
struct Decided {
  v1::Plan newest;
  AttachmentFact file;
};
absl::StatusOr<Decided> Decide(pg::Tx& tx, const store::PlanRef& ref, const HandOverCommand& command) {
  Decided decided;
  TRANCHE_ASSIGN_OR_RETURN(decided.newest, store::GetVersion(tx, ref, 0));
  TRANCHE_ASSIGN_OR_RETURN(decided.file,
                           DecideHandOver(NamesOf(decided.newest), decided.newest.version(),
                                          FactsOf(store::ListAttachments(tx, ref)), command));
  return decided;
}

void Keep(pg::Tx& tx, const rpc::CallScope& scope, const store::PlanRef& ref,
          const v1::PlanAttachment* before, const v1::PlanAttachment& after, const std::string& reason,
          const std::string& request_id) {
  const bool ended = before != nullptr;
  store::NoteChange(tx, scope,
                    {.organisation = ref.organisation,
                     .plan = ref.plan,
                     .kind = v1::ATTACHMENT_CHANGED,
                     .record = after.name(),
                     .ended = ended});
  evidence::Record(tx, scope,
                   {.organisation = ref.organisation,
                    .action = ended ? "plans.attachments.withdraw" : "plans.attachments.hand_over",
                    .record = after.name(),
                    .before = before,
                    .after = &after,
                    .reason = reason,
                    .request_id = request_id});
}

}  // namespace

absl::StatusOr<std::string> AttachmentsService::KeepBytes(
    const rpc::CallScope& scope, const std::string& plan, const HandOverCommand& command,
    const v1::HandOverAttachmentRequest& request) {
  if (request.content().empty() || request.content().size() > document::Limits().bytes_max) return "";
  const absl::StatusOr<document::Format> format = document::FormatOf(request.content());
  if (!format.ok()) return "";
  const std::string organisation = rpc::OrganisationOf(scope);
  // What would be refused leaves no bytes, and neither does what was answered before: also the key of
  // the request is looked at, and nothing of the attempt stays.
  v1::HandOverAttachmentRequest rehearsal = request;
  rehearsal.set_validate_only(true);
  bool would_be = false;
  const absl::StatusOr<v1::PlanAttachment> rehearsed = idempotency::Write<v1::PlanAttachment>(
      *context_.pool, scope, rehearsal, [&](pg::Tx& tx) -> absl::StatusOr<v1::PlanAttachment> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::FindPlan(tx, {organisation, plan}));
        would_be = Decide(tx, ref, command).ok();
        return v1::PlanAttachment();
      });
  TRANCHE_RETURN_IF_ERROR(rehearsed.status());
  if (!would_be) return "";
  documents::v1::StoreDocumentRequest store;
  store.set_parent(absl::StrCat("organisations/", organisation));
  store.set_file_name(request.file_name());
  store.set_media_type(std::string(document::MediaTypeOf(*format)));
  store.set_content(request.content());
  store.set_validate_only(request.validate_only());
  const auto documents = documents::v1::DocumentsService::NewStub(context_.peers->Get("documents"));
  const absl::StatusOr<documents::v1::Document> kept =
      rpc::Call(scope, *documents, &documents::v1::DocumentsService::Stub::StoreDocument, store);
  if (kept.ok()) return store.media_type();
  // What documents does not take is known by its digest alone.
  const std::string reason = ReasonOf(kept.status());
  if (reason == "DOCUMENT_TYPE_UNSUPPORTED" || reason == "DOCUMENT_TOO_LARGE") return "";
  return kept.status();
}

absl::StatusOr<v1::PlanAttachment> AttachmentsService::HandOverAttachment(
    const rpc::CallScope& scope, const v1::HandOverAttachmentRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef asked, store::RefOf(request.parent()));
  TRANCHE_ASSIGN_OR_RETURN(const HandOverCommand command, CommandOf(request));
  TRANCHE_ASSIGN_OR_RETURN(const std::string media_type,
                           KeepBytes(scope, asked.plan, command, request));
  return idempotency::Write<v1::PlanAttachment>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::PlanAttachment> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::LockPlan(tx, scope, asked.plan));
        TRANCHE_ASSIGN_OR_RETURN(const Decided decided, Decide(tx, ref, command));
        const store::StoredAttachment stored =
            store::InsertAttachment(tx, scope, ref,
                                    {.decided = decided.file,
                                     .version = decided.newest.version(),
                                     .media_type = media_type,
                                     .kept = !media_type.empty(),
                                     .measured_here = !request.content().empty(),
                                     .note = request.note()});
        const v1::PlanAttachment after = WithFindings(stored, decided.newest);
        Keep(tx, scope, ref, nullptr, after, request.note(), request.request_id());
        return after;
      });
}

absl::StatusOr<v1::PlanAttachment> AttachmentsService::WithdrawAttachment(
    const rpc::CallScope& scope, const v1::WithdrawAttachmentRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kAttachment, request.name()));
  const int number = validate::ParseNumber<int>(segments[2]);
  return idempotency::Write<v1::PlanAttachment>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::PlanAttachment> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::LockPlan(tx, scope, segments[1]));
        const std::vector<store::StoredAttachment> all = store::ListAttachments(tx, ref);
        if (number < 1 || number > static_cast<int>(all.size())) {
          return Refuse("NOT_FOUND", {{"name", request.name()}});
        }
        const store::StoredAttachment& before = all[static_cast<std::size_t>(number - 1)];
        TRANCHE_RETURN_IF_ERROR(DecideWithdraw(before.fact));
        const store::StoredAttachment after =
            store::EndAttachment(tx, scope, ref, number, request.reason());
        Keep(tx, scope, ref, &before.shown, after.shown, request.reason(), request.request_id());
        return after.shown;
      });
}

absl::StatusOr<v1::ListPlanAttachmentsResponse> AttachmentsService::ListPlanAttachments(
    const rpc::CallScope& scope, const v1::ListPlanAttachmentsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef asked, store::RefOf(request.parent()));
  return idempotency::Read<v1::ListPlanAttachmentsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListPlanAttachmentsResponse> {
        TRANCHE_ASSIGN_OR_RETURN(const store::PlanRef ref, store::FindPlan(tx, asked));
        TRANCHE_ASSIGN_OR_RETURN(const v1::Plan newest, store::GetVersion(tx, ref, 0));
        const std::vector<store::StoredAttachment> all = store::ListAttachments(tx, ref);
        const std::vector<AttachmentFact> facts = FactsOf(all);
        v1::ListPlanAttachmentsResponse response;
        for (const store::StoredAttachment& stored : all) {
          *response.add_attachments() = WithFindings(stored, newest);
        }
        const std::vector<AttachmentName> names = NamesOf(newest);
        for (const v1::Attachment& stated : newest.attachments()) {
          v1::NamedAttachment& named = *response.add_named();
          named.set_number(response.named_size());
          *named.mutable_stated() = stated;
          const AttachmentFact* file =
              StandingFor(facts, names[static_cast<std::size_t>(named.number() - 1)]);
          if (file == nullptr) continue;
          named.mutable_stated()->set_sha256(file->sha256);
          *named.mutable_handed_over() = response.attachments(file->number - 1);
        }
        return response;
      });
}

}  // namespace tranche::plans
