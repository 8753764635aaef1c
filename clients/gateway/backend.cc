// SPDX-License-Identifier: EUPL-1.2
#include "gateway/backend.h"

#include <google/protobuf/descriptor.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/rpc/grpc_status.h"

namespace tranche::gateway {

Backend::Backend(const std::shared_ptr<grpc::Channel>& channel)
    : stub_(channel), bytes_stub_(channel) {}

void Backend::Call(const std::string& method_path, std::unique_ptr<Message> request,
                   std::unique_ptr<Message> response, const CallHeaders& headers,
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
  stub_.UnaryCall(pending->context.get(), method_path, grpc::StubOptions(), pending->request.get(),
                  pending->response.get(), [this, pending](const grpc::Status& status) {
                    pending->done(rpc::FromGrpcStatus(status), std::move(pending->response));
                    pending->done = nullptr;
                    End(std::move(pending->context));
                  });
}

void Backend::CheckHealth(std::function<void(bool)> done) {
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
  bytes_stub_.UnaryCall(pending->context.get(), "/grpc.health.v1.Health/Check", grpc::StubOptions(),
                        &pending->request, &pending->response,
                        [this, pending, done = std::move(done)](const grpc::Status& status) {
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
