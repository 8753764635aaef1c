// SPDX-License-Identifier: EUPL-1.2
// tranche_bench: measures, and prints tables. tests/bench/run gives it a cluster on disk.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <map>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "measurements.h"

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  using tranche::bench::Options;
  const std::map<std::string, void (*)(const Options&)> measurements = {
      {"record", tranche::bench::MeasureRecording},      {"one-line", tranche::bench::MeasureOneLine},
      {"batch", tranche::bench::MeasureBatches},         {"gateway", tranche::bench::MeasureGateway},
      {"pages", tranche::bench::MeasurePages},           {"memory", tranche::bench::MeasureMemory},
      {"seal", tranche::bench::MeasureSealing},          {"approve", tranche::bench::MeasureDecisions},
      {"package", tranche::bench::MeasurePackage},       {"reports", tranche::bench::MeasureReports},
      {"conversion", tranche::bench::MeasureConversion}, {"plans", tranche::bench::MeasurePlans},
      {"changeover", tranche::bench::MeasureChangeover}, {"import-rate", tranche::bench::MeasureImport},
  };
  Options options;
  std::vector<std::string> names;
  CLI::App app{"Measures Tranche beside pgbench on the cluster that TRANCHE_TEST_PG names"};
  app.add_option("name", names, "What to measure; everything when left out")
      ->check(CLI::IsMember(measurements));
  app.add_option("--seconds", options.seconds, "Length of each run")->capture_default_str();
  app.add_option("--rounds", options.rounds, "Runs of each load")->capture_default_str();
  app.add_option("--connections", options.connections, "Connections and workers of budgets")
      ->capture_default_str();
  app.add_option("--rows", options.rows_max, "Rows of the longest list")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  if (names.empty())
    names = {"record",     "one-line",   "batch",   "import-rate", "approve", "package", "reports",
             "conversion", "changeover", "gateway", "pages",       "memory",  "seal",    "plans"};
  try {
    for (const std::string& name : names) measurements.at(name)(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tranche_bench: %s\n", error.what());
    return 1;
  }
  return 0;
}
