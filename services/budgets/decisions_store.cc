// SPDX-License-Identifier: EUPL-1.2
#include "budgets/decisions_store.h"

#include <nlohmann/json.hpp>

#include "budgets/costs_store.h"
#include "budgets/limits/limits_store.h"
#include "budgets/simplified/simplified.h"
#include "platform/calendar/civil.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

using convert::Text;

// With the lines of the bases of flat rates, which are read with them; most contracts have none.
constexpr pg::Statement kLockLines{"budgets.lock_lines", R"sql(
  select code, support_form, limits <> '{}' as limited from line
   where organisation_id = $1 and contract_id = $2
     and code = any (array(
           select line_code from cost
            where organisation_id = $1 and contract_id = $2 and cost_number = any ($3::bigint[])
            union
           select unnest(base_lines) from line_terms where organisation_id = $1 and contract_id = $2))
   order by code
     for update)sql"};

constexpr pg::Statement kInsertDecisions{"budgets.insert_decisions", R"sql(
  insert into cost_decision (organisation_id, contract_id, cost_number, approved, reason, decided_on, decided_by,
                             approved_eu_minor, approved_national_minor, approved_own_minor,
                             unapproved_eu_minor, unapproved_national_minor, unapproved_own_minor,
                             by_correction_eu_minor, by_correction_national_minor, by_correction_own_minor,
                             correction_reason, correction)
  select $1, $2, d.cost_number, d.approved, d.reason, $3::date, $4,
         coalesce(x.claimed_eu_minor, c.claimed_eu_minor) - d.unapproved_eu - d.by_correction_eu,
         coalesce(x.claimed_national_minor, c.claimed_national_minor) - d.unapproved_national
           - d.by_correction_national,
         coalesce(x.claimed_own_minor, c.claimed_own_minor) - d.unapproved_own - d.by_correction_own,
         d.unapproved_eu, d.unapproved_national, d.unapproved_own,
         d.by_correction_eu, d.by_correction_national, d.by_correction_own, d.correction_reason, d.correction
    from jsonb_to_recordset($5::jsonb)
      as d (cost_number bigint, approved boolean, reason text, unapproved_eu bigint, unapproved_national bigint,
            unapproved_own bigint, by_correction_eu bigint, by_correction_national bigint,
            by_correction_own bigint, correction_reason text, correction text)
    join cost as c on c.organisation_id = $1 and c.contract_id = $2 and c.cost_number = d.cost_number
    left join restated_cost as x on x.organisation_id = $1 and x.contract_id = $2
                                and x.cost_number = d.cost_number)sql"};

// Gives back to the documents what is unapproved, so that it may be claimed again.
constexpr pg::Statement kReleaseDocuments{"budgets.release_documents",
                                          "select release_documents($1, $2, $3::bigint[])"};

// Gives back the hours of what was refused, and sees that no flat rate is above its base (BUD-8).
constexpr pg::Statement kSettleSimplified{
    "budgets.settle_simplified",
    "select release_hours($1, $2, $3::bigint[]), check_flat_rates($1, $2, $3::bigint[])"};

constexpr pg::Statement kPostDecisions{"budgets.post_decisions", R"sql(
  insert into posting (organisation_id, contract_id, line_code, cost_number, debit, credit, eu_minor,
                       national_minor, own_minor, currency, valid_on)
  select c.organisation_id, c.contract_id, c.line_code, c.cost_number, m.debit, 'reserved', m.eu, m.national,
         m.own, coalesce((select x.currency from restated_cost as x
                           where x.organisation_id = $1 and x.contract_id = $2 and x.cost_number = c.cost_number),
                         c.currency), d.decided_on
    from cost as c
    join cost_decision as d on d.organisation_id = c.organisation_id and d.contract_id = c.contract_id
                           and d.cost_number = c.cost_number
   cross join lateral (values
      ('spent', d.approved_eu_minor, d.approved_national_minor, d.approved_own_minor),
      ('available', d.unapproved_eu_minor + d.by_correction_eu_minor,
       d.unapproved_national_minor + d.by_correction_national_minor,
       d.unapproved_own_minor + d.by_correction_own_minor)) as m (debit, eu, national, own)
   where c.organisation_id = $1 and c.contract_id = $2 and c.cost_number = any ($3::bigint[])
         and m.eu + m.national + m.own > 0
   order by c.cost_number, m.debit desc)sql"};

