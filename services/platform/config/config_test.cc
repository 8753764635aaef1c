// SPDX-License-Identifier: EUPL-1.2
#include "platform/config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace tranche::config {
namespace {

using ::testing::AllOf;
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
  EXPECT_EQ(SizeOf(*config, "budgets").connections, 4);
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
  EXPECT_EQ(SizeOf(*config, "budgets").connections, 4);
  EXPECT_EQ(QueueMax(*config), 7);
}

TEST(Config, SyntaxError_NamesFileLineAndColumn) {
  EXPECT_THAT(Error("listen: 'x:1'\nlisten 5"),
              AllOf(HasSubstr("the.textproto"), HasSubstr("line 2, column")));
  EXPECT_THAT(Error("lisen: 'x:1'"), HasSubstr("lisen"));
}

TEST(Config, ValueThatCannotBe_IsNamed) {
  EXPECT_THAT(Error(""), HasSubstr("listen"));
  EXPECT_THAT(Error("listen: 'x'"), HasSubstr("\"x\""));
  EXPECT_THAT(Error("listen: 'x:1' secrets_folder: 's'"), HasSubstr("database"));
  EXPECT_THAT(Error("listen: 'x:1' database: 'dbname=t'"), HasSubstr("secrets_folder"));
  EXPECT_THAT(Error("listen: 'x:1' database: 'dbname=t user=u' secrets_folder: 's'"),
              HasSubstr("user"));
  EXPECT_THAT(Error(absl::StrCat(kSmallest, "queue_max: -1")), HasSubstr("queue_max"));
  EXPECT_THAT(Error(absl::StrCat(kSmallest, "roles { name: 'plans' workers: 65 }")),
              HasSubstr("plans"));
  EXPECT_THAT(Error(absl::StrCat(kSmallest, "roles { name: 'a' } roles { name: 'a' }")),
              HasSubstr("twice"));
}

TEST(Config, NoFile_IsAnErrorThatNamesIt) {
  EXPECT_THAT(std::string(ReadFile("/nonexistent/tranched.textproto").status().message()),
              HasSubstr("/nonexistent/tranched.textproto"));
}

}  // namespace
}  // namespace tranche::config
