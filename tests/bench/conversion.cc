// SPDX-License-Identifier: EUPL-1.2
// The conversion of a contract to euro while its costs grow: what each cost takes stays the same, also
// when nobody has analysed the tables since the costs were written.
#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "approved_costs.h"
#include "budgets_of_load.h"
#include "measured.h"
#include "measurements.h"

namespace tranche::bench {
namespace {

constexpr int kLines = 20;
constexpr absl::Duration kPatience = absl::Minutes(6);

// The contract as payments keeps it, with claims of all of its costs.
void AddContract(const flow::Programs& programs, int contract, int64_t costs) {
  programs.sandbox().Inspect(absl::StrCat(
      "set session_replication_role = replica; "
      "insert into payments.contract (organisation_id, contract_id, number, procedure, concluded_on, "
      "starts_on, amount_eu_minor, amount_national_minor, amount_own_minor, currency, version) "
      "select organisation_id, contract_id, number, '', starts_on, starts_on, amount_eu_minor, "
      "amount_national_minor, amount_own_minor, 'BGN', 1 from budgets.contract where contract_id = '",
      load::ContractId(contract), "'"));
  AddAcceptedClaims(programs, contract, costs);
}

// What proposals tells its followers when a contract is converted.
void Tell(const flow::Programs& programs, int contract) {
  const std::string money =
      "jsonb_build_object('amount', to_char(p / 100.0, 'FM99999999999990.00'), "
      "'currency', currency)";
  programs.sandbox().Inspect(absl::StrCat(
      "with amount as (select contract_id, amount_eu_minor as eu, amount_national_minor as national, "
      "amount_own_minor as own from budgets.contract where contract_id = '",
      load::ContractId(contract),
      "'), side as (select 'before' as name, 'BGN' as currency, eu, national, own from amount union "
      "all "
      "select 'after', 'EUR', budgets.to_euro(eu), budgets.to_euro(national), budgets.to_euro(own) "
      "from amount), shown as (select name, (select jsonb_object_agg(part, ",
      money,
      ") from (values ('eu', eu), ('national', national), ('own', own), ('grant', eu + national), "
      "('total', eu + national + own)) as v (part, p)) as parts from side) "
      "insert into proposals.event (organisation_id, type, subject, payload) select '",
      load::kOrganisation, "', 'tranche.proposals.v1.ContractRedenominated', '",
      load::ContractName(contract),
      "', jsonb_build_object('redenomination', jsonb_object_agg(name, parts) || "
      "jsonb_build_object('contract', '",
      load::ContractName(contract),
      "', 'version', 1, 'rate', '1.95583', 'convertedOn', '2026-01-01', 'legalSource', '-')) from "
      "shown"));
}

// From the beginning of the service's transaction until others see what it did.
double SecondsOf(const flow::Programs& programs, const std::string& began, int contract) {
  const std::string question = absl::StrCat("select extract(epoch from clock_timestamp() - ", began,
                                            ") from ", began.substr(0, began.rfind('.')),
                                            " where contract_id = '", load::ContractId(contract), "'");
  for (const absl::Time deadline = absl::Now() + kPatience; absl::Now() < deadline;) {
    const pqxx::result rows = programs.sandbox().Inspect(question);
    if (!rows.empty()) return rows[0][0].as<double>();
  }
  throw std::runtime_error(absl::StrCat("not converted: ", began));
}

}  // namespace

void MeasureConversion(const Options& options) {
  const flow::Programs programs({.roles = "", .gateway = false, .examples = false});
  std::vector<std::vector<std::string>> rows = {
      {"costs", "budgets s", "ms for each cost", "payments s", "ms for each cost"}};
  int contract = 0;
  for (const int64_t costs : {2'000, 20'000, 40'000, 200'000}) {
    if (costs > options.rows_max && contract > 0) break;
    load::MakeBudget(programs, ++contract, kLines, 100'000'000'000);
    AddApprovedCosts(programs, contract, kLines, 1, std::min(costs, options.rows_max));
    AddContract(programs, contract, std::min(costs, options.rows_max));
    Tell(programs, contract);
    std::vector<std::string> row = {absl::StrCat(std::min(costs, options.rows_max))};
    // The two follow at the same time.
    for (const char* began :
         {"budgets.redenomination.recorded_at", "payments.redenomination.recorded_at"}) {
      const double seconds = SecondsOf(programs, began, contract);
      row.push_back(Shown(seconds, 2));
      row.push_back(Shown(1000 * seconds / static_cast<double>(std::min(costs, options.rows_max)), 3));
    }
    rows.push_back(std::move(row));
  }
  PrintTable("Conversion of a contract to euro right after its costs were written", rows);
}

}  // namespace tranche::bench
