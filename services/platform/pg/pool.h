// SPDX-License-Identifier: EUPL-1.2
// A fixed set of connections of one role. A connection that broke is replaced, never revived:
// libpqxx would reconnect silently and lose the session.
#pragma once

#include <memory>
#include <pqxx/pqxx>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace tranche::pg {

// A prepared statement; `name` is unique within its role, "budgets.load_line".
struct Statement {
  const char* name;
  const char* sql;
};

// One connection with the statements that were prepared on it.
class Connection {
 public:
  explicit Connection(const std::string& conninfo);
  pqxx::connection& raw() { return connection_; }
  void EnsurePrepared(const Statement& statement);
  // Limit of the statements that run outside a transaction, in seconds, as last set; 0: never set.
  int statement_limit_s() const { return statement_limit_s_; }
  void set_statement_limit_s(int limit) { statement_limit_s_ = limit; }

 private:
  pqxx::connection connection_;
  pqxx::quiet_errorhandler quiet_;  // Notices do not go to standard error.
  int statement_limit_s_ = 0;
  std::set<std::string> prepared_;
};

struct PoolOptions {
  std::string conninfo;  // Without password: that is read from `password_file`.
  std::string password_file;
  std::string application_name;  // "tranched/budgets".
  std::string search_path;       // The role's schema.
  int connections = 2;           // 1..64.
};

class Pool {
 public:
  // Opens every connection; DATABASE_DOWN when the server does not answer, DATABASE_TOO_OLD
  // below 15.20.
  static absl::StatusOr<std::unique_ptr<Pool>> Open(PoolOptions options);

  // A connection for one user; it goes back when the lease ends, or is closed when it broke.
  class Lease {
   public:
    Lease(Pool* pool, std::unique_ptr<Connection> connection);
    Lease(Lease&&) = default;
    ~Lease();
    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }
    void MarkBroken() { broken_ = true; }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
    bool broken_ = false;
  };

  // Waits for a free connection (last used first); OVERLOADED when `deadline` passes, DATABASE_DOWN
  // when a replacement cannot be opened.
  absl::StatusOr<Lease> Acquire(absl::Time deadline);

 private:
  explicit Pool(PoolOptions options);
  absl::StatusOr<std::unique_ptr<Connection>> Connect() const;
  void Return(std::unique_ptr<Connection> connection, bool broken);

  const PoolOptions options_;
  absl::Mutex mutex_;
  std::vector<std::unique_ptr<Connection>> free_ ABSL_GUARDED_BY(mutex_);
  int missing_ ABSL_GUARDED_BY(mutex_) = 0;  // Closed and not yet replaced.
};

}  // namespace tranche::pg
