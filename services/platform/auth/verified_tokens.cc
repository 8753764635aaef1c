// SPDX-License-Identifier: EUPL-1.2
#include "platform/auth/verified_tokens.h"

#include <utility>

namespace tranche::auth {

std::optional<VerifiedClaims> VerifiedTokens::Find(const std::string& digest) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = claims_.find(digest);
  if (found == claims_.end()) return std::nullopt;
  return found->second;
}

void VerifiedTokens::Keep(std::string digest, VerifiedClaims claims) {
  absl::MutexLock lock(&mutex_);
  if (claims_.size() >= most_) claims_.clear();
  claims_.insert_or_assign(std::move(digest), std::move(claims));
}

}  // namespace tranche::auth
