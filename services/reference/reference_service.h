// SPDX-License-Identifier: EUPL-1.2
// The methods of the reference service.
#pragma once

#include "absl/status/statusor.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/reference/v1/reference_service.pb.h"

namespace tranche::reference {

class Service {
 public:
  explicit Service(const rpc::RoleContext& context) : context_(context) {}

  absl::StatusOr<v1::ListRulesResponse> ListRules(const rpc::CallScope& scope,
                                                  const v1::ListRulesRequest& request);
  absl::StatusOr<v1::Calendar> GetCalendar(const rpc::CallScope& scope,
                                           const v1::GetCalendarRequest& request);
  absl::StatusOr<v1::ListProceduresResponse> ListProcedures(const rpc::CallScope& scope,
                                                            const v1::ListProceduresRequest& request);
  absl::StatusOr<v1::ListExpenseTypesResponse> ListExpenseTypes(
      const rpc::CallScope& scope, const v1::ListExpenseTypesRequest& request);
  absl::StatusOr<v1::ListTransferRulesResponse> ListTransferRules(
      const rpc::CallScope& scope, const v1::ListTransferRulesRequest& request);
  absl::StatusOr<v1::ListParticipantIndicatorsResponse> ListParticipantIndicators(
      const rpc::CallScope& scope, const v1::ListParticipantIndicatorsRequest& request);
  absl::StatusOr<v1::ListChangeoversResponse> ListChangeovers(
      const rpc::CallScope& scope, const v1::ListChangeoversRequest& request);

 private:
  const rpc::RoleContext context_;
};

}  // namespace tranche::reference
