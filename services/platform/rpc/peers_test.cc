// SPDX-License-Identifier: EUPL-1.2
// What roles ask of each other, through the channels that they have.
#include "platform/rpc/peers.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "platform/rpc/service_scope.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/proposals/v1/proposals_service.grpc.pb.h"

namespace tranche::rpc {
namespace {

constexpr size_t kPayloadBytes = 5 << 20;  // More than what gRPC takes by itself, 4 MiB.

class GreatLog final : public Role {
 public:
  std::vector<grpc::Service*> services() override { return {&service_}; }

 private:
  class Service final : public proposals::v1::ProposalsService::Service {
   public:
    grpc::Status ListEvents(grpc::ServerContext*, const common::v1::ListEventsRequest*,
                            common::v1::ListEventsResponse* response) override {
      response->add_events()->set_payload(std::string(kPayloadBytes, 'x'));
      return grpc::Status::OK;
    }
  };
  Service service_;
};

TEST(PeerArguments, AnswerOfFiveMebibytes_Arrives) {
  const testing::PgSandbox sandbox;
  testing::TestRole role(sandbox, "proposals");
  role.Serve(std::make_unique<GreatLog>());
  using Proposals = proposals::v1::ProposalsService;
  const std::unique_ptr<Proposals::Stub> stub =
      Proposals::NewStub(role.world().peers().Get("proposals"));

  const auto log = Call<common::v1::ListEventsResponse>(
      role.Scope(), *stub, &Proposals::Stub::ListEvents, common::v1::ListEventsRequest());

  ASSERT_TRUE(log.ok()) << log.status();
  EXPECT_EQ(log->events(0).payload().size(), kPayloadBytes);
}

TEST(ServiceScope, HasATokenOfTheServiceForNoMoreThanItsOrganisation) {
  const testing::PgSandbox sandbox;
  testing::TestRole role(sandbox, "payments");
  const absl::Time deadline = role.world().now() + absl::Seconds(5);

  const CallScope scope =
      ServiceScope(role.context(), "lyubimets", deadline, "a/Method", "0af7651916cd43dd8448eb211c80319c");

  const absl::StatusOr<Actor> actor = role.world().verifier().Verify(scope.token, role.world().now());
  ASSERT_TRUE(actor.ok()) << actor.status();
  EXPECT_EQ(actor->subject, "service/payments");
  EXPECT_EQ(actor->organisations, std::vector<std::string>{"lyubimets"});
  EXPECT_EQ(actor->roles, std::vector<std::string>{"SERVICE"});
  EXPECT_EQ(scope.organisations, std::vector<std::string>{"lyubimets"});
  EXPECT_EQ(scope.deadline, deadline);
  EXPECT_EQ(scope.trace_id, "0af7651916cd43dd8448eb211c80319c");
  EXPECT_FALSE(
      role.world().verifier().Verify(scope.token, role.world().now() + absl::Minutes(11)).ok());
}

}  // namespace
}  // namespace tranche::rpc
