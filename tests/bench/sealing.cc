// SPDX-License-Identifier: EUPL-1.2
// What sealing costs whoever writes, how soon an entry is sealed, how fast a pack is verified.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "measured.h"
#include "measurements.h"
#include "platform/evidence/pack.h"
#include "recording.h"

namespace tranche::bench {
namespace {

constexpr double kWritesPerSecond = 500;
constexpr auto kCatchUpMax = std::chrono::seconds(60);

// Stops sealing by taking the key away, and waits until all is sealed when it is back.
class SealerSwitch {
 public:
  explicit SealerSwitch(const flow::Programs& programs)
      : programs_(programs), key_(programs.folder() + "/secrets/evidence.key") {}

  void Off() const {
    CatchUp();
    std::filesystem::rename(key_, key_ + ".away");
  }
  void On() const {
    std::filesystem::rename(key_ + ".away", key_);
    CatchUp();
  }

  // Until all evidence there is is sealed.
  void CatchUp() const {
    const auto until = std::chrono::steady_clock::now() + kCatchUpMax;
    while (programs_.Count("budgets.evidence") >
           programs_.Count("reports.sealed_entry where service = 'budgets'")) {
      if (std::chrono::steady_clock::now() > until)
        throw std::runtime_error("the sealer does not catch up");
    }
  }

