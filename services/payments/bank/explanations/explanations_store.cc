// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/explanations/explanations_store.h"

#include <stdexcept>

#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::payments::bank::store {
namespace {

constexpr pg::Statement kTakeNumber{"payments.explanation_take_number", R"sql(
  update bank_register set next_explanation = next_explanation + 1
   where organisation_id = $1 returning next_explanation - 1 as number)sql"};

constexpr pg::Statement kInsert{"payments.explanation_insert", R"sql(
  insert into bank_explanation (organisation_id, explanation_number, contract_id, entry_number, kind, note,
                                amount_minor, currency, state, explained_by, other_account)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  returning (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us)sql"};

constexpr pg::Statement kMove{"payments.explanation_move", R"sql(
  update bank_explanation
     set state = $4, confirmed_by = nullif($5, ''), withdrawn_by = nullif($6, ''), withdrawal_reason = $7
   where organisation_id = $1 and explanation_number = $2 and state = $3)sql"};

constexpr pg::Statement kAddToExplained{"payments.explanation_add_to_entry", R"sql(
  update bank_entry set explained_minor = explained_minor + $3
   where organisation_id = $1 and entry_number = $2
         and explained_minor + $3 between 0 and abs(amount_minor) - matched_minor)sql"};

#define EXPLANATION_COLUMNS                                                                    \
  "organisation_id, explanation_number, contract_id, entry_number, kind, note, amount_minor, " \
  "currency, state, explained_by, coalesce(confirmed_by, '') as confirmed_by, "                \
  "coalesce(withdrawn_by, '') as withdrawn_by, withdrawal_reason, "                            \
  "coalesce(other_account, '') as other_account, "                                             \
  "(extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us from bank_explanation "

constexpr pg::Statement kLoad{"payments.explanation_load",
                              "select " EXPLANATION_COLUMNS
                              "where organisation_id = $1 and contract_id = $2 and "
                              "explanation_number = $3"};

constexpr pg::Statement kFindStanding{"payments.explanation_find_standing",
                                      "select " EXPLANATION_COLUMNS
                                      "where organisation_id = $1 and entry_number = $2 and state <> "
                                      "'EXPLANATION_WITHDRAWN'"};

constexpr pg::Statement kList{"payments.explanation_list",
                              "select " EXPLANATION_COLUMNS
                              "where organisation_id = $1 and contract_id = $2 and "
                              "explanation_number > $3 order by explanation_number limit $4"};

constexpr pg::Statement kLoadAwaited{"payments.explanation_load_awaited", R"sql(
  select explanation_number from bank_explanation
   where organisation_id = $1 and contract_id = $2 and state = 'EXPLANATION_AWAITED'
   order by explanation_number)sql"};

constexpr pg::Statement kLoadReturned{"payments.explanation_load_returned", R"sql(
  select x.currency, x.amount_minor, e.counterparty_name, e.counterparty_iban
    from bank_explanation as x
    join bank_entry as e on e.organisation_id = x.organisation_id and e.entry_number = x.entry_number
   where x.organisation_id = $1 and x.contract_id = $2 and x.kind = 'RETURNED_TRANSFER'
         and x.state = 'EXPLANATION_IN_FORCE' and x.amount_minor > 0
   order by x.explanation_number)sql"};

constexpr pg::Statement kLoadPaidAccounts{"payments.explanation_load_paid_accounts", R"sql(
  select distinct d.issuer, o.creditor_account
    from payment_order as o
    join payment_order_document as p on p.organisation_id = o.organisation_id and p.order_number = o.order_number
    join ordered_document as d on d.organisation_id = p.organisation_id and d.document_key = p.document_key
   where o.organisation_id = $1 and o.contract_id = $2)sql"};

std::vector<Explanation> AllOf(const pqxx::result& rows) {
  std::vector<Explanation> all;
  for (const pqxx::row& row : rows) {
    const std::optional<ExplanationState> state = ExplanationStateOf(row["state"].as<std::string>());
    if (!state.has_value()) throw std::runtime_error("a row holds no explanation");
    all.push_back({.organisation = row["organisation_id"].as<std::string>(),
                   .contract_id = row["contract_id"].as<std::string>(),
                   .number = row["explanation_number"].as<int>(),
                   .entry_number = row["entry_number"].as<int64_t>(),
                   .kind = row["kind"].as<std::string>(),
                   .note = row["note"].as<std::string>(),
                   .amount = tranche::convert::MoneyFromRow(row, "amount_minor"),
                   .state = *state,
                   .explained_by = row["explained_by"].as<std::string>(),
                   .confirmed_by = row["confirmed_by"].as<std::string>(),
                   .withdrawn_by = row["withdrawn_by"].as<std::string>(),
                   .withdrawal_reason = row["withdrawal_reason"].as<std::string>(),
                   .other_account = row["other_account"].as<std::string>(),
                   .recorded_at_us = row["recorded_at_us"].as<int64_t>()});
  }
  return all;
}

std::optional<Explanation> OneOf(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return AllOf(rows).front();
}

}  // namespace

int TakeExplanationNumber(pg::Tx& tx, const std::string& organisation) {
  return tx.Run(kTakeNumber, organisation)[0]["number"].as<int>();
}

int64_t InsertExplanation(pg::Tx& tx, const Explanation& explanation) {
  const pqxx::result rows =
      tx.Run(kInsert, explanation.organisation, explanation.number, explanation.contract_id,
             explanation.entry_number, explanation.kind, explanation.note, explanation.amount.minor(),
             std::string(CurrencyCode(explanation.amount.currency())),
             std::string(Name(explanation.state)), explanation.explained_by, explanation.other_account);
  return rows[0]["recorded_at_us"].as<int64_t>();
}

bool MoveExplanation(pg::Tx& tx, const Explanation& explanation, ExplanationState from) {
  return tx.Run(kMove, explanation.organisation, explanation.number, std::string(Name(from)),
                std::string(Name(explanation.state)), explanation.confirmed_by,
                explanation.withdrawn_by, explanation.withdrawal_reason)
             .affected_rows() == 1;
}

bool AddToExplained(pg::Tx& tx, const Explanation& explanation, int64_t amount_minor) {
  return tx.Run(kAddToExplained, explanation.organisation, explanation.entry_number, amount_minor)
             .affected_rows() == 1;
}

std::optional<Explanation> LoadExplanation(pg::Tx& tx, const std::string& organisation,
                                           const std::string& contract_id, int number) {
  return OneOf(tx.Run(kLoad, organisation, contract_id, number));
}

std::optional<Explanation> FindStanding(pg::Tx& tx, const std::string& organisation,
                                        int64_t entry_number) {
  return OneOf(tx.Run(kFindStanding, organisation, entry_number));
}

std::vector<Explanation> ListExplanations(pg::Tx& tx, const std::string& organisation,
                                          const std::string& contract_id, int after, int limit) {
  return AllOf(tx.Run(kList, organisation, contract_id, after, limit));
}

std::vector<Returned> LoadReturned(pg::Tx& tx, const std::string& organisation,
                                   const std::string& contract_id) {
  std::vector<Returned> all;
  for (const pqxx::row& row : tx.Run(kLoadReturned, organisation, contract_id)) {
    all.push_back({.amount = tranche::convert::MoneyFromRow(row, "amount_minor"),
                   .name = row["counterparty_name"].as<std::string>(),
                   .account = row["counterparty_iban"].as<std::string>()});
  }
  return all;
}

std::vector<std::pair<std::string, std::string>> LoadPaidAccounts(pg::Tx& tx,
                                                                  const std::string& organisation,
                                                                  const std::string& contract_id) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const pqxx::row& row : tx.Run(kLoadPaidAccounts, organisation, contract_id)) {
    all.emplace_back(row["issuer"].as<std::string>(), row["creditor_account"].as<std::string>());
  }
  return all;
}

std::vector<int> LoadAwaited(pg::Tx& tx, const std::string& organisation,
                             const std::string& contract_id) {
  std::vector<int> numbers;
  for (const pqxx::row& row : tx.Run(kLoadAwaited, organisation, contract_id)) {
    numbers.push_back(row["explanation_number"].as<int>());
  }
  return numbers;
}

}  // namespace tranche::payments::bank::store
