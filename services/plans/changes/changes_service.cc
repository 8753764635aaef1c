// SPDX-License-Identifier: EUPL-1.2
#include "plans/changes/changes_service.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "plans/changes/changes_store.h"
#include "plans/plans_store.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/page.h"
#include "platform/evidence/evidence.h"
#include "platform/idempotency/idempotency.h"
#include "platform/rpc/one_organisation.h"
#include "platform/validate/validate.h"

namespace tranche::plans {
namespace {

constexpr char kParent[] = "organisations/{organisation}";

absl::StatusOr<store::SubscriptionKey> KeyOf(const rpc::CallScope& scope, const std::string& parent,
                                             const std::string& plan) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kParent, parent));
  return store::SubscriptionKey{segments[0], scope.actor.subject, plan};
}

// The key of a write: the one organisation of the call.
absl::StatusOr<store::SubscriptionKey> KeyOfOne(const rpc::CallScope& scope, const std::string& plan) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string organisation, rpc::OneOrganisation(scope));
  return store::SubscriptionKey{organisation, scope.actor.subject, plan};
}

std::string RecordOf(const v1::PlanSubscription& subscription) {
  return absl::StrCat(subscription.of(), "/subscriptions/", subscription.subscriber());
}

}  // namespace

absl::StatusOr<v1::PlanSubscription> ChangesService::Subscribe(const rpc::CallScope& scope,
                                                               const v1::SubscribeRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::SubscriptionKey key, KeyOfOne(scope, request.plan_id()));
  std::vector<v1::PlanChangeKind> kinds;
  for (const int kind : request.kinds()) kinds.push_back(static_cast<v1::PlanChangeKind>(kind));
  return idempotency::Write<v1::PlanSubscription>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::PlanSubscription> {
        if (!key.plan.empty()) {
          TRANCHE_RETURN_IF_ERROR(store::GetNewest(tx, key.organisation, key.plan).status());
        }
        const absl::StatusOr<v1::PlanSubscription> before = store::GetSubscription(tx, key);
        const v1::PlanSubscription after = store::Subscribe(tx, key, kinds);
        evidence::Record(tx, scope,
                         {.organisation = key.organisation,
                          .action = "plans.subscribe",
                          .record = RecordOf(after),
                          .before = before.ok() ? &*before : nullptr,
                          .after = &after,
                          .reason = "",
                          .request_id = request.request_id()});
        return after;
      });
}

absl::StatusOr<v1::PlanSubscription> ChangesService::Unsubscribe(
    const rpc::CallScope& scope, const v1::UnsubscribeRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::SubscriptionKey key, KeyOfOne(scope, request.plan_id()));
  return idempotency::Write<v1::PlanSubscription>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::PlanSubscription> {
        TRANCHE_ASSIGN_OR_RETURN(const v1::PlanSubscription before, store::GetSubscription(tx, key));
        store::DeleteSubscription(tx, key);
        evidence::Record(tx, scope,
                         {.organisation = key.organisation,
                          .action = "plans.unsubscribe",
                          .record = RecordOf(before),
                          .before = &before,
                          .after = nullptr,
                          .reason = "",
                          .request_id = request.request_id()});
        return before;
      });
}

absl::StatusOr<v1::ListSubscriptionsResponse> ChangesService::ListSubscriptions(
    const rpc::CallScope& scope, const v1::ListSubscriptionsRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::SubscriptionKey key, KeyOf(scope, request.parent(), ""));
  return idempotency::Read<v1::ListSubscriptionsResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListSubscriptionsResponse> {
        v1::ListSubscriptionsResponse response;
        for (const v1::PlanSubscription& mine : store::ListSubscriptions(tx, key)) {
          *response.add_subscriptions() = mine;
        }
        return response;
      });
}

absl::StatusOr<v1::ListPlanChangesResponse> ChangesService::ListPlanChanges(
    const rpc::CallScope& scope, const v1::ListPlanChangesRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::SubscriptionKey key,
                           KeyOf(scope, request.parent(), request.plan_id()));
  const std::string list =
      absl::StrCat("plans.changes ", request.parent(), " ", request.plan_id(), " ", key.subscriber);
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> token,
                           convert::ReadPageToken(list, request.page_token()));
  if (!token.empty() && token.size() != 2) return Refuse("PAGE_TOKEN_INVALID");
  const store::ChangeKey after = token.empty()
                                     ? store::ChangeKey{}
                                     : store::ChangeKey{token[0], validate::ParseNumber<int>(token[1])};
  const int size = convert::PageSize(request.page_size());
  return idempotency::Read<v1::ListPlanChangesResponse>(
      *context_.pool, scope, [&](pg::Tx& tx) -> absl::StatusOr<v1::ListPlanChangesResponse> {
        std::vector<v1::PlanChange> found =
            key.plan.empty() ? store::ListUnseen(tx, key, after, size + 1)
                             : store::ListChanges(tx, key.organisation, key.plan, after, size + 1);
        v1::ListPlanChangesResponse response;
        if (static_cast<int>(found.size()) > size) {
          found.pop_back();
          TRANCHE_ASSIGN_OR_RETURN(
              const std::vector<std::string> name,
              validate::ParseResourceName("organisations/{organisation}/plans/{plan}",
                                          found.back().plan()));
          response.set_next_page_token(
              convert::MakePageToken(list, {name[0], absl::StrCat(found.back().number())}));
        }
        for (v1::PlanChange& change : found) *response.add_changes() = std::move(change);
        return response;
      });
}

absl::StatusOr<v1::MarkSeenResponse> ChangesService::MarkSeen(const rpc::CallScope& scope,
                                                              const v1::MarkSeenRequest& request) {
  TRANCHE_ASSIGN_OR_RETURN(const store::SubscriptionKey key, KeyOfOne(scope, request.plan_id()));
  return idempotency::Write<v1::MarkSeenResponse>(
      *context_.pool, scope, request, [&](pg::Tx& tx) -> absl::StatusOr<v1::MarkSeenResponse> {
        v1::MarkSeenResponse response;
        for (const v1::PlanSubscription& marked : store::MarkSeen(tx, key, request.number())) {
          *response.add_subscriptions() = marked;
        }
        if (response.subscriptions().empty() && !key.plan.empty()) {
          return store::GetSubscription(tx, key).status();  // NOT_FOUND, with its name.
        }
        evidence::Record(tx, scope,
                         {.organisation = key.organisation,
                          .action = "plans.changes.seen",
                          .record = absl::StrCat("organisations/", key.organisation, "/planChanges/",
                                                 request.number()),
                          .before = nullptr,
                          .after = &response,
                          .reason = "",
                          .request_id = request.request_id()});
        return response;
      });
}

}  // namespace tranche::plans
