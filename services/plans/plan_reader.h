// SPDX-License-Identifier: EUPL-1.2
// Reads what the document of a plan says, of any format that is read: title, strategies, lists, tables
// of measures. What is understood stands in the plan with its place; what is not is listed with its
// place and reason. Nothing is guessed or repaired.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "plans/plan.h"
#include "plans/reading/notebook.h"
#include "platform/document/document.h"

namespace tranche::plans {

using reading::UnusedText;

struct ReadPlan {
  Plan plan;  // With what was not understood, and the places of the values.
  // What a person should know of the document although it could be read: reasons PLAN_* of the
  // catalogue with place and values. Blank decision number, rows without amounts, rows that a page
  // break splits, a table whose end nothing confirms.
  std::vector<Remark> findings;
  std::vector<UnusedText> unused;  // Text that gave no value.
  size_t unused_count = 0;         // Also those that are not listed.
};

// What document::ReadDocument refuses is refused; so is DOCUMENT_UNREADABLE with PLAN_NOT_RECOGNISED
// for a document with nothing of a plan in it.
absl::StatusOr<ReadPlan> ReadPlanDocument(absl::string_view bytes);

// The same for a document that was read; `sha256` is of its bytes.
absl::StatusOr<ReadPlan> ReadPlanOf(const document::Document& document, std::string sha256);

}  // namespace tranche::plans
