// SPDX-License-Identifier: EUPL-1.2
#include "platform/auth/verified_tokens.h"

#include <gtest/gtest.h>

namespace tranche::auth {
namespace {

VerifiedClaims Of(const std::string& subject) {
  return {.actor = {.subject = subject, .organisations = {"sopot"}, .roles = {"FINANCE"}},
          .expires = absl::FromUnixSeconds(1)};
}

TEST(VerifiedTokens, Kept_IsFound_AndAnotherIsNot) {
  VerifiedTokens tokens(2);
  tokens.Keep("a", Of("ana"));
  ASSERT_TRUE(tokens.Find("a").has_value());
  EXPECT_EQ(tokens.Find("a")->actor.subject, "ana");
  EXPECT_EQ(tokens.Find("a")->expires, absl::FromUnixSeconds(1));
  EXPECT_FALSE(tokens.Find("b").has_value());
}

TEST(VerifiedTokens, WithoutRoom_ForgetsAllButTheLast) {
  VerifiedTokens tokens(2);
  for (const char* digest : {"a", "b", "c"}) tokens.Keep(digest, Of(digest));
  EXPECT_FALSE(tokens.Find("a").has_value());
  EXPECT_FALSE(tokens.Find("b").has_value());
  ASSERT_TRUE(tokens.Find("c").has_value());
  EXPECT_EQ(tokens.Find("c")->actor.subject, "c");
}

}  // namespace
}  // namespace tranche::auth
