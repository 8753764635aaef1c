// SPDX-License-Identifier: EUPL-1.2
#include "plans/groundwork/groundwork_store.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/pg/require_one.h"

namespace tranche::plans::store {
namespace {

using google::protobuf::util::TimeUtil;

constexpr pg::Statement kLock{"groundwork.lock", R"sql(
  select pg_advisory_xact_lock(hashtextextended('groundwork/' || $1 || '/' || $2, 0)))sql"};

constexpr pg::Statement kGet{"groundwork.get", R"sql(
  select organisation_id, groundwork_id, revision, kind, content::text as content,
         (extract(epoch from recorded_at) * 1000000)::bigint as recorded_us
    from groundwork where groundwork_id = $2 and ($1 = '-' or organisation_id = $1) limit 2)sql"};

constexpr pg::Statement kPut{"groundwork.put", R"sql(
  insert into groundwork (organisation_id, groundwork_id, revision, kind, content)
  values ($1, $2, $3, $4, $5::jsonb)
  on conflict (organisation_id, groundwork_id) do update
     set revision = excluded.revision, content = excluded.content, recorded_at = now()
  returning (extract(epoch from recorded_at) * 1000000)::bigint as recorded_us)sql"};

constexpr pg::Statement kDelete{"groundwork.delete", R"sql(
  delete from groundwork where organisation_id = $1 and groundwork_id = $2)sql"};

constexpr pg::Statement kList{"groundwork.list", R"sql(
  select organisation_id, groundwork_id, revision, kind, content::text as content,
         (extract(epoch from recorded_at) * 1000000)::bigint as recorded_us
    from groundwork
   where ($1 = '-' or organisation_id = $1) and ($2 = '' or kind = $2)
         and (organisation_id, groundwork_id) > ($3, $4)
   order by organisation_id, groundwork_id limit nullif($5::integer, 0))sql"};

constexpr pg::Statement kRestsOn{"groundwork.rests_on", R"sql(
  select checklist_id || '/steps/' || step_id as step from step_state
   where organisation_id = $1 and $2 = any (evidence) order by checklist_id, step_id limit 1)sql"};

// Locked against removal: a step that is moved now may rest on it.
constexpr pg::Statement kKind{"groundwork.kind", R"sql(
  select kind from groundwork where organisation_id = $1 and groundwork_id = $2 for update)sql"};

constexpr pg::Statement kChecklist{"groundwork.checklist", R"sql(
  select title_bg, title_en, source, verified from checklist where checklist_id = $1)sql"};

constexpr pg::Statement kSteps{"groundwork.steps", R"sql(
  select s.step_id, s.ordinal, s.title_bg, s.title_en, s.evidence_kind, coalesce(t.state, 'NOT_BEGUN') as state,
         coalesce(array_to_json(t.evidence)::text, '[]') as evidence, coalesce(t.reason, '') as reason,
         coalesce(t.since::text, '') as since,
         coalesce((extract(epoch from t.recorded_at) * 1000000)::bigint, 0) as recorded_us
    from checklist_step as s
    left join step_state as t
      on t.organisation_id = $1 and t.checklist_id = s.checklist_id and t.step_id = s.step_id
   where s.checklist_id = $2 and ($3 = '' or s.step_id = $3)
   order by s.ordinal)sql"};

// A step that nobody has moved has no row yet to lock.
constexpr pg::Statement kLockStep{"groundwork.lock_step", R"sql(
  select pg_advisory_xact_lock(hashtextextended('step/' || $1 || '/' || $2 || '/' || $3, 0)))sql"};

constexpr pg::Statement kPutStep{"groundwork.put_step", R"sql(
  insert into step_state (organisation_id, checklist_id, step_id, state, evidence, reason, since)
  values ($1, $2, $3, $4, array(select jsonb_array_elements_text($5::jsonb)), $6, nullif($7, '')::jsonb)
  on conflict (organisation_id, checklist_id, step_id) do update
     set state = excluded.state, evidence = excluded.evidence, reason = excluded.reason, since = excluded.since,
         recorded_at = now())sql"};

std::string JsonOf(const google::protobuf::Message& message) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json).ok()) {
    throw std::runtime_error("a record of the groundwork cannot be written as JSON");
  }
  return json;
}

