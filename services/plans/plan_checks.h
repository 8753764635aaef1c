// SPDX-License-Identifier: EUPL-1.2
// Cross-footing: what a plan states against what follows from its own figures. Both stand side by side
// with a verdict; nothing is repaired, and what cannot be computed says so (INV-10).
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "plans/plan.h"

namespace tranche::plans {

enum class Verdict {
  kAgree,
  kDisagree,
  kNotComputable,  // The document does not write what the check needs.
  kWarning,        // A person must decide: the readings say between what.
};
absl::string_view VerdictName(Verdict verdict);  // "AGREE"

// One way to read the figures. Amounts and counts are exact decimal text, "" when there is none.
struct Reading {
  std::string text_bg;
  std::string text_en;
  std::string computed;
  std::string delta;  // computed - stated.
  Verdict verdict = Verdict::kNotComputable;
  // What the reading needs and the document does not write: "months", "unit_cost", "persons",
  // "total", "amount", "split", "decision_number", "protocol_number", "date", "strategy".
  std::vector<std::string> not_written;

  friend bool operator==(const Reading&, const Reading&) = default;
};

struct Check {
  std::string id;     // "total", "measure.1.2.monthly": section and ordinal of the measure.
  std::string place;  // "plan" or "1.2".
  std::string title_bg;
  std::string title_en;
  std::string unit;  // "BGN", "EUR", "persons", "person-months"; "" when nothing is counted.
  std::string stated;
  std::string computed;
  std::string delta;  // computed - stated.
  Verdict verdict = Verdict::kNotComputable;
  std::vector<Reading> readings;

  friend bool operator==(const Check&, const Check&) = default;
};

// The checks of the whole plan first, then those of its measures in the document's order.
std::vector<Check> CrossFoot(const Plan& plan);

}  // namespace tranche::plans
