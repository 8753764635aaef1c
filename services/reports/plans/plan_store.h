// SPDX-License-Identifier: EUPL-1.2
// Reads what a plan's report is made of: one statement, so one snapshot of what four services publish.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "platform/pg/transaction.h"
#include "reports/plans/plan_account.h"
#include "reports/plans/planned_values_convert.h"

namespace tranche::reports::store {

struct PlanQuestion {
  std::string organisation;  // "-": any that the caller sees.
  std::string plan;
  std::optional<absl::CivilDay> as_of;     // What had happened by the end of it.
  std::optional<absl::CivilDay> known_at;  // What was recorded by the end of it in Sofia.
};

// What the document states and what people said instead, in the order in which they said it.
struct ReadPlan {
  PlanFacts facts;  // Without what the plan says.
  plans::v1::Plan stated;
  std::vector<PlannedCorrection> corrections;
};

// The plans that are meant, one for each organisation, in the newest version that was known.
absl::StatusOr<std::vector<ReadPlan>> FindPlans(pg::Tx& tx, const PlanQuestion& question);

}  // namespace tranche::reports::store
