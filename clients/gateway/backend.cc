// SPDX-License-Identifier: EUPL-1.2
#include "gateway/backend.h"

#include <google/protobuf/descriptor.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/rpc/grpc_status.h"
#include "tranche/ops/v1/operations_service.pb.h"

namespace tranche::gateway {

namespace {

constexpr char kGetMetrics[] = "/tranche.ops.v1.OperationsService/GetMetrics";

// Collects the answers of all processes and hands them on when the last has come.
template <class Answer>
class Gathered {
 public:
  Gathered(size_t count, std::function<void(const std::vector<Answer>&)> done)
      : answers_(count), left_(count), done_(std::move(done)) {}

  void Set(size_t i, Answer answer) {
    {
      absl::MutexLock lock(&mutex_);
      answers_[i] = std::move(answer);
      if (--left_ > 0) return;
    }
    done_(answers_);
  }

 private:
  absl::Mutex mutex_;
  std::vector<Answer> answers_;
  size_t left_;
  const std::function<void(const std::vector<Answer>&)> done_;
};

}  // namespace

Backend::Backend(client::Servers servers) : servers_(std::move(servers)) {}

void Backend::Call(const std::string& method_path, std::unique_ptr<Message> request,
                   std::unique_ptr<Message> response, const CallHeaders& headers,
                   std::function<void(absl::Status, std::unique_ptr<Message>)> done) {
  CallAt(servers_.Of(method_path), method_path, std::move(request), std::move(response), headers,
         std::move(done));
}

void Backend::CallAt(const std::shared_ptr<grpc::Channel>& channel, const std::string& method_path,
                     std::unique_ptr<Message> request, std::unique_ptr<Message> response,
                     const CallHeaders& headers,
                     std::function<void(absl::Status, std::unique_ptr<Message>)> done) {
  // Everything that the call needs lives until it is done.
  struct Pending {
    std::shared_ptr<grpc::ClientContext> context;
    std::unique_ptr<Message> request;
    std::unique_ptr<Message> response;
    std::function<void(absl::Status, std::unique_ptr<Message>)> done;
  };
  auto pending = std::make_shared<Pending>();
  pending->request = std::move(request);
  pending->response = std::move(response);
  pending->done = std::move(done);
  pending->context = Begin(headers);
  grpc::TemplatedGenericStub<Message, Message>(channel).UnaryCall(
      pending->context.get(), method_path, grpc::StubOptions(), pending->request.get(),
      pending->response.get(), [this, pending, method_path](const grpc::Status& status) {
        pending->done(rpc::FromGrpcStatus(status, method_path), std::move(pending->response));
        pending->done = nullptr;
        End(std::move(pending->context));
      });
}

void Backend::GetMetrics(const CallHeaders& headers,
                         std::function<void(const std::vector<ProcessMetrics>&)> done) {
  const std::vector<client::Servers::Process>& processes = servers_.processes();
  auto gathered = std::make_shared<Gathered<ProcessMetrics>>(processes.size(), std::move(done));
  for (size_t i = 0; i < processes.size(); ++i) {
    CallAt(processes[i].channel, kGetMetrics, std::make_unique<ops::v1::GetMetricsRequest>(),
           std::make_unique<ops::v1::Metrics>(), headers,
           [gathered, i, name = processes[i].name](const absl::Status& status,
                                                   std::unique_ptr<Message> answer) {
             const auto& metrics = static_cast<const ops::v1::Metrics&>(*answer);
             gathered->Set(i, {.process = name, .text = status.ok() ? metrics.text() : ""});
           });
  }
}

void Backend::CheckHealth(std::function<void(const std::vector<std::string>& away)> done) {
  const std::vector<client::Servers::Process>& processes = servers_.processes();
  auto gathered = std::make_shared<Gathered<std::string>>(
      processes.size(), [done = std::move(done)](const std::vector<std::string>& answers) {
        std::vector<std::string> away;
        for (const std::string& name : answers) {
          if (!name.empty()) away.push_back(name);
        }
        done(away);
      });
  for (size_t i = 0; i < processes.size(); ++i) {
    CheckHealthOf(processes[i].channel, [gathered, i, name = processes[i].name](bool serving) {
      gathered->Set(i, serving ? "" : name);
    });
  }
}

void Backend::CheckHealthOf(const std::shared_ptr<grpc::Channel>& channel,
                            std::function<void(bool)> done) {
  struct Pending {
    std::shared_ptr<grpc::ClientContext> context;
    grpc::ByteBuffer request;
    grpc::ByteBuffer response;
  };
  auto pending = std::make_shared<Pending>();
  // An empty HealthCheckRequest asks for the whole server and has no bytes; the answer's only field is
  // its status, number 1, and SERVING is 1.
  grpc::Slice nothing;
  pending->request = grpc::ByteBuffer(&nothing, 1);
  CallHeaders headers;
  headers.timeout = absl::Seconds(2);
  pending->context = Begin(headers);
  grpc::GenericStub(channel).UnaryCall(
      pending->context.get(), "/grpc.health.v1.Health/Check", grpc::StubOptions(), &pending->request,
      &pending->response, [this, pending, done = std::move(done)](const grpc::Status& status) {
        std::vector<grpc::Slice> slices;
        std::string bytes;
        if (status.ok() && pending->response.Dump(&slices).ok()) {
          for (const grpc::Slice& slice : slices) {
            bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
          }
        }
        done(bytes == "\x08\x01");
        End(std::move(pending->context));
      });
}

void Backend::CancelAndWait() {
  {
    // Cancelled without the lock, which the end of a call takes.
    std::set<std::shared_ptr<grpc::ClientContext>> contexts;
    {
      absl::MutexLock lock(&mutex_);
      contexts = in_work_;
    }
    for (const auto& context : contexts) context->TryCancel();
  }
  absl::MutexLock lock(&mutex_);
  const auto none = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return in_work_.empty(); };
  mutex_.Await(absl::Condition(&none));
}

std::shared_ptr<grpc::ClientContext> Backend::Begin(const CallHeaders& headers) {
  auto context = std::make_shared<grpc::ClientContext>();
  if (!headers.authorization.empty()) context->AddMetadata("authorization", headers.authorization);
  if (!headers.traceparent.empty()) context->AddMetadata("traceparent", headers.traceparent);
  context->set_deadline(absl::ToChronoTime(absl::Now() + headers.timeout));
  absl::MutexLock lock(&mutex_);
  in_work_.insert(context);
  return context;
}

void Backend::End(std::shared_ptr<grpc::ClientContext> context) {
  absl::MutexLock lock(&mutex_);
  in_work_.erase(context);
  context.reset();
}

std::string MethodPath(const google::protobuf::MethodDescriptor* method) {
  return absl::StrCat("/", method->service()->full_name(), "/", method->name());
}

}  // namespace tranche::gateway
