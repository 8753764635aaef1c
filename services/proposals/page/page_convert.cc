// SPDX-License-Identifier: EUPL-1.2
#include "proposals/page/page_convert.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "platform/convert/money.h"
#include "platform/convert/partial_date.h"
#include "platform/text/fold.h"

namespace tranche::proposals {
namespace {

v1::NamedPlanKind ToProto(NamedPlanKind kind) {
  switch (kind) {
    case NamedPlanKind::kAnnual:
      return v1::ANNUAL_PLAN;
    case NamedPlanKind::kMunicipalStrategy:
      return v1::MUNICIPAL_STRATEGY;
    case NamedPlanKind::kDevelopmentPlan:
      return v1::DEVELOPMENT_PLAN;
    case NamedPlanKind::kUnrecognised:
      break;
  }
  return v1::NAMED_PLAN_KIND_UNSPECIFIED;
}

plans::v1::SourceSpan ToProto(const PageSpan& span) {
  plans::v1::SourceSpan proto;
  proto.set_path(span.field);
  proto.set_place(span.place);
  proto.set_block(span.block);
  proto.set_row(span.row);
  proto.set_column(span.column);
  proto.set_begin(static_cast<int>(span.begin));
  proto.set_end(static_cast<int>(span.end));
  proto.set_text(span.text);
  return proto;
}

// The first place of a field or of the items of a list.
std::string PlaceOf(const ProjectPage& page, const std::string& field) {
  for (const PageSpan& span : page.spans) {
    if (span.field == field || absl::StartsWith(span.field, field + ".")) return span.place;
  }
  return "";
}

}  // namespace

v1::ProjectPage ToProto(const ProjectPage& page) {
  v1::ProjectPage proto;
  proto.set_title(page.title);
  proto.set_municipality(page.municipality);
  proto.set_programme(page.programme);
  if (page.total) *proto.mutable_total() = convert::ToProto(*page.total);
  proto.set_grant_percent(page.grant_percent);
  proto.set_duration_months(page.duration_months);
  if (page.start) *proto.mutable_start() = convert::ToProto(*page.start);
  if (page.end) *proto.mutable_end() = convert::ToProto(*page.end);
  for (const std::string& group : page.target_groups) proto.add_target_groups(group);
  for (const std::string& output : page.outputs) proto.add_outputs(output);
  for (const NamedPlan& plan : page.plans) {
    v1::NamedPlan* item = proto.add_plans();
    item->set_as_written(plan.as_written);
    item->set_kind(ToProto(plan.kind));
    if (plan.from.blank() && plan.to.blank()) continue;
    *item->mutable_period()->mutable_from() = convert::ToProto(plan.from);
    *item->mutable_period()->mutable_to() = convert::ToProto(plan.to);
  }
  for (const std::string& law : page.laws) proto.add_laws(law);
  for (const PageSpan& span : page.spans) *proto.add_spans() = ToProto(span);
  return proto;
}

v1::Proposal DraftOf(const ProjectPage& page, const std::string& file_name) {
  v1::Proposal draft;
  draft.set_title(page.title);
  draft.set_duration_months(page.duration_months);
  for (const std::string& group : page.target_groups) draft.add_target_groups(group);
  const std::string file = Shortened(file_name, 200);
  const auto stated = [&](const char* field, const char* of_page) {
    const std::string place = PlaceOf(page, of_page);
    if (place.empty()) return;
    common::v1::Mark* mark = draft.add_marks();
    mark->set_field(field);
    mark->set_provenance(common::v1::STATED);
    mark->set_source(absl::StrCat(file, ", ", place));
  };
  stated("title", "title");
  stated("requested.total", "total");
  stated("requested.own", "grant_percent");
  stated("durationMonths", "duration_months");
  stated("targetGroups", "target_groups");
  return draft;
}

}  // namespace tranche::proposals
