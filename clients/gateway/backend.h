// SPDX-License-Identifier: EUPL-1.2
// Calls to the server by method path, for any message and without waiting.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace tranche::gateway {

inline constexpr absl::Duration kCallTimeDefault = absl::Seconds(10);
inline constexpr absl::Duration kCallTimeMax = absl::Seconds(60);

struct CallHeaders {
  std::string authorization;  // "Bearer …"; printable ASCII; empty: none.
  std::string traceparent;
  absl::Duration timeout = kCallTimeDefault;
};

class Backend {
 public:
  using Message = google::protobuf::Message;
  explicit Backend(const std::shared_ptr<grpc::Channel>& channel);

  // Calls "/package.Service/Method"; `done` is called once, on a thread of gRPC.
  void Call(const std::string& method_path, std::unique_ptr<Message> request,
            std::unique_ptr<Message> response, const CallHeaders& headers,
            std::function<void(absl::Status, std::unique_ptr<Message>)> done);

  // The same with the messages' own types.
  template <class Response, class Request>
  void Call(const std::string& method_path, Request request, const CallHeaders& headers,
            std::function<void(absl::Status, const Response&)> done) {
    Call(method_path, std::make_unique<Request>(std::move(request)), std::make_unique<Response>(),
         headers,
         [done = std::move(done)](const absl::Status& status, std::unique_ptr<Message> response) {
           done(status, static_cast<const Response&>(*response));
         });
  }

  // Asks gRPC's health service whether the whole server serves.
  void CheckHealth(std::function<void(bool)> done);

  // Cancels the calls in work and waits until the `done` of each has returned; for the end of the
  // program, before what they refer to is destroyed.
  void CancelAndWait();

 private:
  // Counts a call as in work, and as finished. A context shares the channel, and gRPC does not bear
  // that the last share ends on one of its own threads: so the context ends before the call counts as
  // finished.
  std::shared_ptr<grpc::ClientContext> Begin(const CallHeaders& headers);
  void End(std::shared_ptr<grpc::ClientContext> context);

  absl::Mutex mutex_;
  std::set<std::shared_ptr<grpc::ClientContext>> in_work_ ABSL_GUARDED_BY(mutex_);
  grpc::TemplatedGenericStub<Message, Message> stub_;
  grpc::GenericStub bytes_stub_;
};

// "/tranche.plans.v1.PlansService/GetPlan".
std::string MethodPath(const google::protobuf::MethodDescriptor* method);

}  // namespace tranche::gateway
