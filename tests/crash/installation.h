// SPDX-License-Identifier: EUPL-1.2
// PostgreSQL on disk and every role as a process of its own, all of them direct children that can be
// killed and started again. One thread starts, kills and awaits; others may talk to what runs.
#pragma once

#include <grpcpp/grpcpp.h>
#include <sys/types.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tranche::crash {

// In the order of their start.
extern const std::vector<std::string> kRoles;

// A cluster with the migrated schema, durable as services/run makes it.
class Database {
 public:
  Database();  // A copy of the test run's template, see tests/with_postgres.
  ~Database();
  Database(const Database&) = delete;

  // `settings`: "synchronous_commit=off". Returns when it takes connections.
  void Start(const std::vector<std::string>& settings = {});
  // As when the machine's processes are killed: the postmaster and all of its children at once.
  void Kill();
  bool runs() const { return postmaster_ > 0; }

  // An empty database for one scenario; libpq text without and with the administrator.
  void Create(const std::string& name);
  std::string conninfo(const std::string& name) const;
  std::string admin(const std::string& name) const;

 private:
  void Initialise();
  void Fill();
  void Stop();

  std::string folder_;
  pid_t postmaster_ = -1;
};

class Installation {
 public:
  Installation(const Database& database, const std::string& name);
  ~Installation();
  Installation(const Installation&) = delete;

  // Starts the role with these failpoints and returns at once.
  void Start(const std::string& role, const std::string& failpoints = "",
             const std::string& program = "tranched_failpoints");
  void Kill(const std::string& role);
  // Whether the role has ended by itself; it is not running then.
  bool HasEnded(const std::string& role);
  void AwaitAll();  // Until each takes calls.
  bool Answers(const std::string& role) const;

  std::string address(const std::string& role) const;
  // A token for the organisation of the tests.
  std::string Token(const std::string& subject, const std::vector<std::string>& roles) const;
  // What a role's failpoints wrote, line by line, over all of its lives.
  std::vector<std::string> FailpointLog(const std::string& role) const;
  std::string Log(const std::string& role) const;

 private:
  void Configure(const std::string& role, const std::string& conninfo) const;

  std::string folder_;
  std::map<std::string, pid_t> running_;
};

inline constexpr char kOrganisation[] = "sopot";

// Waits without being told of anything: for what another process does.
void Pause(int milliseconds);

}  // namespace tranche::crash
