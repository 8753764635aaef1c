// SPDX-License-Identifier: EUPL-1.2
#include "cpp/client.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "tranche/access/v1/access_service.grpc.pb.h"

namespace tranche::client {
namespace {

constexpr char kCreate[] = "tranche.access.v1.AccessService/CreateOrganisation";

// Refuses as often as it is told to, and remembers what came.
class FakeAccess final : public access::v1::AccessService::Service {
 public:
  grpc::Status CreateOrganisation(grpc::ServerContext* context,
                                  const access::v1::CreateOrganisationRequest* request,
                                  access::v1::Organisation* response) override {
    keys.push_back(request->request_id());
    const auto token = context->client_metadata().find("authorization");
    if (token != context->client_metadata().end()) {
      authorization = std::string(token->second.data(), token->second.size());
    }
    if (static_cast<int>(keys.size()) <= refusals) return rpc::ToGrpcStatus(Refuse(reason));
    response->set_name("organisations/" + request->organisation());
    return grpc::Status::OK;
  }

  int refusals = 0;
  std::string reason = "CONFLICT_RETRY";
  std::vector<std::string> keys;
  std::string authorization;
};

class ClientTest : public testing::Test {
 protected:
  ClientTest() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&access_);
    server_ = builder.BuildAndStart();
    options_.sleep = [this](absl::Duration pause) { pauses_.push_back(pause); };
    options_.on_write = [this](const std::string& key) { told_ = key; };
    request_.set_organisation("lyubimets");
  }
  ~ClientTest() override { server_->Shutdown(); }

  absl::StatusOr<access::v1::Organisation> Create() {
    Client client(server_->InProcessChannel({}), options_);
    return client.Call<access::v1::Organisation>(kCreate, request_);
  }

  FakeAccess access_;
  std::unique_ptr<grpc::Server> server_;
  ClientOptions options_;
  access::v1::CreateOrganisationRequest request_;
  std::vector<absl::Duration> pauses_;
  std::string told_;
};

TEST_F(ClientTest, Call_SendsTheTokenAndReadsTheAnswer) {
  options_.token = "tranche_a.b";
  const auto created = Create();
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->name(), "organisations/lyubimets");
  EXPECT_EQ(access_.authorization, "Bearer tranche_a.b");
}

TEST_F(ClientTest, Write_CarriesAKeyThatIsToldBeforehand) {
  ASSERT_TRUE(Create().ok());
  EXPECT_TRUE(RE2::FullMatch(access_.keys[0],
                             "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"))
      << access_.keys[0];
  EXPECT_EQ(told_, access_.keys[0]);
  request_.set_request_id("mine");
  ASSERT_TRUE(Create().ok());
  EXPECT_EQ(access_.keys[1], "mine");
}

TEST_F(ClientTest, ServerBrieflyAway_IsAskedAgainWithTheSameKey) {
  access_.refusals = 2;
  ASSERT_TRUE(Create().ok());
  ASSERT_EQ(access_.keys.size(), 3u);
  EXPECT_THAT(access_.keys, testing::Each(access_.keys[0]));
  ASSERT_EQ(pauses_.size(), 2u);
  EXPECT_LT(pauses_[0], pauses_[1]);
}

TEST_F(ClientTest, ServerAwayForLong_GivesItsReason) {
  access_.refusals = 99;
  EXPECT_EQ(ReasonOf(Create().status()), "CONFLICT_RETRY");
  EXPECT_EQ(access_.keys.size(), 4u);
}

TEST_F(ClientTest, RefusalByARule_IsNotAskedAgain) {
  access_.refusals = 99;
  access_.reason = "ORGANISATION_EXISTS";
  EXPECT_EQ(ReasonOf(Create().status()), "ORGANISATION_EXISTS");
  EXPECT_EQ(access_.keys.size(), 1u);
  EXPECT_THAT(pauses_, testing::IsEmpty());
}

TEST_F(ClientTest, UnknownMethodOrAnotherMethodsMessage_IsNotSent) {
  Client client(server_->InProcessChannel({}), options_);
  EXPECT_EQ(ReasonOf(client.Call("tranche.access.v1.AccessService/Eat", request_).status()),
            "NOT_FOUND");
  EXPECT_EQ(ReasonOf(client.Call("tranche.access.v1.AccessService/WhoAmI", request_).status()),
            "NOT_FOUND");
  EXPECT_THAT(access_.keys, testing::IsEmpty());
}

TEST_F(ClientTest, ServerWithoutHealth_IsNotHealthy) {
  EXPECT_FALSE(Client(server_->InProcessChannel({}), {}).CheckHealth().ok());
}

TEST(MakeRequestId, Keys_DoNotRepeat) {
  std::set<std::string> keys;
  for (int i = 0; i < 1000; ++i) keys.insert(MakeRequestId());
  EXPECT_EQ(keys.size(), 1000u);
}

TEST(Client, NoServerAtTheAddress_IsUnavailable) {
  ClientOptions options;
  options.sleep = [](absl::Duration) {};
  Client client(*Servers::At("unix:/nonexistent/tranched.sock"), options);
  access::v1::WhoAmIRequest request;
  const auto answer = client.Call("tranche.access.v1.AccessService/WhoAmI", request);
  EXPECT_EQ(ReasonOf(answer.status()), "PEER_UNAVAILABLE");
}

}  // namespace
}  // namespace tranche::client
