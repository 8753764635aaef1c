// SPDX-License-Identifier: EUPL-1.2
#include "plans/partial_date.h"

namespace tranche::plans {
namespace {

// A leap year, so that 29 February is possible where the year is not known.
constexpr int kAnyYear = 2000;

}  // namespace

bool IsPossible(const PartialDay& date) {
  if (date.year < 0 || date.month < 0 || date.month > 12 || date.day < 0) return false;
  if (date.day == 0) return true;
  if (date.month == 0) return false;
  const absl::CivilDay day(date.year == 0 ? kAnyYear : date.year, date.month, date.day);
  return day.month() == date.month && day.day() == date.day;  // 31 February would be in March.
}

std::optional<absl::CivilDay> WholeDay(const PartialDay& date) {
  if (date.year == 0 || date.day == 0 || !IsPossible(date)) return std::nullopt;
  return absl::CivilDay(date.year, date.month, date.day);
}

}  // namespace tranche::plans
