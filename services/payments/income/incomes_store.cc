// SPDX-License-Identifier: EUPL-1.2
#include "payments/income/incomes_store.h"

#include <stdexcept>
#include <string>

#include "platform/calendar/civil.h"
#include "platform/convert/annulments.h"
#include "platform/convert/rows.h"

namespace tranche::payments::income::store {
namespace {

constexpr pg::Statement kNextId{"income.next_id", R"sql(
  select coalesce(max(income_id), 0) + 1 as next_id
    from income where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kInsert{"income.insert", R"sql(
  insert into income (organisation_id, contract_id, income_id, claim_sequence, amount_minor, currency, earned_on,
                      description, document, marks, recorded_by)
  values ($1, $2, $3, $4, $5, $6, $7::date, $8, $9, $10::jsonb, $11))sql"};

constexpr pg::Statement kInsertDecision{"income.insert_decision", R"sql(
  insert into income_decision (organisation_id, contract_id, income_id, income_minor, lowers_eu_minor,
                               lowers_national_minor, currency, decided_on, reason, reference, recorded_by,
                               decided_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8::date, $9, $10, $11, $12))sql"};

constexpr pg::Statement kInsertAnnulment{"income.insert_annulment", R"sql(
  insert into income_annulment (organisation_id, contract_id, income_id, annulled_on, reason, reference, recorded_by,
                                annulled_by)
  values ($1, $2, $3, $4::date, $5, $6, $7, $8))sql"};

#define INCOMES                                                                             \
  "select i.income_id, i.claim_sequence, i.amount_minor, i.currency, i.earned_on::text, "   \
  "i.description, i.document, i.marks, i.recorded_by, d.lowers_eu_minor, "                  \
  "d.lowers_national_minor, d.decided_on::text, d.reason, d.reference, d.decided_by, "      \
  "a.annulled_on::text, a.reason as annulment_reason, a.reference as annulment_reference, " \
  "a.annulled_by, debt.debt_id from income as i "                                           \
  "left join income_decision as d using (organisation_id, contract_id, income_id) "         \
  "left join income_annulment as a using (organisation_id, contract_id, income_id) "        \
  "left join debt on debt.organisation_id = i.organisation_id "                             \
  "and debt.contract_id = i.contract_id and debt.income_id = i.income_id "                  \
  "and debt.state <> 'RECOVERY_REMOVED' where i.organisation_id = $1 and i.contract_id = $2 "

constexpr pg::Statement kLoad{"income.load", INCOMES "and i.income_id = $3"};
constexpr pg::Statement kList{"income.list",
                              INCOMES "and i.income_id > $3 order by i.income_id limit $4"};

std::string CodeOf(Money amount) { return std::string(CurrencyCode(amount.currency())); }

Income IncomeFrom(const pqxx::row& row) {
  const absl::StatusOr<Currency> currency = ParseCurrency(row["currency"].as<std::string>());
  if (!currency.ok()) throw std::runtime_error("an income has no currency");
  Income income{.id = row["income_id"].as<int>(),
                .claim_sequence = row["claim_sequence"].as<int>(),
                .amount = Money::Minor(row["amount_minor"].as<int64_t>(), *currency),
                .earned_on = convert::DayFromRow(row, "earned_on"),
                .description = row["description"].as<std::string>(),
                .document = row["document"].as<std::string>(),
                .marks_json = row["marks"].as<std::string>(),
                .recorded_by = row["recorded_by"].as<std::string>()};
  if (!row["decided_on"].is_null()) {
    income.decision =
        Decision{.lowers = {Money::Minor(row["lowers_eu_minor"].as<int64_t>(), *currency),
                            Money::Minor(row["lowers_national_minor"].as<int64_t>(), *currency)},
                 .decided_on = convert::DayFromRow(row, "decided_on"),
                 .reason = row["reason"].as<std::string>(),
                 .reference = row["reference"].as<std::string>(),
                 .decided_by = row["decided_by"].as<std::string>()};
  }
  income.annulment = tranche::convert::AnnulmentFromRow(row);
  if (!row["debt_id"].is_null()) income.debt = row["debt_id"].as<int>();
  return income;
}

}  // namespace

int NextId(pg::Tx& tx, const Contract& contract) {
  return tx.Run(kNextId, contract.organisation, contract.id)[0]["next_id"].as<int>();
}

void InsertIncome(pg::Tx& tx, const Contract& contract, const Income& income) {
  tx.Run(kInsert, contract.organisation, contract.id, income.id, income.claim_sequence,
         income.amount.minor(), CodeOf(income.amount), FormatDay(income.earned_on), income.description,
         income.document, income.marks_json, income.recorded_by);
}

void InsertDecision(pg::Tx& tx, const Contract& contract, const Income& income) {
  const Decision& decision = *income.decision;
  tx.Run(kInsertDecision, contract.organisation, contract.id, income.id, income.amount.minor(),
         decision.lowers.eu.minor(), decision.lowers.national.minor(), CodeOf(income.amount),
         FormatDay(decision.decided_on), decision.reason, decision.reference, income.recorded_by,
         decision.decided_by);
}

void InsertAnnulment(pg::Tx& tx, const Contract& contract, const Income& income) {
  const Annulment& annulment = *income.annulment;
  tx.Run(kInsertAnnulment, contract.organisation, contract.id, income.id,
         FormatDay(annulment.annulled_on), annulment.reason, annulment.reference, income.recorded_by,
         annulment.annulled_by);
}

std::optional<Income> LoadIncome(pg::Tx& tx, const Contract& contract, int id) {
  const pqxx::result rows = tx.Run(kLoad, contract.organisation, contract.id, id);
  if (rows.empty()) return std::nullopt;
  return IncomeFrom(rows[0]);
}

std::vector<Income> ListIncomes(pg::Tx& tx, const Contract& contract, int after, int most) {
  std::vector<Income> incomes;
  for (const pqxx::row& row : tx.Run(kList, contract.organisation, contract.id, after, most)) {
    incomes.push_back(IncomeFrom(row));
  }
  return incomes;
}

}  // namespace tranche::payments::income::store
