// SPDX-License-Identifier: EUPL-1.2
#include "gateway/throttle.h"

#include <algorithm>

namespace tranche::gateway {

absl::Duration Throttle::Wait(const std::string& address, absl::Time now) const {
  absl::MutexLock lock(&mutex_);
  const auto found = full_at_.find(address);
  if (found == full_at_.end()) return absl::ZeroDuration();
  // One more failure must fit into the bucket.
  return std::max(absl::ZeroDuration(), found->second + step_ - burst_ * step_ - now);
}

void Throttle::Failed(const std::string& address, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  absl::Time& full_at = full_at_[address];
  full_at = std::max(full_at, now) + step_;
  if (full_at_.size() <= addresses_max_) return;
  for (auto it = full_at_.begin(); it != full_at_.end();) {
    it = it->second <= now ? full_at_.erase(it) : std::next(it);
  }
  while (full_at_.size() > addresses_max_) {
    full_at_.erase(std::min_element(full_at_.begin(), full_at_.end(),
                                    [](const auto& a, const auto& b) { return a.second < b.second; }));
  }
}

}  // namespace tranche::gateway
