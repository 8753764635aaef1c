// SPDX-License-Identifier: EUPL-1.2
#include "tranched/command.h"

#include <grpc/support/log.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "payments/participants/key_change_service.h"
#include "platform/auth/token.h"
#include "platform/base/error.h"
#include "platform/base/secret_file.h"
#include "platform/base/status_macros.h"
#include "platform/config/config.h"
#include "platform/observe/observe.h"
#include "platform/pg/pool.h"
#include "reports/evidence/memory.h"
#include "reports/evidence/sealer.h"
#include "tranche/options/v1/options.pb.h"
#include "tranched/roles.h"
#include "tranched/server.h"

namespace tranche::tranched {
namespace {

constexpr absl::Duration kDrainMax = absl::Seconds(10);
constexpr int kDaysMax = 3660;

struct Arguments {
  std::string config;
  std::string roles;  // Of serve: names of roles of this server.
  std::string subject;
  std::vector<std::string> organisations;
  std::vector<std::string> token_roles;
  int days = 0;
  std::string out;
  std::string reason;  // Of begin-evidence-epoch and change-personal-key.
};

observe::Level LevelOf(config::v1::LogLevel level) {
  switch (level) {
    case config::v1::DEBUG:
      return observe::Level::kDebug;
    case config::v1::WARNING:
      return observe::Level::kWarning;
    case config::v1::ERROR:
      return observe::Level::kError;
    default:
      return observe::Level::kInfo;
  }
}

// The signals that end the server; blocked in every thread and awaited in main.
sigset_t EndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

void AwaitEnd() {
  const sigset_t signals = EndSignals();
  const timespec second{1, 0};
  while (sigtimedwait(&signals, nullptr, &second) < 0) observe::FlushLog();
}

// What gRPC has to say goes to the log, too.
void LogForGrpc(gpr_log_func_args* line) {
  observe::Log(
      line->severity == GPR_LOG_SEVERITY_ERROR ? observe::Level::kWarning : observe::Level::kDebug,
      "grpc", {{"text", line->message}});
}

std::vector<std::string> NamesOf(const std::vector<RoleEntry>& roles) {
  std::vector<std::string> names;
  for (const RoleEntry& role : roles) names.push_back(role.name);
  return names;
}

absl::Status Serve(const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const std::vector<RoleEntry> roles, ChooseRoles(arguments.roles));
  TRANCHE_ASSIGN_OR_RETURN(config::v1::ServerConfig read, config::ReadFile(arguments.config));
  const config::v1::ServerConfig config = config::ForRoles(std::move(read), NamesOf(roles));
  TRANCHE_RETURN_IF_ERROR(observe::StartLogging(config.log_file(), LevelOf(config.log_level())));
  gpr_set_log_function(LogForGrpc);
  const sigset_t signals = EndSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<Server> server,
                           Server::Start(config, roles, absl::Now));
  observe::Log(
      observe::Level::kInfo, "ready",
      {{"roles", absl::StrJoin(NamesOf(roles), ",")}, {"listen", absl::StrJoin(config.listen(), ",")}});
  observe::FlushLog();
  AwaitEnd();
  observe::Log(observe::Level::kInfo, "stopping", {});
  server->Stop(kDrainMax);
  observe::Log(observe::Level::kInfo, "stopped", {});
  observe::FlushLog();
  return absl::OkStatus();
}

// One role a line, in the order of their start.
absl::Status ListRoles() {
  for (const RoleEntry& role : AllRoles()) std::printf("%s\n", role.name.c_str());
  return absl::OkStatus();
}

absl::Status MakeKeys(const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const config::v1::ServerConfig config, config::ReadFile(arguments.config));
  TRANCHE_RETURN_IF_ERROR(
      auth::Issuer::MakeKeys(config::SecretKeyFile(config), config::PublicKeyFile(config)));
  const std::string evidence = config::EvidenceFolder(config);
  return auth::Issuer::MakeKeys(reports::EvidenceKeyFile(evidence),
                                reports::EvidencePublicKeyFile(evidence));
}

