// SPDX-License-Identifier: EUPL-1.2
#include "plans/plans_convert.h"

#include <optional>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/money.h"

namespace tranche::plans {
namespace {

// The controlled words have one name in both worlds.
v1::SourceKind ToProto(SourceKind kind) {
  v1::SourceKind proto = v1::SOURCE_KIND_UNSPECIFIED;
  const absl::string_view name = SourceKindName(kind);
  v1::SourceKind_Parse(std::string(name), &proto);
  return proto;
}

SourceKind FromProto(v1::SourceKind proto) {
  for (const SourceKind kind :
       {SourceKind::kMunicipalBudget, SourceKind::kStateBudget, SourceKind::kHumanResourcesProgramme,
        SourceKind::kAdministrativeCapacityProgramme, SourceKind::kOperationalProgrammes,
        SourceKind::kProject}) {
    if (ToProto(kind) == proto) return kind;
  }
  return SourceKind::kDonation;
}

v1::AmountBasis ToProto(MonthlyBasis basis) {
  switch (basis) {
    case MonthlyBasis::kPerPerson:
      return v1::PER_PERSON;
    case MonthlyBasis::kGroup:
      return v1::FOR_ALL;
    case MonthlyBasis::kUnstated:
      break;
  }
  return v1::AMOUNT_BASIS_UNSPECIFIED;
}

MonthlyBasis FromProto(v1::AmountBasis basis) {
  if (basis == v1::PER_PERSON) return MonthlyBasis::kPerPerson;
  if (basis == v1::FOR_ALL) return MonthlyBasis::kGroup;
  return MonthlyBasis::kUnstated;
}

v1::Verdict ToProto(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAgree:
      return v1::AGREE;
    case Verdict::kDisagree:
      return v1::DISAGREE;
    case Verdict::kNotComputable:
      return v1::NOT_COMPUTABLE;
    case Verdict::kWarning:
      return v1::WARNING;
  }
  return v1::VERDICT_UNSPECIFIED;
}

v1::Measure ToProto(const Measure& measure) {
  v1::Measure proto;
  proto.set_ordinal(measure.ordinal);
  proto.set_activity(measure.activity);
  proto.set_description(measure.description);
  proto.set_place(measure.place);
  proto.set_financing(measure.financing);
  proto.set_executor(measure.executor);
  for (const Source& source : measure.sources) {
    v1::Source* item = proto.add_sources();
    item->set_kind(ToProto(source.kind));
    item->set_as_written(source.as_written);
  }
  if (measure.stated_total) *proto.mutable_stated_total() = convert::ToProto(*measure.stated_total);
  for (const AmountPart& part : measure.parts) {
    v1::Part* item = proto.add_parts();
    item->set_label(part.label);
    *item->mutable_amount() = convert::ToProto(part.amount);
  }
  if (measure.monthly) {
    *proto.mutable_monthly() = convert::ToProto(measure.monthly->amount);
    proto.set_monthly_basis(ToProto(measure.monthly->basis));
  }
  if (measure.headcount) {
    proto.mutable_headcount()->set_count(measure.headcount->count);
    proto.mutable_headcount()->set_noun(measure.headcount->noun);
  }
  for (const Cohort& cohort : measure.cohorts) {
    v1::Cohort* item = proto.add_cohorts();
    item->set_persons(cohort.persons);
    if (cohort.months) item->set_months(*cohort.months);
    item->set_text(cohort.text);
  }
  if (measure.months) proto.set_months(*measure.months);
  for (const int line : measure.lines) proto.add_lines(line);
  return proto;
}

absl::StatusOr<Measure> FromProto(const v1::Measure& proto, int section) {
  Measure measure;
  measure.section = section;
  measure.ordinal = proto.ordinal();
  measure.activity = proto.activity();
  measure.description = proto.description();
  measure.place = proto.place();
  measure.financing = proto.financing();
  measure.executor = proto.executor();
  for (const v1::Source& source : proto.sources()) {
    measure.sources.push_back({.kind = FromProto(source.kind()), .as_written = source.as_written()});
  }
  if (proto.has_stated_total()) {
    TRANCHE_ASSIGN_OR_RETURN(measure.stated_total, convert::FromProto(proto.stated_total()));
  }
  for (const v1::Part& part : proto.parts()) {
    TRANCHE_ASSIGN_OR_RETURN(const Money amount, convert::FromProto(part.amount()));
    measure.parts.push_back({.label = part.label(), .amount = amount});
  }
  if (proto.has_monthly()) {
    TRANCHE_ASSIGN_OR_RETURN(const Money amount, convert::FromProto(proto.monthly()));
    measure.monthly = MonthlyAmount{.amount = amount, .basis = FromProto(proto.monthly_basis())};
  }
  if (proto.has_headcount()) {
    measure.headcount = Headcount{.count = proto.headcount().count(), .noun = proto.headcount().noun()};
  }
  for (const v1::Cohort& cohort : proto.cohorts()) {
    std::optional<int> months;
    if (cohort.has_months()) months = cohort.months();
    measure.cohorts.push_back({.persons = cohort.persons(), .months = months, .text = cohort.text()});
  }
  if (proto.has_months()) measure.months = proto.months();
  measure.lines.assign(proto.lines().begin(), proto.lines().end());
  return measure;
}

v1::ParentStrategy ToProto(const ParentStrategy& strategy) {
  v1::ParentStrategy proto;
  proto.set_title(strategy.title);
  proto.set_line(strategy.line);
  if (strategy.adoption.decision_number) proto.set_decision_number(*strategy.adoption.decision_number);
  if (strategy.adoption.protocol_number) proto.set_protocol_number(*strategy.adoption.protocol_number);
  if (strategy.adoption.date) proto.set_adopted_on(*strategy.adoption.date);
  return proto;
}

ParentStrategy FromProto(const v1::ParentStrategy& proto) {
  ParentStrategy strategy;
  strategy.title = proto.title();
  strategy.line = proto.line();
  if (proto.has_decision_number()) strategy.adoption.decision_number = proto.decision_number();
  if (proto.has_protocol_number()) strategy.adoption.protocol_number = proto.protocol_number();
  if (proto.has_adopted_on()) strategy.adoption.date = proto.adopted_on();
  return strategy;
}

}  // namespace

