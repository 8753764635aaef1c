// SPDX-License-Identifier: EUPL-1.2
#include "plans/checks/row_sums.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace tranche::plans::checks {
namespace {

// The number of a row as the plan writes it, "1.2".
std::string NumberOf(const Measure& measure) {
  const std::string& written = measure.ordinal_as_written;
  return written.empty() ? absl::StrCat(measure.ordinal) : std::string(absl::StripSuffix(written, "."));
}

}  // namespace

std::optional<Money> PlannedOf(const Measure& measure) {
  if (measure.stated_total) return measure.stated_total;
  const std::optional<Money> years = SumOfYears(measure);
  return years ? years : SumOfSources(measure);
}

bool NamesFigure(const std::string& words) {
  return std::any_of(words.begin(), words.end(), [](char c) { return c >= '0' && c <= '9'; });
}

RowSums SumsOf(const std::vector<const Measure*>& measures) {
  RowSums sums;
  for (const Measure* measure : measures) {
    if (measure->stated_total) {
      sums.amounts.push_back(*measure->stated_total);
    } else if (const std::optional<Money> years = SumOfYears(*measure)) {
      sums.amounts.push_back(*years);
      sums.by_year.push_back(PlaceOf(*measure));
    } else if (const std::optional<Money> sources = SumOfSources(*measure)) {
      sums.amounts.push_back(*sources);
      sums.by_source.push_back(PlaceOf(*measure));
    } else if (HasAmount(*measure) || NamesFigure(measure->financing)) {
      sums.complete = false;
    }
  }
  return sums;
}

std::set<const Measure*> PartsOfRows(const Plan& plan) {
  const std::vector<const Measure*> measures = MeasuresOf(plan);
  std::set<const Measure*> parts;
  for (std::size_t i = 0; i < measures.size(); ++i) {
    const std::optional<Money> whole = PlannedOf(*measures[i]);
    const std::string above = NumberOf(*measures[i]);
    std::vector<Money> amounts;
    std::size_t end = i + 1;
    for (; end < measures.size(); ++end) {
      const std::optional<Money> amount = PlannedOf(*measures[end]);
      if (!amount || !absl::StartsWith(NumberOf(*measures[end]), absl::StrCat(above, "."))) break;
      amounts.push_back(*amount);
    }
    if (!whole || amounts.empty()) continue;
    const absl::StatusOr<Money> sum = Sum(amounts, whole->currency());
    if (!sum.ok() || *sum != *whole) continue;
    for (std::size_t part = i + 1; part < end; ++part) parts.insert(measures[part]);
  }
  return parts;
}

std::optional<Reading> TotalWithoutParts(const Plan& plan, Money stated) {
  const std::set<const Measure*> parts = PartsOfRows(plan);
  if (parts.empty()) return std::nullopt;
  std::vector<Money> amounts;
  std::vector<std::string> numbers;
  for (const Measure* measure : MeasuresOf(plan)) {
    if (parts.count(measure) > 0) {
      numbers.push_back(NumberOf(*measure));
    } else if (const std::optional<Money> amount = PlannedOf(*measure)) {
      amounts.push_back(*amount);
    }
  }
  const std::string named = absl::StrJoin(numbers, ", ");
  return ReadingOf(
      {absl::StrCat("Ако редовете ", named, " са части на реда над тях, чиято сума дават заедно."),
       absl::StrCat("If the rows ", named,
                    " are parts of the row above them, whose amount they come to together.")},
      Compare(stated, Sum(amounts, stated.currency())));
}

std::vector<const Measure*> RowsThatCount(const Plan& plan) {
  std::vector<const Measure*> rows = MeasuresOf(plan);
  if (!plan.stated_total) return rows;
  const absl::StatusOr<Money> all = Sum(SumsOf(rows).amounts, plan.stated_total->currency());
  if (all.ok() && *all == *plan.stated_total) return rows;
  const std::optional<Reading> without = TotalWithoutParts(plan, *plan.stated_total);
  if (!without || without->verdict != Verdict::kAgree) return rows;
  const std::set<const Measure*> parts = PartsOfRows(plan);
  rows.erase(std::remove_if(rows.begin(), rows.end(),
                            [&](const Measure* row) { return parts.count(row) > 0; }),
             rows.end());
  return rows;
}

}  // namespace tranche::plans::checks
