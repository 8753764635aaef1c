// SPDX-License-Identifier: EUPL-1.2
#include "measurements.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "measured.h"
#include "peers.h"
#include "platform/convert/page.h"
#include "recording.h"
#include "tranche/access/v1/access_service.grpc.pb.h"

namespace tranche::bench {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string Ratio(double ours, double other) { return Shown(other == 0 ? 0 : ours / other, 2); }

std::string Milliseconds(double us) { return Shown(us / 1000, 2); }

Rows Head(const std::string& first, const std::string& ours, const std::string& limit) {
  return {{first, ours + "/s", limit + "/s", "ratio", "p50 " + ours + " ms", "p50 " + limit + " ms",
           "p99 " + ours + " ms", "p99 " + limit + " ms"}};
}

std::vector<std::string> Row(const std::string& first, const Measured& ours, const Measured& limit) {
  return {first,
          Shown(ours.per_second, 0),
          Shown(limit.per_second, 0),
          Ratio(ours.per_second, limit.per_second),
          Milliseconds(ours.p50_us),
          Milliseconds(limit.p50_us),
          Milliseconds(ours.p99_us),
          Milliseconds(limit.p99_us)};
}

// Microseconds of a process for each call of a run.
double ProcessorTimePerCall_us(pid_t process, double seconds, const std::function<Measured()>& run) {
  const double before = ProcessorTime_us(process);
  const Measured measured = run();
  return (ProcessorTime_us(process) - before) / (measured.per_second * seconds);
}

}  // namespace

void MeasureRecording(const Options& options) {
  Recording recording(kContracts, kLines, /*gateway=*/false, options.connections);
  Rows rows = Head("in flight", "gRPC", "pgbench");
  double most = 0;
  double ours_at_32 = 0;
  for (const int in_flight : {1, 8, 32}) {
    const std::vector<Measured> medians =
        Alternate(options.rounds, {[&] { return recording.Pgbench(in_flight, options.seconds); },
                                   [&] { return recording.Grpc(in_flight, options.seconds); }});
    rows.push_back(Row(absl::StrCat(in_flight), medians[1], medians[0]));
    if (in_flight == 1) {
      // A backend that waits between two calls is a cold one: the same for pgbench.
      rows.push_back(Row("1, as often", medians[1], Alternate(options.rounds, {[&] {
                                                                return recording.Pgbench(
                                                                    1, options.seconds,
                                                                    medians[1].per_second);
                                                              }})[0]));
    }
    most = std::max(most, medians[0].per_second);
    ours_at_32 = medians[1].per_second;
  }
  PrintTable("Recording a cost, over 200 contracts with 5 lines each", rows);
  const double cost_us = ProcessorTimePerCall_us(recording.programs().tranched(), options.seconds,
                                                 [&] { return recording.Grpc(32, options.seconds); });
  std::printf(
      "gRPC at 32 in flight beside pgbench at its best: %s; tranched uses %.0f µs of processor a "
      "cost\n",
      Ratio(ours_at_32, most).c_str(), cost_us);
}

void MeasureOneLine(const Options& options) {
  Recording recording(1, 1, /*gateway=*/false, options.connections);
  Rows rows = Head("in flight", "gRPC", "pgbench");
  for (const int in_flight : {8, 32}) {
    const std::vector<Measured> medians =
        Alternate(options.rounds, {[&] { return recording.Pgbench(in_flight, options.seconds); },
                                   [&] { return recording.Grpc(in_flight, options.seconds); }});
    rows.push_back(Row(absl::StrCat(in_flight), medians[1], medians[0]));
  }
  PrintTable("Recording a cost, all on one line", rows);
}

void MeasureGateway(const Options& options) {
  Recording recording(kContracts, kLines, /*gateway=*/true, options.connections);
  const flow::Programs& programs = recording.programs();
  const auto stub = access::v1::AccessService::NewStub(
      grpc::CreateChannel(programs.server(), grpc::InsecureChannelCredentials()));
  GrpcLoad<access::v1::WhoAmIResponse> who(
      programs.Token("owner"),
      [&](grpc::ClientContext* context, grpc::CompletionQueue* queue, int64_t) {
        return stub->AsyncWhoAmI(context, access::v1::WhoAmIRequest(), queue);
      });
  Rows rows = Head("32 in flight", "HTTP", "gRPC");
  std::vector<Measured> medians =
      Alternate(options.rounds, {[&] { return recording.Grpc(32, options.seconds); },
                                 [&] { return recording.Wrk(32, options.seconds); }});
  rows.push_back(Row("POST of a cost", medians[1], medians[0]));
  medians = Alternate(
      options.rounds,
      {[&] { return who.Run(32, options.seconds); },
       [&] { return RunWrk(programs, BENCH_FOLDER "/me.lua", "/v1/me", 32, options.seconds); }});
  rows.push_back(Row("GET /v1/me", medians[1], medians[0]));
  PrintTable("The gateway beside gRPC without it", rows);
}

