// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/peers.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "platform/rpc/trace.h"

namespace tranche::rpc {
namespace {

constexpr int kReceiveBytesMax = 16 << 20;

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
  return arguments;
}

void Forward(const CallScope& scope, grpc::ClientContext* context) {
  if (!scope.token.empty()) context->AddMetadata("authorization", absl::StrCat("Bearer ", scope.token));
  context->AddMetadata("traceparent",
                       MakeTraceParent(scope.trace_id.empty() ? NewTraceId() : scope.trace_id));
  context->set_deadline(absl::ToChronoTime(scope.deadline));
}

}  // namespace tranche::rpc
