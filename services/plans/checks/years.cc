// SPDX-License-Identifier: EUPL-1.2
// Plans over several years with a column for each: what the row of the total states of a year against
// the rows, and all years against the total.
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "plans/checks/family.h"

namespace tranche::plans::checks {
namespace {

void AddYear(const Plan& plan, std::size_t index, std::vector<Check>& list) {
  const AmountPart& stated = plan.stated_years[index];
  Check check = CheckOfPlan(
      absl::StrCat("total.year.", stated.year),
      {absl::StrCat("Сбор на мерките за ", stated.year, " г. спрямо реда с общата сума"),
       absl::StrCat("Sum of the measures for ", stated.year, " against the row of the total")});
  check.unit = std::string(CurrencyCode(stated.amount.currency()));
  check.stated = FormatAmount(stated.amount);
  check.fields = {absl::StrCat("stated_years.", index + 1)};
  std::vector<Money> amounts;
  for (const Measure* measure : MeasuresOf(plan)) {
    for (std::size_t i = 0; i < measure->parts.size(); ++i) {
      if (measure->parts[i].year != stated.year) continue;
      amounts.push_back(measure->parts[i].amount);
      check.fields.push_back(FieldOf(*measure, absl::StrCat("parts.", i + 1)));
    }
  }
  const Sentence text{absl::StrCat("Мерки със сума за тази година: ", amounts.size(), "."),
                      absl::StrCat("Measures with an amount for this year: ", amounts.size(), ".")};
  if (amounts.empty()) {
    check.readings.push_back(MakeReading(text, "", "", Verdict::kNotComputable, {"amount"}));
  } else {
    const Comparison comparison = Compare(stated.amount, Sum(amounts, stated.amount.currency()));
    Take(comparison, check);
    check.readings.push_back(ReadingOf(text, comparison));
  }
  list.push_back(std::move(check));
}

}  // namespace

void AddYears(const Plan& plan, std::vector<Check>& list) {
  if (plan.stated_years.empty()) return;
  std::map<int, int> columns;
  for (const AmountPart& part : plan.stated_years) ++columns[part.year];
  for (std::size_t i = 0; i < plan.stated_years.size(); ++i) {
    // A year with several columns, one for each source, has no single amount to compare.
    if (columns[plan.stated_years[i].year] == 1) AddYear(plan, i, list);
  }
  Check check = CheckOfPlan(
      "total.years", {"Сбор на годините спрямо общата сума", "Sum of the years against the total"});
  check.fields = {"stated_total"};
  std::vector<Money> amounts;
  std::vector<std::string> words;
  for (const AmountPart& part : plan.stated_years) {
    amounts.push_back(part.amount);
    words.push_back(absl::StrCat(part.year, ": ", FormatAmount(part.amount)));
    check.fields.push_back(absl::StrCat("stated_years.", amounts.size()));
  }
  const absl::StatusOr<Money> sum = Sum(amounts, amounts.front().currency());
  check.unit = std::string(CurrencyCode(amounts.front().currency()));
  const std::string text = absl::StrJoin(words, " + ");
  if (plan.stated_total) {
    check.stated = FormatAmount(*plan.stated_total);
    const Comparison comparison = Compare(*plan.stated_total, sum);
    Take(comparison, check);
    check.readings.push_back(ReadingOf({text, text}, comparison));
  } else {
    if (sum.ok()) check.computed = FormatAmount(*sum);
    check.readings.push_back(
        MakeReading({text, text}, check.computed, "", Verdict::kNotComputable, {"total"}));
  }
  list.push_back(std::move(check));
}

}  // namespace tranche::plans::checks
