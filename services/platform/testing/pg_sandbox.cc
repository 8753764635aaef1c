// SPDX-License-Identifier: EUPL-1.2
#include "platform/testing/pg_sandbox.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace tranche::testing {
namespace {

constexpr char kTemplate[] = "tranche_template";

std::string ClusterConninfo() {
  const char* conninfo = std::getenv("TRANCHE_TEST_PG");
  if (conninfo == nullptr || *conninfo == '\0') {
    throw std::runtime_error(
        "TRANCHE_TEST_PG is not set: run this test through tests/with_postgres, which starts a "
        "cluster");
  }
  return conninfo;
}

// The cluster's conninfo without the words that begin with one of the given keys.
std::string Without(const std::string& conninfo, const std::vector<std::string>& keys) {
  std::vector<std::string> kept;
  for (const absl::string_view word : absl::StrSplit(conninfo, ' ', absl::SkipEmpty())) {
    bool drop = false;
    for (const std::string& key : keys) drop = drop || absl::StartsWith(word, key + "=");
    if (!drop) kept.emplace_back(word);
  }
  return absl::StrJoin(kept, " ");
}

std::string NewName() {
  static std::atomic<int> number{0};
  return absl::StrCat("t_", getpid(), "_", ++number);
}

void RunOnCluster(const std::string& sql) {
  pqxx::connection connection(Without(ClusterConninfo(), {"dbname"}) + " dbname=postgres");
  pqxx::quiet_errorhandler quiet(connection);
  pqxx::nontransaction(connection).exec(sql);
}

}  // namespace

PgSandbox::PgSandbox() : database_(NewName()) {
  RunOnCluster(
      absl::StrCat("create database ", database_, " template ", kTemplate, " strategy file_copy"));
}

PgSandbox::~PgSandbox() {
  try {
    RunOnCluster(absl::StrCat("drop database if exists ", database_, " with (force)"));
  } catch (const std::exception&) {
    // The cluster goes away with the test run, and the database with it.
  }
}

std::string PgSandbox::conninfo() const {
  return absl::StrCat(Without(ClusterConninfo(), {"dbname", "user"}), " dbname=", database_);
}

std::string PgSandbox::admin() const {
  return absl::StrCat(Without(ClusterConninfo(), {"dbname"}), " dbname=", database_);
}

std::unique_ptr<pg::Pool> PgSandbox::OpenPool(const std::string& role, int connections) const {
  absl::StatusOr<std::unique_ptr<pg::Pool>> pool =
      pg::Pool::Open({.conninfo = absl::StrCat(conninfo(), " user=svc_", role),
                      .password_file = "",
                      .application_name = absl::StrCat("test/", role),
                      .search_path = role,
                      .connections = connections});
  if (!pool.ok())
    throw std::runtime_error(absl::StrCat("no pool for ", role, ": ", pool.status().ToString()));
  return *std::move(pool);
}

pqxx::result PgSandbox::Inspect(const std::string& sql) const {
  pqxx::connection connection(admin());
  pqxx::quiet_errorhandler quiet(connection);
  return pqxx::nontransaction(connection).exec(sql);
}

}  // namespace tranche::testing
