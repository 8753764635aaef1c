// SPDX-License-Identifier: EUPL-1.2
#include "installation.h"

#include <dirent.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <pqxx/pqxx>
#include <sstream>
#include <stdexcept>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "platform/auth/token.h"
#include "platform/testing/pg_sandbox.h"
#include "programs.h"

namespace tranche::crash {
namespace {

namespace fs = std::filesystem;

constexpr char kPgBin[] = "/usr/lib/postgresql/15/bin/";
constexpr char kTemplate[] = "crash_template";
constexpr size_t kLogShown = 2000;
// Shorter than gRPC's pause before it tries to connect again.
constexpr absl::Duration kProbeMax = absl::Milliseconds(50);
constexpr absl::Duration kStartMax = absl::Seconds(60);

std::string ReadAll(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::string MakeFolder() {
  const char* base = std::getenv("TMPDIR");
  std::string path = absl::StrCat(base == nullptr ? "/tmp" : base, "/tranche-crash-XXXXXX");
  if (mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return path;
}

// PostgreSQL refuses to run as root, so root runs it as the user that its package made.
std::vector<std::string> AsPostgres() {
  if (geteuid() != 0) return {"setpriv", "--pdeathsig", "KILL"};
  return {"setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--pdeathsig", "KILL"};
}

pid_t Spawn(const std::vector<std::string>& command, const std::vector<std::string>& environment,
            const std::string& log) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  std::vector<char*> variables;
  for (const std::string& variable : environment)
    variables.push_back(const_cast<char*>(variable.c_str()));
  for (char** inherited = environ; *inherited != nullptr; ++inherited) variables.push_back(*inherited);
  variables.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0) _exit(126);
  execvpe(arguments[0], arguments.data(), variables.data());
  _exit(127);
}

void RunOrThrow(const std::vector<std::string>& command, const std::string& input = "") {
  const flow::Ran ran = flow::Run(command, input);
  if (ran.code != 0) throw std::runtime_error(absl::StrCat(command[0], ": ", ran.error));
}

std::string Output(const std::vector<std::string>& command) {
  const flow::Ran ran = flow::Run(command);
  if (ran.code != 0) throw std::runtime_error(absl::StrCat(command[0], ": ", ran.error));
  return ran.out;
}

// Processes whose parent is `parent`.
std::vector<pid_t> ChildrenOf(pid_t parent) {
  std::vector<pid_t> children;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    pid_t pid = 0;
    if (!absl::SimpleAtoi(entry.path().filename().string(), &pid)) continue;
    const std::string stat = ReadAll(entry.path().string() + "/stat");
    const size_t name_end = stat.rfind(") ");
    if (name_end == std::string::npos) continue;
    const std::vector<std::string> fields = absl::StrSplit(stat.substr(name_end + 2), ' ');
    pid_t of = 0;
    if (fields.size() > 1 && absl::SimpleAtoi(fields[1], &of) && of == parent) children.push_back(pid);
  }
  return children;
}

// Waits for an adopted process; its former parent must be gone.
void Reap(pid_t pid) {
  while (waitpid(pid, nullptr, 0) < 0 && kill(pid, 0) == 0) Pause(1);
}

}  // namespace

const std::vector<std::string> kRoles = {"access",  "reference", "documents", "plans",     "proposals",
                                         "budgets", "staffing",  "payments",  "timelines", "reports"};

void Pause(int milliseconds) { poll(nullptr, 0, milliseconds); }

Database::Database() : folder_(MakeFolder()) {
  // Children of a killed postmaster come to us, so that none stays behind and keeps it from starting
  // again.
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  Initialise();
  Start();
  Fill();
}

Database::~Database() {
  Stop();
  fs::remove_all(folder_);
}

void Database::Initialise() {
  fs::create_directory(folder_ + "/data");
  fs::create_directory(folder_ + "/socket");
  if (geteuid() == 0) {
    fs::permissions(folder_, fs::perms(0711));
    RunOrThrow({"chown", "postgres:postgres", folder_ + "/data", folder_ + "/socket"});
  }
  std::vector<std::string> command = AsPostgres();
  command.insert(command.end(),
                 {std::string(kPgBin) + "initdb", "-D", folder_ + "/data", "-U", "tranche_admin",
                  "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"});
  RunOrThrow(command);
}

