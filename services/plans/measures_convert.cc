// SPDX-License-Identifier: EUPL-1.2
#include "plans/measures_convert.h"

#include <optional>
#include <string>
#include <utility>

#include "platform/base/status_macros.h"
#include "platform/convert/money.h"
#include "platform/convert/partial_date.h"

namespace tranche::plans {

common::v1::PartialPeriod ToProto(const Period& period) {
  common::v1::PartialPeriod proto;
  *proto.mutable_from() = convert::ToProto(period.from);
  *proto.mutable_to() = convert::ToProto(period.to);
  proto.set_as_written(period.as_written);
  return proto;
}

Period FromProto(const common::v1::PartialPeriod& proto) {
  return {convert::FromProto(proto.from()), convert::FromProto(proto.to()), proto.as_written()};
}

v1::Part ToProto(const AmountPart& part) {
  v1::Part proto;
  proto.set_label(part.label);
  *proto.mutable_amount() = convert::ToProto(part.amount);
  proto.set_year(part.year);
  return proto;
}

absl::StatusOr<AmountPart> FromProto(const v1::Part& proto) {
  TRANCHE_ASSIGN_OR_RETURN(const Money amount, convert::FromProto(proto.amount()));
  return AmountPart{.label = proto.label(), .amount = amount, .year = proto.year()};
}

namespace {

// The functions below would hide those of the header.
using plans::FromProto;
using plans::ToProto;

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
        SourceKind::kProject, SourceKind::kDonation, SourceKind::kEuProgramme,
        SourceKind::kPrivateProvider}) {
    if (ToProto(kind) == proto) return kind;
  }
  return SourceKind::kOther;
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

v1::Headcount ToProto(const Headcount& headcount) {
  v1::Headcount proto;
  proto.set_count(headcount.count);
  proto.set_noun(headcount.noun);
  return proto;
}

Headcount FromProto(const v1::Headcount& proto) { return {proto.count(), proto.noun()}; }

void AddPrices(const Measure& measure, v1::Measure& proto) {
  if (measure.unit_price) {
    v1::UnitPrice* unit = proto.mutable_unit_price();
    *unit->mutable_price() = convert::ToProto(measure.unit_price->price);
    unit->set_unit(measure.unit_price->unit);
    for (const Factor& factor : measure.unit_price->factors) {
      v1::Factor* item = unit->add_factors();
      item->set_count(factor.count);
      item->set_noun(factor.noun);
    }
  }
  proto.set_stated_total_qualifier(measure.stated_total_qualifier);
  for (const AlsoShown& shown : measure.also_shown) {
    v1::AlsoShown* item = proto.add_also_shown();
    item->set_field(shown.field);
    *item->mutable_amount() = convert::ToProto(shown.amount);
  }
}

// The fields that came with documents of other layouts.
void AddMore(const Measure& measure, v1::Measure& proto) {
  proto.set_ordinal_as_written(measure.ordinal_as_written);
  proto.set_source_cell(measure.source_cell);
  for (const std::string& partner : measure.partners) proto.add_partners(partner);
  if (measure.timeframe) *proto.mutable_timeframe() = ToProto(*measure.timeframe);
  for (const Indicator& indicator : measure.indicators) {
    v1::Indicator* item = proto.add_indicators();
    item->set_name(indicator.name);
    item->set_target(indicator.target);
    item->set_unit(indicator.unit);
  }
  proto.set_expected_results(measure.expected_results);
  proto.set_target_group(measure.target_group);
  proto.set_objective(measure.objective);
  if (measure.daily_rate) {
    *proto.mutable_daily_rate()->mutable_rate() = convert::ToProto(measure.daily_rate->rate);
    proto.mutable_daily_rate()->set_users(measure.daily_rate->users.value_or(0));
    proto.mutable_daily_rate()->set_days(measure.daily_rate->days.value_or(0));
  }
  if (measure.capacity) *proto.mutable_capacity() = ToProto(*measure.capacity);
  proto.set_share_percent(measure.share_percent);
  for (const OtherCell& cell : measure.other_cells) {
    v1::OtherCell* item = proto.add_other_cells();
    item->set_heading(cell.heading);
    item->set_text(cell.text);
  }
  AddPrices(measure, proto);
}

