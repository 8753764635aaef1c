// SPDX-License-Identifier: EUPL-1.2
#include "plans/plan_checks.h"

#include "plans/checks/family.h"

namespace tranche::plans {

std::vector<Check> CrossFoot(const Plan& plan, const std::optional<Rates>& rates) {
  std::vector<Check> list;
  checks::AddTotals(plan, list);
  checks::AddYears(plan, list);
  checks::AddShares(plan, list);
  checks::AddEuro(plan, list);
  checks::AddPeriods(plan, list);
  checks::AddAdoption(plan, list);
  checks::AddParents(plan, list);
  checks::AddContents(plan, list);
  checks::AddRates(plan, rates, list);
  for (const Measure* measure : checks::MeasuresOf(plan)) {
    checks::AddTimeframeOf(plan, *measure, list);
    checks::AddAmountsOf(*measure, list);
    checks::AddUnitPriceOf(plan, *measure, list);
    checks::AddShownOf(*measure, list);
    checks::AddPeopleOf(*measure, list);
    checks::AddMonthlyOf(plan, *measure, list);
    checks::AddWageOf(plan, *measure, rates, list);
    checks::AddHoursOf(plan, *measure, rates, list);
    checks::AddShareOf(plan, *measure, list);
    checks::AddEuroOf(plan, *measure, list);
  }
  checks::SoftenInexact(plan, list);
  return list;
}

}  // namespace tranche::plans
