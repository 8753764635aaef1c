// SPDX-License-Identifier: EUPL-1.2
#include "staffing/staffing_store.h"

#include <map>
#include <stdexcept>
#include <utility>

#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"
#include "platform/pg/require_one.h"

namespace tranche::staffing::store {
namespace {

constexpr pg::Statement kFindContract{"staffing.find_contract", R"sql(
  select organisation_id, contract_id, to_char(starts_on, 'YYYY-MM-DD') as starts_on,
         to_char(ends_on, 'YYYY-MM-DD') as ends_on, duration_months, currency, version
    from contract where contract_id = $1 limit 2)sql"};

constexpr pg::Statement kSaveContract{"staffing.save_contract", R"sql(
  insert into contract (organisation_id, contract_id, number, starts_on, ends_on, duration_months, currency,
                        version)
  values ($1, $2, $3, $4::date, $5::date, $6, $7, $8)
  on conflict (organisation_id, contract_id) do update
     set number = excluded.number, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
         duration_months = excluded.duration_months, currency = excluded.currency, version = excluded.version
   where contract.version < excluded.version)sql"};

constexpr pg::Statement kSetCurrency{"staffing.set_currency", R"sql(
  update contract set currency = $3 where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kInsertScheme{"staffing.insert_scheme", R"sql(
  insert into scheme (organisation_id, contract_id, scheme_id, title, marks)
  values ($1, $2, $3, $4, $5::jsonb)
  on conflict (organisation_id, contract_id, scheme_id) do nothing)sql"};

constexpr pg::Statement kInsertPosition{"staffing.insert_position", R"sql(
  insert into position (organisation_id, contract_id, scheme_id, code, ordinal, title, places, months,
                        monthly_cost_minor, currency)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))sql"};

constexpr pg::Statement kInsertPerson{"staffing.insert_person", R"sql(
  insert into person (organisation_id, contract_id, scheme_id, code, ordinal, display_name, starts_on,
                      ends_on)
  values ($1, $2, $3, $4, $5, $6, $7::date, nullif($8, '')::date))sql"};

// An empty id: all schemes of the contract.
constexpr pg::Statement kLoadSchemes{"staffing.load_schemes", R"sql(
  select scheme_id, title, marks from scheme
   where organisation_id = $1 and contract_id = $2 and ($3 = '' or scheme_id = $3)
   order by scheme_id)sql"};

constexpr pg::Statement kLoadPositions{"staffing.load_positions", R"sql(
  select scheme_id, code, title, places, months, monthly_cost_minor, currency from position
   where organisation_id = $1 and contract_id = $2 and ($3 = '' or scheme_id = $3)
   order by scheme_id, ordinal)sql"};

constexpr pg::Statement kLoadPersons{"staffing.load_persons", R"sql(
  select scheme_id, code, display_name, to_char(starts_on, 'YYYY-MM-DD') as starts_on,
         to_char(ends_on, 'YYYY-MM-DD') as ends_on
    from person
   where organisation_id = $1 and contract_id = $2 and ($3 = '' or scheme_id = $3)
   order by scheme_id, code, ordinal)sql"};

Contract ContractFromRow(const pqxx::row& row) {
  const absl::StatusOr<Currency> currency = ParseCurrency(row["currency"].as<std::string>());
  if (!currency.ok()) throw std::runtime_error("a row holds an unknown currency");
  return {.organisation = row["organisation_id"].as<std::string>(),
          .id = row["contract_id"].as<std::string>(),
          .starts_on = convert::DayFromRow(row, "starts_on"),
          .ends_on = convert::DayFromRow(row, "ends_on"),
          .duration_months = row["duration_months"].as<int>(),
          .currency = *currency,
          .version = row["version"].as<int>()};
}

Person PersonFromRow(const pqxx::row& row) {
  Person person{.display_name = row["display_name"].as<std::string>(),
                .starts_on = convert::DayFromRow(row, "starts_on"),
                .ends_on = std::nullopt};
  if (!row["ends_on"].is_null()) person.ends_on = convert::DayFromRow(row, "ends_on");
  return person;
}

using PositionKey = std::pair<std::string, std::string>;  // Scheme and code.

PositionKey KeyOf(const pqxx::row& row) {
  return {row["scheme_id"].as<std::string>(), row["code"].as<std::string>()};
}

std::vector<Scheme> Load(pg::Tx& tx, const Contract& contract, const std::string& scheme_id) {
  std::map<PositionKey, std::vector<Person>> persons;
  for (const pqxx::row& row : tx.Run(kLoadPersons, contract.organisation, contract.id, scheme_id)) {
    persons[KeyOf(row)].push_back(PersonFromRow(row));
  }
  std::map<std::string, std::vector<Position>> positions;
  for (const pqxx::row& row : tx.Run(kLoadPositions, contract.organisation, contract.id, scheme_id)) {
    positions[row["scheme_id"].as<std::string>()].push_back(
        {.code = row["code"].as<std::string>(),
         .title = row["title"].as<std::string>(),
         .places = row["places"].as<int>(),
         .months = row["months"].as<int>(),
         .monthly_cost = convert::MoneyFromRow(row, "monthly_cost_minor"),
         .persons = std::move(persons[KeyOf(row)])});
  }
  std::vector<Scheme> schemes;
  for (const pqxx::row& row : tx.Run(kLoadSchemes, contract.organisation, contract.id, scheme_id)) {
    const std::string id = row["scheme_id"].as<std::string>();
    schemes.push_back({.id = id,
                       .title = row["title"].as<std::string>(),
                       .positions = std::move(positions[id]),
                       .marks_json = row["marks"].as<std::string>()});
  }
  return schemes;
}

}  // namespace

absl::StatusOr<Contract> FindContract(pg::Tx& tx, const std::string& contract_id,
                                      const std::string& name) {
  const pqxx::result rows = tx.Run(kFindContract, contract_id);
  TRANCHE_RETURN_IF_ERROR(pg::RequireOne(rows, name));
  return ContractFromRow(rows[0]);
}

void SaveContract(pg::Tx& tx, const Contract& contract, const std::string& number) {
  tx.Run(kSaveContract, contract.organisation, contract.id, number, FormatDay(contract.starts_on),
         FormatDay(contract.ends_on), contract.duration_months,
         std::string(CurrencyCode(contract.currency)), contract.version);
}

void SetCurrency(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                 Currency currency) {
  tx.Run(kSetCurrency, organisation, contract, std::string(CurrencyCode(currency)));
}

bool InsertScheme(pg::Tx& tx, const Contract& contract, const Scheme& scheme) {
  const pqxx::result inserted = tx.Run(kInsertScheme, contract.organisation, contract.id, scheme.id,
                                       scheme.title, scheme.marks_json);
  if (inserted.affected_rows() != 1) return false;
  int position_ordinal = 0;
  for (const Position& position : scheme.positions) {
    tx.Run(kInsertPosition, contract.organisation, contract.id, scheme.id, position.code,
           ++position_ordinal, position.title, position.places, position.months,
           position.monthly_cost.minor(), std::string(CurrencyCode(position.monthly_cost.currency())));
    int person_ordinal = 0;
    for (const Person& person : position.persons) {
      tx.Run(kInsertPerson, contract.organisation, contract.id, scheme.id, position.code,
             ++person_ordinal, person.display_name, FormatDay(person.starts_on),
             person.ends_on.has_value() ? FormatDay(*person.ends_on) : std::string());
    }
  }
  return true;
}

std::optional<Scheme> LoadScheme(pg::Tx& tx, const Contract& contract, const std::string& scheme_id) {
  std::vector<Scheme> schemes = Load(tx, contract, scheme_id);
  if (schemes.empty()) return std::nullopt;
  return std::move(schemes.front());
}

std::vector<Scheme> LoadSchemes(pg::Tx& tx, const Contract& contract) { return Load(tx, contract, ""); }

}  // namespace tranche::staffing::store
