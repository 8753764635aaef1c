// SPDX-License-Identifier: EUPL-1.2
#include "staffing/scheme.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "platform/base/error.h"

namespace tranche::staffing {
namespace {

using ::testing::Contains;
using ::testing::Pair;

// Mineralni Bani: 18 months from 18.04.2017.
Contract EighteenMonths() {
  return {.organisation = "mineralni-bani",
          .id = "BG05M9OP001-2.005-0063-C01",
          .starts_on = absl::CivilDay(2017, 4, 18),
          .ends_on = absl::CivilDay(2018, 10, 18),
          .duration_months = 18,
          .currency = Currency::kBgn};
}

Position Workers(int places, int months, int64_t monthly_cost_minor) {
  return {.code = "P1",
          .title = "Социален работник",
          .places = places,
          .months = months,
          .monthly_cost = Money::Minor(monthly_cost_minor, Currency::kBgn),
          .persons = {}};
}

Scheme SchemeOf(std::vector<Position> positions) {
  return {.id = "team", .title = "Екип", .positions = std::move(positions), .marks_json = "[]"};
}

Scheme SchemeWith(Person person) {
  Position position = Workers(1, 18, 100000);
  position.persons.push_back(std::move(person));
  return SchemeOf({position});
}

TEST(Totals, TwoPlacesThreePersons_CountPlaces) {
  Position position = Workers(2, 12, 123457);
  for (const char* name : {"А", "Б", "В"}) {
    position.persons.push_back(
        {.display_name = name, .starts_on = absl::CivilDay(2017, 5, 1), .ends_on = {}});
  }
  const absl::StatusOr<Totals> totals = TotalsOf(position);
  ASSERT_TRUE(totals.ok());
  EXPECT_EQ(totals->places, 2);
  EXPECT_EQ(totals->person_months, 24);
  EXPECT_EQ(FormatAmount(totals->cost), "29629.68");
  EXPECT_TRUE(CheckScheme(EighteenMonths(), SchemeOf({position})).ok());
}

TEST(Totals, SeveralPositions_AddUp) {
  Position second = Workers(3, 6, 50);
  second.code = "P2";
  const absl::StatusOr<Totals> totals =
      TotalsOf(SchemeOf({Workers(2, 12, 100), second}), Currency::kBgn);
  ASSERT_TRUE(totals.ok());
  EXPECT_EQ(totals->places, 5);
  EXPECT_EQ(totals->person_months, 42);
  EXPECT_EQ(totals->cost.minor(), 24 * 100 + 18 * 50);
}

TEST(Totals, CostBeyondAnAmount_IsRefused) {
  const Scheme scheme = SchemeOf({Workers(10000, 18, std::numeric_limits<int64_t>::max() / 1000)});
  EXPECT_EQ(ReasonOf(CheckScheme(EighteenMonths(), scheme)), "MONEY_OUT_OF_RANGE");
}

TEST(InEuro, MonthlyCosts_AreRoundedUpWhenTheThirdDecimalIsAboveZero) {
  // 550.6613… and 158.5004…: only the third decimal counts, so the second is not rounded up.
  EXPECT_EQ(FormatAmount(InEuro(Workers(1, 1, 1'077'00))->unit_price), "550.67");
  EXPECT_EQ(FormatAmount(InEuro(Workers(1, 1, 310'00))->unit_price), "158.50");
}

TEST(EuroCostOf, TwoPlacesForAYear_MonthlyCostFirstAndTheDifferenceTold) {
  const absl::StatusOr<EuroCost> euro =
      EuroCostOf(SchemeOf({Workers(2, 12, 1'077'00), Workers(1, 1, 310'00)}));

  ASSERT_TRUE(euro.ok()) << euro.status();
  EXPECT_EQ(FormatAmount(euro->cost), "13374.58");  // 24 x 550.67 + 158.50.
  // 26,158.00 lev by themselves are 13,374.37.
  EXPECT_EQ(FormatAmount(euro->difference), "0.21");
}

TEST(SchemeCheck, MonthsOfAPosition_AreAtMostTheContracts) {
  EXPECT_TRUE(CheckScheme(EighteenMonths(), SchemeOf({Workers(1, 18, 1)})).ok());
  const absl::Status refused = CheckScheme(EighteenMonths(), SchemeOf({Workers(1, 19, 1)}));
  EXPECT_EQ(ReasonOf(refused), "SCHEME_LONGER_THAN_CONTRACT");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("months", "19")));
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("contract_months", "18")));
}

TEST(SchemeCheck, CodeTwiceCurrencyOrSign_AreRefused) {
  const Contract contract = EighteenMonths();
  EXPECT_EQ(ReasonOf(CheckScheme(contract, SchemeOf({Workers(1, 1, 1), Workers(1, 1, 1)}))),
            "POSITION_CODE_TWICE");
  Position euro = Workers(1, 1, 1);
  euro.monthly_cost = Money::Minor(1, Currency::kEur);
  EXPECT_EQ(ReasonOf(CheckScheme(contract, SchemeOf({euro}))), "MONEY_CURRENCY_MIXED");
  EXPECT_EQ(ReasonOf(CheckScheme(contract, SchemeOf({Workers(1, 1, -1)}))), "AMOUNT_NEGATIVE");
  EXPECT_TRUE(CheckScheme(contract, SchemeOf({Workers(1, 1, 0)})).ok());
}

TEST(PersonCheck, DaysAtTheEdgesOfThePeriod_AreTaken) {
  const Contract contract = EighteenMonths();
  EXPECT_TRUE(CheckScheme(contract, SchemeWith({"А", contract.starts_on, contract.ends_on})).ok());
  EXPECT_TRUE(CheckScheme(contract, SchemeWith({"А", contract.ends_on, std::nullopt})).ok());
}

TEST(PersonCheck, DaysOutsideThePeriod_AreRefused) {
  const Contract contract = EighteenMonths();
  const auto reason = [&](absl::CivilDay starts_on, std::optional<absl::CivilDay> ends_on) {
    return ReasonOf(CheckScheme(contract, SchemeWith({"А", starts_on, ends_on})));
  };
  EXPECT_EQ(reason(contract.starts_on - 1, std::nullopt), "PERSON_OUTSIDE_PERIOD");
  EXPECT_EQ(reason(contract.ends_on + 1, std::nullopt), "PERSON_OUTSIDE_PERIOD");
  EXPECT_EQ(reason(contract.starts_on, contract.ends_on + 1), "PERSON_OUTSIDE_PERIOD");
  EXPECT_EQ(reason(contract.starts_on + 1, contract.starts_on), "PERSON_DAYS_REVERSED");
}

TEST(PersonalNumber, TenDigitsInAnySpelling_AreFound) {
  EXPECT_TRUE(HoldsPersonalNumber("Иван 8001010008"));
  EXPECT_TRUE(HoldsPersonalNumber("800101 0008"));
  EXPECT_TRUE(HoldsPersonalNumber("80-01-01-0008"));
  EXPECT_TRUE(HoldsPersonalNumber("12345678901"));
  EXPECT_FALSE(HoldsPersonalNumber("Лице 1"));
  EXPECT_FALSE(HoldsPersonalNumber("123456789"));
  EXPECT_FALSE(HoldsPersonalNumber("12345 (смяна) 67890"));
  EXPECT_EQ(
      ReasonOf(CheckScheme(EighteenMonths(),
                           SchemeWith({"Иван 8001010008", absl::CivilDay(2017, 5, 1), std::nullopt}))),
      "PERSONAL_NUMBER_IN_NAME");
}

}  // namespace
}  // namespace tranche::staffing
