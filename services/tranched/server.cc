// SPDX-License-Identifier: EUPL-1.2
#include "tranched/server.h"

#include <dlfcn.h>
#include <grpcpp/health_check_service_interface.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/config/config.h"
#include "platform/events/events.h"
#include "platform/observe/observe.h"
#include "platform/rpc/role_table.h"

namespace tranche::tranched {
namespace {

constexpr int kMetadataBytesMax = 8 << 10;
constexpr int kConcurrentCallsMax = 100;  // Of one connection.
constexpr absl::Duration kConnectionIdleMax = absl::Minutes(5);
constexpr absl::Duration kConnectionAgeMax = absl::Minutes(30);
constexpr absl::Duration kConnectionGrace = absl::Seconds(70);  // Longer than the longest call.

void SetLimits(grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(rpc::kRequestBytesMax);
  builder->AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytesMax);
}

int InMilliseconds(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

// For connections from outside; one within the process could not be made anew.
void SetConnectionLimits(grpc::ServerBuilder* builder) {
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kConcurrentCallsMax);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, InMilliseconds(kConnectionIdleMax));
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, InMilliseconds(kConnectionAgeMax));
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, InMilliseconds(kConnectionGrace));
  // Otherwise a second server on the same port would silently share it.
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

std::vector<std::string> NamesOf(const std::vector<RoleEntry>& roles) {
  std::vector<std::string> names;
  for (const RoleEntry& role : roles) names.push_back(role.name);
  return names;
}

// Adds gRPC's reflection service to every server that is made from now on: the library does that by
// being loaded, and is therefore not linked in.
absl::Status LoadReflection() {
  if (dlopen(REFLECTION_LIBRARY, RTLD_NOW) != nullptr) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("reflection is configured and cannot be loaded: ", dlerror()));
}

// A refusal as a sentence for whoever starts the server.
absl::Status AtStart(const std::string& role, const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return absl::FailedPreconditionError(
      absl::StrCat("role ", role, " cannot start: ",
                   reason.empty() ? std::string(status.message())
                                  : Explain(reason, ValuesOf(status), Language::kEnglish)));
}

void ShutDown(grpc::Server& server, absl::Duration patience) {
  server.Shutdown(absl::ToChronoTime(absl::Now() + patience));
  server.Wait();
}

}  // namespace

Server::Server(config::v1::ServerConfig config, auth::Verifier verifier, auth::Issuer issuer,
               std::function<absl::Time()> clock)
    : config_(std::move(config)),
      verifier_(std::move(verifier)),
      issuer_(std::move(issuer)),
      clock_(std::move(clock)),
      operations_(&verifier_, &observer_, clock_) {}

Server::~Server() { Stop(absl::ZeroDuration()); }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const config::v1::ServerConfig& config,
                                                      const std::vector<RoleEntry>& roles,
                                                      std::function<absl::Time()> clock) {
  TRANCHE_ASSIGN_OR_RETURN(auth::Verifier verifier,
                           auth::Verifier::FromFile(config::PublicKeyFile(config)));
  TRANCHE_ASSIGN_OR_RETURN(auth::Issuer issuer, auth::Issuer::FromFile(config::SecretKeyFile(config)));
  std::unique_ptr<Server> server(new Server(config::ForRoles(config, NamesOf(roles)),
                                            std::move(verifier), std::move(issuer), std::move(clock)));
  if (config.has_tls()) {
    TRANCHE_ASSIGN_OR_RETURN(server->tls_, rpc::Tls::Read(server->config_.tls()));
  }
  for (const RoleEntry& entry : roles) {
    TRANCHE_RETURN_IF_ERROR(server->StartRole(entry));
  }
  TRANCHE_RETURN_IF_ERROR(server->Listen());
  for (const auto& running : server->roles_) running->role->StartConsumers();
  return server;
}

absl::Status Server::ConnectPeers(RunningRole* running) const {
  for (const std::string& peer : rpc::FindRole(running->entry.name)->peers) {
    const auto here = std::find_if(roles_.begin(), roles_.end(),
                                   [&](const auto& other) { return other->entry.name == peer; });
    if (here != roles_.end()) {
      running->peers.Set(peer, (*here)->inner->InProcessChannel(rpc::PeerArguments()));
      continue;
    }
    const std::string address = config::PeerAddress(config_, peer);
    if (address.empty()) continue;
    TRANCHE_ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel,
                             tls_.Dial(peer, address, rpc::PeerArguments()));
    running->peers.Set(peer, std::move(channel));
  }
  return absl::OkStatus();
}

