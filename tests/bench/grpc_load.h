// SPDX-License-Identifier: EUPL-1.2
// The load of gRPC clients: one connection, one thread, so many calls in flight.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "measured.h"

namespace tranche::bench {

// Begins call `number` on the queue.
template <class Resp>
using Begin = std::function<std::unique_ptr<grpc::ClientAsyncResponseReader<Resp>>(
    grpc::ClientContext*, grpc::CompletionQueue*, int64_t number)>;

// Keeps `in_flight` calls going for `seconds`, each with this token.
template <class Resp>
class GrpcLoad {
 public:
  GrpcLoad(std::string token, Begin<Resp> begin)
      : authorization_("Bearer " + std::move(token)), begin_(std::move(begin)) {}

  Measured Run(int in_flight, double seconds) {
    const auto until = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                          std::chrono::duration<double>(seconds));
    return RunWhile(in_flight, [until] { return Clock::now() < until; });
  }

  // So many calls in all, at least as many as are in flight.
  Measured RunCalls(int in_flight, int64_t calls) {
    const int64_t last = number_ + calls;
    return RunWhile(in_flight, [this, last] { return number_ < last; });
  }

 private:
  using Clock = std::chrono::steady_clock;

  Measured RunWhile(int in_flight, const std::function<bool()>& goes_on) {
    const auto began = Clock::now();
    std::vector<double> took_us;
    int64_t failed = 0;
    for (int i = 0; i < in_flight; ++i) Start(new InFlight);
    int left = in_flight;
    void* tag = nullptr;
    bool ok = false;
    while (left > 0 && queue_.Next(&tag, &ok)) {
      std::unique_ptr<InFlight> call(static_cast<InFlight*>(tag));
      const auto now = Clock::now();
      took_us.push_back(std::chrono::duration<double, std::micro>(now - call->began).count());
      failed += call->status.ok() ? 0 : 1;
      if (goes_on()) {
        Start(new InFlight);
      } else {
        --left;
      }
    }
    return Summarise(std::move(took_us), std::chrono::duration<double>(Clock::now() - began).count(),
                     failed);
  }

  struct InFlight {
    grpc::ClientContext context;
    Resp response;
    grpc::Status status;
    std::unique_ptr<grpc::ClientAsyncResponseReader<Resp>> reader;
    Clock::time_point began = Clock::now();
  };

  void Start(InFlight* call) {
    call->context.AddMetadata("authorization", authorization_);
    call->reader = begin_(&call->context, &queue_, ++number_);
    call->reader->Finish(&call->response, &call->status, call);
  }

  const std::string authorization_;
  const Begin<Resp> begin_;
  grpc::CompletionQueue queue_;
  int64_t number_ = 0;
};

}  // namespace tranche::bench
