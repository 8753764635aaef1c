// SPDX-License-Identifier: EUPL-1.2
#include "platform/money/money.h"

#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/base/error.h"
#include "rapidcheck/gtest.h"

namespace tranche {
namespace {

using ::testing::ElementsAre;

constexpr int64_t kLargest = std::numeric_limits<int64_t>::max();
constexpr int64_t kSmallest = std::numeric_limits<int64_t>::min();

constexpr Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
constexpr Money Euro(int64_t minor) { return Money::Minor(minor, Currency::kEur); }

std::string EuroFor(absl::string_view leva, Rounding rounding) {
  const absl::StatusOr<Money> amount = ParseBulgarianAmount(leva, Currency::kBgn);
  if (!amount.ok()) {
    return ReasonOf(amount.status());
  }
  const absl::StatusOr<Money> euro = ConvertToEuro(*amount, rounding);
  return euro.ok() ? FormatAmount(*euro) : ReasonOf(euro.status());
}

std::string BulgarianAmount(absl::string_view text) {
  const absl::StatusOr<Money> amount = ParseBulgarianAmount(text, Currency::kBgn);
  return amount.ok() ? FormatAmount(*amount) : ReasonOf(amount.status());
}

std::string WireAmount(absl::string_view text) {
  const absl::StatusOr<Money> amount = ParseAmount(text, Currency::kBgn);
  return amount.ok() ? FormatAmount(*amount) : ReasonOf(amount.status());
}

std::vector<int64_t> Shares(Money total, std::vector<int64_t> weights) {
  std::vector<int64_t> minor;
  const absl::StatusOr<std::vector<Money>> parts = Allocate(total, weights);
  if (parts.ok()) {
    for (const Money part : *parts) {
      minor.push_back(part.minor());
    }
  }
  return minor;
}

TEST(MoneyArithmetic, SameCurrency_IsExact) {
  EXPECT_EQ(*Add(Leva(244'440'00), Leva(39'792'00)), Leva(284'232'00));
  EXPECT_EQ(*Subtract(Leva(242'499'00), Leva(244'440'00)), Leva(-1'941'00));
  EXPECT_EQ(*Times(Leva(2'700'00), 12), Leva(32'400'00));
  EXPECT_EQ(
      *Sum({Leva(244'440'00), Leva(39'792'00), Leva(163'520'00), Leva(91'200'00)}, Currency::kBgn),
      Leva(538'952'00));
  EXPECT_EQ(*Sum({}, Currency::kEur), Money::Zero(Currency::kEur));
}

TEST(MoneyArithmetic, TwoCurrencies_AreRefusedWithBothCodes) {
  const absl::Status status = Add(Leva(1), Euro(1)).status();

  EXPECT_EQ(ReasonOf(status), "MONEY_CURRENCY_MIXED");
  EXPECT_EQ(Explain(ReasonOf(status), ValuesOf(status), Language::kEnglish),
            "The amounts are of different currencies: BGN and EUR. Use the currency of the contract; a "
            "document in another one is recorded with \"costs record-foreign\".");
  EXPECT_EQ(ReasonOf(Subtract(Euro(1), Leva(1)).status()), "MONEY_CURRENCY_MIXED");
  EXPECT_EQ(ReasonOf(Sum({Euro(1), Leva(1)}, Currency::kEur).status()), "MONEY_CURRENCY_MIXED");
  EXPECT_FALSE(Leva(1) == Euro(1));
}

TEST(MoneyArithmetic, ResultBeyond64Bits_IsRefused) {
  EXPECT_EQ(ReasonOf(Add(Leva(kLargest), Leva(1)).status()), "MONEY_OUT_OF_RANGE");
  EXPECT_EQ(ReasonOf(Subtract(Leva(kSmallest), Leva(1)).status()), "MONEY_OUT_OF_RANGE");
  EXPECT_EQ(ReasonOf(Times(Leva(kLargest), 2).status()), "MONEY_OUT_OF_RANGE");
  EXPECT_EQ(ReasonOf(Times(Leva(kSmallest), -1).status()), "MONEY_OUT_OF_RANGE");
  EXPECT_EQ(*Sum({Leva(kLargest), Leva(1), Leva(-1)}, Currency::kBgn), Leva(kLargest));
}

TEST(MultiplyByRatio, ExactHalf_FollowsTheNamedRounding) {
  const Ratio half = {1, 2};
  EXPECT_EQ(*MultiplyByRatio(Leva(5), half, Rounding::kDown), Leva(2));
  EXPECT_EQ(*MultiplyByRatio(Leva(5), half, Rounding::kHalfUp), Leva(3));
  EXPECT_EQ(*MultiplyByRatio(Leva(5), half, Rounding::kHalfEven), Leva(2));
  EXPECT_EQ(*MultiplyByRatio(Leva(7), half, Rounding::kHalfEven), Leva(4));
  EXPECT_EQ(*MultiplyByRatio(Leva(-5), half, Rounding::kDown), Leva(-2));
  EXPECT_EQ(*MultiplyByRatio(Leva(-5), half, Rounding::kHalfUp), Leva(-3));
}

TEST(MultiplyByRatio, LargestAmountByLargestRatio_DoesNotWrap) {
  EXPECT_EQ(*MultiplyByRatio(Leva(kLargest), {kLargest, kLargest}, Rounding::kHalfUp), Leva(kLargest));
  EXPECT_EQ(*MultiplyByRatio(Leva(kSmallest), {kLargest, kLargest}, Rounding::kHalfEven),
            Leva(kSmallest));
  EXPECT_EQ(ReasonOf(MultiplyByRatio(Leva(kLargest), {2, 1}, Rounding::kDown).status()),
            "MONEY_OUT_OF_RANGE");
}

TEST(MultiplyByRatio, RatioThatIsNone_IsRefused) {
  EXPECT_EQ(ReasonOf(MultiplyByRatio(Leva(1), {1, 0}, Rounding::kDown).status()), "MONEY_OUT_OF_RANGE");
  EXPECT_EQ(ReasonOf(MultiplyByRatio(Leva(1), {-1, 2}, Rounding::kDown).status()),
            "MONEY_OUT_OF_RANGE");
}

// Vectors of the changeover, computed apart from this code.
TEST(ConvertToEuro, GrantsAndPlanRows_HalfUp) {
  EXPECT_EQ(EuroFor("378 008,50", Rounding::kHalfUp), "193272.68");
  EXPECT_EQ(EuroFor("538 952", Rounding::kHalfUp), "275561.78");
  EXPECT_EQ(EuroFor("244 440", Rounding::kHalfUp), "124980.19");
  EXPECT_EQ(EuroFor("39 792", Rounding::kHalfUp), "20345.33");
  EXPECT_EQ(EuroFor("163 520", Rounding::kHalfUp), "83606.45");
  EXPECT_EQ(EuroFor("91 200", Rounding::kHalfUp), "46629.82");
  EXPECT_EQ(EuroFor("132 550", Rounding::kHalfUp), "67771.74");
  EXPECT_EQ(EuroFor("109 949", Rounding::kHalfUp), "56216.03");
  EXPECT_EQ(EuroFor("242 499", Rounding::kHalfUp), "123987.77");
  EXPECT_EQ(EuroFor("2 700", Rounding::kHalfUp), "1380.49");
  EXPECT_EQ(EuroFor("7 600", Rounding::kHalfUp), "3885.82");
  EXPECT_EQ(EuroFor("380", Rounding::kHalfUp), "194.29");
  EXPECT_EQ(EuroFor("1,95", Rounding::kHalfUp), "1.00");
  EXPECT_EQ(EuroFor("1,96", Rounding::kHalfUp), "1.00");
  EXPECT_EQ(EuroFor("0,01", Rounding::kHalfUp), "0.01");
}

TEST(ConvertToEuro, RowsConvertedOneByOne_DifferByACentFromTheirTotal) {
  Money sum = Money::Zero(Currency::kEur);
  for (const int64_t row : {244'440'00, 39'792'00, 163'520'00, 91'200'00}) {
    sum = *Add(sum, *ConvertToEuro(Leva(row), Rounding::kHalfUp));
  }

  EXPECT_EQ(FormatAmount(sum), "275561.79");
}

TEST(ConvertToEuro, Wages_RoundUpOnlyWhenTheThirdDecimalIsAboveZero) {
  EXPECT_EQ(EuroFor("310", Rounding::kEuroWage), "158.50");  // 158.5004…: the third decimal is 0.
  EXPECT_EQ(EuroFor("620", Rounding::kEuroWage), "317.00");
  EXPECT_EQ(EuroFor("1077", Rounding::kEuroWage), "550.67");
  EXPECT_EQ(EuroFor("1077", Rounding::kHalfUp), "550.66");
  EXPECT_EQ(EuroFor("2 700", Rounding::kEuroWage), "1380.49");
  EXPECT_EQ(EuroFor("7 600", Rounding::kEuroWage), "3885.82");
  EXPECT_EQ(EuroFor("380", Rounding::kEuroWage), "194.29");
}

TEST(ConvertToEuro, UnitPriceFirst_DiffersFromTheConvertedTotal) {
  const Money unit = *ConvertToEuro(Leva(2'40), Rounding::kHalfUp);

  EXPECT_EQ(FormatAmount(unit), "1.23");
  EXPECT_EQ(FormatAmount(*Times(unit, 16'580)), "20393.40");
  EXPECT_EQ(FormatAmount(*Times(*ConvertToEuro(Leva(2'700'00), Rounding::kHalfUp), 12)), "16565.88");
  EXPECT_EQ(EuroFor("32 400", Rounding::kHalfUp), "16565.86");
}

TEST(ConvertToEuro, AmountInEuro_IsRefused) {
  EXPECT_EQ(ReasonOf(ConvertToEuro(Euro(1), Rounding::kHalfUp).status()), "MONEY_CURRENCY_MIXED");
}

TEST(ParseCurrency, KnownCodesOnly) {
  EXPECT_EQ(*ParseCurrency("BGN"), Currency::kBgn);
  EXPECT_EQ(*ParseCurrency("EUR"), Currency::kEur);
  EXPECT_EQ(ReasonOf(ParseCurrency("eur").status()), "MONEY_CURRENCY_UNKNOWN");
  EXPECT_EQ(ReasonOf(ParseCurrency("").status()), "MONEY_CURRENCY_UNKNOWN");
}

TEST(FormatAmount, AlwaysTwoPlaces) {
  EXPECT_EQ(FormatAmount(Leva(378'008'50)), "378008.50");
  EXPECT_EQ(FormatAmount(Leva(0)), "0.00");
  EXPECT_EQ(FormatAmount(Leva(7)), "0.07");
  EXPECT_EQ(FormatAmount(Leva(-5)), "-0.05");
  EXPECT_EQ(FormatAmount(Leva(kSmallest)), "-92233720368547758.08");
}

TEST(ParseAmount, WireForm_IsRead) {
  EXPECT_EQ(WireAmount("378008.50"), "378008.50");
  EXPECT_EQ(WireAmount("2.5"), "2.50");
  EXPECT_EQ(WireAmount("2"), "2.00");
  EXPECT_EQ(WireAmount("-1941.00"), "-1941.00");
  EXPECT_EQ(WireAmount("0000000000000000000000007"), "7.00");
}

TEST(ParseAmount, AnythingElse_IsMalformed) {
  for (const absl::string_view text : {"", "-", ".", ".5", "5.", "1.234", "1,5", "1 000", "+1", "--1",
                                       "1e3", "0x1", "1.2.3", " 1", "1 ", "NaN", "١", "1.-5"}) {
    EXPECT_EQ(WireAmount(text), "MONEY_MALFORMED") << text;
  }
}

TEST(ParseAmount, BeyondRange_IsRefused) {
  EXPECT_EQ(WireAmount("92233720368547758.07"), "92233720368547758.07");
  EXPECT_EQ(WireAmount("92233720368547758.08"), "MONEY_OUT_OF_RANGE");
  EXPECT_EQ(WireAmount("-92233720368547758.09"), "MONEY_OUT_OF_RANGE");
  EXPECT_EQ(WireAmount(std::string(500, '9')), "MONEY_OUT_OF_RANGE");
}

TEST(ParseBulgarianAmount, FormsOfDocuments_AreRead) {
  EXPECT_EQ(BulgarianAmount("244440"), "244440.00");
  EXPECT_EQ(BulgarianAmount("538 952"), "538952.00");
  EXPECT_EQ(BulgarianAmount("378 008,50"), "378008.50");
  EXPECT_EQ(BulgarianAmount("378\u00A0008.5"), "378008.50");
  EXPECT_EQ(BulgarianAmount("1\u202F234\u00A0567,89"), "1234567.89");
  EXPECT_EQ(BulgarianAmount("0,01"), "0.01");
}

TEST(ParseBulgarianAmount, AmbiguousOrBroken_IsMalformed) {
  for (const absl::string_view text :
       {"", ",", "1.234,50", "1,234.50", "12,3,4", "1.234", "1,234", "12,", ",5", "12 34", "1234 567",
        "1  234", " 123", "123 ", "12 345 6", "-132550", "132 550 лв", "1 234,5 0", "двеста"}) {
    EXPECT_EQ(BulgarianAmount(text), "MONEY_MALFORMED") << text;
  }
}

TEST(Allocate, EqualWeights_GiveTheCentToTheLowerIndex) {
  EXPECT_THAT(Shares(Leva(100'00), {1, 1, 1}), ElementsAre(33'34, 33'33, 33'33));
}

TEST(Allocate, LargestRemainder_GetsTheCent) {
  EXPECT_THAT(Shares(Leva(1'00), {1, 2}), ElementsAre(33, 67));
  EXPECT_THAT(Shares(Leva(10), {0, 3, 0, 3, 1}), ElementsAre(0, 4, 0, 4, 2));
}

TEST(Allocate, WeightsOrTotalThatCannotShare_AreRefused) {
  EXPECT_EQ(ReasonOf(Allocate(Leva(1), {}).status()), "MONEY_ALLOCATION_INVALID");
  EXPECT_EQ(ReasonOf(Allocate(Leva(1), {0, 0}).status()), "MONEY_ALLOCATION_INVALID");
  EXPECT_EQ(ReasonOf(Allocate(Leva(1), {2, -1}).status()), "MONEY_ALLOCATION_INVALID");
  EXPECT_EQ(ReasonOf(Allocate(Leva(-1), {1}).status()), "MONEY_ALLOCATION_INVALID");
}

TEST(Allocate, LargestTotalAndWeights_DoNotWrap) {
  EXPECT_THAT(Shares(Leva(kLargest), {kLargest, kLargest}),
              ElementsAre(kLargest / 2 + 1, kLargest / 2));
}

RC_GTEST_PROP(FormatAmount, ParseAmountReadsItBack, (int64_t minor)) {
  RC_ASSERT(*ParseAmount(FormatAmount(Leva(minor)), Currency::kBgn) == Leva(minor));
}

RC_GTEST_PROP(MultiplyByRatio, AnyRounding_StaysWithinACentOfTheExactProduct, ()) {
  const int64_t minor = *rc::gen::inRange<int64_t>(-1'000'000'000, 1'000'000'001);
  const int64_t numerator = *rc::gen::inRange<int64_t>(0, 1'000'000);
  const int64_t denominator = *rc::gen::inRange<int64_t>(1, 1'000'000);
  for (const Rounding rounding :
       {Rounding::kDown, Rounding::kHalfUp, Rounding::kHalfEven, Rounding::kEuroWage}) {
    const int64_t result = MultiplyByRatio(Leva(minor), {numerator, denominator}, rounding)->minor();
    const int64_t error = result * denominator - minor * numerator;
    RC_ASSERT(error < denominator);
    RC_ASSERT(error > -denominator);
    const bool half = rounding == Rounding::kHalfUp || rounding == Rounding::kHalfEven;
    RC_ASSERT(!half || 2 * (error < 0 ? -error : error) <= denominator);
  }
}

RC_GTEST_PROP(Allocate, Parts_AddUpAndKeepTheirQuota, ()) {
  const int64_t total = *rc::gen::inRange<int64_t>(0, 100'000'000'000);
  const auto weights =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<int64_t>>(rc::gen::inRange(0, 10'000)));
  const int64_t weight_sum = std::accumulate(weights.begin(), weights.end(), int64_t{0});
  RC_PRE(weight_sum > 0);

  const std::vector<int64_t> parts = Shares(Leva(total), weights);

  RC_ASSERT(std::accumulate(parts.begin(), parts.end(), int64_t{0}) == total);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const int64_t floor = total * weights[i] / weight_sum;
    RC_ASSERT(parts[i] >= floor);
    RC_ASSERT(parts[i] <= floor + (total * weights[i] % weight_sum == 0 ? 0 : 1));
  }
}

RC_GTEST_PROP(Allocate, ScaledWeights_ChangeNothing, ()) {
  const int64_t total = *rc::gen::inRange<int64_t>(0, 1'000'000);
  auto weights =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<int64_t>>(rc::gen::inRange(1, 1'000)));
  const int64_t scale = *rc::gen::inRange<int64_t>(1, 1'000);

  const std::vector<int64_t> before = Shares(Leva(total), weights);
  for (int64_t& weight : weights) {
    weight *= scale;
  }

  RC_ASSERT(Shares(Leva(total), weights) == before);
}

}  // namespace
}  // namespace tranche
