// SPDX-License-Identifier: EUPL-1.2
// What is to be expected of a line or a contract at its end, from what was used until a day. Whole
// numbers only; the method is the straight line: what was used each day until now goes on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "platform/money/money.h"

namespace tranche::budgets {

// The period over which the pace is taken, and the day by which it is.
struct Pace {
  absl::CivilDay starts_on;
  absl::CivilDay ends_on;
  absl::CivilDay as_of;

  int64_t days() const { return ends_on - starts_on + 1; }
  // Days gone by, both ends counted; 0 before the start, all of them after the end.
  int64_t days_gone() const;
};

enum class Warning { kNearlyUsedUp, kRunsOutEarly, kBehindPlan, kLeftAtTheEnd };

struct Outlook {
  Money left;
  Money projected;
  std::string absorption_percent;
  std::string projected_percent;
  std::optional<absl::CivilDay> runs_out_on;
  std::vector<Warning> warnings;
};

// The amount by a day at the pace until now: used × days until then / days gone by, half up to the
// cent. What was used where no day has gone by.
absl::StatusOr<Money> ProjectedBy(Money used, const Pace& pace, absl::CivilDay day);

// `used` and `cap` are not below zero; `planned`: for the quarters that have ended. Warnings: nine
// tenths used before nine tenths of the days; used up before the last day; less used than planned; more
// than a tenth left at the end. Before the contract starts only the plan can warn.
absl::StatusOr<Outlook> LookAhead(Money cap, Money used, Money planned, const Pace& pace);

// 31 December of the year of the start and `months` / 12 years more.
absl::CivilDay DecommitmentDay(absl::CivilDay starts_on, int months);

// What of the grant will not be used by `day` at the pace until now; 0.00 or more.
absl::StatusOr<Money> AtRisk(Money grant, Money used, const Pace& pace, absl::CivilDay day);

}  // namespace tranche::budgets
