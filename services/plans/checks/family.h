// SPDX-License-Identifier: EUPL-1.2
// The families of checks, one file each, and what they share. Whoever wants checks asks plan_checks.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "plans/checks/rates.h"
#include "plans/plan.h"
#include "platform/footing/check.h"

namespace tranche::plans::checks {

using footing::Check;
using footing::Compare;
using footing::Comparison;
using footing::MakeReading;
using footing::Reading;
using footing::ReadingOf;
using footing::Sentence;
using footing::Take;
using footing::Told;
using footing::Verdict;

// Where neither a row nor the plan says how long, a year is the first thing to try. The reading says
// that the months are not written.
inline constexpr int kMonthsOfAnnualPlan = 12;

// ---- What the families share

std::string PlaceOf(const Measure& measure);                           // "1.2"
std::string FieldOf(const Measure& measure, absl::string_view field);  // "measure.1.2.parts"
Check CheckOfPlan(absl::string_view id, Sentence title);
Check CheckOf(const Measure& measure, absl::string_view kind, Sentence title, absl::string_view unit);
std::vector<const Measure*> MeasuresOf(const Plan& plan);
bool HasAmount(const Measure& measure);
// Amounts by year only where no other parts are written: both say the same total.
std::vector<Money> PartAmounts(const Measure& measure);
// The amounts by year added up; no value where the row has none.
std::optional<Money> SumOfYears(const Measure& measure);
// What the sources of a row give, added up, where each of them says how much and the row has no other
// money; no value otherwise. The annual report of a plan adds up such rows alike (SourcesSayAll in
// reports/plans).
std::optional<Money> SumOfSources(const Measure& measure);
// Of the stated total, else of the first row that has one.
Currency CurrencyOf(const Plan& plan);
// Person-months of all cohorts; no value when the time of one is not written.
std::optional<int64_t> PersonMonths(const Measure& measure);
// The days of a period of which both ends are written.
std::optional<Days> DaysOf(const Period& period);
// The days that a row is for: its own time frame, else the period of the title, else the plan's year.
std::optional<Days> DaysOf(const Plan& plan, const Measure& measure);
// The months of a period that begins with the first day of one and ends with the last day of another.
std::optional<int> WholeMonths(const Days& days);
// How many months a row is tried for: those that it writes, else those of its own time frame, else
// those of the plan. No value: its time frame is not of whole months.
enum class MonthsFrom { kRow, kTimeframe, kPlan };
struct MonthsTried {
  std::optional<int> months;
  MonthsFrom from = MonthsFrom::kPlan;
};
MonthsTried MonthsOf(const Plan& plan, const Measure& measure);
// The amount of one × how many against the total. Cents that rounding the amount of one explains are no
// disagreement: 250000.00 in twelve months is 20833.33 each.
Comparison CompareOfOne(Money stated, Money one, int64_t count);
// Whether the two agree only so.
bool AgreesByRounding(const Comparison& comparison);
// What is said of it behind the words of a reading.
Sentence WithRounding(Sentence words, const Comparison& comparison);
// Says that nobody answered what the rates are.
Reading RatesNotKnown();
// The reading with that number is the one that the verdict follows, for that reason.
void Choose(std::size_t reading, Sentence why, Check& check);

// Who pays a measure, in four groups. Several groups in one row without a split, or amounts of sources
// that are not the total: no value.
std::optional<Sentence> PayerOf(const Measure& measure);

// ---- The families. Each adds what it can say to the list and nothing when there is nothing to say.

// Sum of the rows against the total, of each section against its own, by who pays and who executes.
void AddTotals(const Plan& plan, std::vector<Check>& list);
// What the row of the total states of each year against the rows, and all years against the total.
void AddYears(const Plan& plan, std::vector<Check>& list);
// Shares of the whole in percent: computed ones, and a row's column of percents.
void AddShares(const Plan& plan, std::vector<Check>& list);
void AddShareOf(const Plan& plan, const Measure& measure, std::vector<Check>& list);
// The view in euro and what rounding makes of it.
void AddEuro(const Plan& plan, std::vector<Check>& list);
void AddEuroOf(const Plan& plan, const Measure& measure, std::vector<Check>& list);
// Periods as titled, as written and as the strategies have them.
void AddPeriods(const Plan& plan, std::vector<Check>& list);
// Of one row: a time frame that leaves the plan's own time.
void AddTimeframeOf(const Plan& plan, const Measure& measure, std::vector<Check>& list);
// Adoption of the plan and of the strategy: what is missing, and when it came.
void AddAdoption(const Plan& plan, std::vector<Check>& list);
// Strategies that are named in more than one way.
void AddParents(const Plan& plan, std::vector<Check>& list);
// Counts: rows and what they leave out, lists that should match, attachments, stated figures.
void AddContents(const Plan& plan, std::vector<Check>& list);
// Of one row: parts, sources, days.
void AddAmountsOf(const Measure& measure, std::vector<Check>& list);
// Of one row: heads, cohorts, person-months.
void AddPeopleOf(const Measure& measure, std::vector<Check>& list);
// Of one row: the price of one × how many, for the months of the row where the price is of a year.
void AddUnitPriceOf(const Plan& plan, const Measure& measure, std::vector<Check>& list);
// Of one row: amounts in leva against the same ones shown in euro.
void AddShownOf(const Measure& measure, std::vector<Check>& list);
// A difference from a total that is not exact ("до", "около") is for a person to judge.
void SoftenInexact(const Plan& plan, std::vector<Check>& list);
// Of one row: what a month costs.
void AddMonthlyOf(const Plan& plan, const Measure& measure, std::vector<Check>& list);
// Says so when the rates are not known and some check may have needed them.
void AddRates(const Plan& plan, const std::optional<Rates>& rates, std::vector<Check>& list);
// Of one row that names a scheme: its amounts in hours at what the scheme pays.
void AddHoursOf(const Plan& plan, const Measure& measure, const std::optional<Rates>& rates,
                std::vector<Check>& list);
// Of one row: its total against its person-months at the minimum wage.
void AddWageOf(const Plan& plan, const Measure& measure, const std::optional<Rates>& rates,
               std::vector<Check>& list);

}  // namespace tranche::plans::checks
