// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/trace.h"

#include <gtest/gtest.h>

namespace tranche::rpc {
namespace {

TEST(Trace, MadeParent_Read_GivesItsTraceId) {
  const std::string id = NewTraceId();
  EXPECT_EQ(id.size(), 32u);
  EXPECT_NE(id, NewTraceId());
  EXPECT_EQ(TraceIdOf(MakeTraceParent(id)), id);
}

TEST(Trace, Malformed_Read_GivesNothing) {
  EXPECT_EQ(TraceIdOf("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            "4bf92f3577b34da6a3ce929d0e0e4736");
  for (const char* text : {"", "00", "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
                           "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                           "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                           "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                           "00-4bf92f3577b34da6a3ce929d0e0e4736\n-00f067aa0ba902b7"}) {
    EXPECT_EQ(TraceIdOf(text), "") << text;
  }
}

}  // namespace
}  // namespace tranche::rpc
