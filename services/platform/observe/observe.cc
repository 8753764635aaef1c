// SPDX-License-Identifier: EUPL-1.2
#include "platform/observe/observe.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "platform/base/error.h"

namespace tranche::observe {
namespace {

constexpr char kLoggerName[] = "tranche";
constexpr size_t kLogFileBytesMax = 20 * 1000 * 1000;
constexpr size_t kLogFilesKept = 5;

spdlog::level::level_enum ToSpdlog(Level level) {
  switch (level) {
    case Level::kDebug:
      return spdlog::level::debug;
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kWarning:
      return spdlog::level::warn;
    case Level::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

const char* LevelName(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "error";
}

std::shared_ptr<spdlog::logger> MakeLogger(spdlog::sink_ptr sink, Level level) {
  auto logger = std::make_shared<spdlog::logger>(kLoggerName, std::move(sink));
  logger->set_pattern("%v");
  logger->set_level(ToSpdlog(level));
  logger->flush_on(spdlog::level::warn);
  return logger;
}

// Before StartLogging, in tests above all, only warnings and errors are written.
struct Logger {
  absl::Mutex mutex;
  std::shared_ptr<spdlog::logger> logger ABSL_GUARDED_BY(mutex) =
      MakeLogger(std::make_shared<spdlog::sinks::stderr_sink_mt>(), Level::kWarning);
};

Logger& TheLogger() {
  static Logger& logger = *new Logger;  // Outlives every thread that logs.
  return logger;
}

std::shared_ptr<spdlog::logger> CurrentLogger() {
  Logger& the = TheLogger();
  absl::MutexLock lock(&the.mutex);
  return the.logger;
}

// "PERMISSION_DENIED", as Prometheus labels and logs name it.
std::string CodeName(const absl::Status& status) { return absl::StatusCodeToString(status.code()); }

}  // namespace

std::string LogLine(absl::Time time, Level level, absl::string_view event,
                    std::initializer_list<std::pair<absl::string_view, std::string>> fields) {
  nlohmann::ordered_json line;
  line["time"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone());
  line["level"] = LevelName(level);
  line["event"] = std::string(event);
  for (const auto& [name, value] : fields) line[std::string(name)] = value;
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

absl::Status StartLogging(const std::string& path, Level level) {
  try {
    spdlog::sink_ptr sink;
    if (path.empty()) {
      sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    } else {
      sink =
          std::make_shared<spdlog::sinks::rotating_file_sink_mt>(path, kLogFileBytesMax, kLogFilesKept);
    }
    std::shared_ptr<spdlog::logger> logger = MakeLogger(std::move(sink), level);
    Logger& the = TheLogger();
    absl::MutexLock lock(&the.mutex);
    the.logger = std::move(logger);
    return absl::OkStatus();
  } catch (const spdlog::spdlog_ex& error) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot write the log file ", path, ": ", error.what()));
  }
}

void FlushLog() { CurrentLogger()->flush(); }

void Log(Level level, absl::string_view event,
         std::initializer_list<std::pair<absl::string_view, std::string>> fields) {
  const std::shared_ptr<spdlog::logger> logger = CurrentLogger();
  if (!logger->should_log(ToSpdlog(level))) return;
  logger->log(ToSpdlog(level), "{}", LogLine(absl::Now(), level, event, fields));
}

struct CallObserver::Metrics {
  const std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
  prometheus::Family<prometheus::Counter>& calls =
      prometheus::BuildCounter()
          .Name("tranche_calls_total")
          .Help("Calls that were answered, by method, status code and reason.")
          .Register(*registry);
  prometheus::Family<prometheus::Histogram>& call_seconds =
      prometheus::BuildHistogram()
          .Name("tranche_call_seconds")
          .Help("Time from a call's arrival to its answer.")
          .Register(*registry);
  prometheus::Family<prometheus::Counter>& events_not_applied =
      prometheus::BuildCounter()
          .Name("tranche_events_not_applied_total")
          .Help("Attempts to apply an event of another role that the follower refused.")
          .Register(*registry);
  prometheus::Histogram& queue_seconds =
      prometheus::BuildHistogram()
          .Name("tranche_queue_seconds")
          .Help("Time that a call waited for a worker.")
          .Register(*registry)
          .Add({}, prometheus::Histogram::BucketBoundaries{0.0001, 0.001, 0.01, 0.1, 1, 10});
};

CallObserver::CallObserver() : metrics_(std::make_unique<Metrics>()) {}
CallObserver::~CallObserver() = default;

void CallObserver::Finished(const Call& call) {
  const std::string reason = ReasonOf(call.status);
  metrics_->calls.Add({{"method", call.method}, {"code", CodeName(call.status)}, {"reason", reason}})
      .Increment();
  metrics_->call_seconds
      .Add({{"method", call.method}},
           prometheus::Histogram::BucketBoundaries{0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5,
                                                   1, 2, 5, 10, 30, 60})
      .Observe(absl::ToDoubleSeconds(call.took));
  metrics_->queue_seconds.Observe(absl::ToDoubleSeconds(call.waited));

  const bool ours = call.status.code() == absl::StatusCode::kInternal;
  // Followers ask several times a second; their questions would bury everything else.
  const bool question = call.status.ok() && absl::EndsWith(call.method, "/ListEvents");
  Log(ours       ? Level::kError
      : question ? Level::kDebug
                 : Level::kInfo,
      "call",
      {{"method", call.method},
       {"actor", call.actor},
       {"trace", call.trace_id},
       {"code", CodeName(call.status)},
       {"reason", reason},
       {"took_us", absl::StrCat(absl::ToInt64Microseconds(call.took))},
       {"waited_us", absl::StrCat(absl::ToInt64Microseconds(call.waited))},
       {"error", ours ? std::string(call.status.message()) : std::string()}});
}

void CallObserver::EventNotApplied(const std::string& role, const std::string& source,
                                   const std::string& type) {
  metrics_->events_not_applied.Add({{"role", role}, {"source", source}, {"type", type}}).Increment();
}

prometheus::Registry& CallObserver::registry() { return *metrics_->registry; }

std::string CallObserver::Expose() const {
  return prometheus::TextSerializer().Serialize(metrics_->registry->Collect());
}

}  // namespace tranche::observe
