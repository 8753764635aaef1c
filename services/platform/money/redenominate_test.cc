// SPDX-License-Identifier: EUPL-1.2
// The worked conversions of the law on the euro, and what must hold of any of them.
#include "platform/money/redenominate.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <numeric>
#include <vector>

#include "platform/base/error.h"

namespace tranche {
namespace {

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
Money Euro(int64_t minor) { return Money::Minor(minor, Currency::kEur); }
ThreePart LevaParts(int64_t eu, int64_t national, int64_t own) {
  return {.eu = Leva(eu), .national = Leva(national), .own = Leva(own)};
}

TEST(ConvertParts, MineralniBani_GrantAndEuPartByTheLawNationalTheRest) {
  const ThreePart euro = *ConvertParts(LevaParts(321'307'23, 56'701'27, 0));

  EXPECT_EQ(*Total(euro), Euro(193'272'68));  // 378,008.50 lev.
  EXPECT_EQ(euro.eu, Euro(164'281'78));
  EXPECT_EQ(euro.national, Euro(28'990'90));
  EXPECT_EQ(euro.own, Euro(0));
}

TEST(ConvertParts, PartsThatRoundUpEachByItself_StillAddUpToTheConvertedTotal) {
  // Each is 0.99701 or so by itself, together 2.99105.
  const ThreePart leva = LevaParts(1'95, 1'95, 1'95);

  EXPECT_EQ(*Total(*ConvertParts(leva)), Euro(2'99));
  EXPECT_EQ(*Total(*ConvertEach(leva)), Euro(3'00));
}

TEST(ConvertParts, Euro_AreRefused) {
  EXPECT_EQ(ReasonOf(ConvertParts(ZeroParts(Currency::kEur)).status()), "MONEY_CURRENCY_MIXED");
}

RC_GTEST_PROP(ConvertParts, AnyAmount_TotalGrantAndEuAreTheLawsAndNoPartIsBelowZero, ()) {
  const int64_t eu = *rc::gen::inRange<int64_t>(0, 1'000'000'000'00);
  const int64_t national = *rc::gen::inRange<int64_t>(0, 1'000'00);
  const int64_t own = *rc::gen::inRange<int64_t>(0, 1'000'00);
  const ThreePart euro = *ConvertParts(LevaParts(eu, national, own));

  RC_ASSERT(*Total(euro) == *ConvertToEuro(Leva(eu + national + own), Rounding::kHalfUp));
  RC_ASSERT(*Grant(euro) == *ConvertToEuro(Leva(eu + national), Rounding::kHalfUp));
  RC_ASSERT(euro.eu == *ConvertToEuro(Leva(eu), Rounding::kHalfUp));
  RC_ASSERT(!euro.national.IsNegative() && !euro.own.IsNegative());
  const ThreePart each = *ConvertEach(LevaParts(eu, national, own));
  RC_ASSERT(std::abs(each.national.minor() - euro.national.minor()) <= 1);
  RC_ASSERT(std::abs(each.own.minor() - euro.own.minor()) <= 1);
}

TEST(ShareCumulatively, LyubimetsMeasures_AddUpToTheConvertedPlan) {
  // By themselves 124,980.19 + 20,345.33 + 83,606.45 + 46,629.82 = 275,561.79, a cent too many.
  const std::vector<int64_t> weights = {244'440'00, 39'792'00, 163'520'00, 91'200'00};
  const Money plan = *ConvertToEuro(Leva(538'952'00), Rounding::kHalfUp);

  const std::vector<Money> shares = *ShareCumulatively(plan, weights);

  EXPECT_EQ(plan, Euro(275'561'78));
  EXPECT_EQ(*Sum(shares, Currency::kEur), plan);
}

TEST(ShareCumulatively, NothingToShareOrNobodyToShareIt) {
  EXPECT_EQ(*ShareCumulatively(Euro(0), std::vector<int64_t>{0, 0}),
            (std::vector<Money>{Euro(0), Euro(0)}));
  EXPECT_TRUE(ShareCumulatively(Euro(0), {})->empty());
  EXPECT_EQ(ReasonOf(ShareCumulatively(Euro(1), {}).status()), "MONEY_ALLOCATION_INVALID");
  EXPECT_EQ(ReasonOf(ShareCumulatively(Euro(1), std::vector<int64_t>{1, -1}).status()),
            "MONEY_ALLOCATION_INVALID");
  EXPECT_EQ(ReasonOf(ShareCumulatively(Euro(-1), std::vector<int64_t>{1}).status()),
            "MONEY_ALLOCATION_INVALID");
}

RC_GTEST_PROP(ShareCumulatively, AnyWeights_AddUpAndEachIsWithinACentOfItsQuota, ()) {
  const auto weights = *rc::gen::nonEmpty(
      rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(0, 1'000'00)));
  const int64_t sum = std::accumulate(weights.begin(), weights.end(), int64_t{0});
  const Money total = Euro(sum == 0 ? 0 : *rc::gen::inRange<int64_t>(0, 1'000'00));

  const std::vector<Money> shares = *ShareCumulatively(total, weights);

  RC_ASSERT(*Sum(shares, Currency::kEur) == total);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    RC_ASSERT(!shares[i].IsNegative());
    RC_ASSERT(weights[i] > 0 || shares[i].IsZero());
    // |share - total * weight / sum| <= 1, without a fraction.
    RC_ASSERT(std::abs(shares[i].minor() * sum - total.minor() * weights[i]) <= sum);
  }
}

TEST(ConvertUnitPrice, TwelveMonthlyWages_AreEachRoundedByTheRuleOfWages) {
  const ConvertedPrice price =
      *ConvertUnitPrice(Leva(1'077'00), {.numerator = 12, .denominator = 1}, Rounding::kEuroWage);

  EXPECT_EQ(price.unit_price, Euro(550'67));
  EXPECT_EQ(price.amount, Euro(6'608'04));
  EXPECT_EQ(price.converted, Euro(6'607'94));
  EXPECT_EQ(price.difference, Euro(10));
}

TEST(ConvertUnitPrice, HoursOfLyubimets_PriceIsConvertedFirstAndTheDifferenceIsTold) {
  const ConvertedPrice price = *ConvertUnitPrice(Leva(2'40), {.numerator = 16'580, .denominator = 1});

  EXPECT_EQ(price.unit_price, Euro(1'23));
  EXPECT_EQ(price.amount, Euro(20'393'40));
  EXPECT_EQ(price.converted, Euro(20'345'33));
  EXPECT_EQ(price.difference, Euro(48'07));
}

}  // namespace
}  // namespace tranche
