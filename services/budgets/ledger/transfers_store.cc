// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/transfers_store.h"

#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "budgets/budgets_convert.h"
#include "budgets/limits/limits_store.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

using convert::Text;

constexpr pg::Statement kLastCapDay{"budgets.last_cap_day", R"sql(
  select greatest((select max(valid_on) from transfer where organisation_id = $1 and contract_id = $2),
                  (select max(valid_on) from revision
                    where organisation_id = $1 and contract_id = $2 and state = 'APPLIED'))::text as day)sql"};

constexpr pg::Statement kMovedOfLines{"budgets.moved_of_lines", R"sql(
  select line_code, sum(given)::bigint as given_minor, sum(received)::bigint as received_minor
    from (select from_line as line_code, eu_minor + national_minor + own_minor as given, 0 as received
            from transfer_now
           where organisation_id = $1 and contract_id = $2 and contract_version = $3
          union all
          select to_line, 0, eu_minor + national_minor + own_minor
            from transfer_now
           where organisation_id = $1 and contract_id = $2 and contract_version = $3) as moved
   group by line_code)sql"};

constexpr pg::Statement kInsertTransfer{"budgets.insert_transfer", R"sql(
  insert into transfer (organisation_id, contract_id, transfer_number, from_line, to_line, eu_minor,
                        national_minor, own_minor, currency, contract_version, valid_on, reason, document,
                        limit_percent, base_line, base_minor, moved_before_minor, limit_minor,
                        legal_source, verified, recorded_by)
  select $1, $2, coalesce(max(transfer_number), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10::date, $11, $12, $13,
         $14, $15, $16, $17, $18, $19, $20
    from transfer where organisation_id = $1 and contract_id = $2
  returning transfer_number, (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us)sql"};

constexpr pg::Statement kCarryOutTransfer{"budgets.carry_out_transfer",
                                          "select carry_out_transfer($1, $2, $3)"};

constexpr pg::Statement kListTransfers{"budgets.list_transfers", R"sql(
  select transfer_number, from_line, to_line, eu_minor as moved_eu_minor,
         national_minor as moved_national_minor, own_minor as moved_own_minor, currency, valid_on::text, reason,
         document, limit_percent, base_line, base_minor, moved_before_minor, limit_minor, legal_source,
         verified, recorded_by, (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us
    from transfer
   where organisation_id = $1 and contract_id = $2 and transfer_number > $3
   order by transfer_number
   limit $4)sql"};

v1::Transfer TransferOf(const Contract& contract, const pqxx::row& row) {
  v1::Transfer transfer;
  transfer.set_name(absl::StrCat(ContractName(contract.organisation, contract.contract), "/transfers/",
                                 row["transfer_number"].as<int64_t>()));
  transfer.set_from_line(Text(row, "from_line"));
  transfer.set_to_line(Text(row, "to_line"));
  const ThreePart parts = convert::PartsFromRow(row, "moved");
  const absl::StatusOr<Money> amount = Total(parts);
  if (!amount.ok()) throw std::runtime_error("the parts of a transfer do not fit");
  *transfer.mutable_amount() = convert::ToProto(*amount);
  *transfer.mutable_parts() = convert::ToProto(parts);
  transfer.set_valid_on(Text(row, "valid_on"));
  transfer.set_reason(Text(row, "reason"));
  transfer.set_document(Text(row, "document"));
  v1::AppliedTransferRule* rule = transfer.mutable_rule();
  rule->set_limit_percent(Text(row, "limit_percent"));
  rule->set_base_line(Text(row, "base_line"));
  *rule->mutable_base() = convert::ToProto(convert::MoneyFromRow(row, "base_minor"));
  *rule->mutable_moved_before() = convert::ToProto(convert::MoneyFromRow(row, "moved_before_minor"));
  *rule->mutable_limit() = convert::ToProto(convert::MoneyFromRow(row, "limit_minor"));
  rule->set_legal_source(Text(row, "legal_source"));
  rule->set_verified(row["verified"].as<bool>());
  transfer.set_recorded_by(Text(row, "recorded_by"));
  *transfer.mutable_recorded_at() = TimestampOf(row["recorded_at_us"].as<int64_t>());
  return transfer;
}

}  // namespace

absl::optional<absl::CivilDay> LastCapDay(pg::Tx& tx, const Contract& contract) {
  const pqxx::result rows = tx.Run(kLastCapDay, contract.organisation, contract.contract);
  if (rows[0]["day"].is_null()) return absl::nullopt;
  const absl::StatusOr<absl::CivilDay> day = ParseDay(Text(rows[0], "day"));
  if (!day.ok()) throw std::runtime_error("a cap moved on an unreadable day");
  return *day;
}

std::vector<TransferLine> WithTransfers(pg::Tx& tx, const Contract& contract, int version_of_caps,
                                        const std::vector<LockedLine>& lines) {
  const Currency currency = contract.amount.eu.currency();
  std::vector<TransferLine> result;
  for (const LockedLine& line : lines) {
    result.push_back({.line = line.line,
                      .expense_type = line.expense_type,
                      .given = Money::Zero(currency),
                      .received = Money::Zero(currency)});
  }
  for (const pqxx::row& row :
       tx.Run(kMovedOfLines, contract.organisation, contract.contract, version_of_caps)) {
    for (TransferLine& line : result) {
      if (line.line.code != Text(row, "line_code")) continue;
      line.given = Money::Minor(row["given_minor"].as<int64_t>(), currency);
      line.received = Money::Minor(row["received_minor"].as<int64_t>(), currency);
    }
  }
  return result;
}

v1::Transfer InsertTransfer(pg::Tx& tx, const Contract& contract, int version_of_caps,
                            const v1::Transfer& transfer, const DecidedTransfer& decided,
                            const TransferRule& rule) {
  const pqxx::result rows =
      tx.Run(kInsertTransfer, contract.organisation, contract.contract, transfer.from_line(),
             transfer.to_line(), decided.parts.eu.minor(), decided.parts.national.minor(),
             decided.parts.own.minor(), std::string(CurrencyCode(decided.parts.eu.currency())),
             version_of_caps, transfer.valid_on(), transfer.reason(), transfer.document(),
             rule.limit_percent, decided.base_line, decided.base.minor(), decided.moved_before.minor(),
             decided.limit.minor(), rule.legal_source, rule.verified, transfer.recorded_by());
  const auto number = rows[0]["transfer_number"].as<int64_t>();
  tx.Run(kCarryOutTransfer, contract.organisation, contract.contract, number);
  RestateLimits(tx, contract);
  return ListTransfers(tx, contract, number - 1, 1).front();
}

std::vector<v1::Transfer> ListTransfers(pg::Tx& tx, const Contract& contract, int64_t after,
                                        int limit) {
  std::vector<v1::Transfer> transfers;
  for (const pqxx::row& row :
       tx.Run(kListTransfers, contract.organisation, contract.contract, after, limit)) {
    transfers.push_back(TransferOf(contract, row));
  }
  return transfers;
}

}  // namespace tranche::budgets::store
