// SPDX-License-Identifier: EUPL-1.2
// What is to be shown at which place of a plan's document: values that were read, checks of them,
// findings of the reader, corrections that persons made.
#pragma once

#include <string>
#include <vector>

#include "plans/plan.h"
#include "plans/plan_checks.h"
#include "plans/span.h"

namespace tranche::plans {

enum class MarkKind { kValue, kCheck, kCorrection, kFinding };

struct Mark {
  MarkKind kind = MarkKind::kValue;
  Where at;
  std::string id;  // Path of a value, code of a check, number of a correction, of a finding from 1.
  Verdict verdict = Verdict::kNotComputable;  // Of a check.
  footing::Sentence text;

  friend bool operator==(const Mark&, const Mark&) = default;
};

// A value that a person corrected.
struct CorrectedValue {
  std::string id;
  std::vector<std::string> paths;  // Where it may stand, the closest first.
  std::string measure;             // "1.2", whose row it is of otherwise; empty: of none.
  footing::Sentence text;
};

// By block, row, column and byte. A check stands at every value that it is about; one that is about a
// row as a whole at the row's first value; one about none at the document as a whole (block -1). Values
// of a list stand apart, so that none hides another. A correction stands once, at the first place of
// what it corrects, and at its row when the document does not speak of that.
std::vector<Mark> MarksOf(const Plan& plan, const std::vector<Check>& checks,
                          const std::vector<Remark>& findings,
                          const std::vector<CorrectedValue>& corrected = {});

}  // namespace tranche::plans
