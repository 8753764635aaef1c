// SPDX-License-Identifier: EUPL-1.2
#include "tranched/server.h"

#include <gmock/gmock.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/base/error.h"
#include "platform/config/config.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/ops/v1/operations_service.grpc.pb.h"

namespace tranche::tranched {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::vector<std::string> Names(const std::vector<RoleEntry>& roles) {
  std::vector<std::string> names;
  for (const RoleEntry& role : roles) names.push_back(role.name);
  return names;
}

TEST(ChooseRoles, NothingNamed_AreAllTen) {
  const auto roles = ChooseRoles("");
  ASSERT_TRUE(roles.ok());
  EXPECT_THAT(*roles, SizeIs(10));
}

TEST(ChooseRoles, SomeNamed_ComeInTheOrderOfTheirStart) {
  const auto roles = ChooseRoles("payments,budgets");
  ASSERT_TRUE(roles.ok());
  EXPECT_THAT(Names(*roles), ElementsAre("budgets", "payments"));
}

TEST(ChooseRoles, UnknownName_IsAnErrorThatListsTheKnownOnes) {
  EXPECT_THAT(std::string(ChooseRoles("budgets,bugdets").status().message()),
              ::testing::AllOf(HasSubstr("\"bugdets\""), HasSubstr("timelines")));
  EXPECT_FALSE(ChooseRoles(",").ok());
}

class ServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string path = (std::filesystem::temp_directory_path() / "tranched-XXXXXX").string();
    ASSERT_NE(mkdtemp(path.data()), nullptr);
    folder_ = path;
    config_.add_listen(Address());
    config_.set_database(sandbox_.conninfo());
    config_.set_secrets_folder(folder_);
    for (const RoleEntry& role : AllRoles()) {
      std::ofstream(config::PasswordFile(config_, role.name)) << "unused\n";
    }
    ASSERT_TRUE(
        auth::Issuer::MakeKeys(config::SecretKeyFile(config_), config::PublicKeyFile(config_)).ok());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Address() const { return absl::StrCat("unix:", folder_, "/tranched.sock"); }
  std::shared_ptr<grpc::Channel> Connect() const {
    return grpc::CreateChannel(Address(), grpc::InsecureChannelCredentials());
  }
  std::unique_ptr<Server> Start(const std::string& roles) {
    auto server = Server::Start(config_, *ChooseRoles(roles), absl::Now);
    EXPECT_TRUE(server.ok()) << server.status();
    return server.ok() ? *std::move(server) : nullptr;
  }
  std::string TokenOf(const std::vector<std::string>& roles) {
    return auth::Issuer::FromFile(config::SecretKeyFile(config_))
        ->Issue({.subject = "operator", .organisations = {"lyubimets"}, .roles = roles},
                absl::Now() + absl::Hours(1));
  }
  absl::StatusOr<std::string> GetMetrics(const std::string& token) {
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    ops::v1::Metrics metrics;
    const grpc::Status status =
        ops::v1::OperationsService::NewStub(Connect())->GetMetrics(&context, {}, &metrics);
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    return metrics.text();
  }
  // The answer of grpc.health.v1 in its wire form: one varint field, 1 is SERVING.
  std::string Health(const std::string& service) {
    grpc::ByteBuffer request =
        Bytes(service.empty()
                  ? ""
                  : absl::StrCat("\n", std::string(1, static_cast<char>(service.size())), service));
    grpc::ByteBuffer response;
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
    const grpc::internal::RpcMethod method("/grpc.health.v1.Health/Check",
                                           grpc::internal::RpcMethod::NORMAL_RPC);
    const grpc::Status status = grpc::internal::BlockingUnaryCall<grpc::ByteBuffer, grpc::ByteBuffer>(
        Connect().get(), method, &context, request, &response);
    if (!status.ok()) return absl::StrCat("error ", status.error_code());
    std::vector<grpc::Slice> slices;
    (void)response.Dump(&slices);
    std::string bytes;
    for (const grpc::Slice& slice : slices) bytes.append(slice.begin(), slice.end());
    return bytes == "\x08\x01" ? "SERVING" : "NOT_SERVING";
  }
  static grpc::ByteBuffer Bytes(const std::string& text) {
    const grpc::Slice slice(text);
    return grpc::ByteBuffer(&slice, 1);
  }

  testing::PgSandbox sandbox_;
  std::string folder_;
  config::v1::ServerConfig config_;
};

TEST_F(ServerTest, AllRoles_Started_EachIsServing) {
  const std::unique_ptr<Server> server = Start("");
  ASSERT_NE(server, nullptr);
  EXPECT_EQ(Health(""), "SERVING");
  for (const RoleEntry& role : AllRoles()) EXPECT_EQ(Health(role.service), "SERVING") << role.name;
}

TEST_F(ServerTest, SomeRoles_Started_OnlyThoseAreKnown) {
  const std::unique_ptr<Server> server = Start("reference");
  ASSERT_NE(server, nullptr);
  EXPECT_EQ(Health("tranche.reference.v1.ReferenceService"), "SERVING");
  EXPECT_EQ(Health("tranche.budgets.v1.BudgetsService"), "error 5");
}

