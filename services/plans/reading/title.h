// SPDX-License-Identifier: EUPL-1.2
// The title of a plan: whose it is, of what kind, for which years.
#pragma once

#include <vector>

#include "plans/plan.h"
#include "plans/reading/notebook.h"
#include "plans/reading/prose.h"

namespace tranche::plans::reading {

// The title is repeated in every list of plans.
inline constexpr size_t kTitleBytesMax = 1000;

// Reads title, kind, level, municipality, period and year. False when no line is the title of a plan.
bool ReadTitle(const std::vector<ProseLine>& lines, Plan& plan, Notebook& notebook);

// "haskovo-roma-2021-2023": municipality, topic unless it is the annual plan for social services,
// years. "" when the municipality or the year is not written.
std::string PlanId(const Plan& plan);

// "Минерални бани" -> "mineralni-bani".
std::string Slug(absl::string_view words, size_t bytes_max);

}  // namespace tranche::plans::reading
