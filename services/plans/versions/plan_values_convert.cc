// SPDX-License-Identifier: EUPL-1.2
#include "plans/versions/plan_values_convert.h"

#include <google/protobuf/util/message_differencer.h>

#include <functional>
#include <stdexcept>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "platform/convert/money.h"
#include "tranche/options/v1/options.pb.h"

namespace tranche::plans {
namespace {

using SetFunction = std::function<void(const Value&)>;

// One value that can be corrected, with what puts another one in its place.
struct Slot {
  ValueForm form = ValueForm::kText;
  Value value;
  SetFunction set;
};
using Slots = std::map<ValueKey, Slot>;

Value TextOf(bool is_there, const std::string& text) { return is_there ? Value(text) : Value(); }

Value AmountOf(bool is_there, const common::v1::Money& amount) {
  return is_there ? Value(absl::StrCat(amount.amount(), " ", amount.currency())) : Value();
}

// A value was normalised before it was stored; one that is not is a broken row.
common::v1::Money ToMoney(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ' ');
  if (parts.size() != 2) throw std::runtime_error("a stored correction is no amount");
  common::v1::Money money;
  money.set_amount(parts[0]);
  money.set_currency(parts[1]);
  return money;
}

int ToCount(const std::string& text) {
  int count = 0;
  if (!absl::SimpleAtoi(text, &count)) throw std::runtime_error("a stored correction is no count");
  return count;
}

void AddText(Slots* slots, v1::PlanField field, const std::string& place, std::string* text) {
  slots->emplace(
      ValueKey{v1::PlanField_Name(field), place},
      Slot{ValueForm::kText, *text, [text](const Value& value) { *text = value.value_or(""); }});
}

void AddMeasureAmounts(Slots* slots, const std::string& place, v1::Measure* measure) {
  slots->emplace(
      ValueKey{"MEASURE_TOTAL", place},
      Slot{ValueForm::kAmount, AmountOf(measure->has_stated_total(), measure->stated_total()),
           [measure](const Value& value) {
             measure->clear_stated_total();
             if (value) *measure->mutable_stated_total() = ToMoney(*value);
           }});
  slots->emplace(ValueKey{"MEASURE_MONTHLY", place},
                 Slot{ValueForm::kAmount, AmountOf(measure->has_monthly(), measure->monthly()),
                      [measure](const Value& value) {
                        measure->clear_monthly();
                        if (value) *measure->mutable_monthly() = ToMoney(*value);
                      }});
  for (int i = 0; i < measure->parts_size(); ++i) {
    v1::Part* part = measure->mutable_parts(i);
    slots->emplace(ValueKey{"MEASURE_PART", absl::StrCat(place, ".", i + 1)},
                   Slot{ValueForm::kAmount, AmountOf(part->has_amount(), part->amount()),
                        [part](const Value& value) {
                          part->clear_amount();
                          if (value) *part->mutable_amount() = ToMoney(*value);
                        }});
  }
}

void AddMeasureCounts(Slots* slots, const std::string& place, v1::Measure* measure) {
  const bool has_persons = measure->has_headcount();
  slots->emplace(
      ValueKey{"MEASURE_PERSONS", place},
      Slot{ValueForm::kCount, TextOf(has_persons, absl::StrCat(measure->headcount().count())),
           [measure](const Value& value) {
             if (!value) measure->clear_headcount();
             if (value) measure->mutable_headcount()->set_count(ToCount(*value));
           }});
  slots->emplace(ValueKey{"MEASURE_MONTHS", place},
                 Slot{ValueForm::kCount, TextOf(measure->has_months(), absl::StrCat(measure->months())),
                      [measure](const Value& value) {
                        measure->clear_months();
                        if (value) measure->set_months(ToCount(*value));
                      }});
}

void AddMeasure(Slots* slots, const std::string& place, v1::Measure* measure) {
  AddText(slots, v1::MEASURE_ACTIVITY, place, measure->mutable_activity());
  AddText(slots, v1::MEASURE_DESCRIPTION, place, measure->mutable_description());
  AddText(slots, v1::MEASURE_PLACE, place, measure->mutable_place());
  AddText(slots, v1::MEASURE_EXECUTOR, place, measure->mutable_executor());
  AddMeasureAmounts(slots, place, measure);
  AddMeasureCounts(slots, place, measure);
}

// The words of an adoption stand twice: beside the strategy, and in its parts.
void AddParentStrategy(Slots* slots, v1::ParentStrategy* parent) {
  AddText(slots, v1::PARENT_STRATEGY_TITLE, "", parent->mutable_title());
  slots->emplace(
      ValueKey{"PARENT_STRATEGY_DECISION", ""},
      Slot{ValueForm::kBlankable, TextOf(parent->has_decision_number(), parent->decision_number()),
           [parent](const Value& value) {
             parent->clear_decision_number();
             parent->mutable_adoption()->clear_decision_number();
             if (!value) return;
             parent->set_decision_number(*value);
             parent->mutable_adoption()->set_decision_number(*value);
           }});
  slots->emplace(
      ValueKey{"PARENT_STRATEGY_PROTOCOL", ""},
      Slot{ValueForm::kBlankable, TextOf(parent->has_protocol_number(), parent->protocol_number()),
           [parent](const Value& value) {
             parent->clear_protocol_number();
             parent->mutable_adoption()->clear_protocol_number();
             if (!value) return;
             parent->set_protocol_number(*value);
             parent->mutable_adoption()->set_protocol_number(*value);
           }});
  slots->emplace(ValueKey{"PARENT_STRATEGY_DATE", ""},
                 Slot{ValueForm::kBlankable, TextOf(parent->has_adopted_on(), parent->adopted_on()),
                      [parent](const Value& value) {
                        parent->clear_adopted_on();
                        parent->mutable_adoption()->clear_date();
                        if (!value) return;
                        parent->set_adopted_on(*value);
                        parent->mutable_adoption()->mutable_date()->set_as_written(*value);
                      }});
}

// The values of a plan, each with what sets it. They point into `plan`.
Slots SlotsOf(v1::Plan* plan) {
  Slots slots;
  AddText(&slots, v1::PLAN_TITLE, "", plan->mutable_title());
  slots.emplace(ValueKey{"PLAN_STATED_TOTAL", ""},
                Slot{ValueForm::kAmount, AmountOf(plan->has_stated_total(), plan->stated_total()),
                     [plan](const Value& value) {
                       plan->clear_stated_total();
                       if (value) *plan->mutable_stated_total() = ToMoney(*value);
                     }});
  if (plan->has_parent_strategy()) AddParentStrategy(&slots, plan->mutable_parent_strategy());
  for (v1::Section& section : *plan->mutable_sections()) {
    AddText(&slots, v1::SECTION_TITLE, absl::StrCat(section.ordinal()), section.mutable_title());
    for (v1::Measure& measure : *section.mutable_measures()) {
      AddMeasure(&slots, PlaceOf(section, measure), &measure);
    }
  }
  return slots;
}

// A field of a measure that is compared.
struct MeasureField {
  const char* field;
  const char* bg;
  const char* en;
  Value (*value)(const v1::Section& section, const v1::Measure& measure);
};

// Sources, parts and cohorts as one text each, in the order of the document.
std::string SourcesOf(const v1::Measure& measure) {
  return absl::StrJoin(measure.sources(), " + ", [](std::string* out, const v1::Source& source) {
    absl::StrAppend(out, source.as_written());
  });
}

std::string PartsOf(const v1::Measure& measure) {
  return absl::StrJoin(measure.parts(), "; ", [](std::string* out, const v1::Part& part) {
    absl::StrAppend(out, part.label(), " ", part.amount().amount(), " ", part.amount().currency());
  });
}

std::string CohortsOf(const v1::Measure& measure) {
  return absl::StrJoin(measure.cohorts(), "; ", [](std::string* out, const v1::Cohort& cohort) {
    absl::StrAppend(out, cohort.text());
  });
}

constexpr MeasureField kMeasureFields[] = {
    {"section", "раздел", "section",
     [](const v1::Section& s, const v1::Measure&) { return Value(s.title()); }},
    {"activity", "дейност", "activity",
     [](const v1::Section&, const v1::Measure& m) { return Value(m.activity()); }},
    {"description", "описание", "description",
     [](const v1::Section&, const v1::Measure& m) { return Value(m.description()); }},
    {"place", "местоположение", "place",
     [](const v1::Section&, const v1::Measure& m) { return Value(m.place()); }},
    {"financing", "финансиране", "financing",
     [](const v1::Section&, const v1::Measure& m) { return Value(m.financing()); }},
    {"sources", "източници", "sources",
     [](const v1::Section&, const v1::Measure& m) { return Value(SourcesOf(m)); }},
    {"executor", "изпълнител", "executor",
     [](const v1::Section&, const v1::Measure& m) { return Value(m.executor()); }},
    {"stated_total", "сума", "total",
     [](const v1::Section&, const v1::Measure& m) {
       return AmountOf(m.has_stated_total(), m.stated_total());
     }},
    {"parts", "части на сумата", "parts of the total",
     [](const v1::Section&, const v1::Measure& m) { return Value(PartsOf(m)); }},
    {"monthly", "месечна сума", "monthly amount",
     [](const v1::Section&, const v1::Measure& m) { return AmountOf(m.has_monthly(), m.monthly()); }},
    {"persons", "лица", "persons",
     [](const v1::Section&, const v1::Measure& m) {
       return TextOf(m.has_headcount(), absl::StrCat(m.headcount().count()));
     }},
    {"cohorts", "групи лица", "groups of persons",
     [](const v1::Section&, const v1::Measure& m) { return Value(CohortsOf(m)); }},
    {"months", "месеци", "months",
     [](const v1::Section&, const v1::Measure& m) {
       return TextOf(m.has_months(), absl::StrCat(m.months()));
     }},
    {"timeframe", "срок", "timeframe",
     [](const v1::Section&, const v1::Measure& m) {
       return TextOf(m.has_timeframe(), m.timeframe().as_written());
     }},
};

template <class Repeated>
std::string Joined(const Repeated& texts) {
  return absl::StrJoin(texts, "; ");
}

std::vector<NamedValue> PlanValuesOf(const v1::Plan& plan) {
  const v1::ParentStrategy& parent = plan.parent_strategy();
  const bool has_parent = plan.has_parent_strategy();
  return {
      {"title", "заглавие", "title", plan.title()},
      {"stated_total", "обща сума", "total", AmountOf(plan.has_stated_total(), plan.stated_total())},
      {"open_document", "отворен документ", "open document", plan.open_document() ? "✓" : ""},
      {"parent_strategy", "стратегия", "strategy", TextOf(has_parent, parent.title())},
      {"parent_strategy.decision_number", "решение за стратегията", "decision on the strategy",
       TextOf(parent.has_decision_number(), parent.decision_number())},
      {"parent_strategy.protocol_number", "протокол за стратегията", "minutes on the strategy",
       TextOf(parent.has_protocol_number(), parent.protocol_number())},
      {"parent_strategy.adopted_on", "дата на приемане на стратегията",
       "date of the strategy's adoption", TextOf(parent.has_adopted_on(), parent.adopted_on())},
      {"target_groups", "целеви групи", "target groups", Joined(plan.target_groups())},
      {"objectives", "цели", "objectives", Joined(plan.objectives())},
      {"priority_areas", "приоритетни области", "priority areas", Joined(plan.priority_areas())},
      {"participants", "участници", "participants", Joined(plan.participants())},
  };
}

v1::ValueChange ToProto(const ValueDifference& difference) {
  v1::ValueChange proto;
  proto.set_field(difference.field);
  proto.set_title_bg(difference.title_bg);
  proto.set_title_en(difference.title_en);
  if (difference.before) proto.set_before(*difference.before);
  if (difference.after) proto.set_after(*difference.after);
  return proto;
}

v1::MeasureFate ToProto(Fate fate) {
  switch (fate) {
    case Fate::kAdded:
      return v1::MEASURE_ADDED;
    case Fate::kRemoved:
      return v1::MEASURE_REMOVED;
    case Fate::kChanged:
      return v1::MEASURE_CHANGED;
    case Fate::kMoved:
      return v1::MEASURE_MOVED;
  }
  return v1::MEASURE_FATE_UNSPECIFIED;
}

v1::MatchReason ToProto(Match match) {
  switch (match) {
    case Match::kSameWords:
      return v1::SAME_WORDS;
    case Match::kSamePlaceSimilarWords:
      return v1::SAME_PLACE_SIMILAR_WORDS;
    case Match::kSimilarWords:
      return v1::SIMILAR_WORDS;
    case Match::kNone:
      break;
  }
  return v1::MATCH_REASON_UNSPECIFIED;
}

}  // namespace

