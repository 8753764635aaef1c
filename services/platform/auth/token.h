// SPDX-License-Identifier: EUPL-1.2
// Tokens: who, for which organisations, with which roles, until when; signed with Ed25519 (libsodium),
// so that every role verifies them alone. Text form: "tranche_" + base64url(claims) + "." +
// base64url(signature).
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "platform/rpc/call_scope.h"

namespace tranche::auth {

class Verifier {
 public:
  // Reads the public key (32 bytes, base64) from a file.
  static absl::StatusOr<Verifier> FromFile(const std::string& public_key_file);
  // TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED.
  absl::StatusOr<rpc::Actor> Verify(const std::string& token, absl::Time now) const;

 private:
  explicit Verifier(std::string public_key) : public_key_(std::move(public_key)) {}
  std::string public_key_;
};

class Issuer {
 public:
  // Makes a key pair in two files, the secret one with mode 0600; keeps existing ones.
  static absl::Status MakeKeys(const std::string& secret_key_file, const std::string& public_key_file);
  static absl::StatusOr<Issuer> FromFile(const std::string& secret_key_file);
  std::string Issue(const rpc::Actor& actor, absl::Time expires) const;

 private:
  explicit Issuer(std::string secret_key) : secret_key_(std::move(secret_key)) {}
  std::string secret_key_;
};

}  // namespace tranche::auth
