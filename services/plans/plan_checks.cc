// SPDX-License-Identifier: EUPL-1.2
#include "plans/plan_checks.h"

#include "plans/checks/family.h"

namespace tranche::plans {

std::vector<Check> CrossFoot(const Plan& plan) {
  std::vector<Check> list;
  checks::AddTotals(plan, list);
  checks::AddShares(plan, list);
  checks::AddEuro(plan, list);
  checks::AddPeriods(plan, list);
  checks::AddAdoption(plan, list);
  checks::AddParents(plan, list);
  checks::AddContents(plan, list);
  for (const Measure* measure : checks::MeasuresOf(plan)) {
    checks::AddAmountsOf(*measure, list);
    checks::AddPeopleOf(*measure, list);
    checks::AddMonthlyOf(*measure, list);
    checks::AddShareOf(plan, *measure, list);
    checks::AddEuroOf(*measure, list);
  }
  return list;
}

}  // namespace tranche::plans