constexpr pg::Statement kMoveLines{"budgets.move_lines", R"sql(
  update line as l
     set reserved_eu_minor = l.reserved_eu_minor - m.approved_eu_minor - m.refused_eu_minor,
         reserved_national_minor = l.reserved_national_minor - m.approved_national_minor
                                   - m.refused_national_minor,
         reserved_own_minor = l.reserved_own_minor - m.approved_own_minor - m.refused_own_minor,
         spent_eu_minor = l.spent_eu_minor + m.approved_eu_minor,
         spent_national_minor = l.spent_national_minor + m.approved_national_minor,
         spent_own_minor = l.spent_own_minor + m.approved_own_minor,
         refused_minor = l.refused_minor + m.refused_eu_minor + m.refused_national_minor + m.refused_own_minor
    from jsonb_to_recordset($3::jsonb)
      as m (code text, approved_eu_minor bigint, approved_national_minor bigint, approved_own_minor bigint,
            refused_eu_minor bigint, refused_national_minor bigint, refused_own_minor bigint)
   where l.organisation_id = $1 and l.contract_id = $2 and l.code = m.code)sql"};

}  // namespace

DecidedLines LockLines(pg::Tx& tx, const std::string& organisation, const std::string& contract,
                       const std::vector<int64_t>& numbers) {
  DecidedLines lines;
  for (const pqxx::row& row : tx.Run(kLockLines, organisation, contract, NumbersLiteral(numbers))) {
    lines.limited = lines.limited || row["limited"].as<bool>();
    const SupportForm form = FormOf(Text(row, "support_form"));
    if (form != SupportForm::kRealCosts) lines.simplified.emplace(Text(row, "code"), form);
  }
  return lines;
}

void InsertDecisions(pg::Tx& tx, const Contract& contract, absl::CivilDay decided_on,
                     const std::string& decided_by, const std::vector<NewDecision>& decisions,
                     const Outcome& outcome, const DecidedLines& lines) {
  nlohmann::json rows = nlohmann::json::array();
  std::vector<int64_t> numbers;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    const NewDecision& decision = decisions[i];
    const DecidedCost& decided = outcome.costs[i];
    rows.push_back({{"cost_number", decision.number},
                    {"approved", decided.state == CostState::kApproved},
                    {"reason", decision.reason},
                    {"unapproved_eu", decided.unapproved.eu.minor()},
                    {"unapproved_national", decided.unapproved.national.minor()},
                    {"unapproved_own", decided.unapproved.own.minor()},
                    {"by_correction_eu", decided.by_correction.eu.minor()},
                    {"by_correction_national", decided.by_correction.national.minor()},
                    {"by_correction_own", decided.by_correction.own.minor()},
                    {"correction_reason", decision.correction_reason},
                    {"correction", decision.correction}});
    numbers.push_back(decision.number);
  }
  nlohmann::json moves = nlohmann::json::array();
  for (const auto& [code, move] : outcome.lines) {
    moves.push_back({{"code", code},
                     {"approved_eu_minor", move.approved.eu.minor()},
                     {"approved_national_minor", move.approved.national.minor()},
                     {"approved_own_minor", move.approved.own.minor()},
                     {"refused_eu_minor", move.refused.eu.minor()},
                     {"refused_national_minor", move.refused.national.minor()},
                     {"refused_own_minor", move.refused.own.minor()}});
  }
  tx.Run(kInsertDecisions, contract.organisation, contract.contract, FormatDay(decided_on), decided_by,
         rows.dump());
  tx.Run(kPostDecisions, contract.organisation, contract.contract, NumbersLiteral(numbers));
  tx.Run(kMoveLines, contract.organisation, contract.contract, moves.dump());
  if (lines.limited) ReleaseLimits(tx, contract, outcome.lines);
  tx.Run(kReleaseDocuments, contract.organisation, contract.contract, NumbersLiteral(numbers));
  if (!lines.simplified.empty()) {
    tx.Run(kSettleSimplified, contract.organisation, contract.contract, NumbersLiteral(numbers));
  }
}

}  // namespace tranche::budgets::store
