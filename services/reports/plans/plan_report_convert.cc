// SPDX-License-Identifier: EUPL-1.2
#include "reports/plans/plan_report_convert.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "platform/convert/checks.h"
#include "platform/convert/money.h"

namespace tranche::reports {
namespace {

// One of the messages that carry granted, spent and paid; absent where they are not known.
template <class Proto>
void SetFigures(const std::optional<Figures>& figures, Proto* proto) {
  if (!figures) return;
  *proto->mutable_granted() = convert::ToProto(figures->granted);
  *proto->mutable_spent() = convert::ToProto(figures->spent);
  *proto->mutable_paid() = convert::ToProto(figures->paid);
}

v1::PlanReportProject ToProto(const PlanFacts& facts, const MeasureProject& project) {
  v1::PlanReportProject proto;
  const std::string parent = absl::StrCat("organisations/", facts.organisation);
  if (!project.contract.empty()) {
    proto.set_contract(absl::StrCat(parent, "/contracts/", project.contract));
  }
  proto.set_number(project.number);
  proto.set_title(project.title);
  if (project.link != 0) proto.set_link(absl::StrCat(parent, "/projectLinks/", project.link));
  if (project.share_hundredths) {
    proto.set_share_percent(
        absl::StrFormat("%d.%02d", *project.share_hundredths / 100, *project.share_hundredths % 100));
  }
  if (project.amount) *proto.mutable_amount() = convert::ToProto(*project.amount);
  SetFigures(project.figures, &proto);
  if (project.people) proto.set_people(*project.people);
  proto.set_contribution(project.contribution);
  proto.set_illustrative(project.illustrative);
  return proto;
}

v1::PlanReportMeasure ToProto(const PlanFacts& facts, const MeasureAccount& row) {
  v1::PlanReportMeasure proto;
  proto.set_place(row.measure.place);
  proto.set_section(row.measure.section);
  proto.set_activity(row.measure.activity);
  proto.set_source(row.measure.source);
  proto.set_executor(row.measure.executor);
  if (row.measure.planned) *proto.mutable_planned() = convert::ToProto(*row.measure.planned);
  for (const int year : row.planned_years) proto.add_planned_years(year);
  SetFigures(row.figures, &proto);
  if (row.measure.people) proto.set_people_planned(*row.measure.people);
  if (row.people_served) proto.set_people_served(*row.people_served);
  for (const MeasureProject& project : row.projects) *proto.add_projects() = ToProto(facts, project);
  return proto;
}

v1::PlanReportGroup ToProto(const AccountGroup& group) {
  v1::PlanReportGroup proto;
  proto.set_words(group.words);
  proto.set_words_en(group.words_en);
  proto.set_measures(group.measures);
  *proto.mutable_planned() = convert::ToProto(group.planned);
  proto.set_measures_with_amount(group.measures_with_amount);
  SetFigures(group.figures, &proto);
  proto.set_people_planned(group.people_planned);
  if (group.people_served) proto.set_people_served(*group.people_served);
  return proto;
}

}  // namespace

v1::PlanReport ToProto(const PlanFacts& facts, const PlanAccount& account, Currency currency) {
  v1::PlanReport report;
  report.set_plan(absl::StrCat("organisations/", facts.organisation, "/plans/", facts.plan));
  report.set_title(facts.title);
  report.set_municipality(facts.municipality);
  report.set_year(facts.year);
  report.set_version(facts.version);
  report.set_currency(std::string(CurrencyCode(currency)));
  for (const MeasureAccount& row : account.measures) *report.add_measures() = ToProto(facts, row);
  for (const MeasureProject& project : account.unattributed) {
    *report.add_unattributed() = ToProto(facts, project);
  }
  for (const AccountGroup& group : account.sources) *report.add_sources() = ToProto(group);
  for (const AccountGroup& group : account.executors) *report.add_executors() = ToProto(group);
  *report.mutable_total() = ToProto(account.total);
  if (account.stated_total) *report.mutable_stated_total() = convert::ToProto(*account.stated_total);
  if (account.stated_total_difference) {
    *report.mutable_stated_total_difference() = convert::ToProto(*account.stated_total_difference);
  }
  for (const Violation& finding : account.findings)
    *report.add_findings() = convert::FindingOf(finding);
  return report;
}

}  // namespace tranche::reports
