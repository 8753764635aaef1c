// SPDX-License-Identifier: EUPL-1.2
#include "payments/package/package_convert.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::payments::package::convert {
namespace {

constexpr char kPackage[] = "organisations/{organisation}/contracts/{contract}/packages/{package}";

absl::StatusOr<PackageName> Parse(const std::string& pattern, const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(pattern, name));
  return PackageName{.contract = {.organisation = segments[0], .id = FoldRegisterNumber(segments[1])},
                     .sequence = validate::ParseNumber<int>(segments[2])};
}

GivenValue GivenOf(const v1::IndicatorValue& value) {
  return {.total = value.total(), .women = value.women(), .men = value.men()};
}

v1::IndicatorValue ToProto(const Value& value) {
  v1::IndicatorValue proto;
  proto.set_total(FormatValue(value.total));
  if (value.women.has_value()) proto.set_women(FormatValue(*value.women));
  if (value.men.has_value()) proto.set_men(FormatValue(*value.men));
  return proto;
}

v1::ReportedActivity ToProto(const Activity& activity) {
  v1::ReportedActivity proto;
  proto.set_number(activity.number);
  proto.set_title(activity.title);
  v1::ActivityState state = v1::ACTIVITY_STATE_UNSPECIFIED;
  v1::ActivityState_Parse(std::string(Name(activity.state)), &state);
  proto.set_state(state);
  proto.set_done(activity.done);
  if (activity.started_on.has_value()) proto.set_started_on(FormatDay(*activity.started_on));
  if (activity.ended_on.has_value()) proto.set_ended_on(FormatDay(*activity.ended_on));
  proto.set_deviation(activity.deviation);
  return proto;
}

absl::StatusOr<std::optional<absl::CivilDay>> OptionalDay(const std::string& text) {
  if (text.empty()) return std::optional<absl::CivilDay>();
  TRANCHE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(text));
  return std::optional<absl::CivilDay>(day);
}

absl::StatusOr<Activity> FromProto(const v1::ReportedActivity& proto) {
  Activity activity{.number = proto.number(),
                    .title = proto.title(),
                    .state = ActivityState::kPlanned,
                    .done = proto.done(),
                    .started_on = std::nullopt,
                    .ended_on = std::nullopt,
                    .deviation = proto.deviation()};
  activity.state = ActivityStateOf(v1::ActivityState_Name(proto.state())).value_or(activity.state);
  TRANCHE_ASSIGN_OR_RETURN(activity.started_on, OptionalDay(proto.started_on()));
  TRANCHE_ASSIGN_OR_RETURN(activity.ended_on, OptionalDay(proto.ended_on()));
  return activity;
}

v1::ReportedIndicator ToProto(const Achieved& achieved, const IndicatorList& list,
                              const Cumulative& before) {
  v1::ReportedIndicator proto;
  proto.set_code(achieved.code);
  *proto.mutable_achieved() = ToProto(achieved.value);
  const auto earlier = before.find(achieved.code);
  const Value cumulative =
      earlier == before.end() ? achieved.value : Add(earlier->second, achieved.value);
  *proto.mutable_cumulative() = ToProto(cumulative);
  for (const Indicator& indicator : list.indicators) {
    if (indicator.code != achieved.code) continue;
    *proto.mutable_target() = ToProto(indicator.target);
    proto.set_unit(indicator.unit);
    proto.set_achieved_percent(AchievedPercent(cumulative, indicator.target).value_or(""));
  }
  return proto;
}

}  // namespace

absl::StatusOr<PackageName> ParsePackageName(const std::string& name) { return Parse(kPackage, name); }

absl::StatusOr<PackageName> ParseTechnicalReportName(const std::string& name) {
  return Parse(absl::StrCat(kPackage, "/technicalReport"), name);
}

absl::StatusOr<PackageName> ParseFinancialReportName(const std::string& name) {
  return Parse(absl::StrCat(kPackage, "/financialReport"), name);
}

absl::StatusOr<ContractName> ParseIndicatorsName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(
                               "organisations/{organisation}/contracts/{contract}/indicators", name));
  return ContractName{.organisation = segments[0], .id = FoldRegisterNumber(segments[1])};
}

PackageType FromProto(v1::PackageType type) {
  return PackageTypeOf(v1::PackageType_Name(type)).value_or(PackageType::kPaymentFinancial);
}

DocumentKind FromProto(v1::DocumentKind kind) {
  return DocumentKindOf(v1::DocumentKind_Name(kind)).value_or(DocumentKind::kPaymentClaim);
}

v1::DocumentKind ToProto(DocumentKind kind) {
  v1::DocumentKind proto = v1::DOCUMENT_KIND_UNSPECIFIED;
  v1::DocumentKind_Parse(std::string(Name(kind)), &proto);
  return proto;
}

