// SPDX-License-Identifier: EUPL-1.2
#include "platform/money/three_part.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "platform/base/error.h"
#include "rapidcheck/gtest.h"

namespace tranche {
namespace {

constexpr Ratio kEuRate = {85, 100};

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
constexpr ThreePart Parts(int64_t eu, int64_t national, int64_t own) {
  return {Leva(eu), Leva(national), Leva(own)};
}

bool Within(const ThreePart& parts, const ThreePart& caps) {
  const auto in = [](Money part, Money cap) {
    return !part.IsNegative() && part.minor() <= cap.minor();
  };
  return in(parts.eu, caps.eu) && in(parts.national, caps.national) && in(parts.own, caps.own);
}

// A line with caps of any proportion, zero included, and not all of them zero.
ThreePart AnyCaps() {
  const auto part = rc::gen::weightedOneOf<int64_t>({{1, rc::gen::just<int64_t>(0)},
                                                     {4, rc::gen::inRange<int64_t>(0, 100'000)},
                                                     {2, rc::gen::inRange<int64_t>(0, 20)}});
  const ThreePart caps = Parts(*part, *part, *part);
  RC_PRE(!Total(caps)->IsZero());
  return caps;
}

TEST(ThreePart, GrantAndTotal_AreSums) {
  EXPECT_EQ(*Grant(Parts(85'00, 15'00, 7'00)), Leva(100'00));
  EXPECT_EQ(*Total(Parts(85'00, 15'00, 7'00)), Leva(107'00));
  EXPECT_EQ(*Add(Parts(1, 2, 3), Parts(10, 20, 30)), Parts(11, 22, 33));
  EXPECT_EQ(*Subtract(Parts(11, 22, 33), Parts(10, 20, 30)), Parts(1, 2, 3));
}

TEST(ThreePart, OnePartInEuro_IsRefused) {
  const ThreePart mixed = {Leva(1), Leva(1), Money::Minor(1, Currency::kEur)};

  EXPECT_EQ(ReasonOf(Grant(mixed).status()), "MONEY_CURRENCY_MIXED");
  EXPECT_EQ(ReasonOf(Total(mixed).status()), "MONEY_CURRENCY_MIXED");
  EXPECT_EQ(ReasonOf(Add(mixed, mixed).status()), "MONEY_CURRENCY_MIXED");
  EXPECT_EQ(ReasonOf(Subtract(mixed, mixed).status()), "MONEY_CURRENCY_MIXED");
}

TEST(SplitGrant, MineralniBani_NationalIsTheRemainder) {
  EXPECT_EQ(*SplitGrant(Leva(378'008'50), kEuRate), Parts(321'307'23, 56'701'27, 0));
}

// Exactly 321,307.225: half to even would give the EU a cent less.
TEST(SplitGrant, MineralniBani_IsNotRoundedHalfToEven) {
  const Money by_bankers = *MultiplyByRatio(Leva(378'008'50), kEuRate, Rounding::kHalfEven);
  ASSERT_EQ(by_bankers, Leva(321'307'22));
  EXPECT_NE(SplitGrant(Leva(378'008'50), kEuRate)->eu, by_bankers);
}

// 56,701.275 by itself would be 56,701.28, and the parts a cent more than the grant.
TEST(SplitGrant, MineralniBani_NationalIsNotRoundedByItself) {
  const Money by_itself =
      *MultiplyByRatio(Leva(378'008'50), Ratio{.numerator = 15, .denominator = 100}, Rounding::kHalfUp);
  ASSERT_EQ(by_itself, Leva(56'701'28));
  const ThreePart parts = *SplitGrant(Leva(378'008'50), kEuRate);
  EXPECT_NE(parts.national, by_itself);
  EXPECT_EQ(*Grant(parts), Leva(378'008'50));
}

TEST(SplitGrant, ExactHalfCent_GoesToTheEu) {
  EXPECT_EQ(*SplitGrant(Leva(2'50), kEuRate), Parts(2'13, 37, 0));
}

TEST(SplitGrant, RateAboveOne_IsRefused) {
  EXPECT_EQ(ReasonOf(SplitGrant(Leva(1), {101, 100}).status()), "MONEY_ALLOCATION_INVALID");
}

TEST(CumulativeSplit, WholeCap_IsTheCap) {
  EXPECT_EQ(*CumulativeSplit(Parts(321'307'23, 56'701'27, 1'00), Leva(378'009'50)),
            Parts(321'307'23, 56'701'27, 1'00));
}

TEST(CumulativeSplit, OutsideZeroAndCap_IsRefused) {
  EXPECT_EQ(ReasonOf(CumulativeSplit(Parts(85, 15, 0), Leva(101)).status()), "MONEY_OUT_OF_RANGE");
  EXPECT_EQ(ReasonOf(CumulativeSplit(Parts(85, 15, 0), Leva(-1)).status()), "MONEY_OUT_OF_RANGE");
  EXPECT_EQ(ReasonOf(CumulativeSplit(Parts(85, -15, 0), Leva(1)).status()), "MONEY_OUT_OF_RANGE");
}

TEST(CumulativeSplit, LineWithoutCaps_TakesNothing) {
  EXPECT_EQ(*CumulativeSplit(Parts(0, 0, 0), Leva(0)), Parts(0, 0, 0));
  EXPECT_EQ(ReasonOf(CumulativeSplit(Parts(0, 0, 0), Leva(1)).status()), "MONEY_OUT_OF_RANGE");
}

TEST(NextSplit, FortyTimesTwoFifty_EndsWithTheSharesOfTheLine) {
  const ThreePart caps = Parts(85'00, 15'00, 0);
  ThreePart used = ZeroParts(Currency::kBgn);

  for (int i = 0; i < 40; ++i) {
    used = *Add(used, *NextSplit(caps, used, Leva(2'50)));
  }

  // Each amount split alone would have given 40 * 2.13 = 85.20 to the EU.
  EXPECT_EQ(used, caps);
}

TEST(NextSplit, RefusedCostInBetween_IsCaughtUp) {
  const ThreePart caps = Parts(85'00, 15'00, 0);
  const ThreePart first = *NextSplit(caps, ZeroParts(Currency::kBgn), Leva(2'50));
  const ThreePart second = *NextSplit(caps, first, Leva(2'50));
  ASSERT_EQ(first, Parts(2'13, 37, 0));
  ASSERT_EQ(second, Parts(2'12, 38, 0));

  // The first is refused; what stays is behind by a cent of the EU, and the next amount makes up for
  // it.
  EXPECT_EQ(*NextSplit(caps, second, Leva(2'50)), Parts(2'13, 37, 0));
}

TEST(NextSplit, PartAheadOfItsShare_TakesNothing) {
  const ThreePart caps = Parts(50, 30, 20);

  EXPECT_EQ(*NextSplit(caps, Parts(50, 0, 0), Leva(10)), Parts(0, 6, 4));
  EXPECT_EQ(*NextSplit(caps, Parts(0, 30, 0), Leva(10)), Parts(7, 0, 3));
  EXPECT_EQ(*NextSplit(caps, Parts(0, 0, 20), Leva(10)), Parts(6, 4, 0));
}

TEST(NextSplit, BeyondTheCap_IsRefused) {
  EXPECT_EQ(ReasonOf(NextSplit(Parts(85, 15, 0), Parts(80, 15, 0), Leva(6)).status()),
            "MONEY_OUT_OF_RANGE");
  EXPECT_EQ(ReasonOf(NextSplit(Parts(85, 15, 0), Parts(0, 0, 0), Leva(-1)).status()),
            "MONEY_OUT_OF_RANGE");
}

TEST(NextSplit, AnotherCurrency_IsRefused) {
  const absl::Status status =
      NextSplit(Parts(85, 15, 0), Parts(0, 0, 0), Money::Minor(1, Currency::kEur)).status();

  EXPECT_EQ(ReasonOf(status), "MONEY_CURRENCY_MIXED");
}

RC_GTEST_PROP(SplitGrant, Parts_AddUpToTheGrant, (int64_t minor)) {
  const int64_t rate = *rc::gen::inRange<int64_t>(0, 10'001);

  RC_ASSERT(*Grant(*SplitGrant(Leva(minor), {rate, 10'000})) == Leva(minor));
}

RC_GTEST_PROP(CumulativeSplit, EveryPart_GrowsWithTheAmountAndStaysWithinItsCap, ()) {
  const ThreePart caps = AnyCaps();
  const int64_t cap_total = Total(caps)->minor();
  const int64_t smaller = *rc::gen::inRange<int64_t>(0, cap_total + 1);
  const int64_t larger = *rc::gen::inRange<int64_t>(smaller, cap_total + 1);

  const ThreePart before = *CumulativeSplit(caps, Leva(smaller));
  const ThreePart after = *CumulativeSplit(caps, Leva(larger));

  RC_ASSERT(*Total(before) == Leva(smaller));
  RC_ASSERT(Within(before, after));
  RC_ASSERT(Within(after, caps));
  RC_ASSERT(*CumulativeSplit(caps, *Total(caps)) == caps);
}

// Costs come and are refused again in any order; whatever stays fits, and filling the line gives its
// caps.
RC_GTEST_PROP(NextSplit, AnyHistoryWithRemovals_StaysWithinTheCapsAndEndsExact, ()) {
  const ThreePart caps = AnyCaps();
  const int64_t cap_total = Total(caps)->minor();
  ThreePart used = ZeroParts(Currency::kBgn);
  std::vector<ThreePart> costs;
  const int steps = *rc::gen::inRange(0, 60);
  for (int step = 0; step < steps; ++step) {
    const bool removes = !costs.empty() && *rc::gen::inRange(0, 3) == 0;
    if (removes) {
      const auto index = *rc::gen::inRange<std::size_t>(0, costs.size());
      used = *Subtract(used, costs[index]);
      costs.erase(costs.begin() + static_cast<std::ptrdiff_t>(index));
      continue;
    }
    const int64_t left = cap_total - Total(used)->minor();
    const int64_t most = std::min<int64_t>(left, *rc::gen::element<int64_t>(3, 250, 100'000));
    const Money amount = Leva(*rc::gen::inRange<int64_t>(0, most + 1));
    const ThreePart cost = *NextSplit(caps, used, amount);
    RC_ASSERT(*Total(cost) == amount);
    RC_ASSERT(Within(cost, ThreePart{amount, amount, amount}));
    used = *Add(used, cost);
    RC_ASSERT(Within(used, caps));
    costs.push_back(cost);
  }

  const Money rest = *Subtract(*Total(caps), *Total(used));
  RC_ASSERT(*Add(used, *NextSplit(caps, used, rest)) == caps);
}

RC_GTEST_PROP(NextSplit, AnyUseWithinTheCaps_LeadsToAPartOfTheAmountWithinTheCaps, ()) {
  const ThreePart caps = AnyCaps();
  const auto up_to = [](Money cap) { return *rc::gen::inRange<int64_t>(0, cap.minor() + 1); };
  const ThreePart used = Parts(up_to(caps.eu), up_to(caps.national), up_to(caps.own));
  const Money amount = Leva(up_to(*Subtract(*Total(caps), *Total(used))));

  const ThreePart next = *NextSplit(caps, used, amount);

  RC_ASSERT(*Total(next) == amount);
  RC_ASSERT(Within(next, ThreePart{amount, amount, amount}));
  RC_ASSERT(Within(*Add(used, next), caps));
}

RC_GTEST_PROP(NextSplit, HistoryWithoutRemovals_IsTheCumulativeSplit, ()) {
  const ThreePart caps = AnyCaps();
  const int64_t cap_total = Total(caps)->minor();
  ThreePart used = ZeroParts(Currency::kBgn);
  for (int step = 0; step < 20; ++step) {
    const int64_t left = cap_total - Total(used)->minor();
    used = *Add(used, *NextSplit(caps, used, Leva(*rc::gen::inRange<int64_t>(0, left + 1))));

    RC_ASSERT(used == *CumulativeSplit(caps, *Total(used)));
  }
}

}  // namespace
}  // namespace tranche
