// SPDX-License-Identifier: EUPL-1.2
#include "timelines/timeline.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/calendar/civil.h"

namespace tranche::timelines {

absl::Status CheckActivities(const Contract& contract, const std::vector<Activity>& activities) {
  std::set<std::string> codes;
  for (const Activity& activity : activities) {
    if (!codes.insert(activity.code).second)
      return Refuse("ACTIVITY_CODE_TWICE", {{"code", activity.code}});
    if (activity.last_month < activity.first_month) {
      return Refuse("ACTIVITY_MONTHS_REVERSED", {{"code", activity.code},
                                                 {"first_month", absl::StrCat(activity.first_month)},
                                                 {"last_month", absl::StrCat(activity.last_month)}});
    }
    if (activity.last_month > contract.duration_months) {
      return Refuse("ACTIVITY_BEYOND_CONTRACT", {{"code", activity.code},
                                                 {"last_month", absl::StrCat(activity.last_month)},
                                                 {"months", absl::StrCat(contract.duration_months)}});
    }
  }
  return absl::OkStatus();
}

Days DaysOf(const Contract& contract, int first_month, int last_month) {
  Days days;
  days.first = AddMonthsClamped(contract.starts_on, first_month - 1);
  days.last = last_month >= contract.duration_months
                  ? contract.ends_on
                  : AddMonthsClamped(contract.starts_on, last_month) - 1;
  return days;
}

}  // namespace tranche::timelines
