// SPDX-License-Identifier: EUPL-1.2
#include "payments/rates/own_rate.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "payments/recoveries/interest.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::payments::rates {
namespace {

using recoveries::Rule;

constexpr char kBasic[] = "interest_basic_percent";
constexpr int kPlaces = 5;
constexpr int64_t kPercentMax = 100 * 100'000;

// The first day within [from, to] on which a basic rate holds by law, with its rule.
const Rule* FirstByLaw(const std::vector<Rule>& rules, absl::CivilDay from, absl::CivilDay to,
                       absl::CivilDay* day) {
  const Rule* first = nullptr;
  for (const Rule& rule : rules) {
    if (rule.code != kBasic || rule.valid_from > to) continue;
    if (rule.valid_to.has_value() && *rule.valid_to < from) continue;
    const absl::CivilDay begins = std::max(rule.valid_from, from);
    if (first != nullptr && begins >= *day) continue;
    first = &rule;
    *day = begins;
  }
  return first;
}

}  // namespace

absl::StatusOr<int64_t> ParsePercent(const std::string& text) {
  Rule rule;
  rule.code = kBasic;
  rule.value = text;
  const absl::StatusOr<int64_t> value = recoveries::ScaledValue(rule, kPlaces);
  if (!value.ok() || *value > kPercentMax) return Refuse("INTEREST_RATE_MALFORMED", {{"value", text}});
  return *value;
}

absl::Status CheckNew(const OwnRate& rate, const std::vector<Rule>& rules,
                      const std::vector<OwnRate>& own) {
  if (rate.to < rate.from) {
    return Refuse("DAYS_OUT_OF_ORDER",
                  {{"day", FormatDay(rate.to)}, {"earlier", FormatDay(rate.from)}});
  }
  if (rate.to - rate.from + 1 > kOwnRateDaysMax) {
    return Refuse("INTEREST_RATE_TOO_LONG", {{"days", absl::StrCat(kOwnRateDaysMax)}});
  }
  absl::CivilDay day;
  if (const Rule* known = FirstByLaw(rules, rate.from, rate.to, &day); known != nullptr) {
    return Refuse("INTEREST_RATE_KNOWN", {{"day", FormatDay(day)}, {"source", known->source}});
  }
  for (const OwnRate& other : own) {
    if (other.from == rate.from || other.from > rate.to || other.to < rate.from) continue;
    return Refuse("INTEREST_RATE_OVERLAPS", {{"day", FormatDay(std::max(other.from, rate.from))},
                                             {"other", FormatDay(other.from)}});
  }
  return absl::OkStatus();
}

std::vector<Rule> WithOwnRates(std::vector<Rule> rules, const std::vector<OwnRate>& own) {
  std::vector<Rule> filling;
  for (const OwnRate& rate : own) {
    for (absl::CivilDay from = rate.from; from <= rate.to;) {
      absl::CivilDay taken = rate.to + 1;
      const Rule* law = FirstByLaw(rules, from, rate.to, &taken);
      if (taken > from) {
        filling.push_back(
            {.code = kBasic,
             .value = recoveries::FormatHundredThousandths(rate.yearly_hundred_thousandths),
             .unit = "percent",
             .source = rate.source,
             .verified = false,
             .valid_from = from,
             .valid_to = taken - 1});
      }
      if (law == nullptr || !law->valid_to.has_value()) break;
      from = *law->valid_to + 1;
    }
  }
  std::move(filling.begin(), filling.end(), std::back_inserter(rules));
  return rules;
}

}  // namespace tranche::payments::rates
