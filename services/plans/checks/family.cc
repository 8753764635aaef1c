// SPDX-License-Identifier: EUPL-1.2
#include "plans/checks/family.h"

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
  return measure.stated_total || measure.monthly || !measure.parts.empty();
}

std::vector<Money> PartAmounts(const Measure& measure) {
  std::vector<Money> amounts;
  for (const AmountPart& part : measure.parts) amounts.push_back(part.amount);
  return amounts;
}

Currency CurrencyOf(const Plan& plan) {
  if (plan.stated_total) return plan.stated_total->currency();
  for (const Measure* measure : MeasuresOf(plan)) {
    if (measure->stated_total) return measure->stated_total->currency();
  }
  return Currency::kBgn;
}

void Choose(std::size_t reading, Sentence why, Check& check) {
  check.readings[reading].chosen = true;
  check.why = std::move(why);
}

}  // namespace tranche::plans::checks
