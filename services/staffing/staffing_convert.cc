// SPDX-License-Identifier: EUPL-1.2
#include "staffing/staffing_convert.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/marks.h"
#include "platform/convert/money.h"
#include "platform/text/fold.h"
#include "platform/validate/validate.h"

namespace tranche::staffing::convert {
namespace {

constexpr char kContractPattern[] = "organisations/{organisation}/contracts/{contract}";
constexpr char kSchemePattern[] = "organisations/{organisation}/contracts/{contract}/schemes/{scheme}";

absl::StatusOr<v1::Position> ToProto(const Position& position) {
  v1::Position proto;
  proto.set_code(position.code);
  proto.set_title(position.title);
  proto.set_places(position.places);
  proto.set_months(position.months);
  *proto.mutable_monthly_cost() = tranche::convert::ToProto(position.monthly_cost);
  for (const Person& person : position.persons) {
    v1::Person* shown = proto.add_persons();
    shown->set_display_name(person.display_name);
    shown->set_starts_on(FormatDay(person.starts_on));
    if (person.ends_on.has_value()) shown->set_ends_on(FormatDay(*person.ends_on));
  }
  TRANCHE_ASSIGN_OR_RETURN(const Totals totals, TotalsOf(position));
  proto.set_person_months(totals.person_months);
  *proto.mutable_cost() = tranche::convert::ToProto(totals.cost);
  return proto;
}

Currency CurrencyOf(const Contract& contract, const Scheme& scheme) {
  return scheme.positions.empty() ? contract.currency
                                  : scheme.positions.front().monthly_cost.currency();
}

absl::StatusOr<Person> FromProto(const v1::Person& proto) {
  Person person;
  person.display_name = proto.display_name();
  TRANCHE_ASSIGN_OR_RETURN(person.starts_on, ParseDay(proto.starts_on()));
  if (!proto.ends_on().empty()) {
    TRANCHE_ASSIGN_OR_RETURN(person.ends_on, ParseDay(proto.ends_on()));
  }
  return person;
}

absl::StatusOr<Position> FromProto(const v1::Position& proto) {
  Position position;
  position.code = proto.code();
  position.title = proto.title();
  position.places = proto.places();
  position.months = proto.months();
  TRANCHE_ASSIGN_OR_RETURN(position.monthly_cost, tranche::convert::FromProto(proto.monthly_cost()));
  for (const v1::Person& person : proto.persons()) {
    TRANCHE_ASSIGN_OR_RETURN(Person read, FromProto(person));
    position.persons.push_back(std::move(read));
  }
  return position;
}

}  // namespace

absl::StatusOr<std::string> ParseContractId(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kContractPattern, name));
  return FoldRegisterNumber(segments[1]);
}

absl::StatusOr<SchemeName> ParseSchemeName(const std::string& name) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<std::string> segments,
                           validate::ParseResourceName(kSchemePattern, name));
  return SchemeName{.contract_id = FoldRegisterNumber(segments[1]), .scheme_id = segments[2]};
}

absl::StatusOr<v1::Scheme> ToProto(const Contract& contract, const Scheme& scheme) {
  v1::Scheme proto;
  proto.set_name(absl::StrCat("organisations/", contract.organisation, "/contracts/", contract.id,
                              "/schemes/", scheme.id));
  proto.set_scheme(scheme.id);
  proto.set_title(scheme.title);
  for (const Position& position : scheme.positions) {
    TRANCHE_ASSIGN_OR_RETURN(*proto.add_positions(), ToProto(position));
  }
  // A scheme keeps the currency in which it was written, also when its contract is converted.
  const Currency currency = CurrencyOf(contract, scheme);
  TRANCHE_ASSIGN_OR_RETURN(const Totals totals, TotalsOf(scheme, currency));
  proto.set_places(totals.places);
  proto.set_person_months(totals.person_months);
  *proto.mutable_cost() = tranche::convert::ToProto(totals.cost);
  *proto.mutable_marks() = tranche::convert::MarksFromJson(scheme.marks_json);
  if (currency == contract.currency) return proto;
  for (std::size_t i = 0; i < scheme.positions.size(); ++i) {
    v1::Position* shown = proto.mutable_positions(static_cast<int>(i));
    TRANCHE_ASSIGN_OR_RETURN(const ConvertedPrice euro, InEuro(scheme.positions[i]));
    *shown->mutable_monthly_cost_in_euro() = tranche::convert::ToProto(euro.unit_price);
    *shown->mutable_cost_in_euro() = tranche::convert::ToProto(euro.amount);
  }
  TRANCHE_ASSIGN_OR_RETURN(const EuroCost euro, EuroCostOf(scheme));
  *proto.mutable_cost_in_euro() = tranche::convert::ToProto(euro.cost);
  *proto.mutable_conversion_difference() = tranche::convert::ToProto(euro.difference);
  return proto;
}

absl::StatusOr<Scheme> FromProto(const v1::Scheme& proto) {
  TRANCHE_RETURN_IF_ERROR(tranche::convert::CheckMarks(proto.marks()));
  Scheme scheme;
  scheme.id = proto.scheme();
  scheme.title = proto.title();
  scheme.marks_json = tranche::convert::MarksToJson(proto.marks());
  for (const v1::Position& position : proto.positions()) {
    TRANCHE_ASSIGN_OR_RETURN(Position read, FromProto(position));
    scheme.positions.push_back(std::move(read));
  }
  return scheme;
}

absl::StatusOr<Contract> FromProto(const std::string& organisation,
                                   const proposals::v1::Contract& proto) {
  Contract contract;
  contract.organisation = organisation;
  TRANCHE_ASSIGN_OR_RETURN(contract.id, ParseContractId(proto.name()));
  TRANCHE_ASSIGN_OR_RETURN(contract.starts_on, ParseDay(proto.starts_on()));
  TRANCHE_ASSIGN_OR_RETURN(contract.ends_on, ParseDay(proto.ends_on()));
  contract.duration_months = proto.duration_months();
  contract.version = proto.version();
  TRANCHE_ASSIGN_OR_RETURN(contract.currency, ParseCurrency(proto.amount().eu().currency()));
  return contract;
}

}  // namespace tranche::staffing::convert
