// SPDX-License-Identifier: EUPL-1.2
// Technical reports and the indicators of a contract: values in, values out.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace tranche::payments::package {

enum class ActivityState { kPlanned, kUnderWay, kLate, kDone, kDropped };
absl::string_view Name(ActivityState state);
std::optional<ActivityState> ActivityStateOf(absl::string_view name);

// A number of an indicator in hundredths of its unit; women and men only where it is divided.
struct Value {
  int64_t total = 0;
  std::optional<int64_t> women;
  std::optional<int64_t> men;

  friend bool operator==(const Value&, const Value&) = default;
};

// The same as it was given: texts of decimals, empty where nothing was.
struct GivenValue {
  std::string total;
  std::string women;
  std::string men;
};

struct Indicator {
  std::string code;
  std::string title;
  std::string unit;
  bool by_gender = false;
  Value target;
  // By whose catalogue it is counted from participants, "ESF+"; empty: it is counted in another way.
  std::string participants_fund = {};
};

struct IndicatorList {
  int version = 0;  // 0: none was set.
  std::string source;
  std::vector<Indicator> indicators;
};

struct Activity {
  std::string number;
  std::string title;
  ActivityState state = ActivityState::kPlanned;
  std::string done;
  std::optional<absl::CivilDay> started_on;
  std::optional<absl::CivilDay> ended_on;
  std::string deviation;
};

struct Achieved {
  std::string code;
  Value value;  // In the period.
};

struct TechnicalReport {
  int version = 0;
  absl::CivilDay period_from;
  absl::CivilDay period_to;
  std::vector<Activity> activities;
  std::vector<Achieved> indicators;
  std::string recorded_by;
};

struct GivenIndicator {
  std::string code;
  GivenValue achieved;
  std::optional<GivenValue> stated_cumulative;
};

// What earlier packages achieved in all, by code.
using Cumulative = std::map<std::string, Value>;

// Women and men of a divided indicator, their sum being the total; the total alone of another.
// Refusals: MONEY_MALFORMED, INDICATOR_GENDER_REQUIRED, INDICATOR_NOT_BY_GENDER, INDICATOR_NEGATIVE,
// INDICATOR_TOTAL_DIFFERS.
absl::StatusOr<Value> Resolve(const std::string& code, bool by_gender, const GivenValue& given);

Value Add(const Value& left, const Value& right);

// "12", "12.5" as "12.00", "12.50".
std::string FormatValue(int64_t hundredths);

// Reached of target in percent with two places, the rest cut off: "89.60"; nothing when the target is
// 0.
std::optional<std::string> AchievedPercent(const Value& cumulative, const Value& target);

// A new list: INDICATOR_TWICE; INDICATOR_REPORTED when one of the codes in `reported` (with the package
// that did) is left out or divided otherwise than before. Every violation at once, by field.
absl::Status CheckList(const IndicatorList& before, const std::vector<Indicator>& indicators,
                       const std::map<std::string, int>& reported);

// Everything that is wrong with the days and activities of a report and with its indicators, at once,
// by field: REPORT_PERIOD_REVERSED, ACTIVITY_TWICE, ACTIVITY_DAYS_MISFIT, ACTIVITY_DEVIATION_MISSING,
// INDICATOR_UNKNOWN, INDICATOR_TWICE, INDICATOR_CUMULATIVE_DIFFERS and the refusals of Resolve. Returns
// what was achieved.
absl::StatusOr<std::vector<Achieved>> CheckReport(const TechnicalReport& report,
                                                  const std::vector<GivenIndicator>& given,
                                                  const IndicatorList& list, const Cumulative& before);

}  // namespace tranche::payments::package
