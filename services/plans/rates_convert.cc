// SPDX-License-Identifier: EUPL-1.2
#include "plans/rates_convert.h"

#include "absl/strings/match.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::plans {
namespace {

constexpr char kMinimumWage[] = "minimum_wage_month";
constexpr char kContributions[] = "employer_contributions_percent";
constexpr char kHourRate[] = "scheme_hour_rate_";  // Behind it the scheme.

absl::StatusOr<Days> DaysOf(const reference::v1::Rule& rule) {
  Days days{.first = {}, .last = kLastDayTaken};
  TRANCHE_ASSIGN_OR_RETURN(days.first, ParseDay(rule.valid_from()));
  if (!rule.valid_to().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(days.last, ParseDay(rule.valid_to()));
  }
  return days;
}

absl::StatusOr<AmountRate> AmountOf(const reference::v1::Rule& rule) {
  const bool lev = rule.unit() == "bgn";
  if (!lev && rule.unit() != "eur") return Refuse("MONEY_CURRENCY_UNKNOWN", {{"value", rule.unit()}});
  AmountRate rate{.days = {},
                  .amount = {},
                  .source = rule.legal_source(),
                  .verified = rule.verified(),
                  .scheme = rule.applies_to()};
  TRANCHE_ASSIGN_OR_RETURN(rate.days, DaysOf(rule));
  TRANCHE_ASSIGN_OR_RETURN(rate.amount,
                           ParseAmount(rule.value(), lev ? Currency::kBgn : Currency::kEur));
  if (rate.amount.minor() <= 0) return Refuse("MONEY_MALFORMED", {{"value", rule.value()}});
  return rate;
}

absl::StatusOr<PercentRate> PercentOf(const reference::v1::Rule& rule) {
  PercentRate rate{
      .days = {}, .hundredths = 0, .source = rule.legal_source(), .verified = rule.verified()};
  TRANCHE_ASSIGN_OR_RETURN(rate.days, DaysOf(rule));
  // Two places of a percent are hundredths, as of an amount; the currency has no part in it.
  TRANCHE_ASSIGN_OR_RETURN(const Money hundredths, ParseAmount(rule.value(), Currency::kBgn));
  if (hundredths.IsNegative()) return Refuse("MONEY_MALFORMED", {{"value", rule.value()}});
  rate.hundredths = hundredths.minor();
  return rate;
}

}  // namespace

absl::StatusOr<Rates> RatesOf(const reference::v1::ListRulesResponse& rules) {
  Rates rates;
  for (const reference::v1::Rule& rule : rules.rules()) {
    if (rule.code() == kMinimumWage) {
      TRANCHE_ASSIGN_OR_RETURN(rates.minimum_wages.emplace_back(), AmountOf(rule));
    } else if (rule.code() == kContributions) {
      TRANCHE_ASSIGN_OR_RETURN(rates.contributions.emplace_back(), PercentOf(rule));
    } else if (absl::StartsWith(rule.code(), kHourRate)) {
      TRANCHE_ASSIGN_OR_RETURN(rates.hour_rates.emplace_back(), AmountOf(rule));
    }
  }
  return rates;
}

}  // namespace tranche::plans
