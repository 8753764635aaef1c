// SPDX-License-Identifier: EUPL-1.2
// Securities of the ordinary advances of contracts.
#pragma once

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "payments/contract_finder_service.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/payments/v1/advance_securities_service.pb.h"

namespace tranche::payments::securities {

class AdvanceSecuritiesService {
 public:
  // `catch_up` applies what proposals has done until now; for a contract that is not here yet.
  AdvanceSecuritiesService(const rpc::RoleContext& context,
                           std::function<absl::Status(absl::Time)> catch_up);

  absl::StatusOr<v1::OrdinaryAdvanceSecurity> GetAdvanceSecurity(
      const rpc::CallScope& scope, const v1::GetAdvanceSecurityRequest& request);
  absl::StatusOr<v1::OrdinaryAdvanceSecurity> MoveAdvanceSecurity(
      const rpc::CallScope& scope, const v1::MoveAdvanceSecurityRequest& request);

 private:
  const rpc::RoleContext context_;
  const ContractFinder finder_;
};

std::unique_ptr<grpc::Service> MakeAdvanceSecurities(const rpc::RoleContext& context,
                                                     std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::payments::securities
