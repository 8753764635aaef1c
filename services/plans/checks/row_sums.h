// SPDX-License-Identifier: EUPL-1.2
// What rows of a plan give to its sums.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plans/checks/family.h"

namespace tranche::plans::checks {

// What a row plans: its total, else what its years or its sources come to.
std::optional<Money> PlannedOf(const Measure& measure);

// Words with a figure of which no amount was read: a sum without them would compare unlike things.
bool NamesFigure(const std::string& words);

// What rows give to a sum: their stated totals; of a row without one the sum of its years, else of what
// its sources give, which the check says.
struct RowSums {
  std::vector<Money> amounts;
  std::vector<std::string> by_year;    // Places of the rows whose years were added up.
  std::vector<std::string> by_source;  // And of those whose sources were.
  bool complete = true;                // No row has an amount, read or not, and no total.
};
RowSums SumsOf(const std::vector<const Measure*>& measures);

// Rows that are parts of the row above them: numbered "1.1", "1.2" below a row "1" whose amount is
// theirs together.
std::set<const Measure*> PartsOfRows(const Plan& plan);
// The sum without them, where there are any.
std::optional<Reading> TotalWithoutParts(const Plan& plan, Money stated);
// All rows; without those that are parts of others where the total fits only so.
std::vector<const Measure*> RowsThatCount(const Plan& plan);

// The stated total against the sums by who pays and by who carries out.
void AddGroupTotals(const Plan& plan, std::vector<Check>& list);
// Rows that were not understood as rows are in no sum: one that differs from the total then shows
// nothing of the plan.
Check WithUnreadRows(const Plan& plan, Check check);

}  // namespace tranche::plans::checks
