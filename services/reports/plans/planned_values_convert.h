// SPDX-License-Identifier: EUPL-1.2
// What a plan and its corrections say on the wire, for the report.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "reports/plans/planned_values.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::reports {

// The values that the document states, into the facts of the plan.
absl::Status TakeStated(const plans::v1::Plan& stated, PlanFacts* facts);

// The value that a name of tranche.plans.v1.PlanField stands for; none: the report does not show it.
std::optional<PlannedField> PlannedFieldOf(const std::string& name);

}  // namespace tranche::reports
