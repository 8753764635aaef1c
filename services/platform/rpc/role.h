// SPDX-License-Identifier: EUPL-1.2
// What a role is given when it starts, and what it adds to a process.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/auth/token.h"
#include "platform/observe/observe.h"
#include "platform/pg/pool.h"
#include "platform/rpc/peers.h"
#include "platform/rpc/worker_pool.h"

namespace tranche::rpc {

struct RoleContext {
  std::string name;  // "budgets"; also its schema.
  pg::Pool* pool = nullptr;
  WorkerPool* workers = nullptr;
  const auth::Verifier* verifier = nullptr;
  const auth::Issuer* issuer = nullptr;  // For the role's own token, used by consumers.
  Peers* peers = nullptr;
  observe::CallObserver* observer = nullptr;
  std::function<absl::Time()> clock;
  // Folder of the key and the memory of the evidence log; empty: nothing is sealed.
  std::string evidence_folder = {};
  // Folder of the keys of the installation; empty: a role that needs one makes its own for as long as
  // it runs.
  std::string secrets_folder = {};
};

// A started role. Destroyed in reverse order of the starts.
class Role {
 public:
  virtual ~Role() = default;
  // The gRPC services that it serves; owned by the role.
  virtual std::vector<grpc::Service*> services() = 0;
  // Begins following other services' events; called when all servers are up. Stop ends it.
  virtual void StartConsumers() {}
  virtual void StopConsumers() {}
};

// A role that is one endpoint and follows nobody.
template <class Endpoint>
class EndpointRole final : public Role {
 public:
  explicit EndpointRole(const RoleContext& context) : endpoint_(context) {}
  std::vector<grpc::Service*> services() override { return {&endpoint_}; }

 private:
  Endpoint endpoint_;
};

}  // namespace tranche::rpc
