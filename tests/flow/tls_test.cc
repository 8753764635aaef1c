// SPDX-License-Identifier: EUPL-1.2
// Roles that speak over TCP know each other by certificates: who has none, or one of another authority,
// an expired one or one with another name, is refused, on either side. The certificates are made here.
#include "platform/rpc/tls.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/rpc/role_table.h"
#include "programs.h"
#include "tranche/reference/v1/reference_service.grpc.pb.h"

namespace tranche::flow {
namespace {

using ::testing::HasSubstr;

constexpr char kExpired[] = "-1";
constexpr char kDays[] = "2";

// An address of the loopback that no other test has: the net is the process's own.
std::string AddressOf(const std::string& role) {
  const int pid = getpid();
  size_t at = 0;
  while (rpc::RoleTable()[at].name != role) ++at;
  return absl::StrCat("127.", 64 + pid % 128, ".", pid / 128 % 256, ".1:", 7070 + at);
}

// An authority that issues certificates by the openssl command.
class Authority {
 public:
  Authority() {
    char folder[] = "/tmp/tranche-tls-XXXXXX";
    EXPECT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    OpenSsl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", kDays, "-subj", "/CN=Authority of the test", "-keyout", folder_ + "/ca.key",
             "-out", folder_ + "/ca.pem"});
  }
  ~Authority() { std::filesystem::remove_all(folder_); }

  // "DNS:budgets" or "DNS:plans,DNS:budgets".
  config::v1::TlsConfig Issue(const std::string& names, const std::string& days = kDays) {
    const std::string base = absl::StrCat(folder_, "/", ++issued_);
    std::ofstream(base + ".ext") << "subjectAltName=" << names << "\n";
    OpenSsl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
             "/CN=x", "-keyout", base + ".key", "-out", base + ".csr"});
    OpenSsl({"x509", "-req", "-in", base + ".csr", "-CA", folder_ + "/ca.pem", "-CAkey",
             folder_ + "/ca.key", "-days", days, "-extfile", base + ".ext", "-out", base + ".pem"});
    config::v1::TlsConfig files;
    files.set_certificate_file(base + ".pem");
    files.set_key_file(base + ".key");
    files.set_authority_file(folder_ + "/ca.pem");
    return files;
  }

 private:
  static void OpenSsl(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "openssl");
    const Ran ran = Run(arguments);
    EXPECT_EQ(ran.code, 0) << ran.error;
  }

  std::string folder_;
  int issued_ = 0;
};

std::string Lines(const config::v1::TlsConfig& files) {
  return absl::StrCat("tls { certificate_file: \"", files.certificate_file(), "\" key_file: \"",
                      files.key_file(), "\" authority_file: \"", files.authority_file(), "\" }\n");
}

// One process with the role `reference`, on TCP with certificates.
class TlsTest : public ::testing::Test {
 protected:
  static Programs::Options ReferenceWith(const config::v1::TlsConfig& files) {
    return {.roles = "reference",
            .gateway = false,
            .examples = false,
            .config = absl::StrCat("listen: \"", AddressOf("reference"), "\"\n", Lines(files))};
  }

  // What a caller with these files is told who believes that `role` is there.
  static grpc::StatusCode Call(const Programs& programs, const config::v1::TlsConfig& files,
                               const std::string& role = "reference") {
    const auto channel = rpc::Tls::Read(files)->Dial(role, AddressOf("reference"), {});
    EXPECT_TRUE(channel.ok()) << channel.status();
    return CallAt(programs, *channel);
  }

  static grpc::StatusCode CallAt(const Programs& programs,
                                 const std::shared_ptr<grpc::Channel>& channel) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    context.AddMetadata("authorization", "Bearer " + programs.Token("viewer"));
    reference::v1::ListExpenseTypesResponse response;
    return reference::v1::ReferenceService::NewStub(channel)
        ->ListExpenseTypes(&context, {}, &response)
        .error_code();
  }

  Authority authority_;
};

