// SPDX-License-Identifier: EUPL-1.2
#include "platform/pg/pool.h"

#include <poll.h>

#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/observe/observe.h"

namespace tranche::pg {
namespace {

constexpr int kOldestServer = 150020;  // 15.20, as PQserverVersion counts.
constexpr int kConnectTimeout_s = 5;

// A value of a libpq connection text.
std::string Quote(absl::string_view value) {
  return absl::StrCat("'", absl::StrReplaceAll(value, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

absl::StatusOr<std::string> ReadPassword(const std::string& file) {
  std::ifstream stream(file);
  std::string password;
  if (!std::getline(stream, password) || password.empty()) {
    observe::Log(observe::Level::kError, "password_file_unreadable", {{"file", file}});
    return Refuse("DATABASE_DOWN");
  }
  return password;
}

// An idle connection has nothing to read; when it has, the server said goodbye or closed it.
bool WasClosedByServer(Connection& connection) {
  if (!connection.raw().is_open()) return true;
  pollfd descriptor{connection.raw().sock(), POLLIN, 0};
  return poll(&descriptor, 1, 0) != 0;
}

}  // namespace

Connection::Connection(const std::string& conninfo) : connection_(conninfo), quiet_(connection_) {
  // Only verbose texts name the constraint that failed.
  connection_.set_verbosity(pqxx::connection_base::verbose);
}

void Connection::EnsurePrepared(const Statement& statement) {
  if (prepared_.count(statement.name) != 0) return;
  connection_.prepare(statement.name, statement.sql);
  prepared_.insert(statement.name);
}

Pool::Lease::Lease(Pool* pool, std::unique_ptr<Connection> connection)
    : pool_(pool), connection_(std::move(connection)) {}

Pool::Lease::~Lease() {
  if (connection_ != nullptr) pool_->Return(std::move(connection_), broken_);
}

Pool::Pool(PoolOptions options) : options_(std::move(options)) {}

absl::StatusOr<std::unique_ptr<Pool>> Pool::Open(PoolOptions options) {
  std::unique_ptr<Pool> pool(new Pool(std::move(options)));
  std::vector<std::unique_ptr<Connection>> opened;
  for (int i = 0; i < pool->options_.connections; ++i) {
    TRANCHE_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, pool->Connect());
    opened.push_back(std::move(connection));
  }
  absl::MutexLock lock(&pool->mutex_);
  pool->free_ = std::move(opened);
  return pool;
}

absl::StatusOr<std::unique_ptr<Connection>> Pool::Connect() const {
  // The options hold for the life of the connection; a call's own limits are narrower.
  std::string conninfo = absl::StrCat(
      options_.conninfo, " client_encoding=UTF8 connect_timeout=", kConnectTimeout_s,
      " application_name=", Quote(options_.application_name), " options=",
      Quote(absl::StrCat("-c search_path=", options_.search_path,
                         " -c timezone=UTC -c statement_timeout=60s -c lock_timeout=30s")));
  if (!options_.password_file.empty()) {
    TRANCHE_ASSIGN_OR_RETURN(const std::string password, ReadPassword(options_.password_file));
    absl::StrAppend(&conninfo, " password=", Quote(password));
  }
  try {
    auto connection = std::make_unique<Connection>(conninfo);
    const int version = connection->raw().server_version();
    if (version < kOldestServer) {
      return Refuse("DATABASE_TOO_OLD",
                    {{"version", absl::StrCat(version / 10000, ".", version % 10000)}});
    }
    return connection;
  } catch (const std::exception& failure) {
    observe::Log(observe::Level::kError, "database_down",
                 {{"application", options_.application_name}, {"what", failure.what()}});
    return Refuse("DATABASE_DOWN");
  }
}

absl::StatusOr<Pool::Lease> Pool::Acquire(absl::Time deadline) {
  std::vector<std::unique_ptr<Connection>> closed;  // Destroyed after the lock is released.
  {
    absl::MutexLock lock(&mutex_);
    const auto available = [this] { return !free_.empty() || missing_ > 0; };
    if (!mutex_.AwaitWithDeadline(absl::Condition(&available), deadline)) return Refuse("OVERLOADED");
    while (!free_.empty()) {
      std::unique_ptr<Connection> connection = std::move(free_.back());
      free_.pop_back();
      if (!WasClosedByServer(*connection)) return Lease(this, std::move(connection));
      closed.push_back(std::move(connection));
      ++missing_;
    }
    --missing_;
  }
  absl::StatusOr<std::unique_ptr<Connection>> connection = Connect();
  if (connection.ok()) return Lease(this, *std::move(connection));
  absl::MutexLock lock(&mutex_);
  ++missing_;
  return connection.status();
}

void Pool::Return(std::unique_ptr<Connection> connection, bool broken) {
  std::vector<std::unique_ptr<Connection>> closed;
  absl::MutexLock lock(&mutex_);
  if (!broken) {
    free_.push_back(std::move(connection));
    return;
  }
  // What broke one connection, a restart of the server, has most likely broken the idle ones too.
  closed.swap(free_);
  closed.push_back(std::move(connection));
  missing_ += static_cast<int>(closed.size());
}

}  // namespace tranche::pg
