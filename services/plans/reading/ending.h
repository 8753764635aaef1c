// SPDX-License-Identifier: EUPL-1.2
// Whether a text was cut off, and what else is to be said of a document as a whole.
#pragma once

#include <vector>

#include "plans/plan.h"
#include "plans/reading/notebook.h"
#include "plans/reading/table_reader.h"

namespace tranche::plans::reading {

// Whether a text was cut within its last row. The row's cells may all be there and the last one be half
// of itself: then it is the beginning of a name that another row writes in full, or the text stops
// within a list.
void CheckLastRow(const RawTables& tables, Notebook& notebook);

// Days that the calendar lacks, in every text.
void CheckDates(Notebook& notebook);

// Findings about the whole plan: amounts that are missing, an end that nothing marks.
std::vector<Remark> WholePlan(const Plan& plan, const Notebook& notebook);

}  // namespace tranche::plans::reading