v1::Package ToProto(const Contract& contract, const Package& package) {
  v1::Package proto;
  proto.set_name(payments::convert::NameOfPackage(contract, package.sequence));
  proto.set_sequence(package.sequence);
  v1::PackageType type = v1::PACKAGE_TYPE_UNSPECIFIED;
  v1::PackageType_Parse(std::string(Name(package.type)), &type);
  proto.set_type(type);
  v1::PackageState state = v1::PACKAGE_STATE_UNSPECIFIED;
  v1::PackageState_Parse(std::string(Name(package.state)), &state);
  proto.set_state(state);
  if (package.claim.has_value()) {
    proto.set_claim(payments::convert::NameOfClaim(contract, *package.claim));
  }
  proto.set_technical_report_version(package.technical_report_version);
  proto.set_financial_report_version(package.financial_report_version);
  proto.set_participants_version(package.participants_version);
  if (package.sent_on.has_value()) proto.set_sent_on(FormatDay(*package.sent_on));
  proto.set_sent_by(package.sent_by);
  if (package.decided_on.has_value()) proto.set_decided_on(FormatDay(*package.decided_on));
  proto.set_decided_by(package.decided_by);
  proto.set_reference(package.reference);
  proto.set_closing_reason(package.closing_reason);
  for (const Return& returned : package.returns) {
    *proto.add_returns() = payments::convert::ToProto(returned);
  }
  return proto;
}

absl::StatusOr<TechnicalReport> FromProto(const v1::TechnicalReport& proto) {
  TechnicalReport report;
  TRANCHE_ASSIGN_OR_RETURN(report.period_from, ParseDay(proto.period_from()));
  TRANCHE_ASSIGN_OR_RETURN(report.period_to, ParseDay(proto.period_to()));
  for (const v1::ReportedActivity& given : proto.activities()) {
    TRANCHE_ASSIGN_OR_RETURN(Activity activity, FromProto(given));
    report.activities.push_back(std::move(activity));
  }
  return report;
}

std::vector<GivenIndicator> GivenOf(const v1::TechnicalReport& report) {
  std::vector<GivenIndicator> given;
  for (const v1::ReportedIndicator& indicator : report.indicators()) {
    given.push_back({.code = indicator.code(),
                     .achieved = GivenOf(indicator.achieved()),
                     .stated_cumulative = std::nullopt});
    if (indicator.has_stated_cumulative()) {
      given.back().stated_cumulative = GivenOf(indicator.stated_cumulative());
    }
  }
  return given;
}

v1::TechnicalReport ToProto(const Contract& contract, int package, const TechnicalReport& report,
                            const IndicatorList& list, const Cumulative& before) {
  v1::TechnicalReport proto;
  proto.set_name(absl::StrCat(payments::convert::NameOfPackage(contract, package), "/technicalReport"));
  proto.set_version(report.version);
  proto.set_period_from(FormatDay(report.period_from));
  proto.set_period_to(FormatDay(report.period_to));
  for (const Activity& activity : report.activities) *proto.add_activities() = ToProto(activity);
  for (const Achieved& achieved : report.indicators) {
    *proto.add_indicators() = ToProto(achieved, list, before);
  }
  proto.set_recorded_by(report.recorded_by);
  return proto;
}

absl::StatusOr<std::vector<Indicator>> FromProto(const v1::IndicatorList& list) {
  std::vector<Indicator> indicators;
  std::vector<Violation> violations;
  for (int i = 0; i < list.indicators_size(); ++i) {
    const v1::ContractIndicator& given = list.indicators(i);
    const absl::StatusOr<Value> target =
        Resolve(given.code(), given.by_gender(), GivenOf(given.target()));
    AddViolation(target.status(), absl::StrCat("list.indicators[", i, "].target"), &violations);
    indicators.push_back({.code = given.code(),
                          .title = given.title(),
                          .unit = given.unit(),
                          .by_gender = given.by_gender(),
                          .target = target.value_or(Value()),
                          .participants_fund = given.participants_fund()});
  }
  if (!violations.empty()) return RefuseInput("INVALID_REQUEST", std::move(violations));
  return indicators;
}

v1::IndicatorList ToProto(const Contract& contract, const IndicatorList& list) {
  v1::IndicatorList proto;
  proto.set_name(absl::StrCat(payments::convert::NameOf(contract), "/indicators"));
  proto.set_version(list.version);
  proto.set_source(list.source);
  for (const Indicator& indicator : list.indicators) {
    v1::ContractIndicator* row = proto.add_indicators();
    row->set_code(indicator.code);
    row->set_title(indicator.title);
    row->set_unit(indicator.unit);
    row->set_by_gender(indicator.by_gender);
    *row->mutable_target() = ToProto(indicator.target);
    row->set_participants_fund(indicator.participants_fund);
  }
  return proto;
}

v1::FinancialReport ToProto(const Contract& contract, int package,
                            const store::FinancialReport& report) {
  v1::FinancialReport proto;
  proto.set_name(absl::StrCat(payments::convert::NameOfPackage(contract, package), "/financialReport"));
  proto.set_version(report.version);
  for (const std::string& cost_id : report.cost_ids) {
    proto.add_costs(payments::convert::NameOfCost(contract, cost_id));
  }
  *proto.mutable_total() = tranche::convert::ToProto(report.total);
  proto.set_recorded_by(report.recorded_by);
  return proto;
}

}  // namespace tranche::payments::package::convert
