// SPDX-License-Identifier: EUPL-1.2
// What the server does for a cost beside the database, part by part.
#include <benchmark/benchmark.h>
#include <google/protobuf/util/json_util.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "budgets/budgets_convert.h"
#include "budgets_of_load.h"
#include "platform/auth/token.h"
#include "platform/calendar/civil.h"
#include "platform/idempotency/idempotency.h"
#include "platform/observe/observe.h"
#include "platform/validate/validate.h"

namespace tranche {
namespace {

const budgets::v1::RecordCostRequest& Request() {
  static const auto* request =
      new budgets::v1::RecordCostRequest(load::CostOf(1, 1, "grpc-4500", 1234));
  return *request;
}

// A verifier, and so many tokens that it has to verify.
struct Tokens {
  explicit Tokens(int count) {
    const std::string folder = std::filesystem::temp_directory_path() / "tranche-parts-bench";
    std::filesystem::create_directories(folder);
    const std::string secret = folder + "/signing.key";
    const std::string open = folder + "/signing.pub";
    if (!auth::Issuer::MakeKeys(secret, open).ok()) throw std::runtime_error("no keys");
    verifier = std::make_unique<auth::Verifier>(*auth::Verifier::FromFile(open));
    const absl::StatusOr<auth::Issuer> issuer = auth::Issuer::FromFile(secret);
    for (int i = 0; i < count; ++i) {
      texts.push_back(issuer->Issue({.subject = absl::StrCat("owner-", i, "@test"),
                                     .organisations = {"lyubimets", "mineralni-bani", "sopot"},
                                     .roles = {"PROJECT_MANAGER", "FINANCE", "ADMINISTRATOR"}},
                                    now + absl::Hours(1)));
    }
    std::filesystem::remove_all(folder);
  }
  const absl::Time now = absl::Now();
  std::unique_ptr<auth::Verifier> verifier;
  std::vector<std::string> texts;
};

void VerifyTokens(benchmark::State& state) {
  const Tokens tokens(static_cast<int>(state.range(0)));
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(tokens.verifier->Verify(tokens.texts[next], tokens.now));
    next = (next + 1) % tokens.texts.size();
  }
}
// The same again and again, and more in turn than are remembered.
BENCHMARK(VerifyTokens)->Arg(1)->Arg(2000);

void CheckRequest(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(validate::Check(Request()));
}
BENCHMARK(CheckRequest);

void HashRequest(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(idempotency::HashRequest(Request()));
}
BENCHMARK(HashRequest);

void ParseCost(benchmark::State& state) {
  const absl::CivilDay today = DayInSofia(absl::Now());
  for (auto _ : state) benchmark::DoNotOptimize(budgets::ParseCost(Request().cost(), today));
}
BENCHMARK(ParseCost);

// The general way, which the recording of a cost does without (JsonOf in record_cost_store.cc).
void MessageAsJson(benchmark::State& state) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  for (auto _ : state) {
    std::string json;
    benchmark::DoNotOptimize(
        google::protobuf::util::MessageToJsonString(Request().cost(), &json, options).ok());
  }
}
BENCHMARK(MessageAsJson);

void ObserveCall(benchmark::State& state) {
  if (!observe::StartLogging("/dev/null", observe::Level::kInfo).ok())
    return state.SkipWithError("no log");
  observe::CallObserver observer;
  for (auto _ : state) {
    observer.Finished({.method = "tranche.budgets.v1.BudgetsService/RecordCost",
                       .actor = "owner@test",
                       .trace_id = "0af7651916cd43dd8448eb211c80319c",
                       .status = absl::OkStatus(),
                       .took = absl::Milliseconds(2),
                       .waited = absl::Milliseconds(1)});
  }
}
BENCHMARK(ObserveCall);

}  // namespace
}  // namespace tranche

BENCHMARK_MAIN();
