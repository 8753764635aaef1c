// SPDX-License-Identifier: EUPL-1.2
// The lists of a plan: target groups, objectives, directions, priority areas, who took part, what is
// attached.
#pragma once

#include <vector>

#include "plans/plan.h"
#include "plans/reading/notebook.h"
#include "plans/reading/prose.h"

namespace tranche::plans::reading {

// More items than a list of a plan has are something else.
inline constexpr size_t kItemsMax = 200;

// Lists under a line that says what they are. `in_measures` marks lines that are measures already.
void ReadLists(const std::vector<ProseLine>& lines, const std::vector<bool>& in_measures, Plan& plan,
               Notebook& notebook);
void ReadParticipants(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook);
void ReadAttachments(const std::vector<ProseLine>& lines, const std::vector<bool>& in_measures,
                     Plan& plan, Notebook& notebook);
void ReadOpenDocument(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook);

}  // namespace tranche::plans::reading
