// SPDX-License-Identifier: EUPL-1.2
// Personal data, encrypted and authenticated by a key that is not in the database: who has a copy of
// the database alone reads nothing of a person.
#pragma once

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace tranche::payments::participants {

class Sealing {
 public:
  // The key is the file "personal.key" of the folder, which Prepare alone makes. Without a folder it is
  // one of this process and is lost with it.
  explicit Sealing(std::string folder) : folder_(std::move(folder)) {}

  // Before anything is sealed: the key is there, or is made when nothing was ever sealed. A key that is
  // lost is never replaced: what it sealed could not be read again, and nobody would be told.
  // PERSONAL_DATA_KEY_MISSING.
  absl::Status Prepare(bool nothing_is_sealed) ABSL_LOCKS_EXCLUDED(mutex_);

  // What is sealed opens with the same place only: the name of the record to which it belongs. In
  // hexadecimal. PERSONAL_DATA_KEY_MISSING.
  absl::StatusOr<std::string> Seal(absl::string_view text, absl::string_view place);
  // PERSONAL_DATA_SEALED when it was sealed by another key, for another place, or was changed.
  absl::StatusOr<std::string> Open(absl::string_view sealed, absl::string_view place);
  // A hash that nobody can make without the key, 64 hexadecimal digits. `purpose` keeps hashes of the
  // same text for different uses apart.
  absl::StatusOr<std::string> Hash(absl::string_view text, absl::string_view purpose);

 private:
  absl::StatusOr<std::string> Key() ABSL_LOCKS_EXCLUDED(mutex_);

  const std::string folder_;
  absl::Mutex mutex_;
  std::string key_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tranche::payments::participants
