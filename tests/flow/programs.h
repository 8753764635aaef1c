// SPDX-License-Identifier: EUPL-1.2
// The real programs for one test: a database of its own, tranched, the gateway, and what a user would
// type. Everything ends with the test; the servers are children that die with it.
#pragma once

#include <sys/types.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "platform/testing/pg_sandbox.h"

namespace tranche::flow {

using Json = nlohmann::json;

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
    std::string roles;    // Of tranched; empty: all.
    bool gateway = true;
    bool examples = true;  // Load them by the CLI.
  };
  explicit Programs(const Options& options);
  ~Programs();
  Programs(const Programs&) = delete;

  // Runs the command line client; arguments as a shell would split them.
  Ran Tranche(const std::vector<std::string>& arguments, const std::string& input = "") const;
  // Sends a request to the gateway.
  Answer Http(const Request& request) const;

  const testing::PgSandbox& sandbox() const { return sandbox_; }
  std::string folder() const { return folder_; }
  std::string server() const { return "unix:" + folder_ + "/tranched.sock"; }
  std::string Token(const std::string& name) const;
  // A file of the test, written.
  std::string WriteFile(const std::string& name, const std::string& content) const;
  // Counts rows behind the wall.
  int Count(const std::string& table_and_where) const;

 private:
  void Configure();
  void IssueToken(const std::string& name, const std::string& roles) const;
  pid_t Spawn(const std::vector<std::string>& command, const std::string& log) const;
  void AwaitServer() const;
  void StartGateway();

  testing::PgSandbox sandbox_;
  std::string folder_;
  int port_ = 0;
  pid_t tranched_ = -1;
  pid_t gateway_ = -1;
};

// Where ctest says that the programs are, or build/bin.
std::string Program(const std::string& name);

// Runs a command to its end.
Ran Run(const std::vector<std::string>& command, const std::string& input = "");

// Organisations of the tokens: those of the examples, and one with nothing in it.
inline constexpr char kOrganisations[] = "lyubimets,mineralni-bani,sopot";

}  // namespace tranche::flow