std::string PlaceOf(const v1::Section& section, const v1::Measure& measure) {
  return absl::StrCat(section.ordinal(), ".", measure.ordinal());
}

const v1::Measure* FindMeasure(const v1::Plan& plan, const std::string& place) {
  for (const v1::Section& section : plan.sections()) {
    for (const v1::Measure& measure : section.measures()) {
      if (PlaceOf(section, measure) == place) return &measure;
    }
  }
  return nullptr;
}

PlanValues ValuesOf(const v1::Plan& plan) {
  v1::Plan copy = plan;
  PlanValues values;
  for (const auto& [key, slot] : SlotsOf(&copy)) values[key] = {slot.form, slot.value};
  return values;
}

namespace {

// The strategy stands among all parents as well; checks of periods and adoptions look there.
void CopyToParents(const v1::Plan& stated, v1::Plan* plan) {
  for (int i = 0; i < stated.parents_size() && i < plan->parents_size(); ++i) {
    if (google::protobuf::util::MessageDifferencer::Equals(stated.parents(i),
                                                           stated.parent_strategy())) {
      *plan->mutable_parents(i) = plan->parent_strategy();
      return;
    }
  }
}

}  // namespace

v1::Plan Corrected(const v1::Plan& stated, const std::map<ValueKey, CorrectionFact>& in_force) {
  v1::Plan plan = stated;
  if (in_force.empty()) return plan;
  const Slots slots = SlotsOf(&plan);
  for (const auto& [key, correction] : in_force) {
    const auto slot = slots.find(key);
    if (slot != slots.end()) slot->second.set(correction.value);
  }
  if (stated.has_parent_strategy()) CopyToParents(stated, &plan);
  int with_amount = 0;
  for (const v1::Section& section : plan.sections()) {
    for (const v1::Measure& measure : section.measures()) with_amount += measure.has_stated_total();
  }
  plan.set_measures_with_amount(with_amount);
  return plan;
}

