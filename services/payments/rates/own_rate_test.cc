// SPDX-License-Identifier: EUPL-1.2
#include "payments/rates/own_rate.h"

#include <optional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "payments/recoveries/interest.h"
#include "platform/base/error.h"

namespace tranche::payments::rates {
namespace {

using ::absl::CivilDay;
using recoveries::Rule;

Rule Law(const char* code, const char* value, CivilDay from, std::optional<CivilDay> to) {
  return {.code = code,
          .value = value,
          .unit = "percent",
          .source = "Law",
          .verified = true,
          .valid_from = from,
          .valid_to = to};
}

// The basic rate is known until the end of June 2026.
std::vector<Rule> Rules() {
  return {Law("interest_allowance_percent", "10", CivilDay(2016, 7, 1), std::nullopt),
          Law("interest_year_days", "360", CivilDay(2016, 7, 1), std::nullopt),
          Law("interest_basic_percent", "2.5", CivilDay(2026, 1, 1), CivilDay(2026, 6, 30))};
}

OwnRate SecondHalf() {
  return {.from = CivilDay(2026, 7, 1),
          .to = CivilDay(2026, 12, 31),
          .yearly_hundred_thousandths = 205'000,
          .source = "Решение от 29.06.2026"};
}

recoveries::Parts TenThousand() {
  return {Money::Minor(10'000'00, Currency::kEur), Money::Zero(Currency::kEur)};
}

TEST(ParsePercent, DecimalText_IsExact) {
  EXPECT_EQ(*ParsePercent("2.05"), 205'000);
  EXPECT_EQ(*ParsePercent("0"), 0);
  EXPECT_EQ(*ParsePercent("100"), 10'000'000);
  for (const char* wrong : {"", "-1", "100.00001", "2,05", "2.000001", "two", "1e2", "."}) {
    EXPECT_EQ(ReasonOf(ParsePercent(wrong).status()), "INTEREST_RATE_MALFORMED") << wrong;
  }
}

TEST(OwnRate, DaysWithoutARule_AreFilled) {
  const std::vector<Rule> rules = WithOwnRates(Rules(), {SecondHalf()});

  const auto pieces =
      recoveries::Interest(TenThousand(), CivilDay(2026, 6, 21), CivilDay(2026, 7, 10), rules);

  ASSERT_TRUE(pieces.ok()) << pieces.status();
  ASSERT_EQ(pieces->size(), 2u);
  EXPECT_EQ((*pieces)[0].yearly_hundred_thousandths, 1'250'000);
  EXPECT_EQ((*pieces)[1].yearly_hundred_thousandths, 1'205'000);
  EXPECT_EQ((*pieces)[1].from, CivilDay(2026, 7, 1));
  EXPECT_FALSE((*pieces)[1].verified);
  EXPECT_THAT((*pieces)[1].source, ::testing::HasSubstr("Решение от 29.06.2026"));
}

TEST(OwnRate, DayAfterItsLast_HasNone) {
  const std::vector<Rule> rules = WithOwnRates(Rules(), {SecondHalf()});

  const auto pieces =
      recoveries::Interest(TenThousand(), CivilDay(2026, 12, 1), CivilDay(2027, 1, 1), rules);

  EXPECT_EQ(ReasonOf(pieces.status()), "INTEREST_RATE_UNKNOWN");
  EXPECT_EQ(ValuesOf(pieces.status())[0].second, "2027-01-01");
}

TEST(OwnRate, RuleThatCameLater_CountsOnItsDays) {
  std::vector<Rule> rules = Rules();
  rules.push_back(Law("interest_basic_percent", "3", CivilDay(2026, 8, 1), CivilDay(2026, 9, 30)));

  rules = WithOwnRates(std::move(rules), {SecondHalf()});

  const auto table = recoveries::RatesOver(rules, CivilDay(2026, 7, 1), CivilDay(2026, 12, 31));
  ASSERT_TRUE(table.ok()) << table.status();
  ASSERT_EQ(table->rates.size(), 3u);
  EXPECT_EQ(table->rates[0].to, CivilDay(2026, 7, 31));
  EXPECT_EQ(table->rates[1].yearly_hundred_thousandths, 1'300'000);
  EXPECT_EQ(table->rates[2].from, CivilDay(2026, 10, 1));
  EXPECT_EQ(table->rates[2].yearly_hundred_thousandths, 1'205'000);
  EXPECT_FALSE(table->missing_from.has_value());
}

TEST(OwnRate, RuleWithoutAnEnd_LeavesNoDayToIt) {
  std::vector<Rule> rules = Rules();
  rules.push_back(Law("interest_basic_percent", "3", CivilDay(2026, 7, 1), std::nullopt));
  const size_t before = rules.size();

  EXPECT_EQ(WithOwnRates(std::move(rules), {SecondHalf()}).size(), before);
}

TEST(CheckNew, DaysOfALaw_AreRefused) {
  OwnRate rate = SecondHalf();
  EXPECT_TRUE(CheckNew(rate, Rules(), {}).ok());
  rate.from = CivilDay(2026, 6, 30);
  const absl::Status refused = CheckNew(rate, Rules(), {});
  EXPECT_EQ(ReasonOf(refused), "INTEREST_RATE_KNOWN");
  EXPECT_EQ(ValuesOf(refused)[0].second, "2026-06-30");
}

TEST(CheckNew, SameFirstDay_Replaces_AnotherOneOverlaps) {
  OwnRate rate = SecondHalf();
  EXPECT_TRUE(CheckNew(rate, Rules(), {SecondHalf()}).ok());
  rate.from = CivilDay(2026, 10, 1);
  EXPECT_EQ(ReasonOf(CheckNew(rate, Rules(), {SecondHalf()})), "INTEREST_RATE_OVERLAPS");
  rate.from = CivilDay(2027, 1, 1);
  rate.to = CivilDay(2027, 6, 30);
  EXPECT_TRUE(CheckNew(rate, Rules(), {SecondHalf()}).ok());
}

TEST(CheckNew, DaysInTheWrongOrder_OrMoreThanAYear_AreRefused) {
  OwnRate rate = SecondHalf();
  rate.to = CivilDay(2026, 6, 30);
  EXPECT_EQ(ReasonOf(CheckNew(rate, Rules(), {})), "DAYS_OUT_OF_ORDER");
  rate.to = rate.from + kOwnRateDaysMax;
  EXPECT_EQ(ReasonOf(CheckNew(rate, Rules(), {})), "INTEREST_RATE_TOO_LONG");
  rate.to = rate.from + kOwnRateDaysMax - 1;
  EXPECT_TRUE(CheckNew(rate, Rules(), {}).ok());
}

}  // namespace
}  // namespace tranche::payments::rates
