// SPDX-License-Identifier: EUPL-1.2
// The loads of other programs: pgbench, which is the limit that the database sets, and wrk for HTTP.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "measured.h"
#include "programs.h"

namespace tranche::bench {

struct PgbenchRun {
  std::string role;    // Whose login: "budgets".
  std::string script;  // File.
  std::map<std::string, std::string> variables = {};
  std::string settings = {};  // Of the session, "-c name=value".
  int clients = 1;
  double seconds = 1;        // Whole ones, at least one.
  int64_t transactions = 0;  // Of each client; 0: as many as there are in `seconds`.
  double per_second = 0;     // How often transactions begin; 0: as fast as they can.
};
Measured RunPgbench(const flow::Programs& programs, const PgbenchRun& run);

// `path` of the gateway by so many connections; `script` makes the requests (wrk's Lua), with the token
// in TRANCHE_TOKEN.
Measured RunWrk(const flow::Programs& programs, const std::string& script, const std::string& path,
                int connections, double seconds);

}  // namespace tranche::bench