namespace {

constexpr int kPageSize = 50;

// Adds costs numbered from `from` to `to` to contract 1 without their postings and events.
void AddCosts(const flow::Programs& programs, int64_t from, int64_t to) {
  programs.sandbox().Inspect(absl::StrCat(
      "set session_replication_role = replica; insert into budgets.cost select 'sopot', '",
      load::ContractId(1), "', n, '1', 'INVOICE', 'F-' || n, 'F-' || n, 'Социални услуги ЕООД', ",
      "'COЦИAЛHИ УCЛУГИ EOOД', 0, '2018-02-01', '2018-02-02', 1234, 1234, 892, 157, 185, 1000000, "
      "'BGN', '[]', ",
      "now() from generate_series(", from, "::bigint, ", to, ") as n"));
  programs.sandbox().Inspect("vacuum analyze budgets.cost");
}

}  // namespace

void MeasurePages(const Options& options) {
  const flow::Programs programs({.roles = "", .gateway = false, .examples = false});
  load::MakeBudget(programs, 1, 1, 1'000'000);
  const auto stub = load::Connect(programs);
  Rows rows = Head("rows, page", "gRPC", "pgbench");
  int64_t there = 0;
  for (int64_t rows_now = std::min<int64_t>(10'000, options.rows_max); rows_now <= options.rows_max;
       rows_now *= 10) {
    AddCosts(programs, there + 1, rows_now);
    there = rows_now;
    for (const int64_t last : {int64_t{0}, rows_now - 2 * kPageSize}) {
      const std::string list = "budgets.costs " + load::ContractName(1);
      GrpcLoad<budgets::v1::ListCostsResponse> pages(
          programs.Token("owner"),
          [&](grpc::ClientContext* context, grpc::CompletionQueue* queue, int64_t number) {
            budgets::v1::ListCostsRequest request;
            request.set_parent(load::ContractName(1));
            request.set_page_size(kPageSize);
            // Scattered over the list, by a prime.
            if (last > 0) {
              request.set_page_token(
                  convert::MakePageToken(list, {absl::StrCat(number * 7919 % last)}));
            }
            return stub->AsyncListCosts(context, request, queue);
          });
      const PgbenchRun limit{.role = "budgets",
                             .script = BENCH_FOLDER "/list_costs.pgbench",
                             .variables = {{"organisation", load::kOrganisation},
                                           {"contract", load::ContractId(1)},
                                           {"last", absl::StrCat(last)},
                                           {"limit", absl::StrCat(kPageSize + 1)}},
                             .settings = "-c tranche.organisations={sopot}",
                             .clients = 8,
                             .seconds = options.seconds};
      const std::vector<Measured> medians = Alternate(
          options.rounds,
          {[&] { return RunPgbench(programs, limit); }, [&] { return pages.Run(8, options.seconds); }});
      rows.push_back(
          Row(absl::StrCat(rows_now, last == 0 ? ", first" : ", any"), medians[1], medians[0]));
    }
  }
  PrintTable("A page of 50 costs, 8 in flight", rows);
}

void MeasureMemory(const Options& options) {
  Rows rows = {{"process", "at rest MB", "after a load MB"}};
  {
    Recording recording(kContracts, kLines, /*gateway=*/true, options.connections);
    const flow::Programs fresh({.roles = "", .gateway = true, .examples = false});
    recording.Grpc(32, options.seconds);
    recording.Wrk(32, options.seconds);
    const auto row = [&](const std::string& name, pid_t rest, pid_t loaded) {
      rows.push_back({name, Shown(Memory_MB(rest, "VmRSS"), 1), Shown(Memory_MB(loaded, "VmHWM"), 1)});
    };
    row("tranched, all roles", fresh.tranched(), recording.programs().tranched());
    row("gateway", fresh.gateway(), recording.programs().gateway());
  }
  for (const char* role : {"access", "documents", "reference", "plans", "proposals", "budgets",
                           "staffing", "payments", "timelines", "reports"}) {
    const flow::Programs alone({.roles = role, .gateway = false, .examples = false});
    rows.push_back(
        {absl::StrCat("tranched, ", role), Shown(Memory_MB(alone.tranched(), "VmRSS"), 1), "–"});
  }
  PrintTable("Resident memory", rows);
}

}  // namespace tranche::bench
