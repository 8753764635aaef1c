// SPDX-License-Identifier: EUPL-1.2
// Structured logs (spdlog, one JSON object a line, no personal data) and metrics (prometheus-cpp).
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace prometheus {
class Registry;
}

namespace tranche::observe {

enum class Level { kDebug, kInfo, kWarning, kError };

// Once, at the start of a program: to a file, or to standard error when `path` is empty. A file of 20
// MB is put aside, "log.txt" as "log.1.txt"; of those the last five are kept. An error when the file
// cannot be written.
absl::Status StartLogging(const std::string& path, Level level);
// Writes what is still in memory; warnings and errors are written at once.
void FlushLog();

// {"time":…,"level":…,"event":event, fields…}
void Log(Level level, absl::string_view event,
         std::initializer_list<std::pair<absl::string_view, std::string>> fields);

// The line that Log writes.
std::string LogLine(absl::Time time, Level level, absl::string_view event,
                    std::initializer_list<std::pair<absl::string_view, std::string>> fields);

// Counts and times the calls of a process; one per process.
class CallObserver {
 public:
  CallObserver();
  ~CallObserver();
  struct Call {
    std::string method;
    std::string actor;
    std::string trace_id;
    absl::Status status;
    absl::Duration took;
    absl::Duration waited;  // In the queue.
  };
  // Logs the call (errors of ours with their text, refusals with their reason) and counts it.
  void Finished(const Call& call);
  // An event that `role` follows at `source` and cannot apply: counted here, told in the log.
  void EventNotApplied(const std::string& role, const std::string& source, const std::string& type);
  prometheus::Registry& registry();
  // Prometheus' text exposition format.
  std::string Expose() const;

 private:
  struct Metrics;
  std::unique_ptr<Metrics> metrics_;
};

}  // namespace tranche::observe
