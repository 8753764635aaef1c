// SPDX-License-Identifier: EUPL-1.2
#include "budgets/limits/limit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

// Lines 1 and 2 of 1,000.00 each, line 3 of 140.00; used and spent as told.
LimitedLines Lines(int64_t used_1, int64_t used_2, int64_t used_3) {
  return {{"1", {.cap = Leva(1'000'00), .used = Leva(used_1), .spent = Leva(used_1 / 2)}},
          {"2", {.cap = Leva(1'000'00), .used = Leva(used_2), .spent = Leva(used_2)}},
          {"3", {.cap = Leva(140'00), .used = Leva(used_3), .spent = Leva(used_3)}}};
}

Limit Fixed(int64_t minor) {
  return {.code = "services", .title = "Услуги", .lines = {"1", "2"}, .fixed = Leva(minor)};
}

Limit Percent(int hundredths) {
  return {.code = "indirect",
          .title = "Непреки разходи",
          .lines = {"3"},
          .fixed = {},
          .percent_hundredths = hundredths,
          .base_lines = {"1", "2"}};
}

TEST(Percent, UpToTwoPlaces_IsReadAndWritten) {
  EXPECT_EQ(*ParsePercent("7", 100'00), 7'00);
  EXPECT_EQ(*ParsePercent("7.5", 100'00), 7'50);
  EXPECT_EQ(*ParsePercent("0.01", 100'00), 1);
  EXPECT_EQ(*ParsePercent("100", 100'00), 100'00);
  EXPECT_EQ(FormatPercent(7'00), "7");
  EXPECT_EQ(FormatPercent(7'50), "7.5");
  EXPECT_EQ(FormatPercent(7'05), "7.05");
}

TEST(Percent, OutOfItsRange_IsRefused) {
  for (const char* text : {"0", "-1", "100.01", "7.005", "", "седем"}) {
    EXPECT_EQ(ReasonOf(ParsePercent(text, 100'00).status()), "PERCENT_OUT_OF_RANGE") << text;
  }
}

TEST(Percent, OfAnAmount_IsDownToTheCent) {
  EXPECT_EQ(PercentOf(Leva(100'00), 7'00)->minor(), 7'00);
  EXPECT_EQ(PercentOf(Leva(14), 7'00)->minor(), 0);  // 0.98 of a cent.
  EXPECT_EQ(PercentOf(Leva(378008'50), 7'50)->minor(), 28350'63);
}

TEST(Limit, Percentage_IsOfTheCapsOfItsBase) {
  const auto placed = PlaceOn(Percent(7'00), Lines(0, 0, 139'00), Currency::kBgn);

  ASSERT_TRUE(placed.ok()) << placed.status();
  EXPECT_EQ(placed->cap.minor(), 140'00);
  EXPECT_EQ(placed->used.minor(), 139'00);
}

TEST(Limit, ThatIsExceededAlready_IsNotSet) {
  EXPECT_TRUE(PlaceOn(Fixed(700'00), Lines(300'00, 400'00, 0), Currency::kBgn).ok());
  EXPECT_EQ(ReasonOf(PlaceOn(Fixed(699'99), Lines(300'00, 400'00, 0), Currency::kBgn).status()),
            "LIMIT_BELOW_USED");
}

TEST(Limit, OfALineThatThereIsNot_IsNotSet) {
  Limit limit = Fixed(1'00);
  limit.lines.push_back("9");
  EXPECT_EQ(ReasonOf(PlaceOn(limit, Lines(0, 0, 0), Currency::kBgn).status()), "LINE_NOT_FOUND");
  limit = Percent(7'00);
  limit.base_lines.push_back("9");
  EXPECT_EQ(ReasonOf(PlaceOn(limit, Lines(0, 0, 0), Currency::kBgn).status()), "LINE_NOT_FOUND");
}

TEST(Limit, UsedToTheLastCent_TakesNoMore) {
  Limit limit = *PlaceOn(Fixed(1'500'00), Lines(1'000'00, 499'00, 0), Currency::kBgn);

  const auto taken = TakeFrom(limit, Leva(1'00));
  ASSERT_TRUE(taken.ok());
  EXPECT_EQ(taken->used.minor(), 1'500'00);
  const auto refused = TakeFrom(limit, Leva(1'01));
  EXPECT_EQ(ReasonOf(refused.status()), "LIMIT_EXHAUSTED");
  EXPECT_THAT(Explain("LIMIT_EXHAUSTED", ValuesOf(refused.status()), Language::kBulgarian),
              ::testing::HasSubstr("остават 1.00 BGN, а се искат 1.01 BGN"));
}

TEST(Limit, PercentageThatShrinksWithItsBase_StaysAboveWhatIsUsed) {
  const LimitedLines before = Lines(0, 0, 140'00);
  LimitedLines after = before;
  after["1"].cap = Leva(999'99);

  EXPECT_EQ(ReasonOf(CheckCaps({Percent(7'00)}, before, after, Currency::kBgn)), "LIMIT_BELOW_USED");
  EXPECT_TRUE(CheckCaps({Percent(7'01)}, before, after, Currency::kBgn).ok());
}

TEST(Limit, CapsOfItsLines_AreNotRaisedAboveIt) {
  const LimitedLines before = Lines(0, 0, 0);
  LimitedLines raised = before;
  raised["1"].cap = Leva(1'000'01);
  LimitedLines moved_within = before;
  moved_within["1"].cap = Leva(1'200'00);
  moved_within["2"].cap = Leva(800'00);

  EXPECT_EQ(ReasonOf(CheckCaps({Fixed(2'000'00)}, before, raised, Currency::kBgn)), "LIMIT_ABOVE_CAPS");
  EXPECT_TRUE(CheckCaps({Fixed(2'000'01)}, before, raised, Currency::kBgn).ok());
  // Caps that were above it before may stay, and move within it.
  EXPECT_TRUE(CheckCaps({Fixed(1'500'00)}, before, moved_within, Currency::kBgn).ok());
}

// Percentage caps are checked again against verified and not budgeted bases.
TEST(Limit, AgainstAVerifiedBase_ShowsWhatIsAbove) {
  LimitedLines lines = Lines(0, 0, 0);
  lines["1"].spent = Leva(600'00);
  lines["2"].spent = Leva(400'00);
  lines["3"].spent = Leva(100'00);

  const auto checked = CheckVerified(Percent(7'00), lines, Currency::kBgn);

  ASSERT_TRUE(checked.ok());
  EXPECT_EQ(checked->base.minor(), 2'000'00);
  EXPECT_EQ(checked->verified_base.minor(), 1'000'00);
  EXPECT_EQ(checked->verified_cap.minor(), 70'00);
  EXPECT_EQ(checked->verified.minor(), 100'00);
  EXPECT_EQ(checked->above.minor(), 30'00);
  EXPECT_EQ(CheckVerified(Percent(10'00), lines, Currency::kBgn)->above.minor(), 0);
}

}  // namespace
}  // namespace tranche::budgets
