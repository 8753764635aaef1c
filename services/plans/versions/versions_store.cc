// SPDX-License-Identifier: EUPL-1.2
#include "plans/versions/versions_store.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "plans/plans_store.h"
#include "plans/versions/plan_values_convert.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/rows.h"
#include "platform/pg/require_one.h"
#include "platform/validate/validate.h"

namespace tranche::plans::store {
namespace {

using convert::Text;
using google::protobuf::util::JsonStringToMessage;
using google::protobuf::util::MessageToJsonString;
using google::protobuf::util::TimeUtil;

// Two rows are enough to see that the name is ambiguous.
constexpr pg::Statement kFindPlan{"plans.find_plan", R"sql(
  select distinct organisation_id from plan
   where plan_id = $2 and ($1 = '-' or organisation_id = $1) and version = 1 limit 2)sql"};

constexpr pg::Statement kGetVersion{"plans.get_version", R"sql(
  select version, stated::text as stated, (extract(epoch from stored_at) * 1000000)::bigint as stored_us
    from plan
   where organisation_id = $1 and plan_id = $2 and ($3::integer = 0 or version = $3::integer)
   order by version desc limit 1)sql"};

constexpr pg::Statement kListVersions{"plans.list_versions", R"sql(
  select version, title, document_sha256, measure_count, measures_with_amount,
         coalesce(stated->'statedTotal'->>'amount', '') as total_amount,
         coalesce(stated->'statedTotal'->>'currency', '') as total_currency,
         (extract(epoch from stored_at) * 1000000)::bigint as stored_us
    from plan where organisation_id = $1 and plan_id = $2 order by version desc)sql"};

#define CORRECTION_COLUMNS                                                                          \
  "number, version, field, place, read_value, instead_of, value, reason, "                          \
  "coalesce(takes_back, 0) as takes_back, document_place, made_by, (extract(epoch from made_at) * " \
  "1000000)::bigint "                                                                               \
  "as made_us "

constexpr pg::Statement kListCorrections{"plans.list_corrections", "select " CORRECTION_COLUMNS R"sql(
    from correction where organisation_id = $1 and plan_id = $2 order by number)sql"};

constexpr pg::Statement kInsertCorrection{"plans.insert_correction", R"sql(
  insert into correction (organisation_id, plan_id, number, version, field, place, read_value, instead_of, value,
                          reason, takes_back, document_place, made_by)
  select $1, $2, coalesce((select max(number) from correction where organisation_id = $1 and plan_id = $2), 0) + 1,
         $3, $4, $5, $6, $7, $8, $9, nullif($10::integer, 0), $11, $12
  returning )sql" CORRECTION_COLUMNS};

constexpr pg::Statement kListAdoptions{"plans.list_adoptions", R"sql(
  select number, stated::text as stated, source, made_by, (extract(epoch from made_at) * 1000000)::bigint as made_us
    from adoption where organisation_id = $1 and plan_id = $2 order by number)sql"};

constexpr pg::Statement kInsertAdoption{"plans.insert_adoption", R"sql(
  insert into adoption (organisation_id, plan_id, number, stated, source, made_by)
  select $1, $2, coalesce((select max(number) from adoption where organisation_id = $1 and plan_id = $2), 0) + 1,
         $3::jsonb, $4, $5
  returning number, stated::text as stated, source, made_by,
            (extract(epoch from made_at) * 1000000)::bigint as made_us)sql"};

Value OptionalText(const pqxx::row& row, const char* column) {
  if (row[column].is_null()) return std::nullopt;
  return Text(row, column);
}

const char* Nullable(const Value& value) { return value ? value->c_str() : nullptr; }

google::protobuf::Timestamp TimeAt(const pqxx::row& row, const char* column) {
  return TimeUtil::MicrosecondsToTimestamp(row[column].as<int64_t>());
}

v1::PlanField FieldOf(const std::string& name) {
  v1::PlanField field = v1::PLAN_FIELD_UNSPECIFIED;
  v1::PlanField_Parse(name, &field);
  return field;
}

StoredCorrection CorrectionOf(const PlanRef& ref, const pqxx::row& row) {
  StoredCorrection stored;
  stored.fact = {.number = row["number"].as<int>(),
                 .version = row["version"].as<int>(),
                 .key = {Text(row, "field"), Text(row, "place")},
                 .read = OptionalText(row, "read_value"),
                 .instead_of = OptionalText(row, "instead_of"),
                 .value = OptionalText(row, "value"),
                 .takes_back = row["takes_back"].as<int>(),
                 .path = PathOf(ValueKey{Text(row, "field"), Text(row, "place")}),
                 .document_place = Text(row, "document_place")};
  v1::Correction& shown = stored.shown;
  shown.set_name(absl::StrCat(ref.Name(), "/corrections/", stored.fact.number));
  shown.set_number(stored.fact.number);
  shown.set_version(stored.fact.version);
  shown.set_field(FieldOf(stored.fact.key.field));
  shown.set_place(stored.fact.key.place);
  if (stored.fact.read) shown.set_read(*stored.fact.read);
  if (stored.fact.instead_of) shown.set_instead_of(*stored.fact.instead_of);
  if (stored.fact.value) shown.set_value(*stored.fact.value);
  shown.set_reason(Text(row, "reason"));
  shown.set_made_by(Text(row, "made_by"));
  *shown.mutable_made_at() = TimeAt(row, "made_us");
  shown.set_takes_back(stored.fact.takes_back);
  DescribeCorrection(stored.fact, &shown);
  return stored;
}

v1::PlanAdoption AdoptionOf(const PlanRef& ref, const pqxx::row& row) {
  v1::PlanAdoption adoption;
  if (!JsonStringToMessage(Text(row, "stated"), adoption.mutable_adoption()).ok()) {
    throw std::runtime_error("a stored adoption does not fit its description");
  }
  adoption.set_number(row["number"].as<int>());
  adoption.set_name(absl::StrCat(ref.Name(), "/adoptions/", adoption.number()));
  adoption.set_source(Text(row, "source"));
  adoption.set_made_by(Text(row, "made_by"));
  *adoption.mutable_made_at() = TimeAt(row, "made_us");
  return adoption;
}

}  // namespace

absl::StatusOr<PlanRef> RefOf(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(
      const std::vector<std::string> segments,
      validate::ParseResourceName("organisations/{organisation}/plans/{plan}", name));
  return PlanRef{segments[0], segments[1]};
}

absl::StatusOr<PlanRef> LockPlan(pg::Tx& tx, const rpc::CallScope& scope, const std::string& plan) {
  TRANCHE_ASSIGN_OR_RETURN(const PlanRef ref, FindPlan(tx, {rpc::OrganisationOf(scope), plan}));
  Lock(tx, ref.organisation, ref.plan);
  return ref;
}

absl::StatusOr<PlanRef> FindPlan(pg::Tx& tx, const PlanRef& ref) {
  const pqxx::result found = tx.Run(kFindPlan, ref.organisation, ref.plan);
  TRANCHE_RETURN_IF_ERROR(pg::RequireOne(found, ref.Name()));
  return PlanRef{Text(found[0], "organisation_id"), ref.plan};
}

absl::StatusOr<v1::Plan> GetVersion(pg::Tx& tx, const PlanRef& ref, int version) {
  const pqxx::result found = tx.Run(kGetVersion, ref.organisation, ref.plan, version);
  TRANCHE_RETURN_IF_ERROR(pg::RequireOne(
      found, version == 0 ? ref.Name() : absl::StrCat(ref.Name(), "/versions/", version)));
  v1::Plan plan;
  if (!JsonStringToMessage(Text(found[0], "stated"), &plan).ok()) {
    throw std::runtime_error("a stored plan does not fit its description");
  }
  plan.set_name(ref.Name());
  plan.set_version(found[0]["version"].as<int>());
  *plan.mutable_stored_at() = TimeAt(found[0], "stored_us");
  return plan;
}

absl::StatusOr<v1::Plan> GetShownVersion(pg::Tx& tx, const PlanRef& ref, int version) {
  TRANCHE_ASSIGN_OR_RETURN(const v1::Plan stated, GetVersion(tx, ref, version));
  std::vector<CorrectionFact> all;
  for (StoredCorrection& correction : ListPlanCorrections(tx, ref)) {
    all.push_back(std::move(correction.fact));
  }
  return Corrected(stated, InForce(all, stated.version()));
}

std::vector<v1::PlanVersion> ListVersions(pg::Tx& tx, const PlanRef& ref) {
  std::vector<v1::PlanVersion> versions;
  for (const pqxx::row& row : tx.Run(kListVersions, ref.organisation, ref.plan)) {
    v1::PlanVersion version;
    version.set_version(row["version"].as<int>());
    version.set_name(absl::StrCat(ref.Name(), "/versions/", version.version()));
    version.set_title(Text(row, "title"));
    version.set_document_sha256(Text(row, "document_sha256"));
    version.set_measure_count(row["measure_count"].as<int>());
    version.set_measures_with_amount(row["measures_with_amount"].as<int>());
    if (const std::string amount = Text(row, "total_amount"); !amount.empty()) {
      version.mutable_stated_total()->set_amount(amount);
      version.mutable_stated_total()->set_currency(Text(row, "total_currency"));
    }
    *version.mutable_stored_at() = TimeAt(row, "stored_us");
    versions.push_back(std::move(version));
  }
  return versions;
}

std::vector<StoredCorrection> ListPlanCorrections(pg::Tx& tx, const PlanRef& ref) {
  std::vector<StoredCorrection> corrections;
  for (const pqxx::row& row : tx.Run(kListCorrections, ref.organisation, ref.plan)) {
    corrections.push_back(CorrectionOf(ref, row));
  }
  return corrections;
}

std::vector<v1::Correction> ShownInForce(const std::vector<StoredCorrection>& all, int version) {
  std::vector<CorrectionFact> facts;
  for (const StoredCorrection& correction : all) facts.push_back(correction.fact);
  std::vector<v1::Correction> shown;
  for (const auto& [key, correction] : InForce(facts, version)) {
    shown.push_back(all[static_cast<std::size_t>(correction.number - 1)].shown);
    shown.back().set_in_force(true);
  }
  return shown;
}

StoredCorrection InsertCorrection(pg::Tx& tx, const rpc::CallScope& scope, const PlanRef& ref,
                                  const CorrectionFact& correction, const std::string& reason) {
  return CorrectionOf(ref,
                      tx.Run(kInsertCorrection, ref.organisation, ref.plan, correction.version,
                             correction.key.field, correction.key.place, Nullable(correction.read),
                             Nullable(correction.instead_of), Nullable(correction.value), reason,
                             correction.takes_back, correction.document_place, scope.actor.subject)[0]);
}

std::vector<v1::PlanAdoption> ListAdoptions(pg::Tx& tx, const PlanRef& ref) {
  std::vector<v1::PlanAdoption> adoptions;
  for (const pqxx::row& row : tx.Run(kListAdoptions, ref.organisation, ref.plan)) {
    adoptions.push_back(AdoptionOf(ref, row));
  }
  return adoptions;
}

v1::PlanAdoption InsertAdoption(pg::Tx& tx, const rpc::CallScope& scope, const PlanRef& ref,
                                const v1::PlanAdoption& adoption) {
  std::string json;
  if (!MessageToJsonString(adoption.adoption(), &json).ok()) {
    throw std::runtime_error("an adoption cannot be written as JSON");
  }
  return AdoptionOf(ref, tx.Run(kInsertAdoption, ref.organisation, ref.plan, json, adoption.source(),
                                scope.actor.subject)[0]);
}

}  // namespace tranche::plans::store
