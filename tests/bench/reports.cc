// SPDX-License-Identifier: EUPL-1.2
// The reports of a contract while its costs grow to a million: both read balances and not the costs.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "approved_costs.h"
#include "budgets_of_load.h"
#include "grpc_load.h"
#include "measured.h"
#include "measurements.h"
#include "tranche/reports/v1/reports_service.grpc.pb.h"

namespace tranche::bench {
namespace {

constexpr int kLines = 20;
constexpr int kCostsOfAClaim = 300;

// A claim of the first 300 costs, decided on and paid, so that "this report" is not empty.
void AddClaim(const flow::Programs& programs) {
  const std::string key = absl::StrCat("'", load::kOrganisation, "', '", load::ContractId(1), "'");
  const std::string replica = "set session_replication_role = replica; ";
  programs.sandbox().Inspect(absl::StrCat(
      replica,
      "insert into payments.claim (organisation_id, contract_id, sequence, package_sequence, kind, "
      "state, "
      "requested_eu_minor, requested_national_minor, requested_own_minor, currency, sent_on, sent_by, "
      "sent_recorded_at, decided_on, decided_by, decided_recorded_at, approved_eu_minor, "
      "approved_national_minor, approved_own_minor, refused_eu_minor, refused_national_minor, "
      "refused_own_minor, by_correction_eu_minor, by_correction_national_minor, "
      "by_correction_own_minor, "
      "payable_eu_minor, payable_national_minor, cleared_eu_minor, cleared_national_minor) values (",
      key,
      ", 1, 1, 'INTERIM', 'ACCEPTED', 267600, 47100, 55500, 'BGN', '2018-03-01', 'owner@test', now(), "
      "'2018-06-01', 'approver@test', now(), 267600, 47100, 55500, 0, 0, 0, 0, 0, 0, 267600, 47100, 0, "
      "0)"));
  programs.sandbox().Inspect(absl::StrCat(
      replica,
      "insert into payments.claim_cost (organisation_id, contract_id, sequence, cost_id, paid_on, "
      "place, "
      "requested_eu_minor, requested_national_minor, requested_own_minor, first_cost_id) select ",
      key, ", 1, n::text, '2018-02-02', n, 892, 157, 185, n::text from generate_series(1, ",
      kCostsOfAClaim, ") as n"));
}

}  // namespace

void MeasureReports(const Options& options) {
  const flow::Programs programs({.roles = "", .gateway = false, .examples = false});
  load::MakeBudget(programs, 1, kLines, 100'000'000'000);
  AddClaim(programs);
  const auto stub = reports::v1::ReportsService::NewStub(
      grpc::CreateChannel(programs.server(), grpc::InsecureChannelCredentials()));
  GrpcLoad<reports::v1::BudgetVsActual> budget(
      programs.Token("owner"),
      [&](grpc::ClientContext* context, grpc::CompletionQueue* queue, int64_t) {
        reports::v1::GetBudgetVsActualRequest request;
        request.set_parent(load::ContractName(1));
        return stub->AsyncGetBudgetVsActual(context, request, queue);
      });
  GrpcLoad<reports::v1::MoneyReport> money(
      programs.Token("owner"),
      [&](grpc::ClientContext* context, grpc::CompletionQueue* queue, int64_t) {
        reports::v1::GetMoneyReportRequest request;
        request.set_parent(load::ContractName(1));
        return stub->AsyncGetMoneyReport(context, request, queue);
      });
  std::vector<std::vector<std::string>> rows = {
      {"costs", "budget/s", "p50 ms", "p99 ms", "money/s", "p50 ms", "p99 ms"}};
  int64_t there = 0;
  for (int64_t costs = std::min<int64_t>(10'000, options.rows_max); costs <= options.rows_max;
       costs *= 10) {
    if (costs > 10'000 && costs < options.rows_max) continue;  // The goal names the two ends.
    AddApprovedCosts(programs, 1, kLines, there + 1, costs);
    programs.sandbox().Inspect("vacuum analyze");
    there = costs;
    const std::vector<Measured> medians =
        Alternate(options.rounds, {[&] { return budget.Run(1, options.seconds); },
                                   [&] { return money.Run(1, options.seconds); }});
    std::vector<std::string> row = {absl::StrCat(costs)};
    for (const Measured& measured : medians) {
      row.insert(row.end(), {Shown(measured.per_second, 0), Shown(measured.p50_us / 1000, 2),
                             Shown(measured.p99_us / 1000, 2)});
    }
    rows.push_back(std::move(row));
  }
  PrintTable("Reports of a contract with 20 lines, one caller", rows);
}

}  // namespace tranche::bench
