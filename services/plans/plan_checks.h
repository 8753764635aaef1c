// SPDX-License-Identifier: EUPL-1.2
// Cross-footing of a plan: what it states against what follows from its own figures. Both stand side by
// side with a verdict; nothing is repaired, and what cannot be computed says so (INV-10).
#pragma once

#include <optional>
#include <vector>

#include "plans/checks/rates.h"
#include "plans/plan.h"
#include "platform/footing/check.h"

namespace tranche::plans {

using footing::Check;
using footing::Reading;
using footing::Verdict;
using footing::VerdictName;

// The checks of the whole plan first, then those of its measures in the document's order. Without
// rates, since nobody answered what they are, the checks that need them are not computable and say so.
std::vector<Check> CrossFoot(const Plan& plan, const std::optional<Rates>& rates = std::nullopt);

}  // namespace tranche::plans
