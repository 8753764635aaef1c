// SPDX-License-Identifier: EUPL-1.2
#include "plans/strategies/strategies_store.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"
#include "platform/convert/rows.h"
#include "platform/pg/require_one.h"

namespace tranche::plans::store {
namespace {

using convert::Text;
using google::protobuf::util::JsonStringToMessage;
using google::protobuf::util::MessageToJsonString;
using google::protobuf::util::TimeUtil;

// So many are asked of the database at a time where all are wanted.
constexpr int kStrategiesAtOnce = 500;

constexpr pg::Statement kLock{"plans.strategies.lock", R"sql(
  select pg_advisory_xact_lock(hashtextextended('strategies/' || $1, 0)))sql"};

#define STRATEGY_COLUMNS                                                     \
  "organisation_id, strategy_id, version, stated::text as stated, made_by, " \
  "(extract(epoch from made_at) * 1000000)::bigint as made_us "

constexpr pg::Statement kGet{"plans.strategies.get", "select " STRATEGY_COLUMNS R"sql(
    from strategy where organisation_id = $1 and strategy_id = $2 order by version desc limit 1)sql"};

constexpr pg::Statement kList{"plans.strategies.list",
                              "select distinct on (organisation_id, strategy_id) " STRATEGY_COLUMNS
                              R"sql(
    from strategy
   where ($1 = '-' or organisation_id = $1) and (organisation_id, strategy_id) > ($2, $3)
   order by organisation_id, strategy_id, version desc limit $4)sql"};

constexpr pg::Statement kInsert{"plans.strategies.insert", R"sql(
  insert into strategy (organisation_id, strategy_id, version, level, title, stated, made_by)
  values ($1, $2, $3, $4, $5, $6::jsonb, $7) returning )sql" STRATEGY_COLUMNS};

#define LINK_COLUMNS                                                                               \
  "number, strategy_id, named_as, reason, made_by, coalesce(ended_because, '') as ended_because, " \
  "(extract(epoch from made_at) * 1000000)::bigint as made_us "

constexpr pg::Statement kFindLink{"plans.strategies.find_link", R"sql(
  select number from strategy_link
   where organisation_id = $1 and plan_id = $2 and strategy_id = $3 and named_as = $4 and ended_at is null)sql"};

constexpr pg::Statement kInsertLink{"plans.strategies.insert_link", R"sql(
  insert into strategy_link (organisation_id, plan_id, number, strategy_id, named_as, reason, made_by)
  select $1, $2, coalesce((select max(number) from strategy_link where organisation_id = $1 and plan_id = $2), 0) + 1,
         $3, $4, $5, $6
  returning )sql" LINK_COLUMNS};

constexpr pg::Statement kGetLink{"plans.strategies.get_link", "select " LINK_COLUMNS R"sql(
    from strategy_link where organisation_id = $1 and plan_id = $2 and number = $3)sql"};

constexpr pg::Statement kEndLink{"plans.strategies.end_link", R"sql(
  update strategy_link set ended_because = $4, ended_at = clock_timestamp()
   where organisation_id = $1 and plan_id = $2 and number = $3
  returning )sql" LINK_COLUMNS};

constexpr pg::Statement kLinkedPlans{"plans.strategies.linked_plans", R"sql(
  select l.plan_id, l.strategy_id, l.named_as, newest.title, newest.year
    from (select distinct s.plan_id from strategy_link as s
           where s.organisation_id = $1 and s.ended_at is null order by s.plan_id limit $2) as linked
    join strategy_link as l on l.organisation_id = $1 and l.plan_id = linked.plan_id and l.ended_at is null
   cross join lateral (select p.title, p.year from plan as p
                        where p.organisation_id = l.organisation_id and p.plan_id = l.plan_id
                        order by p.version desc limit 1) as newest
   order by l.plan_id, l.number)sql"};

v1::Strategy StrategyOf(const pqxx::row& row) {
  v1::Strategy strategy;
  if (!JsonStringToMessage(Text(row, "stated"), &strategy).ok()) {
    throw std::runtime_error("a stored strategy does not fit its description");
  }
  strategy.set_name(absl::StrCat("organisations/", Text(row, "organisation_id"), "/strategies/",
                                 Text(row, "strategy_id")));
  strategy.set_version(row["version"].as<int>());
  strategy.set_made_by(Text(row, "made_by"));
  *strategy.mutable_made_at() = TimeUtil::MicrosecondsToTimestamp(row["made_us"].as<int64_t>());
  return strategy;
}

v1::StrategyLink LinkOf(const PlanRef& ref, const pqxx::row& row) {
  v1::StrategyLink link;
  link.set_number(row["number"].as<int>());
  link.set_name(absl::StrCat(ref.Name(), "/strategyLinks/", link.number()));
  link.set_strategy(
      absl::StrCat("organisations/", ref.organisation, "/strategies/", Text(row, "strategy_id")));
  link.set_named_as(Text(row, "named_as"));
  link.set_reason(Text(row, "reason"));
  link.set_made_by(Text(row, "made_by"));
  *link.mutable_made_at() = TimeUtil::MicrosecondsToTimestamp(row["made_us"].as<int64_t>());
  link.set_ended_because(Text(row, "ended_because"));
  return link;
}

}  // namespace

void LockStrategies(pg::Tx& tx, const std::string& organisation) { tx.Run(kLock, organisation); }

std::optional<v1::Strategy> GetStrategy(pg::Tx& tx, const StrategyKey& key) {
  const pqxx::result found = tx.Run(kGet, key.organisation, key.strategy);
  if (found.empty()) return std::nullopt;
  return StrategyOf(found[0]);
}

std::vector<v1::Strategy> ListStrategies(pg::Tx& tx, const std::string& organisation,
                                         const StrategyKey& after, int limit) {
  std::vector<v1::Strategy> strategies;
  for (const pqxx::row& row : tx.Run(kList, organisation, after.organisation, after.strategy, limit)) {
    strategies.push_back(StrategyOf(row));
  }
  return strategies;
}

std::vector<v1::Strategy> ListAllStrategies(pg::Tx& tx, const std::string& organisation) {
  std::vector<v1::Strategy> all;
  StrategyKey after;
  while (true) {
    const pqxx::result rows =
        tx.Run(kList, organisation, after.organisation, after.strategy, kStrategiesAtOnce);
    for (const pqxx::row& row : rows) all.push_back(StrategyOf(row));
    if (rows.size() < kStrategiesAtOnce) return all;
    after = {Text(rows.back(), "organisation_id"), Text(rows.back(), "strategy_id")};
  }
}

v1::Strategy InsertStrategy(pg::Tx& tx, const rpc::CallScope& scope, const StrategyKey& key,
                            const v1::Strategy& strategy, int version) {
  v1::Strategy stated = strategy;
  stated.clear_name();
  stated.clear_version();
  stated.clear_made_by();
  stated.clear_made_at();
  stated.clear_findings();
  std::string json;
  if (!MessageToJsonString(stated, &json).ok()) {
    throw std::runtime_error("a strategy cannot be written as JSON");
  }
  return StrategyOf(tx.Run(kInsert, key.organisation, key.strategy, version,
                           v1::PlanLevel_Name(strategy.level()), strategy.title(), json,
                           scope.actor.subject)[0]);
}

int FindStrategyLink(pg::Tx& tx, const PlanRef& ref, const std::string& strategy,
                     const std::string& named_as) {
  const pqxx::result found = tx.Run(kFindLink, ref.organisation, ref.plan, strategy, named_as);
  return found.empty() ? 0 : found[0]["number"].as<int>();
}

v1::StrategyLink InsertStrategyLink(pg::Tx& tx, const rpc::CallScope& scope, const PlanRef& ref,
                                    const v1::StrategyLink& link, const std::string& strategy) {
  return LinkOf(ref, tx.Run(kInsertLink, ref.organisation, ref.plan, strategy, link.named_as(),
                            link.reason(), scope.actor.subject)[0]);
}

absl::StatusOr<v1::StrategyLink> GetStrategyLink(pg::Tx& tx, const PlanRef& ref, int number) {
  const pqxx::result found = tx.Run(kGetLink, ref.organisation, ref.plan, number);
  TRANCHE_RETURN_IF_ERROR(pg::RequireOne(found, absl::StrCat(ref.Name(), "/strategyLinks/", number)));
  return LinkOf(ref, found[0]);
}

v1::StrategyLink EndStrategyLink(pg::Tx& tx, const PlanRef& ref, int number,
                                 const std::string& reason) {
  return LinkOf(ref, tx.Run(kEndLink, ref.organisation, ref.plan, number, reason)[0]);
}

std::vector<LinkedPlan> ListLinkedPlans(pg::Tx& tx, const std::string& organisation, int limit) {
  std::vector<LinkedPlan> plans;
  for (const pqxx::row& row : tx.Run(kLinkedPlans, organisation, limit)) {
    const std::string id = Text(row, "plan_id");
    if (plans.empty() || plans.back().id != id) {
      plans.push_back(
          {.id = id, .title = Text(row, "title"), .year = row["year"].as<int>(), .names = {}});
    }
    plans.back().names.push_back({Text(row, "strategy_id"), Text(row, "named_as")});
  }
  return plans;
}

}  // namespace tranche::plans::store
