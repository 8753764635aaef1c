// SPDX-License-Identifier: EUPL-1.2
// A role of its own for one test: its pool on a sandbox, keys made for the test, a clock that stands
// still, and a gRPC server without a port. Several roles of one test share keys, clock and peers.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"
#include "platform/testing/pg_sandbox.h"

namespace tranche::testing {

// Keys, clock, peers and observer that the roles of one test have in common.
class TestWorld {
 public:
  TestWorld();
  ~TestWorld();

  absl::Time now() const;  // 2018-09-01T09:00Z until it is set.
  void SetNow(absl::Time now);

  const auth::Verifier& verifier() const;
  const auth::Issuer& issuer() const;
  rpc::Peers& peers();
  observe::CallObserver& observer();
  std::function<absl::Time()> clock();

  // A token that is valid for a day by this world's clock.
  std::string Token(const rpc::Actor& actor) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// "finance@lyubimets" of one organisation with the roles PROJECT_MANAGER and FINANCE.
rpc::Actor TestActor(const std::string& organisation = "lyubimets",
                     const std::vector<std::string>& roles = {"PROJECT_MANAGER", "FINANCE"});

class TestRole {
 public:
  // `beside`: another role of the same test; this one shares its world.
  TestRole(const PgSandbox& sandbox, const std::string& name, TestRole* beside = nullptr,
           int connections = 2);
  // Stops the consumers, then the server.
  ~TestRole();

  TestWorld& world() { return *world_; }
  rpc::RoleContext context();
  pg::Pool& pool() { return *pool_; }

  // The scope of a call of `actor` for its organisations, with 10 s to go.
  rpc::CallScope Scope(const rpc::Actor& actor = TestActor(),
                       const std::string& method = "test/Method") const;

  // Serves the role without a port and makes it known to its peers.
  void Serve(std::unique_ptr<rpc::Role> role);
  rpc::Role& role() { return *role_; }
  std::shared_ptr<grpc::Channel> channel() const { return channel_; }
  // Fills a client's context with the actor's token.
  void SignIn(grpc::ClientContext* context, const rpc::Actor& actor = TestActor()) const;

 private:
  const std::string name_;
  std::shared_ptr<TestWorld> world_;
  std::unique_ptr<pg::Pool> pool_;
  std::unique_ptr<rpc::WorkerPool> workers_;
  std::unique_ptr<rpc::Role> role_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace tranche::testing
