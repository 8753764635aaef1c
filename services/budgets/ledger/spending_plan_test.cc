// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/spending_plan.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

PlanFrame Frame() {
  return {.starts_on = absl::CivilDay(2017, 4, 18),
          .ends_on = absl::CivilDay(2018, 10, 18),
          .cap = Leva(100'00),
          .caps = {{"1", Leva(60'00)}, {"2", Leva(40'00)}}};
}

std::vector<std::string> ReasonsOf(const absl::Status& status) {
  std::vector<std::string> reasons;
  for (const Violation& violation : ViolationsOf(status)) {
    reasons.push_back(absl::StrCat(violation.field, " ", violation.reason));
  }
  return reasons;
}

TEST(Quarter, DaysOfAYear_FallIntoFour) {
  EXPECT_EQ(QuarterOf(absl::CivilDay(2018, 1, 1)), (Quarter{2018, 1}));
  EXPECT_EQ(QuarterOf(absl::CivilDay(2018, 3, 31)), (Quarter{2018, 1}));
  EXPECT_EQ(QuarterOf(absl::CivilDay(2018, 4, 1)), (Quarter{2018, 2}));
  EXPECT_EQ(QuarterOf(absl::CivilDay(2018, 12, 31)), (Quarter{2018, 4}));
  EXPECT_EQ(LastDay({2018, 4}), absl::CivilDay(2018, 12, 31));
  EXPECT_EQ(LastDay({2020, 1}), absl::CivilDay(2020, 3, 31));
  EXPECT_EQ(FormatQuarter({2018, 3}), "2018-Q3");
}

TEST(CheckPlan, PlanByLineUpToTheCaps_IsTaken) {
  const std::vector<PlannedQuarter> plan = {
      {"1", {2017, 2}, Leva(20'00)}, {"1", {2018, 4}, Leva(40'00)}, {"2", {2018, 1}, Leva(40'00)}};
  EXPECT_TRUE(CheckPlan(plan, Frame()).ok());
}

TEST(CheckPlan, PlanForTheContractUpToItsAmount_IsTaken) {
  const std::vector<PlannedQuarter> plan = {{"", {2018, 1}, Leva(100'00)}};
  EXPECT_TRUE(CheckPlan(plan, Frame()).ok());
}

TEST(CheckPlan, EverythingWrong_IsNamedAtOnce) {
  const std::vector<PlannedQuarter> plan = {{"1", {2017, 1}, Leva(1)},
                                            {"3", {2018, 1}, Leva(1)},
                                            {"1", {2019, 1}, Leva(-1)},
                                            {"3", {2018, 1}, Money::Minor(1, Currency::kEur)},
                                            {"", {2018, 1}, Leva(1)}};
  EXPECT_EQ(
      ReasonsOf(CheckPlan(plan, Frame())),
      (std::vector<std::string>{
          "plan.quarters[0].quarter PLAN_OUTSIDE_CONTRACT", "plan.quarters[1].line LINE_NOT_FOUND",
          "plan.quarters[2].quarter PLAN_OUTSIDE_CONTRACT", "plan.quarters[2].amount AMOUNT_NEGATIVE",
          "plan.quarters[3].line LINE_NOT_FOUND", "plan.quarters[3].amount MONEY_CURRENCY_MIXED",
          "plan.quarters[3].quarter PLAN_QUARTER_TWICE", "plan.quarters PLAN_MIXED"}));
}

TEST(CheckPlan, SumsAboveTheCaps_AreNamedByLineAndForTheContract) {
  const std::vector<PlannedQuarter> by_line = {{"1", {2018, 1}, Leva(60'01)},
                                               {"2", {2018, 1}, Leva(40'01)}};
  const absl::Status status = CheckPlan(by_line, Frame());
  EXPECT_EQ(ReasonsOf(status),
            (std::vector<std::string>{"plan.quarters PLAN_ABOVE_CAP", "plan.quarters PLAN_ABOVE_CAP"}));
  const std::vector<PlannedQuarter> whole = {{"", {2018, 1}, Leva(50'00)},
                                             {"", {2018, 2}, Leva(50'01)}};
  EXPECT_EQ(ReasonsOf(CheckPlan(whole, Frame())),
            (std::vector<std::string>{"plan.quarters PLAN_ABOVE_CONTRACT"}));
}

}  // namespace
}  // namespace tranche::budgets