 private:
  const flow::Programs& programs_;
  const std::string key_;
};

// Processor time of what the sealer uses: its thread is in tranched, its statements in a backend.
double ReportsBackends_us(const flow::Programs& programs) {
  double used = 0;
  for (const pqxx::row& row : programs.sandbox().Inspect(
           "select pid from pg_stat_activity where application_name = 'tranched/reports' "
           "and datname = current_database()")) {
    used += ProcessorTime_us(row[0].as<pid_t>());
  }
  return used;
}

struct Run {
  Measured measured;
  double tranched = 0;  // Parts of one processor.
  double backends = 0;
};

Run Watch(const flow::Programs& programs, double seconds, const std::function<Measured()>& load) {
  const double tranched = ProcessorTime_us(programs.tranched());
  const double backends = ReportsBackends_us(programs);
  Run run{.measured = load()};
  run.tranched = (ProcessorTime_us(programs.tranched()) - tranched) / (seconds * 1e6);
  run.backends = (ReportsBackends_us(programs) - backends) / (seconds * 1e6);
  return run;
}

std::vector<std::string> Row(const std::string& name, const Run& run) {
  return {name,
          Shown(run.measured.per_second, 0),
          Shown(run.measured.p50_us / 1000, 2),
          Shown(run.measured.p99_us / 1000, 2),
          Shown(100 * run.tranched, 1),
          Shown(100 * run.backends, 1)};
}

// Of the leaves from `first` on.
void PrintLag(const flow::Programs& programs, int first) {
  const pqxx::row row = programs.sandbox().Inspect(absl::StrCat(R"sql(
    select percentile_cont(0.5) within group (order by lag), percentile_cont(0.99) within group (order by lag),
           max(lag), count(*)
      from (select extract(epoch from (select sealed_at from reports.sealed_checkpoint
                                        where epoch = entry.epoch and size > leaf_index order by size limit 1)
                                      - recorded_at) as lag
              from reports.sealed_entry as entry join budgets.evidence using (tx_id, entry_id)
             where service = 'budgets' and leaf_index >= )sql",
                                                                first, ") as lags"))[0];
  std::printf("Sealed after: p50 %.2f s, p99 %.2f s, at most %.2f s (%s entries)\n",
              row[0].as<double>(), row[1].as<double>(), row[2].as<double>(), row[3].c_str());
}

// A pack of so many entries of one organisation, its lines in pages of 500.
std::string MakePack(int entries) {
  const merkle::Signer signer = merkle::Signer::FromSeed(merkle::LeafHash("bench"));
  const std::string origin = "tranche-evidence/bench/1";
  evidence::Leaf leaf{evidence::LeafKind::kEpoch, {origin, "", "", "", "0", "", "0", ""}};
  std::vector<std::string> lines = {evidence::LeafLine(0, leaf)};
  merkle::Frontier tree;
  tree.Append(merkle::LeafHash(evidence::Encode(leaf)));
  for (int i = 1; i <= entries; ++i) {
    leaf = {
        evidence::LeafKind::kEntry,
        {"budgets", absl::StrCat(i), "1", "sopot", "2018-09-01T09:00:00.000000Z", "finance@sopot",
         "budgets.costs.record", "organisations/sopot/contracts/BG05M9OP001-2.005-0063-C01/costs/1",
         std::nullopt,
         R"({"name": "organisations/sopot/contracts/BG05M9OP001-2.005-0063-C01/costs/1", "total": {"amount": "12.34", "currency": "BGN"}})",
         "", "k-1", "0123456789abcdef0123456789abcdef"}};
    tree.Append(merkle::LeafHash(evidence::Encode(leaf)));
    lines.push_back(evidence::LeafLine(static_cast<uint64_t>(i), leaf));
  }
  const std::string header =
      evidence::HeaderLine(merkle::FormatVerifierKey(origin, signer.public_key()), {{"sopot"}, ""});
  const merkle::Checkpoint head{.origin = origin, .size = tree.size(), .root = tree.Root()};
  std::string page =
      header + evidence::CheckpointLine(signer.Sign(merkle::FormatCheckpoint(head), origin));
  std::string pack;
  constexpr size_t kPage = 500;
  for (size_t from = 0; from < lines.size(); from += kPage) {
    const size_t to = std::min(lines.size(), from + kPage);
    for (size_t i = from; i < to; ++i) page += lines[i];
    pack += page + evidence::PageLine(signer.Sign(
                       evidence::PageText(origin, from, to, head.size, header, page), origin));
    page.clear();
  }
  return pack;
}

void PrintVerifying(int entries) {
  const std::string pack = MakePack(entries);
  const auto began = std::chrono::steady_clock::now();
  evidence::PackVerifier verifier(std::nullopt);
  for (const absl::string_view line :
       absl::StrSplit(absl::string_view(pack).substr(0, pack.size() - 1), '\n')) {
    if (verifier.Feed(line)) throw std::runtime_error("a good pack does not verify");
  }
  if (verifier.Finish(true)) throw std::runtime_error("a good pack is not complete");
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  std::printf("Verifying %d entries (%.0f MB): %.2f s, %.0f entries/s\n", entries,
              static_cast<double>(pack.size()) / 1e6, seconds, entries / seconds);
}

}  // namespace

void MeasureSealing(const Options& options) {
  Recording recording(kContracts, kLines, /*gateway=*/false, options.connections);
  const SealerSwitch sealer(recording.programs());
  const auto paced = [&] { return recording.Pgbench(8, options.seconds, kWritesPerSecond); };
  const auto at_most = [&] { return recording.Grpc(32, options.seconds); };
  std::vector<std::vector<std::string>> rows = {
      {"load, sealing", "writes/s", "p50 ms", "p99 ms", "tranched %", "sealer's backends %"}};
  for (int round = 0; round < options.rounds; ++round) {
    const int first = recording.programs().Count("reports.sealed_entry") + 1;
    rows.push_back(Row("500/s, on", Watch(recording.programs(), options.seconds, paced)));
    if (round + 1 == options.rounds) {
      sealer.CatchUp();
      PrintLag(recording.programs(), first);
    }
    rows.push_back(Row("most, on", Watch(recording.programs(), options.seconds, at_most)));
    sealer.Off();
    rows.push_back(Row("500/s, off", Watch(recording.programs(), options.seconds, paced)));
    rows.push_back(Row("most, off", Watch(recording.programs(), options.seconds, at_most)));
    sealer.On();
  }
  PrintTable("Recording a cost with and without the sealer (percent of one processor)", rows);
  PrintVerifying(static_cast<int>(std::min<int64_t>(options.rows_max, 100'000)));
  if (options.rows_max >= 1'000'000) PrintVerifying(1'000'000);
}

}  // namespace tranche::bench
