// SPDX-License-Identifier: EUPL-1.2
#include "plans/checks/family.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tranche::plans::checks {

std::string PlaceOf(const Measure& measure) {
  return absl::StrCat(measure.section, ".", measure.ordinal);
}

std::string FieldOf(const Measure& measure, absl::string_view field) {
  return absl::StrCat("measure.", PlaceOf(measure), ".", field);
}

Check CheckOfPlan(absl::string_view id, Sentence title) {
  Check check;
  check.id = std::string(id);
  check.place = "plan";
  check.title_bg = std::move(title.bg);
  check.title_en = std::move(title.en);
  return check;
}

Check CheckOf(const Measure& measure, absl::string_view kind, Sentence title, absl::string_view unit) {
  Check check;
  check.place = PlaceOf(measure);
  check.id = FieldOf(measure, kind);
  check.title_bg = std::move(title.bg);
  check.title_en = std::move(title.en);
  check.unit = std::string(unit);
  return check;
}

std::vector<const Measure*> MeasuresOf(const Plan& plan) {
  std::vector<const Measure*> measures;
  for (const Section& section : plan.sections) {
    for (const Measure& measure : section.measures) measures.push_back(&measure);
  }
  return measures;
}

bool HasAmount(const Measure& measure) {
  return measure.stated_total || measure.monthly || !measure.parts.empty() || measure.unit_price;
}

std::vector<Money> PartAmounts(const Measure& measure) {
  std::vector<Money> amounts, years;
  for (const AmountPart& part : measure.parts) {
    (part.year != 0 ? years : amounts).push_back(part.amount);
  }
  return amounts.empty() ? years : amounts;
}

std::optional<Money> SumOfYears(const Measure& measure) {
  std::vector<Money> years;
  for (const AmountPart& part : measure.parts) {
    if (part.year != 0) years.push_back(part.amount);
  }
  if (years.empty()) return std::nullopt;
  const absl::StatusOr<Money> sum = Sum(years, years.front().currency());
  return sum.ok() ? std::optional<Money>(*sum) : std::nullopt;
}

std::optional<Money> SumOfSources(const Measure& measure) {
  if (measure.sources.empty() || measure.monthly || measure.unit_price) return std::nullopt;
  std::vector<Money> given;
  for (const Source& source : measure.sources) {
    if (!source.amount) return std::nullopt;
    given.push_back(*source.amount);
  }
  const absl::StatusOr<Money> sum = Sum(given, given.front().currency());
  // A part that a source gives is that amount once more.
  for (const AmountPart& part : measure.parts) {
    if (part.amount.IsZero()) continue;  // Of a source that gives nothing.
    const auto same = std::find(given.begin(), given.end(), part.amount);
    if (same == given.end()) return std::nullopt;
    given.erase(same);
  }
  return sum.ok() ? std::optional<Money>(*sum) : std::nullopt;
}

Currency CurrencyOf(const Plan& plan) {
  if (plan.stated_total) return plan.stated_total->currency();
  for (const Measure* measure : MeasuresOf(plan)) {
    if (measure->stated_total) return measure->stated_total->currency();
    if (!measure->parts.empty()) return measure->parts.front().amount.currency();
  }
  return Currency::kBgn;
}

std::optional<int64_t> PersonMonths(const Measure& measure) {
  int64_t person_months = 0;
  for (const Cohort& cohort : measure.cohorts) {
    if (!cohort.months) return std::nullopt;
    person_months += int64_t{cohort.persons} * *cohort.months;
  }
  return person_months;
}

std::optional<Days> DaysOf(const Period& period) {
  const std::optional<absl::CivilDay> first = FirstDay(period.from);
  const std::optional<absl::CivilDay> last = LastDay(period.to);
  if (!first || !last) return std::nullopt;
  return Days{.first = *first, .last = *last};
}

std::optional<Days> DaysOf(const Plan& plan, const Measure& measure) {
  for (const std::optional<Period>* period : {&measure.timeframe, &plan.period_titled}) {
    if (!*period) continue;
    const std::optional<Days> days = DaysOf(**period);
    if (days && days->first <= days->last) return days;
  }
  if (plan.year == 0) return std::nullopt;
  constexpr int kLastMonth = 12;
  constexpr int kLastDayOfIt = 31;
  return Days{.first = absl::CivilDay(plan.year, 1, 1),
              .last = absl::CivilDay(plan.year, kLastMonth, kLastDayOfIt)};
}

std::optional<int> WholeMonths(const Days& days) {
  const absl::CivilMonth first(days.first), last(days.last);
  if (days.first != absl::CivilDay(first) || days.last != absl::CivilDay(last + 1) - 1 || last < first)
    return std::nullopt;
  return static_cast<int>(last - first) + 1;
}

MonthsTried MonthsOf(const Plan& plan, const Measure& measure) {
  if (measure.months) return {measure.months, MonthsFrom::kRow};
  if (measure.timeframe) {
    if (const std::optional<Days> days = DaysOf(*measure.timeframe))
      return {WholeMonths(*days), MonthsFrom::kTimeframe};
  }
  if (plan.period_titled) {
    const std::optional<Days> days = DaysOf(*plan.period_titled);
    if (const std::optional<int> months = days ? WholeMonths(*days) : std::nullopt)
      return {months, MonthsFrom::kPlan};
  }
  return {kMonthsOfAnnualPlan, MonthsFrom::kPlan};
}

Comparison CompareOfOne(Money stated, Money one, int64_t count) {
  const absl::StatusOr<Money> all = Times(one, count);
  Comparison comparison = Compare(stated, all);
  if (comparison.verdict != Verdict::kDisagree) return comparison;
  const int64_t off =
      all->minor() > stated.minor() ? all->minor() - stated.minor() : stated.minor() - all->minor();
  // Half a cent for each of them.
  if (off <= count / 2) comparison.verdict = Verdict::kAgree;
  return comparison;
}

bool AgreesByRounding(const Comparison& comparison) {
  return comparison.verdict == Verdict::kAgree &&
         comparison.delta.find_first_of("123456789") != std::string::npos;
}

Sentence WithRounding(Sentence words, const Comparison& comparison) {
  if (!AgreesByRounding(comparison)) return words;
  return {absl::StrCat(words.bg, " Разликата е от закръгляне на сумата за единица до стотинка."),
          absl::StrCat(words.en, " The difference comes from rounding the amount of one to the cent.")};
}

Reading RatesNotKnown() {
  return MakeReading({"Заплатите и ставките не могат да се проверят сега: номенклатурите не отговарят. "
                      "Проверете плана отново по-късно.",
                      "Wages and rates cannot be looked up now: reference data do not answer. Check "
                      "the plan again later."},
                     "", "", Verdict::kNotComputable);
}

void Choose(std::size_t reading, Sentence why, Check& check) {
  check.readings[reading].chosen = true;
  check.why = std::move(why);
}

}  // namespace tranche::plans::checks
