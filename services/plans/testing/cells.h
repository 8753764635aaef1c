// SPDX-License-Identifier: EUPL-1.2
// Cells of financing as tests write them.
#pragma once

#include <string>
#include <vector>

#include "plans/financing.h"
#include "platform/text/fold.h"

namespace tranche::plans {

inline Money Bgn(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }

inline std::vector<std::string> RemarksOf(absl::string_view cell) {
  std::vector<std::string> found;
  for (const TextProblem& remark : ReadFinancing(cell).remarks)
    found.push_back(remark.reason + " " + remark.value);
  return found;
}

}  // namespace tranche::plans
