// SPDX-License-Identifier: EUPL-1.2
// Calls the server by the name of a method, for programs that take methods from descriptions or from a
// file: one blocking call at a time, with a deadline, repeated while the server is briefly away.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "cpp/servers.h"
#include "platform/base/status_macros.h"

namespace tranche::client {

// A fresh random key for a write: a UUID of version 4 in text.
std::string MakeRequestId();

// The description of "tranche.budgets.v1.BudgetsService/RecordCost"; null when this program knows none.
const google::protobuf::MethodDescriptor* FindMethod(absl::string_view method);

// An empty message of a linked-in type.
std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor* type);

struct ClientOptions {
  std::string token;                            // Sent with every call; "": none.
  absl::Duration deadline = absl::Seconds(30);  // For a call with all its repeats.
  int repeats_max = 3;
  std::function<void(absl::Duration)> sleep = absl::SleepFor;
  // Called before the first try of a write with its request_id, so that it can be told to the user
  // however the call ends.
  std::function<void(const std::string&)> on_write = [](const std::string&) {};
};

class Client {
 public:
  Client(Servers servers, ClientOptions options);

  // Calls and waits. A request_id that is empty is made, and every repeat carries the same one, so
  // that a call whose answer was lost has its effect once. Repeated is what the server says is
  // UNAVAILABLE; any other refusal comes back as it is.
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Call(
      absl::string_view method, const google::protobuf::Message& request);

  template <class Response>
  absl::StatusOr<Response> Call(absl::string_view method, const google::protobuf::Message& request) {
    TRANCHE_ASSIGN_OR_RETURN(const std::unique_ptr<google::protobuf::Message> response,
                             Call(method, request));
    return static_cast<const Response&>(*response);
  }

  // Whether every process of the server says that it serves; PEER_UNAVAILABLE names the first that does
  // not.
  absl::Status CheckHealth();

 private:
  absl::Status Try(const std::string& path, const google::protobuf::Message& request,
                   google::protobuf::Message* response, absl::Time deadline);

  const Servers servers_;
  const ClientOptions options_;
};

}  // namespace tranche::client
