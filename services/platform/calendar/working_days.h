// SPDX-License-Identifier: EUPL-1.2
// Working days of a country from its holidays, which are data with a first and a last year.
#pragma once

#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace tranche {

absl::CivilDay OrthodoxEaster(int year);  // Gregorian date; 1900..2099.
absl::CivilDay WesternEaster(int year);

// One rule by which a year's holidays are made.
struct HolidayRule {
  enum class Kind { kFixed, kOrthodoxEaster };
  std::string name;
  Kind kind = Kind::kFixed;
  int month = 0;        // kFixed.
  int day = 0;          // kFixed.
  int offset_days = 0;  // kOrthodoxEaster: days after Easter Sunday, may be negative.
  int first_year = 0;
  int last_year = 0;  // Last year in which the rule holds.
  // First year from which a Saturday or Sunday moves to the next working day(s); 0: never.
  int moves_from_year = 0;
};

// A day made free or working by a yearly decision. It is the last word on its day.
struct HolidayDecision {
  absl::CivilDay day;
  bool working = false;
  std::string name;
};

// Days off of the years [first_year, last_year]. A question about another year is an error
// (CALENDAR_ENDS, with the year), never "no holidays".
class HolidayCalendar {
 public:
  static HolidayCalendar Build(int first_year, int last_year, const std::vector<HolidayRule>& rules,
                               const std::vector<HolidayDecision>& decisions);

  absl::StatusOr<bool> IsWorkingDay(absl::CivilDay day) const;
  // The day itself when it is a working day, else the first one after it.
  absl::StatusOr<absl::CivilDay> WorkingDayOnOrAfter(absl::CivilDay day) const;
  // Why a day is free: the holiday's name, "" on plain weekends and working days. A day off that stands
  // in for a holiday on a weekend names that day too: "Ден на Освобождението (03.03.2018)".
  std::string NameOf(absl::CivilDay day) const;

 private:
  int first_year_ = 0;
  int last_year_ = -1;
  absl::btree_map<absl::CivilDay, std::string> free_;
  absl::btree_map<absl::CivilDay, std::string> working_;
};

// A legal period by Regulation (EEC, Euratom) 1182/71, art. 3: the day of the event does not count,
// a period of months ends on the same-numbered day (or the month's last), and when that is no working
// day, on the next one. A period of two days or more holds at least two working days (art. 3(5)).
struct LegalPeriod {
  int months = 0;
  int days = 0;  // Calendar days; a period has either months or days.
};
struct LegalDeadline {
  absl::CivilDay nominal;  // Before the shift.
  absl::CivilDay due;      // The last day to act.
};
absl::StatusOr<LegalDeadline> PeriodEnd1182(absl::CivilDay event_day, LegalPeriod period,
                                            const HolidayCalendar& calendar);

}  // namespace tranche