ComparedPlan ComparedOf(const v1::Plan& plan) {
  ComparedPlan compared;
  compared.values = PlanValuesOf(plan);
  for (const v1::Section& section : plan.sections()) {
    for (const v1::Measure& measure : section.measures()) {
      ComparedMeasure item{.place = PlaceOf(section, measure),
                           .activity = measure.activity(),
                           .description = measure.description(),
                           .total = {},
                           .values = {}};
      if (measure.has_stated_total()) {
        const absl::StatusOr<Money> total = convert::FromProto(measure.stated_total());
        if (total.ok()) item.total = *total;
      }
      for (const MeasureField& field : kMeasureFields) {
        item.values.push_back({field.field, field.bg, field.en, field.value(section, measure)});
      }
      compared.measures.push_back(std::move(item));
    }
  }
  return compared;
}

v1::PlanComparison ToProto(const Comparison& comparison) {
  v1::PlanComparison proto;
  for (const MeasureDifference& difference : comparison.measures) {
    v1::MeasureChange* change = proto.add_measures();
    change->set_fate(ToProto(difference.fate));
    change->set_place_before(difference.place_before);
    change->set_place_after(difference.place_after);
    change->set_activity(difference.activity);
    change->set_match(ToProto(difference.match));
    change->set_similarity_percent(difference.similarity_percent);
    for (const ValueDifference& value : difference.values) *change->add_values() = ToProto(value);
    if (difference.total_delta)
      *change->mutable_total_delta() = convert::ToProto(*difference.total_delta);
  }
  for (const ValueDifference& value : comparison.values) *proto.add_values() = ToProto(value);
  proto.set_unchanged(comparison.unchanged);
  if (comparison.rows_before) *proto.mutable_rows_before() = convert::ToProto(*comparison.rows_before);
  if (comparison.rows_after) *proto.mutable_rows_after() = convert::ToProto(*comparison.rows_after);
  if (comparison.rows_before && comparison.rows_after) {
    const absl::StatusOr<Money> delta = Subtract(*comparison.rows_after, *comparison.rows_before);
    if (delta.ok()) *proto.mutable_rows_delta() = convert::ToProto(*delta);
  }
  return proto;
}

}  // namespace tranche::plans