// A status of a role in words.
absl::Status InWords(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  if (status.ok() || reason.empty()) return status;
  return absl::FailedPreconditionError(Explain(reason, ValuesOf(status), Language::kEnglish));
}

// After a restore or with a new key, by whoever has the log's key.
absl::Status BeginEvidenceEpoch(const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const config::v1::ServerConfig config, config::ReadFile(arguments.config));
  TRANCHE_ASSIGN_OR_RETURN(const auth::Issuer issuer,
                           auth::Issuer::FromFile(config::SecretKeyFile(config)));
  TRANCHE_ASSIGN_OR_RETURN(
      const std::unique_ptr<pg::Pool> pool,
      pg::Pool::Open({.conninfo = absl::StrCat(config.database(), " user=svc_reports"),
                      .password_file = config::PasswordFile(config, "reports"),
                      .application_name = "tranched/begin-evidence-epoch",
                      .search_path = "reports",
                      .connections = 1}));
  rpc::RoleContext context;
  context.name = "reports";
  context.pool = pool.get();
  context.issuer = &issuer;
  context.clock = absl::Now;
  context.evidence_folder = config::EvidenceFolder(config);
  return InWords(reports::BeginNewEpoch(context, arguments.subject, arguments.reason));
}

// Another key for the records of participants; the servers may go on meanwhile.
absl::Status ChangePersonalKey(const Arguments& arguments) {
  TRANCHE_ASSIGN_OR_RETURN(const config::v1::ServerConfig config, config::ReadFile(arguments.config));
  TRANCHE_ASSIGN_OR_RETURN(const auth::Issuer issuer,
                           auth::Issuer::FromFile(config::SecretKeyFile(config)));
  TRANCHE_ASSIGN_OR_RETURN(
      const std::unique_ptr<pg::Pool> pool,
      pg::Pool::Open({.conninfo = absl::StrCat(config.database(), " user=svc_payments"),
                      .password_file = config::PasswordFile(config, "payments"),
                      .application_name = "tranched/change-personal-key",
                      .search_path = "payments",
                      .connections = 1}));
  rpc::RoleContext context;
  context.name = "payments";
  context.pool = pool.get();
  context.issuer = &issuer;
  context.clock = absl::Now;
  context.secrets_folder = config.secrets_folder();
  const absl::StatusOr<payments::participants::KeyChange> change =
      payments::participants::ChangePersonalKey(
          context, {.subject = arguments.subject, .reason = arguments.reason});
  if (!change.ok()) return InWords(change.status());
  std::printf("key %s in force; participants sealed anew: %d\n", change->to_key.c_str(),
              change->participants);
  return absl::OkStatus();
}

absl::Status CheckClaims(const Arguments& arguments) {
  bool service = false;
  bool person = false;
  for (const std::string& name : arguments.token_roles) {
    options::v1::Role role;
    if (!options::v1::Role_Parse(name, &role) || role == options::v1::ROLE_UNSPECIFIED) {
      return absl::InvalidArgumentError(
          absl::StrCat("--roles names no role \"", name,
                       "\"; the roles are PROJECT_MANAGER, FINANCE, AUDITOR, ADMINISTRATOR, SERVICE"));
    }
    service = service || role == options::v1::SERVICE;
    person = person || role != options::v1::SERVICE;
  }
  // A gateway asks for others and is granted nothing itself.
  if (person && arguments.organisations.empty()) {
    return absl::InvalidArgumentError(
        "--organisations is missing: name the organisations granted, by comma");
  }
  for (const std::string& organisation : arguments.organisations) {
    if (organisation == "*" && !service) {
      return absl::InvalidArgumentError("--organisations '*' is for tokens with the role SERVICE only");
    }
  }
  if (arguments.subject.empty()) return absl::InvalidArgumentError("--subject is empty");
  return absl::OkStatus();
}

