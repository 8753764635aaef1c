// SPDX-License-Identifier: EUPL-1.2
// The cell of a plan's table that says who pays what.
#include "fuzz/fuzz.h"
#include "plans/financing.h"

namespace tranche::plans {

TRANCHE_FUZZ_TARGET(financing) {
  std::vector<TextProblem> problems;
  size_t end = 0;
  for (const WrittenAmount& amount : FindAmounts(input, kCellAmountsMax, problems)) {
    fuzz::Require(amount.begin >= end && amount.begin < amount.end && amount.end <= input.size(),
                  "amounts follow each other within the cell");
    end = amount.end;
  }
  for (const Figure& figure : ReadFinancing(input).after_dash) {
    fuzz::Require(figure.begin < input.size(), "a figure stands within the cell");
  }
}

}  // namespace tranche::plans
