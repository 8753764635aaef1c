// SPDX-License-Identifier: EUPL-1.2
#include "budgets/documents/suspicions_store.h"

#include <nlohmann/json.hpp>

#include "budgets/budgets_convert.h"
#include "budgets/documents/document_rows_store.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

using convert::Text;
using nlohmann::json;

#define NEAR_COLUMNS                                                                                \
  "select near.document_type, near.document_number, near.issued_on, near.issuer, near.issuer_eik, " \
  "near.total_minor, near.vat_minor, near.currency, near.contract_id, near.cost_number, "           \
  "near.same_issuer, near.numbers_alike, near.same_day, near.same_number, near.days_apart from ("

// Two reports on simplified costs are never one: equal amounts by equal prices are their nature.
#define SUSPECT_COLUMNS                                                                          \
  "select c.document_type, c.document_number, c.number_folded, c.issued_on, c.issuer, "          \
  "c.issuer_folded, c.issuer_eik, c.total_minor, c.vat_minor, c.currency, c.contract_id, "       \
  "c.cost_number, c.recorded_at from document as c where c.organisation_id = d.organisation_id " \
  "and (c.contract_id, c.cost_number) <> (d.contract_id, d.cost_number) "                        \
  "and not (c.document_type = 'SIMPLIFIED_REPORT' and d.document_type = c.document_type) "

// Same total and days of issue near each other, and one thing more; or the same number of the same
// issuer. Of twenty-five such at most, so that an amount or a number that many documents have costs no
// more.
#define SUSPECTS                                                                                     \
  "select b.document_type, b.document_number, b.issued_on, b.issuer, b.issuer_eik, b.total_minor, "  \
  "b.vat_minor, b.currency, b.contract_id, b.cost_number, "                                          \
  "t.same_total and b.issuer_folded = d.issuer_folded and t.days_apart <= 7 as same_issuer, "        \
  "t.same_total and t.days_apart <= 31 "                                                             \
  "and number_shape(b.number_folded) = number_shape(d.number_folded) as numbers_alike, "             \
  "t.same_total and t.days_apart = 0 as same_day, "                                                  \
  "b.number_folded = d.number_folded and b.document_type = d.document_type "                         \
  "and (b.issuer_folded = d.issuer_folded or (d.issuer_eik <> '' and b.issuer_eik = d.issuer_eik)) " \
  "as same_number, t.days_apart "                                                                    \
  "from ((" SUSPECT_COLUMNS                                                                          \
  "and c.total_minor = d.total_minor and c.issued_on between d.issued_on - 31 and d.issued_on + 31 " \
  "and c.currency = d.currency limit 25) union (" SUSPECT_COLUMNS                                    \
  "and c.number_folded = d.number_folded and c.issuer_folded = d.issuer_folded "                     \
  "and c.document_type = d.document_type limit 25) union (" SUSPECT_COLUMNS                          \
  "and c.number_folded = d.number_folded and c.issuer_eik = d.issuer_eik and d.issuer_eik <> '' "    \
  "and c.issuer_eik <> '' and c.document_type = d.document_type limit 25)) as b "                    \
  "cross join lateral (select b.total_minor = d.total_minor and b.currency = d.currency "            \
  "as same_total, abs(b.issued_on - d.issued_on) as days_apart) as t "

#define SUSPECTED_COLUMNS                                                                              \
  "s.document_type as other_type, s.document_number as other_number, "                                 \
  "s.issued_on::text as other_issued_on, s.issuer as other_issuer, s.issuer_eik as other_issuer_eik, " \
  "s.total_minor as other_total_minor, s.vat_minor as other_vat_minor, s.currency as other_currency, " \
  "s.contract_id as other_contract, s.cost_number as other_cost, s.same_issuer, s.numbers_alike, "     \
  "s.same_day, s.same_number, s.days_apart "

