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
  const Financing financing = ReadFinancing(input);
  for (const Figure& figure : financing.after_dash) {
    fuzz::Require(figure.begin < input.size(), "a figure stands within the cell");
  }
  for (const FieldPlace& place : financing.places) {
    fuzz::Require(place.begin < place.end && place.end <= input.size(),
                  "a value stands within the cell");
  }
  for (const auto* told : {&financing.problems, &financing.remarks}) {
    for (const TextProblem& problem : *told) {
      fuzz::Require(problem.begin <= problem.end && problem.end <= input.size(),
                    "what is told of stands within the cell");
    }
  }
}

}  // namespace tranche::plans
