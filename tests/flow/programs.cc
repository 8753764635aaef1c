// SPDX-License-Identifier: EUPL-1.2
#include "programs.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tranche::flow {
namespace {

constexpr std::chrono::seconds kStartMax(30);
constexpr int kProbesMax = 3000;
constexpr int kPortsMax = 5;

std::string ReadAll(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// Becomes the command; only in a child.
[[noreturn]] void Become(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

void Redirect(const std::string& path, int flags, int descriptor) {
  const int file = open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (file < 0) _exit(126);
  dup2(file, descriptor);
}

// A port of the loopback that was free a moment ago.
int FreePort() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  const bool bound = bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(probe);
  if (!bound) throw std::runtime_error("no free port on the loopback");
  return ntohs(address.sin_port);
}

bool Connects(int port) {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  const bool connected = connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  close(probe);
  return connected;
}

bool HasEnded(pid_t child) {
  siginfo_t info{};
  return waitid(P_PID, child, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == child;
}

void End(pid_t child) {
  if (child <= 0) return;
  kill(child, SIGTERM);
  waitpid(child, nullptr, 0);
}

}  // namespace

Ran Run(const std::vector<std::string>& command, const std::string& input) {
  char folder[] = "/tmp/tranche-run-XXXXXX";
  if (mkdtemp(folder) == nullptr) throw std::runtime_error("no temporary folder");
  const std::string base = folder;
  std::ofstream(base + "/in", std::ios::binary) << input;
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    Redirect(base + "/in", O_RDONLY, STDIN_FILENO);
    Redirect(base + "/out", O_WRONLY | O_CREAT, STDOUT_FILENO);
    Redirect(base + "/error", O_WRONLY | O_CREAT, STDERR_FILENO);
    Become(command);
  }
  int status = 0;
  waitpid(child, &status, 0);
  Ran ran{.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          .out = ReadAll(base + "/out"),
          .error = ReadAll(base + "/error")};
  std::filesystem::remove_all(base);
  return ran;
}

std::string Program(const std::string& name) {
  const char* folder = std::getenv("TRANCHE_BIN");
  return absl::StrCat(folder == nullptr ? "build/bin" : folder, "/", name);
}

Programs::Programs(const Options& options) {
  char folder[] = "/tmp/tranche-flow-XXXXXX";
  if (mkdtemp(folder) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = folder;
  Configure();
  std::vector<std::string> serve = {Program("tranched"), "serve", "--config", folder_ + "/tranched.textproto"};
  if (!options.roles.empty()) serve.push_back("--roles=" + options.roles);
  tranched_ = Spawn(serve, "tranched.log");
  AwaitServer();
  if (options.gateway) StartGateway();
  if (options.examples) {
    const Ran loaded = Tranche({"examples", "load", EXAMPLES});
    if (loaded.code != 0) throw std::runtime_error("the examples did not load: " + loaded.error);
  }
}

Programs::~Programs() {
  End(gateway_);
  End(tranched_);
  if (::testing::Test::HasFailure()) {
    std::fprintf(stderr, "%s\n", ReadAll(folder_ + "/tranched.log").c_str());
  }
  std::filesystem::remove_all(folder_);
}

void Programs::Configure() {
  std::filesystem::create_directories(folder_ + "/secrets");
  // The test cluster trusts its socket; the server still reads a password for each role.
  for (const char* role : {"access", "documents", "reference", "plans", "proposals", "budgets", "staffing", "payments",
                           "timelines", "reports"}) {
    std::ofstream(absl::StrCat(folder_, "/secrets/", role, ".password")) << "unused\n";
  }
  WriteFile("tranched.textproto",
            absl::StrCat("listen: \"", server(), "\"\ndatabase: \"", sandbox_.conninfo(),
                         "\"\nsecrets_folder: \"", folder_, "/secrets\"\n"));
  WriteFile("endpoint", server() + "\n");
  const Ran keys = Run({Program("tranched"), "make-keys", "--config", folder_ + "/tranched.textproto"});
  if (keys.code != 0) throw std::runtime_error(keys.error);
  IssueToken("owner", "PROJECT_MANAGER,FINANCE,ADMINISTRATOR");
  IssueToken("approver", "PROJECT_MANAGER,FINANCE");
  IssueToken("viewer", "AUDITOR");
}

void Programs::IssueToken(const std::string& name, const std::string& roles) const {
  const Ran issued = Run({Program("tranched"), "issue-token", "--config", folder_ + "/tranched.textproto", "--subject",
                          name + "@test", "--organisations", kOrganisations, "--roles", roles, "--days", "1", "--out",
                          folder_ + "/secrets/" + name + ".token"});
  if (issued.code != 0) throw std::runtime_error(issued.error);
}

pid_t Programs::Spawn(const std::vector<std::string>& command, const std::string& log) const {
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    Redirect("/dev/null", O_RDONLY, STDIN_FILENO);
    Redirect(folder_ + "/" + log, O_WRONLY | O_CREAT | O_APPEND, STDOUT_FILENO);
    Redirect(folder_ + "/" + log, O_WRONLY | O_CREAT | O_APPEND, STDERR_FILENO);
    Become(command);
  }
  return child;
}

void Programs::AwaitServer() const {
  const auto channel = grpc::CreateChannel(server(), grpc::InsecureChannelCredentials());
  const auto until = std::chrono::system_clock::now() + kStartMax;
  while (std::chrono::system_clock::now() < until && !HasEnded(tranched_)) {
    if (channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::milliseconds(200))) return;
  }
  throw std::runtime_error("tranched did not start: " + ReadAll(folder_ + "/tranched.log"));
}

