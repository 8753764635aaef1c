// SPDX-License-Identifier: EUPL-1.2
// What plans keeps of the events of proposals: the projects, so that they are found and measures can be
// linked to them. An event of a type that it does not know leaves nothing.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "tranche/common/v1/event.pb.h"

namespace tranche::plans {

class Follower {
 public:
  Follower(const rpc::RoleContext& /*context*/, std::function<absl::Status(absl::Time)> /*catch_up*/) {}

  // ContractActivated, also of a version that has changed: the contract as it is now.
  absl::Status Follow(pg::Tx& tx, const rpc::CallScope& scope, const common::v1::Event& event);
};

}  // namespace tranche::plans
