// SPDX-License-Identifier: EUPL-1.2
// Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-proof) with Ed25519
// (libsodium).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "platform/merkle/merkle.h"

namespace tranche::merkle {

// Base64 of RFC 4648 with padding. Strict: one text for each sequence of bytes.
std::string ToBase64(absl::string_view bytes);
bool FromBase64(absl::string_view text, std::string* bytes);

// The text form of a public key for notes that are signed under `name`: "name+hash+base64".
std::string FormatVerifierKey(const std::string& name, const Hash& public_key);
// A public key from that form or from the base64 of its 32 bytes; InvalidArgument for anything else.
absl::StatusOr<Hash> ParsePublicKey(absl::string_view text);

// The key of a log.
class Signer {
 public:
  // Reads a secret key (64 bytes, base64); NotFound and FailedPrecondition name the file.
  static absl::StatusOr<Signer> FromFile(const std::string& secret_key_file);
  static Signer FromSeed(const Hash& seed);
  const Hash& public_key() const { return public_key_; }
  // `text` ends with a line end and is no signature line; `name` has neither spaces nor "+".
  std::string Sign(absl::string_view text, absl::string_view name) const;

 private:
  Signer() = default;
  std::string secret_key_;
  Hash public_key_;
};

// The text of a note with exactly one signature, which must be by this key under this name; DataLoss
// says what is wrong.
absl::StatusOr<std::string> OpenNote(absl::string_view note, absl::string_view name,
                                     const Hash& public_key);

// The head of a log's tree.
struct Checkpoint {
  std::string origin;  // The log's name, also the name of its key.
  uint64_t size = 0;
  Hash root = EmptyRoot();
};
std::string FormatCheckpoint(const Checkpoint& checkpoint);
// The text of a checkpoint without extension lines; DataLoss for anything else.
absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view text);
// A signed checkpoint of whatever origin it names.
absl::StatusOr<Checkpoint> OpenCheckpoint(absl::string_view note, const Hash& public_key);

// A decimal number as it must be written: digits without a leading zero.
bool ParseNumber(absl::string_view text, uint64_t* number);

// A proof of one leaf, `.tlog-proof`; `extra` is opaque and not proven.
std::string FormatProof(uint64_t index, const std::vector<Hash>& proof, absl::string_view note,
                        absl::string_view extra);

}  // namespace tranche::merkle
