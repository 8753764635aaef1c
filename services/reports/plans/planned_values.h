// SPDX-License-Identifier: EUPL-1.2
// What a plan's report shows of the plan: what the document states, with what people said instead.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "reports/plans/plan_account.h"

namespace tranche::reports {

// The values of the report that people can correct.
enum class PlannedField {
  kPlanTitle,
  kPlanTotal,
  kSectionTitle,
  kMeasureActivity,
  kMeasureExecutor,
  kMeasureTotal,
  kMeasurePersons,
};

struct PlannedCorrection {
  PlannedField field = PlannedField::kPlanTitle;
  std::string place;  // "2" of a section, "1.2" of a measure, empty for the whole plan.
  // Amounts as "39792.00 BGN", counts as "22". No value: the document does not speak of it.
  std::optional<std::string> value;
};

// The plan with the corrections laid over what it states. They come in the order in which they were
// made: the last of each value counts, also where it takes another back, since it then has the value
// that was shown before. What is corrected in a place that the plan lacks changes nothing. kInternal
// for an amount that is none.
absl::StatusOr<PlanFacts> Corrected(PlanFacts stated,
                                    const std::vector<PlannedCorrection>& corrections);

}  // namespace tranche::reports