void Database::Fill() {
  const testing::PgSandbox sandbox;
  const char* source = std::getenv("TRANCHE_TEST_PG");
  const std::string psql = std::string(kPgBin) + "psql";
  // That the administrator is there already is an error that does not matter.
  (void)flow::Run({psql, "-X", "-q", admin("postgres")},
                  Output({std::string(kPgBin) + "pg_dumpall", "--roles-only", "-d",
                          absl::StrCat(source, " dbname=postgres")}));
  RunOrThrow({psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", admin("postgres")},
             absl::StrCat("create database ", kTemplate));
  RunOrThrow({psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", admin(kTemplate)},
             Output({std::string(kPgBin) + "pg_dump", sandbox.conninfo() + " user=tranche_admin"}));
}

void Database::Create(const std::string& name) {
  pqxx::connection connection(admin("postgres"));
  pqxx::nontransaction(connection)
      .exec(absl::StrCat("create database ", name, " template ", kTemplate));
}

std::string Database::conninfo(const std::string& name) const {
  return absl::StrCat("host=", folder_, "/socket dbname=", name);
}

std::string Database::admin(const std::string& name) const {
  return conninfo(name) + " user=tranche_admin";
}

void Database::Start(const std::vector<std::string>& settings) {
  std::vector<std::string> command = AsPostgres();
  command.insert(command.end(), {std::string(kPgBin) + "postgres", "-D", folder_ + "/data", "-k",
                                 folder_ + "/socket"});
  // Only a loss of power could need the default, which reads and writes back every file at each start.
  for (const char* fixed :
       {"listen_addresses=", "unix_socket_permissions=0700", "fsync=on", "max_connections=100",
        "shared_buffers=64MB", "dynamic_shared_memory_type=mmap", "recovery_init_sync_method=syncfs",
        "jit=off"}) {
    command.insert(command.end(), {"-c", fixed});
  }
  for (const std::string& setting : settings) command.insert(command.end(), {"-c", setting});
  postmaster_ = Spawn(command, {}, folder_ + "/postgres.log");
  const absl::Time until = absl::Now() + kStartMax;
  while (absl::Now() < until) {
    try {
      const pqxx::connection connection(admin("postgres"));
      return;
    } catch (const pqxx::failure&) {
      Pause(5);
    }
  }
  throw std::runtime_error("PostgreSQL did not start: " + ReadAll(folder_ + "/postgres.log"));
}

void Database::Kill() {
  // Held first, so that it neither starts another child nor tells any to go.
  kill(postmaster_, SIGSTOP);
  const std::vector<pid_t> children = ChildrenOf(postmaster_);
  for (const pid_t child : children) kill(child, SIGKILL);
  kill(postmaster_, SIGKILL);
  waitpid(postmaster_, nullptr, 0);
  for (const pid_t child : children) Reap(child);
  postmaster_ = -1;
}

void Database::Stop() {
  if (postmaster_ <= 0) return;
  kill(postmaster_, SIGQUIT);
  waitpid(postmaster_, nullptr, 0);
  postmaster_ = -1;
}

Installation::Installation(const Database& database, const std::string& name) : folder_(MakeFolder()) {
  fs::create_directory(folder_ + "/secrets");
  for (const std::string& role : kRoles) {
    Configure(role, database.conninfo(name));
    std::ofstream(absl::StrCat(folder_, "/secrets/", role, ".password")) << "unused\n";
  }
  RunOrThrow({flow::Program("tranched"), "make-keys", "--config", folder_ + "/reports.textproto"});
}

Installation::~Installation() {
  for (const std::string& role : kRoles) {
    const std::string log = Log(role);
    const size_t shown = std::min(log.size(), kLogShown);
    if (::testing::Test::HasFailure())
      std::fprintf(stderr, "---- %s\n%s\n", role.c_str(), log.c_str() + log.size() - shown);
    Kill(role);
  }
  fs::remove_all(folder_);
}

void Installation::Configure(const std::string& role, const std::string& conninfo) const {
  std::ofstream config(absl::StrCat(folder_, "/", role, ".textproto"));
  config << "listen: \"" << address(role) << "\"\ndatabase: \"" << conninfo << "\"\nsecrets_folder: \""
         << folder_ << "/secrets\"\nlog_level: WARNING\n";
  for (const std::string& other : kRoles) {
    if (other != role)
      config << "peers { name: \"" << other << "\" address: \"" << address(other) << "\" }\n";
  }
}

void Installation::Start(const std::string& role, const std::string& failpoints,
                         const std::string& program) {
  running_[role] = Spawn({flow::Program(program), "serve", "--config",
                          absl::StrCat(folder_, "/", role, ".textproto"), "--roles=" + role},
                         {"TRANCHE_FAILPOINTS=" + failpoints,
                          absl::StrCat("TRANCHE_FAILPOINTS_LOG=", folder_, "/", role, ".failpoints")},
                         absl::StrCat(folder_, "/", role, ".log"));
}

void Installation::Kill(const std::string& role) {
  const auto running = running_.find(role);
  if (running == running_.end()) return;
  kill(running->second, SIGKILL);
  waitpid(running->second, nullptr, 0);
  running_.erase(running);
}

bool Installation::HasEnded(const std::string& role) {
  const auto running = running_.find(role);
  if (running == running_.end() || waitpid(running->second, nullptr, WNOHANG) != running->second)
    return false;
  running_.erase(running);
  return true;
}

bool Installation::Answers(const std::string& role) const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  const auto channel =
      grpc::CreateCustomChannel(address(role), grpc::InsecureChannelCredentials(), arguments);
  return channel->WaitForConnected(absl::ToChronoTime(absl::Now() + kProbeMax));
}

void Installation::AwaitAll() {
  const absl::Time until = absl::Now() + kStartMax;
  for (const std::string& role : kRoles) {
    while (!Answers(role)) {
      if (absl::Now() < until && !HasEnded(role)) continue;
      throw std::runtime_error(absl::StrCat(role, " did not start: ", Log(role)));
    }
  }
}

std::string Installation::address(const std::string& role) const {
  return absl::StrCat("unix:", folder_, "/", role, ".sock");
}

std::string Installation::Token(const std::string& subject,
                                const std::vector<std::string>& roles) const {
  return auth::Issuer::FromFile(folder_ + "/secrets/signing.key")
      ->Issue({.subject = subject, .organisations = {kOrganisation}, .roles = roles},
              absl::Now() + absl::Hours(12));
}

std::vector<std::string> Installation::FailpointLog(const std::string& role) const {
  return absl::StrSplit(ReadAll(absl::StrCat(folder_, "/", role, ".failpoints")), '\n',
                        absl::SkipEmpty());
}

std::string Installation::Log(const std::string& role) const {
  return ReadAll(absl::StrCat(folder_, "/", role, ".log"));
}

}  // namespace tranche::crash
