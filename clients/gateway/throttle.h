// SPDX-License-Identifier: EUPL-1.2
// How often something may fail from one address: a token bucket for each.
#pragma once

#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace tranche::gateway {

class Throttle {
 public:
  // `burst` failures at once, then one for each `step`. When there are more than `addresses_max`, those
  // that failed least are forgotten.
  Throttle(int burst, absl::Duration step, size_t addresses_max)
      : burst_(burst), step_(step), addresses_max_(addresses_max) {}

  // How long the address has to wait before it may try; zero: not at all.
  absl::Duration Wait(const std::string& address, absl::Time now) const;
  void Failed(const std::string& address, absl::Time now);

 private:
  const int burst_;
  const absl::Duration step_;
  const size_t addresses_max_;
  mutable absl::Mutex mutex_;
  // When the bucket of the address will be full again: one step for each failure, counted from the
  // later of now and the end of those before.
  std::map<std::string, absl::Time> full_at_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tranche::gateway
