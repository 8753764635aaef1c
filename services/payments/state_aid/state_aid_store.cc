// SPDX-License-Identifier: EUPL-1.2
#include "payments/state_aid/state_aid_store.h"

#include <map>
#include <optional>
#include <stdexcept>

#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::payments::state_aid::store {
namespace {

constexpr pg::Statement kLoadParts{"state_aid.load_parts", R"sql(
  select sequence, part, amount_eu_minor, amount_national_minor, 0::bigint as amount_own_minor, currency,
         withdrawn_on::text, withdrawn_by, reason, before_sequence
    from advance_withdrawn_part where organisation_id = $1 and contract_id = $2
   order by sequence, part)sql"};

constexpr pg::Statement kLoadSteps{"state_aid.load_steps", R"sql(
  select sequence, step, kind, done_on::text, valid_until::text, amount_minor, currency, reference, reason,
         recorded_by
    from advance_security_step where organisation_id = $1 and contract_id = $2
   order by sequence, step)sql"};

// The cost's number is the last segment of the name that the correction states. What the verification of
// the cost took by the same correction is not approved already.
constexpr pg::Statement kLoadCorrected{"state_aid.load_corrected", R"sql(
  select substring(version.content ->> 'cost' from '[^/]+$') as cost_id, kept.currency,
         sum(kept.amount_eu_minor)::bigint as amount_eu_minor,
         sum(kept.amount_national_minor)::bigint as amount_national_minor, 0::bigint as amount_own_minor
    from correction as kept
    join correction_version as version
      on version.organisation_id = kept.organisation_id and version.contract_id = kept.contract_id
         and version.correction_id = kept.correction_id and version.state = 'VERSION_ACTUAL'
   where kept.organisation_id = $1 and kept.contract_id = $2 and kept.state = 'RECOVERY_ENTERED'
         and coalesce(version.content ->> 'cost', '') <> ''
         and not exists (
           select from claim_refused_cost as taken
            where taken.organisation_id = $1 and taken.contract_id = $2
                  and taken.cost_id = substring(version.content ->> 'cost' from '[^/]+$')
                  and substring(taken.correction from '[^/]+$') = kept.correction_id::text)
   group by 1, 2)sql"};

constexpr pg::Statement kInsertPart{"state_aid.insert_part", R"sql(
  insert into advance_withdrawn_part (organisation_id, contract_id, sequence, part, amount_eu_minor,
                                      amount_national_minor, currency, withdrawn_on, withdrawn_by, reason,
                                      before_sequence)
  values ($1, $2, $3, $4, $5, $6, $7, $8::date, $9, $10, $11))sql"};

constexpr pg::Statement kInsertStep{"state_aid.insert_step", R"sql(
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

Claim* ClaimOf(const pqxx::row& row, std::vector<Claim>& claims) {
  const int sequence = row["sequence"].as<int>();
  for (Claim& claim : claims) {
    if (claim.sequence == sequence) return &claim;
  }
  return nullptr;
}

}  // namespace

void AddFacts(pg::Tx& tx, const Contract& contract, std::vector<Claim>* claims) {
  for (const pqxx::row& row : tx.Run(kLoadParts, contract.organisation, contract.id)) {
    Claim* advance = ClaimOf(row, *claims);
    if (advance == nullptr) continue;
    advance->withdrawn_parts.push_back({.number = row["part"].as<int>(),
                                        .amount = convert::PartsFromRow(row, "amount"),
                                        .withdrawn_on = convert::DayFromRow(row, "withdrawn_on"),
                                        .withdrawn_by = row["withdrawn_by"].as<std::string>(),
                                        .reason = row["reason"].as<std::string>(),
                                        .before_sequence = row["before_sequence"].as<int>()});
  }
  for (const pqxx::row& row : tx.Run(kLoadSteps, contract.organisation, contract.id)) {
    Claim* advance = ClaimOf(row, *claims);
    if (advance != nullptr) advance->security_steps.push_back(StepFrom(row));
  }
  std::map<std::string, ThreePart> corrected;
  for (const pqxx::row& row : tx.Run(kLoadCorrected, contract.organisation, contract.id)) {
    corrected[row["cost_id"].as<std::string>()] = convert::PartsFromRow(row, "amount");
  }
  if (corrected.empty()) return;
  for (Claim& claim : *claims) {
    // What was refused may be claimed again: a correction is of what was approved.
    if (claim.state != ClaimState::kAccepted) continue;
    for (ClaimCost& cost : claim.costs) {
      const auto found = corrected.find(cost.id);
      if (found != corrected.end()) cost.corrected = found->second;
    }
  }
}

void InsertPart(pg::Tx& tx, const Contract& contract, int sequence, const WithdrawnPart& part) {
  tx.Run(kInsertPart, contract.organisation, contract.id, sequence, part.number, part.amount.eu.minor(),
         part.amount.national.minor(), std::string(CurrencyCode(part.amount.eu.currency())),
         FormatDay(part.withdrawn_on), part.withdrawn_by, part.reason, part.before_sequence);
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

}  // namespace tranche::payments::state_aid::store
