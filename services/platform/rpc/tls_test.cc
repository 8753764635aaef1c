// SPDX-License-Identifier: EUPL-1.2
// Who may call whom, and what needs certificates. The certificates themselves: tests/flow/tls_test.cc.
#include "platform/rpc/tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tranche::rpc {
namespace {

using ::testing::HasSubstr;

constexpr char kGetBudget[] = "/tranche.budgets.v1.BudgetsService/GetBudget";
constexpr char kListRules[] = "/tranche.reference.v1.ReferenceService/ListRules";
constexpr char kCheckHealth[] = "/grpc.health.v1.Health/Check";

TEST(MayCall, Role_MayCallItsPeersAndNoOther) {
  EXPECT_TRUE(MayCall({"payments"}, kGetBudget));
  EXPECT_FALSE(MayCall({"plans"}, kGetBudget));
  EXPECT_TRUE(MayCall({"plans", "payments"}, kGetBudget));  // One process with two roles.
  EXPECT_TRUE(MayCall({"plans"}, kListRules));
  EXPECT_FALSE(MayCall({"staffing"}, kListRules));
}

TEST(MayCall, Gateway_MayCallAll) { EXPECT_TRUE(MayCall({"gateway"}, kGetBudget)); }

TEST(MayCall, KnownName_MayAskForHealth) {
  EXPECT_TRUE(MayCall({"plans"}, kCheckHealth));
  EXPECT_FALSE(MayCall({"kitchen"}, kCheckHealth));
}

TEST(MayCall, NameThatIsNoRole_MayCallNothing) {
  EXPECT_FALSE(MayCall({}, kGetBudget));
  EXPECT_FALSE(MayCall({"kitchen"}, kGetBudget));
  EXPECT_FALSE(MayCall({""}, ""));
  EXPECT_FALSE(MayCall({"*"}, kGetBudget));
}

TEST(Tls, WithoutFiles_OnlyThisMachine) {
  EXPECT_TRUE(Tls().ToListen("unix:/tmp/x.sock").ok());
  EXPECT_TRUE(Tls().ToListen("127.0.0.1:0").ok());
  EXPECT_THAT(std::string(Tls().ToListen("0.0.0.0:7070").status().message()),
              HasSubstr("0.0.0.0:7070"));
  EXPECT_TRUE(Tls().Dial("budgets", "unix:/tmp/x.sock", {}).ok());
  EXPECT_THAT(std::string(Tls().Dial("budgets", "10.0.0.5:7070", {}).status().message()),
              HasSubstr("10.0.0.5:7070"));
}

TEST(Tls, FileThatIsMissingOrNoPem_IsNamed) {
  config::v1::TlsConfig files;
  EXPECT_THAT(std::string(Tls::Read(files).status().message()), HasSubstr("certificate_file"));
  files.set_certificate_file("/dev/null");
  EXPECT_THAT(std::string(Tls::Read(files).status().message()), HasSubstr("/dev/null"));
}

}  // namespace
}  // namespace tranche::rpc
