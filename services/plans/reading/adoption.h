// SPDX-License-Identifier: EUPL-1.2
// Which strategies a plan carries out, and what is said of adoptions.
#pragma once

#include <vector>

#include "plans/plan.h"
#include "plans/reading/notebook.h"
#include "plans/reading/notes.h"
#include "plans/reading/prose.h"

namespace tranche::plans::reading {

// The title must have been read. Of the notes the number of minutes is taken that the text leaves out.
void ReadParents(const std::vector<ProseLine>& lines, const std::vector<ProtocolNote>& notes,
                 Plan& plan, Notebook& notebook);
void ReadOwnAdoption(const std::vector<ProseLine>& lines, const std::vector<ProtocolNote>& notes,
                     Plan& plan, Notebook& notebook);
void ReadRegion(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook);

}  // namespace tranche::plans::reading
