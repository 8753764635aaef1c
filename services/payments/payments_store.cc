// SPDX-License-Identifier: EUPL-1.2
#include "payments/payments_store.h"

#include <algorithm>
#include <utility>

#include "platform/calendar/civil.h"
#include "platform/convert/annulments.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::payments::store {
namespace {

constexpr pg::Statement kWasAnswered{"payments.was_answered", R"sql(
  select 1 from request
   where organisation_id = $1 and actor = $2 and method = $3 and request_id = $4
         and response is not null)sql"};

constexpr pg::Statement kTakePaymentNumber{"payments.take_payment_number", R"sql(
  update contract set next_payment_number = next_payment_number + 1
   where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kInsertPayment{"payments.insert_payment", R"sql(
  insert into payment (organisation_id, contract_id, payment_id, number, sequence, reason,
                       amount_eu_minor, amount_national_minor, amount_own_minor, currency, paid_on,
                       bank_reference, marks, recorded_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::date, $12, $13::jsonb, $14))sql"};

// Null while there is none.
constexpr pg::Statement kLatestPaidOn{"payments.latest_paid_on", R"sql(
  select max(settled_on)::text as paid_on
    from (select paid_on from payment as p
           where organisation_id = $1 and contract_id = $2 and sequence = $3
                 and not exists (select from payment_annulment as a
                                  where a.organisation_id = p.organisation_id and a.contract_id = p.contract_id
                                        and a.payment_id = p.payment_id)
           union all
          select deducted_on from debt_offset as o
           where organisation_id = $1 and contract_id = $2 and sequence = $3
                 and not exists (select from debt_offset_reversal as v
                                  where v.organisation_id = o.organisation_id and v.contract_id = o.contract_id
                                        and v.debt_id = o.debt_id and v.repayment = o.repayment)) as part (settled_on))sql"};

constexpr pg::Statement kLoadPayments{"payments.load_payments", R"sql(
  select payment.payment_id, sequence, payment.reason, amount_eu_minor, amount_national_minor, amount_own_minor,
         payment.currency, paid_on::text, bank_reference, marks, payment.recorded_by, to_eu_minor,
         to_national_minor, to_own_minor, annulled_on::text, annulment.reason as annulment_reason,
         annulment.reference as annulment_reference, annulled_by
    from payment
    left join payment_annulment as annulment
      on annulment.organisation_id = payment.organisation_id
         and annulment.contract_id = payment.contract_id and annulment.payment_id = payment.payment_id
    left join restated_amount as restated
      on restated.organisation_id = payment.organisation_id and restated.contract_id = payment.contract_id
         and restated.record = 'payments/' || payment.payment_id and restated.series = 'amount'
   where payment.organisation_id = $1 and payment.contract_id = $2
   order by length(payment.payment_id), payment.payment_id)sql"};

}  // namespace

bool WasAnswered(pg::Tx& tx, const rpc::CallScope& scope, const std::string& organisation,
                 const std::string& request_id) {
  return !tx.Run(kWasAnswered, organisation, scope.actor.subject, scope.method, request_id).empty();
}

void InsertPayment(pg::Tx& tx, const Contract& contract, const Payment& payment,
                   const std::string& number, const std::string& recorded_by) {
  const ThreePart& amount = payment.amount;
  tx.Run(kTakePaymentNumber, contract.organisation, contract.id);
  tx.Run(kInsertPayment, contract.organisation, contract.id, payment.id, number, payment.claim_sequence,
         payment.advance ? "ADVANCE_PAYMENT" : "APPROVED_EXPENSES", amount.eu.minor(),
         amount.national.minor(), amount.own.minor(), std::string(CurrencyCode(amount.eu.currency())),
         FormatDay(payment.paid_on), payment.bank_reference, payment.marks_json, recorded_by);
}

std::optional<absl::CivilDay> LatestPaidOn(pg::Tx& tx, const Contract& contract, int sequence) {
  const pqxx::result rows = tx.Run(kLatestPaidOn, contract.organisation, contract.id, sequence);
  if (rows[0]["paid_on"].is_null()) return std::nullopt;
  return convert::DayFromRow(rows[0], "paid_on");
}

std::vector<Payment> LoadPayments(pg::Tx& tx, const Contract& contract) {
  std::vector<Payment> payments = LoadAllPayments(tx, contract);
  payments.erase(std::remove_if(payments.begin(), payments.end(),
                                [](const Payment& one) { return one.annulment.has_value(); }),
                 payments.end());
  return payments;
}

std::vector<Payment> LoadAllPayments(pg::Tx& tx, const Contract& contract) {
  std::vector<Payment> payments;
  for (const pqxx::row& row : tx.Run(kLoadPayments, contract.organisation, contract.id)) {
    Payment payment{.id = row["payment_id"].as<std::string>(),
                    .claim_sequence = row["sequence"].as<int>(),
                    .advance = row["reason"].as<std::string>() == "ADVANCE_PAYMENT",
                    .amount = convert::PartsFromRow(row, "amount"),
                    .paid_on = convert::DayFromRow(row, "paid_on"),
                    .bank_reference = row["bank_reference"].as<std::string>(),
                    .marks_json = row["marks"].as<std::string>(),
                    .recorded = std::nullopt,
                    .recorded_by = row["recorded_by"].as<std::string>(),
                    .annulment = tranche::convert::AnnulmentFromRow(row)};
    if (!row["to_eu_minor"].is_null()) {
      payment.recorded = payment.amount;
      payment.amount = {
          .eu = Money::Minor(row["to_eu_minor"].as<int64_t>(), Currency::kEur),
          .national = Money::Minor(row["to_national_minor"].as<int64_t>(), Currency::kEur),
          .own = Money::Minor(row["to_own_minor"].as<int64_t>(), Currency::kEur)};
    }
    payments.push_back(std::move(payment));
  }
  return payments;
}

}  // namespace tranche::payments::store
