// SPDX-License-Identifier: EUPL-1.2
#include "proposals/redenomination_store.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "platform/calendar/civil.h"
#include "platform/convert/rows.h"

namespace tranche::proposals::store {
namespace {

constexpr pg::Statement kFindRedenominations{"proposals.find_redenominations", R"sql(
  select organisation_id, contract_id, contract_version, before_eu_minor, before_national_minor, before_own_minor,
         before_currency, after_eu_minor, after_national_minor, after_own_minor, after_currency, rate,
         converted_on::text, legal_source, verified, recorded_by,
         (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us
    from redenomination
   where ($1 = '-' or organisation_id = $1)
     and contract_id in (select jsonb_array_elements_text($2::jsonb)))sql"};

constexpr pg::Statement kInsertRedenomination{"proposals.insert_redenomination", R"sql(
  insert into redenomination (organisation_id, contract_id, contract_version, before_eu_minor,
                              before_national_minor, before_own_minor, before_currency, after_eu_minor,
                              after_national_minor, after_own_minor, after_currency, rate, converted_on,
                              legal_source, verified, recorded_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::date, $14, $15, $16)
  returning (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us)sql"};

constexpr pg::Statement kCarryOut{"proposals.carry_out_redenomination",
                                  "select carry_out_redenomination($1, $2) as done"};

Currency CurrencyFrom(const pqxx::row& row, const char* column) {
  const absl::StatusOr<Currency> currency = ParseCurrency(row[column].c_str());
  if (!currency.ok()) throw std::runtime_error("a conversion has no currency");
  return *currency;
}

StoredRedenomination RedenominationOf(const pqxx::row& row) {
  StoredRedenomination stored;
  stored.organisation = row["organisation_id"].c_str();
  stored.contract = row["contract_id"].c_str();
  stored.version = row["contract_version"].as<int>();
  stored.changeover = {.from = CurrencyFrom(row, "before_currency"),
                       .to = CurrencyFrom(row, "after_currency"),
                       .day = convert::DayFromRow(row, "converted_on"),
                       .rate = row["rate"].c_str(),
                       .legal_source = row["legal_source"].c_str(),
                       .verified = row["verified"].as<bool>()};
  const auto part = [&](const char* column, Currency currency) {
    return Money::Minor(row[column].as<int64_t>(), currency);
  };
  stored.before = {.eu = part("before_eu_minor", stored.changeover.from),
                   .national = part("before_national_minor", stored.changeover.from),
                   .own = part("before_own_minor", stored.changeover.from)};
  stored.after = {.eu = part("after_eu_minor", stored.changeover.to),
                  .national = part("after_national_minor", stored.changeover.to),
                  .own = part("after_own_minor", stored.changeover.to)};
  stored.recorded_by = row["recorded_by"].c_str();
  stored.recorded_at_us = row["recorded_at_us"].as<int64_t>();
  return stored;
}

}  // namespace

std::vector<StoredRedenomination> FindRedenominations(pg::Tx& tx, const std::string& organisation,
                                                      const std::vector<std::string>& contracts) {
  std::vector<StoredRedenomination> found;
  for (const pqxx::row& row :
       tx.Run(kFindRedenominations, organisation, nlohmann::json(contracts).dump())) {
    found.push_back(RedenominationOf(row));
  }
  return found;
}

std::optional<StoredRedenomination> CarryOut(pg::Tx& tx, const Contract& contract,
                                             const Changeover& changeover, const ThreePart& after,
                                             const std::string& actor) {
  const pqxx::result rows =
      tx.Run(kInsertRedenomination, contract.organisation, contract.id, contract.version,
             contract.amount.eu.minor(), contract.amount.national.minor(), contract.amount.own.minor(),
             std::string(CurrencyCode(changeover.from)), after.eu.minor(), after.national.minor(),
             after.own.minor(), std::string(CurrencyCode(changeover.to)), changeover.rate,
             FormatDay(changeover.day), changeover.legal_source, changeover.verified, actor);
  if (!tx.Run(kCarryOut, contract.organisation, contract.id)[0]["done"].as<bool>()) return std::nullopt;
  return StoredRedenomination{.organisation = contract.organisation,
                              .contract = contract.id,
                              .version = contract.version,
                              .before = contract.amount,
                              .after = after,
                              .changeover = changeover,
                              .recorded_by = actor,
                              .recorded_at_us = rows[0]["recorded_at_us"].as<int64_t>()};
}

}  // namespace tranche::proposals::store
