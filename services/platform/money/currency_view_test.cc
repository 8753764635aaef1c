// SPDX-License-Identifier: EUPL-1.2
#include "platform/money/currency_view.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <vector>

#include "platform/base/error.h"

namespace tranche {
namespace {

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
Money Euro(int64_t minor) { return Money::Minor(minor, Currency::kEur); }

TEST(ViewIn, LyubimetsMeasuresInEuro_TheCentTooManyIsALineOfItsOwn) {
  const std::vector<Money> measures = {Leva(244'440'00), Leva(39'792'00), Leva(163'520'00),
                                       Leva(91'200'00)};

  const CurrencyView view = *ViewIn(measures, Currency::kBgn, Currency::kEur);

  EXPECT_EQ(view.figures,
            (std::vector<Money>{Euro(124'980'19), Euro(20'345'33), Euro(83'606'45), Euro(46'629'82)}));
  EXPECT_EQ(view.total, Euro(275'561'78));
  EXPECT_EQ(view.difference, Euro(-1));
}

TEST(ViewIn, TwelveMonthsOf2700Lev_DifferByTwoCentsFromTheYear) {
  const std::vector<Money> months(12, Leva(2'700'00));

  const CurrencyView view = *ViewIn(months, Currency::kBgn, Currency::kEur);

  EXPECT_EQ(view.figures.front(), Euro(1'380'49));
  EXPECT_EQ(view.total, Euro(16'565'86));
  EXPECT_EQ(view.difference, Euro(-2));
}

TEST(ViewIn, SameCurrency_IsAsItIs) {
  const CurrencyView view =
      *ViewIn(std::vector<Money>{Leva(1), Leva(2)}, Currency::kBgn, Currency::kBgn);

  EXPECT_EQ(view.figures, (std::vector<Money>{Leva(1), Leva(2)}));
  EXPECT_EQ(view.total, Leva(3));
  EXPECT_TRUE(view.difference.IsZero());
}

TEST(ViewIn, FiguresOfTwoCurrencies_AreRefused) {
  EXPECT_EQ(
      ReasonOf(ViewIn(std::vector<Money>{Leva(1), Euro(1)}, Currency::kBgn, Currency::kEur).status()),
      "MONEY_CURRENCY_MIXED");
}

TEST(ShowIn, OneLevNinetyFiveAndNinetySix_AreOneEuroWhichIsOneLevNinetySix) {
  EXPECT_EQ(*ShowIn(Leva(1'95), Currency::kEur), Euro(1'00));
  EXPECT_EQ(*ShowIn(Leva(1'96), Currency::kEur), Euro(1'00));
  EXPECT_EQ(*ShowIn(Leva(1), Currency::kEur), Euro(1));
  EXPECT_EQ(*ShowIn(Euro(1'00), Currency::kBgn), Leva(1'96));
}

TEST(ShowInLevAfterConversion, NothingMovedSince_ShowsTheRecordedLevAndNotWhatEuroWouldGive) {
  EXPECT_EQ(*ShowInLevAfterConversion(Leva(1'95), Euro(1'00), Euro(1'00)), Leva(1'95));
  EXPECT_EQ(*ShowInLevAfterConversion(Leva(1'95), Euro(1'00), Euro(3'00)), Leva(5'86));
}

RC_GTEST_PROP(ViewIn, AnyFigures_WithTheDifferenceAddUpToTheConvertedTotal, ()) {
  const auto minors =
      *rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(-1'000'000'00, 1'000'000'00));
  std::vector<Money> figures;
  for (const int64_t minor : minors) figures.push_back(Leva(minor));

  const CurrencyView view = *ViewIn(figures, Currency::kBgn, Currency::kEur);

  const Money sum = *Sum(view.figures, Currency::kEur);
  RC_ASSERT(*Add(sum, view.difference) == view.total);
  // Half a cent for each figure, and one for the total.
  RC_ASSERT(2 * std::abs(view.difference.minor()) <= static_cast<int64_t>(minors.size()) + 1);
}

}  // namespace
}  // namespace tranche
