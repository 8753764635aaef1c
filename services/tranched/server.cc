// SPDX-License-Identifier: EUPL-1.2
#include "tranched/server.h"

#include <grpcpp/health_check_service_interface.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/config/config.h"
#include "platform/events/events.h"
#include "platform/observe/observe.h"

namespace tranche::tranched {
namespace {

constexpr int kMetadataBytesMax = 8 << 10;

void SetLimits(grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(rpc::kRequestBytesMax);
  builder->AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytesMax);
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

Server::Server(auth::Verifier verifier, auth::Issuer issuer, std::function<absl::Time()> clock)
    : verifier_(std::move(verifier)),
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
  std::unique_ptr<Server> server(new Server(std::move(verifier), std::move(issuer), std::move(clock)));
  for (const config::v1::PeerConfig& peer : config.peers()) {
    server->peers_.Set(peer.name(),
                       grpc::CreateCustomChannel(peer.address(), grpc::InsecureChannelCredentials(),
                                                 rpc::PeerArguments()));
  }
  for (const RoleEntry& entry : roles) {
    TRANCHE_RETURN_IF_ERROR(server->StartRole(config, entry));
  }
  TRANCHE_RETURN_IF_ERROR(server->Listen(config));
  for (const auto& running : server->roles_) running->role->StartConsumers();
  return server;
}

absl::Status Server::StartRole(const config::v1::ServerConfig& config, const RoleEntry& entry) {
  const config::RoleSize size = config::SizeOf(config, entry.name);
  auto running = std::make_unique<RunningRole>();
  running->entry = entry;
  absl::StatusOr<std::unique_ptr<pg::Pool>> pool =
      pg::Pool::Open({.conninfo = absl::StrCat(config.database(), " user=svc_", entry.name),
                      .password_file = config::PasswordFile(config, entry.name),
                      .application_name = absl::StrCat("tranched/", entry.name),
                      .search_path = entry.name,
                      .connections = size.connections});
  if (!pool.ok()) return AtStart(entry.name, pool.status());
  running->pool = *std::move(pool);
  running->workers = std::make_unique<rpc::WorkerPool>(size.workers, config::QueueMax(config));
  const rpc::RoleContext context = {.name = entry.name,
                                    .pool = running->pool.get(),
                                    .workers = running->workers.get(),
                                    .verifier = &verifier_,
                                    .issuer = &issuer_,
                                    .peers = &peers_,
                                    .observer = &observer_,
                                    .clock = clock_};
  if (const absl::Status log = events::CheckLog(context); !log.ok()) return AtStart(entry.name, log);
  running->role = entry.start(context);
  grpc::ServerBuilder builder;
  SetLimits(&builder);
  for (grpc::Service* service : running->role->services()) builder.RegisterService(service);
  running->inner = builder.BuildAndStart();
  if (running->inner == nullptr) return AtStart(entry.name, absl::InternalError("no server"));
  peers_.Set(entry.name, running->inner->InProcessChannel(rpc::PeerArguments()));
  roles_.push_back(std::move(running));
  return absl::OkStatus();
}

absl::Status Server::Listen(const config::v1::ServerConfig& config) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  SetLimits(&builder);
  // Otherwise a second server on the same port would silently share it.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  std::vector<int> ports(static_cast<size_t>(config.listen_size()), 0);
  for (int i = 0; i < config.listen_size(); ++i) {
    builder.AddListeningPort(config.listen(i), grpc::InsecureServerCredentials(),
                             &ports[static_cast<size_t>(i)]);
  }
  builder.RegisterService(&operations_);
  for (const auto& running : roles_) {
    for (grpc::Service* service : running->role->services()) builder.RegisterService(service);
  }
  public_ = builder.BuildAndStart();
  for (int i = 0; i < config.listen_size(); ++i) {
    if (ports[static_cast<size_t>(i)] != 0) continue;
    return absl::FailedPreconditionError(absl::StrCat("cannot listen on ", config.listen(i),
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
    roles_.pop_back();
  }
}

std::shared_ptr<grpc::Channel> Server::InProcessChannel() { return public_->InProcessChannel({}); }

}  // namespace tranche::tranched
