// SPDX-License-Identifier: EUPL-1.2
// Who and what stands behind a plan: persons with a role, working bodies, agreements, what was done and
// made on the way.
#pragma once

#include <vector>

#include "plans/plan.h"
#include "plans/reading/notebook.h"
#include "plans/reading/prose.h"

namespace tranche::plans::reading {

// After attachments were read: a body may be named in an attachment's title only.
void ReadBodies(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook);
void ReadRoleHolders(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook);
void ReadAgreements(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook);
void ReadFigures(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook);
void ReadProducts(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook);

}  // namespace tranche::plans::reading
