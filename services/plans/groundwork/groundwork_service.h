// SPDX-License-Identifier: EUPL-1.2
// The methods of the groundwork.
#pragma once

#include "absl/status/statusor.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/plans/v1/groundwork_service.pb.h"

namespace tranche::plans {

class GroundworkService {
 public:
  explicit GroundworkService(const rpc::RoleContext& context) : context_(context) {}

  absl::StatusOr<v1::Groundwork> SetGroundwork(const rpc::CallScope& scope,
                                               const v1::SetGroundworkRequest& request);
  absl::StatusOr<v1::Groundwork> RemoveGroundwork(const rpc::CallScope& scope,
                                                  const v1::RemoveGroundworkRequest& request);
  absl::StatusOr<v1::TakeOverGroundworkResponse> TakeOverGroundwork(
      const rpc::CallScope& scope, const v1::TakeOverGroundworkRequest& request);
  absl::StatusOr<v1::Groundwork> GetGroundwork(const rpc::CallScope& scope,
                                               const v1::GetGroundworkRequest& request);
  absl::StatusOr<v1::ListGroundworkResponse> ListGroundwork(const rpc::CallScope& scope,
                                                            const v1::ListGroundworkRequest& request);
  absl::StatusOr<v1::Checklist> GetChecklist(const rpc::CallScope& scope,
                                             const v1::GetChecklistRequest& request);
  absl::StatusOr<v1::ChecklistStep> MoveStep(const rpc::CallScope& scope,
                                             const v1::MoveStepRequest& request);

 private:
  const rpc::RoleContext context_;
};

}  // namespace tranche::plans
