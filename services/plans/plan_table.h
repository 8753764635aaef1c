// SPDX-License-Identifier: EUPL-1.2
// The table of a plan's document: sections, numbered measures, the row of the total.
#pragma once

#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "plans/document.h"
#include "plans/plan.h"

namespace tranche::plans {

// Index of the line with the table's headings, found by its first cell, "№".
std::optional<size_t> FindTable(absl::Span<const Line> lines);

// Reads the table whose headings are lines[0] into sections and total of `plan`. What is wrong goes to
// `problems`, what a person should know to `findings`.
void ReadTable(absl::Span<const Line> lines, Plan& plan, Findings& findings, Problems& problems);

}  // namespace tranche::plans