absl::Status Server::StartRole(const RoleEntry& entry) {
  const config::RoleSize size = config::SizeOf(config_, entry.name);
  auto running = std::make_unique<RunningRole>();
  running->entry = entry;
  TRANCHE_RETURN_IF_ERROR(ConnectPeers(running.get()));
  absl::StatusOr<std::unique_ptr<pg::Pool>> pool =
      pg::Pool::Open({.conninfo = absl::StrCat(config_.database(), " user=svc_", entry.name),
                      .password_file = config::PasswordFile(config_, entry.name),
                      .application_name = absl::StrCat("tranched/", entry.name),
                      .search_path = entry.name,
                      .connections = size.connections});
  if (!pool.ok()) return AtStart(entry.name, pool.status());
  running->pool = *std::move(pool);
  running->workers = std::make_unique<rpc::WorkerPool>(size.workers, config::QueueMax(config_));
  const rpc::RoleContext context = {.name = entry.name,
                                    .pool = running->pool.get(),
                                    .workers = running->workers.get(),
                                    .verifier = &verifier_,
                                    .issuer = &issuer_,
                                    .peers = &running->peers,
                                    .observer = &observer_,
                                    .clock = clock_,
                                    .evidence_folder = config::EvidenceFolder(config_),
                                    .secrets_folder = config_.secrets_folder()};
  if (const absl::Status log = events::CheckLog(context); !log.ok()) return AtStart(entry.name, log);
  running->role = entry.start(context);
  grpc::ServerBuilder builder;
  SetLimits(&builder);
  for (grpc::Service* service : running->role->services()) builder.RegisterService(service);
  running->inner = builder.BuildAndStart();
  if (running->inner == nullptr) return AtStart(entry.name, absl::InternalError("no server"));
  roles_.push_back(std::move(running));
  observe::Log(observe::Level::kInfo, "role_started", {{"role", entry.name}});
  return absl::OkStatus();
}

absl::Status Server::Listen() {
  grpc::EnableDefaultHealthCheckService(true);
  if (config_.reflection()) TRANCHE_RETURN_IF_ERROR(LoadReflection());
  grpc::ServerBuilder builder;
  SetLimits(&builder);
  SetConnectionLimits(&builder);
  std::vector<int> ports(static_cast<size_t>(config_.listen_size()), 0);
  for (int i = 0; i < config_.listen_size(); ++i) {
    TRANCHE_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ServerCredentials> credentials,
                             tls_.ToListen(config_.listen(i)));
    builder.AddListeningPort(config_.listen(i), credentials, &ports[static_cast<size_t>(i)]);
  }
  builder.RegisterService(&operations_);
  for (const auto& running : roles_) {
    for (grpc::Service* service : running->role->services()) builder.RegisterService(service);
  }
  public_ = builder.BuildAndStart();
  for (int i = 0; i < config_.listen_size(); ++i) {
    if (ports[static_cast<size_t>(i)] != 0) continue;
    return absl::FailedPreconditionError(absl::StrCat("cannot listen on ", config_.listen(i),
                                                      ": the address is in use or may not be used"));
  }
  if (public_ == nullptr) return absl::FailedPreconditionError("the gRPC server cannot start");
  grpc::HealthCheckServiceInterface* health = public_->GetHealthCheckService();
  for (const auto& running : roles_) health->SetServingStatus(running->entry.service, true);
  health->SetServingStatus("", true);
  return absl::OkStatus();
}

void Server::Stop(absl::Duration patience) {
  if (public_ != nullptr) {
    public_->GetHealthCheckService()->SetServingStatus(false);
    ShutDown(*public_, patience);
    public_.reset();
  }
  for (auto running = roles_.rbegin(); running != roles_.rend(); ++running)
    (*running)->role->StopConsumers();
  while (!roles_.empty()) {
    RunningRole& last = *roles_.back();
    if (last.inner != nullptr) ShutDown(*last.inner, absl::ZeroDuration());
    last.workers.reset();
    last.inner.reset();
    last.role.reset();
    observe::Log(observe::Level::kInfo, "role_stopped", {{"role", last.entry.name}});
    roles_.pop_back();
  }
}

std::shared_ptr<grpc::Channel> Server::InProcessChannel() { return public_->InProcessChannel({}); }

}  // namespace tranche::tranched
