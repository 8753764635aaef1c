// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/documents/documents_store.h"

#include <set>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/convert/money.h"

namespace tranche::payments::bank::store {
namespace {

constexpr pg::Statement kSaveDocument{"payments.ordered_document_save", R"sql(
  insert into ordered_document (organisation_id, document_key, target_key, number, issuer, amount_minor, currency,
                                credited_minor, credited_currency)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (organisation_id, document_key) do update
     set target_key = excluded.target_key, number = excluded.number, issuer = excluded.issuer,
         amount_minor = excluded.amount_minor, currency = excluded.currency,
         credited_minor = excluded.credited_minor, credited_currency = excluded.credited_currency)sql"};

constexpr pg::Statement kInsertPart{"payments.order_document_insert", R"sql(
  insert into payment_order_document (organisation_id, order_number, cost_id, document_key, amount_minor)
  values ($1, $2, $3, $4, $5))sql"};

constexpr pg::Statement kLoadParts{"payments.order_document_load", R"sql(
  select p.order_number, p.cost_id, p.document_key, p.amount_minor as part_minor, o.currency as part_currency,
         d.target_key, d.number, d.issuer, d.amount_minor, d.currency, d.credited_minor, d.credited_currency
    from payment_order_document as p
    join payment_order as o on o.organisation_id = p.organisation_id and o.order_number = p.order_number
    join ordered_document as d on d.organisation_id = p.organisation_id and d.document_key = p.document_key
   where p.organisation_id = $1 and p.order_number = any (string_to_array($2, ',')::integer[])
   order by p.order_number, length(p.cost_id), p.cost_id)sql"};

// Every order that was paid or may still be, of these documents, but one (0: none is left out).
constexpr pg::Statement kLoadOrders{"payments.order_document_books", R"sql(
  select p.document_key, p.amount_minor, o.currency, o.state in ('ORDER_DRAFT', 'ORDER_APPROVED') as unsent,
         exists (select from bank_entry as e
                  where e.organisation_id = o.organisation_id and e.end_to_end_id = o.end_to_end_id
                        and e.end_to_end_id <> '' and e.amount_minor < 0) as has_movement
    from payment_order_document as p
    join payment_order as o on o.organisation_id = p.organisation_id and o.order_number = p.order_number
   where p.organisation_id = $1 and p.document_key = any (string_to_array($2, ',')) and p.order_number <> $3
         and (o.state not in ('ORDER_REJECTED', 'ORDER_CANCELLED', 'ORDER_GIVEN_UP')
              or exists (select from order_contradiction as said
                          where said.organisation_id = o.organisation_id and said.order_number = o.order_number
                                and said.said = 'BANK_PAID')))sql"};

// What movements are matched with that bear the reference of no order of the same document which counts
// by itself (kLoadOrders): money of an order that ended unpaid is money all the same.
constexpr pg::Statement kLoadMatched{"payments.order_document_matched", R"sql(
  select p.target_key, p.currency, sum(p.amount_minor)::bigint as amount_minor
    from bank_match_part as p
    join bank_entry as e on e.organisation_id = p.organisation_id and e.entry_number = p.entry_number
   where p.organisation_id = $1 and p.target_key = any (string_to_array($2, ','))
         and not exists (select from bank_match_withdrawal as w
                          where w.organisation_id = p.organisation_id and w.match_number = p.match_number)
         and not exists (select from payment_order as o
                           join payment_order_document as part
                             on part.organisation_id = o.organisation_id and part.order_number = o.order_number
                           join ordered_document as d
                             on d.organisation_id = part.organisation_id and d.document_key = part.document_key
                          where o.organisation_id = e.organisation_id and e.end_to_end_id <> ''
                                and o.end_to_end_id = e.end_to_end_id and d.target_key = p.target_key
                                and o.order_number <> $3
                                and (o.state not in ('ORDER_REJECTED', 'ORDER_CANCELLED', 'ORDER_GIVEN_UP')
                                     or exists (select from order_contradiction as said
                                                 where said.organisation_id = o.organisation_id
                                                       and said.order_number = o.order_number
                                                       and said.said = 'BANK_PAID')))
   group by p.target_key, p.currency)sql"};

constexpr pg::Statement kIsOwnAccount{"payments.order_is_own_account", R"sql(
  select exists (select from bank_statement where organisation_id = $1 and account = $2)
         or exists (select from payment_order
                     where organisation_id = $1 and debtor_account = $2
                           and state not in ('ORDER_DRAFT', 'ORDER_REJECTED', 'ORDER_CANCELLED', 'ORDER_GIVEN_UP')) as own)sql"};

constexpr pg::Statement kLoadOrdered{"payments.order_document_of_targets", R"sql(
  select o.end_to_end_id, d.target_key, sum(p.amount_minor)::bigint as amount_minor
    from ordered_document as d
    join payment_order_document as p on p.organisation_id = d.organisation_id and p.document_key = d.document_key
    join payment_order as o on o.organisation_id = p.organisation_id and o.order_number = p.order_number
   where d.organisation_id = $1 and d.target_key = any (string_to_array($2, ',')) and o.currency = $3
   group by o.end_to_end_id, d.target_key
   order by o.end_to_end_id, d.target_key)sql"};

std::string KeysOf(const std::vector<OrderedDocument>& documents) {
  return absl::StrJoin(documents, ",", [](std::string* text, const OrderedDocument& document) {
    absl::StrAppend(text, document.document_key);
  });
}

Money CreditedOf(const pqxx::row& row) {
  const absl::StatusOr<Currency> currency = ParseCurrency(row["credited_currency"].as<std::string>());
  if (!currency.ok()) throw std::runtime_error("a row holds no credit notes of a document");
  return Money::Minor(row["credited_minor"].as<int64_t>(), *currency);
}

}  // namespace

void SaveDocument(pg::Tx& tx, const std::string& organisation, const OrderedDocument& document) {
  tx.Run(kSaveDocument, organisation, document.document_key, document.target_key, document.number,
         document.issuer, document.total.minor(), std::string(CurrencyCode(document.total.currency())),
         document.credited.minor(), std::string(CurrencyCode(document.credited.currency())));
}

void InsertDocuments(pg::Tx& tx, const PaymentOrder& order) {
  for (const OrderedDocument& document : order.documents) {
    SaveDocument(tx, order.organisation, document);
    tx.Run(kInsertPart, order.organisation, order.number, document.cost_id, document.document_key,
           document.amount.minor());
  }
}

void AddDocuments(pg::Tx& tx, std::vector<PaymentOrder>* orders) {
  if (orders->empty()) return;
  std::map<int, PaymentOrder*> by_number;
  for (PaymentOrder& order : *orders) by_number[order.number] = &order;
  const std::string numbers = absl::StrJoin(
      *orders, ",",
      [](std::string* text, const PaymentOrder& order) { absl::StrAppend(text, order.number); });
  for (const pqxx::row& row : tx.Run(kLoadParts, orders->front().organisation, numbers)) {
    const absl::StatusOr<Currency> currency = ParseCurrency(row["part_currency"].as<std::string>());
    if (!currency.ok()) throw std::runtime_error("a row holds no document of an order");
    by_number[row["order_number"].as<int>()]->documents.push_back(
        {.cost_id = row["cost_id"].as<std::string>(),
         .amount = Money::Minor(row["part_minor"].as<int64_t>(), *currency),
         .document_key = row["document_key"].as<std::string>(),
         .target_key = row["target_key"].as<std::string>(),
         .number = row["number"].as<std::string>(),
         .issuer = row["issuer"].as<std::string>(),
         .total = tranche::convert::MoneyFromRow(row, "amount_minor"),
         .credited = CreditedOf(row)});
  }
}

std::map<std::string, DocumentBooks> LoadBooks(pg::Tx& tx, const std::string& organisation,
                                               const std::vector<OrderedDocument>& documents,
                                               int leave_out) {
  std::map<std::string, DocumentBooks> books;
  // Documents by what is matched; one whose issuer is written in two ways has two targets.
  std::map<std::string, std::set<std::string>> keys_of;
  for (const OrderedDocument& document : documents) {
    books.insert({document.document_key, {.amount = document.total, .credited = document.credited}});
    keys_of[document.target_key].insert(document.document_key);
  }
  const std::string targets = absl::StrJoin(
      keys_of, ",", [](std::string* text, const auto& target) { absl::StrAppend(text, target.first); });
  for (const pqxx::row& row : tx.Run(kLoadOrders, organisation, KeysOf(documents), leave_out)) {
    books[row["document_key"].as<std::string>()].orders.push_back(
        {.unsent = row["unsent"].as<bool>(),
         .has_movement = row["has_movement"].as<bool>(),
         .amount = tranche::convert::MoneyFromRow(row, "amount_minor")});
  }
  for (const pqxx::row& row : tx.Run(kLoadMatched, organisation, targets, leave_out)) {
    const Money matched = tranche::convert::MoneyFromRow(row, "amount_minor");
    for (const std::string& key : keys_of[row["target_key"].as<std::string>()]) {
      const absl::StatusOr<LevAndEuro> sum = Plus(books[key].matched_otherwise, matched);
      if (!sum.ok()) throw std::runtime_error("rows hold more than can be added up");
      books[key].matched_otherwise = *sum;
    }
  }
  return books;
}

bool IsOwnAccount(pg::Tx& tx, const std::string& organisation, const std::string& account) {
  return tx.Run(kIsOwnAccount, organisation, account)[0]["own"].as<bool>();
}

std::map<std::string, std::vector<OrderedRecord>> LoadOrdered(pg::Tx& tx,
                                                              const std::string& organisation,
                                                              const std::vector<std::string>& targets,
                                                              Currency currency) {
  std::map<std::string, std::vector<OrderedRecord>> ordered;
  for (const pqxx::row& row : tx.Run(kLoadOrdered, organisation, absl::StrJoin(targets, ","),
                                     std::string(CurrencyCode(currency)))) {
    ordered[row["end_to_end_id"].as<std::string>()].push_back(
        {.record_id = row["target_key"].as<std::string>(),
         .amount_minor = row["amount_minor"].as<int64_t>()});
  }
  return ordered;
}

}  // namespace tranche::payments::bank::store