v1::Plan ToProto(const Plan& plan) {
  v1::Plan proto;
  proto.set_title(plan.title);
  proto.set_municipality(plan.municipality);
  proto.set_year(plan.year);
  proto.set_open_document(plan.open_document);
  if (plan.strategy) *proto.mutable_parent_strategy() = ToProto(*plan.strategy);
  for (const std::string& group : plan.target_groups) proto.add_target_groups(group);
  for (const std::string& objective : plan.objectives) proto.add_objectives(objective);
  int measures = 0;
  int with_amount = 0;
  int ordinal = 0;
  for (const Section& section : plan.sections) {
    v1::Section* item = proto.add_sections();
    item->set_ordinal(++ordinal);
    item->set_title(section.title);
    for (const Measure& measure : section.measures) {
      *item->add_measures() = ToProto(measure);
      ++measures;
      if (measure.stated_total) ++with_amount;
    }
  }
  if (plan.stated_total) *proto.mutable_stated_total() = convert::ToProto(*plan.stated_total);
  proto.set_document_sha256(plan.source_sha256);
  proto.set_measure_count(measures);
  proto.set_measures_with_amount(with_amount);
  return proto;
}

absl::StatusOr<Plan> FromProto(const v1::Plan& proto) {
  Plan plan;
  plan.id = proto.name().substr(proto.name().rfind('/') + 1);
  plan.title = proto.title();
  plan.municipality = proto.municipality();
  plan.year = proto.year();
  plan.open_document = proto.open_document();
  if (proto.has_parent_strategy()) plan.strategy = FromProto(proto.parent_strategy());
  plan.target_groups.assign(proto.target_groups().begin(), proto.target_groups().end());
  plan.objectives.assign(proto.objectives().begin(), proto.objectives().end());
  for (const v1::Section& item : proto.sections()) {
    Section section{.title = item.title(), .measures = {}};
    for (const v1::Measure& measure : item.measures()) {
      TRANCHE_ASSIGN_OR_RETURN(Measure read, FromProto(measure, item.ordinal()));
      section.measures.push_back(std::move(read));
    }
    plan.sections.push_back(std::move(section));
  }
  if (proto.has_stated_total()) {
    TRANCHE_ASSIGN_OR_RETURN(plan.stated_total, convert::FromProto(proto.stated_total()));
  }
  plan.source_sha256 = proto.document_sha256();
  return plan;
}

v1::Check ToProto(const Check& check) {
  v1::Check proto;
  proto.set_check(check.id);
  proto.set_place(check.place);
  proto.set_title_bg(check.title_bg);
  proto.set_title_en(check.title_en);
  proto.set_unit(check.unit);
  proto.set_stated(check.stated);
  proto.set_computed(check.computed);
  proto.set_delta(check.delta);
  proto.set_verdict(ToProto(check.verdict));
  for (const Reading& reading : check.readings) {
    v1::Reading* item = proto.add_readings();
    item->set_text_bg(reading.text_bg);
    item->set_text_en(reading.text_en);
    item->set_computed(reading.computed);
    item->set_delta(reading.delta);
    item->set_verdict(ToProto(reading.verdict));
    for (const std::string& missing : reading.not_written) item->add_not_written(missing);
  }
  return proto;
}

v1::Finding ToProto(const Violation& finding) {
  v1::Finding proto;
  proto.set_reason(finding.reason);
  proto.set_place(finding.field);
  proto.set_text_bg(Explain(finding.reason, finding.values, Language::kBulgarian));
  proto.set_text_en(Explain(finding.reason, finding.values, Language::kEnglish));
  return proto;
}

}  // namespace tranche::plans
