// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "platform/base/error.h"

namespace tranche::payments::package {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

IndicatorList List() {
  return {.version = 1,
          .source = "Договор, раздел 7",
          .indicators = {{.code = "EECO12",
                          .title = "Участници с увреждания",
                          .unit = "лица",
                          .by_gender = true,
                          .target = {.total = 12000, .women = 7000, .men = 5000}},
                         {.code = "KM",
                          .title = "Ремонтирани улици",
                          .unit = "km",
                          .by_gender = false,
                          .target = {.total = 1250, .women = std::nullopt, .men = std::nullopt}}}};
}

TechnicalReport Report() {
  return {.version = 0,
          .period_from = absl::CivilDay(2018, 1, 1),
          .period_to = absl::CivilDay(2018, 3, 31),
          .activities = {{.number = "1",
                          .title = "Подбор",
                          .state = ActivityState::kDone,
                          .done = "Избрани са потребителите.",
                          .started_on = absl::CivilDay(2018, 1, 5),
                          .ended_on = absl::CivilDay(2018, 2, 1),
                          .deviation = ""}},
          .indicators = {},
          .recorded_by = ""};
}

std::vector<std::string> Reasons(const absl::Status& status) {
  std::vector<std::string> reasons;
  for (const Violation& violation : ViolationsOf(status)) {
    reasons.push_back(violation.field + " " + violation.reason);
  }
  return reasons;
}

TEST(Value, ByGender_TotalIsComputedAndAGivenOneMustAgree) {
  const absl::StatusOr<Value> value = Resolve("EECO12", true, {"", "3", "2.5"});
  ASSERT_TRUE(value.ok()) << value.status();
  EXPECT_EQ(value->total, 550);
  EXPECT_TRUE(Resolve("EECO12", true, {"5.50", "3", "2.5"}).ok());
  EXPECT_EQ(ReasonOf(Resolve("EECO12", true, {"6", "3", "2.5"}).status()), "INDICATOR_TOTAL_DIFFERS");
  EXPECT_EQ(ReasonOf(Resolve("EECO12", true, {"6", "3", ""}).status()), "INDICATOR_GENDER_REQUIRED");
  EXPECT_EQ(ReasonOf(Resolve("EECO12", true, {"", "-3", "4"}).status()), "INDICATOR_NEGATIVE");
}

TEST(Value, NotByGender_TakesTheTotalAlone) {
  EXPECT_EQ(Resolve("KM", false, {"12.5", "", ""})->total, 1250);
  EXPECT_EQ(ReasonOf(Resolve("KM", false, {"12.5", "1", ""}).status()), "INDICATOR_NOT_BY_GENDER");
  EXPECT_EQ(ReasonOf(Resolve("KM", false, {"", "", ""}).status()), "INDICATOR_NOT_BY_GENDER");
  EXPECT_EQ(ReasonOf(Resolve("KM", false, {"10000000000.01", "", ""}).status()), "MONEY_OUT_OF_RANGE");
  EXPECT_EQ(ReasonOf(Resolve("KM", false, {"1,5", "", ""}).status()), "MONEY_MALFORMED");
}

TEST(AchievedPercent, Places_AreCutOffAndNotRounded) {
  const auto percent = [](int64_t reached, int64_t target) {
    return AchievedPercent({.total = reached, .women = {}, .men = {}},
                           {.total = target, .women = {}, .men = {}});
  };
  EXPECT_EQ(percent(8999, 10000), "89.99");
  EXPECT_EQ(percent(89999, 100000), "89.99");
  EXPECT_EQ(percent(200, 300), "66.66");
  EXPECT_EQ(percent(300, 200), "150.00");
  EXPECT_EQ(percent(5, 0), std::nullopt);
}

TEST(Report, EverythingWrong_IsSaidAtOnceWithItsField) {
  TechnicalReport report = Report();
  report.period_to = absl::CivilDay(2017, 12, 31);
  Activity late = report.activities[0];
  late.state = ActivityState::kLate;
  Activity planned = report.activities[0];
  planned.number = "2";
  planned.state = ActivityState::kPlanned;
  Activity dropped = report.activities[0];
  dropped.number = "3";
  dropped.state = ActivityState::kDropped;
  report.activities.push_back(late);
  report.activities.push_back(planned);
  report.activities.push_back(dropped);
  const std::vector<GivenIndicator> given = {
      {.code = "NONE", .achieved = {"1", "", ""}, .stated_cumulative = std::nullopt},
      {.code = "KM", .achieved = {"1", "", ""}, .stated_cumulative = GivenValue{"3", "", ""}},
      {.code = "KM", .achieved = {"1", "", ""}, .stated_cumulative = std::nullopt},
      {.code = "EECO12", .achieved = {"1", "", ""}, .stated_cumulative = std::nullopt}};
  EXPECT_THAT(Reasons(CheckReport(report, given, List(), {}).status()),
              ElementsAre("report.periodTo REPORT_PERIOD_REVERSED",
                          "report.activities[1].number ACTIVITY_TWICE",
                          "report.activities[1] ACTIVITY_DAYS_MISFIT",
                          "report.activities[2] ACTIVITY_DAYS_MISFIT",
                          "report.activities[3] ACTIVITY_DEVIATION_MISSING",
                          "report.indicators[0].code INDICATOR_UNKNOWN",
                          "report.indicators[1].statedCumulative INDICATOR_CUMULATIVE_DIFFERS",
                          "report.indicators[2].code INDICATOR_TWICE",
                          "report.indicators[3].achieved INDICATOR_GENDER_REQUIRED"));
}

TEST(Report, DaysOfActivities_FitTheirState) {
  const absl::CivilDay day(2018, 1, 5);
  struct Case {
    ActivityState state;
    bool started;
    bool ended;
    bool fits;
  };
  const Case cases[] = {
      {ActivityState::kPlanned, false, false, true}, {ActivityState::kPlanned, true, false, false},
      {ActivityState::kUnderWay, true, false, true}, {ActivityState::kUnderWay, false, false, false},
      {ActivityState::kUnderWay, true, true, false}, {ActivityState::kLate, false, false, true},
      {ActivityState::kLate, true, false, true},     {ActivityState::kLate, true, true, false},
      {ActivityState::kDone, true, true, true},      {ActivityState::kDone, true, false, false},
      {ActivityState::kDropped, false, false, true}, {ActivityState::kDropped, true, true, true},
      {ActivityState::kDropped, false, true, false},
  };
  for (const Case& one : cases) {
    TechnicalReport report = Report();
    report.activities[0].state = one.state;
    report.activities[0].started_on = one.started ? std::optional(day) : std::nullopt;
    report.activities[0].ended_on = one.ended ? std::optional(day) : std::nullopt;
    report.activities[0].deviation = "Обжалвана поръчка.";
    EXPECT_EQ(CheckReport(report, {}, List(), {}).ok(), one.fits)
        << Name(one.state) << one.started << one.ended;
  }
}

TEST(Report, StatedCumulative_IsTheSumOfEarlierPackagesAndThisOne) {
  const Cumulative before = {{"EECO12", {.total = 1000, .women = 600, .men = 400}}};
  const auto check = [&](const GivenValue& stated) {
    return CheckReport(Report(),
                       {{.code = "EECO12", .achieved = {"", "2", "1"}, .stated_cumulative = stated}},
                       List(), before);
  };
  const absl::StatusOr<std::vector<Achieved>> achieved = check({"13", "8", "5"});
  ASSERT_TRUE(achieved.ok()) << achieved.status();
  EXPECT_EQ(achieved->at(0).value.total, 300);
  // The same sum, divided otherwise.
  EXPECT_THAT(Reasons(check({"13", "7", "6"}).status()),
              ElementsAre("report.indicators[0].statedCumulative INDICATOR_CUMULATIVE_DIFFERS"));
}

TEST(List, ReportedIndicator_StaysAndIsDividedAsBefore) {
  const std::map<std::string, int> reported = {{"EECO12", 2}};
  IndicatorList list = List();
  EXPECT_TRUE(CheckList(list, list.indicators, reported).ok());
  std::vector<Indicator> without = {list.indicators[1]};
  EXPECT_THAT(Reasons(CheckList(list, without, reported)),
              ElementsAre("list.indicators INDICATOR_REPORTED"));
  std::vector<Indicator> undivided = list.indicators;
  undivided[0].by_gender = false;
  EXPECT_THAT(Reasons(CheckList(list, undivided, reported)),
              ElementsAre("list.indicators INDICATOR_REPORTED"));
  undivided[1].code = "EECO12";
  EXPECT_THAT(Reasons(CheckList(list, undivided, {})),
              ElementsAre("list.indicators[1].code INDICATOR_TWICE"));
  EXPECT_THAT(Reasons(CheckList(list, without, {})), IsEmpty());
}

RC_GTEST_PROP(Cumulative, AnyPackages_SumIsThatOfTheirParts, ()) {
  const auto periods = *rc::gen::container<std::vector<std::pair<uint16_t, uint16_t>>>(
      rc::gen::arbitrary<std::pair<uint16_t, uint16_t>>());
  Value sum{.total = 0, .women = 0, .men = 0};
  int64_t women = 0;
  int64_t men = 0;
  for (const auto& [w, m] : periods) {
    sum = Add(sum, {.total = int64_t{w} + m, .women = w, .men = m});
    women += w;
    men += m;
    RC_ASSERT(sum == (Value{.total = women + men, .women = women, .men = men}));
  }
}

}  // namespace
}  // namespace tranche::payments::package
