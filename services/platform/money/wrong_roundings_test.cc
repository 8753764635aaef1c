// SPDX-License-Identifier: EUPL-1.2
// Figures of the field that a plausible rounding gets wrong by a cent or more. Each test reckons the
// wrong figure first, so that it is known to be another one, and then says what the product gives.
#include <cstdint>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "platform/money/money.h"
#include "platform/money/redenominate.h"
#include "platform/money/three_part.h"

namespace tranche {
namespace {

constexpr Ratio kEuRate = {85, 100};
constexpr Ratio kNationalRate = {15, 100};

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
constexpr Money Euro(int64_t cents) { return Money::Minor(cents, Currency::kEur); }

std::string Text(const absl::StatusOr<Money>& amount) {
  return amount.ok() ? FormatAmount(*amount) : std::string(amount.status().message());
}

// Lev over a rate that was rounded to so many hundredths, or times its rounded inverse.
Money Over(int64_t leva_minor, Ratio ratio) {
  return *MultiplyByRatio(Euro(leva_minor), ratio, Rounding::kHalfUp);
}

// The rule of wages as it is misread: up at any fraction of a cent.
int64_t CeilingInEuro(int64_t leva_minor) {
  constexpr int64_t kRate = 195583;
  return (leva_minor * 100000 + kRate - 1) / kRate;
}

TEST(SplitGrant, ExactHalfCent_IsNotRoundedAsBankersDo) {
  const Money grant = Leva(378'008'50);  // 321,307.225 of it are the EU's.
  ASSERT_EQ(Text(MultiplyByRatio(grant, kEuRate, Rounding::kHalfEven)), "321307.22");
  EXPECT_EQ(FormatAmount(SplitGrant(grant, kEuRate)->eu), "321307.23");
}

TEST(SplitGrant, NationalPart_IsNotRoundedByItself) {
  ASSERT_EQ(Text(MultiplyByRatio(Leva(378'008'50), kNationalRate, Rounding::kHalfUp)), "56701.28");
  EXPECT_EQ(FormatAmount(SplitGrant(Leva(378'008'50), kEuRate)->national), "56701.27");
  ASSERT_EQ(Text(MultiplyByRatio(Leva(2'50), kNationalRate, Rounding::kHalfUp)), "0.38");
  EXPECT_EQ(FormatAmount(SplitGrant(Leva(2'50), kEuRate)->national), "0.37");
}

// Each half rounded by itself gives the EU 4.26 of 5.00; the lines are kept, and the whole is not their
// sum.
TEST(SplitGrant, LinesSplitOneByOne_AreNotTheSplitOfTheirSum) {
  const Money line = SplitGrant(Leva(2'50), kEuRate)->eu;
  ASSERT_EQ(Text(Add(line, line)), "4.26");
  EXPECT_EQ(FormatAmount(SplitGrant(Leva(5'00), kEuRate)->eu), "4.25");
}

TEST(ConvertToEuro, RateOfTwoPlaces_IsNotUsed) {
  ASSERT_EQ(FormatAmount(Over(378'008'50, {100, 196})), "192861.48");
  EXPECT_EQ(Text(ConvertToEuro(Leva(378'008'50), Rounding::kHalfUp)), "193272.68");
}

// 1 / 1.95583 = 0.511291881…
TEST(ConvertToEuro, RoundedInverse_IsNotMultipliedBy) {
  ASSERT_EQ(FormatAmount(Over(378'008'50, {51129, 100000})), "193271.97");
  EXPECT_EQ(Text(ConvertToEuro(Leva(378'008'50), Rounding::kHalfUp)), "193272.68");
}

TEST(ConvertToEuro, Wages_AreNotRoundedUpAtAnyFraction) {
  ASSERT_EQ(CeilingInEuro(310'00), 158'51);
  EXPECT_EQ(Text(ConvertToEuro(Leva(310'00), Rounding::kEuroWage)), "158.50");
  ASSERT_EQ(CeilingInEuro(620'00), 317'01);
  EXPECT_EQ(Text(ConvertToEuro(Leva(620'00), Rounding::kEuroWage)), "317.00");
  ASSERT_EQ(CeilingInEuro(380'00), 194'30);
  EXPECT_EQ(Text(ConvertToEuro(Leva(380'00), Rounding::kEuroWage)), "194.29");
}

TEST(ConvertToEuro, Wages_AreNotRoundedHalfUp) {
  ASSERT_EQ(Text(ConvertToEuro(Leva(1'077'00), Rounding::kHalfUp)), "550.66");
  EXPECT_EQ(Text(ConvertToEuro(Leva(1'077'00), Rounding::kEuroWage)), "550.67");
}

// 1.95 and 1.96 lev are both one euro, so that lev are never made of euro again.
TEST(ConvertToEuro, DifferentLev_MayBeTheSameEuro) {
  EXPECT_EQ(Text(ConvertToEuro(Leva(1'95), Rounding::kHalfUp)), "1.00");
  EXPECT_EQ(Text(ConvertToEuro(Leva(1'96), Rounding::kHalfUp)), "1.00");
  const Money back = *MultiplyByRatio(Leva(1'00), kLevPerEuro, Rounding::kHalfUp);
  EXPECT_EQ(FormatAmount(back), "1.96");
}

TEST(ConvertToEuro, TotalOfRows_IsNotTheSumOfConvertedRows) {
  Money rows = Money::Zero(Currency::kEur);
  for (const int64_t row : {244'440'00, 39'792'00, 163'520'00, 91'200'00})
    rows = *Add(rows, *ConvertToEuro(Leva(row), Rounding::kHalfUp));
  ASSERT_EQ(FormatAmount(rows), "275561.79");
  EXPECT_EQ(Text(ConvertToEuro(Leva(538'952'00), Rounding::kHalfUp)), "275561.78");
}

TEST(ConvertUnitPrice, Amount_IsNotTheConvertedTotal) {
  const absl::StatusOr<ConvertedPrice> hours = ConvertUnitPrice(Leva(2'40), {16'580, 1});
  ASSERT_TRUE(hours.ok()) << hours.status();
  ASSERT_EQ(FormatAmount(hours->converted), "20345.33");
  EXPECT_EQ(FormatAmount(hours->unit_price), "1.23");
  EXPECT_EQ(FormatAmount(hours->amount), "20393.40");
  EXPECT_EQ(FormatAmount(hours->difference), "48.07");
}

TEST(ConvertUnitPrice, MonthlyPriceOfAYear_IsNotTheConvertedYear) {
  ASSERT_EQ(Text(ConvertToEuro(Leva(32'400'00), Rounding::kHalfUp)), "16565.86");
  const absl::StatusOr<ConvertedPrice> year = ConvertUnitPrice(Leva(2'700'00), {12, 1});
  ASSERT_TRUE(year.ok()) << year.status();
  EXPECT_EQ(FormatAmount(year->amount), "16565.88");
}

}  // namespace
}  // namespace tranche
