// SPDX-License-Identifier: EUPL-1.2
// Reports on plans.
#pragma once

#include "absl/status/statusor.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/reports/v1/plan_report_service.pb.h"

namespace tranche::reports {

class PlanReports {
 public:
  explicit PlanReports(const rpc::RoleContext& context) : context_(context) {}

  absl::StatusOr<v1::PlanReport> GetPlanReport(const rpc::CallScope& scope,
                                               const v1::GetPlanReportRequest& request);
  absl::StatusOr<google::api::HttpBody> PrintPlanReport(const rpc::CallScope& scope,
                                                        const v1::PrintPlanReportRequest& request);

 private:
  const rpc::RoleContext context_;
};

}  // namespace tranche::reports
