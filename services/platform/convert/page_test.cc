// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/page.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::convert {
namespace {

TEST(PageToken, SameList_GivesKeyBack) {
  const std::string token = MakePageToken("costs of A", {"lyubimets", "17"});
  const auto key = ReadPageToken("costs of A", token);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(*key, (std::vector<std::string>{"lyubimets", "17"}));
}

TEST(PageToken, OtherList_IsRefused) {
  const std::string token = MakePageToken("costs of A", {"lyubimets", "17"});
  EXPECT_EQ(ReasonOf(ReadPageToken("costs of B", token).status()), "PAGE_TOKEN_INVALID");
}

TEST(PageToken, Garbage_IsRefused) {
  for (const char* token : {"x", "????", "W10", "WzFd", "e30"}) {
    EXPECT_EQ(ReasonOf(ReadPageToken("costs", token).status()), "PAGE_TOKEN_INVALID") << token;
  }
}

TEST(NumberToken, SameList_GivesTheNumberBack) {
  EXPECT_EQ(ReadNumberToken<int64_t>("costs", MakePageToken("costs", {"9007199254740993"})).value(),
            9'007'199'254'740'993);
  EXPECT_EQ(ReadNumberToken<int>("costs", "").value(), 0);
}

TEST(NumberToken, WhatIsNoNumberOfTheList_IsRefused) {
  for (const std::string& token :
       {MakePageToken("costs", {"x"}), MakePageToken("costs", {"1", "2"}), MakePageToken("costs", {""}),
        MakePageToken("costs", {"-1"}), MakePageToken("costs", {"4294967297"}),
        MakePageToken("orders", {"1"}), std::string("????")}) {
    EXPECT_EQ(ReasonOf(ReadNumberToken<int>("costs", token).status()), "PAGE_TOKEN_INVALID") << token;
  }
}

TEST(PageToken, Empty_IsTheBeginning) { EXPECT_TRUE(ReadPageToken("costs", "")->empty()); }

}  // namespace
}  // namespace tranche::convert
