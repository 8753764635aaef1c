// SPDX-License-Identifier: EUPL-1.2
// Values of rows that the stores of this folder read.
#pragma once

#include <optional>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>

#include "payments/recoveries/interest.h"
#include "payments/recoveries/recovery.h"
#include "platform/calendar/civil.h"
#include "platform/convert/rows.h"

namespace tranche::payments::recoveries::store {

// The state of a word; none of the four tables has more than four states.
template <class State>
State StateFrom(const std::string& word, int states) {
  for (int i = 0; i < states; ++i) {
    if (word == WordOf(static_cast<State>(i))) return static_cast<State>(i);
  }
  throw std::runtime_error("a row holds no state");
}

inline Currency CurrencyFrom(const pqxx::row& row) {
  const absl::StatusOr<Currency> currency = ParseCurrency(row["currency"].as<std::string>());
  if (!currency.ok()) throw std::runtime_error("a row holds no currency");
  return *currency;
}

// Columns "<prefix>_eu_minor" and "<prefix>_national_minor" of a row.
inline Parts PartsFrom(const pqxx::row& row, const std::string& prefix) {
  const Currency currency = CurrencyFrom(row);
  return {Money::Minor(row[prefix + "_eu_minor"].as<int64_t>(), currency),
          Money::Minor(row[prefix + "_national_minor"].as<int64_t>(), currency)};
}

inline std::optional<absl::CivilDay> OptionalDayFrom(const pqxx::row& row, const char* column) {
  if (row[column].is_null()) return std::nullopt;
  return convert::DayFromRow(row, column);
}

inline std::optional<std::string> DayOrNull(const std::optional<absl::CivilDay>& day) {
  if (!day.has_value()) return std::nullopt;
  return FormatDay(*day);
}

inline std::string CodeOf(const Parts& parts) { return std::string(CurrencyCode(parts.eu.currency())); }

}  // namespace tranche::payments::recoveries::store
