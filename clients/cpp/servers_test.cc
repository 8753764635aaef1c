// SPDX-License-Identifier: EUPL-1.2
#include "cpp/servers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tranche::client {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kGetBudget[] = "/tranche.budgets.v1.BudgetsService/GetBudget";
constexpr char kListPlans[] = "/tranche.plans.v1.PlansService/ListPlans";

TEST(Servers, OneAddress_ServesEveryMethod) {
  const auto servers = Servers::At("unix:/nowhere/tranched.sock");
  ASSERT_TRUE(servers.ok()) << servers.status();
  EXPECT_THAT(servers->processes(), SizeIs(1));
  EXPECT_EQ(servers->Of(kGetBudget), servers->Of(kListPlans));
}

TEST(Servers, AddressOfEachRole_ServesItsOwnMethods) {
  const auto servers = Servers::At("unix:/nowhere/{role}.sock");
  ASSERT_TRUE(servers.ok()) << servers.status();
  EXPECT_THAT(servers->processes(), SizeIs(10));
  EXPECT_NE(servers->Of(kGetBudget), servers->Of(kListPlans));
  for (const Servers::Process& process : servers->processes()) {
    EXPECT_EQ(servers->Of("/tranche." + process.name + ".v1.Service/Method"), process.channel);
  }
}

TEST(Servers, AddressOfAnotherMachine_NeedsCertificates) {
  EXPECT_THAT(std::string(Servers::At("10.0.0.5:7070").status().message()), HasSubstr("10.0.0.5:7070"));
  EXPECT_FALSE(Servers::At("{role}.example:7070").ok());
}

}  // namespace
}  // namespace tranche::client
