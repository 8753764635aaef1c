// SPDX-License-Identifier: EUPL-1.2
#include "platform/config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace tranche::config {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kSmallest[] =
    "listen: 'unix:/run/tranche/1/tranched.sock' database: 'host=/run/tranche/1 dbname=tranche' "
    "secrets_folder: '/var/lib/tranche/secrets' ";

std::string Error(const std::string& text) {
  return std::string(Parse(text, "the.textproto").status().message());
}

TEST(Config, Smallest_HasTheDefaults) {
  const auto config = Parse(kSmallest, "the.textproto");
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(SizeOf(*config, "budgets").connections, 8);
  EXPECT_EQ(SizeOf(*config, "payments").workers, 4);
  EXPECT_EQ(SizeOf(*config, "plans").connections, 2);
  EXPECT_EQ(QueueMax(*config), 64);
  EXPECT_EQ(PasswordFile(*config, "plans"), "/var/lib/tranche/secrets/plans.password");
}

TEST(Config, RoleGiven_OverridesItsDefault) {
  const auto config = Parse(
      absl::StrCat(kSmallest, "queue_max: 7 roles { name: 'plans' connections: 5 }"), "the.textproto");
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(SizeOf(*config, "plans").connections, 5);
  EXPECT_EQ(SizeOf(*config, "plans").workers, 5);
  EXPECT_EQ(SizeOf(*config, "budgets").connections, 8);
  EXPECT_EQ(QueueMax(*config), 7);
}

TEST(Config, SyntaxError_NamesFileLineAndColumn) {
  EXPECT_THAT(Error("listen: 'unix:x'\nlisten 5"),
              AllOf(HasSubstr("the.textproto"), HasSubstr("line 2, column")));
  EXPECT_THAT(Error("lisen: 'x:1'"), HasSubstr("lisen"));
}

TEST(Config, ValueThatCannotBe_IsNamed) {
  EXPECT_THAT(Error(""), HasSubstr("listen"));
  EXPECT_THAT(Error("listen: 'x'"), HasSubstr("\"x\""));
  EXPECT_THAT(Error("listen: 'unix:x' secrets_folder: 's'"), HasSubstr("database"));
  EXPECT_THAT(Error("listen: 'unix:x' database: 'dbname=t'"), HasSubstr("secrets_folder"));
  EXPECT_THAT(Error("listen: 'unix:x' database: 'dbname=t user=u' secrets_folder: 's'"),
              HasSubstr("user"));
  EXPECT_THAT(Error(absl::StrCat(kSmallest, "queue_max: -1")), HasSubstr("queue_max"));
  EXPECT_THAT(Error(absl::StrCat(kSmallest, "roles { name: 'plans' workers: 65 }")),
              HasSubstr("plans"));
  EXPECT_THAT(Error(absl::StrCat(kSmallest, "roles { name: 'plans' } roles { name: 'plans' }")),
              HasSubstr("twice"));
}

TEST(Config, AddressThatOthersReach_NeedsTls) {
  constexpr char kTls[] = "tls { certificate_file: 'c' key_file: 'k' authority_file: 'a' }";
  for (const char* line : {"listen: '0.0.0.0:7070'", "peers_at: '{role}.example:7070'",
                           "peers { name: 'budgets' address: '10.0.0.5:7070' }"}) {
    EXPECT_THAT(Error(absl::StrCat(kSmallest, line)), HasSubstr("needs tls")) << line;
    EXPECT_EQ(Error(absl::StrCat(kSmallest, line, kTls)), "") << line;
  }
  EXPECT_EQ(Error(absl::StrCat(kSmallest, "peers_at: '127.0.0.1:7070'")), "");
}

TEST(Config, RoleThatThereIsNot_IsNamed) {
  EXPECT_THAT(Error(absl::StrCat(kSmallest, "peers { name: 'bugdets' address: 'unix:/x' }")),
              AllOf(HasSubstr("peers"), HasSubstr("bugdets")));
  EXPECT_THAT(Error(absl::StrCat(kSmallest, "roles { name: 'kitchen' }")), HasSubstr("kitchen"));
}

TEST(ForRoles, RolePlace_IsAnAddressForEachAndAFileForAll) {
  const auto config = Parse(
      "listen: 'unix:/run/{role}.sock' listen: '127.0.0.1:7070' database: 'dbname=t' "
      "secrets_folder: 's' log_file: '/log/{role}.log' "
      "tls { certificate_file: '/tls/{role}.pem' key_file: 'k' authority_file: 'a' }",
      "the.textproto");
  ASSERT_TRUE(config.ok()) << config.status();
  const v1::ServerConfig filled = ForRoles(*config, {"budgets", "payments"});
  EXPECT_THAT(filled.listen(),
              ElementsAre("unix:/run/budgets.sock", "unix:/run/payments.sock", "127.0.0.1:7070"));
  EXPECT_EQ(filled.log_file(), "/log/budgets+payments.log");
  EXPECT_EQ(filled.tls().certificate_file(), "/tls/budgets+payments.pem");
  EXPECT_EQ(filled.tls().key_file(), "k");
}

TEST(PeerAddress, IsThatOfThePeerElseThatOfAll) {
  const auto config = Parse(absl::StrCat(kSmallest,
                                         "peers_at: 'unix:/run/{role}.sock' "
                                         "peers { name: 'budgets' address: 'unix:/b' }"),
                            "the.textproto");
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(PeerAddress(*config, "budgets"), "unix:/b");
  EXPECT_EQ(PeerAddress(*config, "payments"), "unix:/run/payments.sock");
  EXPECT_EQ(PeerAddress(*Parse(kSmallest, "x"), "payments"), "");
}

TEST(Config, NoFile_IsAnErrorThatNamesIt) {
  EXPECT_THAT(std::string(ReadFile("/nonexistent/tranched.textproto").status().message()),
              HasSubstr("/nonexistent/tranched.textproto"));
}

}  // namespace
}  // namespace tranche::config
