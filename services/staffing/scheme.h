// SPDX-License-Identifier: EUPL-1.2
// Staffing schemes: places, persons and person-months are three numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "platform/money/money.h"
#include "platform/money/redenominate.h"

namespace tranche::staffing {

// What the service knows of a contract.
struct Contract {
  std::string organisation;
  std::string id;  // Folded register number.
  absl::CivilDay starts_on;
  absl::CivilDay ends_on;
  int duration_months = 1;
  Currency currency = Currency::kBgn;
  int version = 1;
};

// Somebody in a place, now or before. No personal number.
struct Person {
  std::string display_name;
  absl::CivilDay starts_on;
  std::optional<absl::CivilDay> ends_on;  // Nothing: open.
};

// Places of one kind.
struct Position {
  std::string code;
  std::string title;
  int places = 0;
  int months = 0;
  Money monthly_cost;           // Of one place, with the employer's contributions.
  std::vector<Person> persons;  // May be more than places: one leaves and is replaced.
};

struct Scheme {
  std::string id;
  std::string title;
  std::vector<Position> positions;  // In the order in which they were given.
  std::string marks_json = "[]";
};

// What is reckoned from places, months and cost, never from persons.
struct Totals {
  int places = 0;
  int person_months = 0;
  Money cost;
};

// MONEY_OUT_OF_RANGE when the cost does not fit.
absl::StatusOr<Totals> TotalsOf(const Position& position);
absl::StatusOr<Totals> TotalsOf(const Scheme& scheme, Currency currency);

// A position in lev in euro: the monthly cost by the rule of wages, up when the third decimal is above
// zero, then multiplied by the person-months. MONEY_CURRENCY_MIXED when it is not in lev.
absl::StatusOr<ConvertedPrice> InEuro(const Position& position);

// The scheme's cost in euro, and what it has beyond its cost in lev converted by itself.
struct EuroCost {
  Money cost;
  Money difference;
};
absl::StatusOr<EuroCost> EuroCostOf(const Scheme& scheme);

// A run of ten digits, also when blanks, dots or dashes stand between them: an ЕГН or ЛНЧ.
bool HoldsPersonalNumber(absl::string_view display_name);

// Whether a contract may have this scheme. POSITION_CODE_TWICE, SCHEME_LONGER_THAN_CONTRACT,
// AMOUNT_NEGATIVE, MONEY_CURRENCY_MIXED, MONEY_OUT_OF_RANGE, PERSONAL_NUMBER_IN_NAME,
// PERSON_DAYS_REVERSED, PERSON_OUTSIDE_PERIOD.
absl::Status CheckScheme(const Contract& contract, const Scheme& scheme);

}  // namespace tranche::staffing
