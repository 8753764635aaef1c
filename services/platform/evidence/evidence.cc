// SPDX-License-Identifier: EUPL-1.2
#include "platform/evidence/evidence.h"

#include <google/protobuf/util/json_util.h>

#include <optional>

namespace tranche::evidence {
namespace {

constexpr pg::Statement kInsert{"platform.evidence.insert", R"sql(
  insert into evidence (organisation_id, actor, action, record, before_state, after_state, reason,
                        request_id, trace_id)
  values ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8, $9))sql"};

// The state of a record as JSON; nothing for a record that there is not.
std::optional<std::string> State(const google::protobuf::Message* record) {
  if (record == nullptr) return std::nullopt;
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto printed = google::protobuf::util::MessageToJsonString(*record, &json, options);
  // A change without its evidence may not be committed (INV-07).
  if (!printed.ok()) throw std::runtime_error("a record has no JSON form: " + record->GetTypeName());
  return json;
}

}  // namespace

void Record(pg::Tx& tx, const rpc::CallScope& scope, const Entry& entry) {
  const std::optional<std::string> before = State(entry.before);
  const std::optional<std::string> after = State(entry.after);
  tx.Run(kInsert, entry.organisation, scope.actor.subject, entry.action, entry.record,
         before ? before->c_str() : nullptr, after ? after->c_str() : nullptr, entry.reason,
         entry.request_id, scope.trace_id);
}

}  // namespace tranche::evidence
