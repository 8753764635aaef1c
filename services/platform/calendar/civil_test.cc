// SPDX-License-Identifier: EUPL-1.2
#include "platform/calendar/civil.h"

#include <string>

#include "gtest/gtest.h"
#include "platform/base/error.h"
#include "rapidcheck/gtest.h"

namespace tranche {
namespace {

using absl::CivilDay;

absl::CivilDay AnyDay() { return CivilDay(1970, 1, 1) + *rc::gen::inRange(-20'000, 40'000); }

TEST(ParseDay, IsoDay_IsRead) {
  EXPECT_EQ(*ParseDay("2018-10-18"), CivilDay(2018, 10, 18));
  EXPECT_EQ(*ParseDay("2016-02-29"), CivilDay(2016, 2, 29));
}

TEST(ParseDay, AnotherForm_IsMalformed) {
  for (const absl::string_view text :
       {"", "2018-10", "2018-1-18", "18-10-2018", "2018/10/18", "2018-10-18T00:00", " 2018-10-18",
        "+018-10-18", "2018-10-1a", "18.10.2018"}) {
    EXPECT_EQ(ReasonOf(ParseDay(text).status()), "DATE_MALFORMED") << text;
  }
}

TEST(ParseDay, DayThatTheMonthLacks_IsNotInCalendar) {
  for (const absl::string_view text : {"2018-02-31", "2018-02-29", "1900-02-29", "2018-13-01",
                                       "2018-00-10", "2018-01-00", "0000-01-01"}) {
    const absl::Status status = ParseDay(text).status();
    EXPECT_EQ(ReasonOf(status), "DATE_NOT_IN_CALENDAR") << text;
    EXPECT_EQ(ValuesOf(status).at(0).second, std::string(text));
  }
}

TEST(ParseBulgarianDay, FormsOfDocuments_AreRead) {
  EXPECT_EQ(*ParseBulgarianDay("31.12.2018"), CivilDay(2018, 12, 31));
  EXPECT_EQ(*ParseBulgarianDay("1.2.2018"), CivilDay(2018, 2, 1));
  EXPECT_EQ(ReasonOf(ParseBulgarianDay("31.02.2018").status()), "DATE_NOT_IN_CALENDAR");
  EXPECT_EQ(ReasonOf(ParseBulgarianDay("1.2.18").status()), "DATE_MALFORMED");
  EXPECT_EQ(ReasonOf(ParseBulgarianDay("1.2.2018 г.").status()), "DATE_MALFORMED");
  EXPECT_EQ(ReasonOf(ParseBulgarianDay("2018-10-18").status()), "DATE_MALFORMED");
}

TEST(FormatDay, BothForms) {
  EXPECT_EQ(FormatDay(CivilDay(2018, 2, 1)), "2018-02-01");
  EXPECT_EQ(FormatBulgarianDay(CivilDay(2018, 2, 1)), "01.02.2018");
}

TEST(FormatDay, FirstAndLastYearOfFourDigits_AreReadBack) {
  for (const CivilDay day : {CivilDay(1, 1, 1), CivilDay(9999, 12, 31)}) {
    const auto read = ParseDay(FormatDay(day));
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(*read, day);
  }
  EXPECT_EQ(ReasonOf(ParseDay("10000-01-01").status()), "DATE_MALFORMED");
}

TEST(CheckDayTaken, DayOutsideTheRange_IsRefusedWithBothEnds) {
  EXPECT_TRUE(CheckDayTaken(CivilDay(1990, 1, 1)).ok());
  EXPECT_TRUE(CheckDayTaken(CivilDay(2100, 12, 31)).ok());
  EXPECT_EQ(ReasonOf(CheckDayTaken(CivilDay(1989, 12, 31))), "DATE_OUT_OF_RANGE");
  const absl::Status late = CheckDayTaken(CivilDay(2101, 1, 1));
  EXPECT_EQ(ReasonOf(late), "DATE_OUT_OF_RANGE");
  EXPECT_EQ(ValuesOf(late),
            (ErrorValues{{"max", "2100-12-31"}, {"min", "1990-01-01"}, {"value", "2101-01-01"}}));
}

TEST(CheckDayTaken, LongestPeriodFromTheLastDay_IsStillReadBack) {
  const CivilDay end = PeriodEnd(kLastDayTaken, 120, PeriodRule::kSameNumberedDay);
  EXPECT_EQ(*ParseDay(FormatDay(end)), end);
}

TEST(CheckNotAfter, DayAfterToday_IsRefusedWithBoth) {
  const CivilDay today(2018, 9, 1);
  EXPECT_TRUE(CheckNotAfter(today, today).ok());
  EXPECT_TRUE(CheckNotAfter(today - 1, today).ok());
  const absl::Status status = CheckNotAfter(today + 1, today);
  EXPECT_EQ(ReasonOf(status), "DAY_IN_FUTURE");
  EXPECT_EQ(HttpStatusOf("DAY_IN_FUTURE"), 422);
  EXPECT_EQ(ValuesOf(status), (ErrorValues{{"today", "2018-09-01"}, {"value", "2018-09-02"}}));
}

TEST(AddMonthsClamped, MissingDay_BecomesTheLastOfTheMonth) {
  EXPECT_EQ(AddMonthsClamped(CivilDay(2017, 8, 31), 18), CivilDay(2019, 2, 28));
  EXPECT_EQ(AddMonthsClamped(CivilDay(2017, 8, 30), 18), CivilDay(2019, 2, 28));
  EXPECT_EQ(AddMonthsClamped(CivilDay(2018, 1, 31), 1), CivilDay(2018, 2, 28));
  EXPECT_EQ(AddMonthsClamped(CivilDay(2020, 2, 29), 12), CivilDay(2021, 2, 28));
  EXPECT_EQ(AddMonthsClamped(CivilDay(2018, 3, 31), -1), CivilDay(2018, 2, 28));
}

TEST(PeriodEnd, MineralniBani_SameNumberedDayIsThePublishedEnd) {
  const CivilDay start(2017, 4, 18);

  EXPECT_EQ(PeriodEnd(start, 18, PeriodRule::kSameNumberedDay), CivilDay(2018, 10, 18));
  EXPECT_EQ(PeriodEnd(start, 18, PeriodRule::kDayBefore), CivilDay(2018, 10, 17));
  EXPECT_EQ(absl::GetWeekday(CivilDay(2018, 10, 18)), absl::Weekday::thursday);
}

TEST(PeriodEnd, MonthWithoutTheDay_EndsOnItsLastDayByBothRules) {
  const CivilDay start(2017, 8, 31);

  EXPECT_EQ(PeriodEnd(start, 18, PeriodRule::kSameNumberedDay), CivilDay(2019, 2, 28));
  EXPECT_EQ(PeriodEnd(start, 18, PeriodRule::kDayBefore), CivilDay(2019, 2, 28));
}

TEST(PeriodEnd, FirstOfMonth_DayBeforeIsTheEndOfTheLastMonth) {
  EXPECT_EQ(PeriodEnd(CivilDay(2017, 1, 1), 12, PeriodRule::kDayBefore), CivilDay(2017, 12, 31));
}

TEST(DayInSofia, AroundMidnight_FollowsTheLocalClockInWinterAndSummer) {
  const absl::TimeZone utc = absl::UTCTimeZone();

  EXPECT_EQ(DayInSofia(absl::FromCivil(absl::CivilSecond(2018, 1, 10, 21, 59, 59), utc)),
            CivilDay(2018, 1, 10));
  EXPECT_EQ(DayInSofia(absl::FromCivil(absl::CivilSecond(2018, 1, 10, 22, 0, 0), utc)),
            CivilDay(2018, 1, 11));
  EXPECT_EQ(DayInSofia(absl::FromCivil(absl::CivilSecond(2018, 7, 10, 20, 59, 59), utc)),
            CivilDay(2018, 7, 10));
  EXPECT_EQ(DayInSofia(absl::FromCivil(absl::CivilSecond(2018, 7, 10, 21, 0, 0), utc)),
            CivilDay(2018, 7, 11));
}

RC_GTEST_PROP(FormatDay, BothParsersReadItBack, ()) {
  const CivilDay day = AnyDay();

  RC_ASSERT(*ParseDay(FormatDay(day)) == day);
  RC_ASSERT(*ParseBulgarianDay(FormatBulgarianDay(day)) == day);
}

RC_GTEST_PROP(AddMonthsClamped, Result_IsInTheNamedMonthAndNeverEarlierForALaterDay, ()) {
  const CivilDay day = AnyDay();
  const int months = *rc::gen::inRange(-300, 300);

  const CivilDay moved = AddMonthsClamped(day, months);

  RC_ASSERT(absl::CivilMonth(moved) == absl::CivilMonth(day) + months);
  RC_ASSERT(moved.day() <= day.day());
  RC_ASSERT(moved <= AddMonthsClamped(day + 1, months));
}

// Two periods in a row cover every day once when the start day counts.
RC_GTEST_PROP(PeriodEnd, DayBefore_LeavesNoGapToTheNextPeriodOfAnExistingDay, ()) {
  const CivilDay start = AnyDay();
  RC_PRE(start.day() <= 28);
  const int months = *rc::gen::inRange(1, 120);

  RC_ASSERT(PeriodEnd(start, months, PeriodRule::kDayBefore) + 1 == AddMonthsClamped(start, months));
}

}  // namespace
}  // namespace tranche
