// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/books_store.h"

#include <utility>

#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

using convert::Text;

// What an account of a line holds by its journal: debits less credits.
#define HELD(account, part)                                                                    \
  "coalesce(sum(" part "_minor) filter (where debit = '" account "'), 0) - coalesce(sum(" part \
  "_minor) filter (where credit = '" account "'), 0) as journal_" account "_" part "_minor"
#define HELD_PARTS(account) HELD(account, "eu") ", " HELD(account, "national") ", " HELD(account, "own")
// A cap is what was taken from the account "cap", so its sign is the other way round.
#define ALLOTTED(part)                                                                  \
  "coalesce(sum(" part "_minor) filter (where credit = 'cap'), 0) - coalesce(sum(" part \
  "_minor) filter (where debit = 'cap'), 0) as journal_cap_" part "_minor"
#define TRANSFERRED(part)                                                      \
  "coalesce(sum(" part                                                         \
  "_minor) filter (where credit = 'cap' and transfer_number is not null), 0) " \
  "- coalesce(sum(" part                                                       \
  "_minor) filter (where debit = 'cap' and transfer_number is not null), 0) "  \
  "as journal_transfers_" part "_minor"

// One statement, so that all of it is of one moment.
constexpr pg::Statement kLoadBooks{
    "budgets.load_books",
    "with journal as (select line_code, count(*) as postings, " ALLOTTED("eu") ", " ALLOTTED(
        "national") ", " ALLOTTED("own") ", " HELD_PARTS("reserved") ", " HELD_PARTS("spent") ", "
    "coalesce(sum(eu_minor + national_minor + own_minor) "
    "filter (where (debit, credit) = ('available', 'reserved')), 0) as journal_refused_minor, "
    TRANSFERRED("eu") ", " TRANSFERRED("national") ", " TRANSFERRED("own")
    " from posting_now where organisation_id = $1 and contract_id = $2 group by line_code), "
    "moved as (select line_code, sum(eu) as eu, sum(national) as national, sum(own) as own "
    "from (select from_line as line_code, -eu_minor as eu, -national_minor as national, "
    "-own_minor as own from transfer_now where organisation_id = $1 and contract_id = $2 "
    "union all select to_line, eu_minor, national_minor, own_minor from transfer_now "
    "where organisation_id = $1 and contract_id = $2) as both_ways group by line_code), "
    "held as (select r.line_code, greatest(r.before_eu_minor - r.after_eu_minor, 0) as eu, "
    "greatest(r.before_national_minor - r.after_national_minor, 0) as national, "
    "greatest(r.before_own_minor - r.after_own_minor, 0) as own "
    "from revision_line as r join revision as v using (organisation_id, contract_id, contract_version) "
    "where organisation_id = $1 and contract_id = $2 and v.state = 'PREPARED') "
    "select l.code, l.currency, l.cap_eu_minor, l.cap_national_minor, l.cap_own_minor, "
    "l.reserved_eu_minor, l.reserved_national_minor, l.reserved_own_minor, l.spent_eu_minor, "
    "l.spent_national_minor, l.spent_own_minor, l.refused_minor, "
    "coalesce(j.postings, 0) as postings, "
    "coalesce(j.journal_cap_eu_minor, 0)::bigint as journal_cap_eu_minor, "
    "coalesce(j.journal_cap_national_minor, 0)::bigint as journal_cap_national_minor, "
    "coalesce(j.journal_cap_own_minor, 0)::bigint as journal_cap_own_minor, "
    "coalesce(j.journal_reserved_eu_minor, 0)::bigint as journal_reserved_eu_minor, "
    "coalesce(j.journal_reserved_national_minor, 0)::bigint as journal_reserved_national_minor, "
    "coalesce(j.journal_reserved_own_minor, 0)::bigint as journal_reserved_own_minor, "
    "coalesce(j.journal_spent_eu_minor, 0)::bigint as journal_spent_eu_minor, "
    "coalesce(j.journal_spent_national_minor, 0)::bigint as journal_spent_national_minor, "
    "coalesce(j.journal_spent_own_minor, 0)::bigint as journal_spent_own_minor, "
    "coalesce(j.journal_refused_minor, 0)::bigint as journal_refused_minor, "
    "coalesce(j.journal_transfers_eu_minor, 0)::bigint as journal_transfers_eu_minor, "
    "coalesce(j.journal_transfers_national_minor, 0)::bigint as journal_transfers_national_minor, "
    "coalesce(j.journal_transfers_own_minor, 0)::bigint as journal_transfers_own_minor, "
    "coalesce(m.eu, 0)::bigint as transfers_eu_minor, "
    "coalesce(m.national, 0)::bigint as transfers_national_minor, "
    "coalesce(m.own, 0)::bigint as transfers_own_minor, "
    "coalesce(h.eu, 0) as held_eu_minor, coalesce(h.national, 0) as held_national_minor, "
    "coalesce(h.own, 0) as held_own_minor, c.amount_eu_minor, c.amount_national_minor, "
    "c.amount_own_minor "
    "from line as l join contract as c on c.organisation_id = l.organisation_id "
    "and c.contract_id = l.contract_id "
    "left join journal as j on j.line_code = l.code left join moved as m on m.line_code = l.code "
    "left join held as h on h.line_code = l.code "
    "where l.organisation_id = $1 and l.contract_id = $2 "
    "order by string_to_array(l.code, '.')::numeric[]"};

