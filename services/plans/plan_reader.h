// SPDX-License-Identifier: EUPL-1.2
// Reads the document of an annual plan: plain text in UTF-8, the table's cells apart by tabs, a blank
// line within the table where a page breaks. Reads or refuses as a whole: nothing is guessed or
// repaired.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "plans/plan.h"
#include "platform/base/error.h"

namespace tranche::plans {

inline constexpr size_t kDocumentBytesMax = 1 << 20;
// Most problems that one refusal lists; its value "count" says how many there are in all.
inline constexpr size_t kProblemsMax = 20;

struct ReadPlan {
  Plan plan;
  // What a person should know of the document although it could be read: reasons PLAN_* of the
  // catalogue with place and values. Blank decision number, rows without amounts, rows that a page
  // break splits, a table whose end nothing confirms.
  std::vector<Violation> findings;
};

// Refuses with DOCUMENT_UNREADABLE and every problem with its place, "line 27, column 5": columns are
// the cells of the table, 1 to 6; in running text a place is a line.
absl::StatusOr<ReadPlan> ReadPlanDocument(absl::string_view utf8_text);

}  // namespace tranche::plans