absl::Status IssueToken(const Arguments& arguments) {
  TRANCHE_RETURN_IF_ERROR(CheckClaims(arguments));
  TRANCHE_ASSIGN_OR_RETURN(const config::v1::ServerConfig config, config::ReadFile(arguments.config));
  TRANCHE_ASSIGN_OR_RETURN(const auth::Issuer issuer,
                           auth::Issuer::FromFile(config::SecretKeyFile(config)));
  const std::string token = issuer.Issue({.subject = arguments.subject,
                                          .organisations = arguments.organisations,
                                          .roles = arguments.token_roles},
                                         absl::Now() + absl::Hours(24) * arguments.days);
  return WriteSecretFile(arguments.out, token + "\n");
}

}  // namespace

int RunCommand(int argc, char** argv) {
  // Debian's Abseil watches for deadlocks on every lock, which costs a fifth of the throughput.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  signal(SIGPIPE, SIG_IGN);
  Arguments arguments;
  CLI::App app{"tranched: the roles of Tranche as one gRPC server"};
  app.require_subcommand(1);
  CLI::App* serve = app.add_subcommand("serve", "Serves roles until SIGTERM or SIGINT");
  serve->add_option("--config", arguments.config, "Configuration file")->required();
  serve->add_option("--roles", arguments.roles, "Roles to serve, by comma; all when left out");
  CLI::App* make_keys = app.add_subcommand("make-keys", "Makes the signing keys unless they exist");
  make_keys->add_option("--config", arguments.config, "Configuration file")->required();
  CLI::App* issue =
      app.add_subcommand("issue-token", "Writes an access token to a file with mode 0600");
  issue->add_option("--config", arguments.config, "Configuration file")->required();
  issue->add_option("--subject", arguments.subject, "Who it is for, finance@lyubimets")->required();
  issue
      ->add_option("--organisations", arguments.organisations,
                   "Organisations granted, by comma; none for a token of the role SERVICE alone")
      ->delimiter(',');
  issue->add_option("--roles", arguments.token_roles, "Roles granted, by comma")
      ->required()
      ->delimiter(',');
  issue->add_option("--days", arguments.days, "Days of validity")
      ->required()
      ->check(CLI::Range(1, kDaysMax));
  issue->add_option("--out", arguments.out, "File to write")->required();
  CLI::App* begin_epoch = app.add_subcommand(
      "begin-evidence-epoch", "Begins a new evidence log, after a restore or with a new key");
  begin_epoch->add_option("--config", arguments.config, "Configuration file")->required();
  begin_epoch->add_option("--subject", arguments.subject, "Who begins it, for the log")->required();
  begin_epoch->add_option("--reason", arguments.reason, "Why, for the log")->required();
  CLI::App* change_key = app.add_subcommand("change-personal-key",
                                            "Makes a new key for the records of participants and seals "
                                            "them anew; may be run again when it was "
                                            "broken off");
  change_key->add_option("--config", arguments.config, "Configuration file")->required();
  change_key->add_option("--subject", arguments.subject, "Who changes it, for the evidence")
      ->required();
  change_key->add_option("--reason", arguments.reason, "Why, for the evidence")->required();
  CLI::App* list_roles = app.add_subcommand("roles", "Lists the roles in the order of their start");
  CLI11_PARSE(app, argc, argv);

  absl::Status status;
  if (serve->parsed()) status = Serve(arguments);
  if (make_keys->parsed()) status = MakeKeys(arguments);
  if (issue->parsed()) status = IssueToken(arguments);
  if (begin_epoch->parsed()) status = BeginEvidenceEpoch(arguments);
  if (change_key->parsed()) status = ChangePersonalKey(arguments);
  if (list_roles->parsed()) status = ListRoles();
  if (status.ok()) return 0;
  observe::FlushLog();
  std::fprintf(stderr, "tranched: %s\n", std::string(status.message()).c_str());
  return 1;
}

}  // namespace tranche::tranched
