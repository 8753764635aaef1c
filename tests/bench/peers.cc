// SPDX-License-Identifier: EUPL-1.2
#include "peers.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tranche::bench {
namespace {

constexpr char kPgbench[] = "/usr/lib/postgresql/15/bin/pgbench";

// The value of a word of a libpq connection text.
std::string ValueIn(const std::string& conninfo, absl::string_view key) {
  for (const absl::string_view word : absl::StrSplit(conninfo, ' ', absl::SkipEmpty())) {
    if (absl::StartsWith(word, absl::StrCat(key, "="))) return std::string(word.substr(key.size() + 1));
  }
  throw std::runtime_error(absl::StrCat("no ", key, " in ", conninfo));
}

flow::Ran RunToTheEnd(const std::vector<std::string>& command) {
  flow::Ran ran = flow::Run(command);
  if (ran.code == 0) return ran;
  throw std::runtime_error(
      absl::StrCat(command[0], " ended with ", ran.code, ": ", ran.error, ran.out));
}

// The number after a label, "tps = 2136.5 (without …)".
double NumberAfter(const std::string& text, const std::string& label) {
  const std::size_t at = text.find(label);
  double number = 0;
  std::istringstream rest(at == std::string::npos ? "" : text.substr(at + label.size()));
  if (!(rest >> number)) throw std::runtime_error(absl::StrCat("no \"", label, "\" in: ", text));
  return number;
}

// The third word of each line of pgbench's logs is what a transaction took, in microseconds; the
// seventh, where their beginnings are paced, how much of that it waited because the one before had not
// ended.
std::vector<double> ReadLogs(const std::string& folder) {
  std::vector<double> took_us;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::ifstream log(file.path());
    std::string line;
    while (std::getline(log, line)) {
      const std::vector<absl::string_view> words = absl::StrSplit(line, ' ');
      double took = 0;
      double late = 0;
      if (words.size() < 3 || !absl::SimpleAtod(words[2], &took)) continue;
      if (words.size() > 6 && !absl::SimpleAtod(words[6], &late)) continue;
      took_us.push_back(took - late);
    }
  }
  return took_us;
}

}  // namespace

Measured RunPgbench(const flow::Programs& programs, const PgbenchRun& run) {
  const std::string conninfo = programs.sandbox().conninfo();
  const std::string logs = programs.folder() + "/pgbench";
  std::filesystem::remove_all(logs);
  std::filesystem::create_directories(logs);
  std::vector<std::string> command = {
      "env",
      absl::StrCat("PGOPTIONS=-c search_path=", run.role, " ", run.settings),
      kPgbench,
      "--no-vacuum",
      "--protocol=prepared",
      absl::StrCat("--host=", ValueIn(conninfo, "host")),
      absl::StrCat("--username=svc_", run.role),
      absl::StrCat("--file=", run.script),
      absl::StrCat("--client=", run.clients),
      absl::StrCat("--jobs=", std::min(run.clients, 2)),
      run.transactions > 0
          ? absl::StrCat("--transactions=", run.transactions)
          : absl::StrCat("--time=", std::max(1, static_cast<int>(std::lround(run.seconds)))),
      "--log",
      absl::StrCat("--log-prefix=", logs, "/log")};
  if (run.per_second > 0) command.push_back(absl::StrCat("--rate=", run.per_second));
  for (const auto& [name, value] : run.variables) {
    command.push_back(absl::StrCat("--define=", name, "=", value));
  }
  command.push_back(ValueIn(conninfo, "dbname"));
  const std::string said = RunToTheEnd(command).out;
  Measured measured = Summarise(ReadLogs(logs), 1, 0);
  measured.per_second = NumberAfter(said, "tps = ");
  measured.failed = static_cast<int64_t>(NumberAfter(said, "number of failed transactions: "));
  return measured;
}

Measured RunWrk(const flow::Programs& programs, const std::string& script, const std::string& path,
                int connections, double seconds) {
  const std::string said =
      RunToTheEnd(
          {"env", "TRANCHE_TOKEN=" + programs.Token("owner"), "wrk", "--threads=1", "--timeout=60s",
           absl::StrCat("--connections=", connections),
           absl::StrCat("--duration=", std::max(1, static_cast<int>(std::lround(seconds))), "s"),
           "--script=" + script, absl::StrCat("http://127.0.0.1:", programs.port(), path)})
          .out;
  return {.per_second = NumberAfter(said, "per second: "),
          .p50_us = NumberAfter(said, "p50 us: "),
          .p99_us = NumberAfter(said, "p99 us: "),
          .failed = static_cast<int64_t>(NumberAfter(said, "failed: "))};
}

}  // namespace tranche::bench
