// SPDX-License-Identifier: EUPL-1.2
// The periods that the running text calls the plan's own, beside that of its title.
#pragma once

#include <vector>

#include "plans/plan.h"
#include "plans/reading/notebook.h"
#include "plans/reading/prose.h"

namespace tranche::plans::reading {

// The title must have been read.
void ReadPeriodsWritten(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook);

}  // namespace tranche::plans::reading
