// SPDX-License-Identifier: EUPL-1.2
#include "plans/changes/changes_store.h"

#include <google/protobuf/util/time_util.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "platform/convert/rows.h"
#include "platform/pg/require_one.h"

namespace tranche::plans::store {
namespace {

using convert::Text;
using google::protobuf::util::TimeUtil;

// Two writes would give the same number, and a subscription made between them would miss the first.
constexpr pg::Statement kLock{"plans.changes.lock", R"sql(
  select pg_advisory_xact_lock(hashtextextended('plan changes/' || $1, 0)))sql"};

constexpr pg::Statement kNote{"plans.changes.note", R"sql(
  insert into plan_change (organisation_id, number, plan_id, kind, record, ended, made_by)
  select $1, coalesce((select number from plan_change where organisation_id = $1 order by number desc limit 1), 0) + 1,
         $2, $3, $4, $5, $6)sql"};

constexpr pg::Statement kSubscribe{"plans.changes.subscribe", R"sql(
  insert into subscription as s (organisation_id, subscriber, plan_id, kinds, seen_number)
  select $1, $2, $3, string_to_array($4, ','),
         coalesce((select number from plan_change where organisation_id = $1 order by number desc limit 1), 0)
      on conflict (organisation_id, subscriber, plan_id) do update set kinds = excluded.kinds)sql"};

// Unseen changes are looked up from the number that was seen on, so old ones cost nothing.
#define SUBSCRIPTIONS                                                                           \
  "select s.organisation_id, s.subscriber, s.plan_id, array_to_string(s.kinds, ',') as kinds, " \
  "       (extract(epoch from s.made_at) * 1000000)::bigint as made_us, "                       \
  "       (select count(*) from plan_change as c "                                              \
  "         where c.organisation_id = s.organisation_id and c.number > s.seen_number "          \
  "               and (s.plan_id = '' or c.plan_id = s.plan_id) "                               \
  "               and (s.kinds = '{}' or c.kind = any (s.kinds))) as unseen "                   \
  "  from subscription as s where s.subscriber = $2 and ($1 = '-' or s.organisation_id = $1) "

constexpr pg::Statement kListSubscriptions{"plans.changes.list_subscriptions", SUBSCRIPTIONS
                                           "order by s.organisation_id, s.plan_id limit 1000"};
constexpr pg::Statement kGetSubscription{"plans.changes.get_subscription",
                                         SUBSCRIPTIONS "and s.plan_id = $3"};

constexpr pg::Statement kDelete{"plans.changes.unsubscribe", R"sql(
  delete from subscription where organisation_id = $1 and subscriber = $2 and plan_id = $3)sql"};

constexpr pg::Statement kMarkSeen{"plans.changes.mark_seen", R"sql(
  update subscription as s
     set seen_number = least($4::integer,
                             coalesce((select number from plan_change where organisation_id = $1
                                        order by number desc limit 1), 0))
   where organisation_id = $1 and subscriber = $2 and ($3 = '' or plan_id = $3) and seen_number < $4::integer)sql"};

#define CHANGE_COLUMNS                                                             \
  "c.organisation_id, c.number, c.plan_id, c.kind, c.record, c.ended, c.made_by, " \
  "(extract(epoch from c.made_at) * 1000000)::bigint as made_us "

constexpr pg::Statement kListChanges{"plans.changes.list", "select " CHANGE_COLUMNS R"sql(
    from plan_change as c
   where ($1 = '-' or c.organisation_id = $1) and c.plan_id = $2 and (c.organisation_id, c.number) > ($3, $4)
   order by c.organisation_id, c.number limit $5)sql"};

constexpr pg::Statement kListUnseen{"plans.changes.list_unseen",
                                    "select distinct " CHANGE_COLUMNS R"sql(
    from subscription as s join plan_change as c
      on c.organisation_id = s.organisation_id and c.number > s.seen_number
         and (s.plan_id = '' or c.plan_id = s.plan_id) and (s.kinds = '{}' or c.kind = any (s.kinds))
   where s.subscriber = $2 and ($1 = '-' or s.organisation_id = $1) and (c.organisation_id, c.number) > ($3, $4)
   order by c.organisation_id, c.number limit $5)sql"};

v1::PlanChangeKind KindOf(const std::string& name) {
  v1::PlanChangeKind kind = v1::PLAN_CHANGE_KIND_UNSPECIFIED;
  v1::PlanChangeKind_Parse(name, &kind);
  return kind;
}

v1::PlanSubscription SubscriptionOf(const pqxx::row& row) {
  v1::PlanSubscription subscription;
  const std::string plan = Text(row, "plan_id");
  subscription.set_of(absl::StrCat("organisations/", Text(row, "organisation_id"),
                                   plan.empty() ? "" : absl::StrCat("/plans/", plan)));
  for (const absl::string_view kind : absl::StrSplit(Text(row, "kinds"), ',', absl::SkipEmpty())) {
    subscription.add_kinds(KindOf(std::string(kind)));
  }
  subscription.set_subscriber(Text(row, "subscriber"));
  *subscription.mutable_made_at() = TimeUtil::MicrosecondsToTimestamp(row["made_us"].as<int64_t>());
  subscription.set_unseen(row["unseen"].as<int>());
  return subscription;
}

std::vector<v1::PlanChange> ChangesOf(const pqxx::result& rows) {
  std::vector<v1::PlanChange> changes;
  for (const pqxx::row& row : rows) {
    v1::PlanChange change;
    change.set_plan(
        absl::StrCat("organisations/", Text(row, "organisation_id"), "/plans/", Text(row, "plan_id")));
    change.set_number(row["number"].as<int>());
    change.set_kind(KindOf(Text(row, "kind")));
    change.set_record(Text(row, "record"));
    change.set_ended(row["ended"].as<bool>());
    change.set_made_by(Text(row, "made_by"));
    *change.mutable_made_at() = TimeUtil::MicrosecondsToTimestamp(row["made_us"].as<int64_t>());
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace

void NoteChange(pg::Tx& tx, const rpc::CallScope& scope, const NewChange& change) {
  tx.Run(kLock, change.organisation);
  tx.Run(kNote, change.organisation, change.plan, v1::PlanChangeKind_Name(change.kind), change.record,
         change.ended, scope.actor.subject);
}

v1::PlanSubscription Subscribe(pg::Tx& tx, const SubscriptionKey& key,
                               const std::vector<v1::PlanChangeKind>& kinds) {
  const std::string names = absl::StrJoin(kinds, ",", [](std::string* out, v1::PlanChangeKind kind) {
    absl::StrAppend(out, v1::PlanChangeKind_Name(kind));
  });
  tx.Run(kLock, key.organisation);
  tx.Run(kSubscribe, key.organisation, key.subscriber, key.plan, names);
  return SubscriptionOf(tx.Run(kGetSubscription, key.organisation, key.subscriber, key.plan)[0]);
}

absl::StatusOr<v1::PlanSubscription> GetSubscription(pg::Tx& tx, const SubscriptionKey& key) {
  const pqxx::result found = tx.Run(kGetSubscription, key.organisation, key.subscriber, key.plan);
  const absl::Status one = pg::RequireOne(
      found, absl::StrCat("organisations/", key.organisation, "/planSubscriptions/", key.plan));
  if (!one.ok()) return one;
  return SubscriptionOf(found[0]);
}

void DeleteSubscription(pg::Tx& tx, const SubscriptionKey& key) {
  tx.Run(kDelete, key.organisation, key.subscriber, key.plan);
}

std::vector<v1::PlanSubscription> ListSubscriptions(pg::Tx& tx, const SubscriptionKey& key) {
  std::vector<v1::PlanSubscription> subscriptions;
  for (const pqxx::row& row : tx.Run(kListSubscriptions, key.organisation, key.subscriber)) {
    subscriptions.push_back(SubscriptionOf(row));
  }
  return subscriptions;
}

std::vector<v1::PlanSubscription> MarkSeen(pg::Tx& tx, const SubscriptionKey& key, int number) {
  tx.Run(kMarkSeen, key.organisation, key.subscriber, key.plan, number);
  if (key.plan.empty()) return ListSubscriptions(tx, key);
  const absl::StatusOr<v1::PlanSubscription> one = GetSubscription(tx, key);
  if (!one.ok()) return {};
  return {*one};
}

std::vector<v1::PlanChange> ListChanges(pg::Tx& tx, const std::string& organisation,
                                        const std::string& plan, const ChangeKey& after, int limit) {
  return ChangesOf(tx.Run(kListChanges, organisation, plan, after.organisation, after.number, limit));
}

std::vector<v1::PlanChange> ListUnseen(pg::Tx& tx, const SubscriptionKey& key, const ChangeKey& after,
                                       int limit) {
  return ChangesOf(
      tx.Run(kListUnseen, key.organisation, key.subscriber, after.organisation, after.number, limit));
}

}  // namespace tranche::plans::store
