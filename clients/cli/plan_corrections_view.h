// SPDX-License-Identifier: EUPL-1.2
// What persons corrected in a plan, for people: beside what its document states, and as a table.
#pragma once

#include <string>

#include "cli/output.h"
#include "tranche/plans/v1/plan_corrections.pb.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::cli {

// `said` with the correction in force of that value behind it, "39792,00 лв. (поправено: 39972,00
// лв.)"; `said` alone when there is none.
std::string WithCorrection(const plans::v1::Plan& plan, plans::v1::PlanField field,
                           const std::string& place, std::string said, Language language);

// How many there are as a field, and all of them as a table with who, when and why; nothing where there
// are none.
void AddCorrections(const plans::v1::Plan& plan, Language language, View* view);

}  // namespace tranche::cli
