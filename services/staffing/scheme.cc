// SPDX-License-Identifier: EUPL-1.2
#include "staffing/scheme.h"

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"

namespace tranche::staffing {
namespace {

constexpr int kPersonalNumberDigits = 10;

absl::Status CheckPerson(const Contract& contract, const Position& position, const Person& person) {
  if (HoldsPersonalNumber(person.display_name)) {
    return Refuse("PERSONAL_NUMBER_IN_NAME", {{"position", position.code}});
  }
  const absl::CivilDay last_day = person.ends_on.value_or(contract.ends_on);
  if (person.ends_on.has_value() && *person.ends_on < person.starts_on) {
    return Refuse("PERSON_DAYS_REVERSED", {{"position", position.code},
                                           {"starts_on", FormatDay(person.starts_on)},
                                           {"ends_on", FormatDay(*person.ends_on)}});
  }
  if (person.starts_on < contract.starts_on || person.starts_on > contract.ends_on ||
      last_day > contract.ends_on) {
    return Refuse("PERSON_OUTSIDE_PERIOD", {{"position", position.code},
                                            {"starts_on", FormatDay(contract.starts_on)},
                                            {"ends_on", FormatDay(contract.ends_on)}});
  }
  return absl::OkStatus();
}

absl::Status CheckPosition(const Contract& contract, const Position& position) {
  if (position.months > contract.duration_months) {
    return Refuse("SCHEME_LONGER_THAN_CONTRACT",
                  {{"position", position.code},
                   {"months", absl::StrCat(position.months)},
                   {"contract_months", absl::StrCat(contract.duration_months)}});
  }
  if (position.monthly_cost.IsNegative()) return Refuse("AMOUNT_NEGATIVE");
  for (const Person& person : position.persons) {
    TRANCHE_RETURN_IF_ERROR(CheckPerson(contract, position, person));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Totals> TotalsOf(const Position& position) {
  Totals totals{
      .places = position.places, .person_months = position.places * position.months, .cost = {}};
  TRANCHE_ASSIGN_OR_RETURN(totals.cost, Times(position.monthly_cost, totals.person_months));
  return totals;
}

absl::StatusOr<Totals> TotalsOf(const Scheme& scheme, Currency currency) {
  Totals totals{.places = 0, .person_months = 0, .cost = Money::Zero(currency)};
  for (const Position& position : scheme.positions) {
    TRANCHE_ASSIGN_OR_RETURN(const Totals part, TotalsOf(position));
    totals.places += part.places;
    totals.person_months += part.person_months;
    TRANCHE_ASSIGN_OR_RETURN(totals.cost, Add(totals.cost, part.cost));
  }
  return totals;
}

absl::StatusOr<ConvertedPrice> InEuro(const Position& position) {
  return ConvertUnitPrice(position.monthly_cost,
                          {.numerator = int64_t{position.places} * position.months, .denominator = 1},
                          Rounding::kEuroWage);
}

absl::StatusOr<EuroCost> EuroCostOf(const Scheme& scheme) {
  EuroCost euro{.cost = Money::Zero(Currency::kEur), .difference = Money::Zero(Currency::kEur)};
  for (const Position& position : scheme.positions) {
    TRANCHE_ASSIGN_OR_RETURN(const ConvertedPrice converted, InEuro(position));
    TRANCHE_ASSIGN_OR_RETURN(euro.cost, Add(euro.cost, converted.amount));
  }
  TRANCHE_ASSIGN_OR_RETURN(const Totals leva, TotalsOf(scheme, Currency::kBgn));
  TRANCHE_ASSIGN_OR_RETURN(const Money by_itself, ConvertToEuro(leva.cost, Rounding::kHalfUp));
  TRANCHE_ASSIGN_OR_RETURN(euro.difference, Subtract(euro.cost, by_itself));
  return euro;
}

bool HoldsPersonalNumber(absl::string_view display_name) {
  int digits = 0;
  for (const char c : display_name) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      if (++digits == kPersonalNumberDigits) return true;
    } else if (c != ' ' && c != '.' && c != '-') {
      digits = 0;
    }
  }
  return false;
}

absl::Status CheckScheme(const Contract& contract, const Scheme& scheme) {
  std::set<std::string> codes;
  for (const Position& position : scheme.positions) {
    if (!codes.insert(position.code).second) {
      return Refuse("POSITION_CODE_TWICE", {{"position", position.code}});
    }
    TRANCHE_RETURN_IF_ERROR(CheckPosition(contract, position));
  }
  return TotalsOf(scheme, contract.currency).status();
}

}  // namespace tranche::staffing
