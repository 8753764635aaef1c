// SPDX-License-Identifier: EUPL-1.2
#include "platform/footing/check.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace tranche::footing {
namespace {

Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

TEST(Quotient, WholeNumber_HasNoPlaces) { EXPECT_EQ(Quotient(16352000, 36500, 4), "448"); }

TEST(Quotient, EndsWithinThePlaces_IsExact) { EXPECT_EQ(Quotient(3, 8, 4), "0.375"); }

TEST(Quotient, GoesOn_IsCutAndSaysSo) { EXPECT_EQ(Quotient(3979200, 270000, 4), "14.7377…"); }

TEST(Quotient, ByZero_IsNone) { EXPECT_EQ(Quotient(1, 0, 4), ""); }

TEST(Quotient, BelowZero_KeepsItsSign) {
  EXPECT_EQ(Quotient(-7, 2, 2), "-3.5");
  EXPECT_EQ(Quotient(std::numeric_limits<int64_t>::min(), -1, 0), "9223372036854775808");
}

TEST(Percent, HalfOfAHundredth_GoesUp) {
  EXPECT_EQ(Percent(1, 8), "12.50");
  EXPECT_EQ(Percent(1, 3), "33.33");
  EXPECT_EQ(Percent(2, 3), "66.67");
  EXPECT_EQ(Percent(1, 20000), "0.01");
}

TEST(Percent, NoWhole_IsNone) {
  EXPECT_EQ(Percent(1, 0), "");
  EXPECT_EQ(Percent(-1, 5), "");
}

TEST(Compare, DifferentCurrencies_IsNotComputable) {
  const Comparison comparison = Compare(Bgn(100), Money::Minor(100, Currency::kEur));
  EXPECT_EQ(comparison.verdict, Verdict::kNotComputable);
  EXPECT_EQ(comparison.computed, "1.00");
  EXPECT_EQ(comparison.delta, "");
}

TEST(Compare, Counts_HaveTheirDifference) {
  const Comparison comparison = Compare(45, 44);
  EXPECT_EQ(comparison.verdict, Verdict::kDisagree);
  EXPECT_EQ(comparison.delta, "-1");
}

// What is printed times the divisor never passes the dividend, and the next digit would.
RC_GTEST_PROP(QuotientProperty, WholeNumbers_AreExact, (int32_t factor, int32_t by)) {
  RC_PRE(by != 0);
  RC_ASSERT(Quotient(int64_t{factor} * by, by, 3) == std::to_string(factor));
}

}  // namespace
}  // namespace tranche::footing
