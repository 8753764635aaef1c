// SPDX-License-Identifier: EUPL-1.2
#include "plans/rates_convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "platform/base/error.h"
#include "platform/calendar/civil.h"

namespace tranche::plans {
namespace {

reference::v1::Rule* Add(reference::v1::ListRulesResponse* rules, const std::string& code,
                         const std::string& value, const std::string& unit) {
  reference::v1::Rule* rule = rules->add_rules();
  rule->set_code(code);
  rule->set_value(value);
  rule->set_unit(unit);
  rule->set_valid_from("2013-01-01");
  rule->set_legal_source("ПМС");
  return rule;
}

TEST(RatesOf, RulesOfWagesContributionsAndSchemes_AreTakenAndTheOthersLeft) {
  reference::v1::ListRulesResponse rules;
  Add(&rules, "minimum_wage_month", "310", "bgn")->set_valid_to("2013-12-31");
  Add(&rules, "minimum_wage_month", "620.2", "eur");
  Add(&rules, "employer_contributions_percent", "17.8", "percent")->set_verified(true);
  Add(&rules, "scheme_hour_rate_x", "2.4", "bgn")->set_applies_to("Подкрепа");
  Add(&rules, "minimum_wage_hour", "1.85", "bgn");
  Add(&rules, "final_claim_months", "1", "months");

  const absl::StatusOr<Rates> rates = RatesOf(rules);

  ASSERT_TRUE(rates.ok()) << rates.status();
  const Days open{absl::CivilDay(2013, 1, 1), kLastDayTaken};
  const Days closed{absl::CivilDay(2013, 1, 1), absl::CivilDay(2013, 12, 31)};
  EXPECT_EQ(
      *rates,
      (Rates{.minimum_wages = {{closed, Money::Minor(31000, Currency::kBgn), "ПМС", false, ""},
                               {open, Money::Minor(62020, Currency::kEur), "ПМС", false, ""}},
             .contributions = {{open, 1780, "ПМС", true}},
             .hour_rates = {{open, Money::Minor(240, Currency::kBgn), "ПМС", false, "Подкрепа"}}}));
}

TEST(RatesOf, RuleThatIsNoRate_IsRefused) {
  for (const auto& [code, value, unit] :
       {std::tuple("minimum_wage_month", "310", "percent"),
        std::tuple("minimum_wage_month", "много", "bgn"), std::tuple("minimum_wage_month", "0", "bgn"),
        std::tuple("scheme_hour_rate_x", "-1", "bgn"),
        std::tuple("employer_contributions_percent", "-17.8", "percent")}) {
    reference::v1::ListRulesResponse rules;
    Add(&rules, code, value, unit);
    EXPECT_FALSE(RatesOf(rules).ok()) << code << " " << value << " " << unit;
  }
  reference::v1::ListRulesResponse no_day;
  Add(&no_day, "minimum_wage_month", "310", "bgn")->set_valid_from("2013-02-31");
  EXPECT_EQ(ReasonOf(RatesOf(no_day).status()), "DATE_NOT_IN_CALENDAR");
}

}  // namespace
}  // namespace tranche::plans
