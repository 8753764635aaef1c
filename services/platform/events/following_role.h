// SPDX-License-Identifier: EUPL-1.2
// A role that follows the log of one other role and serves one endpoint.
#pragma once

#include <string>
#include <vector>

#include "platform/events/events.h"
#include "platform/rpc/role.h"

namespace tranche::events {

// Service(context, catch_up) with a method Follow(tx, scope, event); Endpoint(context, service).
template <class Service, class Endpoint>
class FollowingRole final : public rpc::Role {
 public:
  FollowingRole(const rpc::RoleContext& context, std::string source, std::string method)
      : service_(context, [this](absl::Time deadline) { return followed_.CatchUp(deadline); }),
        followed_(context, std::move(source), std::move(method),
                  [this](pg::Tx& tx, const rpc::CallScope& scope, const common::v1::Event& event) {
                    return service_.Follow(tx, scope, event);
                  }),
        endpoint_(context, service_) {}

  std::vector<grpc::Service*> services() override { return {&endpoint_}; }
  void StartConsumers() override { followed_.Start(); }
  void StopConsumers() override { followed_.Stop(); }

 private:
  Service service_;
  Consumer followed_;
  Endpoint endpoint_;
};

}  // namespace tranche::events
