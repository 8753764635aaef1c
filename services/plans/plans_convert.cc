// SPDX-License-Identifier: EUPL-1.2
#include "plans/plans_convert.h"

#include <optional>

#include "plans/measures_convert.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/convert/checks.h"
#include "platform/convert/money.h"
#include "platform/convert/partial_date.h"

namespace tranche::plans {
namespace {

// The functions below would hide those of the header.
using plans::FromProto;
using plans::ToProto;

// The controlled words have one name in both worlds.
v1::PlanKind ToProto(PlanKind kind) {
  v1::PlanKind proto = v1::PLAN_KIND_UNSPECIFIED;
  v1::PlanKind_Parse(std::string(PlanKindName(kind)), &proto);
  return proto;
}

PlanKind FromProto(v1::PlanKind proto) {
  for (const PlanKind kind : {PlanKind::kSocialServices, PlanKind::kRomaIntegration, PlanKind::kRomact,
                              PlanKind::kStrategy, PlanKind::kDevelopmentPlan, PlanKind::kOther}) {
    if (ToProto(kind) == proto) return kind;
  }
  return PlanKind::kUnspecified;
}

v1::PlanLevel ToProto(PlanLevel level) {
  v1::PlanLevel proto = v1::PLAN_LEVEL_UNSPECIFIED;
  v1::PlanLevel_Parse(std::string(PlanLevelName(level)), &proto);
  return proto;
}

PlanLevel FromProto(v1::PlanLevel proto) {
  for (const PlanLevel level :
       {PlanLevel::kNational, PlanLevel::kRegional, PlanLevel::kMunicipal, PlanLevel::kAnnual}) {
    if (ToProto(level) == proto) return level;
  }
  return PlanLevel::kUnspecified;
}

v1::Adoption ToProto(const Adoption& adoption) {
  v1::Adoption proto;
  if (adoption.decision_number) proto.set_decision_number(*adoption.decision_number);
  if (adoption.protocol_number) proto.set_protocol_number(*adoption.protocol_number);
  if (adoption.on) *proto.mutable_date() = convert::ToProto(*adoption.on);
  if (adoption.body) proto.set_body(*adoption.body);
  return proto;
}

Adoption FromProto(const v1::Adoption& proto) {
  Adoption adoption;
  if (proto.has_decision_number()) adoption.decision_number = proto.decision_number();
  if (proto.has_protocol_number()) adoption.protocol_number = proto.protocol_number();
  if (proto.has_date()) {
    adoption.on = convert::FromProto(proto.date());
    adoption.date = proto.date().as_written();
  }
  if (proto.has_body()) adoption.body = proto.body();
  return adoption;
}

v1::ParentStrategy ToProto(const ParentStrategy& strategy) {
  v1::ParentStrategy proto;
  proto.set_title(strategy.title);
  proto.set_line(strategy.line);
  if (strategy.adoption.decision_number) proto.set_decision_number(*strategy.adoption.decision_number);
  if (strategy.adoption.protocol_number) proto.set_protocol_number(*strategy.adoption.protocol_number);
  if (strategy.adoption.date) proto.set_adopted_on(*strategy.adoption.date);
  proto.set_level(ToProto(strategy.level));
  if (strategy.period) *proto.mutable_period() = ToProto(*strategy.period);
  if (strategy.adoption != Adoption()) *proto.mutable_adoption() = ToProto(strategy.adoption);
  return proto;
}

ParentStrategy FromProto(const v1::ParentStrategy& proto) {
  ParentStrategy strategy;
  strategy.title = proto.title();
  strategy.line = proto.line();
  if (proto.has_decision_number()) strategy.adoption.decision_number = proto.decision_number();
  if (proto.has_protocol_number()) strategy.adoption.protocol_number = proto.protocol_number();
  if (proto.has_adopted_on()) strategy.adoption.date = proto.adopted_on();
  strategy.level = FromProto(proto.level());
  if (proto.has_period()) strategy.period = FromProto(proto.period());
  // Versions that were stored before have the words only.
  if (proto.adoption().has_date()) strategy.adoption.on = convert::FromProto(proto.adoption().date());
  if (proto.adoption().has_body()) strategy.adoption.body = proto.adoption().body();
  return strategy;
}

void AddMore(const Plan& plan, v1::Plan& proto) {
  proto.set_kind(ToProto(plan.kind));
  proto.set_kind_words(plan.kind_words);
  proto.set_level(ToProto(plan.level));
  if (plan.period_titled) *proto.mutable_period_titled() = ToProto(*plan.period_titled);
  for (const Period& period : plan.periods_written) *proto.add_periods_written() = ToProto(period);
  if (plan.adoption) *proto.mutable_adoption() = ToProto(*plan.adoption);
  for (const ParentStrategy& parent : plan.parents) *proto.add_parents() = ToProto(parent);
  proto.set_region(plan.region);
  for (const std::string& words : plan.directions) proto.add_directions(words);
  for (const std::string& words : plan.priority_areas) proto.add_priority_areas(words);
  for (const std::string& words : plan.statements) proto.add_statements(words);
  for (const std::string& words : plan.participants) proto.add_participants(words);
  for (const Attachment& attachment : plan.attachments) {
    v1::Attachment* item = proto.add_attachments();
    item->set_name(attachment.name);
    item->set_size_as_written(attachment.size_as_written);
    item->set_size_bytes(attachment.size_bytes);
    item->set_target(attachment.target);
  }
  for (const RoleHolder& holder : plan.role_holders) {
    v1::RoleHolder* item = proto.add_role_holders();
    item->set_role(holder.role);
    item->set_person(holder.person);
    item->set_appointed_by(holder.appointed_by);
    if (holder.order_number) item->set_order_number(*holder.order_number);
  }
  for (const NamedBody& body : plan.bodies) {
    v1::NamedBody* item = proto.add_bodies();
    item->set_name(body.name);
    item->set_abbreviation(body.abbreviation);
    item->set_members(body.members);
    item->set_in_attachment_only(body.in_attachment_only);
  }
  for (const NamedAgreement& agreement : plan.agreements) {
    v1::NamedAgreement* item = proto.add_agreements();
    item->set_subject(agreement.subject);
    if (agreement.signed_on) *item->mutable_signed_on() = convert::ToProto(*agreement.signed_on);
    item->set_signed_by(agreement.signed_by);
  }
  for (const StatedFigure& figure : plan.figures) {
    v1::StatedFigure* item = proto.add_figures();
    item->set_code(figure.code);
    item->set_count(figure.count);
    if (figure.period) *item->mutable_period() = ToProto(*figure.period);
    item->set_as_written(figure.as_written);
    for (const std::string& one : figure.items) item->add_items(one);
  }
  for (const NamedProduct& product : plan.products) {
    v1::NamedProduct* item = proto.add_products();
    item->set_code(product.code);
    item->set_as_written(product.as_written);
    if (product.date) *item->mutable_date() = convert::ToProto(*product.date);
  }
  proto.set_media_type(plan.media_type);
}

template <typename Proto>
void SetCell(const Where& at, Proto& proto) {
  if (at.row >= 0) proto.set_row(at.row);
  if (at.column >= 0) proto.set_column(at.column);
}

void AddPlaces(const Plan& plan, v1::Plan& proto) {
  for (const Span& span : plan.spans) {
    v1::SourceSpan* item = proto.add_spans();
    item->set_path(span.path);
    item->set_place(span.at.place);
    item->set_block(span.at.block);
    SetCell(span.at, *item);
    item->set_begin(static_cast<int>(span.at.begin));
    item->set_end(static_cast<int>(span.at.end));
    item->set_text(span.text);
  }
  for (const Remark& miss : plan.not_understood) {
    v1::NotUnderstood* item = proto.add_not_understood();
    item->set_place(miss.at.place);
    item->set_reason(miss.reason);
    item->set_text_bg(Explain(miss.reason, miss.values, Language::kBulgarian));
    item->set_text_en(Explain(miss.reason, miss.values, Language::kEnglish));
    if (miss.at.block >= 0) item->set_block(miss.at.block);
    SetCell(miss.at, *item);
  }
  proto.set_not_understood_count(plan.not_understood_count);
}

void TakeMore(const v1::Plan& proto, Plan& plan) {
  plan.kind = FromProto(proto.kind());
  plan.kind_words = proto.kind_words();
  plan.level = FromProto(proto.level());
  if (proto.has_period_titled()) plan.period_titled = FromProto(proto.period_titled());
  for (const auto& period : proto.periods_written()) plan.periods_written.push_back(FromProto(period));
  if (proto.has_adoption()) plan.adoption = FromProto(proto.adoption());
  for (const auto& parent : proto.parents()) plan.parents.push_back(FromProto(parent));
  plan.region = proto.region();
  plan.directions.assign(proto.directions().begin(), proto.directions().end());
  plan.priority_areas.assign(proto.priority_areas().begin(), proto.priority_areas().end());
  plan.statements.assign(proto.statements().begin(), proto.statements().end());
  plan.participants.assign(proto.participants().begin(), proto.participants().end());
  for (const v1::Attachment& item : proto.attachments()) {
    plan.attachments.push_back({item.name(), item.size_as_written(), item.size_bytes(), item.target()});
  }
  for (const v1::RoleHolder& item : proto.role_holders()) {
    RoleHolder holder{item.role(), item.person(), item.appointed_by(), std::nullopt};
    if (item.has_order_number()) holder.order_number = item.order_number();
    plan.role_holders.push_back(std::move(holder));
  }
  for (const v1::NamedBody& item : proto.bodies()) {
    plan.bodies.push_back(
        {item.name(), item.abbreviation(), item.members(), item.in_attachment_only()});
  }
  for (const v1::NamedAgreement& item : proto.agreements()) {
    NamedAgreement agreement{item.subject(), std::nullopt, item.signed_by()};
    if (item.has_signed_on()) agreement.signed_on = convert::FromProto(item.signed_on());
    plan.agreements.push_back(std::move(agreement));
  }
  for (const v1::StatedFigure& item : proto.figures()) {
    StatedFigure figure{item.code(),
                        item.count(),
                        std::nullopt,
                        item.as_written(),
                        {item.items().begin(), item.items().end()}};
    if (item.has_period()) figure.period = FromProto(item.period());
    plan.figures.push_back(std::move(figure));
  }
  for (const v1::NamedProduct& item : proto.products()) {
    NamedProduct product{item.code(), item.as_written(), std::nullopt};
    if (item.has_date()) product.date = convert::FromProto(item.date());
    plan.products.push_back(std::move(product));
  }
  plan.media_type = proto.media_type();
}

template <typename Proto>
Where WhereOf(const Proto& proto) {
  Where at{
      .block = proto.block(), .row = -1, .column = -1, .begin = 0, .end = 0, .place = proto.place()};
  if (proto.has_row()) at.row = proto.row();
  if (proto.has_column()) at.column = proto.column();
  return at;
}

void TakePlaces(const v1::Plan& proto, Plan& plan) {
  for (const v1::SourceSpan& item : proto.spans()) {
    Where at = WhereOf(item);
    at.begin = static_cast<size_t>(item.begin());
    at.end = static_cast<size_t>(item.end());
    plan.spans.push_back({item.path(), std::move(at), item.text()});
  }
  for (const v1::NotUnderstood& item : proto.not_understood()) {
    Where at = WhereOf(item);
    if (!item.has_block()) at.block = -1;
    plan.not_understood.push_back({item.reason(), {}, std::move(at)});
  }
  plan.not_understood_count = proto.not_understood_count();
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
    item->set_numeral(section.numeral);
    item->set_area(section.area);
    if (section.stated_total) *item->mutable_stated_total() = convert::ToProto(*section.stated_total);
    for (const AmountPart& part : section.stated_years) *item->add_stated_years() = ToProto(part);
    for (const Measure& measure : section.measures) {
      *item->add_measures() = ToProto(measure);
      ++measures;
      if (measure.stated_total) ++with_amount;
    }
  }
  if (plan.stated_total) *proto.mutable_stated_total() = convert::ToProto(*plan.stated_total);
  for (const AmountPart& part : plan.stated_years) *proto.add_stated_years() = ToProto(part);
  proto.set_document_sha256(plan.source_sha256);
  proto.set_measure_count(measures);
  proto.set_measures_with_amount(with_amount);
  AddMore(plan, proto);
  AddPlaces(plan, proto);
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
    Section section;
    section.title = item.title();
    section.numeral = item.numeral();
    section.area = item.area();
    // A number before it was given up.
    if (item.ordinal() != static_cast<int>(plan.sections.size()) + 1) section.ordinal = item.ordinal();
    if (item.has_stated_total()) {
      TRANCHE_ASSIGN_OR_RETURN(section.stated_total, convert::FromProto(item.stated_total()));
    }
    for (const v1::Part& part : item.stated_years()) {
      TRANCHE_ASSIGN_OR_RETURN(AmountPart read, FromProto(part));
      section.stated_years.push_back(std::move(read));
    }
    for (const v1::Measure& measure : item.measures()) {
      TRANCHE_ASSIGN_OR_RETURN(Measure read, FromProto(measure, item.ordinal()));
      section.measures.push_back(std::move(read));
    }
    plan.sections.push_back(std::move(section));
  }
  if (proto.has_stated_total()) {
    TRANCHE_ASSIGN_OR_RETURN(plan.stated_total, convert::FromProto(proto.stated_total()));
  }
  for (const v1::Part& part : proto.stated_years()) {
    TRANCHE_ASSIGN_OR_RETURN(AmountPart read, FromProto(part));
    plan.stated_years.push_back(std::move(read));
  }
  plan.source_sha256 = proto.document_sha256();
  TakeMore(proto, plan);
  TakePlaces(proto, plan);
  return plan;
}

v1::Check ToProto(const Check& check) { return convert::ToProto(check); }

v1::Finding ToProto(const Remark& finding) {
  v1::Finding proto = convert::FindingOf({finding.at.place, finding.reason, finding.values});
  if (finding.at.block >= 0) proto.set_block(finding.at.block);
  if (finding.at.row >= 0) proto.set_row(finding.at.row);
  if (finding.at.column >= 0) proto.set_column(finding.at.column);
  return proto;
}

}  // namespace tranche::plans