absl::Status TakePrices(const v1::Measure& proto, Measure& measure) {
  if (proto.has_unit_price()) {
    TRANCHE_ASSIGN_OR_RETURN(const Money price, convert::FromProto(proto.unit_price().price()));
    UnitPrice unit{.price = price, .unit = proto.unit_price().unit(), .factors = {}};
    for (const v1::Factor& factor : proto.unit_price().factors())
      unit.factors.push_back({factor.count(), factor.noun()});
    measure.unit_price = std::move(unit);
  }
  measure.stated_total_qualifier = proto.stated_total_qualifier();
  for (const v1::AlsoShown& shown : proto.also_shown()) {
    TRANCHE_ASSIGN_OR_RETURN(const Money amount, convert::FromProto(shown.amount()));
    measure.also_shown.push_back({shown.field(), amount});
  }
  return absl::OkStatus();
}

absl::Status TakeMore(const v1::Measure& proto, Measure& measure) {
  measure.ordinal_as_written = proto.ordinal_as_written();
  measure.source_cell = proto.source_cell();
  measure.partners.assign(proto.partners().begin(), proto.partners().end());
  if (proto.has_timeframe()) measure.timeframe = FromProto(proto.timeframe());
  for (const v1::Indicator& item : proto.indicators())
    measure.indicators.push_back({item.name(), item.target(), item.unit()});
  measure.expected_results = proto.expected_results();
  measure.target_group = proto.target_group();
  measure.objective = proto.objective();
  if (proto.has_daily_rate()) {
    TRANCHE_ASSIGN_OR_RETURN(const Money rate, convert::FromProto(proto.daily_rate().rate()));
    DailyRate daily{.rate = rate, .users = std::nullopt, .days = std::nullopt};
    if (proto.daily_rate().users() != 0) daily.users = proto.daily_rate().users();
    if (proto.daily_rate().days() != 0) daily.days = proto.daily_rate().days();
    measure.daily_rate = daily;
  }
  if (proto.has_capacity()) measure.capacity = FromProto(proto.capacity());
  measure.share_percent = proto.share_percent();
  for (const v1::OtherCell& item : proto.other_cells())
    measure.other_cells.push_back({item.heading(), item.text()});
  return TakePrices(proto, measure);
}

}  // namespace

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
    item->set_share_percent(source.share_percent);
    if (source.amount) *item->mutable_amount() = convert::ToProto(*source.amount);
  }
  if (measure.stated_total) *proto.mutable_stated_total() = convert::ToProto(*measure.stated_total);
  for (const AmountPart& part : measure.parts) *proto.add_parts() = ToProto(part);
  if (measure.monthly) {
    *proto.mutable_monthly() = convert::ToProto(measure.monthly->amount);
    proto.set_monthly_basis(ToProto(measure.monthly->basis));
  }
  if (measure.headcount) *proto.mutable_headcount() = ToProto(*measure.headcount);
  for (const Cohort& cohort : measure.cohorts) {
    v1::Cohort* item = proto.add_cohorts();
    item->set_persons(cohort.persons);
    if (cohort.months) item->set_months(*cohort.months);
    item->set_text(cohort.text);
  }
  if (measure.months) proto.set_months(*measure.months);
  for (const int line : measure.lines) proto.add_lines(line);
  AddMore(measure, proto);
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
    Source item{.kind = FromProto(source.kind()),
                .as_written = source.as_written(),
                .share_percent = source.share_percent()};
    if (source.has_amount()) {
      TRANCHE_ASSIGN_OR_RETURN(item.amount, convert::FromProto(source.amount()));
    }
    measure.sources.push_back(std::move(item));
  }
  if (proto.has_stated_total()) {
    TRANCHE_ASSIGN_OR_RETURN(measure.stated_total, convert::FromProto(proto.stated_total()));
  }
  for (const v1::Part& part : proto.parts()) {
    TRANCHE_ASSIGN_OR_RETURN(AmountPart item, FromProto(part));
    measure.parts.push_back(std::move(item));
  }
  if (proto.has_monthly()) {
    TRANCHE_ASSIGN_OR_RETURN(const Money amount, convert::FromProto(proto.monthly()));
    measure.monthly = MonthlyAmount{.amount = amount, .basis = FromProto(proto.monthly_basis())};
  }
  if (proto.has_headcount()) {
    measure.headcount = FromProto(proto.headcount());
  }
  for (const v1::Cohort& cohort : proto.cohorts()) {
    std::optional<int> months;
    if (cohort.has_months()) months = cohort.months();
    measure.cohorts.push_back({.persons = cohort.persons(), .months = months, .text = cohort.text()});
  }
  if (proto.has_months()) measure.months = proto.months();
  measure.lines.assign(proto.lines().begin(), proto.lines().end());
  TRANCHE_RETURN_IF_ERROR(TakeMore(proto, measure));
  return measure;
}

}  // namespace tranche::plans
