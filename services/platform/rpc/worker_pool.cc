// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/worker_pool.h"

#include <utility>

namespace tranche::rpc {

WorkerPool::WorkerPool(int workers, int queue_max)
    : queue_max_(static_cast<size_t>(queue_max)), idle_(static_cast<size_t>(workers)) {
  for (int i = 0; i < workers; ++i) threads_.emplace_back([this] { Work(); });
}

WorkerPool::~WorkerPool() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::TrySubmit(std::function<void()> work) {
  absl::MutexLock lock(&mutex_);
  // Work that an idle worker will take at once does not count as waiting.
  if (stopping_ || queue_.size() >= queue_max_ + idle_) return false;
  queue_.push_back(std::move(work));
  return true;
}

void WorkerPool::Work() {
  const auto due = [this] { return stopping_ || !queue_.empty(); };
  while (true) {
    std::function<void()> work;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&due));
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
      --idle_;
    }
    work();
    work = nullptr;  // What it holds is released before the worker counts as idle.
    absl::MutexLock lock(&mutex_);
    ++idle_;
  }
}

}  // namespace tranche::rpc
