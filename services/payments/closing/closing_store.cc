// SPDX-License-Identifier: EUPL-1.2
#include "payments/closing/closing_store.h"

#include <stdexcept>

#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::payments::closing::store {
namespace {

constexpr pg::Statement kLoad{"closing.load", R"sql(
  select closed_on::text, coalesce(closed_by, '') as closed_by, closing_reference, closings, reopening_reason
    from contract where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kSave{"closing.save", R"sql(
  update contract
     set closed_on = $3::date, closed_by = $4, closing_reference = $5, closings = $6, reopening_reason = $7,
         closed_recorded_at = case when $3::date is null then null else now() end
   where organisation_id = $1 and contract_id = $2)sql"};

// Money that came: it is to be a payment. By the index of what is not explained; the number stands in
// the text as it was typed, or folded.
constexpr pg::Statement kLoadUnexplained{"closing.load_unexplained", R"sql(
  select entry.entry_number, entry.currency,
         abs(entry.amount_minor) - entry.matched_minor - entry.explained_minor as left_minor
    from contract
    join bank_entry as entry
      on entry.organisation_id = contract.organisation_id
         and (entry.matched_minor + entry.explained_minor >= abs(entry.amount_minor)) = false
         and entry.amount_minor > 0
         and (position(upper(contract.number) in upper(entry.remittance)) > 0
              or position(contract.contract_id in upper(entry.remittance)) > 0)
   where contract.organisation_id = $1 and contract.contract_id = $2
   order by entry.entry_number)sql"};

constexpr pg::Statement kLastSettledOn{"closing.last_settled_on", R"sql(
  select max(settled_on)::text as settled_on
    from (select paid_on from payment as p
           where organisation_id = $1 and contract_id = $2
                 and not exists (select from payment_annulment as a
                                  where a.organisation_id = p.organisation_id and a.contract_id = p.contract_id
                                        and a.payment_id = p.payment_id)
           union all
          select deducted_on from debt_offset where organisation_id = $1 and contract_id = $2
           union all
          select taken_back_on from debt_offset_reversal where organisation_id = $1 and contract_id = $2)
      as part (settled_on))sql"};

#define TO_TELL                                                                           \
  "select organisation_id, contract_id, closed_on::text, "                                \
  "2 * closings - case when closed_on is null then 0 else 1 end as number from contract " \
  "where closing_told < 2 * closings - case when closed_on is null then 0 else 1 end "

constexpr pg::Statement kFindToTell{"closing.find_to_tell",
                                    TO_TELL "and organisation_id = $1 and contract_id = $2"};
constexpr pg::Statement kListToTell{"closing.list_to_tell",
                                    TO_TELL "order by organisation_id, contract_id limit 100"};

constexpr pg::Statement kSaveTold{"closing.save_told", R"sql(
  update contract set closing_told = $3::integer
   where organisation_id = $1 and contract_id = $2 and closing_told < $3::integer)sql"};

#define BUDGET_STEP                                                                           \
  "select organisation_id, contract_id, budget_step, budget_step_closes, budget_step_heard, " \
  "closed_on::text, extract(epoch from now() - budget_step_at)::bigint as age_s from contract "

constexpr pg::Statement kLoadBudgetStep{"closing.load_budget_step",
                                        BUDGET_STEP "where organisation_id = $1 and contract_id = $2"};

constexpr pg::Statement kListBudgetSteps{"closing.list_budget_steps", BUDGET_STEP R"sql(
   where (budget_step_heard < budget_step or budget_step_closes <> (closed_on is not null))
         and (budget_step_closes = (closed_on is not null)
              or budget_step_at < now() - $1::bigint * interval '1 second')
   order by organisation_id, contract_id limit 100)sql"};

constexpr pg::Statement kBeginBudgetStep{"closing.begin_budget_step", R"sql(
  update contract set budget_step = budget_step + 1, budget_step_closes = $3, budget_step_at = now()
   where organisation_id = $1 and contract_id = $2 returning budget_step)sql"};

constexpr pg::Statement kSaveBudgetHeard{"closing.save_budget_heard", R"sql(
  update contract set budget_step_heard = $3
   where organisation_id = $1 and contract_id = $2 and budget_step_heard < $3 and budget_step >= $3)sql"};

BudgetStep BudgetStepOf(const pqxx::row& row) {
  BudgetStep step{.organisation = row["organisation_id"].as<std::string>(),
                  .contract_id = row["contract_id"].as<std::string>(),
                  .number = row["budget_step"].as<int64_t>(),
                  .closes = row["budget_step_closes"].as<bool>(),
                  .heard = row["budget_step_heard"].as<int64_t>(),
                  .closed_on = std::nullopt,
                  .age = absl::Seconds(row["age_s"].as<int64_t>())};
  if (!row["closed_on"].is_null()) step.closed_on = convert::DayFromRow(row, "closed_on");
  return step;
}

std::vector<ToTell> ToTellFrom(const pqxx::result& rows) {
  std::vector<ToTell> all;
  for (const pqxx::row& row : rows) {
    ToTell one{.organisation = row["organisation_id"].as<std::string>(),
               .contract_id = row["contract_id"].as<std::string>(),
               .number = row["number"].as<int64_t>(),
               .closed_on = std::nullopt};
    if (!row["closed_on"].is_null()) one.closed_on = convert::DayFromRow(row, "closed_on");
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

std::optional<ToTell> FindToTell(pg::Tx& tx, const std::string& organisation,
                                 const std::string& contract_id) {
  std::vector<ToTell> found = ToTellFrom(tx.Run(kFindToTell, organisation, contract_id));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<ToTell> ListToTell(pg::Tx& tx) { return ToTellFrom(tx.Run(kListToTell)); }

void SaveTold(pg::Tx& tx, const ToTell& told) {
  tx.Run(kSaveTold, told.organisation, told.contract_id, told.number);
}

BudgetStep LoadBudgetStep(pg::Tx& tx, const std::string& organisation, const std::string& contract_id) {
  return BudgetStepOf(tx.Run(kLoadBudgetStep, organisation, contract_id).at(0));
}

int64_t BeginBudgetStep(pg::Tx& tx, const Contract& contract, bool closes) {
  return tx.Run(kBeginBudgetStep, contract.organisation, contract.id, closes)
      .at(0)["budget_step"]
      .as<int64_t>();
}

void SaveBudgetHeard(pg::Tx& tx, const std::string& organisation, const std::string& contract_id,
                     int64_t number) {
  tx.Run(kSaveBudgetHeard, organisation, contract_id, number);
}

std::vector<BudgetStep> ListBudgetSteps(pg::Tx& tx, absl::Duration taking) {
  std::vector<BudgetStep> steps;
  for (const pqxx::row& row : tx.Run(kListBudgetSteps, absl::ToInt64Seconds(taking))) {
    steps.push_back(BudgetStepOf(row));
  }
  return steps;
}

Standing Load(pg::Tx& tx, const Contract& contract) {
  const pqxx::result rows = tx.Run(kLoad, contract.organisation, contract.id);
  if (rows.empty()) throw std::runtime_error("a contract that was found is not there");
  const pqxx::row row = rows[0];
  Standing standing{.closed_on = std::nullopt,
                    .closed_by = row["closed_by"].as<std::string>(),
                    .reference = row["closing_reference"].as<std::string>(),
                    .closings = row["closings"].as<int>(),
                    .reopening_reason = row["reopening_reason"].as<std::string>()};
  if (!row["closed_on"].is_null()) standing.closed_on = convert::DayFromRow(row, "closed_on");
  return standing;
}

void Save(pg::Tx& tx, const Contract& contract, const Standing& standing) {
  std::optional<std::string> closed_on;
  std::optional<std::string> closed_by;
  if (standing.closed_on.has_value()) {
    closed_on = FormatDay(*standing.closed_on);
    closed_by = standing.closed_by;
  }
  tx.Run(kSave, contract.organisation, contract.id, closed_on, closed_by, standing.reference,
         standing.closings, standing.reopening_reason);
}

std::vector<UnexplainedEntry> LoadUnexplained(pg::Tx& tx, const Contract& contract) {
  std::vector<UnexplainedEntry> entries;
  for (const pqxx::row& row : tx.Run(kLoadUnexplained, contract.organisation, contract.id)) {
    const absl::StatusOr<Currency> currency = ParseCurrency(row["currency"].as<std::string>());
    if (!currency.ok()) throw std::runtime_error("a row holds no currency");
    entries.push_back({.number = row["entry_number"].as<int64_t>(),
                       .left = Money::Minor(row["left_minor"].as<int64_t>(), *currency)});
  }
  return entries;
}

std::optional<absl::CivilDay> LastSettledOn(pg::Tx& tx, const Contract& contract) {
  const pqxx::result rows = tx.Run(kLastSettledOn, contract.organisation, contract.id);
  if (rows[0]["settled_on"].is_null()) return std::nullopt;
  return convert::DayFromRow(rows[0], "settled_on");
}

}  // namespace tranche::payments::closing::store
