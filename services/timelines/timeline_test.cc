// SPDX-License-Identifier: EUPL-1.2
#include "timelines/timeline.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::timelines {
namespace {

using Day = absl::CivilDay;

Contract MineralniBani() {
  return {.organisation = "mineralni-bani",
          .id = "BG05M9OP001-2.005-0063-C01",
          .number = "BG05M9OP001-2.005-0063-C01",
          .procedure = "BG05M9OP001-2.005",
          .starts_on = Day(2017, 4, 18),
          .ends_on = Day(2018, 10, 18),
          .duration_months = 18,
          .version = 1};
}

Activity Of(const std::string& code, int first_month, int last_month) {
  return {
      .code = code, .title = "", .first_month = first_month, .last_month = last_month, .marks = "[]"};
}

TEST(DaysOf, MonthsOfTheContract_RunFromItsOwnFirstDay) {
  EXPECT_EQ(DaysOf(MineralniBani(), 1, 1), (Days{Day(2017, 4, 18), Day(2017, 5, 17)}));
  EXPECT_EQ(DaysOf(MineralniBani(), 2, 17), (Days{Day(2017, 5, 18), Day(2018, 9, 17)}));
}

TEST(DaysOf, LastMonth_EndsWithTheContractByItsRule) {
  EXPECT_EQ(DaysOf(MineralniBani(), 18, 18), (Days{Day(2018, 9, 18), Day(2018, 10, 18)}));
  Contract day_before = MineralniBani();
  day_before.ends_on = Day(2018, 10, 17);
  EXPECT_EQ(DaysOf(day_before, 18, 18), (Days{Day(2018, 9, 18), Day(2018, 10, 17)}));
}

TEST(DaysOf, StartOnThe31st_LeavesNoDayOutAndNoneTwice) {
  Contract contract = MineralniBani();
  contract.starts_on = Day(2017, 8, 31);
  contract.ends_on = Day(2019, 2, 28);
  for (int month = 1; month < 18; ++month) {
    EXPECT_EQ(DaysOf(contract, month, month).last + 1, DaysOf(contract, month + 1, month + 1).first)
        << month;
  }
  EXPECT_EQ(DaysOf(contract, 7, 7).first, Day(2018, 2, 28));
}

TEST(CheckActivities, WithinTheContract_AreTaken) {
  EXPECT_TRUE(CheckActivities(MineralniBani(), {Of("A1", 1, 18), Of("A2", 18, 18)}).ok());
}

TEST(CheckActivities, CodeTwice_IsRefused) {
  EXPECT_EQ(ReasonOf(CheckActivities(MineralniBani(), {Of("A1", 1, 2), Of("A1", 3, 4)})),
            "ACTIVITY_CODE_TWICE");
}

TEST(CheckActivities, EndBeforeBeginning_IsRefused) {
  EXPECT_EQ(ReasonOf(CheckActivities(MineralniBani(), {Of("A1", 3, 2)})), "ACTIVITY_MONTHS_REVERSED");
}

TEST(CheckActivities, BeyondTheContract_IsRefused) {
  const absl::Status refused = CheckActivities(MineralniBani(), {Of("A1", 1, 19)});
  EXPECT_EQ(ReasonOf(refused), "ACTIVITY_BEYOND_CONTRACT");
  EXPECT_EQ(ValuesOf(refused), (ErrorValues{{"code", "A1"}, {"last_month", "19"}, {"months", "18"}}));
}

}  // namespace
}  // namespace tranche::timelines
