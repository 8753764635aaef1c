// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/spending_plan.h"

#include <cstddef>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::budgets {
namespace {

constexpr int kMonthsOfQuarter = 3;

// What is wrong with one quarter by itself.
void CheckQuarter(const PlannedQuarter& planned, const std::string& place, const PlanFrame& frame,
                  std::vector<Violation>* violations) {
  if (!planned.line.empty() && frame.caps.count(planned.line) == 0) {
    violations->push_back({place + ".line", "LINE_NOT_FOUND", {{"line", planned.line}}});
  }
  const Quarter first = QuarterOf(frame.starts_on);
  const Quarter last = QuarterOf(frame.ends_on);
  if (planned.quarter < first || planned.quarter > last) {
    violations->push_back({place + ".quarter",
                           "PLAN_OUTSIDE_CONTRACT",
                           {{"quarter", FormatQuarter(planned.quarter)},
                            {"first", FormatQuarter(first)},
                            {"last", FormatQuarter(last)}}});
  }
  if (planned.amount.IsNegative()) violations->push_back({place + ".amount", "AMOUNT_NEGATIVE", {}});
  if (planned.amount.currency() != frame.cap.currency()) {
    violations->push_back({place + ".amount",
                           "MONEY_CURRENCY_MIXED",
                           {{"left", std::string(CurrencyCode(frame.cap.currency()))},
                            {"right", std::string(CurrencyCode(planned.amount.currency()))}}});
  }
}

// The sums by line, where the quarters are sound.
absl::Status CheckSums(absl::Span<const PlannedQuarter> plan, const PlanFrame& frame) {
  const Currency currency = frame.cap.currency();
  std::map<std::string, Money> sums;
  for (const PlannedQuarter& planned : plan) {
    Money& sum = sums.try_emplace(planned.line, Money::Zero(currency)).first->second;
    TRANCHE_ASSIGN_OR_RETURN(sum, Add(sum, planned.amount));
  }
  std::vector<Violation> violations;
  for (const auto& [line, sum] : sums) {
    const Money cap = line.empty() ? frame.cap : frame.caps.at(line);
    if (sum.minor() <= cap.minor()) continue;
    ErrorValues values = {{"planned", FormatAmount(sum)},
                          {"cap", FormatAmount(cap)},
                          {"currency", std::string(CurrencyCode(currency))}};
    if (!line.empty()) values.push_back({"line", line});
    violations.push_back(
        {"plan.quarters", line.empty() ? "PLAN_ABOVE_CONTRACT" : "PLAN_ABOVE_CAP", std::move(values)});
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return absl::OkStatus();
}

}  // namespace

Quarter QuarterOf(absl::CivilDay day) {
  return {.year = static_cast<int>(day.year()), .quarter = (day.month() - 1) / kMonthsOfQuarter + 1};
}

absl::CivilDay LastDay(Quarter quarter) {
  const absl::CivilMonth after(quarter.year, quarter.quarter * kMonthsOfQuarter + 1);
  return absl::CivilDay(after) - 1;
}

std::string FormatQuarter(Quarter quarter) { return absl::StrCat(quarter.year, "-Q", quarter.quarter); }

absl::Status CheckPlan(absl::Span<const PlannedQuarter> plan, const PlanFrame& frame) {
  std::vector<Violation> violations;
  std::set<std::pair<std::string, Quarter>> seen;
  bool by_line = false;
  bool for_contract = false;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    const PlannedQuarter& planned = plan[i];
    const std::string place = absl::StrCat("plan.quarters[", i, "]");
    CheckQuarter(planned, place, frame, &violations);
    if (!seen.insert({planned.line, planned.quarter}).second) {
      violations.push_back(
          {place + ".quarter", "PLAN_QUARTER_TWICE", {{"quarter", FormatQuarter(planned.quarter)}}});
    }
    (planned.line.empty() ? for_contract : by_line) = true;
  }
  if (by_line && for_contract) violations.push_back({"plan.quarters", "PLAN_MIXED", {}});
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return CheckSums(plan, frame);
}

}  // namespace tranche::budgets
