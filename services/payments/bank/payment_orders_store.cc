// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/payment_orders_store.h"

#include <map>
#include <stdexcept>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "payments/bank/documents/documents_store.h"
#include "payments/bank/documents/near_duplicate.h"
#include "platform/base/status_macros.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"
#include "platform/pg/require_one.h"

namespace tranche::payments::bank::store {
namespace {

constexpr pg::Statement kMakeRegister{"payments.order_make_register", R"sql(
  insert into order_register (organisation_id) values ($1) on conflict do nothing)sql"};

constexpr pg::Statement kLockRegister{"payments.order_lock_register", R"sql(
  select next_order, next_file from order_register where organisation_id = $1 for update)sql"};

constexpr pg::Statement kSaveRegister{"payments.order_save_register", R"sql(
  update order_register set next_order = $2, next_file = $3 where organisation_id = $1)sql"};

#define ORDER_COLUMNS                                                                            \
  "organisation_id, order_number, contract_id, end_to_end_id, debtor_account, creditor_name, "   \
  "creditor_account, amount_minor, currency, remittance, execute_on::text, state, created_by, "  \
  "approved_by, file_number, reason, claim_sequence, coalesce(given_up_by, '') as given_up_by, " \
  "evidence, (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us, "            \
  "own_transfer, near_duplicate_of, coalesce((select other.contract_id from payment_order as "   \
  "other where other.organisation_id = payment_order.organisation_id and other.order_number = "  \
  "payment_order.near_duplicate_of), '') as near_duplicate_contract from payment_order "

constexpr pg::Statement kLoadOrderOf{
    "payments.order_load_of",
    "select " ORDER_COLUMNS
    "where ($1 = '-' or organisation_id = $1) and contract_id = $2 and order_number = $3"};

constexpr pg::Statement kFindOrder{
    "payments.order_find", "select " ORDER_COLUMNS "where organisation_id = $1 and end_to_end_id = $2"};

constexpr pg::Statement kListOrders{"payments.order_list",
                                    "select " ORDER_COLUMNS
                                    "where organisation_id = $1 and contract_id = $2 and order_number "
                                    "> $3 order by order_number limit $4"};

constexpr pg::Statement kLoadOrdersOfFile{
    "payments.order_load_of_file",
    "select " ORDER_COLUMNS
    "where organisation_id = $1 and order_number in (select f.order_number from payment_file_order as "
    "f "
    "where f.organisation_id = $1 and f.file_number = $2) order by order_number"};

constexpr pg::Statement kInsertOrder{"payments.order_insert", R"sql(
  insert into payment_order (organisation_id, order_number, contract_id, end_to_end_id, debtor_account,
                             creditor_name, creditor_account, amount_minor, currency, remittance,
                             execute_on, created_by, claim_sequence, own_transfer, near_duplicate_of)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::date, $12, $13, $14, $15)
  returning (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us)sql"};

constexpr pg::Statement kMoveOrder{"payments.order_move", R"sql(
  update payment_order
     set state = $4, approved_by = $5, file_number = $6, reason = $7, given_up_by = $8, evidence = $9
   where organisation_id = $1 and order_number = $2 and state = $3)sql"};

// By whatever state they have.
constexpr pg::Statement kLoadOrdersOfClaim{"payments.order_load_of_claim",
                                           "select " ORDER_COLUMNS
                                           "where organisation_id = $1 and contract_id = $2 and "
                                           "claim_sequence = $3 order by order_number"};

// What a bank writes where the payer gave no reference tells of no transfer.
constexpr pg::Statement kLoadTransfersOfClaim{"payments.order_load_transfers_of_claim", R"sql(
  select p.payment_id, part.amount_minor, part.currency, entry.end_to_end_id
    from payment as p
    join bank_match_part as part
      on part.organisation_id = p.organisation_id
         and part.target_key = 'payments/' || p.contract_id || '/' || p.payment_id
    join bank_entry as entry
      on entry.organisation_id = part.organisation_id and entry.entry_number = part.entry_number
   where p.organisation_id = $1 and p.contract_id = $2 and p.sequence = $3
         and entry.end_to_end_id not in ('', 'NOTPROVIDED')
         and not exists (select from bank_match_withdrawal as w
                          where w.organisation_id = part.organisation_id and w.match_number = part.match_number)
   order by part.match_number, part.part_number)sql"};

// Of the same amount, lev and euro by the fixed rate, so many days before or after; a page of them.
constexpr pg::Statement kLoadOrdersAround{
    "payments.order_load_around",
    "select " ORDER_COLUMNS
    "where organisation_id = $1 and execute_on between $2::date - $3::int and $2::date + $3::int and "
    "((currency = 'BGN' and amount_minor between $4 and $5) or (currency = 'EUR' and amount_minor = "
    "$6)) and order_number > $7 order by order_number limit $8"};

constexpr pg::Statement kInsertFile{"payments.order_insert_file", R"sql(
  insert into payment_file (organisation_id, file_number, message_id, content, sha256, made_by)
  values ($1, $2, $3, decode($4, 'hex'), $5, $6))sql"};

constexpr pg::Statement kInsertFileOrder{"payments.order_insert_file_order", R"sql(
  insert into payment_file_order (organisation_id, file_number, order_number) values ($1, $2, $3))sql"};

constexpr pg::Statement kLoadFile{"payments.order_load_file", R"sql(
  select organisation_id, file_number, message_id, encode(content, 'hex') as content, sha256
    from payment_file where ($1 = '-' or organisation_id = $1) and file_number = $2
   order by organisation_id limit 2)sql"};

constexpr pg::Statement kFindFile{"payments.order_find_file", R"sql(
  select organisation_id, file_number, message_id, encode(content, 'hex') as content, sha256
    from payment_file where organisation_id = $1 and message_id = $2)sql"};

constexpr pg::Statement kLoadContradictions{"payments.order_load_contradictions", R"sql(
  select order_number, contradiction, said, order_state, source, reason, recorded_by,
         (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us
    from order_contradiction
   where organisation_id = $1 and order_number = any (string_to_array($2, ',')::integer[])
   order by order_number, contradiction)sql"};

constexpr pg::Statement kInsertContradiction{"payments.order_insert_contradiction", R"sql(
  insert into order_contradiction (organisation_id, order_number, contradiction, said, order_state, source,
                                   reason, recorded_by)
  select $1, $2, 1 + count(*), $3, $4, $5, $6, $7
    from order_contradiction where organisation_id = $1 and order_number = $2
  on conflict on constraint order_contradiction_once do nothing
  returning contradiction, (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us)sql"};

// Settled: there are movements with their reference, and each of them is matched or explained in full.
constexpr pg::Statement kLoadContradicted{
    "payments.order_load_contradicted",
    "select " ORDER_COLUMNS
    "where organisation_id = $1 and contract_id = $2 and exists (select from order_contradiction as "
    "said where said.organisation_id = $1 and said.order_number = payment_order.order_number) and "
    "coalesce((select bool_or(entry.matched_minor + entry.explained_minor < -entry.amount_minor) from "
    "bank_entry as entry where entry.organisation_id = $1 and entry.end_to_end_id = "
    "payment_order.end_to_end_id and entry.amount_minor < 0), true) order by order_number"};

PaymentOrder OrderFromRow(const pqxx::row& row) {
  const std::optional<OrderState> state = OrderStateOf(row["state"].as<std::string>());
  if (!state.has_value()) throw std::runtime_error("a row holds no payment order");
  PaymentOrder order;
  order.organisation = row["organisation_id"].as<std::string>();
  order.contract_id = row["contract_id"].as<std::string>();
  order.number = row["order_number"].as<int>();
  order.end_to_end_id = row["end_to_end_id"].as<std::string>();
  order.debtor_account = row["debtor_account"].as<std::string>();
  order.creditor_name = row["creditor_name"].as<std::string>();
  order.creditor_account = row["creditor_account"].as<std::string>();
  order.amount = tranche::convert::MoneyFromRow(row, "amount_minor");
  order.remittance = row["remittance"].as<std::string>();
  order.execute_on = tranche::convert::DayFromRow(row, "execute_on");
  order.state = *state;
  order.created_by = row["created_by"].as<std::string>();
  if (!row["approved_by"].is_null()) order.approved_by = row["approved_by"].as<std::string>();
  if (!row["file_number"].is_null()) order.file_number = row["file_number"].as<int>();
  order.reason = row["reason"].as<std::string>();
  order.recorded_at_us = row["recorded_at_us"].as<int64_t>();
  if (!row["claim_sequence"].is_null()) order.claim_sequence = row["claim_sequence"].as<int>();
  order.given_up_by = row["given_up_by"].as<std::string>();
  order.evidence = row["evidence"].as<std::string>();
  order.own_transfer = row["own_transfer"].as<bool>();
  if (!row["near_duplicate_of"].is_null()) {
    order.near_duplicate_of = row["near_duplicate_of"].as<int>();
    order.near_duplicate_contract = row["near_duplicate_contract"].as<std::string>();
  }
  return order;
}

// With the documents that they pay.
std::vector<PaymentOrder> AllOf(pg::Tx& tx, const pqxx::result& rows) {
  std::vector<PaymentOrder> orders;
  for (const pqxx::row& row : rows) orders.push_back(OrderFromRow(row));
  AddDocuments(tx, &orders);
  return orders;
}

std::optional<PaymentOrder> OneOf(pg::Tx& tx, const pqxx::result& rows) {
  std::vector<PaymentOrder> orders = AllOf(tx, rows);
  if (orders.empty()) return std::nullopt;
  return std::move(orders.front());
}

std::optional<StoredFile> FileOf(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  const pqxx::row& row = rows[0];
  return StoredFile{.organisation = row["organisation_id"].as<std::string>(),
                    .number = row["file_number"].as<int>(),
                    .message_id = row["message_id"].as<std::string>(),
                    .content = absl::HexStringToBytes(row["content"].as<std::string>()),
                    .sha256 = row["sha256"].as<std::string>()};
}

}  // namespace

OrderRegister LockOrderRegister(pg::Tx& tx, const std::string& organisation) {
  tx.Run(kMakeRegister, organisation);
  const pqxx::result rows = tx.Run(kLockRegister, organisation);
  return {.organisation = organisation,
          .next_order = rows[0]["next_order"].as<int>(),
          .next_file = rows[0]["next_file"].as<int>()};
}

void SaveOrderRegister(pg::Tx& tx, const OrderRegister& numbers) {
  tx.Run(kSaveRegister, numbers.organisation, numbers.next_order, numbers.next_file);
}

int64_t InsertOrder(pg::Tx& tx, const PaymentOrder& order) {
  const pqxx::result rows = tx.Run(
      kInsertOrder, order.organisation, order.number, order.contract_id, order.end_to_end_id,
      order.debtor_account, order.creditor_name, order.creditor_account, order.amount.minor(),
      std::string(CurrencyCode(order.amount.currency())), order.remittance, FormatDay(order.execute_on),
      order.created_by, order.claim_sequence, order.own_transfer, order.near_duplicate_of);
  return rows[0]["recorded_at_us"].as<int64_t>();
}

std::optional<PaymentOrder> LoadOrderOf(pg::Tx& tx, const std::string& organisation,
                                        const std::string& contract_id, int number) {
  return OneOf(tx, tx.Run(kLoadOrderOf, organisation, contract_id, number));
}

std::optional<PaymentOrder> FindOrder(pg::Tx& tx, const std::string& organisation,
                                      const std::string& end_to_end_id) {
  return OneOf(tx, tx.Run(kFindOrder, organisation, end_to_end_id));
}

std::vector<PaymentOrder> ListOrders(pg::Tx& tx, const std::string& organisation,
                                     const std::string& contract_id, int after, int limit) {
  return AllOf(tx, tx.Run(kListOrders, organisation, contract_id, after, limit));
}

std::vector<PaymentOrder> LoadOrdersOfFile(pg::Tx& tx, const std::string& organisation,
                                           int file_number) {
  return AllOf(tx, tx.Run(kLoadOrdersOfFile, organisation, file_number));
}

std::vector<PaymentOrder> LoadOrdersOfClaim(pg::Tx& tx, const std::string& organisation,
                                            const std::string& contract_id, int claim_sequence) {
  return AllOf(tx, tx.Run(kLoadOrdersOfClaim, organisation, contract_id, claim_sequence));
}

std::vector<Transfer> LoadTransfersOfClaim(pg::Tx& tx, const std::string& organisation,
                                           const std::string& contract_id, int claim_sequence) {
  std::vector<Transfer> transfers;
  for (const pqxx::row& row :
       tx.Run(kLoadTransfersOfClaim, organisation, contract_id, claim_sequence)) {
    transfers.push_back({.payment_id = row["payment_id"].as<std::string>(),
                         .amount = tranche::convert::MoneyFromRow(row, "amount_minor"),
                         .end_to_end_id = row["end_to_end_id"].as<std::string>()});
  }
  return transfers;
}

std::vector<PaymentOrder> LoadOrdersAround(pg::Tx& tx, const PaymentOrder& order, int days, int after,
                                           int limit) {
  const AlikeAmounts alike = AlikeTo(order.amount);
  std::vector<PaymentOrder> orders;
  for (const pqxx::row& row :
       tx.Run(kLoadOrdersAround, order.organisation, FormatDay(order.execute_on), days,
              alike.lev_from_minor, alike.lev_to_minor, alike.euro_minor, after, limit)) {
    orders.push_back(OrderFromRow(row));
  }
  AddContradictions(tx, &orders);
  return orders;
}

bool MoveOrder(pg::Tx& tx, const PaymentOrder& order, OrderState from) {
  const auto or_null = [](const std::string& person) {
    return person.empty() ? std::nullopt : std::optional<std::string>(person);
  };
  return tx.Run(kMoveOrder, order.organisation, order.number, std::string(Name(from)),
                std::string(Name(order.state)), or_null(order.approved_by), order.file_number,
                order.reason, or_null(order.given_up_by), order.evidence)
             .affected_rows() == 1;
}

void AddContradictions(pg::Tx& tx, std::vector<PaymentOrder>* orders) {
  if (orders->empty()) return;
  std::map<int, PaymentOrder*> by_number;
  for (PaymentOrder& order : *orders) by_number[order.number] = &order;
  const std::string numbers = absl::StrJoin(
      *orders, ",",
      [](std::string* text, const PaymentOrder& order) { absl::StrAppend(text, order.number); });
  for (const pqxx::row& row : tx.Run(kLoadContradictions, orders->front().organisation, numbers)) {
    const std::optional<OrderState> state = OrderStateOf(row["order_state"].as<std::string>());
    if (!state.has_value()) throw std::runtime_error("a row holds no contradiction of an order");
    const bool refused = row["said"].as<std::string>() == NameOfAnswer(OrderStep::kRefused);
    by_number[row["order_number"].as<int>()]->contradictions.push_back(
        {.number = row["contradiction"].as<int>(),
         .said = refused ? OrderStep::kRefused : OrderStep::kPaid,
         .order_state = *state,
         .source = row["source"].as<std::string>(),
         .reason = row["reason"].as<std::string>(),
         .recorded_by = row["recorded_by"].as<std::string>(),
         .recorded_at_us = row["recorded_at_us"].as<int64_t>()});
  }
}

bool InsertContradiction(pg::Tx& tx, const PaymentOrder& order, Contradiction* contradiction) {
  const pqxx::result rows = tx.Run(kInsertContradiction, order.organisation, order.number,
                                   std::string(NameOfAnswer(contradiction->said)),
                                   std::string(Name(contradiction->order_state)), contradiction->source,
                                   contradiction->reason, contradiction->recorded_by);
  if (rows.empty()) return false;
  contradiction->number = rows[0]["contradiction"].as<int>();
  contradiction->recorded_at_us = rows[0]["recorded_at_us"].as<int64_t>();
  return true;
}

std::vector<PaymentOrder> LoadContradicted(pg::Tx& tx, const std::string& organisation,
                                           const std::string& contract_id) {
  std::vector<PaymentOrder> orders = AllOf(tx, tx.Run(kLoadContradicted, organisation, contract_id));
  AddContradictions(tx, &orders);
  return orders;
}

void InsertFile(pg::Tx& tx, const StoredFile& file, const std::string& made_by,
                const std::vector<PaymentOrder>& orders) {
  tx.Run(kInsertFile, file.organisation, file.number, file.message_id,
         absl::BytesToHexString(file.content), file.sha256, made_by);
  for (const PaymentOrder& order : orders) {
    tx.Run(kInsertFileOrder, file.organisation, file.number, order.number);
  }
}

absl::StatusOr<StoredFile> LoadFile(pg::Tx& tx, const std::string& organisation, int number,
                                    const std::string& name) {
  const pqxx::result rows = tx.Run(kLoadFile, organisation, number);
  TRANCHE_RETURN_IF_ERROR(pg::RequireOne(rows, name));
  return *FileOf(rows);
}

std::optional<StoredFile> FindFile(pg::Tx& tx, const std::string& organisation,
                                   const std::string& message_id) {
  return FileOf(tx.Run(kFindFile, organisation, message_id));
}

}  // namespace tranche::payments::bank::store
