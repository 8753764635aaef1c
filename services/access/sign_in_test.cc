// SPDX-License-Identifier: EUPL-1.2
#include "access/sign_in.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "platform/base/error.h"

namespace tranche::access {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

const absl::Time kNow = absl::FromUnixSeconds(1535792400);
const absl::CivilDay kToday(2018, 9, 1);

TEST(Secret, Made_IsReadWithItsOrganisationAndDigest) {
  const Secret made = MakeSecret("mineralni-bani");
  const std::optional<Secret> read = ReadSecret(made.text);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->organisation, "mineralni-bani");
  EXPECT_EQ(read->digest, made.digest);
  EXPECT_EQ(made.digest.size(), 32u);
  EXPECT_EQ(made.text.find(made.digest), std::string::npos);
}

TEST(Secret, ThousandMade_AreThousand) {
  std::set<std::string> texts;
  for (int i = 0; i < 1000; ++i) texts.insert(MakeSecret("sopot").text);
  EXPECT_EQ(texts.size(), 1000u);
}

TEST(Secret, AnyCharacterChanged_IsAnotherSecretOrNone) {
  const Secret made = MakeSecret("sopot");
  for (size_t i = 0; i < made.text.size(); ++i) {
    std::string tampered = made.text;
    tampered[i] = tampered[i] == 'A' ? 'B' : 'A';
    const std::optional<Secret> read = ReadSecret(tampered);
    EXPECT_TRUE(!read || read->digest != made.digest) << "character " << i;
  }
}

TEST(Secret, OfAnotherForm_IsNone) {
  const std::string random = MakeSecret("sopot").text.substr(6);
  for (const std::string& text :
       {std::string(), random, "." + random, "-." + random, "*." + random, "Sopot." + random,
        "sopot." + random + "A", "sopot." + random.substr(1), "sopot;" + random,
        std::string("sopot.") + '\0' + random.substr(1), "sopot/x." + random}) {
    EXPECT_FALSE(ReadSecret(text).has_value()) << text;
  }
}

TEST(Link, Fresh_IsGoodUntilItExpires) {
  const LinkState link{.expires_at = kNow + kLinkLifeDefault};
  EXPECT_TRUE(CheckLink(link, kNow).ok());
  EXPECT_TRUE(CheckLink(link, link.expires_at - absl::Nanoseconds(1)).ok());
  EXPECT_EQ(ReasonOf(CheckLink(link, link.expires_at)), "LINK_EXPIRED");
}

TEST(Link, UsedOrVoided_IsRefusedForThat) {
  EXPECT_EQ(ReasonOf(CheckLink({.expires_at = kNow - absl::Hours(1), .used = true}, kNow)),
            "LINK_USED");
  EXPECT_EQ(ReasonOf(CheckLink({.expires_at = kNow + absl::Hours(1), .voided = true}, kNow)),
            "LINK_VOIDED");
}

TEST(Session, NotUsedForHalfAnHour_Expires) {
  const SessionState session{
      .began_at = kNow, .seen_at = kNow + absl::Hours(1), .ends_at = kNow + kSessionLife};
  EXPECT_TRUE(CheckSession(session, kNow + absl::Hours(1) + absl::Minutes(29)).ok());
  EXPECT_EQ(ReasonOf(CheckSession(session, kNow + absl::Minutes(90))), "SESSION_EXPIRED");
}

TEST(Session, AfterTenHours_ExpiresHoweverMuchItIsUsed) {
  const SessionState session{.began_at = kNow,
                             .seen_at = kNow + kSessionLife - absl::Seconds(1),
                             .ends_at = kNow + kSessionLife};
  EXPECT_TRUE(CheckSession(session, kNow + kSessionLife - absl::Nanoseconds(1)).ok());
  EXPECT_EQ(ReasonOf(CheckSession(session, kNow + kSessionLife)), "SESSION_EXPIRED");
}

TEST(Session, Ended_IsInvalid) {
  EXPECT_EQ(
      ReasonOf(CheckSession(
          {.began_at = kNow, .seen_at = kNow, .ends_at = kNow + kSessionLife, .ended = true}, kNow)),
      "SESSION_INVALID");
}

TEST(Grant, Holds_FromItsFirstToItsLastDay) {
  const Grant grant{.organisation = "sopot", .role = "AUDITOR", .from = kToday, .to = kToday + 1};
  EXPECT_FALSE(HoldsOn(grant, kToday - 1));
  EXPECT_TRUE(HoldsOn(grant, kToday));
  EXPECT_TRUE(HoldsOn(grant, kToday + 1));
  EXPECT_FALSE(HoldsOn(grant, kToday + 2));
}

TEST(Grant, RolesOnADay_AreByOrganisationAndOnce) {
  const std::vector<Grant> grants = {
      {.organisation = "sopot", .role = "FINANCE", .from = kToday - 10, .to = {}},
      {.organisation = "sopot", .role = "AUDITOR", .from = kToday, .to = kToday},
      {.organisation = "sopot", .role = "FINANCE", .from = kToday, .to = {}},
      {.organisation = "lyubimets",
       .role = "ADMINISTRATOR",
       .from = kToday,
       .to = {},
       .withdrawn = true},
      {.organisation = "haskovo", .role = "AUDITOR", .from = kToday + 1, .to = {}}};
  EXPECT_THAT(RolesOn(grants, kToday), ElementsAre(Pair("sopot", ElementsAre("AUDITOR", "FINANCE"))));
  EXPECT_THAT(RolesOn(grants, kToday - 11), IsEmpty());
}

Grant AnyGrant() {
  const absl::CivilDay from = kToday + *rc::gen::inRange(-5, 6);
  Grant grant{.organisation = "sopot", .role = "AUDITOR", .from = from, .to = {}};
  if (*rc::gen::arbitrary<bool>()) grant.to = from + *rc::gen::inRange(0, 6);
  grant.withdrawn = *rc::gen::inRange(0, 5) == 0;
  return grant;
}

RC_GTEST_PROP(Grant, TwoShareADay_WhenADayIsFoundOnWhichBothHold, ()) {
  const Grant one = AnyGrant();
  const Grant other = AnyGrant();
  bool found = false;
  for (int i = -6; i < 20; ++i)
    found = found || (HoldsOn(one, kToday + i) && HoldsOn(other, kToday + i));
  RC_ASSERT(ShareADay(one, other) == found);
}

RC_GTEST_PROP(Grant, HoldsFromADay_WhenItHoldsOnThatOrALaterOne, ()) {
  const Grant grant = AnyGrant();
  bool found = false;
  for (int i = 0; i < 20; ++i) found = found || HoldsOn(grant, kToday + i);
  RC_ASSERT(HoldsFrom(grant, kToday) == found);
}

}  // namespace
}  // namespace tranche::access
