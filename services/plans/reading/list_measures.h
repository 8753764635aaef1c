// SPDX-License-Identifier: EUPL-1.2
// Measures that stand in numbered lists below headings, in documents without a table.
#pragma once

#include <vector>

#include "plans/reading/notebook.h"
#include "plans/reading/prose.h"
#include "plans/reading/table_reader.h"

namespace tranche::plans::reading {

// Adds sections and measures to `tables`, which must have none. `in_measures` gets true for the lines
// that are theirs.
void ReadListMeasures(const std::vector<ProseLine>& lines, RawTables& tables, Notebook& notebook,
                      std::vector<bool>& in_measures);

}  // namespace tranche::plans::reading