constexpr pg::Statement kFindSuspected{"budgets.find_suspected",
                                       "select " TRANCHE_DOCUMENT_COLUMNS ", " SUSPECTED_COLUMNS R"sql(
       from jsonb_to_recordset($2::jsonb) as r (number text, issuer text, type text, issued_on date)
      cross join lateral ()sql" TRANCHE_ALL_OF_DOCUMENT R"sql(
                            from document as x
                           where x.organisation_id = $1 and x.number_folded = r.number
                                 and x.issuer_folded = r.issuer and x.document_type = r.type
                                 and x.issued_on = r.issued_on offset 0) as d
      cross join lateral ()sql" NEAR_COLUMNS SUSPECTS R"sql() as near
                           where near.same_issuer or near.numbers_alike or near.same_day
                                 or near.same_number
                           order by near.same_number desc, near.days_apart, near.cost_number limit 3) as s)sql"};

constexpr pg::Statement kListSuspected{"budgets.list_suspected",
                                       "select " TRANCHE_DOCUMENT_COLUMNS ", " SUSPECTED_COLUMNS R"sql(
       from cost as first
      cross join lateral ()sql" TRANCHE_ALL_OF_DOCUMENT R"sql(
                            from document as x
                           where x.organisation_id = $1 and x.number_folded = first.document_number_folded
                                 and x.issuer_folded = first.issuer_folded
                                 and x.document_type = first.document_type and x.issued_on = first.issued_on
                                 and x.contract_id = first.contract_id
                                 and x.cost_number = first.cost_number offset 0) as d
      cross join lateral ()sql" NEAR_COLUMNS SUSPECTS
                                       R"sql(where (b.recorded_at, b.contract_id, b.cost_number)
                                    < (d.recorded_at, d.contract_id, d.cost_number)) as near
                           where near.same_issuer or near.numbers_alike or near.same_day
                                 or near.same_number
                           order by near.same_number desc, near.days_apart, near.cost_number limit 1) as s
      where first.organisation_id = $1 and first.contract_id = $2 and first.cost_number > $3
      order by first.cost_number limit $4)sql"};

v1::SuspectedDuplicate SuspectedOf(const pqxx::row& row) {
  const std::string organisation = Text(row, "organisation_id");
  v1::SuspectedDuplicate suspected;
  *suspected.mutable_document() = ShownDocument(row, "document_type", "document_number", "");
  suspected.set_cost(
      CostName(organisation, Text(row, "contract_id"), row["cost_number"].as<int64_t>()));
  *suspected.mutable_other() = ShownDocument(row, "type", "number", "other_");
  suspected.set_other_cost(
      CostName(organisation, Text(row, "other_contract"), row["other_cost"].as<int64_t>()));
  if (row["same_issuer"].as<bool>()) suspected.add_reasons(v1::SAME_ISSUER_AND_TOTAL);
  if (row["numbers_alike"].as<bool>()) suspected.add_reasons(v1::NUMBERS_LOOK_ALIKE);
  if (row["same_day"].as<bool>()) suspected.add_reasons(v1::SAME_TOTAL_AND_DAY);
  if (row["same_number"].as<bool>()) suspected.add_reasons(v1::SAME_ISSUER_AND_NUMBER);
  suspected.set_days_apart(row["days_apart"].as<int>());
  return suspected;
}

}  // namespace

std::map<DocumentKey, std::vector<v1::SuspectedDuplicate>> FindSuspected(
    pg::Tx& tx, const std::string& organisation, const std::vector<DocumentKey>& documents) {
  json keys = json::array();
  for (const DocumentKey& key : documents) {
    keys.push_back({{"number", key.number_folded},
                    {"issuer", key.issuer_folded},
                    {"type", key.type},
                    {"issued_on", key.issued_on}});
  }
  std::map<DocumentKey, std::vector<v1::SuspectedDuplicate>> suspected;
  for (const pqxx::row& row : tx.Run(kFindSuspected, organisation, keys.dump())) {
    suspected[KeyOf(row)].push_back(SuspectedOf(row));
  }
  return suspected;
}

std::vector<NumberedSuspicion> ListSuspected(pg::Tx& tx, const std::string& organisation,
                                             const std::string& contract, int64_t after, int limit) {
  tx.Run(kByIndex);
  std::vector<NumberedSuspicion> listed;
  for (const pqxx::row& row : tx.Run(kListSuspected, organisation, contract, after, limit)) {
    listed.push_back({.cost_number = row["cost_number"].as<int64_t>(), .suspected = SuspectedOf(row)});
  }
  return listed;
}

}  // namespace tranche::budgets::store
