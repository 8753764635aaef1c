// SPDX-License-Identifier: EUPL-1.2
// Rates for tests of checks, as migrations/deploy/reference/wage_rules.sql has them for 2011 to 2015.
// That the product goes by the same ones is a test of the service with reference beside it.
#pragma once

#include "plans/checks/rates.h"
#include "platform/calendar/civil.h"

namespace tranche::plans {

inline Rates RatesOfThen() {
  const auto lev = [](absl::CivilDay first, absl::CivilDay last, int64_t minor) {
    return AmountRate{.days = {first, last},
                      .amount = Money::Minor(minor, Currency::kBgn),
                      .source = "ПМС",
                      .verified = false,
                      .scheme = ""};
  };
  const auto of_scheme = [&](absl::CivilDay first, absl::CivilDay last, int64_t minor) {
    AmountRate rate = lev(first, last, minor);
    rate.source = "BG051PO001-5.2.09";
    rate.scheme = "Подкрепа за достоен живот";
    return rate;
  };
  using Day = absl::CivilDay;
  return {
      .minimum_wages = {lev(Day(2012, 5, 1), Day(2012, 12, 31), 29000),
                        lev(Day(2013, 1, 1), Day(2013, 12, 31), 31000),
                        lev(Day(2014, 1, 1), Day(2014, 12, 31), 34000),
                        lev(Day(2015, 1, 1), Day(2015, 6, 30), 36000),
                        lev(Day(2015, 7, 1), Day(2015, 12, 31), 38000)},
      .contributions = {{.days = {Day(2011, 1, 1), Day(2016, 12, 31)},
                         .hundredths = 1780,
                         .source = "КСО",
                         .verified = false}},
      .hour_rates = {of_scheme(Day(2011, 1, 10), Day(2012, 12, 18), 200),
                     of_scheme(Day(2012, 12, 19), Day(2013, 5, 31), 240),
                     of_scheme(Day(2013, 6, 1), Day(2014, 5, 31), 300)},
  };
}

}  // namespace tranche::plans
