// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/peers.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "platform/rpc/trace.h"

namespace tranche::rpc {
namespace {

constexpr int kReceiveBytesMax = 16 << 20;
// A role that was started anew is found within a second, not after gRPC's pauses of up to two minutes.
constexpr int kReconnectMsMin = 100;
constexpr int kReconnectMsMax = 1000;
constexpr int kConnectMsMax = 5000;

}  // namespace

void Peers::Set(const std::string& role, std::shared_ptr<grpc::Channel> channel) {
  channels_[role] = std::move(channel);
}

std::shared_ptr<grpc::Channel> Peers::Get(const std::string& role) const {
  const auto found = channels_.find(role);
  if (found != channels_.end()) return found->second;
  // No such address: every call is answered PEER_UNAVAILABLE, at the call and not at the start.
  return grpc::CreateChannel(absl::StrCat("unix:/nonexistent/", role),
                             grpc::InsecureChannelCredentials());
}

grpc::ChannelArguments PeerArguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kReceiveBytesMax);
  // Despite its name the time that one attempt to connect may take.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectMsMax);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectMsMin);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMsMax);
  // A proxy of the environment stands between programs and the Internet, not between roles.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return arguments;
}

void Forward(const CallScope& scope, grpc::ClientContext* context) {
  if (!scope.token.empty()) context->AddMetadata("authorization", absl::StrCat("Bearer ", scope.token));
  context->AddMetadata("traceparent",
                       MakeTraceParent(scope.trace_id.empty() ? NewTraceId() : scope.trace_id));
  context->set_deadline(absl::ToChronoTime(scope.deadline));
}

}  // namespace tranche::rpc
