// SPDX-License-Identifier: EUPL-1.2
#include "payments/securities/security_store.h"

#include <optional>
#include <stdexcept>
#include <string>

#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::payments::securities::store {
namespace {

constexpr pg::Statement kLoadSteps{"securities.load_steps", R"sql(
  select sequence, step, kind, done_on::text, valid_until::text, amount_minor, currency, reference, reason,
         recorded_by
    from advance_security_step where organisation_id = $1 and contract_id = $2
   order by sequence, step)sql"};

constexpr pg::Statement kInsertStep{"securities.insert_step", R"sql(
  insert into advance_security_step (organisation_id, contract_id, sequence, step, kind, done_on, valid_until,
                                     amount_minor, currency, reference, reason, recorded_by)
  values ($1, $2, $3, $4, $5, $6::date, $7::date, $8, $9, $10, $11, $12))sql"};

SecurityStep StepFrom(const pqxx::row& row) {
  const std::optional<SecurityStepKind> kind = SecurityStepKindOf(row["kind"].as<std::string>());
  if (!kind.has_value()) throw std::runtime_error("a row holds no step of a security");
  SecurityStep step{.number = row["step"].as<int>(),
                    .kind = *kind,
                    .on = convert::DayFromRow(row, "done_on"),
                    .valid_until = std::nullopt,
                    .amount = std::nullopt,
                    .reference = row["reference"].as<std::string>(),
                    .reason = row["reason"].as<std::string>(),
                    .recorded_by = row["recorded_by"].as<std::string>()};
  if (!row["valid_until"].is_null()) step.valid_until = convert::DayFromRow(row, "valid_until");
  if (!row["amount_minor"].is_null()) step.amount = convert::MoneyFromRow(row, "amount_minor");
  return step;
}

}  // namespace

void AddSteps(pg::Tx& tx, const Contract& contract, std::vector<Claim>* claims) {
  for (const pqxx::row& row : tx.Run(kLoadSteps, contract.organisation, contract.id)) {
    for (Claim& claim : *claims) {
      if (claim.sequence == row["sequence"].as<int>()) claim.security_steps.push_back(StepFrom(row));
    }
  }
}

void InsertStep(pg::Tx& tx, const Contract& contract, int sequence, const SecurityStep& step) {
  std::optional<std::string> valid_until;
  if (step.valid_until.has_value()) valid_until = FormatDay(*step.valid_until);
  std::optional<int64_t> amount_minor;
  std::optional<std::string> currency;
  if (step.amount.has_value()) {
    amount_minor = step.amount->minor();
    currency = std::string(CurrencyCode(step.amount->currency()));
  }
  tx.Run(kInsertStep, contract.organisation, contract.id, sequence, step.number,
         std::string(Name(step.kind)), FormatDay(step.on), valid_until, amount_minor, currency,
         step.reference, step.reason, step.recorded_by);
}

}  // namespace tranche::payments::securities::store
