// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/partial_date.h"

#include <gtest/gtest.h>

namespace tranche::convert {
namespace {

TEST(PartialDate, OverTheWire_StaysWhatItIs) {
  const PartialDate date{.year = 0, .month = 4, .day = 18, .this_year = true, .as_written = "18 април"};
  EXPECT_EQ(FromProto(ToProto(date)), date);
  EXPECT_EQ(FromProto(ToProto(PartialDate())), PartialDate());
}

TEST(PartialDate, ThatNoCalendarHas_IsSaidAtItsField) {
  std::vector<Violation> violations;
  EXPECT_TRUE(CheckPossible("adoption.date", ToProto({.month = 2, .day = 29}), &violations));
  EXPECT_TRUE(violations.empty());
  EXPECT_FALSE(CheckPossible("adoption.date", ToProto({.month = 2, .day = 30}), &violations));
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "adoption.date");
  EXPECT_EQ(violations[0].reason, "PARTIAL_DATE_IMPOSSIBLE");
  EXPECT_EQ(violations[0].values, (ErrorValues{{"date", "--02-30"}}));
}

}  // namespace
}  // namespace tranche::convert
