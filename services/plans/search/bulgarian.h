// SPDX-License-Identifier: EUPL-1.2
// The dictionary of Bulgarian word forms that Debian's hunspell-bg brings.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "plans/search/stems.h"

class Hunspell;

namespace tranche::plans::search {

// Remembers what it was asked, since a text has few different words; for any number of threads.
class BulgarianDictionary final : public Dictionary {
 public:
  BulgarianDictionary(const std::string& affixes, const std::string& words);
  ~BulgarianDictionary() override;

  bool Knows(const std::string& word) const override;
  std::vector<std::string> BasicForms(const std::string& word) const override;

 private:
  std::vector<std::string> Ask(const std::string& word) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  const std::unique_ptr<Hunspell> hunspell_ ABSL_GUARDED_BY(mutex_);
  mutable std::unordered_map<std::string, std::vector<std::string>> asked_ ABSL_GUARDED_BY(mutex_);
};

// The one dictionary of the process, read when it is first asked for; DICTIONARY_MISSING where the
// package is not installed.
absl::StatusOr<const Dictionary*> Bulgarian();

}  // namespace tranche::plans::search
