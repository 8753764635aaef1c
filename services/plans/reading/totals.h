// SPDX-License-Identifier: EUPL-1.2
// The rows of totals: of which sections they are, or of the whole plan.
#pragma once

#include "plans/plan.h"
#include "plans/reading/notebook.h"
#include "plans/reading/table_reader.h"

namespace tranche::plans::reading {

// Reads the totals into the sections and the plan, which have their measures already, and checks that
// amounts are closed by one.
void ReadTotals(const RawTables& tables, Plan& plan, Notebook& notebook);

}  // namespace tranche::plans::reading
