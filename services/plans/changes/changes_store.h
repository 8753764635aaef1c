// SPDX-License-Identifier: EUPL-1.2
// All SQL on what changed about plans and who wants to know of it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "tranche/plans/v1/plan_changes.pb.h"

namespace tranche::plans::store {

struct NewChange {
  std::string organisation;
  std::string plan;
  v1::PlanChangeKind kind = v1::PLAN_CHANGE_KIND_UNSPECIFIED;
  std::string record;  // Name of what was made or ended.
  bool ended = false;
};

// Notes what a write changed about a plan, in its transaction, as the last thing that it locks: until
// it ends, other changes of the organisation wait, since numbers have no gaps.
void NoteChange(pg::Tx& tx, const rpc::CallScope& scope, const NewChange& change);

struct SubscriptionKey {
  std::string organisation;  // "-" where many are asked for: any.
  std::string subscriber;
  std::string plan;  // Empty: all plans of the organisation.
};

// Makes the subscription, with everything that happened before as seen, or sets its kinds.
v1::PlanSubscription Subscribe(pg::Tx& tx, const SubscriptionKey& key,
                               const std::vector<v1::PlanChangeKind>& kinds);
// NOT_FOUND.
absl::StatusOr<v1::PlanSubscription> GetSubscription(pg::Tx& tx, const SubscriptionKey& key);
void DeleteSubscription(pg::Tx& tx, const SubscriptionKey& key);
// All of the subscriber, at most 1,000; key.plan is not asked.
std::vector<v1::PlanSubscription> ListSubscriptions(pg::Tx& tx, const SubscriptionKey& key);
// Marks up to `number` in the subscriptions that the key names: an empty plan names all of them.
std::vector<v1::PlanSubscription> MarkSeen(pg::Tx& tx, const SubscriptionKey& key, int number);

struct ChangeKey {
  std::string organisation;
  int number = 0;
};
// Changes of one plan, seen or not.
std::vector<v1::PlanChange> ListChanges(pg::Tx& tx, const std::string& organisation,
                                        const std::string& plan, const ChangeKey& after, int limit);
// What the subscriber has subscribed to and has not seen.
std::vector<v1::PlanChange> ListUnseen(pg::Tx& tx, const SubscriptionKey& key, const ChangeKey& after,
                                       int limit);

}  // namespace tranche::plans::store
