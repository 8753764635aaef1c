// SPDX-License-Identifier: EUPL-1.2
// A database of its own for one test, cloned from the migrated template of the test run's cluster.
#pragma once

#include <memory>
#include <string>

#include "platform/pg/pool.h"

namespace tranche::testing {

class PgSandbox {
 public:
  // Needs TRANCHE_TEST_PG (host=… user=… of the run's cluster), which tests/with_postgres sets;
  // fails the test with that sentence otherwise.
  PgSandbox();
  ~PgSandbox();  // Drops the database.

  std::string conninfo() const;  // Without user; roles connect as svc_<role>.
  std::string admin() const;     // As the cluster's superuser.
  // A pool that logs in as svc_<role> with the role's schema as search path.
  std::unique_ptr<pg::Pool> OpenPool(const std::string& role, int connections = 2) const;
  // Runs SQL as the cluster's superuser (to look behind the wall).
  pqxx::result Inspect(const std::string& sql) const;

 private:
  std::string database_;
};

}  // namespace tranche::testing
