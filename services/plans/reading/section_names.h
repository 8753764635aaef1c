// SPDX-License-Identifier: EUPL-1.2
// Where the sections of a plan have their names: above a table, or in a column beside the measures.
#pragma once

#include <vector>

#include "absl/types/span.h"
#include "plans/reading/notebook.h"
#include "plans/reading/row_words.h"

namespace tranche::plans::reading {

// "Приоритет" is filled once for each group of rows, or merged over it: it names the sections where no
// headings stand between the rows. A value that comes back later, as "висок" does among priorities of
// rows, names none, and neither does one of its own in each row.
bool NamesSections(absl::Span<const Row> rows, int column, const Notebook& notebook);

// The one or two headings directly above a table, the nearest first. Of one table alone only words that
// say what they are count; the title of the plan is none.
std::vector<int> HeadingsAbove(int block, bool several_tables, const Notebook& notebook);

}  // namespace tranche::plans::reading
