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
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "cpp/servers.h"
#include "gateway/binding.h"

namespace tranche::gateway {

inline constexpr absl::Duration kCallTimeDefault = absl::Seconds(kTimeoutSecondsDefault);
inline constexpr absl::Duration kCallTimeMax = absl::Seconds(kTimeoutSecondsMax);

struct CallHeaders {
  std::string authorization;  // "Bearer …"; printable ASCII; empty: none.
  std::string traceparent;
  absl::Duration timeout = kCallTimeDefault;
};

class Backend {
 public:
  using Message = google::protobuf::Message;
  explicit Backend(client::Servers servers);

  // Calls "/package.Service/Method" of whoever serves it; `done` is called once, on a thread of gRPC.
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

  // Asks every process of the server; `done` is called once, with those that do not serve.
  void CheckHealth(std::function<void(const std::vector<std::string>& away)> done);

  // The metrics of every process of the server; "" of one that does not give them.
  struct ProcessMetrics {
    std::string process;
    std::string text;
  };
  void GetMetrics(const CallHeaders& headers,
                  std::function<void(const std::vector<ProcessMetrics>&)> done);

  // Cancels the calls in work and waits until the `done` of each has returned; for the end of the
  // program, before what they refer to is destroyed.
  void CancelAndWait();

 private:
  // Counts a call as in work, and as finished. A context shares the channel, and gRPC does not bear
  // that the last share ends on one of its own threads: so the context ends before the call counts as
  // finished.
  std::shared_ptr<grpc::ClientContext> Begin(const CallHeaders& headers);
  void CallAt(const std::shared_ptr<grpc::Channel>& channel, const std::string& method_path,
              std::unique_ptr<Message> request, std::unique_ptr<Message> response,
              const CallHeaders& headers,
              std::function<void(absl::Status, std::unique_ptr<Message>)> done);
  void CheckHealthOf(const std::shared_ptr<grpc::Channel>& channel, std::function<void(bool)> done);
  void End(std::shared_ptr<grpc::ClientContext> context);

  const client::Servers servers_;
  absl::Mutex mutex_;
  std::set<std::shared_ptr<grpc::ClientContext>> in_work_ ABSL_GUARDED_BY(mutex_);
};

// "/tranche.plans.v1.PlansService/GetPlan".
std::string MethodPath(const google::protobuf::MethodDescriptor* method);

}  // namespace tranche::gateway