constexpr pg::Statement kListBudgeted{"budgets.list_budgeted", R"sql(
  select organisation_id, contract_id, number, amount_eu_minor, amount_national_minor, amount_own_minor, currency
    from contract
   where ($1 = '-' or organisation_id = $1) and budgeted_at is not null
     and (organisation_id, contract_id) > ($2, $3)
   order by organisation_id, contract_id
   limit $4)sql"};

constexpr pg::Statement kListOrganisations{"budgets.list_organisations",
                                           "select organisation from organisation order by 1"};

}  // namespace

Books LoadBooks(pg::Tx& tx, const Contract& contract) {
  Books books{.contract = contract, .lines = {}, .postings = 0};
  for (const pqxx::row& row : tx.Run(kLoadBooks, contract.organisation, contract.contract)) {
    books.contract.amount = convert::PartsFromRow(row, "amount");
    books.postings += row["postings"].as<int64_t>();
    books.lines.push_back({.kept = {.code = Text(row, "code"),
                                    .caps = convert::PartsFromRow(row, "cap"),
                                    .reserved = convert::PartsFromRow(row, "reserved"),
                                    .spent = convert::PartsFromRow(row, "spent")},
                           .refused = convert::MoneyFromRow(row, "refused_minor"),
                           .journal_cap = convert::PartsFromRow(row, "journal_cap"),
                           .journal_reserved = convert::PartsFromRow(row, "journal_reserved"),
                           .journal_spent = convert::PartsFromRow(row, "journal_spent"),
                           .journal_refused = convert::MoneyFromRow(row, "journal_refused_minor"),
                           .transfers = convert::PartsFromRow(row, "transfers"),
                           .journal_transfers = convert::PartsFromRow(row, "journal_transfers"),
                           .held = convert::PartsFromRow(row, "held")});
  }
  return books;
}

std::vector<Contract> ListBudgeted(pg::Tx& tx, const std::string& organisation,
                                   const std::string& after_organisation,
                                   const std::string& after_contract, int limit) {
  std::vector<Contract> contracts;
  for (const pqxx::row& row :
       tx.Run(kListBudgeted, organisation, after_organisation, after_contract, limit)) {
    Contract contract;
    contract.organisation = Text(row, "organisation_id");
    contract.contract = Text(row, "contract_id");
    contract.number = Text(row, "number");
    contract.amount = convert::PartsFromRow(row, "amount");
    contracts.push_back(std::move(contract));
  }
  return contracts;
}

std::vector<std::string> ListOrganisations(pg::Tx& tx) {
  std::vector<std::string> organisations;
  for (const pqxx::row& row : tx.Run(kListOrganisations)) {
    organisations.push_back(Text(row, "organisation"));
  }
  return organisations;
}

}  // namespace tranche::budgets::store
