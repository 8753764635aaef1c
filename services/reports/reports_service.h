// SPDX-License-Identifier: EUPL-1.2
// The methods of the reports service.
#pragma once

#include <google/api/httpbody.pb.h>

#include "absl/status/statusor.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/reports/v1/reports_service.pb.h"

namespace tranche::reports {

class Service {
 public:
  explicit Service(const rpc::RoleContext& context) : context_(context) {}

  absl::StatusOr<v1::BudgetVsActual> GetBudgetVsActual(const rpc::CallScope& scope,
                                                       const v1::GetBudgetVsActualRequest& request);

  absl::StatusOr<v1::MoneyReport> GetMoneyReport(const rpc::CallScope& scope,
                                                 const v1::GetMoneyReportRequest& request);

  absl::StatusOr<google::api::HttpBody> PrintMoneyReport(const rpc::CallScope& scope,
                                                         const v1::PrintMoneyReportRequest& request);

 private:
  const rpc::RoleContext context_;
};

}  // namespace tranche::reports
