// SPDX-License-Identifier: EUPL-1.2
// The rows of totals: of which sections they are, or of the whole plan.
#pragma once

#include <vector>

#include "plans/plan.h"
#include "plans/reading/notebook.h"
#include "plans/reading/prose.h"
#include "plans/reading/table_reader.h"

namespace tranche::plans::reading {

// Reads the totals into the sections and the plan, which have their measures already, and checks that
// amounts are closed by one.
void ReadTotals(const RawTables& tables, Plan& plan, Notebook& notebook);

// "Общо необходимите средства за изпълнение на програмата са 169 100 лв.": what a sentence of the text
// says of the whole plan. The total of a table or a line of its own goes before it; another amount is
// told. `in_measures` marks lines that are measures already.
void ReadTotalInText(const std::vector<ProseLine>& lines, const std::vector<bool>& in_measures,
                     const RawTables& tables, Plan& plan, Notebook& notebook);

}  // namespace tranche::plans::reading