void ReadJson(const std::string& json, google::protobuf::Message* message) {
  if (!google::protobuf::util::JsonStringToMessage(json, message).ok()) {
    throw std::runtime_error("a stored record of the groundwork does not fit its description");
  }
}

v1::Groundwork RecordOf(const pqxx::row& row) {
  v1::Groundwork record;
  ReadJson(row["content"].as<std::string>(), &record);
  record.set_name(absl::StrCat("organisations/", row["organisation_id"].as<std::string>(),
                               "/groundwork/", row["groundwork_id"].as<std::string>()));
  record.set_revision(row["revision"].as<int>());
  v1::GroundworkKind kind = v1::GROUNDWORK_KIND_UNSPECIFIED;
  v1::GroundworkKind_Parse(row["kind"].as<std::string>(), &kind);
  record.set_kind(kind);
  *record.mutable_recorded_at() = TimeUtil::MicrosecondsToTimestamp(row["recorded_us"].as<int64_t>());
  return record;
}

v1::ChecklistStep StepOf(const pqxx::row& row, const std::string& organisation,
                         const std::string& checklist) {
  const std::string parent = absl::StrCat("organisations/", organisation);
  v1::ChecklistStep step;
  step.set_name(
      absl::StrCat(parent, "/checklists/", checklist, "/steps/", row["step_id"].as<std::string>()));
  step.set_ordinal(row["ordinal"].as<int>());
  step.set_title_bg(row["title_bg"].as<std::string>());
  step.set_title_en(row["title_en"].as<std::string>());
  v1::StepState state = v1::STEP_STATE_UNSPECIFIED;
  v1::StepState_Parse(row["state"].as<std::string>(), &state);
  step.set_state(state);
  v1::GroundworkKind kind = v1::GROUNDWORK_KIND_UNSPECIFIED;
  v1::GroundworkKind_Parse(row["evidence_kind"].as<std::string>(), &kind);
  step.set_evidence_kind(kind);
  for (const nlohmann::json& id : nlohmann::json::parse(row["evidence"].as<std::string>())) {
    step.add_evidence(absl::StrCat(parent, "/groundwork/", id.get<std::string>()));
  }
  step.set_reason(row["reason"].as<std::string>());
  if (const std::string since = row["since"].as<std::string>(); !since.empty()) {
    ReadJson(since, step.mutable_on());
  }
  if (const int64_t at = row["recorded_us"].as<int64_t>(); at != 0) {
    *step.mutable_recorded_at() = TimeUtil::MicrosecondsToTimestamp(at);
  }
  for (const StepMove move :
       MovesFrom(StateOf(v1::StepState_Name(state)).value_or(StepState::kNotBegun))) {
    v1::StepMove word = v1::STEP_MOVE_UNSPECIFIED;
    v1::StepMove_Parse(WordOf(move), &word);
    step.add_moves(word);
  }
  return step;
}

}  // namespace

void LockGroundwork(pg::Tx& tx, const std::string& organisation, const std::string& id) {
  tx.Run(kLock, organisation, id);
}

absl::StatusOr<v1::Groundwork> GetGroundwork(pg::Tx& tx, const std::string& organisation,
                                             const std::string& id) {
  const pqxx::result found = tx.Run(kGet, organisation, id);
  TRANCHE_RETURN_IF_ERROR(
      pg::RequireOne(found, absl::StrCat("organisations/", organisation, "/groundwork/", id)));
  return RecordOf(found[0]);
}

v1::Groundwork PutGroundwork(pg::Tx& tx, const std::string& organisation, const std::string& id,
                             const v1::Groundwork& record) {
  v1::Groundwork content = record;
  content.clear_revision();
  content.clear_kind();
  const pqxx::result put = tx.Run(kPut, organisation, id, record.revision(),
                                  v1::GroundworkKind_Name(record.kind()), JsonOf(content));
  v1::Groundwork stored = record;
  stored.set_name(absl::StrCat("organisations/", organisation, "/groundwork/", id));
  *stored.mutable_recorded_at() =
      TimeUtil::MicrosecondsToTimestamp(put[0]["recorded_us"].as<int64_t>());
  return stored;
}

