// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/report.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/money/hundredths.h"

namespace tranche::payments::package {
namespace {

constexpr std::array<std::pair<ActivityState, absl::string_view>, 5> kActivityStates = {
    {{ActivityState::kPlanned, "ACTIVITY_PLANNED"},
     {ActivityState::kUnderWay, "ACTIVITY_UNDER_WAY"},
     {ActivityState::kLate, "ACTIVITY_LATE"},
     {ActivityState::kDone, "ACTIVITY_DONE"},
     {ActivityState::kDropped, "ACTIVITY_DROPPED"}}};

// Far above anything that is counted; the sums of all packages of a contract stay within 64 bits.
constexpr int64_t kHundredthsMax = 1'000'000'000'000;

// Hundredths of what an indicator counts.
absl::StatusOr<int64_t> ParseCounted(const std::string& code, const std::string& text) {
  TRANCHE_ASSIGN_OR_RETURN(const int64_t hundredths, ParseHundredths(text));
  if (hundredths < 0) return Refuse("INDICATOR_NEGATIVE", {{"code", code}});
  if (hundredths > kHundredthsMax) return Refuse("MONEY_OUT_OF_RANGE");
  return hundredths;
}

absl::Status Answer(std::vector<Violation> violations) {
  if (violations.empty()) return absl::OkStatus();
  return RefuseInput("INVALID_REQUEST", std::move(violations));
}

// Days that fit the state, see ACTIVITY_DAYS_MISFIT.
bool DaysFit(const Activity& activity) {
  const bool started = activity.started_on.has_value();
  const bool ended = activity.ended_on.has_value();
  if (ended && (!started || *activity.ended_on < *activity.started_on)) return false;
  switch (activity.state) {
    case ActivityState::kPlanned:
      return !started;
    case ActivityState::kUnderWay:
      return started && !ended;
    case ActivityState::kLate:
      return !ended;
    case ActivityState::kDone:
      return started && ended;
    case ActivityState::kDropped:
      return true;
  }
  return false;
}

absl::Status CheckActivity(const Activity& activity) {
  if (!DaysFit(activity)) {
    return Refuse("ACTIVITY_DAYS_MISFIT",
                  {{"number", activity.number}, {"state", std::string(Name(activity.state))}});
  }
  const bool to_explain =
      activity.state == ActivityState::kLate || activity.state == ActivityState::kDropped;
  if (to_explain && activity.deviation.empty()) {
    return Refuse("ACTIVITY_DEVIATION_MISSING", {{"number", activity.number}});
  }
  return absl::OkStatus();
}

const Indicator* Find(const std::vector<Indicator>& indicators, const std::string& code) {
  const auto found = std::find_if(indicators.begin(), indicators.end(),
                                  [&](const Indicator& indicator) { return indicator.code == code; });
  return found == indicators.end() ? nullptr : &*found;
}

absl::Status CheckCumulative(const Indicator& indicator, const GivenValue& stated, const Value& sum) {
  TRANCHE_ASSIGN_OR_RETURN(const Value value, Resolve(indicator.code, indicator.by_gender, stated));
  if (value == sum) return absl::OkStatus();
  const auto text = [](const Value& shown) {
    if (!shown.women.has_value()) return FormatValue(shown.total);
    return absl::StrCat(FormatValue(shown.total), " (", FormatValue(*shown.women), " + ",
                        FormatValue(*shown.men), ")");
  };
  return Refuse("INDICATOR_CUMULATIVE_DIFFERS",
                {{"code", indicator.code}, {"stated", text(value)}, {"sum", text(sum)}});
}

// What one row of a report achieved, with what is wrong with it.
std::optional<Achieved> CheckIndicator(const GivenIndicator& given, const std::string& field,
                                       const IndicatorList& list, const Cumulative& before,
                                       std::vector<Violation>* violations) {
  const Indicator* indicator = Find(list.indicators, given.code);
  if (indicator == nullptr) {
    AddViolation(Refuse("INDICATOR_UNKNOWN", {{"code", given.code}}), field + ".code", violations);
    return std::nullopt;
  }
  const absl::StatusOr<Value> value = Resolve(given.code, indicator->by_gender, given.achieved);
  AddViolation(value.status(), field + ".achieved", violations);
  if (!value.ok()) return std::nullopt;
  const auto earlier = before.find(given.code);
  const Value sum = earlier == before.end() ? *value : Add(earlier->second, *value);
  if (given.stated_cumulative.has_value()) {
    AddViolation(CheckCumulative(*indicator, *given.stated_cumulative, sum),
                 field + ".statedCumulative", violations);
  }
  return Achieved{.code = given.code, .value = *value};
}

}  // namespace

absl::string_view Name(ActivityState state) {
  for (const auto& [known, name] : kActivityStates) {
    if (known == state) return name;
  }
  return "";
}

std::optional<ActivityState> ActivityStateOf(absl::string_view name) {
  for (const auto& [state, known] : kActivityStates) {
    if (known == name) return state;
  }
  return std::nullopt;
}

absl::StatusOr<Value> Resolve(const std::string& code, bool by_gender, const GivenValue& given) {
  if (!by_gender) {
    if (!given.women.empty() || !given.men.empty() || given.total.empty()) {
      return Refuse("INDICATOR_NOT_BY_GENDER", {{"code", code}});
    }
    TRANCHE_ASSIGN_OR_RETURN(const int64_t total, ParseCounted(code, given.total));
    return Value{.total = total, .women = std::nullopt, .men = std::nullopt};
  }
  if (given.women.empty() || given.men.empty()) {
    return Refuse("INDICATOR_GENDER_REQUIRED", {{"code", code}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const int64_t women, ParseCounted(code, given.women));
  TRANCHE_ASSIGN_OR_RETURN(const int64_t men, ParseCounted(code, given.men));
  const Value value{.total = women + men, .women = women, .men = men};
  if (given.total.empty()) return value;
  TRANCHE_ASSIGN_OR_RETURN(const int64_t total, ParseCounted(code, given.total));
  if (total == value.total) return value;
  return Refuse("INDICATOR_TOTAL_DIFFERS",
                {{"code", code}, {"total", FormatValue(total)}, {"sum", FormatValue(value.total)}});
}

Value Add(const Value& left, const Value& right) {
  Value sum{.total = left.total + right.total, .women = std::nullopt, .men = std::nullopt};
  if (left.women.has_value() && right.women.has_value()) sum.women = *left.women + *right.women;
  if (left.men.has_value() && right.men.has_value()) sum.men = *left.men + *right.men;
  return sum;
}

std::string FormatValue(int64_t hundredths) { return FormatHundredths(hundredths); }

std::optional<std::string> AchievedPercent(const Value& cumulative, const Value& target) {
  if (target.total == 0) return std::nullopt;
  const absl::int128 cut = absl::int128(cumulative.total) * 10'000 / target.total;
  // What is beyond any sense is shown as the most there is.
  const absl::int128 most = std::numeric_limits<int64_t>::max();
  return FormatValue(static_cast<int64_t>(std::min(cut, most)));
}

absl::Status CheckList(const IndicatorList& before, const std::vector<Indicator>& indicators,
                       const std::map<std::string, int>& reported) {
  std::vector<Violation> violations;
  std::set<std::string> seen;
  for (size_t i = 0; i < indicators.size(); ++i) {
    if (seen.insert(indicators[i].code).second) continue;
    AddViolation(Refuse("INDICATOR_TWICE", {{"code", indicators[i].code}}),
                 absl::StrCat("list.indicators[", i, "].code"), &violations);
  }
  for (const auto& [code, package] : reported) {
    const Indicator* was = Find(before.indicators, code);
    const Indicator* is = Find(indicators, code);
    if (is != nullptr && (was == nullptr || was->by_gender == is->by_gender)) continue;
    AddViolation(Refuse("INDICATOR_REPORTED", {{"code", code}, {"package", absl::StrCat(package)}}),
                 "list.indicators", &violations);
  }
  return Answer(std::move(violations));
}

absl::StatusOr<std::vector<Achieved>> CheckReport(const TechnicalReport& report,
                                                  const std::vector<GivenIndicator>& given,
                                                  const IndicatorList& list, const Cumulative& before) {
  std::vector<Violation> violations;
  if (report.period_to < report.period_from) {
    AddViolation(Refuse("REPORT_PERIOD_REVERSED",
                        {{"from", FormatDay(report.period_from)}, {"to", FormatDay(report.period_to)}}),
                 "report.periodTo", &violations);
  }
  std::set<std::string> numbers;
  for (size_t i = 0; i < report.activities.size(); ++i) {
    const std::string field = absl::StrCat("report.activities[", i, "]");
    if (!numbers.insert(report.activities[i].number).second) {
      AddViolation(Refuse("ACTIVITY_TWICE", {{"number", report.activities[i].number}}),
                   field + ".number", &violations);
    }
    AddViolation(CheckActivity(report.activities[i]), field, &violations);
  }
  std::vector<Achieved> achieved;
  std::set<std::string> codes;
  for (size_t i = 0; i < given.size(); ++i) {
    const std::string field = absl::StrCat("report.indicators[", i, "]");
    if (!codes.insert(given[i].code).second) {
      AddViolation(Refuse("INDICATOR_TWICE", {{"code", given[i].code}}), field + ".code", &violations);
      continue;
    }
    std::optional<Achieved> row = CheckIndicator(given[i], field, list, before, &violations);
    if (row.has_value()) achieved.push_back(*std::move(row));
  }
  TRANCHE_RETURN_IF_ERROR(Answer(std::move(violations)));
  return achieved;
}

}  // namespace tranche::payments::package
