// SPDX-License-Identifier: EUPL-1.2
#include "budgets/particulars/particulars_store.h"

namespace tranche::budgets::store {
namespace {

// What each cost of the contract counts for now: what is reserved of it until it is decided on, and
// what was approved.
#define COUNTED                                                                                     \
  "with counted as materialized (select c.cost_number, case when d.cost_number is null then "       \
  "coalesce(x.claimed_eu_minor + x.claimed_national_minor + x.claimed_own_minor, c.claimed_minor) " \
  "else 0 end as reserved, case when d.cost_number is null then 0 when x.decided then "             \
  "x.approved_eu_minor + x.approved_national_minor + x.approved_own_minor else "                    \
  "d.approved_eu_minor + d.approved_national_minor + d.approved_own_minor end as approved "         \
  "from cost as c left join cost_decision as d on d.organisation_id = c.organisation_id and "       \
  "d.contract_id = c.contract_id and d.cost_number = c.cost_number left join restated_cost as x "   \
  "on x.organisation_id = c.organisation_id and x.contract_id = c.contract_id and "                 \
  "x.cost_number = c.cost_number where c.organisation_id = $1 and c.contract_id = $2) "

// Half up of the cumulative share: (2 * until * whole + sum) / (2 * sum), as in InProportion.
constexpr pg::Statement kByActivity{"budgets.sum_by_activity", COUNTED R"sql(,
  share as (
    select a.activity, k.reserved, k.approved,
           sum(a.amount_minor) over (partition by a.cost_number) as whole,
           sum(a.amount_minor) over (partition by a.cost_number order by a.place) as until,
           sum(a.amount_minor) over (partition by a.cost_number order by a.place) - a.amount_minor as before
      from counted as k
      join cost_activity as a
        on a.organisation_id = $1 and a.contract_id = $2 and a.cost_number = k.cost_number
  ), part as (
    select activity,
           div(2 * until * reserved + whole, 2 * whole) - div(2 * before * reserved + whole, 2 * whole) as reserved,
           div(2 * until * approved + whole, 2 * whole) - div(2 * before * approved + whole, 2 * whole) as approved
      from share
     union all
    select '', k.reserved, k.approved
      from counted as k
     where not exists (select from cost_activity as a
                        where a.organisation_id = $1 and a.contract_id = $2 and a.cost_number = k.cost_number)
  )
  select activity as key, count(*) as costs, sum(reserved)::bigint as reserved, sum(approved)::bigint as approved
    from part group by activity order by activity = '', activity collate "C")sql"};

constexpr pg::Statement kByIssuer{"budgets.sum_by_issuer", COUNTED R"sql(
  select coalesce(q.issuer_kind, '') as key, count(*) as costs, sum(k.reserved)::bigint as reserved,
         sum(k.approved)::bigint as approved
    from counted as k
    left join cost_particulars as q
      on q.organisation_id = $1 and q.contract_id = $2 and q.cost_number = k.cost_number
   group by 1)sql"};

constexpr pg::Statement kByFlag{"budgets.sum_by_flag", COUNTED R"sql(
  select f.flag as key, count(*) as costs, sum(k.reserved)::bigint as reserved, sum(k.approved)::bigint as approved
    from counted as k
    join cost_particulars as q
      on q.organisation_id = $1 and q.contract_id = $2 and q.cost_number = k.cost_number
   cross join lateral unnest(q.flags) as f (flag)
   group by 1)sql"};

std::vector<ToldSum> SumsOf(const pqxx::result& rows) {
  std::vector<ToldSum> sums;
  for (const pqxx::row& row : rows) {
    sums.push_back({.key = row["key"].as<std::string>(),
                    .costs = row["costs"].as<int64_t>(),
                    .reserved_minor = row["reserved"].as<int64_t>(),
                    .approved_minor = row["approved"].as<int64_t>()});
  }
  return sums;
}

}  // namespace

std::vector<ToldSum> SumByActivity(pg::Tx& tx, const Contract& contract) {
  return SumsOf(tx.Run(kByActivity, contract.organisation, contract.contract));
}

std::vector<ToldSum> SumByIssuer(pg::Tx& tx, const Contract& contract) {
  return SumsOf(tx.Run(kByIssuer, contract.organisation, contract.contract));
}

std::vector<ToldSum> SumByFlag(pg::Tx& tx, const Contract& contract) {
  return SumsOf(tx.Run(kByFlag, contract.organisation, contract.contract));
}

}  // namespace tranche::budgets::store
