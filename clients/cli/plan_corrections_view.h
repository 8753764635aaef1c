// SPDX-License-Identifier: EUPL-1.2
// What persons corrected in a plan, for people: beside what its document states, and as a table.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/output.h"
#include "tranche/plans/v1/plan_corrections.pb.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::cli {

// `said` with the correction in force of that value behind it, "39792,00 лв. (поправено: 39972,00
// лв.)"; `said` alone when there is none.
std::string WithCorrection(const plans::v1::Plan& plan, plans::v1::PlanField field,
                           const std::string& place, std::string said, Language language);

// `said` of a row, "2 (зачеркнат ред)" of one that was struck out or added by a person.
std::string WithRowMark(const plans::v1::Plan& plan, const std::string& row, std::string said,
                        Language language);

// What a list and an answer show of corrections.
const std::vector<Shown>& CorrectionColumns();
const RecordSpec& CorrectionSpec();

// How many there are as a field, and all of them as a table with who, when and why; nothing where there
// are none.
void AddCorrections(const plans::v1::Plan& plan, Language language, View* view);

}  // namespace tranche::cli