void DeleteGroundwork(pg::Tx& tx, const std::string& organisation, const std::string& id) {
  tx.Run(kDelete, organisation, id);
}

std::vector<v1::Groundwork> ListGroundwork(pg::Tx& tx, const std::string& organisation,
                                           v1::GroundworkKind kind, const GroundworkKey& after,
                                           int limit) {
  const std::string word = kind == v1::GROUNDWORK_KIND_UNSPECIFIED ? "" : v1::GroundworkKind_Name(kind);
  std::vector<v1::Groundwork> records;
  for (const pqxx::row& row : tx.Run(kList, organisation, word, after.organisation, after.id, limit)) {
    records.push_back(RecordOf(row));
  }
  return records;
}

std::vector<v1::Groundwork> ListAllGroundwork(pg::Tx& tx, const std::string& organisation) {
  return ListGroundwork(tx, organisation, v1::GROUNDWORK_KIND_UNSPECIFIED, {}, 0);
}

std::string StepThatRestsOn(pg::Tx& tx, const std::string& organisation, const std::string& id) {
  const pqxx::result found = tx.Run(kRestsOn, organisation, id);
  return found.empty() ? "" : found[0]["step"].as<std::string>();
}

std::vector<std::string> KindsOf(pg::Tx& tx, const std::string& organisation,
                                 const std::vector<std::string>& ids) {
  std::vector<std::string> kinds;
  for (const std::string& id : ids) {
    const pqxx::result found = tx.Run(kKind, organisation, id);
    kinds.push_back(found.empty() ? "" : found[0]["kind"].as<std::string>());
  }
  return kinds;
}

absl::StatusOr<v1::Checklist> GetChecklist(pg::Tx& tx, const std::string& organisation,
                                           const std::string& checklist) {
  const std::string name = absl::StrCat("organisations/", organisation, "/checklists/", checklist);
  const pqxx::result found = tx.Run(kChecklist, checklist);
  TRANCHE_RETURN_IF_ERROR(pg::RequireOne(found, name));
  v1::Checklist shown;
  shown.set_name(name);
  shown.set_title_bg(found[0]["title_bg"].as<std::string>());
  shown.set_title_en(found[0]["title_en"].as<std::string>());
  shown.set_source(found[0]["source"].as<std::string>());
  shown.set_verified(found[0]["verified"].as<bool>());
  for (const pqxx::row& row : tx.Run(kSteps, organisation, checklist, "")) {
    *shown.add_steps() = StepOf(row, organisation, checklist);
    const v1::StepState state = shown.steps(shown.steps_size() - 1).state();
    shown.set_done_count(shown.done_count() + (state == v1::STEP_DONE ? 1 : 0));
    shown.set_applicable_count(shown.applicable_count() + (state == v1::NOT_APPLICABLE ? 0 : 1));
  }
  return shown;
}

absl::StatusOr<v1::ChecklistStep> LockStep(pg::Tx& tx, const std::string& organisation,
                                           const std::string& checklist, const std::string& step) {
  tx.Run(kLockStep, organisation, checklist, step);
  const pqxx::result found = tx.Run(kSteps, organisation, checklist, step);
  TRANCHE_RETURN_IF_ERROR(pg::RequireOne(
      found, absl::StrCat("organisations/", organisation, "/checklists/", checklist, "/steps/", step)));
  return StepOf(found[0], organisation, checklist);
}

void PutStep(pg::Tx& tx, const std::string& organisation, const std::string& checklist,
             const std::string& step, const v1::ChecklistStep& state) {
  nlohmann::json ids = nlohmann::json::array();
  for (const std::string& name : state.evidence()) ids.push_back(name.substr(name.rfind('/') + 1));
  tx.Run(kPutStep, organisation, checklist, step, v1::StepState_Name(state.state()), ids.dump(),
         state.reason(), state.has_on() ? JsonOf(state.on()) : "");
}

}  // namespace tranche::plans::store
