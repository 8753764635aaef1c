// SPDX-License-Identifier: EUPL-1.2
#include "plans/links/project_link.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::plans {
namespace {

LinkFact Link(int number, const std::string& measure, Contribution contribution = {}) {
  return {.number = number,
          .plan = "lyubimets-2013",
          .strategy = "",
          .measure = measure,
          .contract = "C1",
          .external_project = "",
          .contribution = contribution};
}

Contribution Share(int hundredths) { return {.share_hundredths = hundredths, .amount = {}}; }
Contribution Amount(int64_t minor) {
  return {.share_hundredths = {}, .amount = Money::Minor(minor, Currency::kBgn)};
}

TEST(ProjectLink, ManyMeasures_WithinTheWholeProject) {
  EXPECT_TRUE(DecideLink({}, Link(0, "1.2", Share(100'00))).ok());
  EXPECT_TRUE(DecideLink({Link(1, "1.2", Share(60'00))}, Link(0, "1.3", Share(40'00))).ok());
  EXPECT_EQ(ReasonOf(DecideLink({Link(1, "1.2", Share(60'00))}, Link(0, "1.3", Share(40'01)))),
            "LINK_SHARES_EXCEED");
  // Amounts are compared with what was granted by the report, which knows it.
  EXPECT_TRUE(DecideLink({Link(1, "1.2", Amount(1'00))}, Link(0, "1.3", Amount(900'000'00))).ok());
}

TEST(ProjectLink, TwiceToOnePlace_IsRefused) {
  EXPECT_EQ(ReasonOf(DecideLink({Link(7, "1.2")}, Link(0, "1.2"))), "LINK_ALREADY_THERE");
  EXPECT_EQ(ReasonOf(DecideLink({Link(7, "")}, Link(0, ""))), "LINK_ALREADY_THERE");
  EXPECT_TRUE(DecideLink({Link(7, "")}, Link(0, "1.2")).ok());
}

TEST(ProjectLink, ContributionsOfTwoKinds_CannotBeDivided) {
  EXPECT_EQ(ReasonOf(DecideLink({Link(1, "1.2", Share(50'00))}, Link(0, "1.3", Amount(5'00)))),
            "LINK_CONTRIBUTIONS_MIXED");
  EXPECT_EQ(ReasonOf(DecideLink({Link(1, "1.2")}, Link(0, "1.3", Share(50'00)))),
            "LINK_CONTRIBUTIONS_MIXED");
  EXPECT_TRUE(DecideLink({Link(1, "1.2")}, Link(0, "1.3")).ok());
}

TEST(ProjectLink, MeasureOfANewVersion_DroppedRenamedOrTheSame) {
  EXPECT_EQ(TroubleOf("Личен асистент", std::nullopt), "LINK_MEASURE_DROPPED");
  EXPECT_EQ(TroubleOf("", ""), "");
  EXPECT_EQ(TroubleOf("Личен асистент", "Ремонт на улици"), "LINK_MEASURE_RENAMED");
  EXPECT_EQ(TroubleOf("Личен асистент", "ЛИЧЕН АСИСТЕНТ в дома"), "");
}

TEST(ProjectLink, Share_IsShownAsItIsTyped) {
  EXPECT_EQ(FormatShare(100'00), "100");
  EXPECT_EQ(FormatShare(40'50), "40.50");
  EXPECT_EQ(FormatShare(1), "0.01");
}

}  // namespace
}  // namespace tranche::plans
