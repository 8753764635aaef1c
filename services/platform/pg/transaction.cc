// SPDX-License-Identifier: EUPL-1.2
#include "platform/pg/transaction.h"

#include <algorithm>
#include <exception>
#include <nlohmann/json.hpp>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "platform/base/status_macros.h"
#include "platform/failpoint/failpoint.h"
#include "platform/observe/observe.h"
#include "tranche/common/v1/reason.pb.h"

namespace tranche::pg {
namespace {

constexpr int kAttemptsMax = 5;
constexpr int kBackOffStep_ms = 5;

constexpr Statement kContext{"platform.context", R"sql(
  select set_config('tranche.actor', $1, true), set_config('tranche.organisations', $2, true),
         set_config('statement_timeout', $3, true), set_config('lock_timeout', $4, true))sql"};

enum class Commit { kByTransaction, kByStatement, kNothing };

// The text after a label of a verbose error, "CONSTRAINT NAME:  line_cap_eu"; "" when it has none.
std::string LabelledLine(absl::string_view what, absl::string_view label) {
  for (absl::string_view line : absl::StrSplit(what, '\n')) {
    if (absl::ConsumePrefix(&line, label)) return std::string(absl::StripAsciiWhitespace(line));
  }
  return "";
}

// "ERROR:  23514: new row …" without the rows that further lines may show.
std::string FirstLine(absl::string_view what) { return std::string(what.substr(0, what.find('\n'))); }

bool IsReason(const std::string& name) {
  common::v1::Reason reason;
  return common::v1::Reason_Parse(name, &reason);
}

Failure Broken(absl::string_view reason, bool retry) {
  return {.status = Refuse(reason), .retry = retry, .broken = true};
}

Failure Unexpected(absl::string_view sqlstate, absl::string_view what) {
  observe::Log(observe::Level::kError, "database_error",
               {{"sqlstate", std::string(sqlstate)},
                {"what", FirstLine(what)},
                {"constraint", LabelledLine(what, "CONSTRAINT NAME:")}});
  return {.status = Refuse("INTERNAL")};
}

// A rule that stands as a constraint carries the name of its reason in lower case.
Failure FromConstraint(const pqxx::sql_error& error) {
  const std::string constraint = LabelledLine(error.what(), "CONSTRAINT NAME:");
  const std::string reason = absl::AsciiStrToUpper(constraint);
  if (IsReason(reason)) return {.status = Refuse(reason)};
  // Somebody else has made the same row just now; who tries again finds it.
  if (absl::EndsWith(constraint, "_conflict_retry")) {
    return {.status = Refuse("CONFLICT_RETRY"), .retry = true};
  }
  if (error.sqlstate() == "23505") {
    // The name of the constraint is for whoever reads the log, not for whoever asked.
    observe::Log(observe::Level::kInfo, "already_exists", {{"constraint", constraint}});
    return {.status = Refuse("ALREADY_EXISTS")};
  }
  return Unexpected(error.sqlstate(), error.what());
}

// What platform.refuse(reason, details) raised: the message is the reason, the detail a JSON object.
Failure FromRefusal(const pqxx::sql_error& error) {
  std::string reason = FirstLine(error.what());
  const size_t state = reason.find("TR001: ");
  if (state != std::string::npos) reason.erase(0, state + 7);
  ErrorValues values;
  const nlohmann::json details =
      nlohmann::json::parse(LabelledLine(error.what(), "DETAIL:"), nullptr, /*allow_exceptions=*/false);
  if (details.is_object()) {
    for (const auto& [name, value] : details.items()) {
      values.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
  if (!IsReason(reason)) return Unexpected(error.sqlstate(), error.what());
  return {.status = Refuse(reason, std::move(values))};
}

Failure FromSqlError(const pqxx::sql_error& error) {
  const std::string& state = error.sqlstate();
  if (state == "TR001") return FromRefusal(error);
  if (absl::StartsWith(state, "23")) return FromConstraint(error);
  if (state == "55P03") return {.status = Refuse("CONFLICT_RETRY"), .retry = true};
  if (state == "40001" || state == "40P01") return {.status = Refuse("CONFLICT_RETRY"), .retry = true};
  if (state == "57014") return {.status = Refuse("DEADLINE_PASSED")};
  // The server is going down or the connection failed: nothing of the transaction is kept.
  if (state.empty() || absl::StartsWith(state, "57P") || absl::StartsWith(state, "08")) {
    return Broken("DATABASE_DOWN", true);
  }
  return Unexpected(state, error.what());
}

int64_t MillisecondsLeft(const rpc::CallScope& scope) {
  return absl::ToInt64Milliseconds(scope.deadline - absl::Now());
}

template <class Work>
Failure TryTransaction(Connection& connection, const rpc::CallScope& scope, int64_t left_ms,
                       const std::function<absl::Status(Tx&)>& body) {
  bool committing = false;
  try {
    Work work(connection.raw());
    Tx tx(connection, work);
    // Waiting for a lock may take half of what is left, so that the other half remains for a retry.
    tx.Run(kContext, scope.actor.subject, OrganisationsLiteral(scope), absl::StrCat(left_ms + 1, "ms"),
           absl::StrCat(left_ms / 2 + 1, "ms"));
    const absl::Status status = body(tx);
    if (!status.ok()) {
      work.abort();
      return {.status = status};
    }
    if (TRANCHE_FAILPOINT("commit.before", scope)) return Broken("DATABASE_DOWN", true);
    committing = true;
    work.commit();
    if (TRANCHE_FAILPOINT("commit.after", scope)) return Broken("OUTCOME_UNKNOWN", false);
    return {.status = absl::OkStatus()};
  } catch (...) {
    const Failure failure = ClassifyCurrentException();
    return failure.broken && committing ? Broken("OUTCOME_UNKNOWN", false) : failure;
  }
}

// The limit of the session is kept in steps, so that it is seldom set anew.
void LimitStatements(Connection& connection, pqxx::transaction_base& work, int64_t left_ms) {
  int limit_s = 60;
  for (const int step_s : {30, 15, 10, 5, 2, 1}) {
    if (left_ms <= step_s * 1000) limit_s = step_s;
  }
  if (connection.statement_limit_s() == limit_s) return;
  work.exec(absl::StrCat("set statement_timeout = '", limit_s, "s'; set lock_timeout = '",
                         limit_s * 500, "ms'"));
  connection.set_statement_limit_s(limit_s);
}

Failure TryAlone(Connection& connection, const rpc::CallScope& scope, int64_t left_ms,
                 const std::function<absl::Status(Tx&)>& body) {
  bool sent = false;
  try {
    pqxx::nontransaction work(connection.raw());
    LimitStatements(connection, work, left_ms);
    Tx tx(connection, work);
    if (TRANCHE_FAILPOINT("alone.before", scope)) return Broken("DATABASE_DOWN", true);
    sent = true;
    const absl::Status status = body(tx);
    if (TRANCHE_FAILPOINT("alone.after", scope)) return Broken("OUTCOME_UNKNOWN", false);
    return {.status = status};
  } catch (...) {
    const Failure failure = ClassifyCurrentException();
    return failure.broken && sent ? Broken("OUTCOME_UNKNOWN", false) : failure;
  }
}

// All statements see what was committed when the first of them began.
using Snapshot = pqxx::transaction<pqxx::repeatable_read, pqxx::read_only>;

Failure Try(Connection& connection, const rpc::CallScope& scope, Commit commit, int64_t left_ms,
            const std::function<absl::Status(Tx&)>& body) {
  switch (commit) {
    case Commit::kByTransaction:
      return TryTransaction<pqxx::work>(connection, scope, left_ms, body);
    case Commit::kByStatement:
      return TryAlone(connection, scope, left_ms, body);
    case Commit::kNothing:
      return TryTransaction<Snapshot>(connection, scope, left_ms, body);
  }
  return Unexpected("", "a transaction of unknown kind");
}

absl::Status RunWithRetries(Pool& pool, const rpc::CallScope& scope, Commit commit,
                            const std::function<absl::Status(Tx&)>& body) {
  absl::BitGen random;
  Failure failure;
  for (int attempt = 1; attempt <= kAttemptsMax; ++attempt) {
    const int64_t left_ms = MillisecondsLeft(scope);
    if (left_ms <= 0) return Refuse("DEADLINE_PASSED");
    {
      TRANCHE_ASSIGN_OR_RETURN(Pool::Lease lease, pool.Acquire(scope.deadline));
      failure = Try(*lease, scope, commit, left_ms, body);
      if (failure.broken || !lease->raw().is_open()) lease.MarkBroken();
    }
    if (!failure.retry) return failure.status;
    const int64_t pause_ms = absl::Uniform<int64_t>(random, 0, kBackOffStep_ms * attempt + 1);
    absl::SleepFor(
        absl::Milliseconds(std::min(pause_ms, std::max<int64_t>(0, MillisecondsLeft(scope)))));
  }
  return failure.status;
}

}  // namespace

std::string OrganisationsLiteral(const rpc::CallScope& scope) {
  std::string literal = "{";
  for (const std::string& organisation : scope.organisations) {
    if (literal.size() > 1) literal += ",";
    const bool plain =
        !organisation.empty() && !absl::EqualsIgnoreCase(organisation, "null") &&
        std::all_of(organisation.begin(), organisation.end(), [](char c) {
          return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '*';
        });
    if (plain) {
      literal += organisation;
    } else {
      absl::StrAppend(&literal, "\"",
                      absl::StrReplaceAll(organisation, {{"\\", "\\\\"}, {"\"", "\\\""}}), "\"");
    }
  }
  return literal + "}";
}

Failure ClassifyCurrentException() {
  try {
    throw;
  } catch (const pqxx::serialization_failure&) {  // This and the next are no sql_error.
    return {.status = Refuse("CONFLICT_RETRY"), .retry = true};
  } catch (const pqxx::deadlock_detected&) {
    return {.status = Refuse("CONFLICT_RETRY"), .retry = true};
  } catch (const pqxx::in_doubt_error&) {
    return Broken("OUTCOME_UNKNOWN", false);
  } catch (const pqxx::statement_completion_unknown&) {
    return Broken("OUTCOME_UNKNOWN", false);
  } catch (const pqxx::broken_connection&) {
    return Broken("DATABASE_DOWN", true);
  } catch (const pqxx::insufficient_privilege& error) {  // libpqxx leaves the state of these two empty,
    return Unexpected("42501", error.what());            // as it does when the connection is lost.
  } catch (const pqxx::syntax_error& error) {
    return Unexpected("42601", error.what());
  } catch (const pqxx::sql_error& error) {
    return FromSqlError(error);
  } catch (const std::exception& error) {
    return Unexpected("", error.what());
  } catch (...) {
    return Unexpected("", "an exception of unknown type");
  }
}

absl::Status Transact(Pool& pool, const rpc::CallScope& scope,
                      const std::function<absl::Status(Tx&)>& body) {
  return RunWithRetries(pool, scope, Commit::kByTransaction, body);
}

absl::Status Read(Pool& pool, const rpc::CallScope& scope,
                  const std::function<absl::Status(Tx&)>& body) {
  return RunWithRetries(pool, scope, Commit::kNothing, body);
}

absl::Status RunAlone(Pool& pool, const rpc::CallScope& scope,
                      const std::function<absl::Status(Tx&)>& body) {
  return RunWithRetries(pool, scope, Commit::kByStatement, body);
}

}  // namespace tranche::pg
