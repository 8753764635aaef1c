// SPDX-License-Identifier: EUPL-1.2
#include "reports/plans/planned_values_convert.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/status_macros.h"
#include "platform/convert/money.h"
#include "tranche/plans/v1/plan_versions.pb.h"

namespace tranche::reports {
namespace {

// Whose sum a kind is in, as the checks of plans decide it (GroupOf in plans/checks/totals.cc): both
// name the same four groups. Without a default: whoever adds a kind decides here and there.
Payer PayerOf(plans::v1::SourceKind kind) {
  switch (kind) {
    case plans::v1::MUNICIPAL_BUDGET:
      return Payer::kMunicipality;
    case plans::v1::HUMAN_RESOURCES_PROGRAMME:
    case plans::v1::ADMINISTRATIVE_CAPACITY_PROGRAMME:
    case plans::v1::OPERATIONAL_PROGRAMMES:
    case plans::v1::PROJECT:
    case plans::v1::EU_PROGRAMME:
      return Payer::kProgrammes;
    case plans::v1::STATE_BUDGET:
    case plans::v1::DONATION:
      return Payer::kState;
    case plans::v1::PRIVATE_PROVIDER:
    case plans::v1::OTHER_SOURCE:
    case plans::v1::SOURCE_KIND_UNSPECIFIED:
    case plans::v1::SourceKind_INT_MIN_SENTINEL_DO_NOT_USE_:
    case plans::v1::SourceKind_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return Payer::kOther;
}

bool SaysWhich(plans::v1::SourceKind kind) {
  return kind == plans::v1::HUMAN_RESOURCES_PROGRAMME ||
         kind == plans::v1::ADMINISTRATIVE_CAPACITY_PROGRAMME || kind == plans::v1::EU_PROGRAMME ||
         kind == plans::v1::OTHER_SOURCE;
}

absl::StatusOr<PlannedMeasure> FromProto(const plans::v1::Section& section,
                                         const plans::v1::Measure& measure) {
  PlannedMeasure planned{.place = absl::StrCat(section.ordinal(), ".", measure.ordinal()),
                         .section = section.title(),
                         .activity = measure.activity(),
                         .source = absl::StrJoin(measure.sources(), " + ",
                                                 [](std::string* out, const plans::v1::Source& source) {
                                                   absl::StrAppend(out, source.as_written());
                                                 }),
                         .sources = {},
                         .executor = measure.executor(),
                         .planned = {},
                         .people = {}};
  for (const plans::v1::Source& source : measure.sources()) {
    planned.sources.push_back(
        {PayerOf(source.kind()), SaysWhich(source.kind()) ? source.as_written() : ""});
  }
  if (measure.has_headcount()) planned.people = measure.headcount().count();
  if (measure.has_stated_total()) {
    TRANCHE_ASSIGN_OR_RETURN(planned.planned, convert::FromProto(measure.stated_total()));
  }
  return planned;
}

}  // namespace

absl::Status TakeStated(const plans::v1::Plan& stated, PlanFacts* facts) {
  facts->title = stated.title();
  facts->municipality = stated.municipality();
  facts->year = stated.year();
  if (stated.has_stated_total()) {
    TRANCHE_ASSIGN_OR_RETURN(facts->stated_total, convert::FromProto(stated.stated_total()));
  }
  for (const plans::v1::Section& section : stated.sections()) {
    for (const plans::v1::Measure& measure : section.measures()) {
      TRANCHE_ASSIGN_OR_RETURN(PlannedMeasure planned, FromProto(section, measure));
      facts->measures.push_back(std::move(planned));
    }
  }
  return absl::OkStatus();
}

// Without a default: whoever adds a field that can be corrected decides here whether the report shows
// it.
std::optional<PlannedField> PlannedFieldOf(const std::string& name) {
  plans::v1::PlanField field = plans::v1::PLAN_FIELD_UNSPECIFIED;
  if (!plans::v1::PlanField_Parse(name, &field)) return std::nullopt;
  switch (field) {
    case plans::v1::PLAN_TITLE:
      return PlannedField::kPlanTitle;
    case plans::v1::PLAN_STATED_TOTAL:
      return PlannedField::kPlanTotal;
    case plans::v1::SECTION_TITLE:
      return PlannedField::kSectionTitle;
    case plans::v1::MEASURE_ACTIVITY:
      return PlannedField::kMeasureActivity;
    case plans::v1::MEASURE_EXECUTOR:
      return PlannedField::kMeasureExecutor;
    case plans::v1::MEASURE_TOTAL:
      return PlannedField::kMeasureTotal;
    case plans::v1::MEASURE_PERSONS:
      return PlannedField::kMeasurePersons;
    case plans::v1::PARENT_STRATEGY_TITLE:
    case plans::v1::PARENT_STRATEGY_DECISION:
    case plans::v1::PARENT_STRATEGY_PROTOCOL:
    case plans::v1::PARENT_STRATEGY_DATE:
    case plans::v1::MEASURE_DESCRIPTION:
    case plans::v1::MEASURE_PLACE:
    case plans::v1::MEASURE_MONTHLY:
    case plans::v1::MEASURE_MONTHS:
    case plans::v1::MEASURE_PART:
    case plans::v1::PLAN_FIELD_UNSPECIFIED:
    case plans::v1::PlanField_INT_MIN_SENTINEL_DO_NOT_USE_:
    case plans::v1::PlanField_INT_MAX_SENTINEL_DO_NOT_USE_:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace tranche::reports
