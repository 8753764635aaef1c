// SPDX-License-Identifier: EUPL-1.2
// What a plan's report shows of the plan: what the document states, with what people said instead.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "reports/plans/plan_account.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::reports {

// The values that the plan says, into the facts of the plan.
absl::Status TakeStated(const plans::v1::Plan& stated, PlanFacts* facts);

struct PlannedCorrection {
  std::string field;                 // Name of tranche.plans.v1.PlanField.
  std::string place;                 // "2" of a section, "1.2" of a measure, a path, empty.
  std::optional<std::string> value;  // No value: it should not be there.
};

// `facts` with the values of the plan, the corrections laid over what it states. They come in the order
// in which they were made: the last of each value or row counts, also where it takes another back,
// since it then has what was shown before. What is corrected in a place that the plan lacks changes
// nothing. kInternal: a value is not in its form.
absl::StatusOr<PlanFacts> Corrected(PlanFacts facts, plans::v1::Plan stated,
                                    const std::vector<PlannedCorrection>& corrections);

}  // namespace tranche::reports
