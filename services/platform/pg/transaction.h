// SPDX-License-Identifier: EUPL-1.2
// Transactions with the caller's context, retry and error mapping in one place.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/base/error.h"
#include "platform/pg/pool.h"
#include "platform/rpc/call_scope.h"

namespace tranche::pg {

// What the body of a transaction works with. Statements throw libpqxx's exceptions on failure; the
// body lets them pass, Transact turns them into refusals.
class Tx {
 public:
  Tx(Connection& connection, pqxx::transaction_base& work) : connection_(connection), work_(work) {}

  template <class... Args>
  pqxx::result Run(const Statement& statement, Args&&... args) {
    connection_.EnsurePrepared(statement);
    return work_.exec_prepared(statement.name, std::forward<Args>(args)...);
  }

 private:
  Connection& connection_;
  pqxx::transaction_base& work_;
};

// Runs `body` in one READ COMMITTED transaction whose context is the call's: actor, organisations
// (row security reads them), statement and lock timeouts from the deadline. Commits when the body
// returns OK, rolls back otherwise. The whole body runs again after a serialization failure, deadlock
// or lock timeout, at most 5 times within the deadline: it has no effect but SQL.
// Refusals: those of the body; CONFLICT_RETRY, DATABASE_DOWN, OUTCOME_UNKNOWN (the connection was lost
// during commit: repeat with the same request_id), DEADLINE_PASSED, ALREADY_EXISTS, or what PL/pgSQL
// raised through platform.refuse().
absl::Status Transact(Pool& pool, const rpc::CallScope& scope,
                      const std::function<absl::Status(Tx&)>& body);

// Runs `body`, which only reads, in one REPEATABLE READ, READ ONLY transaction with the call's context:
// all its statements see one state, whatever is committed meanwhile. Never a serialization failure; a
// statement that writes or locks rows is an error.
absl::Status Read(Pool& pool, const rpc::CallScope& scope,
                  const std::function<absl::Status(Tx&)>& body);

// Runs one statement that does everything itself (a PL/pgSQL function): one round trip, commits by
// itself, sets its context itself. Same refusals; retried likewise.
absl::Status RunAlone(Pool& pool, const rpc::CallScope& scope,
                      const std::function<absl::Status(Tx&)>& body);

// The organisations of a call as a PostgreSQL array literal, "{lyubimets,sopot}".
std::string OrganisationsLiteral(const rpc::CallScope& scope);

// What a failed statement means; call inside a catch (...) block. `retry` says that the whole
// transaction may be run again.
struct Failure {
  absl::Status status;
  bool retry = false;
  bool broken = false;
};
Failure ClassifyCurrentException();

}  // namespace tranche::pg