// A port that was free a moment ago may be another test's by now: the gateway then says so and ends.
void Programs::StartGateway() {
  for (int attempt = 0; attempt < kPortsMax; ++attempt) {
    port_ = FreePort();
    gateway_ = Spawn({Program("tranche-gateway"), "--listen", absl::StrCat("127.0.0.1:", port_), "--server", server(),
                      "--page-token-file", folder_ + "/secrets/viewer.token"},
                     "gateway.log");
    for (int probe = 0; probe < kProbesMax && !HasEnded(gateway_); ++probe) {
      if (Connects(port_) && !HasEnded(gateway_)) return;
      poll(nullptr, 0, 10);
    }
    End(gateway_);
    gateway_ = -1;
  }
  throw std::runtime_error("the gateway did not start: " + ReadAll(folder_ + "/gateway.log"));
}

Ran Programs::Tranche(const std::vector<std::string>& arguments, const std::string& input) const {
  std::vector<std::string> command = {Program("tranche"), "--data", folder_};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return Run(command, input);
}

Answer Programs::Http(const Request& request) const {
  std::vector<std::string> command = {"curl", "-sS", "-X", request.method, "-D", "/dev/stderr", "-w", "\n%{http_code}",
                                      "--max-time", "30", "--data-binary", "@-"};
  if (request.method == "GET") command.resize(command.size() - 2);
  if (!request.token.empty()) command.insert(command.end(), {"-H", "Authorization: Bearer " + Token(request.token)});
  bool typed = false;
  for (const std::string& header : request.headers) {
    command.insert(command.end(), {"-H", header});
    typed = typed || header.rfind("Content-Type", 0) == 0;
  }
  if (request.method != "GET" && !typed) command.insert(command.end(), {"-H", "Content-Type: application/json"});
  command.push_back(absl::StrCat("http://127.0.0.1:", port_, request.path));
  const Ran ran = Run(command, request.body);
  if (ran.code != 0) throw std::runtime_error("curl: " + ran.error);
  const size_t last = ran.out.rfind('\n');
  return {.status = std::stoi(ran.out.substr(last + 1)), .body = ran.out.substr(0, last), .headers = ran.error};
}

std::string Programs::Token(const std::string& name) const {
  std::string token = ReadAll(folder_ + "/secrets/" + name + ".token");
  while (!token.empty() && token.back() == '\n') token.pop_back();
  return token;
}

std::string Programs::WriteFile(const std::string& name, const std::string& content) const {
  const std::string path = folder_ + "/" + name;
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

int Programs::Count(const std::string& table_and_where) const {
  return sandbox_.Inspect("select count(1) from " + table_and_where)[0][0].as<int>();
}

}  // namespace tranche::flow
