// SPDX-License-Identifier: EUPL-1.2
// A budget as it is shown in another currency than it is kept in.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "budgets/budget_line.h"
#include "platform/money/money.h"
#include "tranche/budgets/v1/budgets.pb.h"

namespace tranche::budgets {

// A line before and after its conversion.
struct ConvertedLine {
  BudgetLine before;
  BudgetLine after;
};

// Shows a budget in lev in euro: every figure is converted by itself, and of each sum the budget tells
// by how much the lines as shown add up to something else.
absl::Status ShowInEuro(v1::Budget* budget);

// Shows a budget in euro in lev. What was recorded in lev before the conversion (`converted`, by code)
// is shown as it was; what has moved since, and a line that is newer, at the fixed rate for
// information. The sums are those of the lines as shown.
absl::Status ShowInLev(const std::map<std::string, ConvertedLine>& converted, v1::Budget* budget);

}  // namespace tranche::budgets
