// SPDX-License-Identifier: EUPL-1.2
// The one way into a service, the same for every method: who is it, until when, may they, is the
// message well-formed; then the method on a worker thread; then the answer or the refusal.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/auth/token.h"
#include "platform/observe/observe.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/grpc_status.h"
#include "platform/rpc/worker_pool.h"

namespace tranche::rpc {

class Dispatcher {
 public:
  // `service`: full proto name, "tranche.budgets.v1.BudgetsService". Every method of it must carry an
  // authorization option; the constructor aborts otherwise.
  Dispatcher(std::string service, WorkerPool* workers, const auth::Verifier* verifier,
             std::function<absl::Time()> clock, observe::CallObserver* observer);

  // `method` is the name within the service, "RecordCost".
  template <class Req, class Resp>
  grpc::ServerUnaryReactor* Unary(
      grpc::CallbackServerContext* context, const Req* request, Resp* response, const char* method,
      std::function<absl::StatusOr<Resp>(const CallScope&, const Req&)> call) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    Run(
        context, *request, method,
        [request, response, call = std::move(call)](const CallScope& scope) -> absl::Status {
          absl::StatusOr<Resp> answer = call(scope, *request);
          if (answer.ok()) *response = *std::move(answer);
          return answer.status();
        },
        [reactor](const grpc::Status& status) { reactor->Finish(status); });
    return reactor;
  }

  // The same for a method of an object that outlives the dispatcher:
  //   return dispatcher_.Unary(context, request, response, "GetCost", &service_,
  //   &budgets::Service::GetCost);
  template <class Service, class Req, class Resp>
  grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext* context, const Req* request,
                                  Resp* response, const char* name, Service* service,
                                  absl::StatusOr<Resp> (Service::*method)(const CallScope&,
                                                                          const Req&)) {
    return Unary<Req, Resp>(context, request, response, name,
                            [service, method](const CallScope& scope, const Req& asked) {
                              return (service->*method)(scope, asked);
                            });
  }

 private:
  struct Policy;
  // Fills in who calls and for whom, or refuses.
  absl::Status Admit(const grpc::CallbackServerContext& context,
                     const google::protobuf::Message& request, const char* method,
                     CallScope* scope) const;
  // Admits, queues, runs and observes one call; `finish` is called exactly once, last of all.
  void Run(grpc::CallbackServerContext* context, const google::protobuf::Message& request,
           const char* method, std::function<absl::Status(const CallScope&)> call,
           std::function<void(const grpc::Status&)> finish);

  std::string service_;
  WorkerPool* workers_;
  const auth::Verifier* verifier_;
  std::function<absl::Time()> clock_;
  observe::CallObserver* observer_;
  std::map<std::string, std::shared_ptr<const Policy>> policies_;
};

}  // namespace tranche::rpc
