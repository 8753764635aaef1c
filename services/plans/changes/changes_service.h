// SPDX-License-Identifier: EUPL-1.2
// Subscriptions to changes of plans.
#pragma once

#include "absl/status/statusor.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/plans/v1/plan_changes_service.pb.h"

namespace tranche::plans {

class ChangesService {
 public:
  explicit ChangesService(const rpc::RoleContext& context) : context_(context) {}

  absl::StatusOr<v1::PlanSubscription> Subscribe(const rpc::CallScope& scope,
                                                 const v1::SubscribeRequest& request);
  absl::StatusOr<v1::PlanSubscription> Unsubscribe(const rpc::CallScope& scope,
                                                   const v1::UnsubscribeRequest& request);
  absl::StatusOr<v1::ListSubscriptionsResponse> ListSubscriptions(
      const rpc::CallScope& scope, const v1::ListSubscriptionsRequest& request);
  absl::StatusOr<v1::ListPlanChangesResponse> ListPlanChanges(
      const rpc::CallScope& scope, const v1::ListPlanChangesRequest& request);
  absl::StatusOr<v1::MarkSeenResponse> MarkSeen(const rpc::CallScope& scope,
                                                const v1::MarkSeenRequest& request);

 private:
  const rpc::RoleContext context_;
};

}  // namespace tranche::plans
