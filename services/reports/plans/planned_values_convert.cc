// SPDX-License-Identifier: EUPL-1.2
#include "reports/plans/planned_values_convert.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/base/status_macros.h"
#include "platform/convert/money.h"
#include "platform/convert/plan_paths.h"
#include "tranche/plans/v1/plan_versions.pb.h"

namespace tranche::reports {
namespace {

// Whose sum a kind is in, as the checks of plans decide it (GroupOf in plans/checks/group_totals.cc):
// both name the same four groups. Without a default: whoever adds a kind decides here and there.
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

// Nothing of the row's money is outside what its sources give.
bool SourcesSayAll(const plans::v1::Measure& measure) {
  if (measure.sources_size() == 0 || measure.has_monthly() || measure.has_unit_price()) return false;
  std::multiset<std::string> given;
  for (const plans::v1::Source& source : measure.sources()) {
    if (!source.has_amount()) return false;
    given.insert(source.amount().SerializeAsString());
  }
  // A part that a source gives is that amount once more.
  return std::all_of(measure.parts().begin(), measure.parts().end(), [&](const plans::v1::Part& part) {
    const absl::StatusOr<Money> amount = convert::FromProto(part.amount());
    if (amount.ok() && amount->IsZero()) return true;  // Of a source that gives nothing.
    const auto same = given.find(part.amount().SerializeAsString());
    if (same == given.end()) return false;
    given.erase(same);
    return true;
  });
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
    planned.has_other_amounts = planned.has_other_amounts || source.has_amount();
    planned.sources.push_back(
        {PayerOf(source.kind()), SaysWhich(source.kind()) ? source.as_written() : ""});
    if (!source.has_amount()) continue;
    TRANCHE_ASSIGN_OR_RETURN(planned.sources.back().amount, convert::FromProto(source.amount()));
  }
  if (measure.has_headcount()) planned.people = measure.headcount().count();
  if (measure.has_stated_total()) {
    TRANCHE_ASSIGN_OR_RETURN(planned.planned, convert::FromProto(measure.stated_total()));
  }
  planned.qualifier = measure.stated_total_qualifier();
  planned.sources_say_all = SourcesSayAll(measure);
  planned.has_other_amounts = planned.has_other_amounts || measure.parts_size() > 0 ||
                              measure.has_monthly() || measure.has_unit_price();
  for (const plans::v1::Part& part : measure.parts()) {
    if (part.year() == 0) continue;
    TRANCHE_ASSIGN_OR_RETURN(const Money amount, convert::FromProto(part.amount()));
    planned.by_year.push_back({part.year(), amount});
  }
  return planned;
}

}  // namespace

namespace {

std::optional<PlanYears> YearsOf(const plans::v1::Plan& stated) {
  PlanYears years{stated.period_titled().from().year(), stated.period_titled().to().year()};
  if (years.first == 0) years.first = stated.year();
  if (years.last == 0) years.last = years.first;
  if (years.first == 0) return std::nullopt;
  return years;
}

}  // namespace

absl::Status TakeStated(const plans::v1::Plan& stated, PlanFacts* facts) {
  facts->title = stated.title();
  facts->municipality = stated.municipality();
  facts->year = stated.year();
  facts->years = YearsOf(stated);
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

absl::StatusOr<PlanFacts> Corrected(PlanFacts facts, plans::v1::Plan stated,
                                    const std::vector<PlannedCorrection>& corrections) {
  // The item of a list and what it says have one path.
  std::map<std::pair<std::string, bool>, convert::PlanChange> last;
  for (const PlannedCorrection& each : corrections) {
    const bool is_row = each.field == plans::v1::PlanField_Name(plans::v1::PLAN_ROW);
    const std::string path = convert::PathOf(each.field, each.place);
    last[{path, is_row}] = {.path = path, .is_row = is_row, .value = each.value};
  }
  std::vector<convert::PlanChange> changes;
  for (auto& [key, change] : last) changes.push_back(std::move(change));
  TRANCHE_RETURN_IF_ERROR(convert::LayOver(changes, &stated));
  TRANCHE_RETURN_IF_ERROR(TakeStated(stated, &facts));
  return facts;
}

}  // namespace tranche::reports
