// SPDX-License-Identifier: EUPL-1.2
// For tests: a gRPC server within the process that answers every method by one function, and a client
// that sends bytes as they are over a loopback socket.
#pragma once

#include <arpa/inet.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "platform/rpc/grpc_status.h"

namespace tranche::gateway {

class FakeServer : public grpc::CallbackGenericService {
 public:
  struct Call {
    std::string method;  // "/package.Service/Method"
    std::string request;
    std::map<std::string, std::string> metadata;
    absl::Duration time_left;
  };
  // Fills the bytes of the response or refuses. Called on threads of gRPC.
  using Answer = std::function<absl::Status(const Call&, std::string* response)>;

  explicit FakeServer(Answer answer) : answer_(std::move(answer)) {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.RegisterCallbackGenericService(this);
    server_ = builder.BuildAndStart();
  }
  ~FakeServer() override { server_->Shutdown(); }

  std::shared_ptr<grpc::Channel> channel() {
    return server_->InProcessChannel(grpc::ChannelArguments());
  }
  grpc::HealthCheckServiceInterface* health() { return server_->GetHealthCheckService(); }

  std::vector<Call> calls() {
    absl::MutexLock lock(&mutex_);
    return calls_;
  }

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override {
    return new Reactor(this, context);
  }

 private:
  static std::string Bytes(const grpc::ByteBuffer& buffer) {
    std::vector<grpc::Slice> slices;
    std::string bytes;
    if (!buffer.Dump(&slices).ok()) return bytes;
    for (const grpc::Slice& slice : slices) {
      bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
    return bytes;
  }

  class Reactor : public grpc::ServerGenericBidiReactor {
   public:
    Reactor(FakeServer* server, grpc::GenericCallbackServerContext* context)
        : server_(server), context_(context) {
      StartRead(&request_);
    }
    void OnReadDone(bool ok) override {
      if (!ok) return Finish(grpc::Status(grpc::StatusCode::INTERNAL, ""));
      Call call;
      call.method = context_->method();
      call.request = Bytes(request_);
      call.time_left = absl::FromChrono(context_->deadline()) - absl::Now();
      for (const auto& [name, value] : context_->client_metadata()) {
        call.metadata[std::string(name.data(), name.size())] = std::string(value.data(), value.size());
      }
      std::string bytes;
      const absl::Status status = server_->answer_(call, &bytes);
      {
        absl::MutexLock lock(&server_->mutex_);
        server_->calls_.push_back(call);
      }
      if (!status.ok()) return Finish(rpc::ToGrpcStatus(status));
      const grpc::Slice slice(bytes);
      response_ = grpc::ByteBuffer(&slice, 1);
      StartWriteAndFinish(&response_, grpc::WriteOptions(), grpc::Status::OK);
    }
    void OnDone() override { delete this; }

   private:
    FakeServer* const server_;
    grpc::GenericCallbackServerContext* const context_;
    grpc::ByteBuffer request_;
    grpc::ByteBuffer response_;
  };

  const Answer answer_;
  absl::Mutex mutex_;
  std::vector<Call> calls_;
  std::unique_ptr<grpc::Server> server_;
};

class RawClient {
 public:
  explicit RawClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // A server that never answers fails the test instead of stopping it.
    const timeval limit = {20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~RawClient() { ::close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }

  void Send(absl::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
  }

  // Reads until the text has come, or until the end when it is empty; everything read so far.
  std::string ReadUntil(absl::string_view text) {
    char buffer[4096];
    while (text.empty() || read_.find(std::string(text)) == std::string::npos) {
      const ssize_t count = ::recv(socket_, buffer, sizeof(buffer), 0);
      if (count <= 0) break;
      read_.append(buffer, static_cast<size_t>(count));
    }
    return read_;
  }

  // Nothing has come yet.
  bool IsSilent() {
    char c = 0;
    return ::recv(socket_, &c, 1, MSG_DONTWAIT | MSG_PEEK) < 0;
  }

 private:
  const int socket_;
  bool connected_ = false;
  std::string read_;
};

}  // namespace tranche::gateway
