// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/forecast.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace tranche::budgets {
namespace {

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

// A hundred days, of which `gone` are over.
Pace AfterDays(int64_t gone) {
  const absl::CivilDay start(2018, 1, 1);
  return {.starts_on = start, .ends_on = start + 99, .as_of = start + gone - 1};
}

TEST(Pace, DaysBeforeAndAfterTheContract_AreCutOff) {
  EXPECT_EQ(AfterDays(1).days(), 100);
  EXPECT_EQ(AfterDays(0).days_gone(), 0);
  EXPECT_EQ(AfterDays(-50).days_gone(), 0);
  EXPECT_EQ(AfterDays(40).days_gone(), 40);
  EXPECT_EQ(AfterDays(400).days_gone(), 100);
}

TEST(LookAhead, SteadyUse_EndsAtTheCapWithoutAWarning) {
  const auto outlook = LookAhead(Leva(100'00), Leva(50'00), Leva(50'00), AfterDays(50));

  ASSERT_TRUE(outlook.ok());
  EXPECT_EQ(outlook->projected, Leva(100'00));
  EXPECT_EQ(outlook->absorption_percent, "50.00");
  EXPECT_EQ(outlook->projected_percent, "100.00");
  EXPECT_EQ(outlook->runs_out_on, AfterDays(50).ends_on);
  EXPECT_TRUE(outlook->warnings.empty());
}

TEST(LookAhead, FasterUse_SaysTheDayOnWhichTheCapIsUsedUp) {
  const auto outlook = LookAhead(Leva(100'00), Leva(60'00), Leva(60'00), AfterDays(50));

  // 60.00 in 50 days: 1.20 a day, 100.00 on the 84th day.
  EXPECT_EQ(outlook->runs_out_on, absl::CivilDay(2018, 1, 1) + 83);
  EXPECT_EQ(outlook->projected, Leva(120'00));
  EXPECT_EQ(outlook->warnings, std::vector<Warning>{Warning::kRunsOutEarly});
}

TEST(LookAhead, NineTenthsUsedEarly_Warns) {
  const auto outlook = LookAhead(Leva(100'00), Leva(90'00), Leva(0), AfterDays(89));
  EXPECT_EQ(outlook->warnings, (std::vector<Warning>{Warning::kNearlyUsedUp, Warning::kRunsOutEarly}));
  // A cent less, or a day later, it is not yet so.
  EXPECT_EQ(LookAhead(Leva(100'00), Leva(89'99), Leva(0), AfterDays(89))->warnings.front(),
            Warning::kRunsOutEarly);
  EXPECT_TRUE(LookAhead(Leva(100'00), Leva(90'00), Leva(0), AfterDays(90))->warnings.empty());
}

TEST(LookAhead, LessThanPlanned_IsBehind) {
  EXPECT_EQ(LookAhead(Leva(100'00), Leva(49'99), Leva(50'00), AfterDays(50))->warnings,
            std::vector<Warning>{Warning::kBehindPlan});
}

TEST(LookAhead, MoreThanATenthLeft_Warns) {
  EXPECT_EQ(LookAhead(Leva(100'00), Leva(44'99), Leva(0), AfterDays(50))->warnings,
            std::vector<Warning>{Warning::kLeftAtTheEnd});
  EXPECT_TRUE(LookAhead(Leva(100'00), Leva(45'00), Leva(0), AfterDays(50))->warnings.empty());
}

TEST(LookAhead, BeforeTheStart_NothingIsProjected) {
  const auto outlook = LookAhead(Leva(100'00), Leva(0), Leva(0), AfterDays(0));
  EXPECT_EQ(outlook->projected, Leva(0));
  EXPECT_FALSE(outlook->runs_out_on.has_value());
  EXPECT_TRUE(outlook->warnings.empty());
}

TEST(LookAhead, LineWithoutACap_HasNoPercent) {
  EXPECT_EQ(LookAhead(Leva(0), Leva(0), Leva(0), AfterDays(10))->absorption_percent, "0.00");
}

TEST(Decommitment, ThirdYearAfterTheStart_EndsOnItsLastDay) {
  EXPECT_EQ(DecommitmentDay(absl::CivilDay(2017, 4, 18), 36), absl::CivilDay(2020, 12, 31));
}

TEST(AtRisk, WhatThePaceDoesNotReach_IsAtRisk) {
  const Pace pace = AfterDays(50);
  EXPECT_EQ(*AtRisk(Leva(100'00), Leva(20'00), pace, pace.ends_on), Leva(60'00));
  EXPECT_EQ(*AtRisk(Leva(100'00), Leva(20'00), pace, pace.ends_on + 400), Leva(60'00));
  EXPECT_EQ(*AtRisk(Leva(100'00), Leva(20'00), pace, pace.as_of + 25), Leva(70'00));
  EXPECT_EQ(*AtRisk(Leva(100'00), Leva(90'00), pace, pace.ends_on), Leva(0));
}

// The day on which a cap is used up is the first on which the straight line reaches it.
RC_GTEST_PROP(LookAhead, RunsOutOn_IsTheFirstDayThatReachesTheCap, ()) {
  const int64_t gone = *rc::gen::inRange<int64_t>(1, 101);
  const Money cap = Leva(*rc::gen::inRange<int64_t>(1, 1'000'000));
  const Money used = Leva(*rc::gen::inRange<int64_t>(1, cap.minor() + 1));
  const Pace pace = AfterDays(gone);

  const auto outlook = LookAhead(cap, used, Leva(0), pace);

  RC_ASSERT(outlook.ok());
  if (used == cap) {
    RC_ASSERT(outlook->runs_out_on == pace.as_of);
    return;
  }
  const auto reaches = [&](int64_t days) { return used.minor() * days >= cap.minor() * gone; };
  if (!outlook->runs_out_on) {
    RC_ASSERT(!reaches(pace.days()));
    return;
  }
  const int64_t days = *outlook->runs_out_on - pace.starts_on + 1;
  RC_ASSERT(reaches(days));
  RC_ASSERT(!reaches(days - 1));
}

}  // namespace
}  // namespace tranche::budgets
