// SPDX-License-Identifier: EUPL-1.2
// The methods of the plans service.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "plans/plan.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/common/v1/event.pb.h"
#include "tranche/plans/v1/plans_service.pb.h"

namespace tranche::plans {

class Service {
 public:
  explicit Service(const rpc::RoleContext& context) : context_(context) {}

  absl::StatusOr<v1::ImportPlanResponse> ImportPlan(const rpc::CallScope& scope,
                                                    const v1::ImportPlanRequest& request);
  absl::StatusOr<v1::Plan> GetPlan(const rpc::CallScope& scope, const v1::GetPlanRequest& request);
  absl::StatusOr<v1::ListPlansResponse> ListPlans(const rpc::CallScope& scope,
                                                  const v1::ListPlansRequest& request);
  absl::StatusOr<v1::CheckPlanResponse> CheckPlan(const rpc::CallScope& scope,
                                                  const v1::CheckPlanRequest& request);
  absl::StatusOr<common::v1::ListEventsResponse> ListEvents(
      const rpc::CallScope& scope, const common::v1::ListEventsRequest& request);

 private:
  // The organisation of the call whose municipality the document names; UNKNOWN_MUNICIPALITY.
  absl::StatusOr<std::string> FindOrganisation(const rpc::CallScope& scope,
                                               const std::string& municipality);
  // Keeps the bytes of the document; the plan keeps their digest only.
  absl::Status KeepDocument(const rpc::CallScope& scope, const std::string& organisation,
                            const std::string& media_type, const v1::ImportPlanRequest& request);
  // Names what was read by the id under which it would be kept; refuses, of what is to be stored, what
  // the newest version that there is now refuses.
  absl::Status CheckBefore(const rpc::CallScope& scope, const std::string& plan,
                           const v1::ImportPlanRequest& request, v1::Plan& read);
  // Stores a new version unless the newest one has the same digest, or it was refused before.
  absl::StatusOr<v1::ImportPlanResponse> Accept(const rpc::CallScope& scope, const std::string& id,
                                                const v1::ImportPlanRequest& request,
                                                const v1::ImportPlanResponse& preview,
                                                const absl::Status& before);

  const rpc::RoleContext context_;
};

}  // namespace tranche::plans