TEST_F(TlsTest, CallersCertificate_DecidesWhetherItIsHeard) {
  const Programs programs(ReferenceWith(authority_.Issue("DNS:reference")));
  EXPECT_EQ(Call(programs, authority_.Issue("DNS:budgets")), grpc::StatusCode::OK);
  EXPECT_EQ(Call(programs, authority_.Issue("DNS:plans")), grpc::StatusCode::OK);
  EXPECT_EQ(Call(programs, authority_.Issue("DNS:gateway")), grpc::StatusCode::OK);
  EXPECT_EQ(Call(programs, authority_.Issue("DNS:budgets", kExpired)), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(Call(programs, authority_.Issue("DNS:kitchen")), grpc::StatusCode::UNAVAILABLE);
  // A role that has nothing to ask of it.
  EXPECT_EQ(Call(programs, authority_.Issue("DNS:staffing")), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(programs.Log("tranched"),
              HasSubstr("\"event\":\"caller_refused\",\"names\":\"staffing\""));
}

TEST_F(TlsTest, CallerOfAnotherAuthority_IsRefused) {
  const Programs programs(ReferenceWith(authority_.Issue("DNS:reference")));
  Authority other;
  config::v1::TlsConfig files = other.Issue("DNS:budgets");
  EXPECT_EQ(Call(programs, files), grpc::StatusCode::UNAVAILABLE);
  // Also if it would trust the server.
  files.set_authority_file(authority_.Issue("DNS:x").authority_file());
  EXPECT_EQ(Call(programs, files), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, CallerWithoutCertificate_IsRefused) {
  const Programs programs(ReferenceWith(authority_.Issue("DNS:reference")));
  EXPECT_EQ(
      CallAt(programs, grpc::CreateChannel(AddressOf("reference"), grpc::InsecureChannelCredentials())),
      grpc::StatusCode::UNAVAILABLE);
  std::ifstream stream(authority_.Issue("DNS:x").authority_file());
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = std::string(std::istreambuf_iterator<char>(stream), {});
  grpc::ChannelArguments arguments;
  arguments.SetSslTargetNameOverride("reference");
  EXPECT_EQ(CallAt(programs, grpc::CreateCustomChannel(AddressOf("reference"),
                                                       grpc::SslCredentials(options), arguments)),
            grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, ServersCertificate_MustNameTheRoleThatIsCalled) {
  const Programs programs(ReferenceWith(authority_.Issue("DNS:reference")));
  const config::v1::TlsConfig caller = authority_.Issue("DNS:budgets");
  EXPECT_EQ(Call(programs, caller, "reference"), grpc::StatusCode::OK);
  EXPECT_EQ(Call(programs, caller, "proposals"), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, ServersCertificate_ThatIsExpired_IsNotBelieved) {
  const Programs programs(ReferenceWith(authority_.Issue("DNS:reference", kExpired)));
  EXPECT_EQ(Call(programs, authority_.Issue("DNS:budgets")), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(TlsTest, ServersCertificate_OfAnotherAuthority_IsNotBelieved) {
  Authority other;
  const Programs programs(ReferenceWith(other.Issue("DNS:reference")));
  EXPECT_EQ(Call(programs, authority_.Issue("DNS:budgets")), grpc::StatusCode::UNAVAILABLE);
}

// Every role on an address of its own; the examples need every call between them and every log.
TEST_F(TlsTest, TenRolesOverTcp_DoTheWholeLineOfWork) {
  std::map<std::string, std::string> lines;
  for (const rpc::RoleRow& role : rpc::RoleTable()) {
    std::string& own = lines[role.name] = Lines(authority_.Issue("DNS:" + role.name));
    absl::StrAppend(&own, "listen: \"", AddressOf(role.name), "\"\n");
    for (const std::string& peer : role.peers) {
      absl::StrAppend(&own, "peers { name: \"", peer, "\" address: \"", AddressOf(peer), "\" }\n");
    }
  }
  const Programs programs({.gateway = false, .split = true, .config_of = [&](const std::string& role) {
                             return lines[role];
                           }});
  const Ran report =
      programs.Tranche({"reports", "budget-vs-actual", "BG05M9OP001-2.005-0063-C01", "-o", "json"});
  ASSERT_EQ(report.code, 0) << report.error;
  EXPECT_EQ(report.json()["paidForCosts"]["total"]["amount"], "49850.40");
}

TEST_F(TlsTest, Gateway_ReachesAServerByItsCertificate) {
  std::string names;
  for (const rpc::RoleRow& role : rpc::RoleTable())
    absl::StrAppend(&names, names.empty() ? "DNS:" : ",DNS:", role.name);
  const config::v1::TlsConfig own = authority_.Issue("DNS:gateway");
  const Programs programs(
      {.examples = false,
       .config =
           absl::StrCat("listen: \"", AddressOf("access"), "\"\n", Lines(authority_.Issue(names))),
       .gateway_to = {"--server", AddressOf("access"), "--certificate-file", own.certificate_file(),
                      "--key-file", own.key_file(), "--authority-file", own.authority_file()}});
  EXPECT_EQ(programs.Http({.path = "/healthz", .token = ""}).status, 200);
  EXPECT_EQ(programs.Http({.path = "/v1/organisations"}).status, 200);
}

TEST(WithoutTls, AddressThatOthersReach_IsRefusedByEveryProgram) {
  const Programs programs({.gateway = false, .examples = false});
  for (const char* line : {"listen: \"0.0.0.0:7070\"", "peers_at: \"{role}.example:7070\""}) {
    const std::string config = programs.WriteFile(
        "open.textproto",
        absl::StrCat(line,
                     " listen: \"unix:/tmp/x.sock\" database: \"dbname=x\" secrets_folder: \"x\""));
    const Ran served = flow::Run({Program("tranched"), "serve", "--config", config});
    EXPECT_EQ(served.code, 1) << line;
    EXPECT_THAT(served.error, HasSubstr("needs tls"));
  }
  const Ran gateway =
      flow::Run({Program("tranche-gateway"), "--listen", "127.0.0.1:0", "--server", "10.0.0.5:7070",
                 "--token-file", programs.folder() + "/secrets/viewer.token"});
  EXPECT_EQ(gateway.code, 1);
  EXPECT_THAT(gateway.error, HasSubstr("10.0.0.5:7070"));
  const Ran listed = programs.Tranche({"--server", "10.0.0.5:7070", "plans", "list"});
  EXPECT_EQ(listed.code, 1);
  EXPECT_THAT(listed.error, HasSubstr("10.0.0.5:7070"));
}

}  // namespace
}  // namespace tranche::flow
