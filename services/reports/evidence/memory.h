// SPDX-License-Identifier: EUPL-1.2
// What the sealer remembers outside the database: the last checkpoint that it signed. By it a restored
// or changed database is told from one that only grew.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/merkle/note.h"

namespace tranche::reports {

// Files of the evidence folder.
std::string EvidenceKeyFile(const std::string& folder);        // Secret key.
std::string EvidencePublicKeyFile(const std::string& folder);  // Public key.
std::string MemoryFile(const std::string& folder);             // The last signed checkpoint.

// The name of the log: its key, and a number that a restore raises.
std::string OriginOf(const merkle::Hash& public_key, int epoch);
// The number in a name of this key's log; 0 for any other name.
int EpochOf(const std::string& origin, const merkle::Hash& public_key);

// The signed note that is remembered; nothing when there is no file.
std::optional<std::string> ReadMemory(const std::string& folder);
// Replaces it in one piece, on the disk when it returns.
absl::Status WriteMemory(const std::string& folder, const std::string& note);

// Whether the log that was found goes on from what is remembered. `root_at` gives the root of the found
// tree at a smaller size. EVIDENCE_MEMORY_MISSING, EVIDENCE_LOG_SHORTER, EVIDENCE_LOG_DIFFERS.
absl::Status GoesOn(const std::optional<merkle::Checkpoint>& remembered,
                    const std::optional<merkle::Checkpoint>& found, const merkle::Hash& public_key,
                    const std::function<absl::StatusOr<merkle::Hash>(uint64_t)>& root_at);

}  // namespace tranche::reports
