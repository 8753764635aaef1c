// SPDX-License-Identifier: EUPL-1.2
#include "payments/state_aid/state_aid_store.h"

#include <map>

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

// The cost's number is the last segment of the name that the correction states. What the verification
// of the cost took by the same correction is not approved already.
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

}  // namespace tranche::payments::state_aid::store
