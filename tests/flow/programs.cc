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

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/rpc/role_table.h"

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
  split_ = options.split;
  try {
    Start(options);
  } catch (...) {  // No destructor runs: what was started so far is ended here.
    Stop();
    std::filesystem::remove_all(folder_);
    throw;
  }
}

void Programs::Start(const Options& options) {
  if (!split_) servers_.push_back({.name = "tranched"});
  for (size_t i = 0; split_ && i < rpc::RoleTable().size(); ++i) {
    servers_.push_back({.name = rpc::RoleTable()[i].name});
  }
  Configure(options);
  for (Process& process : servers_) StartServer(&process, split_ ? process.name : options.roles);
  if (options.gateway) {
    StartGateway(options.gateway_to.empty() ? std::vector<std::string>{"--server", server()}
                                            : options.gateway_to);
  }
  if (options.examples) {
    const Ran loaded = Tranche({"examples", "load", EXAMPLES});
    if (loaded.code != 0) throw std::runtime_error("the examples did not load: " + loaded.error);
  }
}

Programs::~Programs() {
  Stop();
  for (const Process& process : servers_) {
    if (::testing::Test::HasFailure()) std::fprintf(stderr, "%s\n", Log(process.name).c_str());
  }
  std::filesystem::remove_all(folder_);
}

void Programs::Stop() {
  End(gateway_);
  gateway_ = -1;
  for (auto process = servers_.rbegin(); process != servers_.rend(); ++process) {
    End(process->pid);
    process->pid = -1;
  }
}

Programs::Process* Programs::Find(const std::string& role) {
  const auto found = std::find_if(servers_.begin(), servers_.end(),
                                  [&](const Process& process) { return process.name == role; });
  if (found == servers_.end()) throw std::runtime_error("no process of its own: " + role);
  return &*found;
}

void Programs::KillRole(const std::string& role) {
  Process* process = Find(role);
  kill(process->pid, SIGKILL);
  waitpid(process->pid, nullptr, 0);
  process->pid = -1;
}

void Programs::StartRole(const std::string& role) { StartServer(Find(role), role); }

std::string Programs::Log(const std::string& process) const {
  return ReadAll(folder_ + "/" + process + ".log");
}

void Programs::Configure(const Options& options) {
  std::filesystem::create_directories(folder_ + "/secrets");
  // The test cluster trusts its socket; the server still reads a password for each role.
  for (const rpc::RoleRow& role : rpc::RoleTable()) {
    std::ofstream(absl::StrCat(folder_, "/secrets/", role.name, ".password")) << "unused\n";
  }
  std::string common =
      absl::StrCat("listen: \"", server(), "\"\ndatabase: \"", sandbox_.conninfo(),
                   "\"\nsecrets_folder: \"", folder_, "/secrets\"\n", options.config, "\n");
  if (split_) absl::StrAppend(&common, "peers_at: \"", server(), "\"\n");
  for (const Process& process : servers_) {
    WriteFile(process.name + ".textproto",
              absl::StrCat(common, options.config_of ? options.config_of(process.name) : ""));
  }
  WriteFile("endpoint", server() + "\n");
  const Ran keys = Run({Program("tranched"), "make-keys", "--config", ConfigOf(servers_.front())});
  if (keys.code != 0) throw std::runtime_error(keys.error);
  IssueToken("owner", "PROJECT_MANAGER,FINANCE,ADMINISTRATOR");
  IssueToken("approver", "PROJECT_MANAGER,FINANCE");
  IssueToken("viewer", "AUDITOR");
  IssueToken("gateway", "SERVICE", "");
}

std::string Programs::ConfigOf(const Process& process) const {
  return absl::StrCat(folder_, "/", process.name, ".textproto");
}

void Programs::IssueToken(const std::string& name, const std::string& roles,
                          const std::string& organisations) const {
  std::vector<std::string> issue = {Program("tranched"),
                                    "issue-token",
                                    "--config",
                                    ConfigOf(servers_.front()),
                                    "--subject",
                                    name + "@test",
                                    "--roles",
                                    roles,
                                    "--days",
                                    "1",
                                    "--out",
                                    folder_ + "/secrets/" + name + ".token"};
  if (!organisations.empty()) issue.insert(issue.end(), {"--organisations", organisations});
  const Ran issued = Run(issue);
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

void Programs::StartServer(Process* process, const std::string& roles) const {
  std::vector<std::string> serve = {Program("tranched"), "serve", "--config", ConfigOf(*process)};
  if (!roles.empty()) serve.push_back("--roles=" + roles);
  process->pid = Spawn(serve, process->name + ".log");
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 100);
  const auto channel = grpc::CreateCustomChannel("unix:" + folder_ + "/" + process->name + ".sock",
                                                 grpc::InsecureChannelCredentials(), arguments);
  const auto until = std::chrono::system_clock::now() + kStartMax;
  while (std::chrono::system_clock::now() < until && !HasEnded(process->pid)) {
    if (channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::milliseconds(200)))
      return;
  }
  throw std::runtime_error(process->name + " did not start: " + Log(process->name));
}

