// SPDX-License-Identifier: EUPL-1.2
// A bounded pool of threads: work that does not fit in the queue is refused at once.
#pragma once

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace tranche::rpc {

class WorkerPool {
 public:
  WorkerPool(int workers, int queue_max);
  ~WorkerPool();  // Finishes what is queued.

  // False when the queue is full or the pool is stopping.
  bool TrySubmit(std::function<void()> work);

 private:
  void Work();

  const size_t queue_max_;
  absl::Mutex mutex_;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mutex_);
  size_t idle_ ABSL_GUARDED_BY(mutex_);  // Workers without work.
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace tranche::rpc
