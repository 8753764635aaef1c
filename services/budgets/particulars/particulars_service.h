// SPDX-License-Identifier: EUPL-1.2
// Reports on what cost documents say beside their amounts: one method per RPC.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "budgets/contracts_store.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/budgets/v1/cost_particulars_service.pb.h"
#include "tranche/reference/v1/reference_service.pb.h"

namespace grpc {
class Service;
}

namespace tranche::budgets {

class ParticularsService {
 public:
  ParticularsService(const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up)
      : context_(context), catch_up_(std::move(catch_up)) {}

  absl::StatusOr<v1::CostSums> GetCostSums(const rpc::CallScope& scope,
                                           const v1::GetCostSumsRequest& request);

 private:
  // The ceilings of flags that hold for the programming period of the contract's procedure, by code.
  absl::StatusOr<std::map<std::string, reference::v1::Rule>> Ceilings(const rpc::CallScope& scope,
                                                                      const store::Contract& contract);

  const rpc::RoleContext context_;
  const std::function<absl::Status(absl::Time)> catch_up_;
};

std::unique_ptr<grpc::Service> MakeParticularsEndpoint(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time)> catch_up);

}  // namespace tranche::budgets