// A port that was free a moment ago may be another test's by now: the gateway then says so and ends.
void Programs::StartGateway(const std::vector<std::string>& to) {
  for (int attempt = 0; attempt < kPortsMax; ++attempt) {
    port_ = FreePort();
    std::vector<std::string> command = {Program("tranche-gateway"), "--listen",
                                        absl::StrCat("127.0.0.1:", port_), "--token-file",
                                        folder_ + "/secrets/gateway.token"};
    command.insert(command.end(), to.begin(), to.end());
    gateway_ = Spawn(command, "gateway.log");
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

Json Programs::TrancheJson(std::vector<std::string> arguments) const {
  for (const char* word : {"-o", "json"}) arguments.emplace_back(word);
  const Ran ran = Tranche(arguments);
  EXPECT_EQ(ran.code, 0) << absl::StrJoin(arguments, " ") << "\n" << ran.error;
  return ran.code == 0 ? ran.json() : Json();
}

Answer Programs::Http(const Request& request) const {
  std::vector<std::string> command = {
      "curl",           "-sS",        "-X", request.method,  "-D", "/dev/stderr", "-w",
      "\n%{http_code}", "--max-time", "30", "--data-binary", "@-"};
  if (request.method == "GET") command.resize(command.size() - 2);
  if (!request.token.empty())
    command.insert(command.end(), {"-H", "Authorization: Bearer " + Token(request.token)});
  bool typed = false;
  for (const std::string& header : request.headers) {
    command.insert(command.end(), {"-H", header});
    typed = typed || header.rfind("Content-Type", 0) == 0;
  }
  if (request.method != "GET" && !typed)
    command.insert(command.end(), {"-H", "Content-Type: application/json"});
  command.push_back(absl::StrCat("http://127.0.0.1:", port_, request.path));
  const Ran ran = Run(command, request.body);
  if (ran.code != 0) throw std::runtime_error("curl: " + ran.error);
  const size_t last = ran.out.rfind('\n');
  return {.status = std::stoi(ran.out.substr(last + 1)),
          .body = ran.out.substr(0, last),
          .headers = ran.error};
}

std::string Programs::SignIn() const {
  const Ran link = Tranche({"sign-in", "link", "--url", "http://127.0.0.1"});
  const size_t secret = link.out.find("link=");
  if (link.code != 0 || secret == std::string::npos) throw std::runtime_error("no link: " + link.error);
  const Answer answer = Http(
      {.method = "POST",
       .path = "/sign-in",
       .body = link.out.substr(secret, link.out.find('\n') - secret),
       .headers = {"Content-Type: application/x-www-form-urlencoded", "Sec-Fetch-Site: same-origin"},
       .token = ""});
  const size_t cookie = answer.headers.find("tranche=");
  if (cookie == std::string::npos) throw std::runtime_error("not signed in: " + answer.body);
  return "Cookie: " + answer.headers.substr(cookie, answer.headers.find(';', cookie) - cookie);
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

void Programs::AwaitFollowers() const {
  static constexpr std::pair<const char*, const char*> kFollowers[] = {
      {"plans", "proposals"},    {"budgets", "proposals"},   {"staffing", "proposals"},
      {"payments", "proposals"}, {"timelines", "proposals"}, {"timelines", "payments"}};
  std::vector<std::string> behind;
  for (const auto& [follower, source] : kFollowers) {
    behind.push_back(
        absl::StrCat("select 1 from (select tx_id, event_id from ", source,
                     ".event order by tx_id desc, event_id desc limit 1) as e left join ", follower,
                     ".cursor as c on c.source = '", source,
                     "' where (c.tx_id, c.event_id) is distinct from (e.tx_id, e.event_id)"));
  }
  // What payments still has to tell others: a call that was too slow leaves it to a later look.
  behind.push_back("select 1 from payments.contract_hold where state in ('TAKING', 'RELEASING')");
  behind.push_back(
      "select 1 from payments.contract where budget_step_heard < budget_step "
      "or budget_step_closes <> (closed_on is not null) "
      "or closing_told < 2 * closings - case when closed_on is null then 0 else 1 end");
  const std::string any = absl::StrJoin(behind, " union all ");
  for (int probe = 0; probe < kProbesMax; ++probe) {
    if (sandbox_.Inspect(any).empty()) return;
    poll(nullptr, 0, 10);
  }
  throw std::runtime_error("a follower does not follow");
}

}  // namespace tranche::flow
