// SPDX-License-Identifier: EUPL-1.2
// Shows how the money of a contract was converted.
#pragma once

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "payments/contract_finder_service.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/payments/v1/redenominations_service.pb.h"

namespace tranche::payments::redenomination {

class RedenominationsService {
 public:
  RedenominationsService(const rpc::RoleContext& context,
                         std::function<absl::Status(absl::Time)> catch_up)
      : context_(context), finder_(context, std::move(catch_up)) {}

  absl::StatusOr<v1::MoneyRedenomination> GetMoneyRedenomination(
      const rpc::CallScope& scope, const v1::GetMoneyRedenominationRequest& request);

 private:
  const rpc::RoleContext context_;
  const ContractFinder finder_;
};

// The gRPC service of the role.
std::unique_ptr<grpc::Service> MakeRedenominations(const rpc::RoleContext& context,
                                                   std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::payments::redenomination
