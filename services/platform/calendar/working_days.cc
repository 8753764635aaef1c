// SPDX-License-Identifier: EUPL-1.2
#include "platform/calendar/working_days.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche {
namespace {

// The Julian and the Gregorian calendar are 13 days apart from March 1900 to February 2100.
constexpr int kJulianLag = 13;

bool IsWeekend(absl::CivilDay day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

// The day of a rule in a year, none when the rule does not hold or the year lacks the day.
std::optional<absl::CivilDay> DayOf(const HolidayRule& rule, int year) {
  if (year < rule.first_year || year > rule.last_year) {
    return std::nullopt;
  }
  if (rule.kind == HolidayRule::Kind::kOrthodoxEaster) {
    return OrthodoxEaster(year) + rule.offset_days;
  }
  const absl::CivilDay day(year, rule.month, rule.day);
  if (day.month() != rule.month || day.day() != rule.day) {
    return std::nullopt;
  }
  return day;
}

}  // namespace

absl::CivilDay OrthodoxEaster(int year) {
  // Meeus' rule for the Julian calendar.
  const int moon = (19 * (year % 19) + 15) % 30;
  const int to_sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
  const int march_based = moon + to_sunday + 114;
  return absl::CivilDay(year, march_based / 31, march_based % 31 + 1) + kJulianLag;
}

absl::CivilDay WesternEaster(int year) {
  // The Gregorian computus in the form of Meeus, Jones and Butcher.
  const int golden = year % 19;
  const int century = year / 100;
  const int sun = (century - (century + 8) / 25 + 1) / 3;
  const int epact = (19 * golden + century - century / 4 - sun + 15) % 30;
  const int to_sunday = (32 + 2 * (century % 4) + 2 * (year % 100 / 4) - epact - year % 100 % 4) % 7;
  const int late = (golden + 11 * epact + 22 * to_sunday) / 451;
  const int march_based = epact + to_sunday - 7 * late + 114;
  return absl::CivilDay(year, march_based / 31, march_based % 31 + 1);
}

HolidayCalendar HolidayCalendar::Build(int first_year, int last_year,
                                       const std::vector<HolidayRule>& rules,
                                       const std::vector<HolidayDecision>& decisions) {
  HolidayCalendar calendar;
  calendar.first_year_ = first_year;
  calendar.last_year_ = last_year;
  // By day, so that of a Saturday and a Sunday the Saturday takes the first working day. The year
  // before counts too: its last days may move into the first one.
  std::map<absl::CivilDay, std::string> moving;
  for (int year = first_year - 1; year <= last_year; ++year) {
    for (const HolidayRule& rule : rules) {
      const std::optional<absl::CivilDay> day = DayOf(rule, year);
      if (!day) {
        continue;
      }
      calendar.free_.emplace(*day, rule.name);
      if (rule.moves_from_year != 0 && year >= rule.moves_from_year && IsWeekend(*day)) {
        moving.emplace(*day, rule.name);
      }
    }
  }
  for (const auto& [day, name] : moving) {
    absl::CivilDay instead = day + 1;
    while (IsWeekend(instead) || calendar.free_.contains(instead)) {
      ++instead;
    }
    calendar.free_.emplace(instead, absl::StrCat(name, " (", FormatBulgarianDay(day), ")"));
  }
  for (const HolidayDecision& decision : decisions) {
    calendar.free_.erase(decision.day);
    calendar.working_.erase(decision.day);
    (decision.working ? calendar.working_ : calendar.free_).emplace(decision.day, decision.name);
  }
  const absl::CivilDay first(first_year, 1, 1);
  calendar.free_.erase(calendar.free_.begin(), calendar.free_.lower_bound(first));
  calendar.free_.erase(calendar.free_.lower_bound(absl::CivilDay(last_year + 1, 1, 1)),
                       calendar.free_.end());
  return calendar;
}

absl::StatusOr<bool> HolidayCalendar::IsWorkingDay(absl::CivilDay day) const {
  if (day.year() < first_year_ || day.year() > last_year_) {
    return Refuse("CALENDAR_ENDS", {{"year", absl::StrCat(day.year())}});
  }
  return working_.contains(day) || (!IsWeekend(day) && !free_.contains(day));
}

absl::StatusOr<absl::CivilDay> HolidayCalendar::WorkingDayOnOrAfter(absl::CivilDay day) const {
  // Ends at the latest where the calendar does.
  for (;; ++day) {
    TRANCHE_ASSIGN_OR_RETURN(const bool working, IsWorkingDay(day));
    if (working) {
      return day;
    }
  }
}

std::string HolidayCalendar::NameOf(absl::CivilDay day) const {
  const auto found = free_.find(day);
  return found == free_.end() ? "" : found->second;
}

absl::StatusOr<LegalDeadline> PeriodEnd1182(absl::CivilDay event_day, LegalPeriod period,
                                            const HolidayCalendar& calendar) {
  LegalDeadline deadline;
  deadline.nominal = AddMonthsClamped(event_day, period.months) + period.days;
  TRANCHE_ASSIGN_OR_RETURN(deadline.due, calendar.WorkingDayOnOrAfter(deadline.nominal));
  // A month always has two working days; a few days around a weekend or Easter may have only the last
  // one. From the end, because the first days may lie in a year before the calendar.
  bool needs_second = period.months == 0 && period.days >= 2;
  for (absl::CivilDay day = deadline.due - 1; needs_second && day > event_day; --day) {
    TRANCHE_ASSIGN_OR_RETURN(const bool working, calendar.IsWorkingDay(day));
    needs_second = !working;
  }
  if (needs_second) {
    TRANCHE_ASSIGN_OR_RETURN(deadline.due, calendar.WorkingDayOnOrAfter(deadline.due + 1));
  }
  return deadline;
}

}  // namespace tranche
