// SPDX-License-Identifier: EUPL-1.2
#include "platform/calendar/working_days.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "platform/base/error.h"
#include "rapidcheck/gtest.h"

namespace tranche {
namespace {

using absl::CivilDay;

HolidayRule Fixed(std::string name, int month, int day) {
  HolidayRule rule;
  rule.name = std::move(name);
  rule.month = month;
  rule.day = day;
  rule.first_year = 1998;
  rule.last_year = 2099;
  rule.moves_from_year = 2017;
  return rule;
}

HolidayRule Easter(std::string name, int offset_days) {
  HolidayRule rule;
  rule.name = std::move(name);
  rule.kind = HolidayRule::Kind::kOrthodoxEaster;
  rule.offset_days = offset_days;
  rule.first_year = 1998;
  rule.last_year = 2099;
  return rule;
}

// The official holidays of the Labour Code, art. 154.
HolidayCalendar Bulgaria(int first_year, int last_year,
                         const std::vector<HolidayDecision>& decisions = {}) {
  return HolidayCalendar::Build(
      first_year, last_year,
      {Fixed("Нова година", 1, 1), Fixed("Ден на Освобождението", 3, 3), Fixed("Ден на труда", 5, 1),
       Fixed("Гергьовден", 5, 6), Fixed("Ден на буквите", 5, 24), Fixed("Ден на Съединението", 9, 6),
       Fixed("Ден на Независимостта", 9, 22), Fixed("Бъдни вечер", 12, 24), Fixed("Рождество", 12, 25),
       Fixed("Рождество", 12, 26), Easter("Разпети петък", -2), Easter("Велика събота", -1),
       Easter("Великден", 0), Easter("Великден", 1)},
      decisions);
}

bool Works(const HolidayCalendar& calendar, CivilDay day) { return calendar.IsWorkingDay(day).value(); }

TEST(OrthodoxEaster, KnownYears) {
  EXPECT_EQ(OrthodoxEaster(2016), CivilDay(2016, 5, 1));
  EXPECT_EQ(OrthodoxEaster(2017), CivilDay(2017, 4, 16));
  EXPECT_EQ(OrthodoxEaster(2018), CivilDay(2018, 4, 8));
  EXPECT_EQ(OrthodoxEaster(2021), CivilDay(2021, 5, 2));
  EXPECT_EQ(OrthodoxEaster(2024), CivilDay(2024, 5, 5));
  EXPECT_EQ(OrthodoxEaster(2026), CivilDay(2026, 4, 12));
}

TEST(WesternEaster, KnownYears) {
  EXPECT_EQ(WesternEaster(2008), CivilDay(2008, 3, 23));
  EXPECT_EQ(WesternEaster(2017), CivilDay(2017, 4, 16));
  EXPECT_EQ(WesternEaster(2018), CivilDay(2018, 4, 1));
  EXPECT_EQ(WesternEaster(2024), CivilDay(2024, 3, 31));
  EXPECT_EQ(WesternEaster(2038), CivilDay(2038, 4, 25));
}

TEST(Easter, EveryYear_IsASundayAndTheOrthodoxOneIsNeverEarlier) {
  for (int year = 1900; year <= 2099; ++year) {
    EXPECT_EQ(absl::GetWeekday(OrthodoxEaster(year)), absl::Weekday::sunday) << year;
    EXPECT_EQ(absl::GetWeekday(WesternEaster(year)), absl::Weekday::sunday) << year;
    EXPECT_GE(OrthodoxEaster(year), WesternEaster(year)) << year;
    EXPECT_GE(WesternEaster(year), CivilDay(year, 3, 22)) << year;
    EXPECT_LE(WesternEaster(year), CivilDay(year, 4, 25)) << year;
  }
}

TEST(HolidayCalendar, WeekendsAndHolidays_AreFree) {
  const HolidayCalendar calendar = Bulgaria(2018, 2018);

  EXPECT_TRUE(Works(calendar, CivilDay(2018, 10, 18)));
  EXPECT_FALSE(Works(calendar, CivilDay(2018, 10, 20)));
  EXPECT_FALSE(Works(calendar, CivilDay(2018, 10, 21)));
  EXPECT_FALSE(Works(calendar, CivilDay(2018, 4, 6)));
  EXPECT_FALSE(Works(calendar, CivilDay(2018, 4, 9)));
  EXPECT_EQ(calendar.NameOf(CivilDay(2018, 4, 6)), "Разпети петък");
  EXPECT_EQ(calendar.NameOf(CivilDay(2018, 10, 20)), "");
  EXPECT_EQ(calendar.NameOf(CivilDay(2018, 10, 18)), "");
}

TEST(HolidayCalendar, HolidayOnWeekendSince2017_FreesTheNextWorkingDay) {
  const HolidayCalendar calendar = Bulgaria(2016, 2025);

  EXPECT_FALSE(Works(calendar, CivilDay(2017, 1, 2)));   // 1 January was a Sunday.
  EXPECT_FALSE(Works(calendar, CivilDay(2017, 5, 8)));   // 6 May was a Saturday.
  EXPECT_FALSE(Works(calendar, CivilDay(2018, 3, 5)));   // 3 March was a Saturday.
  EXPECT_FALSE(Works(calendar, CivilDay(2018, 9, 24)));  // 22 September was a Saturday.
  EXPECT_TRUE(Works(calendar, CivilDay(2018, 3, 6)));
  EXPECT_EQ(calendar.NameOf(CivilDay(2018, 3, 5)), "Ден на Освобождението (03.03.2018)");
}

TEST(HolidayCalendar, HolidayOnWeekendBefore2017_MovesNothing) {
  const HolidayCalendar calendar = Bulgaria(2015, 2016);

  EXPECT_TRUE(Works(calendar, CivilDay(2015, 9, 7)));    // 6 September was a Sunday.
  EXPECT_TRUE(Works(calendar, CivilDay(2016, 12, 27)));  // 24 and 25 December were a weekend.
}

TEST(HolidayCalendar, SaturdayAndSunday_FreeTwoWorkingDays) {
  const HolidayCalendar calendar = Bulgaria(2021, 2022);

  EXPECT_FALSE(Works(calendar, CivilDay(2022, 12, 26)));
  EXPECT_FALSE(Works(calendar, CivilDay(2022, 12, 27)));
  EXPECT_FALSE(Works(calendar, CivilDay(2022, 12, 28)));
  EXPECT_TRUE(Works(calendar, CivilDay(2022, 12, 29)));
  EXPECT_EQ(calendar.NameOf(CivilDay(2022, 12, 27)), "Бъдни вечер (24.12.2022)");
}

TEST(HolidayCalendar, LabourDayOnHolySaturday_MovesBehindEasterMonday) {
  const HolidayCalendar calendar = Bulgaria(2021, 2021);

  EXPECT_FALSE(Works(calendar, CivilDay(2021, 5, 3)));
  EXPECT_FALSE(Works(calendar, CivilDay(2021, 5, 4)));
  EXPECT_TRUE(Works(calendar, CivilDay(2021, 5, 5)));
}

TEST(HolidayCalendar, EasterItself_MovesNothing) {
  const HolidayCalendar calendar = Bulgaria(2018, 2018);

  EXPECT_TRUE(Works(calendar, CivilDay(2018, 4, 10)));
}

TEST(HolidayCalendar, LastDaysOfTheYearBefore_MoveIntoTheFirstYear) {
  const HolidayCalendar calendar =
      HolidayCalendar::Build(2023, 2023, {Fixed("Свети Силвестър", 12, 31)}, {});

  EXPECT_FALSE(Works(calendar, CivilDay(2023, 1, 2)));  // 31 December 2022 was a Saturday.
}

TEST(HolidayCalendar, Decisions_MakeDaysFreeOrWorking) {
  const HolidayCalendar calendar = Bulgaria(2015, 2015,
                                            {{CivilDay(2015, 3, 2), false, "Разместен почивен ден"},
                                             {CivilDay(2015, 3, 21), true, "Отработване"},
                                             {CivilDay(2015, 9, 22), true, "Отработване"}});

  EXPECT_FALSE(Works(calendar, CivilDay(2015, 3, 2)));
  EXPECT_EQ(calendar.NameOf(CivilDay(2015, 3, 2)), "Разместен почивен ден");
  EXPECT_TRUE(Works(calendar, CivilDay(2015, 3, 21)));
  EXPECT_TRUE(Works(calendar, CivilDay(2015, 9, 22)));
  EXPECT_EQ(calendar.NameOf(CivilDay(2015, 9, 22)), "");
}

TEST(HolidayCalendar, RuleOutsideItsYearsOrOnAMissingDay_FreesNothing) {
  HolidayRule ended = Fixed("Отменен", 9, 9);
  ended.last_year = 2020;
  const HolidayCalendar calendar =
      HolidayCalendar::Build(2020, 2021, {Fixed("Двадесет и девети", 2, 29), ended}, {});

  EXPECT_FALSE(Works(calendar, CivilDay(2020, 3, 2)));  // 29 February was a Saturday.
  EXPECT_TRUE(Works(calendar, CivilDay(2021, 3, 1)));
  EXPECT_FALSE(Works(calendar, CivilDay(2020, 9, 9)));
  EXPECT_TRUE(Works(calendar, CivilDay(2021, 9, 9)));
}

TEST(HolidayCalendar, YearOutsideTheCalendar_IsAnErrorWithTheYear) {
  const HolidayCalendar calendar = Bulgaria(2017, 2018);

  for (const int year : {2016, 2019}) {
    const absl::Status status = calendar.IsWorkingDay(CivilDay(year, 6, 1)).status();
    EXPECT_EQ(ReasonOf(status), "CALENDAR_ENDS");
    EXPECT_EQ(ValuesOf(status).at(0).second, std::to_string(year));
  }
  EXPECT_EQ(calendar.NameOf(CivilDay(2016, 5, 24)), "");
  EXPECT_EQ(ReasonOf(HolidayCalendar().IsWorkingDay(CivilDay(2018, 1, 2)).status()), "CALENDAR_ENDS");
}

TEST(HolidayCalendar, NextWorkingDayBeyondTheLastYear_IsAnError) {
  // 31 December 2022 is a Saturday.
  EXPECT_EQ(ReasonOf(Bulgaria(2022, 2022).WorkingDayOnOrAfter(CivilDay(2022, 12, 31)).status()),
            "CALENDAR_ENDS");
  EXPECT_EQ(*Bulgaria(2022, 2023).WorkingDayOnOrAfter(CivilDay(2022, 12, 31)), CivilDay(2023, 1, 3));
}

TEST(PeriodEnd1182, MineralniBaniFinalClaim_SundayMovesToMonday) {
  const LegalDeadline deadline =
      *PeriodEnd1182(CivilDay(2018, 10, 18), {.months = 1}, Bulgaria(2018, 2018));

  EXPECT_EQ(deadline.nominal, CivilDay(2018, 11, 18));
  EXPECT_EQ(deadline.due, CivilDay(2018, 11, 19));
}

TEST(PeriodEnd1182, EventDay_DoesNotCount) {
  const LegalDeadline deadline =
      *PeriodEnd1182(CivilDay(2018, 10, 1), {.days = 10}, Bulgaria(2018, 2018));

  EXPECT_EQ(deadline.nominal, CivilDay(2018, 10, 11));
  EXPECT_EQ(deadline.due, CivilDay(2018, 10, 11));
}

TEST(PeriodEnd1182, EndOnGoodFriday_MovesBehindEasterMonday) {
  const LegalDeadline deadline =
      *PeriodEnd1182(CivilDay(2018, 3, 6), {.months = 1}, Bulgaria(2018, 2018));

  EXPECT_EQ(deadline.nominal, CivilDay(2018, 4, 6));
  EXPECT_EQ(deadline.due, CivilDay(2018, 4, 10));
}

TEST(PeriodEnd1182, MonthWithoutTheDay_EndsOnItsLastDay) {
  const LegalDeadline deadline =
      *PeriodEnd1182(CivilDay(2018, 1, 31), {.months = 1}, Bulgaria(2018, 2018));

  EXPECT_EQ(deadline.nominal, CivilDay(2018, 2, 28));
  EXPECT_EQ(deadline.due, CivilDay(2018, 2, 28));
}

TEST(PeriodEnd1182, TwoDaysOverAWeekend_HoldTwoWorkingDays) {
  const HolidayCalendar calendar = Bulgaria(2018, 2018);

  // From a Friday: Saturday, Sunday, then Monday would be the only working day.
  EXPECT_EQ(PeriodEnd1182(CivilDay(2018, 10, 12), {.days = 2}, calendar)->due, CivilDay(2018, 10, 16));
  // From a Thursday: Friday and Monday are two.
  EXPECT_EQ(PeriodEnd1182(CivilDay(2018, 10, 11), {.days = 2}, calendar)->due, CivilDay(2018, 10, 15));
  // One day is only shifted.
  EXPECT_EQ(PeriodEnd1182(CivilDay(2018, 10, 12), {.days = 1}, calendar)->due, CivilDay(2018, 10, 15));
}

TEST(PeriodEnd1182, BeyondTheCalendar_IsAnError) {
  const absl::Status status =
      PeriodEnd1182(CivilDay(2018, 12, 1), {.months = 3}, Bulgaria(2018, 2018)).status();

  EXPECT_EQ(ReasonOf(status), "CALENDAR_ENDS");
}

RC_GTEST_PROP(PeriodEnd1182, DueDay_IsTheFirstWorkingDayFromTheNominalOneForLongPeriods, ()) {
  const HolidayCalendar calendar = Bulgaria(2014, 2031);
  const CivilDay event_day = CivilDay(2014, 1, 1) + *rc::gen::inRange(0, 5'800);
  const int days = *rc::gen::inRange(10, 100);

  const LegalDeadline deadline = *PeriodEnd1182(event_day, {.days = days}, calendar);

  RC_ASSERT(deadline.nominal == event_day + days);
  RC_ASSERT(Works(calendar, deadline.due));
  for (CivilDay day = deadline.nominal; day < deadline.due; ++day) {
    RC_ASSERT(!Works(calendar, day));
  }
}

}  // namespace
}  // namespace tranche
