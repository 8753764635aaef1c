// SPDX-License-Identifier: EUPL-1.2
// Reads what one financing cell of a plan says in words: "20 човека по 7600 лв на месец Обща сума-
// 91200 лв от ОП РЧР". Only what is written is taken; a figure that cannot be placed is a problem,
// never dropped.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "plans/plan.h"
#include "platform/base/error.h"

namespace tranche::plans {

// An amount with its unit where it stands in a text.
struct WrittenAmount {
  size_t begin = 0;  // Bytes of the number and its unit, [begin, end).
  size_t end = 0;
  Money amount;
  std::string number;       // As written, "538 952".
  bool after_dash = false;  // A dash stands directly before it: a separator, not a sign.
};

// Something of a cell that cannot be read; `value` as written.
struct CellProblem {
  std::string reason;
  std::string value;
  size_t begin = 0;  // Where it stands in the cell.
};

// A number as written and where.
struct Figure {
  size_t begin = 0;
  std::string text;
};

// The amounts of a text in its order. Malformed ones go to `problems` instead; a text that names more
// than kCellAmountsMax is not read (PLAN_TOO_MANY_AMOUNTS).
std::vector<WrittenAmount> FindAmounts(absl::string_view text, std::vector<CellProblem>& problems);

struct Financing {
  std::vector<Source> sources;
  std::optional<Money> stated_total;
  std::vector<AmountPart> parts;
  std::optional<MonthlyAmount> monthly;
  std::optional<Headcount> headcount;
  std::vector<Cohort> cohorts;
  std::optional<int> months;
  std::vector<Figure> after_dash;  // Numbers that a dash touches, "132550".
  std::vector<CellProblem> problems;
};

Financing ReadFinancing(absl::string_view cell);

}  // namespace tranche::plans