TEST_F(ServerTest, Metrics_AreForThoseWhoMayReadThem) {
  const std::unique_ptr<Server> server = Start("reference");
  ASSERT_NE(server, nullptr);
  EXPECT_EQ(ReasonOf(GetMetrics(TokenOf({"FINANCE"})).status()), "PERMISSION_DENIED");
  EXPECT_EQ(ReasonOf(GetMetrics("").status()), "TOKEN_MISSING");
  const auto text = GetMetrics(TokenOf({"ADMINISTRATOR"}));
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_THAT(*text, HasSubstr("tranche_calls_total{code=\"PERMISSION_DENIED\",method=\"tranche.ops.v1."
                               "OperationsService/GetMetrics\",reason=\"PERMISSION_DENIED\"} 1"));
}

TEST_F(ServerTest, Stopped_TakesNoMoreCalls_AndMayBeStartedAgain) {
  std::unique_ptr<Server> server = Start("");
  ASSERT_NE(server, nullptr);
  server->Stop(absl::Seconds(1));
  EXPECT_EQ(Health(""), "error 14");
  server = Start("");
  ASSERT_NE(server, nullptr);
  EXPECT_EQ(Health(""), "SERVING");
}

// The settings of HTTP/2 that the server sends when somebody connects, by their numbers.
std::map<int, uint32_t> SettingsOf(const std::string& socket_path) {
  const int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socket_path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  EXPECT_EQ(connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  // The preface of a client and its own, empty settings.
  const std::string hello("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33);
  EXPECT_EQ(write(connection, hello.data(), hello.size()), static_cast<ssize_t>(hello.size()));
  unsigned char head[9] = {};
  EXPECT_EQ(recv(connection, head, sizeof(head), MSG_WAITALL), 9);
  EXPECT_EQ(head[3], 4) << "the first frame is no SETTINGS";
  std::vector<unsigned char> body(static_cast<size_t>(head[0] << 16 | head[1] << 8 | head[2]));
  EXPECT_EQ(recv(connection, body.data(), body.size(), MSG_WAITALL), static_cast<ssize_t>(body.size()));
  close(connection);
  std::map<int, uint32_t> settings;
  for (size_t i = 0; i + 6 <= body.size(); i += 6) {
    uint32_t value = 0;
    for (size_t k = 2; k < 6; ++k) value = value << 8 | body[i + k];
    settings[body[i] << 8 | body[i + 1]] = value;
  }
  return settings;
}

TEST_F(ServerTest, Connection_IsToldItsLimits) {
  constexpr int kMaxConcurrentStreams = 3;
  constexpr int kMaxHeaderListSize = 6;
  const std::unique_ptr<Server> server = Start("reference");
  ASSERT_NE(server, nullptr);
  std::map<int, uint32_t> settings = SettingsOf(absl::StrCat(folder_, "/tranched.sock"));
  EXPECT_EQ(settings[kMaxConcurrentStreams], 100u);
  EXPECT_EQ(settings[kMaxHeaderListSize], 8192u);
}

TEST_F(ServerTest, AddressThatOthersReach_NeedsCertificates) {
  config_.add_listen("0.0.0.0:0");
  const auto server = Server::Start(config_, *ChooseRoles("reference"), absl::Now);
  EXPECT_THAT(std::string(server.status().message()), HasSubstr("0.0.0.0:0"));
}

TEST_F(ServerTest, AddressThatCannotBeUsed_IsAnErrorThatNamesIt) {
  config_.set_listen(0, "unix:/nonexistent/tranched.sock");
  const auto server = Server::Start(config_, *ChooseRoles("reference"), absl::Now);
  EXPECT_THAT(std::string(server.status().message()), HasSubstr("unix:/nonexistent/tranched.sock"));
}

TEST_F(ServerTest, NoDatabase_IsAnErrorThatNamesTheRole) {
  config_.set_database("host=/nonexistent dbname=tranche");
  const auto server = Server::Start(config_, *ChooseRoles("reference"), absl::Now);
  EXPECT_THAT(std::string(server.status().message()), HasSubstr("role reference cannot start"));
}

TEST_F(ServerTest, RestoredLogOfAnotherServer_IsAnErrorThatNamesSchemaAndRemedy) {
  sandbox_.Inspect(
      "insert into reference.event (organisation_id, tx_id, type, subject, payload) "
      "values ('lyubimets', '90000000000', 'x', 'x', '{}')");
  const auto server = Server::Start(config_, *ChooseRoles("reference"), absl::Now);
  EXPECT_THAT(std::string(server.status().message()),
              ::testing::AllOf(HasSubstr("role reference cannot start"), HasSubstr("schema reference"),
                               HasSubstr("90000000000"), HasSubstr("decisions/0007")));
}

TEST_F(ServerTest, NoKeys_IsAnErrorThatSaysHowToMakeThem) {
  std::filesystem::remove(config::PublicKeyFile(config_));
  const auto server = Server::Start(config_, *ChooseRoles("reference"), absl::Now);
  EXPECT_THAT(std::string(server.status().message()), HasSubstr("tranched make-keys"));
}

}  // namespace
}  // namespace tranche::tranched
