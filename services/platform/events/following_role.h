// SPDX-License-Identifier: EUPL-1.2
// A role that follows the log of one other role and serves one endpoint or more.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "platform/events/events.h"
#include "platform/rpc/role.h"

namespace tranche::events {

// Makes one more gRPC service of a role; `catch_up` applies what the followed role has done until now.
using MoreServices = std::vector<std::function<std::unique_ptr<grpc::Service>(
    const rpc::RoleContext& context, std::function<absl::Status(absl::Time deadline)> catch_up)>>;

// Service(context, catch_up) with a method Follow(tx, scope, event); Endpoint(context, service).
template <class Service, class Endpoint>
class FollowingRole final : public rpc::Role {
 public:
  FollowingRole(const rpc::RoleContext& context, std::string source, std::string method,
                const MoreServices& more = {})
      : service_(context, [this](absl::Time deadline) { return followed_.CatchUp(deadline); }),
        followed_(context, std::move(source), std::move(method),
                  [this](pg::Tx& tx, const rpc::CallScope& scope, const common::v1::Event& event) {
                    return service_.Follow(tx, scope, event);
                  }),
        endpoint_(context, service_) {
    for (const auto& make : more) {
      more_.push_back(
          make(context, [this](absl::Time deadline) { return followed_.CatchUp(deadline); }));
    }
  }

  std::vector<grpc::Service*> services() override {
    std::vector<grpc::Service*> services = {&endpoint_};
    for (const auto& more : more_) services.push_back(more.get());
    return services;
  }
  void StartConsumers() override { followed_.Start(); }
  void StopConsumers() override { followed_.Stop(); }

 private:
  Service service_;
  Consumer followed_;
  Endpoint endpoint_;
  std::vector<std::unique_ptr<grpc::Service>> more_;
};

}  // namespace tranche::events
