// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/address.h"

#include <gtest/gtest.h>

namespace tranche::rpc {
namespace {

TEST(IsLocal, WhatStaysOnThisMachine) {
  for (const char* address : {"unix:/run/tranche/1/tranched.sock", "unix:tranched.sock",
                              "127.0.0.1:7070", "127.8.9.10:1", "[::1]:7070", "localhost:7070"}) {
    EXPECT_TRUE(IsLocal(address)) << address;
  }
}

TEST(IsLocal, WhatLeavesIt_OrMayLeaveIt) {
  for (const char* address :
       {"0.0.0.0:7070", "[::]:7070", ":7070", "10.0.0.5:7070", "budgets.example:7070", "128.0.0.1:1",
        "127.0.0.1.example:7070", "127.1:7070", "[::1:7070", "::1:7070", "dns:///127.0.0.1:7070",
        "ipv4:127.0.0.1:7070", "localhost.example:1", "localhost", ""}) {
    EXPECT_FALSE(IsLocal(address)) << address;
  }
}

TEST(ForRole, NameStandsInThePlaceOfRole) {
  EXPECT_EQ(ForRole("unix:/run/{role}/{role}.sock", "budgets"), "unix:/run/budgets/budgets.sock");
  EXPECT_EQ(ForRole("unix:/run/tranched.sock", "budgets"), "unix:/run/tranched.sock");
  EXPECT_TRUE(IsPerRole("{role}.example:7070"));
  EXPECT_FALSE(IsPerRole("127.0.0.1:7070"));
}

}  // namespace
}  // namespace tranche::rpc
