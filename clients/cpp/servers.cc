// SPDX-License-Identifier: EUPL-1.2
#include "cpp/servers.h"

#include <algorithm>

#include "platform/base/status_macros.h"
#include "platform/rpc/address.h"
#include "platform/rpc/grpc_status.h"
#include "platform/rpc/role_table.h"

namespace tranche::client {
namespace {

constexpr char kAllRoles[] = "tranched";

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  // A refusal carries all violations in its trailing metadata; gRPC's default of 8 KiB is too little.
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, 64 << 10);
  // A server that is being started anew is found by the next repeat and not only after gRPC's pauses.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 500);
  // Despite its name the time that one attempt may take; a busy machine needs more than a moment.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5000);
  // A proxy of the environment stands between programs and the Internet, not before this server.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return arguments;
}

}  // namespace

Servers::Servers(std::shared_ptr<grpc::Channel> tranched)
    : processes_({{.name = kAllRoles, .channel = std::move(tranched)}}) {}

absl::StatusOr<Servers> Servers::At(const std::string& address, const rpc::Tls& tls) {
  Servers servers;
  for (const rpc::RoleRow& role : rpc::RoleTable()) {
    TRANCHE_ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel,
                             tls.Dial(role.name, rpc::ForRole(address, role.name), Arguments()));
    // A certificate of all roles names the first one, too.
    if (!rpc::IsPerRole(address)) return Servers(std::move(channel));
    servers.processes_.push_back({.name = role.name, .channel = std::move(channel)});
  }
  return servers;
}

const std::shared_ptr<grpc::Channel>& Servers::Of(absl::string_view method) const {
  const std::string role = rpc::RoleOf(method);
  const auto found = std::find_if(processes_.begin(), processes_.end(),
                                  [&](const Process& process) { return process.name == role; });
  return (found == processes_.end() ? processes_.begin() : found)->channel;
}

}  // namespace tranche::client
