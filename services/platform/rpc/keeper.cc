// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/keeper.h"

#include <utility>

namespace tranche::rpc {

Keeper::Keeper(absl::Duration pause, std::function<void()> work)
    : pause_(pause), work_(std::move(work)) {}

Keeper::~Keeper() { Stop(); }

void Keeper::Start() {
  absl::MutexLock lock(&mutex_);
  if (thread_.joinable()) return;
  stopping_ = false;
  thread_ = std::thread([this] { Run(); });
}

void Keeper::Stop() {
  std::thread thread;
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    thread = std::move(thread_);
  }
  if (thread.joinable()) thread.join();
}

void Keeper::Run() {
  const auto stopping = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_; };
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      if (mutex_.AwaitWithTimeout(absl::Condition(&stopping), pause_)) return;
    }
    work_();
  }
}

}  // namespace tranche::rpc
