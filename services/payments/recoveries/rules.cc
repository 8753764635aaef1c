// SPDX-License-Identifier: EUPL-1.2
#include "payments/recoveries/rules.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/text/rule_mark.h"

namespace tranche::payments::recoveries {
namespace {

constexpr int kDigitsMax = 15;  // With these an int64 cannot run over.

absl::Status Unreadable(const Rule& rule) {
  return Refuse("RULE_UNREADABLE", {{"rule", rule.code}, {"value", rule.value}});
}

bool AllDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

const Rule* FindRule(const std::vector<Rule>& rules, absl::string_view code, absl::CivilDay day) {
  const Rule* found = nullptr;
  for (const Rule& rule : rules) {
    if (rule.code != code || rule.valid_from > day) continue;
    if (rule.valid_to.has_value() && *rule.valid_to < day) continue;
    if (found == nullptr || rule.valid_from > found->valid_from) found = &rule;
  }
  return found;
}

absl::StatusOr<const Rule*> RequireRule(const std::vector<Rule>& rules, absl::string_view code,
                                        absl::CivilDay day) {
  const Rule* rule = FindRule(rules, code, day);
  if (rule == nullptr) {
    return Refuse("RULE_MISSING", {{"rule", std::string(code)}, {"day", FormatDay(day)}});
  }
  return rule;
}

absl::StatusOr<int64_t> ScaledValue(const Rule& rule, int places) {
  const std::vector<std::string> parts = absl::StrSplit(rule.value, '.');
  const std::string decimals = parts.size() == 2 ? parts[1] : "";
  if (parts.size() > 2 || parts[0].empty() || !AllDigits(parts[0]) || !AllDigits(decimals) ||
      (parts.size() == 2 && decimals.empty()) || decimals.size() > static_cast<size_t>(places)) {
    return Unreadable(rule);
  }
  const std::string digits =
      absl::StrCat(parts[0], decimals, std::string(static_cast<size_t>(places) - decimals.size(), '0'));
  int64_t value = 0;
  if (digits.size() > kDigitsMax || !absl::SimpleAtoi(digits, &value)) return Unreadable(rule);
  return value;
}

absl::StatusOr<int64_t> WholeValue(const Rule& rule) { return ScaledValue(rule, 0); }

absl::StatusOr<bool> FlagValue(const Rule& rule) {
  TRANCHE_ASSIGN_OR_RETURN(const int64_t value, WholeValue(rule));
  if (rule.unit != "flag" || value > 1) return Unreadable(rule);
  return value == 1;
}

std::string SourceOf(const Rule& rule) { return MarkedSource(rule.source, rule.verified); }

absl::StatusOr<absl::CivilDay> PeriodEnd(absl::CivilDay event_on, const Rule& rule, bool shifts,
                                         const HolidayCalendar& calendar) {
  TRANCHE_ASSIGN_OR_RETURN(const int64_t length, WholeValue(rule));
  if (length < 1 || length > 3660) return Unreadable(rule);
  if (rule.unit == "working_days") {
    absl::CivilDay day = event_on;
    for (int64_t counted = 0; counted < length; ++counted) {
      TRANCHE_ASSIGN_OR_RETURN(day, calendar.WorkingDayOnOrAfter(day + 1));
    }
    return day;
  }
  if (rule.unit != "days" && rule.unit != "months") return Unreadable(rule);
  const bool months = rule.unit == "months";
  if (shifts) {
    const int whole = static_cast<int>(length);
    TRANCHE_ASSIGN_OR_RETURN(
        const LegalDeadline deadline,
        PeriodEnd1182(event_on, {.months = months ? whole : 0, .days = months ? 0 : whole}, calendar));
    return deadline.due;
  }
  return months ? AddMonthsClamped(event_on, static_cast<int>(length)) : event_on + length;
}

absl::CivilDay EndOfMonthAfter(absl::CivilDay day, int64_t months) {
  return absl::CivilDay(absl::CivilMonth(day) + months + 1) - 1;
}

}  // namespace tranche::payments::recoveries
