// SPDX-License-Identifier: EUPL-1.2
// Strategies of all levels and the plans that carry them out.
#pragma once

#include "absl/status/statusor.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/plans/v1/strategies_service.pb.h"

namespace tranche::plans {

class StrategiesService {
 public:
  explicit StrategiesService(const rpc::RoleContext& context) : context_(context) {}

  absl::StatusOr<v1::Strategy> SetStrategy(const rpc::CallScope& scope,
                                           const v1::SetStrategyRequest& request);
  absl::StatusOr<v1::ListStrategiesResponse> ListStrategies(const rpc::CallScope& scope,
                                                            const v1::ListStrategiesRequest& request);
  absl::StatusOr<v1::StrategyLink> LinkStrategy(const rpc::CallScope& scope,
                                                const v1::LinkStrategyRequest& request);
  absl::StatusOr<v1::StrategyLink> UnlinkStrategy(const rpc::CallScope& scope,
                                                  const v1::UnlinkStrategyRequest& request);
  absl::StatusOr<v1::StrategyTree> GetStrategyTree(const rpc::CallScope& scope,
                                                   const v1::GetStrategyTreeRequest& request);

 private:
  const rpc::RoleContext context_;
};

}  // namespace tranche::plans
