// SPDX-License-Identifier: EUPL-1.2
// A plan as a list of values of a kind, so that what was read can be compared with what a person reads.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "platform/text/fold.h"
#include "tranche/plans/v1/plans.pb.h"

namespace tranche::plans::testing {

struct Value {
  std::string kind;  // "measure's total"
  std::string text;  // With the key of the measure where there is one: "1.2 186400.00 BGN".

  friend auto operator<=>(const Value&, const Value&) = default;
};

// White space as one blank, no punctuation at the end, no quotes that differ.
inline std::string Plain(const std::string& text) {
  std::string plain =
      absl::StrReplaceAll(text, {{"\u00A0", " "}, {"\n", " "}, {"\"", "“"}, {"”", "“"}});
  absl::RemoveExtraAsciiWhitespace(&plain);
  while (!plain.empty() && std::string(".;,: ").find(plain.back()) != std::string::npos)
    plain.pop_back();
  return plain;
}

class Values {
 public:
  void Add(const std::string& kind, const std::string& text, const std::string& key = "") {
    if (text.empty()) return;
    list_.push_back({kind, absl::StrCat(key, key.empty() ? "" : " ", Plain(text))});
  }
  void Add(const std::string& kind, const common::v1::Money& money, const std::string& key = "") {
    if (!money.amount().empty()) Add(kind, absl::StrCat(money.amount(), " ", money.currency()), key);
  }
  static std::string Day(const common::v1::PartialDate& date) {
    std::string text;
    for (const int part : {date.year(), date.month(), date.day()})
      if (part != 0) absl::StrAppend(&text, text.empty() ? "" : "-", part);
    return text;
  }
  void Add(const std::string& kind, const common::v1::PartialPeriod& period,
           const std::string& key = "") {
    const std::string from = Day(period.from());
    const std::string to = Day(period.to());
    if (!from.empty() || !to.empty()) Add(kind, absl::StrCat(from, "…", to), key);
  }
  std::vector<Value> Take() { return std::move(list_); }

