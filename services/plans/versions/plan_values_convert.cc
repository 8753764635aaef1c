// SPDX-License-Identifier: EUPL-1.2
#include "plans/versions/plan_values_convert.h"

#include <stdexcept>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/convert/money.h"
#include "platform/convert/plan_paths.h"
#include "tranche/options/v1/options.pb.h"

namespace tranche::plans {
namespace {

Value TextOf(bool is_there, const std::string& text) { return is_there ? Value(text) : Value(); }

Value AmountOf(bool is_there, const common::v1::Money& amount) {
  return is_there ? Value(absl::StrCat(amount.amount(), " ", amount.currency())) : Value();
}

// A field of a measure that is compared.
struct MeasureField {
  const char* field;
  const char* bg;
  const char* en;
  Value (*value)(const v1::Section& section, const v1::Measure& measure);
};

// Lists of a measure as one text each, in the order of the document.
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

std::string SourceAmountsOf(const v1::Measure& measure) {
  std::vector<std::string> amounts;
  for (const v1::Source& source : measure.sources()) {
    if (!source.has_amount()) continue;
    amounts.push_back(absl::StrCat(source.as_written(), " ", source.amount().amount(), " ",
                                   source.amount().currency()));
  }
  return absl::StrJoin(amounts, "; ");
}

std::string SourceKindsOf(const v1::Measure& measure) {
  return absl::StrJoin(measure.sources(), " + ", [](std::string* out, const v1::Source& source) {
    absl::StrAppend(out, v1::SourceKind_Name(source.kind()));
  });
}

std::string IndicatorsOf(const v1::Measure& measure) {
  return absl::StrJoin(measure.indicators(), "; ", [](std::string* out, const v1::Indicator& each) {
    absl::StrAppend(out, each.name(), each.target().empty() ? "" : " ", each.target(),
                    each.unit().empty() ? "" : " ", each.unit());
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
    {"source_amounts", "суми на източниците", "amounts of the sources",
     [](const v1::Section&, const v1::Measure& m) { return Value(SourceAmountsOf(m)); }},
    {"source_kinds", "видове източници", "kinds of sources",
     [](const v1::Section&, const v1::Measure& m) { return Value(SourceKindsOf(m)); }},
    {"partners", "партньори", "partners",
     [](const v1::Section&, const v1::Measure& m) { return Value(absl::StrJoin(m.partners(), "; ")); }},
    {"indicators", "индикатори", "indicators",
     [](const v1::Section&, const v1::Measure& m) { return Value(IndicatorsOf(m)); }},
    {"expected_results", "очаквани резултати", "expected results",
     [](const v1::Section&, const v1::Measure& m) { return Value(m.expected_results()); }},
    {"target_group", "целева група", "target group",
     [](const v1::Section&, const v1::Measure& m) { return Value(m.target_group()); }},
    {"objective", "цел", "objective",
     [](const v1::Section&, const v1::Measure& m) { return Value(m.objective()); }},
    {"capacity", "капацитет", "capacity",
     [](const v1::Section&, const v1::Measure& m) {
       return TextOf(m.has_capacity(), absl::StrCat(m.capacity().count()));
     }},
};

// "2021 100.00 BGN; 2022 …", of sections with their number before.
std::string YearsOf(const google::protobuf::RepeatedPtrField<v1::Part>& years) {
  return absl::StrJoin(years, "; ", [](std::string* out, const v1::Part& part) {
    absl::StrAppend(out, part.year(), " ", part.amount().amount(), " ", part.amount().currency());
  });
}

std::string SectionYearsOf(const v1::Plan& plan) {
  std::vector<std::string> years;
  for (const v1::Section& section : plan.sections()) {
    if (section.stated_years().empty()) continue;
    years.push_back(absl::StrCat(section.ordinal(), ": ", YearsOf(section.stated_years())));
  }
  return absl::StrJoin(years, "; ");
}

std::string SectionTotalsOf(const v1::Plan& plan) {
  std::vector<std::string> totals;
  for (const v1::Section& section : plan.sections()) {
    if (!section.has_stated_total()) continue;
    totals.push_back(absl::StrCat(section.ordinal(), ": ", section.stated_total().amount(), " ",
                                  section.stated_total().currency()));
  }
  return absl::StrJoin(totals, "; ");
}

std::string BodiesOf(const v1::Plan& plan) {
  return absl::StrJoin(plan.bodies(), "; ", [](std::string* out, const v1::NamedBody& body) {
    absl::StrAppend(out, body.name(), body.members().empty() ? "" : ": ", body.members());
  });
}

std::string RoleHoldersOf(const v1::Plan& plan) {
  return absl::StrJoin(plan.role_holders(), "; ", [](std::string* out, const v1::RoleHolder& holder) {
    absl::StrAppend(out, holder.role(), ": ", holder.person());
  });
}

std::string AgreementsOf(const v1::Plan& plan) {
  return absl::StrJoin(plan.agreements(), "; ", [](std::string* out, const v1::NamedAgreement& each) {
    absl::StrAppend(out, each.subject(), each.has_signed_on() ? " " : "",
                    each.signed_on().as_written());
  });
}

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
      {"stated_years", "обща сума по години", "total by year", YearsOf(plan.stated_years())},
      {"section_totals", "суми на раздели", "totals of sections", SectionTotalsOf(plan)},
      {"section_years", "суми на раздели по години", "totals of sections by year",
       SectionYearsOf(plan)},
      {"municipality", "община", "municipality", plan.municipality()},
      {"year", "година", "year", TextOf(plan.year() != 0, absl::StrCat(plan.year()))},
      {"period_titled", "период по заглавие", "period of the title",
       TextOf(plan.has_period_titled(), plan.period_titled().as_written())},
      {"adoption.decision_number", "решение за приемане", "decision of the adoption",
       TextOf(plan.adoption().has_decision_number(), plan.adoption().decision_number())},
      {"adoption.protocol_number", "протокол за приемане", "minutes of the adoption",
       TextOf(plan.adoption().has_protocol_number(), plan.adoption().protocol_number())},
      {"adoption.date", "дата на приемане", "date of the adoption",
       TextOf(plan.adoption().has_date(), plan.adoption().date().as_written())},
      {"adoption.body", "приел орган", "adopting body",
       TextOf(plan.adoption().has_body(), plan.adoption().body())},
      {"region", "област", "region", plan.region()},
      {"directions", "насоченост", "directions", Joined(plan.directions())},
      {"statements", "твърдения", "statements", Joined(plan.statements())},
      {"bodies", "работни органи", "working bodies", BodiesOf(plan)},
      {"role_holders", "лица с роля", "role holders", RoleHoldersOf(plan)},
      {"agreements", "споразумения", "agreements", AgreementsOf(plan)},
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

std::vector<convert::PlanChange> ChangesOf(const std::map<ValueKey, CorrectionFact>& in_force) {
  std::vector<convert::PlanChange> changes;
  for (const auto& [key, correction] : in_force) {
    changes.push_back({PathOf(key), correction.is_row(), correction.value});
  }
  return changes;
}

// A value was normalised before it was stored; one that is not is a broken row.
void Expect(const absl::Status& laid) {
  if (!laid.ok()) throw std::runtime_error(std::string(laid.message()));
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

v1::Plan Corrected(const v1::Plan& stated, const std::map<ValueKey, CorrectionFact>& in_force) {
  v1::Plan plan = stated;
  Expect(convert::LayOver(ChangesOf(in_force), &plan));
  return plan;
}

PlanInPlace CorrectedInPlace(const v1::Plan& stated,
                             const std::map<ValueKey, CorrectionFact>& in_force) {
  PlanInPlace corrected{.plan = stated, .gone = {}};
  Expect(convert::LayOverInPlace(ChangesOf(in_force), &corrected.plan, &corrected.gone));
  return corrected;
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
