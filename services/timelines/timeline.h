// SPDX-License-Identifier: EUPL-1.2
// The period of a contract, counted in its own months, and what is done in it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"

namespace tranche::timelines {

// What timelines knows of a contract.
struct Contract {
  std::string organisation;
  std::string id;      // The register number under which it was concluded, folded.
  std::string number;  // As typed.
  std::string procedure;
  absl::CivilDay starts_on;
  absl::CivilDay ends_on;
  int duration_months = 0;
  int version = 1;
};

struct Activity {
  std::string code;
  std::string title;
  int first_month = 1;  // 1: the first month of the contract.
  int last_month = 1;
  std::string marks = "[]";  // JSON.
};

struct Days {
  absl::CivilDay first;
  absl::CivilDay last;

  friend bool operator==(const Days&, const Days&) = default;
};

// ACTIVITY_CODE_TWICE, ACTIVITY_MONTHS_REVERSED, ACTIVITY_BEYOND_CONTRACT.
absl::Status CheckActivities(const Contract& contract, const std::vector<Activity>& activities);

// The days of a run of months of the contract: month k begins k - 1 clamped months after the start and
// ends on the day before month k + 1 begins; the last month ends with the contract, whose own rule may
// give it a day more.
Days DaysOf(const Contract& contract, int first_month, int last_month);

}  // namespace tranche::timelines
