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

TEST(PageToken, Empty_IsTheBeginning) { EXPECT_TRUE(ReadPageToken("costs", "")->empty()); }

}  // namespace
}  // namespace tranche::convert
