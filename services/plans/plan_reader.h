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

// 700 KiB, the limit of a kept document. As base64 within JSON they fit into the 1 MiB that the web
// gateway takes.
inline constexpr size_t kDocumentBytesMax = 700 << 10;
// The title is repeated in every list of plans.
inline constexpr size_t kTitleBytesMax = 1000;
// Most problems that one refusal lists; its value "count" says how many there are in all.
inline constexpr size_t kProblemsMax = 20;
// Most findings about parts of a document; those about the whole are listed besides.
inline constexpr size_t kFindingsMax = 100;
// A cell of an annual plan has some hundreds of bytes and a handful of amounts.
inline constexpr size_t kCellBytesMax = 8 << 10;
inline constexpr size_t kCellAmountsMax = 100;
// In all rows together; each stands several times in an answer, which must stay below the 4 MiB that a
// client takes.
inline constexpr size_t kAmountsMax = 10000;

struct ReadPlan {
  Plan plan;
  // What a person should know of the document although it could be read: reasons PLAN_* of the
  // catalogue with place and values. Blank decision number, rows without amounts, rows that a page
  // break splits, a table whose end nothing confirms.
  std::vector<Violation> findings;
};

// DOCUMENT_TOO_LARGE above kDocumentBytesMax. Refuses with DOCUMENT_UNREADABLE and every problem with
// its place, "line 27, column 5": columns are the cells of the table, 1 to 6; in running text a place
// is a line.
absl::StatusOr<ReadPlan> ReadPlanDocument(absl::string_view utf8_text);

}  // namespace tranche::plans
