// SPDX-License-Identifier: EUPL-1.2
#include "budgets/budget_line.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
constexpr ThreePart Parts(int64_t eu, int64_t national, int64_t own) {
  return {Leva(eu), Leva(national), Leva(own)};
}
BudgetLine Line(const ThreePart& caps) {
  return {.code = "1.1", .caps = caps, .reserved = Parts(0, 0, 0), .spent = Parts(0, 0, 0)};
}

TEST(DecideRecord, WithinCap_ReservesPartsAndTellsWhatIsLeft) {
  const auto reservation = DecideRecord(Line(Parts(85'00, 15'00, 0)), Leva(30'00));

  ASSERT_TRUE(reservation.ok());
  EXPECT_EQ(reservation->parts, Parts(25'50, 4'50, 0));
  EXPECT_EQ(reservation->left, Leva(70'00));
  EXPECT_EQ(reservation->after.reserved, Parts(25'50, 4'50, 0));
}

TEST(DecideRecord, ExactlyWhatIsLeft_IsTaken) {
  const auto reservation = DecideRecord(Line(Parts(85'00, 15'00, 0)), Leva(100'00));

  ASSERT_TRUE(reservation.ok());
  EXPECT_EQ(reservation->after.reserved, Parts(85'00, 15'00, 0));
}

TEST(DecideRecord, OneCentTooMuch_IsRefusedWithBothAmounts) {
  const auto reservation = DecideRecord(Line(Parts(85'00, 15'00, 0)), Leva(100'01));

  EXPECT_EQ(ReasonOf(reservation.status()), "LINE_EXHAUSTED");
  const ErrorValues values = {
      {"asked", "100.01"}, {"currency", "BGN"}, {"left", "100.00"}, {"line", "1.1"}};
  EXPECT_EQ(ValuesOf(reservation.status()), values);
}

TEST(DecideRecord, SpentAndReserved_BothUseTheCap) {
  BudgetLine line = Line(Parts(85'00, 15'00, 0));
  line.reserved = Parts(34'00, 6'00, 0);
  line.spent = Parts(42'50, 7'50, 0);

  EXPECT_EQ(ReasonOf(DecideRecord(line, Leva(10'01)).status()), "LINE_EXHAUSTED");
  EXPECT_TRUE(DecideRecord(line, Leva(10'00)).ok());
}

TEST(DecideRecord, NothingOrLess_IsRefused) {
  EXPECT_EQ(ReasonOf(DecideRecord(Line(Parts(85, 15, 0)), Leva(0)).status()), "COST_NOT_POSITIVE");
  EXPECT_EQ(ReasonOf(DecideRecord(Line(Parts(85, 15, 0)), Leva(-1)).status()), "COST_NOT_POSITIVE");
}

TEST(DecideRecord, AnotherCurrency_IsRefused) {
  const auto reservation = DecideRecord(Line(Parts(85, 15, 0)), Money::Minor(1, Currency::kEur));

  EXPECT_EQ(ReasonOf(reservation.status()), "MONEY_CURRENCY_MIXED");
}

TEST(AfterDecision, Approved_MovesFromReservedToSpent) {
  BudgetLine line = Line(Parts(85'00, 15'00, 0));
  line.reserved = Parts(25'50, 4'50, 0);

  const auto after = AfterDecision(line, Parts(25'50, 4'50, 0), true);

  ASSERT_TRUE(after.ok());
  EXPECT_EQ(after->reserved, Parts(0, 0, 0));
  EXPECT_EQ(after->spent, Parts(25'50, 4'50, 0));
}

TEST(AfterDecision, Refused_ReleasesWhatWasReserved) {
  BudgetLine line = Line(Parts(85'00, 15'00, 0));
  line.reserved = Parts(25'50, 4'50, 0);

  const auto after = AfterDecision(line, Parts(25'50, 4'50, 0), false);

  ASSERT_TRUE(after.ok());
  EXPECT_EQ(*Left(*after), line.caps);
  EXPECT_EQ(after->spent, Parts(0, 0, 0));
}

TEST(AllotCaps, MineralniBani_LinesAddUpToTheContractInEveryPart) {
  const ThreePart contract = Parts(321'307'23, 56'701'27, 0);
  const std::vector<Money> totals = {Leva(205'000'00), Leva(96'508'33), Leva(45'499'99),
                                     Leva(31'000'18)};

  const auto caps = AllotCaps(contract, totals);

  ASSERT_TRUE(caps.ok());
  ThreePart sum = Parts(0, 0, 0);
  for (std::size_t i = 0; i < totals.size(); ++i) {
    EXPECT_EQ(*Total((*caps)[i]), totals[i]);
    sum = *Add(sum, (*caps)[i]);
  }
  EXPECT_EQ(sum, contract);
}

TEST(AllotCaps, LinesBelowTheContract_AreRefusedWithBothSums) {
  const auto caps = AllotCaps(Parts(85'00, 15'00, 0), {Leva(60'00), Leva(39'99)});

  EXPECT_EQ(ReasonOf(caps.status()), "BUDGET_DOES_NOT_ADD_UP");
  const ErrorValues values = {{"currency", "BGN"}, {"sum", "99.99"}, {"total", "100.00"}};
  EXPECT_EQ(ValuesOf(caps.status()), values);
}

TEST(AllotCaps, LinesAboveTheContract_AreRefused) {
  EXPECT_EQ(ReasonOf(AllotCaps(Parts(85'00, 15'00, 0), {Leva(60'00), Leva(40'01)}).status()),
            "BUDGET_DOES_NOT_ADD_UP");
}

TEST(AllotCaps, LineBelowZero_IsRefused) {
  EXPECT_EQ(ReasonOf(AllotCaps(Parts(85, 15, 0), {Leva(101), Leva(-1)}).status()), "AMOUNT_NEGATIVE");
}

TEST(AllotCaps, LineInEuro_IsRefused) {
  EXPECT_EQ(ReasonOf(AllotCaps(Parts(85, 15, 0), {Money::Minor(100, Currency::kEur)}).status()),
            "MONEY_CURRENCY_MIXED");
}

TEST(AllotCaps, OwnMoneyAlone_GoesToTheLinesAsTheyAre) {
  const auto caps = AllotCaps(Parts(0, 0, 10), {Leva(3), Leva(7)});

  ASSERT_TRUE(caps.ok());
  EXPECT_EQ((*caps)[0], Parts(0, 0, 3));
  EXPECT_EQ((*caps)[1], Parts(0, 0, 7));
}

TEST(AllotCaps, EuAndOwnWithoutNational_LeavesNoPartBelowZero) {
  // Allotted side by side both cents would fall to the first line, and national would be -0.01 there.
  const auto caps = AllotCaps(Parts(1, 0, 1), {Leva(1), Leva(1)});

  ASSERT_TRUE(caps.ok());
  EXPECT_EQ((*caps)[0], Parts(0, 0, 1));
  EXPECT_EQ((*caps)[1], Parts(1, 0, 0));
}

TEST(AllotCaps, AnyContractAndLines_AddUpAndAreNotNegative) {
  std::mt19937_64 random(20170418);
  for (int round = 0; round < 3'000; ++round) {
    const auto amount = [&](int64_t most) { return static_cast<int64_t>(random() % (most + 1)); };
    std::vector<Money> totals;
    int64_t sum = 0;
    for (int64_t lines = 1 + amount(11); lines > 0; --lines) {
      totals.push_back(Leva(round % 2 == 0 ? amount(4) : amount(1'000'000'00)));
      sum += totals.back().minor();
    }
    const int64_t own = amount(sum);
    const int64_t eu = amount(sum - own);
    const ThreePart contract = Parts(eu, sum - own - eu, own);

    const auto caps = AllotCaps(contract, totals);

    ASSERT_TRUE(caps.ok());
    ThreePart allotted = Parts(0, 0, 0);
    for (std::size_t i = 0; i < totals.size(); ++i) {
      const ThreePart& cap = (*caps)[i];
      ASSERT_FALSE(cap.eu.IsNegative() || cap.national.IsNegative() || cap.own.IsNegative());
      ASSERT_EQ(*Total(cap), totals[i]);
      allotted = *Add(allotted, cap);
    }
    ASSERT_EQ(allotted, contract);
  }
}

}  // namespace
}  // namespace tranche::budgets
