// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/interest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "platform/base/error.h"

namespace tranche::payments::recoveries {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using absl::CivilDay;

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
Parts Two(int64_t eu, int64_t national) { return {Leva(eu), Leva(national)}; }

Rule Percent(const std::string& code, const std::string& value, CivilDay from,
             std::optional<CivilDay> to = std::nullopt, bool verified = true) {
  return {.code = code,
          .value = value,
          .unit = code == "interest_year_days" ? "days" : "percent",
          .source = code + " " + value,
          .verified = verified,
          .valid_from = from,
          .valid_to = to};
}

// 10 % a year until the end of 2022, then 11.42 %; from July 2023 no rate is known.
std::vector<Rule> Rules() {
  return {Percent("interest_basic_percent", "0", CivilDay(2016, 7, 1), CivilDay(2022, 12, 31)),
          Percent("interest_basic_percent", "1.42", CivilDay(2023, 1, 1), CivilDay(2023, 6, 30), false),
          Percent("interest_allowance_percent", "10", CivilDay(2015, 1, 1)),
          Percent("interest_year_days", "360", CivilDay(2015, 1, 1))};
}

TEST(DailyRate, HasFivePlacesHalfToEven) {
  EXPECT_EQ(DailyHundredThousandths(1'000'000, 360), 2778);  // 10 / 360 = 0.0277777…
  EXPECT_EQ(DailyHundredThousandths(1'142'000, 360), 3172);  // 11.42 / 360 = 0.0317222…
  EXPECT_EQ(DailyHundredThousandths(100, 8), 12);            // 12.5 stays even.
  EXPECT_EQ(DailyHundredThousandths(108, 8), 14);            // 13.5 becomes even.
  EXPECT_EQ(DailyHundredThousandths(101, 8), 13);
}

TEST(Interest, ThirtyDaysAtTenPercent_CountsBothEnds) {
  const auto pieces =
      Interest(Two(8'500'00, 1'500'00), CivilDay(2018, 3, 1), CivilDay(2018, 3, 30), Rules());

  ASSERT_TRUE(pieces.ok()) << pieces.status();
  ASSERT_THAT(*pieces, SizeIs(1));
  const InterestPiece& piece = pieces->front();
  EXPECT_EQ(piece.days(), 30);
  EXPECT_EQ(FormatHundredThousandths(piece.daily_hundred_thousandths), "0.02778");
  EXPECT_EQ(piece.interest, Two(70'84, 12'50));  // 70.839 and 12.501
  EXPECT_EQ(piece.total, Leva(83'34));
}

TEST(Interest, OneDay_IsOneDay) {
  const auto pieces = Interest(Two(10'000'00, 0), CivilDay(2018, 3, 1), CivilDay(2018, 3, 1), Rules());

  ASSERT_TRUE(pieces.ok()) << pieces.status();
  EXPECT_EQ(pieces->front().days(), 1);
  EXPECT_EQ(pieces->front().interest.eu, Leva(2'78));
}

// EU and national money and their sum are each rounded by themselves.
TEST(Interest, PartsMayDifferFromTheTotalByACent) {
  const auto pieces = Interest(Two(1'00, 1'00), CivilDay(2018, 3, 1), CivilDay(2018, 3, 9), Rules());

  ASSERT_TRUE(pieces.ok()) << pieces.status();
  EXPECT_EQ(pieces->front().interest, Two(0, 0));
  EXPECT_EQ(pieces->front().total, Leva(1));
}

TEST(Interest, RateChangeInside_SplitsThePeriodThere) {
  const auto pieces =
      Interest(Two(10'000'00, 0), CivilDay(2022, 12, 22), CivilDay(2023, 1, 10), Rules());

  ASSERT_TRUE(pieces.ok()) << pieces.status();
  ASSERT_THAT(*pieces, SizeIs(2));
  EXPECT_EQ((*pieces)[0].to, CivilDay(2022, 12, 31));
  EXPECT_EQ((*pieces)[1].from, CivilDay(2023, 1, 1));
  EXPECT_EQ((*pieces)[0].days() + (*pieces)[1].days(), 20);
  EXPECT_EQ((*pieces)[0].interest.eu, Leva(27'78));
  EXPECT_EQ((*pieces)[1].interest.eu, Leva(31'72));
  EXPECT_EQ(FormatHundredThousandths((*pieces)[1].yearly_hundred_thousandths), "11.42");
  EXPECT_TRUE((*pieces)[0].verified);
  EXPECT_FALSE((*pieces)[1].verified);
  EXPECT_THAT((*pieces)[1].source, HasSubstr("непроверено / unverified"));
}

// A rate that is confirmed without a change is no change: rounding twice would drift.
TEST(Interest, SameRateInTwoRules_IsOnePiece) {
  std::vector<Rule> rules = Rules();
  rules[0].valid_to = CivilDay(2018, 6, 30);
  rules.push_back(Percent("interest_basic_percent", "0", CivilDay(2018, 7, 1), CivilDay(2022, 12, 31)));

  const auto pieces = Interest(Two(10'000'00, 0), CivilDay(2018, 6, 1), CivilDay(2018, 7, 31), rules);

  ASSERT_TRUE(pieces.ok()) << pieces.status();
  EXPECT_THAT(*pieces, SizeIs(1));
  EXPECT_EQ(pieces->front().days(), 61);
}

TEST(Interest, DayWithoutARate_IsNamed) {
  const auto pieces = Interest(Two(10'000'00, 0), CivilDay(2023, 6, 1), CivilDay(2023, 8, 1), Rules());

  EXPECT_EQ(ReasonOf(pieces.status()), "INTEREST_RATE_UNKNOWN");
  EXPECT_EQ(ValuesOf(pieces.status())[0].second, "2023-07-01");
}

TEST(Interest, NothingOwed_OrNoDays_HasNoPieces) {
  EXPECT_THAT(*Interest(Two(0, 0), CivilDay(2018, 1, 1), CivilDay(2018, 2, 1), Rules()), IsEmpty());
  EXPECT_THAT(*Interest(Two(100, 0), CivilDay(2018, 2, 1), CivilDay(2018, 1, 31), Rules()), IsEmpty());
}

TEST(Interest, UnreadableRate_IsRefused) {
  std::vector<Rule> rules = Rules();
  rules[0].value = "0,5";
  const auto pieces = Interest(Two(100, 0), CivilDay(2018, 1, 1), CivilDay(2018, 2, 1), rules);
  EXPECT_EQ(ReasonOf(pieces.status()), "RULE_UNREADABLE");
}

struct Case {
  Parts principal;
  CivilDay from;
  CivilDay to;
};

Case AnyCase() {
  const CivilDay from = CivilDay(2016, 7, 1) + *rc::gen::inRange(0, 2000);
  return {Two(*rc::gen::inRange<int64_t>(0, 100'000'000), *rc::gen::inRange<int64_t>(0, 20'000'000)),
          from, from + *rc::gen::inRange(0, 365)};
}

// The drift of splitting where the rate does not change: a cent for each part, never more.
RC_GTEST_PROP(InterestProperty, SplitAtAnyDay_DriftsByACentAtMost, ()) {
  const Case one = AnyCase();
  const auto whole = Interest(one.principal, one.from, one.to, Rules());
  const CivilDay middle = one.from + *rc::gen::inRange<int64_t>(0, one.to - one.from + 1);
  const auto first = Interest(one.principal, one.from, middle, Rules());
  const auto second = Interest(one.principal, middle + 1, one.to, Rules());
  RC_ASSERT(whole.ok() && first.ok() && second.ok());
  const Parts at_once = *SumOf(*whole, Currency::kBgn);
  const Parts split = *Add(*SumOf(*first, Currency::kBgn), *SumOf(*second, Currency::kBgn));
  RC_ASSERT(std::abs(at_once.eu.minor() - split.eu.minor()) <= 1);
  RC_ASSERT(std::abs(at_once.national.minor() - split.national.minor()) <= 1);
}

RC_GTEST_PROP(InterestProperty, MoreDays_NeverLessInterest, ()) {
  const Case one = AnyCase();
  const auto shorter = Interest(one.principal, one.from, one.to, Rules());
  const auto longer = Interest(one.principal, one.from, one.to + *rc::gen::inRange(1, 40), Rules());
  RC_ASSERT(shorter.ok() && longer.ok());
  RC_ASSERT(IsWithin(*SumOf(*shorter, Currency::kBgn), *SumOf(*longer, Currency::kBgn)));
}

RC_GTEST_PROP(InterestProperty, PiecesCoverEachDayOnce_AndTotalsAreWithinACent, ()) {
  const Case one = AnyCase();
  RC_PRE(!IsZero(one.principal));
  const auto pieces = Interest(one.principal, one.from, one.to + 300, Rules());
  RC_PRE(pieces.ok());
  CivilDay next = one.from;
  for (const InterestPiece& piece : *pieces) {
    RC_ASSERT(piece.from == next);
    next = piece.to + 1;
    const int64_t drift =
        piece.total.minor() - piece.interest.eu.minor() - piece.interest.national.minor();
    RC_ASSERT(std::abs(drift) <= 1);
  }
  RC_ASSERT(next == one.to + 301);
}

}  // namespace
}  // namespace tranche::payments::recoveries
