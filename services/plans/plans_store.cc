// SPDX-License-Identifier: EUPL-1.2
#include "plans/plans_store.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/pg/require_one.h"

namespace tranche::plans::store {
namespace {

// A new version is numbered after the newest one, and there may be none yet to lock.
constexpr pg::Statement kLock{"plans.lock", R"sql(
  select pg_advisory_xact_lock(hashtextextended('plans/' || $1 || '/' || $2, 0)))sql"};

// "-" stands for every organisation that row security shows.
constexpr pg::Statement kGetNewest{"plans.get_newest", R"sql(
  select distinct on (organisation_id)
         organisation_id, plan_id, version, stated::text, (extract(epoch from stored_at) * 1000000)::bigint as stored_us
    from plan where plan_id = $2 and ($1 = '-' or organisation_id = $1)
   order by organisation_id, version desc limit 2)sql"};

constexpr pg::Statement kInsertVersion{"plans.insert_version", R"sql(
  insert into plan (organisation_id, plan_id, version, year, title, document_sha256, measure_count,
                    measures_with_amount, stated)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb)
  returning (extract(epoch from stored_at) * 1000000)::bigint as stored_us)sql"};

// The keys first, organisation by organisation, and of these alone the newest versions: what else the
// store holds, and how many versions a plan has, costs nothing.
constexpr pg::Statement kList{"plans.list", R"sql(
  with keys as materialized (
    select o.organisation_id, k.plan_id
      from (select a.organisation_id
              from unnest((select current_setting('tranche.organisations')::text[])::text[]) as a (organisation_id)
             where ($1 = '-' or a.organisation_id = $1) and a.organisation_id >= $2
             order by a.organisation_id) as o
     cross join lateral (
        select f.plan_id from plan as f
         where f.organisation_id = o.organisation_id and f.version = 1
               and f.plan_id > case when o.organisation_id = $2 then $3 else '' end
         order by f.plan_id limit $4) as k
     order by o.organisation_id, k.plan_id limit $4
  )
  select k.organisation_id, k.plan_id, p.version, p.year, p.title, p.document_sha256, p.measure_count,
         p.measures_with_amount, p.stated->>'municipality' as municipality,
         coalesce(p.stated->'statedTotal'->>'amount', '') as total_amount,
         coalesce(p.stated->'statedTotal'->>'currency', '') as total_currency,
         (extract(epoch from p.stored_at) * 1000000)::bigint as stored_us
    from keys as k
   cross join lateral (
      select n.version, n.year, n.title, n.document_sha256, n.measure_count, n.measures_with_amount, n.stated, n.stored_at
        from plan as n
       where n.organisation_id = k.organisation_id and n.plan_id = k.plan_id
       order by n.version desc limit 1) as p
   order by k.organisation_id, k.plan_id)sql"};

constexpr pg::Statement kListKeys{"plans.list_keys", R"sql(
  select plan_id from plan where organisation_id = $1 and version = 1 order by plan_id)sql"};

std::string Name(const pqxx::row& row) {
  return absl::StrCat("organisations/", row["organisation_id"].as<std::string>(), "/plans/",
                      row["plan_id"].as<std::string>());
}

void SetStoredAt(const pqxx::row& row, v1::Plan& plan) {
  *plan.mutable_stored_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row["stored_us"].as<int64_t>());
}

}  // namespace

void Lock(pg::Tx& tx, const std::string& organisation, const std::string& plan) {
  tx.Run(kLock, organisation, plan);
}

absl::StatusOr<v1::Plan> GetNewest(pg::Tx& tx, const std::string& organisation,
                                   const std::string& plan) {
  const pqxx::result found = tx.Run(kGetNewest, organisation, plan);
  const std::string name = absl::StrCat("organisations/", organisation, "/plans/", plan);
  TRANCHE_RETURN_IF_ERROR(pg::RequireOne(found, name));
  v1::Plan stored;
  const auto status =
      google::protobuf::util::JsonStringToMessage(found[0]["stated"].as<std::string>(), &stored);
  if (!status.ok()) throw std::runtime_error("a stored plan does not fit its description");
  stored.set_name(Name(found[0]));
  stored.set_version(found[0]["version"].as<int>());
  SetStoredAt(found[0], stored);
  return stored;
}

absl::StatusOr<v1::Plan> InsertVersion(pg::Tx& tx, const std::string& organisation,
                                       const std::string& plan, int version, const v1::Plan& stated) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(stated, &json).ok()) {
    return absl::InternalError("a plan cannot be written as JSON");
  }
  const pqxx::result inserted =
      tx.Run(kInsertVersion, organisation, plan, version, stated.year(), stated.title(),
             stated.document_sha256(), stated.measure_count(), stated.measures_with_amount(), json);
  v1::Plan stored = stated;
  stored.set_name(absl::StrCat("organisations/", organisation, "/plans/", plan));
  stored.set_version(version);
  SetStoredAt(inserted[0], stored);
  return stored;
}

std::vector<v1::Plan> List(pg::Tx& tx, const std::string& organisation, const PlanKey& after,
                           int limit) {
  std::vector<v1::Plan> plans;
  for (const pqxx::row& row : tx.Run(kList, organisation, after.organisation, after.plan, limit)) {
    v1::Plan plan;
    plan.set_name(Name(row));
    plan.set_version(row["version"].as<int>());
    plan.set_year(row["year"].as<int>());
    plan.set_title(row["title"].as<std::string>());
    plan.set_municipality(row["municipality"].as<std::string>());
    if (const std::string amount = row["total_amount"].as<std::string>(); !amount.empty()) {
      plan.mutable_stated_total()->set_amount(amount);
      plan.mutable_stated_total()->set_currency(row["total_currency"].as<std::string>());
    }
    plan.set_document_sha256(row["document_sha256"].as<std::string>());
    plan.set_measure_count(row["measure_count"].as<int>());
    plan.set_measures_with_amount(row["measures_with_amount"].as<int>());
    SetStoredAt(row, plan);
    plans.push_back(std::move(plan));
  }
  return plans;
}

std::vector<PlanKey> ListKeys(pg::Tx& tx, const std::string& organisation) {
  std::vector<PlanKey> keys;
  for (const pqxx::row& row : tx.Run(kListKeys, organisation)) {
    keys.push_back({organisation, row["plan_id"].as<std::string>()});
  }
  return keys;
}

}  // namespace tranche::plans::store