 private:
  std::vector<Value> list_;
};

inline void AddAdoption(const std::string& kind, const v1::Adoption& adoption, Values& values) {
  const auto blank = [](const std::string& text) {
    return text.empty() ? std::string("(празно)") : text;
  };
  if (adoption.has_decision_number()) values.Add(kind, blank(adoption.decision_number()), "решение");
  if (adoption.has_protocol_number()) values.Add(kind, blank(adoption.protocol_number()), "протокол");
  if (adoption.has_date()) values.Add(kind, blank(Values::Day(adoption.date())), "дата");
  if (adoption.has_body()) values.Add(kind, adoption.body(), "орган");
}

inline void AddUnitPrice(const v1::Measure& measure, const std::string& key, Values& values) {
  if (!measure.has_unit_price()) return;
  std::string factors;
  for (const v1::Factor& factor : measure.unit_price().factors())
    absl::StrAppend(&factors, " x ", factor.count(), factor.noun().empty() ? "" : " ", factor.noun());
  values.Add("measure: unit price",
             absl::StrCat(measure.unit_price().price().amount(), " ",
                          measure.unit_price().price().currency(), factors),
             key);
  values.Add("measure: unit", measure.unit_price().unit(), key);
}

inline void AddMeasure(const v1::Measure& measure, const std::string& key, Values& values) {
  values.Add("measure", absl::StrCat(measure.ordinal()), key);
  values.Add("measure: activity", measure.activity(), key);
  values.Add("measure: place", measure.place(), key);
  values.Add("measure: executor", measure.executor(), key);
  values.Add("measure: total", measure.stated_total(), key);
  values.Add("measure: month", measure.monthly(), key);
  values.Add("measure: time frame", measure.timeframe(), key);
  for (const v1::Source& source : measure.sources()) {
    const std::string kind = v1::SourceKind_Name(source.kind());
    values.Add("measure: source", kind, key);
    values.Add("measure: source's share", source.share_percent(), absl::StrCat(key, " ", kind));
    // Of an only source it is the row's total once more.
    if (measure.sources_size() > 1)
      values.Add("measure: source's amount", source.amount(), absl::StrCat(key, " ", kind));
  }
  for (const v1::Part& part : measure.parts()) {
    values.Add("measure: part", part.amount(),
               part.year() == 0 ? key : absl::StrCat(key, " ", part.year()));
    // Of a year it is the heading of the column.
    if (part.year() == 0)
      values.Add("measure: part's label", part.label(), absl::StrCat(key, " ", part.amount().amount()));
  }
  for (const std::string& partner : measure.partners()) values.Add("measure: partner", partner, key);
  if (measure.has_headcount())
    values.Add("measure: persons", absl::StrCat(measure.headcount().count()), key);
  for (const v1::Cohort& cohort : measure.cohorts())
    values.Add("measure: cohort", absl::StrCat(cohort.persons(), " x ", cohort.months()), key);
  for (const v1::Indicator& indicator : measure.indicators())
    values.Add("measure: indicator", absl::StrCat(indicator.name(), ": ", indicator.target()), key);
  if (measure.has_months()) values.Add("measure: months", absl::StrCat(measure.months()), key);
  if (measure.monthly_basis() != v1::AMOUNT_BASIS_UNSPECIFIED)
    values.Add("measure: month's basis", v1::AmountBasis_Name(measure.monthly_basis()), key);
  if (measure.has_capacity())
    values.Add("measure: capacity", absl::StrCat(measure.capacity().count()), key);
  values.Add("measure: share", measure.share_percent(), key);
  values.Add("measure: qualifier", measure.stated_total_qualifier(), key);
  for (const v1::AlsoShown& shown : measure.also_shown())
    values.Add("measure: also shown", shown.amount(), absl::StrCat(key, " ", shown.field()));
  AddUnitPrice(measure, key, values);
  if (measure.has_daily_rate()) {
    values.Add("measure: daily rate",
               absl::StrCat(measure.daily_rate().rate().amount(), " x ", measure.daily_rate().users(),
                            " x ", measure.daily_rate().days()),
               key);
  }
}

// What the comparison looks at; the words of cells that are only kept as they are do not count.
inline std::vector<Value> ValuesOf(const v1::Plan& plan) {
  Values values;
  values.Add("title", plan.title());
  values.Add("municipality", FoldName(plan.municipality()));
  values.Add("year", absl::StrCat(plan.year()));
  if (plan.kind() != v1::PLAN_KIND_UNSPECIFIED) values.Add("kind", v1::PlanKind_Name(plan.kind()));
  if (plan.open_document()) values.Add("open document", "да");
  values.Add("period", plan.period_titled());
  AddAdoption("adoption", plan.adoption(), values);
  for (const v1::ParentStrategy& parent : plan.parents()) {
    values.Add("strategy", parent.title());
    values.Add("strategy: period", parent.period());
    AddAdoption("strategy: adoption", parent.adoption(), values);
  }
  for (const std::string& text : plan.target_groups()) values.Add("target group", text);
  for (const std::string& text : plan.objectives()) values.Add("objective", text);
  for (const std::string& text : plan.priority_areas()) values.Add("priority area", text);
  values.Add("region", plan.region());
  for (const std::string& text : plan.directions()) values.Add("direction", text);
  for (const v1::NamedBody& body : plan.bodies())
    values.Add("body", absl::StrCat(body.name(), " ", body.abbreviation()));
  for (const v1::RoleHolder& holder : plan.role_holders())
    values.Add("role", absl::StrCat(holder.role(), " ", holder.person(), " ", holder.appointed_by()));
  for (const std::string& text : plan.participants()) values.Add("participant", text);
  for (const v1::Attachment& attachment : plan.attachments())
    values.Add("attachment", absl::StrCat(attachment.name(), " ", attachment.size_bytes()));
  for (const v1::Section& section : plan.sections()) {
    values.Add("section", section.title(), absl::StrCat(section.ordinal()));
    values.Add("total", section.stated_total(), absl::StrCat(section.ordinal()));
    for (const v1::Part& part : section.stated_years())
      values.Add("total of a year", part.amount(), absl::StrCat(section.ordinal(), " ", part.year()));
    for (const v1::Measure& measure : section.measures())
      AddMeasure(measure, absl::StrCat(section.ordinal(), ".", measure.ordinal()), values);
  }
  values.Add("total", plan.stated_total());
  for (const v1::Part& part : plan.stated_years())
    values.Add("total of a year", part.amount(), absl::StrCat(part.year()));
  return values.Take();
}

}  // namespace tranche::plans::testing
