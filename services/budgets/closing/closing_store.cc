// SPDX-License-Identifier: EUPL-1.2
#include "budgets/closing/closing_store.h"

#include <stdexcept>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "platform/calendar/civil.h"
#include "platform/convert/rows.h"

namespace tranche::budgets::store {
namespace {

constexpr pg::Statement kLoadMoneyClosing{"budgets.closing.load", R"sql(
  select closing_number, closed_on::text from contract where organisation_id = $1 and contract_id = $2)sql"};

constexpr pg::Statement kClosedOn{"budgets.closing.closed_on", R"sql(
  select closed_on::text from contract where organisation_id = $1 and contract_id = $2 for share)sql"};

constexpr pg::Statement kFollowMoneyClosing{"budgets.closing.follow",
                                            "select follow_money_closing($1, $2, $3, $4::date, $5)"};

// A line without anything reserved has no such cost, so most contracts are answered by their lines.
constexpr pg::Statement kFindReserved{"budgets.closing.find_reserved", R"sql(
  select count(*) as reserved_count,
         coalesce(sum(coalesce(restated.claimed_eu_minor + restated.claimed_national_minor
                               + restated.claimed_own_minor, cost.claimed_minor)), 0)::bigint as claimed_minor,
         array_to_string((array_agg(cost.cost_number order by cost.cost_number))[1:10], ',') as first_numbers
    from cost
    left join restated_cost as restated using (organisation_id, contract_id, cost_number)
   where cost.organisation_id = $1 and cost.contract_id = $2
         and exists (select from line
                      where line.organisation_id = $1 and line.contract_id = $2
                            and reserved_eu_minor + reserved_national_minor + reserved_own_minor > 0)
         and not exists (select from cost_decision as decision
                          where decision.organisation_id = $1 and decision.contract_id = $2
                                and decision.cost_number = cost.cost_number))sql"};

}  // namespace

MoneyClosing LoadMoneyClosing(pg::Tx& tx, const Contract& contract) {
  const pqxx::result rows = tx.Run(kLoadMoneyClosing, contract.organisation, contract.contract);
  MoneyClosing closing{.number = rows.at(0)["closing_number"].as<int64_t>(), .closed_on = std::nullopt};
  if (!rows[0]["closed_on"].is_null()) closing.closed_on = convert::DayFromRow(rows[0], "closed_on");
  return closing;
}

void FollowMoneyClosing(pg::Tx& tx, const Contract& contract, int64_t number,
                        std::optional<absl::CivilDay> closed_on, bool is_closed) {
  std::optional<std::string> day;
  if (closed_on.has_value()) day = FormatDay(*closed_on);
  tx.Run(kFollowMoneyClosing, contract.organisation, contract.contract, number, day, is_closed);
}

std::optional<absl::CivilDay> ClosedOn(pg::Tx& tx, const Contract& contract) {
  const pqxx::result rows = tx.Run(kClosedOn, contract.organisation, contract.contract);
  if (rows.at(0)["closed_on"].is_null()) return std::nullopt;
  return convert::DayFromRow(rows[0], "closed_on");
}

ReservedCosts FindReserved(pg::Tx& tx, const Contract& contract) {
  const pqxx::row row = tx.Run(kFindReserved, contract.organisation, contract.contract).at(0);
  ReservedCosts reserved{.count = row["reserved_count"].as<int>(),
                         .claimed_minor = row["claimed_minor"].as<int64_t>(),
                         .first = {}};
  if (row["first_numbers"].is_null()) return reserved;
  const std::string numbers = row["first_numbers"].as<std::string>();
  for (const absl::string_view number : absl::StrSplit(numbers, ',', absl::SkipEmpty())) {
    int64_t& one = reserved.first.emplace_back(0);
    if (!absl::SimpleAtoi(number, &one)) throw std::runtime_error("a cost has no number");
  }
  return reserved;
}

}  // namespace tranche::budgets::store
