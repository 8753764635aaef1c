// SPDX-License-Identifier: EUPL-1.2
#include "recording.h"

#include <google/protobuf/util/json_util.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "absl/strings/str_cat.h"

namespace tranche::bench {
namespace {

using budgets::v1::Cost;
using load::CostOf;

constexpr int64_t kEndlessCap_minor = 100'000'000'000;
constexpr int64_t kAmount_minor = 1234;

// The cost as budgets sends it to the database for the evidence.
std::string JsonOfCost() {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  Cost cost = CostOf(1, 1, "pgbench-4500000000000000", kAmount_minor).cost();
  *cost.mutable_unclaimed() = cost.claimed();
  cost.set_state(budgets::v1::RESERVED);
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(cost, &json, options).ok()) {
    throw std::runtime_error("a cost has no JSON form");
  }
  return json;
}

}  // namespace

Recording::Recording(int contracts, int lines, bool gateway, int connections)
    : contracts_(contracts),
      lines_(lines),
      programs_(
          {.roles = "",
           .gateway = gateway,
           .examples = false,
           .config = absl::StrCat("roles { name: \"budgets\" connections: ", connections, " }\n")}),
      stub_(load::Connect(programs_)),
      load_(programs_.Token("owner"),
            [this](grpc::ClientContext* context, grpc::CompletionQueue* queue, int64_t number) {
              const int contract = 1 + static_cast<int>(random_() % static_cast<unsigned>(contracts_));
              const int line = 1 + static_cast<int>(random_() % static_cast<unsigned>(lines_));
              return stub_->AsyncRecordCost(
                  context, CostOf(contract, line, absl::StrCat("grpc-", number), kAmount_minor), queue);
            }) {
  for (int i = 1; i <= contracts; ++i) load::MakeBudget(programs_, i, lines, kEndlessCap_minor);
  // The plans of empty tables are bad ones, and a server that has just started has cold connections.
  Grpc(8, 1);
  programs_.sandbox().Inspect("vacuum analyze");
  Grpc(8, 0.2);
}

Measured Recording::Pgbench(int clients, double seconds, double per_second) const {
  return RunPgbench(programs_,
                    {.role = "budgets",
                     .script = BENCH_FOLDER "/record_cost.pgbench",
                     .variables = {{"contracts", absl::StrCat(contracts_)},
                                   {"lines", absl::StrCat(lines_)},
                                   {"actor", "owner@test"},
                                   {"organisations", "{sopot}"},
                                   {"organisation", load::kOrganisation},
                                   {"method", "tranche.budgets.v1.BudgetsService/RecordCost"},
                                   {"hash", "\\x" + std::string(64, 'a')},
                                   {"trace", std::string(32, 'b')},
                                   {"type", "INVOICE"},
                                   {"issuer", "Социални услуги ЕООД"},
                                   {"issuer_folded", "COЦИAЛHИ УCЛУГИ EOOД"},
                                   {"issued_on", "2018-02-01"},
                                   {"paid_on", "2018-02-02"},
                                   {"total", absl::StrCat(kAmount_minor)},
                                   {"currency", "BGN"},
                                   {"marks", "[]"},
                                   {"cost", JsonOfCost()}},
                     .clients = clients,
                     .seconds = seconds,
                     .per_second = per_second});
}

Measured Recording::Wrk(int connections, double seconds) const {
  return RunWrk(programs_, BENCH_FOLDER "/cost.lua", "/", connections, seconds);
}

double ProcessorTime_us(pid_t process) {
  std::ifstream file(absl::StrCat("/proc/", process, "/stat"));
  std::string word;
  // The name of the program, the second word, has no spaces in ours; user and system time are 14
  // and 15.
  for (int i = 0; i < 13; ++i) file >> word;
  double user = 0;
  double system = 0;
  file >> user >> system;
  return (user + system) * 1e6 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double Memory_MB(pid_t process, const std::string& which) {
  std::ifstream file(absl::StrCat("/proc/", process, "/status"));
  std::string word;
  double kilobytes = 0;
  while (file >> word) {
    if (word == which + ":" && file >> kilobytes) return kilobytes / 1024;
  }
  throw std::runtime_error(absl::StrCat("no ", which, " of process ", process));
}

}  // namespace tranche::bench
