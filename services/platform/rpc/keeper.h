// SPDX-License-Identifier: EUPL-1.2
// Does one thing again and again on a thread of its own: what a role sets right of what calls have left
// behind. The first time one pause after it was started.
#pragma once

#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace tranche::rpc {

class Keeper {
 public:
  Keeper(absl::Duration pause, std::function<void()> work);
  ~Keeper();
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  // A keeper that runs goes on; one that was stopped begins anew.
  void Start() ABSL_LOCKS_EXCLUDED(mutex_);
  // Returns when the work in hand is done; a pause is broken off.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Run();

  const absl::Duration pause_;
  const std::function<void()> work_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tranche::rpc
