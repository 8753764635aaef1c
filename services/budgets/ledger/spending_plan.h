// SPDX-License-Identifier: EUPL-1.2
// What is meant to be used in each quarter of a contract.
#pragma once

#include <compare>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "platform/money/money.h"

namespace tranche::budgets {

struct Quarter {
  int year = 0;
  int quarter = 1;  // 1 to 4.

  friend auto operator<=>(const Quarter&, const Quarter&) = default;
};

Quarter QuarterOf(absl::CivilDay day);
absl::CivilDay LastDay(Quarter quarter);
std::string FormatQuarter(Quarter quarter);  // "2018-Q1"

struct PlannedQuarter {
  std::string line;  // Empty: the whole contract.
  Quarter quarter;
  Money amount;
};

// What a plan is held against.
struct PlanFrame {
  absl::CivilDay starts_on;
  absl::CivilDay ends_on;
  Money cap;                          // Of the contract.
  std::map<std::string, Money> caps;  // Of the lines, by code.
};

// INVALID_REQUEST with everything that is wrong with a plan: PLAN_MIXED, PLAN_QUARTER_TWICE,
// PLAN_OUTSIDE_CONTRACT, LINE_NOT_FOUND, AMOUNT_NEGATIVE, MONEY_CURRENCY_MIXED, PLAN_ABOVE_CAP,
// PLAN_ABOVE_CONTRACT.
absl::Status CheckPlan(absl::Span<const PlannedQuarter> plan, const PlanFrame& frame);

}  // namespace tranche::budgets
