// SPDX-License-Identifier: EUPL-1.2
#include "plans/partial_date.h"

#include <gtest/gtest.h>

namespace tranche::plans {
namespace {

TEST(PartialDay, AnyPartMayBeUnknown_ButADayHasItsMonth) {
  EXPECT_TRUE(IsPossible({}));
  EXPECT_TRUE(IsPossible({2013, 0, 0}));
  EXPECT_TRUE(IsPossible({2016, 8, 0}));
  EXPECT_TRUE(IsPossible({2022, 7, 29}));
  EXPECT_TRUE(IsPossible({0, 4, 18}));  // 18 April of a year that is not written.
  EXPECT_FALSE(IsPossible({2022, 0, 29}));
}

TEST(PartialDay, DayThatItsMonthDoesNotHave_IsNotPossible) {
  EXPECT_FALSE(IsPossible({2022, 2, 29}));
  EXPECT_TRUE(IsPossible({2024, 2, 29}));
  EXPECT_TRUE(IsPossible({0, 2, 29}));
  EXPECT_FALSE(IsPossible({0, 2, 30}));
  EXPECT_FALSE(IsPossible({2022, 4, 31}));
  EXPECT_FALSE(IsPossible({2022, 13, 0}));
  EXPECT_FALSE(IsPossible({2022, 13, 1}));
  EXPECT_FALSE(IsPossible({-1, 1, 1}));
  EXPECT_FALSE(IsPossible({2022, 1, -1}));
}

TEST(PartialDay, OnlyAWholeDateIsADay) {
  EXPECT_EQ(WholeDay({2022, 7, 29}), absl::CivilDay(2022, 7, 29));
  EXPECT_EQ(WholeDay({2022, 7, 0}), std::nullopt);
  EXPECT_EQ(WholeDay({0, 7, 29}), std::nullopt);
  EXPECT_EQ(WholeDay({2022, 2, 30}), std::nullopt);
}

}  // namespace
}  // namespace tranche::plans
