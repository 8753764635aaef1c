// SPDX-License-Identifier: EUPL-1.2
#include "platform/convert/calendar.h"

#include <vector>

#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::convert {

absl::StatusOr<HolidayCalendar> FromProto(const reference::v1::Calendar& proto) {
  std::vector<HolidayRule> rules;
  for (const reference::v1::HolidayRule& rule : proto.rules()) {
    const bool moves_with_easter = rule.month() == 0;
    rules.push_back(
        {.name = rule.name_bg(),
         .kind = moves_with_easter ? HolidayRule::Kind::kOrthodoxEaster : HolidayRule::Kind::kFixed,
         .month = rule.month(),
         .day = rule.day(),
         .offset_days = rule.easter_offset_days(),
         .first_year = rule.first_year(),
         .last_year = rule.last_year() == 0 ? proto.last_year() : rule.last_year(),
         .moves_from_year = rule.moves_from_year()});
  }
  std::vector<HolidayDecision> decisions;
  for (const reference::v1::HolidayDecision& decision : proto.decisions()) {
    TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(decision.day()));
    decisions.push_back({.day = day, .working = decision.working(), .name = decision.name_bg()});
  }
  return HolidayCalendar::Build(proto.first_year(), proto.last_year(), rules, decisions);
}

}  // namespace tranche::convert
