// SPDX-License-Identifier: EUPL-1.2
#include "plans/attachments/attachments_store.h"

#include <google/protobuf/util/time_util.h>

#include "absl/strings/str_cat.h"
#include "platform/convert/rows.h"

namespace tranche::plans::store {
namespace {

using convert::Text;
using google::protobuf::util::TimeUtil;

#define ATTACHMENT_COLUMNS                                                                     \
  "number, named_as, size_as_written, occurrence, version, file_name, sha256, size_bytes, "    \
  "media_type, kept, "                                                                         \
  "measured_here, note, made_by, (extract(epoch from made_at) * 1000000)::bigint as made_us, " \
  "coalesce(ended_because, '') as ended_because, coalesce(ended_by, '') as ended_by, "         \
  "(extract(epoch from ended_at) * 1000000)::bigint as ended_us "

constexpr pg::Statement kList{"plans.attachments.list", "select " ATTACHMENT_COLUMNS R"sql(
    from attachment where organisation_id = $1 and plan_id = $2 order by number)sql"};

constexpr pg::Statement kInsert{"plans.attachments.insert", R"sql(
  insert into attachment (organisation_id, plan_id, number, named_as, size_as_written, occurrence, version, file_name,
                          sha256, size_bytes, media_type, kept, measured_here, note, made_by)
  select $1, $2, coalesce((select max(number) from attachment where organisation_id = $1 and plan_id = $2), 0) + 1,
         $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
  returning )sql" ATTACHMENT_COLUMNS};

constexpr pg::Statement kEnd{"plans.attachments.end", R"sql(
  update attachment set ended_because = $4, ended_by = $5, ended_at = clock_timestamp()
   where organisation_id = $1 and plan_id = $2 and number = $3
  returning )sql" ATTACHMENT_COLUMNS};

StoredAttachment AttachmentOf(const PlanRef& ref, const pqxx::row& row) {
  StoredAttachment stored;
  stored.fact = {
      .number = row["number"].as<int>(),
      .name = {Text(row, "named_as"), Text(row, "size_as_written"), row["occurrence"].as<int>()},
      .file_name = Text(row, "file_name"),
      .sha256 = Text(row, "sha256"),
      .size_bytes = row["size_bytes"].as<std::int64_t>(),
      .stands = row["ended_us"].is_null()};
  v1::PlanAttachment& shown = stored.shown;
  shown.set_name(absl::StrCat(ref.Name(), "/attachments/", stored.fact.number));
  shown.set_number(stored.fact.number);
  shown.set_named_as(stored.fact.name.named_as);
  shown.set_size_as_written(stored.fact.name.size_as_written);
  if (!stored.fact.name.named_as.empty()) shown.set_occurrence(stored.fact.name.occurrence);
  shown.set_version(row["version"].as<int>());
  shown.set_file_name(stored.fact.file_name);
  shown.set_sha256(stored.fact.sha256);
  shown.set_size_bytes(stored.fact.size_bytes);
  shown.set_media_type(Text(row, "media_type"));
  if (row["kept"].as<bool>()) {
    shown.set_document(
        absl::StrCat("organisations/", ref.organisation, "/documents/", stored.fact.sha256));
  }
  shown.set_measured(row["measured_here"].as<bool>() ? v1::MEASURED_HERE : v1::MEASURED_BY_SENDER);
  shown.set_note(Text(row, "note"));
  shown.set_made_by(Text(row, "made_by"));
  *shown.mutable_made_at() = TimeUtil::MicrosecondsToTimestamp(row["made_us"].as<std::int64_t>());
  if (stored.fact.stands) return stored;
  shown.set_ended_because(Text(row, "ended_because"));
  shown.set_ended_by(Text(row, "ended_by"));
  *shown.mutable_ended_at() = TimeUtil::MicrosecondsToTimestamp(row["ended_us"].as<std::int64_t>());
  return stored;
}

}  // namespace

std::vector<StoredAttachment> ListAttachments(pg::Tx& tx, const PlanRef& ref) {
  std::vector<StoredAttachment> attachments;
  for (const pqxx::row& row : tx.Run(kList, ref.organisation, ref.plan)) {
    attachments.push_back(AttachmentOf(ref, row));
  }
  return attachments;
}

StoredAttachment InsertAttachment(pg::Tx& tx, const rpc::CallScope& scope, const PlanRef& ref,
                                  const NewAttachment& attachment) {
  const AttachmentFact& fact = attachment.decided;
  return AttachmentOf(
      ref, tx.Run(kInsert, ref.organisation, ref.plan, fact.name.named_as, fact.name.size_as_written,
                  fact.name.occurrence, attachment.version, fact.file_name, fact.sha256,
                  fact.size_bytes, attachment.media_type, attachment.kept, attachment.measured_here,
                  attachment.note, scope.actor.subject)[0]);
}

StoredAttachment EndAttachment(pg::Tx& tx, const rpc::CallScope& scope, const PlanRef& ref, int number,
                               const std::string& reason) {
  return AttachmentOf(ref,
                      tx.Run(kEnd, ref.organisation, ref.plan, number, reason, scope.actor.subject)[0]);
}

}  // namespace tranche::plans::store
