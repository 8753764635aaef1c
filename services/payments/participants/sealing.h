// SPDX-License-Identifier: EUPL-1.2
// Personal data, encrypted and authenticated by a key that is not in the database: who has a copy of
// the database alone reads nothing of a person.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace tranche::payments::participants {

// Keys are told apart by a sign, the first 16 hexadecimal digits of a hash of the key. The first key of
// an installation, as long as it was never changed, has the sign "".
class Sealing {
 public:
  // The keys are the files "personal.key" of the folder, which Prepare alone makes, and
  // "personal.key.next" while the key is being changed. Without a folder there is one key of this
  // process, which is lost with it.
  explicit Sealing(std::string folder) : folder_(std::move(folder)) {}

  // Before anything is sealed by the key with this sign: it is there, or is made when nothing was ever
  // sealed. A key that is lost is never replaced: what it sealed could not be read again, and nobody
  // would be told. PERSONAL_DATA_KEY_MISSING.
  absl::Status Prepare(bool nothing_is_sealed, const std::string& sign = "")
      ABSL_LOCKS_EXCLUDED(mutex_);

  // What is sealed opens with the same place only: the name of the record to which it belongs. In
  // hexadecimal. PERSONAL_DATA_KEY_MISSING.
  absl::StatusOr<std::string> Seal(absl::string_view text, absl::string_view place,
                                   const std::string& sign = "");
  // PERSONAL_DATA_SEALED when it was sealed by another key, for another place, or was changed.
  absl::StatusOr<std::string> Open(absl::string_view sealed, absl::string_view place,
                                   const std::string& sign = "");
  // A hash that nobody can make without the key, 64 hexadecimal digits. `purpose` keeps hashes of the
  // same text for different uses apart.
  absl::StatusOr<std::string> Hash(absl::string_view text, absl::string_view purpose,
                                   const std::string& sign = "");

 private:
  absl::StatusOr<std::string> Key(const std::string& sign) ABSL_LOCKS_EXCLUDED(mutex_);

  const std::string folder_;
  absl::Mutex mutex_;
  std::map<std::string, std::string> keys_ ABSL_GUARDED_BY(mutex_);  // By their signs.
};

// The key that comes next, made unless it is there already, and its sign. PERSONAL_DATA_KEY_MISSING
// when the folder takes no file.
absl::StatusOr<std::string> MakeNextKey(const std::string& folder);
// The sign of the next key; NOT_FOUND: there is none.
absl::StatusOr<std::string> SignOfNextKey(const std::string& folder);
// The next key takes the place of the one in force, which is gone with that; nothing is done when there
// is none.
absl::Status TakeNextKey(const std::string& folder);

}  // namespace tranche::payments::participants
