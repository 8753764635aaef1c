// SPDX-License-Identifier: EUPL-1.2
// What tokens say whose signature was verified before: to verify one takes longer than all else that a
// short call needs, and a client sends the same token with every call.
#pragma once

#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "platform/rpc/call_scope.h"

namespace tranche::auth {

struct VerifiedClaims {
  rpc::Actor actor;
  absl::Time expires;
};

// Keeps digests and no token, so that none can be read from memory.
class VerifiedTokens {
 public:
  explicit VerifiedTokens(size_t most) : most_(most) {}

  // Nothing when it is not kept. Whether it has expired is the caller's to ask.
  std::optional<VerifiedClaims> Find(const std::string& digest) const;
  // Where there is no more room, it forgets all and begins anew.
  void Keep(std::string digest, VerifiedClaims claims);

 private:
  const size_t most_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, VerifiedClaims> claims_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tranche::auth
