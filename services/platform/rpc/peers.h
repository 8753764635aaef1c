// SPDX-License-Identifier: EUPL-1.2
// How a role reaches the others: always a gRPC channel, within the process or beyond it.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/failpoint/failpoint.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/grpc_status.h"

namespace tranche::rpc {

class Peers {
 public:
  // Channels by role name, set before the role that uses them starts. Not changed once calls come in.
  void Set(const std::string& role, std::shared_ptr<grpc::Channel> channel);
  std::shared_ptr<grpc::Channel> Get(const std::string& role) const;

 private:
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};

// How a channel to another role is made: its answers may be greater than requests, such as a page of
// events about claims with hundreds of costs.
grpc::ChannelArguments PeerArguments();

// Prepares a client's context: the caller's token, trace and what is left of its deadline.
void Forward(const CallScope& scope, grpc::ClientContext* context);

// Calls another service for the same caller and waits; only on a worker thread, never in a
// transaction. Refusals of the callee come back as they are; PEER_UNAVAILABLE when it is away.
//   Call<v1::Cost>(scope, *stub_, &v1::BudgetsService::Stub::GetCost, request)
template <class Resp, class Stub, class Req>
absl::StatusOr<Resp> Call(const CallScope& scope, Stub& stub,
                          grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                          const Req& request) {
  const std::string& asked = Req::descriptor()->name();
  if (TRANCHE_FAILPOINT(absl::StrCat("call.before.", asked), scope)) return Refuse("PEER_UNAVAILABLE");
  grpc::ClientContext context;
  Forward(scope, &context);
  Resp response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (TRANCHE_FAILPOINT(absl::StrCat("call.after.", asked), scope)) return Refuse("PEER_UNAVAILABLE");
  if (!status.ok()) return FromGrpcStatus(status, Req::descriptor()->full_name());
  return response;
}

}  // namespace tranche::rpc
