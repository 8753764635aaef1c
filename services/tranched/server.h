// SPDX-License-Identifier: EUPL-1.2
// A process that serves a set of roles: their pools, their gRPC services on the configured addresses,
// health, and the channels by which they reach each other.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/rpc/role.h"
#include "platform/rpc/tls.h"
#include "tranche/config/v1/config.pb.h"
#include "tranched/operations.h"
#include "tranched/roles.h"

namespace tranche::tranched {

class Server {
 public:
  // Opens the pools, starts the roles in their order, listens, begins to follow events. An error is one
  // sentence for the person who starts the server.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const config::v1::ServerConfig& config,
                                                       const std::vector<RoleEntry>& roles,
                                                       std::function<absl::Time()> clock);
  ~Server();

  // Says NOT_SERVING, takes no new call, lets those that run finish within `patience`, stops the
  // consumers and the roles in the reverse order of their start.
  void Stop(absl::Duration patience);

  // To the public services, without a socket.
  std::shared_ptr<grpc::Channel> InProcessChannel();

 private:
  // A role and what it needs. It has a server of its own without a port: the next roles reach it by
  // that server's channel from the moment they start, while the public server needs all services before
  // it starts.
  struct RunningRole {
    RoleEntry entry;
    rpc::Peers peers;  // Those of its row in the table of roles, and no others.
    std::unique_ptr<pg::Pool> pool;
    std::unique_ptr<rpc::WorkerPool> workers;
    std::unique_ptr<rpc::Role> role;
    std::unique_ptr<grpc::Server> inner;
  };

  Server(config::v1::ServerConfig config, auth::Verifier verifier, auth::Issuer issuer,
         std::function<absl::Time()> clock);
  absl::Status StartRole(const RoleEntry& entry);
  // Gives a role channels to its peers, in this process or where the configuration says that they are.
  absl::Status ConnectPeers(RunningRole* running) const;
  absl::Status Listen();

  const config::v1::ServerConfig config_;  // For the roles that are served here.
  rpc::Tls tls_;
  const auth::Verifier verifier_;
  const auth::Issuer issuer_;
  const std::function<absl::Time()> clock_;
  observe::CallObserver observer_;
  OperationsService operations_;
  std::vector<std::unique_ptr<RunningRole>> roles_;
  std::unique_ptr<grpc::Server> public_;
};

}  // namespace tranche::tranched
