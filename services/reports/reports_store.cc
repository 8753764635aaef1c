// SPDX-License-Identifier: EUPL-1.2
#include "reports/reports_store.h"

#include <stdexcept>

#include "platform/calendar/civil.h"
#include "platform/convert/money.h"

namespace tranche::reports::store {
namespace {

// $1 organisation or '-', $2 contract, $3 as_of, $4 known_at, 'infinity' for none.
#define ENDS_OF_DAYS           \
  "with ends as ("             \
  "select $3::date as as_of, " \
  "($4::date + 1)::timestamp at time zone 'Europe/Sofia' as known_before), "

#define CONTRACT_AND_CASH                                                                         \
  "contract as ("                                                                                 \
  "select organisation_id, contract_id, number, currency from published.budget_contract "         \
  "where ($1 = '-' or organisation_id = $1) and contract_id = $2), "                              \
  "cash as ("                                                                                     \
  "select organisation_id, "                                                                      \
  "sum(eu_minor) filter (where reason = 'ADVANCE_PAYMENT') as advance_eu_minor, "                 \
  "sum(national_minor) filter (where reason = 'ADVANCE_PAYMENT') as advance_national_minor, "     \
  "sum(own_minor) filter (where reason = 'ADVANCE_PAYMENT') as advance_own_minor, "               \
  "sum(eu_minor) filter (where reason = 'APPROVED_EXPENSES') as for_costs_eu_minor, "             \
  "sum(national_minor) filter (where reason = 'APPROVED_EXPENSES') as for_costs_national_minor, " \
  "sum(own_minor) filter (where reason = 'APPROVED_EXPENSES') as for_costs_own_minor "            \
  "from published.payment, ends "                                                                 \
  "where ($1 = '-' or organisation_id = $1) and contract_id = $2 "                                \
  "and paid_on <= as_of and recorded_at < known_before group by organisation_id) "

#define OF_CONTRACT                                                             \
  "contract.organisation_id, number, contract.currency, code, title, "          \
  "cap_eu_minor, cap_national_minor, cap_own_minor, "                           \
  "coalesce(advance_eu_minor, 0)::bigint as advance_eu_minor, "                 \
  "coalesce(advance_national_minor, 0)::bigint as advance_national_minor, "     \
  "coalesce(advance_own_minor, 0)::bigint as advance_own_minor, "               \
  "coalesce(for_costs_eu_minor, 0)::bigint as for_costs_eu_minor, "             \
  "coalesce(for_costs_national_minor, 0)::bigint as for_costs_national_minor, " \
  "coalesce(for_costs_own_minor, 0)::bigint as for_costs_own_minor "

#define BY_CODE " order by contract.organisation_id, string_to_array(code, '.')::numeric[], code"

constexpr pg::Statement kBalances{
    "reports.balances", ENDS_OF_DAYS CONTRACT_AND_CASH
    "select reserved_eu_minor, reserved_national_minor, reserved_own_minor, "
    "spent_eu_minor, spent_national_minor, spent_own_minor, refused_minor, " OF_CONTRACT
    "from contract left join published.budget_line as line using (organisation_id, contract_id) "
    "left join cash using (organisation_id)" BY_CODE};

// What an account of a line holds: what was debited to it less what was credited.
#define HELD(account, part)                        \
  "sum(case when debit = '" account "' then " part \
  "_minor "                                        \
  "when credit = '" account "' then -" part "_minor else 0 end) as " account "_" part

#define MOVED_CAP(part) \
  "sum(case credit when 'cap' then " part "_minor else -" part "_minor end) as " part

constexpr pg::Statement kJournal{
    "reports.journal",
    ENDS_OF_DAYS CONTRACT_AND_CASH ", held as ("
    "select organisation_id, contract_id, line_code, " HELD("reserved", "eu") ", "
    HELD("reserved", "national") ", " HELD("reserved", "own") ", " HELD("spent", "eu") ", "
    HELD("spent", "national") ", " HELD("spent", "own") ", "
    "sum(eu_minor + national_minor + own_minor) filter (where (debit, credit) = ('available', 'reserved')) "
    "as refused "
    "from published.budget_posting, ends "
    "where ($1 = '-' or organisation_id = $1) and contract_id = $2 "
    "and valid_on <= as_of and recorded_at < known_before "
    "group by organisation_id, contract_id, line_code), "
    // What moved a cap later is taken back: the cap then.
    "later as ("
    "select organisation_id, contract_id, line_code, " MOVED_CAP("eu") ", " MOVED_CAP(
        "national") ", " MOVED_CAP("own") " "
    "from published.budget_posting, ends "
    "where ($1 = '-' or organisation_id = $1) and contract_id = $2 and moves_cap "
    "and not (valid_on <= as_of and recorded_at < known_before) "
    "group by organisation_id, contract_id, line_code), "
    "line as ("
    "select l.organisation_id, l.contract_id, code, title, "
    "(cap_eu_minor - coalesce(later.eu, 0))::bigint as cap_eu_minor, "
    "(cap_national_minor - coalesce(later.national, 0))::bigint as cap_national_minor, "
    "(cap_own_minor - coalesce(later.own, 0))::bigint as cap_own_minor "
    "from published.budget_line as l cross join ends "
    "left join later on later.organisation_id = l.organisation_id "
    "and later.contract_id = l.contract_id and later.line_code = l.code "
    "where ($1 = '-' or l.organisation_id = $1) and l.contract_id = $2 and recorded_at < known_before) "
    "select coalesce(reserved_eu, 0)::bigint as reserved_eu_minor, "
    "coalesce(reserved_national, 0)::bigint as reserved_national_minor, "
    "coalesce(reserved_own, 0)::bigint as reserved_own_minor, "
    "coalesce(spent_eu, 0)::bigint as spent_eu_minor, "
    "coalesce(spent_national, 0)::bigint as spent_national_minor, "
    "coalesce(spent_own, 0)::bigint as spent_own_minor, "
    "coalesce(refused, 0)::bigint as refused_minor, " OF_CONTRACT
    "from contract left join line using (organisation_id, contract_id) "
    "left join held on held.organisation_id = line.organisation_id and held.contract_id = line.contract_id "
    "and line_code = code "
    "left join cash on cash.organisation_id = contract.organisation_id" BY_CODE};

ContractActuals ContractOf(const pqxx::row& row) {
  const absl::StatusOr<Currency> currency = ParseCurrency(row["currency"].as<std::string>());
  if (!currency.ok()) throw std::runtime_error("a contract is kept in an unknown currency");
  return {.organisation = row["organisation_id"].as<std::string>(),
          .number = row["number"].as<std::string>(),
          .currency = *currency,
          .lines = {},
          .paid_advance = convert::PartsFromRow(row, "advance"),
          .paid_for_costs = convert::PartsFromRow(row, "for_costs")};
}

}  // namespace

std::vector<ContractActuals> FindActuals(pg::Tx& tx, const std::string& organisation,
                                         const std::string& contract,
                                         std::optional<absl::CivilDay> as_of,
                                         std::optional<absl::CivilDay> known_at) {
  const pqxx::result rows =
      tx.Run(as_of || known_at ? kJournal : kBalances, organisation, contract,
             as_of ? FormatDay(*as_of) : "infinity", known_at ? FormatDay(*known_at) : "infinity");
  std::vector<ContractActuals> contracts;
  for (const pqxx::row& row : rows) {
    const ContractActuals of_row = ContractOf(row);
    if (contracts.empty() || contracts.back().organisation != of_row.organisation)
      contracts.push_back(of_row);
    if (row["code"].is_null()) continue;  // A contract without lines.
    contracts.back().lines.push_back({.code = row["code"].as<std::string>(),
                                      .title = row["title"].as<std::string>(),
                                      .cap = convert::PartsFromRow(row, "cap"),
                                      .reserved = convert::PartsFromRow(row, "reserved"),
                                      .spent = convert::PartsFromRow(row, "spent"),
                                      .refused = convert::MoneyFromRow(row, "refused_minor")});
  }
  return contracts;
}

}  // namespace tranche::reports::store
