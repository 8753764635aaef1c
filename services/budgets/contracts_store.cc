// SPDX-License-Identifier: EUPL-1.2
#include "budgets/contracts_store.h"

#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

using convert::Text;

constexpr pg::Statement kKeepContract{"budgets.keep_contract", R"sql(
  insert into contract as kept (organisation_id, contract_id, number, title, amount_eu_minor,
                                amount_national_minor, amount_own_minor, currency, starts_on, ends_on, version)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9::date, $10::date, $11)
  on conflict (organisation_id, contract_id) do update
     set number = excluded.number, title = excluded.title, starts_on = excluded.starts_on,
         ends_on = excluded.ends_on, version = excluded.version,
         amount_eu_minor = case when kept.budgeted_at is null then excluded.amount_eu_minor
                                else kept.amount_eu_minor end,
         amount_national_minor = case when kept.budgeted_at is null then excluded.amount_national_minor
                                      else kept.amount_national_minor end,
         amount_own_minor = case when kept.budgeted_at is null then excluded.amount_own_minor
                                 else kept.amount_own_minor end,
         currency = case when kept.budgeted_at is null then excluded.currency else kept.currency end
   where kept.version < excluded.version)sql"};

#define CONTRACT_COLUMNS                                                                  \
  "organisation_id, contract_id, number, title, amount_eu_minor, amount_national_minor, " \
  "amount_own_minor, currency, starts_on::text, ends_on::text, version, "                 \
  "budgeted_at is not null as budgeted from contract "

constexpr pg::Statement kFindContracts{"budgets.find_contracts",
                                       "select " CONTRACT_COLUMNS
                                       "where ($1 = '-' or organisation_id = $1) and contract_id = $2"};

constexpr pg::Statement kLockContract{"budgets.lock_contract",
                                      "select " CONTRACT_COLUMNS
                                      "where organisation_id = $1 and contract_id = $2 for update"};

Contract ContractOf(const pqxx::row& row) {
  return {.organisation = Text(row, "organisation_id"),
          .contract = Text(row, "contract_id"),
          .number = Text(row, "number"),
          .title = Text(row, "title"),
          .amount = convert::PartsFromRow(row, "amount"),
          .starts_on = convert::DayFromRow(row, "starts_on"),
          .ends_on = convert::DayFromRow(row, "ends_on"),
          .version = row["version"].as<int>(),
          .budgeted = row["budgeted"].as<bool>()};
}

}  // namespace

void KeepContract(pg::Tx& tx, const Contract& contract) {
  tx.Run(kKeepContract, contract.organisation, contract.contract, contract.number, contract.title,
         contract.amount.eu.minor(), contract.amount.national.minor(), contract.amount.own.minor(),
         std::string(CurrencyCode(contract.amount.eu.currency())), FormatDay(contract.starts_on),
         FormatDay(contract.ends_on), contract.version);
}

std::vector<Contract> FindContracts(pg::Tx& tx, const std::string& organisation,
                                    const std::string& contract) {
  std::vector<Contract> contracts;
  for (const pqxx::row& row : tx.Run(kFindContracts, organisation, contract))
    contracts.push_back(ContractOf(row));
  return contracts;
}

std::optional<Contract> LockContract(pg::Tx& tx, const std::string& organisation,
                                     const std::string& contract) {
  const pqxx::result rows = tx.Run(kLockContract, organisation, contract);
  if (rows.empty()) return std::nullopt;
  return ContractOf(rows[0]);
}

}  // namespace tranche::budgets::store
