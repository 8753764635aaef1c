// SPDX-License-Identifier: EUPL-1.2
#include "budgets/currencies/foreign_cost.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <string>

#include "platform/base/error.h"

namespace tranche::budgets {
namespace {

Money Euro(int64_t minor) { return Money::Minor(minor, Currency::kEur); }
Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

TEST(ParseRate, WellFormed_IsExactAndComesBackWithoutZeros) {
  EXPECT_EQ(*ParseRate("1.0835"), 1'083'500);
  EXPECT_EQ(*ParseRate("4.9730"), 4'973'000);
  EXPECT_EQ(*ParseRate("0.000001"), 1);
  EXPECT_EQ(*ParseRate("999999.999999"), 999'999'999'999);
  EXPECT_EQ(FormatRate(1'083'500), "1.0835");
  EXPECT_EQ(FormatRate(162'000'000), "162");
  EXPECT_EQ(FormatRate(1), "0.000001");
}

TEST(ParseRate, AnythingElse_IsRefused) {
  for (const char* text : {"", "0", "0.000000", ".5", "1.", "1,0835", "-1", "+1", "1e3", "1.0000001",
                           "1000000", "1.08 ", "１"}) {
    EXPECT_EQ(ReasonOf(ParseRate(text).status()), "EXCHANGE_RATE_INVALID") << text;
  }
}

TEST(ParseMonth, YearAndMonth_AnythingElseIsRefused) {
  EXPECT_EQ(*ParseMonth("2025-03"), absl::CivilDay(2025, 3, 1));
  EXPECT_EQ(MonthOf(absl::CivilDay(2025, 3, 31)), "2025-03");
  for (const char* text : {"", "2025", "2025-13", "2025-00", "2025-3", "03.2025", "2025-03-01"}) {
    EXPECT_EQ(ReasonOf(ParseMonth(text).status()), "MONTH_MALFORMED") << text;
  }
}

TEST(CheckCurrencyCode, ThreeCapitalLetters_AnythingElseIsRefused) {
  EXPECT_TRUE(CheckCurrencyCode("USD").ok());
  for (const char* text : {"", "US", "usd", "USDT", "US1", "ЕВР"}) {
    EXPECT_EQ(ReasonOf(CheckCurrencyCode(text)), "CURRENCY_MALFORMED") << text;
  }
}

TEST(ExchangeRatio, LevToEuro_IsTheFixedRateWhateverTheMonth) {
  const Ratio ratio = *ExchangeRatio("BGN", Currency::kEur, std::nullopt, "");

  EXPECT_EQ(ConvertShare(378'008'50, ratio, Currency::kEur, std::nullopt)->claimed, Euro(193'272'68));
}

TEST(ExchangeRatio, EuroToLev_IsTheFixedRate) {
  const Ratio ratio = *ExchangeRatio("EUR", Currency::kBgn, std::nullopt, "");

  EXPECT_EQ(ConvertShare(100'00, ratio, Currency::kBgn, std::nullopt)->claimed, Leva(195'58));
}

TEST(ExchangeRatio, DollarToEuroAndOnToLev_RoundOnce) {
  const Ratio to_euro = *ExchangeRatio("USD", Currency::kEur, 1'083'500, "2025-03");
  const Ratio to_lev = *ExchangeRatio("USD", Currency::kBgn, 1'083'500, "2025-03");

  EXPECT_EQ(ConvertShare(1'000'00, to_euro, Currency::kEur, std::nullopt)->claimed, Euro(922'93));
  // 1805.1038…; by way of the rounded 922.93 it would be 1805.09.
  EXPECT_EQ(ConvertShare(1'000'00, to_lev, Currency::kBgn, std::nullopt)->claimed, Leva(1'805'10));
}

TEST(ExchangeRatio, NoRateOrTheSameCurrency_IsRefused) {
  EXPECT_EQ(ReasonOf(ExchangeRatio("USD", Currency::kEur, std::nullopt, "2025-03").status()),
            "EXCHANGE_RATE_UNKNOWN");
  EXPECT_EQ(ReasonOf(ExchangeRatio("EUR", Currency::kEur, std::nullopt, "").status()),
            "FOREIGN_CURRENCY_SAME");
}

TEST(ConvertShare, SecondHalfOfADocument_TakesWhatIsLeftOfIt) {
  const Ratio lev = *ExchangeRatio("BGN", Currency::kEur, std::nullopt, "");

  // 3.90 lev are 1.99 euro, and the first half is 1.00.
  const ConvertedShare share = *ConvertShare(1'95, lev, Currency::kEur, Euro(99));

  EXPECT_EQ(share.claimed, Euro(99));
  EXPECT_EQ(share.difference, Euro(-1));
}

TEST(ConvertShare, FarBeyondWhatIsLeft_StaysAsItIsSoThatItIsRefused) {
  const Ratio lev = *ExchangeRatio("BGN", Currency::kEur, std::nullopt, "");

  EXPECT_EQ(ConvertShare(1'95, lev, Currency::kEur, Euro(97))->claimed, Euro(1'00));
  EXPECT_EQ(ConvertShare(1'95, lev, Currency::kEur, Euro(0))->claimed, Euro(1'00));
  EXPECT_EQ(ConvertShare(1'95, lev, Currency::kEur, Leva(99))->claimed, Euro(1'00));
}

RC_GTEST_PROP(ConvertShare, AnyAmountAndRate_IsWithinHalfACentOfTheExactFraction, ()) {
  const int64_t minor = *rc::gen::inRange<int64_t>(1, 1'000'000'00);
  const int64_t millionths = *rc::gen::inRange<int64_t>(1'000, 1'000'000'000);
  const Ratio ratio = *ExchangeRatio("USD", Currency::kEur, millionths, "2025-03");

  const int64_t euro = ConvertShare(minor, ratio, Currency::kEur, std::nullopt)->claimed.minor();

  // |euro - minor * 1000000 / millionths| <= 1/2, without a fraction.
  RC_ASSERT(2 * std::abs(euro * millionths - minor * 1'000'000) <= millionths);
}

}  // namespace
}  // namespace tranche::budgets
