// SPDX-License-Identifier: EUPL-1.2
// Versions of plans, their comparison, corrections and adoptions.
#pragma once

#include "absl/status/statusor.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/plans/v1/plan_versions_service.pb.h"

namespace tranche::plans {

class VersionsService {
 public:
  explicit VersionsService(const rpc::RoleContext& context) : context_(context) {}

  absl::StatusOr<v1::ListPlanVersionsResponse> ListPlanVersions(
      const rpc::CallScope& scope, const v1::ListPlanVersionsRequest& request);
  absl::StatusOr<v1::PlanVersionView> GetPlanVersion(const rpc::CallScope& scope,
                                                     const v1::GetPlanVersionRequest& request);
  absl::StatusOr<v1::PlanComparison> ComparePlans(const rpc::CallScope& scope,
                                                  const v1::ComparePlansRequest& request);
  absl::StatusOr<v1::Correction> CorrectPlan(const rpc::CallScope& scope,
                                             const v1::CorrectPlanRequest& request);
  absl::StatusOr<v1::Correction> AddPlanRow(const rpc::CallScope& scope,
                                            const v1::AddPlanRowRequest& request);
  absl::StatusOr<v1::Correction> StrikePlanRow(const rpc::CallScope& scope,
                                               const v1::StrikePlanRowRequest& request);
  absl::StatusOr<v1::ListPlanValuesResponse> ListPlanValues(const rpc::CallScope& scope,
                                                            const v1::ListPlanValuesRequest& request);
  absl::StatusOr<v1::Correction> TakeBackCorrection(const rpc::CallScope& scope,
                                                    const v1::TakeBackCorrectionRequest& request);
  absl::StatusOr<v1::ListPlanCorrectionsResponse> ListPlanCorrections(
      const rpc::CallScope& scope, const v1::ListPlanCorrectionsRequest& request);
  absl::StatusOr<v1::PlanAdoption> RecordAdoption(const rpc::CallScope& scope,
                                                  const v1::RecordAdoptionRequest& request);
  absl::StatusOr<v1::ListAdoptionsResponse> ListAdoptions(const rpc::CallScope& scope,
                                                          const v1::ListAdoptionsRequest& request);

 private:
  const rpc::RoleContext context_;
};

}  // namespace tranche::plans
