// SPDX-License-Identifier: EUPL-1.2
// Indicators with their targets as the cells of a plan write them.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"
#include "plans/plan.h"

namespace tranche::plans::reading {

struct FoundIndicator {
  Indicator indicator;
  size_t begin = 0;  // Bytes of the cell.
  size_t end = 0;
};

// "Брой обхванати лица – 25; проведени кампании: 4 бр.", "25 обхванати лица". A target of its own cell
// counts when it is one number for one indicator. A figure that is no target stays in the name.
std::vector<FoundIndicator> FindIndicators(absl::string_view cell, absl::string_view target_cell);

// The words hold an amount of money or speak of a currency.
bool NamesMoney(absl::string_view text);

}  // namespace tranche::plans::reading
