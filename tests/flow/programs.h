// SPDX-License-Identifier: EUPL-1.2
// The real programs for one test: a database of its own, tranched, the gateway, and what a user would
// type. Everything ends with the test; the servers are children that die with it.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "platform/testing/pg_sandbox.h"

namespace tranche::flow {

using Json = nlohmann::json;

// Organisations of the tokens: those of the examples, and one with nothing in it.
inline constexpr char kOrganisations[] = "lyubimets,mineralni-bani,sopot";

struct Ran {
  int code = -1;
  std::string out;
  std::string error;
  Json json() const { return Json::parse(out); }  // Throws with the text when it is no JSON.
};

struct Answer {
  int status = 0;
  std::string body = {};
  std::string headers = {};
  Json json() const { return Json::parse(body); }
};

struct Request {
  std::string method = "GET";
  std::string path = {};
  std::string body = {};
  std::vector<std::string> headers = {};
  std::string token = "owner";  // Name of a token; empty: none is sent.
};

class Programs {
 public:
  struct Options {
    std::string roles = {};  // Of tranched; empty: all.
    bool gateway = true;
    bool examples = true;     // Load them by the CLI.
    std::string config = {};  // Further lines of tranched's configuration.
    bool split = false;       // A process for each role.
    // Further lines of the configuration of one process, "tranched" or its role.
    std::function<std::string(const std::string& process)> config_of = {};
    std::vector<std::string> gateway_to =
        {};  // How the gateway reaches the server; empty: as all others.
  };
  explicit Programs(const Options& options);
  ~Programs();
  Programs(const Programs&) = delete;

  // Runs the command line client; arguments as a shell would split them.
  Ran Tranche(const std::vector<std::string>& arguments, const std::string& input = "") const;
  // The same for JSON; it must succeed.
  Json TrancheJson(std::vector<std::string> arguments) const;
  // Sends a request to the gateway.
  Answer Http(const Request& request) const;
  // Signs the owner in by a link, as a browser does; the header with their cookie.
  std::string SignIn() const;

  const testing::PgSandbox& sandbox() const { return sandbox_; }
  std::string folder() const { return folder_; }
  // What clients are given: the address of the one process, or "unix:…/{role}.sock".
  std::string server() const {
    return "unix:" + folder_ + (split_ ? "/{role}.sock" : "/tranched.sock");
  }
  // The process of one role, when they are split: ended at once, and started anew.
  void KillRole(const std::string& role);
  void StartRole(const std::string& role);
  // Ends the gateway and the server in order; the database stays.
  void Stop();
  // The log of "tranched", of a role that is a process, or of "gateway".
  std::string Log(const std::string& process) const;
  std::string Token(const std::string& name) const;
  // Makes a token of this name; without organisations: of a program that is granted none.
  void IssueToken(const std::string& name, const std::string& roles,
                  const std::string& organisations = kOrganisations) const;
  pid_t tranched() const { return servers_.front().pid; }
  pid_t gateway() const { return gateway_; }
  int port() const { return port_; }
  // A file of the test, written.
  std::string WriteFile(const std::string& name, const std::string& content) const;
  // Counts rows behind the wall.
  int Count(const std::string& table_and_where) const;
  // Waits until every role has followed the logs of the others to their ends: reads answer from what is
  // known by then. What payments tells others after a call is told by then, too.
  void AwaitFollowers() const;

 private:
  void Start(const Options& options);
  void Configure(const Options& options);
  pid_t Spawn(const std::vector<std::string>& command, const std::string& log) const;
  struct Process {
    std::string name;  // "tranched", or its role.
    pid_t pid = -1;
  };
  void StartServer(Process* process, const std::string& roles) const;
  std::string ConfigOf(const Process& process) const;
  Process* Find(const std::string& role);
  void StartGateway(const std::vector<std::string>& to);

  testing::PgSandbox sandbox_;
  std::string folder_;
  bool split_ = false;
  int port_ = 0;
  std::vector<Process> servers_;  // In the order of their start.
  pid_t gateway_ = -1;
};

// Where ctest says that the programs are, or build/bin.
std::string Program(const std::string& name);

// Runs a command to its end.
Ran Run(const std::vector<std::string>& command, const std::string& input = "");

}  // namespace tranche::flow
