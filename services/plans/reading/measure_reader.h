// SPDX-License-Identifier: EUPL-1.2
// The words of a measure's cells: amounts, sources, people, periods, indicators.
#pragma once

#include <vector>

#include "plans/plan.h"
#include "plans/reading/notebook.h"
#include "plans/reading/table_reader.h"

namespace tranche::plans::reading {

// Reads sections, measures and totals into the plan.
void ReadMeasures(const RawTables& tables, Plan& plan, Notebook& notebook);

}  // namespace tranche::plans::reading
