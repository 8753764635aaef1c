// SPDX-License-Identifier: EUPL-1.2
#include "reports/budget_vs_actual.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::reports {
namespace {

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
constexpr ThreePart Parts(int64_t eu, int64_t national, int64_t own) {
  return {Leva(eu), Leva(national), Leva(own)};
}
LineActual Line(const ThreePart& cap, const ThreePart& reserved, const ThreePart& spent) {
  return {.code = "1",
          .title = "Персонал",
          .cap = cap,
          .reserved = reserved,
          .spent = spent,
          .refused = Leva(7)};
}

TEST(Left, IsTheCapWithoutReservedAndSpent) {
  EXPECT_EQ(*Left(Line(Parts(850, 150, 10), Parts(85, 15, 1), Parts(170, 30, 2))), Parts(595, 105, 7));
}

TEST(SumOf, Lines_AddUpInEveryColumn) {
  const auto sum = SumOf({Line(Parts(850, 150, 0), Parts(85, 15, 0), Parts(170, 30, 0)),
                          Line(Parts(85, 15, 5), Parts(1, 2, 3), Parts(4, 5, 6))},
                         Currency::kBgn);

  ASSERT_TRUE(sum.ok());
  EXPECT_EQ(sum->code, "");
  EXPECT_EQ(sum->cap, Parts(935, 165, 5));
  EXPECT_EQ(sum->reserved, Parts(86, 17, 3));
  EXPECT_EQ(sum->spent, Parts(174, 35, 6));
  EXPECT_EQ(sum->refused, Leva(14));
}

TEST(SumOf, NoLines_IsZero) { EXPECT_EQ(SumOf({}, Currency::kEur)->cap, ZeroParts(Currency::kEur)); }

TEST(SpentPercent, HalfAHundredth_GoesUp) {
  // 1 of 800 is 0.125 percent.
  EXPECT_EQ(*SpentPercent(Line(Parts(800, 0, 0), Parts(0, 0, 0), Parts(1, 0, 0))), "0.13");
  EXPECT_EQ(*SpentPercent(Line(Parts(300, 0, 0), Parts(0, 0, 0), Parts(100, 0, 0))), "33.33");
  EXPECT_EQ(*SpentPercent(Line(Parts(85, 15, 0), Parts(0, 0, 0), Parts(85, 15, 0))), "100.00");
}

TEST(SpentPercent, LineWithoutCap_HasNone) {
  EXPECT_EQ(*SpentPercent(Line(Parts(0, 0, 0), Parts(0, 0, 0), Parts(0, 0, 0))), "");
}

// By hand, lev / 1.95583 half up: 1.00 is 0.51, so three of them are 1.53, and 3.00 is 1.53; 0.01 is
// 0.01, so three are 0.03, and 0.03 is 0.02.
TEST(ShowLine, FiguresInEuro_AreConvertedEachByItselfAndTheRestIsTold) {
  const LineActual line = Line(Parts(100, 1, 0), Parts(0, 0, 0), Parts(50, 0, 0));
  const ShownLine shown = ShowLine(line, Currency::kEur).value();
  EXPECT_EQ(shown.line.cap.eu, Money::Minor(51, Currency::kEur));
  EXPECT_EQ(shown.line.cap.national, Money::Minor(1, Currency::kEur));
  EXPECT_EQ(shown.left.eu, Money::Minor(26, Currency::kEur));
  EXPECT_EQ(shown.spent_percent, "49.50");  // Of the lev: 50 of 101.
  const ShownLine total =
      ShowLine(SumOf({line, line, line}, Currency::kBgn).value(), Currency::kEur).value();
  EXPECT_EQ(total.line.cap.national, Money::Minor(2, Currency::kEur));
  const auto rounding = RoundingOf({shown, shown, shown}, total).value();
  ASSERT_TRUE(rounding.has_value());
  EXPECT_EQ(rounding->line.cap.eu, Money::Minor(0, Currency::kEur));
  EXPECT_EQ(rounding->line.cap.national, Money::Minor(-1, Currency::kEur));
  EXPECT_EQ(rounding->spent_percent, "");
}

TEST(ShowLine, TheCurrencyThatItIsKeptIn_LeavesEveryFigure) {
  const LineActual line = Line(Parts(850, 150, 10), Parts(85, 15, 1), Parts(170, 30, 2));
  const ShownLine shown = ShowLine(line, Currency::kBgn).value();
  EXPECT_EQ(shown.line.cap, line.cap);
  EXPECT_EQ(shown.left, Left(line).value());
  EXPECT_FALSE(RoundingOf({shown}, shown).value().has_value());
}

TEST(ApprovedNotPaid, OwnMoney_IsNotOwed) {
  EXPECT_EQ(*ApprovedNotPaid(Parts(850, 150, 90), Parts(600, 100, 0)), Leva(300));
}

TEST(ApprovedNotPaid, MoreIsPaidThanWasApprovedByThen_IsBelowZero) {
  EXPECT_EQ(*ApprovedNotPaid(Parts(0, 0, 0), Parts(600, 100, 0)), Leva(-700));
}

}  // namespace
}  // namespace tranche::reports
