// SPDX-License-Identifier: EUPL-1.2
// Values of rows that more than one service reads.
#pragma once

#include <pqxx/pqxx>
#include <stdexcept>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "platform/calendar/civil.h"

namespace tranche::convert {

// A text that is not null.
inline std::string Text(const pqxx::row& row, const char* column) {
  return row[column].as<std::string>();
}

// A date that was selected as ISO text ("starts_on::text"); a row that holds anything else is broken
// and throws.
inline absl::CivilDay DayFromRow(const pqxx::row& row, const char* column) {
  const absl::StatusOr<absl::CivilDay> day = ParseDay(row[column].as<std::string>());
  if (!day.ok()) throw std::runtime_error(std::string("no day in column ") + column);
  return *day;
}

}  // namespace tranche::convert
