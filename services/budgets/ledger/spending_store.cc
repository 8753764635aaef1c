// SPDX-License-Identifier: EUPL-1.2
#include "budgets/ledger/spending_store.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "budgets/budgets_convert.h"
#include "platform/calendar/civil.h"
#include "platform/convert/money.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

using convert::Text;

constexpr pg::Statement kInsertPlan{"budgets.insert_plan", R"sql(
  insert into spending_plan (organisation_id, contract_id, plan_version, reason, recorded_by)
  select $1, $2, coalesce(max(plan_version), 0) + 1, $3, $4
    from spending_plan where organisation_id = $1 and contract_id = $2
  returning plan_version, (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us)sql"};

constexpr pg::Statement kInsertQuarters{"budgets.insert_plan_quarters", R"sql(
  insert into spending_plan_quarter (organisation_id, contract_id, plan_version, line_code, year, quarter,
                                     amount_minor, currency)
  select $1, $2, $3, line, year, quarter, amount_minor, $4
    from jsonb_to_recordset($5::jsonb) as given (line text, year integer, quarter integer, amount_minor bigint))sql"};

constexpr pg::Statement kFindPlan{"budgets.find_plan", R"sql(
  select plan_version, reason, recorded_by,
         (extract(epoch from recorded_at) * 1000000)::bigint as recorded_at_us
    from spending_plan
   where organisation_id = $1 and contract_id = $2 and $3 in (0, plan_version)
   order by plan_version desc
   limit 1)sql"};

constexpr pg::Statement kPlanQuarters{"budgets.plan_quarters", R"sql(
  select line_code, year, quarter, amount_minor, currency
    from spending_plan_quarter
   where organisation_id = $1 and contract_id = $2 and plan_version = $3
   order by string_to_array(nullif(line_code, ''), '.')::numeric[] nulls first, year, quarter)sql"};

constexpr pg::Statement kLoadUse{"budgets.load_use", R"sql(
  select line_code, extract(year from valid_on)::integer as year,
         extract(quarter from valid_on)::integer as quarter, currency,
         sum((eu_minor + national_minor + own_minor)
             * ((debit in ('reserved', 'spent'))::integer - (credit in ('reserved', 'spent'))::integer))::bigint
           as total_minor,
         sum((eu_minor + national_minor)
             * ((debit in ('reserved', 'spent'))::integer - (credit in ('reserved', 'spent'))::integer))::bigint
           as grant_minor
    from posting_now
   where organisation_id = $1 and contract_id = $2 and cost_number is not null and valid_on <= $3::date
   group by line_code, 2, 3, currency
   order by 2, 3, line_code)sql"};

}  // namespace

v1::SpendingPlan InsertPlan(pg::Tx& tx, const Contract& contract, const v1::SpendingPlan& plan,
                            absl::Span<const PlannedQuarter> quarters, const std::string& recorded_by) {
  const pqxx::result rows =
      tx.Run(kInsertPlan, contract.organisation, contract.contract, plan.reason(), recorded_by);
  const int version = rows[0]["plan_version"].as<int>();
  nlohmann::json items = nlohmann::json::array();
  for (const PlannedQuarter& planned : quarters) {
    items.push_back({{"line", planned.line},
                     {"year", planned.quarter.year},
                     {"quarter", planned.quarter.quarter},
                     {"amount_minor", planned.amount.minor()}});
  }
  tx.Run(kInsertQuarters, contract.organisation, contract.contract, version,
         std::string(CurrencyCode(contract.amount.eu.currency())), items.dump());
  return *FindPlan(tx, contract, version);
}

std::optional<v1::SpendingPlan> FindPlan(pg::Tx& tx, const Contract& contract, int version) {
  const pqxx::result rows = tx.Run(kFindPlan, contract.organisation, contract.contract, version);
  if (rows.empty()) return std::nullopt;
  v1::SpendingPlan plan;
  plan.set_name(absl::StrCat(ContractName(contract.organisation, contract.contract), "/spendingPlan"));
  plan.set_version(rows[0]["plan_version"].as<int>());
  plan.set_reason(Text(rows[0], "reason"));
  plan.set_recorded_by(Text(rows[0], "recorded_by"));
  *plan.mutable_recorded_at() = TimestampOf(rows[0]["recorded_at_us"].as<int64_t>());
  const pqxx::result quarters =
      tx.Run(kPlanQuarters, contract.organisation, contract.contract, plan.version());
  // A version of before the conversion stays in lev.
  Money total =
      Money::Zero(quarters.empty() ? contract.amount.eu.currency()
                                   : convert::MoneyFromRow(quarters[0], "amount_minor").currency());
  for (const pqxx::row& row : quarters) {
    const Money amount = convert::MoneyFromRow(row, "amount_minor");
    v1::PlannedQuarter* planned = plan.add_quarters();
    planned->set_line(Text(row, "line_code"));
    planned->set_year(row["year"].as<int>());
    planned->set_quarter(row["quarter"].as<int>());
    *planned->mutable_amount() = convert::ToProto(amount);
    const absl::StatusOr<Money> sum = Add(total, amount);
    if (!sum.ok()) throw std::runtime_error("the quarters of a plan do not fit");
    total = *sum;
  }
  *plan.mutable_total() = convert::ToProto(total);
  return plan;
}

std::vector<QuarterUse> LoadUse(pg::Tx& tx, const Contract& contract, absl::CivilDay until) {
  std::vector<QuarterUse> uses;
  for (const pqxx::row& row :
       tx.Run(kLoadUse, contract.organisation, contract.contract, FormatDay(until))) {
    uses.push_back({.line = Text(row, "line_code"),
                    .quarter = {.year = row["year"].as<int>(), .quarter = row["quarter"].as<int>()},
                    .total = convert::MoneyFromRow(row, "total_minor"),
                    .grant = convert::MoneyFromRow(row, "grant_minor")});
  }
  return uses;
}

}  // namespace tranche::budgets::store
