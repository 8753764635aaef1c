// SPDX-License-Identifier: EUPL-1.2
#include "payments/annulments/annulments_store.h"

#include "payments/bank/match.h"
#include "platform/calendar/civil.h"

namespace tranche::payments::annulments::store {
namespace {

constexpr pg::Statement kFindMatch{"annulments.find_match", R"sql(
  select match_number::text as match_number
    from bank_match_part as part
   where organisation_id = $1 and target_key = $2
         and not exists (select from bank_match_withdrawal as w
                          where w.organisation_id = part.organisation_id
                                and w.match_number = part.match_number)
   order by part.match_number limit 1)sql"};

constexpr pg::Statement kInsertOfPayment{"annulments.insert_of_payment", R"sql(
  insert into payment_annulment (organisation_id, contract_id, payment_id, eu_minor, national_minor, currency,
                                 annulled_on, reason, reference, recorded_by, annulled_by)
  values ($1, $2, $3, -$4::bigint, -$5::bigint, $6, $7::date, $8, $9, $10, $11))sql"};

// Times under the contract's lock, so that their order is that of the movements.
constexpr pg::Statement kWasReckonedWith{"annulments.was_reckoned_with", R"sql(
  select exists (select from debt_offset_reversal as v
                  where v.organisation_id = $1 and v.contract_id = $2 and v.debt_id = $3
                        and v.recorded_at > r.recorded_at)
         or exists (select from debt_version as v
                     where v.organisation_id = $1 and v.contract_id = $2 and v.debt_id = $3
                           and v.in_force_recorded_at > r.recorded_at) as reckoned
    from debt_repayment as r
   where organisation_id = $1 and contract_id = $2 and debt_id = $3 and repayment = $4)sql"};

constexpr pg::Statement kInsertOfRepayment{"annulments.insert_of_repayment", R"sql(
  insert into debt_repayment_annulment (organisation_id, contract_id, debt_id, repayment, to_interest_eu_minor,
                                        to_interest_national_minor, to_principal_eu_minor,
                                        to_principal_national_minor, currency, first_piece, last_piece,
                                        annulled_on, reason, reference, recorded_by, annulled_by)
  values ($1, $2, $3, $4, -$5::bigint, -$6::bigint, -$7::bigint, -$8::bigint, $9, $10, $11, $12::date, $13,
          $14, $15, $16))sql"};

}  // namespace

std::optional<std::string> FindMatch(pg::Tx& tx, const Contract& contract,
                                     const std::string& payment_id) {
  const pqxx::result rows =
      tx.Run(kFindMatch, contract.organisation, bank::PaymentKey(contract.id, payment_id));
  if (rows.empty()) return std::nullopt;
  return rows[0]["match_number"].as<std::string>();
}

void InsertAnnulment(pg::Tx& tx, const Contract& contract, const Payment& payment) {
  const Annulment& annulment = *payment.annulment;
  tx.Run(kInsertOfPayment, contract.organisation, contract.id, payment.id, payment.amount.eu.minor(),
         payment.amount.national.minor(), std::string(CurrencyCode(payment.amount.eu.currency())),
         FormatDay(annulment.annulled_on), annulment.reason, annulment.reference, payment.recorded_by,
         annulment.annulled_by);
}

bool WasReckonedWith(pg::Tx& tx, const Contract& contract, int debt_id, int repayment) {
  return tx.Run(kWasReckonedWith, contract.organisation, contract.id, debt_id, repayment)[0]["reckoned"]
      .as<bool>();
}

void InsertAnnulment(pg::Tx& tx, const Contract& contract, int debt_id,
                     const recoveries::Repayment& repayment,
                     const std::vector<recoveries::InterestPiece>& charged) {
  const Annulment& annulment = *repayment.annulment;
  const auto number = [&](const auto& piece) { return std::optional<int>(piece.number); };
  tx.Run(kInsertOfRepayment, contract.organisation, contract.id, debt_id, repayment.number,
         repayment.to_interest.eu.minor(), repayment.to_interest.national.minor(),
         repayment.to_principal.eu.minor(), repayment.to_principal.national.minor(),
         std::string(CurrencyCode(repayment.amount.currency())),
         charged.empty() ? std::nullopt : number(charged.front()),
         charged.empty() ? std::nullopt : number(charged.back()), FormatDay(annulment.annulled_on),
         annulment.reason, annulment.reference, repayment.recorded_by, annulment.annulled_by);
}

}  // namespace tranche::payments::annulments::store
