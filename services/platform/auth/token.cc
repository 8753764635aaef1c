// SPDX-License-Identifier: EUPL-1.2
#include "platform/auth/token.h"

#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "platform/auth/verified_tokens.h"
#include "platform/base/error.h"
#include "platform/base/secret_file.h"
#include "platform/base/status_macros.h"

namespace tranche::auth {
namespace {

// Before main: the library's random numbers are then safe on every thread.
[[maybe_unused]] const int kSodiumReady = sodium_init();

constexpr absl::string_view kPrefix = "tranche_";
constexpr int kVersion = 1;
// Of a token whose roles differ from one organisation to another, which older readers must not accept.
constexpr int kVersionByOrganisation = 2;
constexpr size_t kTokensKept = 1000;
// Room for all roles in the 32 organisations that a person may have them in; metadata have 8 KiB.
constexpr size_t kTokenBytesMax = 6 << 10;

std::string Encode(absl::string_view bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), variant);
  text.resize(text.size() - 1);  // The terminating zero.
  return text;
}

// Strict: one text for each sequence of bytes, so that no changed character goes unnoticed.
bool Decode(absl::string_view text, int variant, std::string* bytes) {
  bytes->assign(text.size(), '\0');
  size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes->data()), bytes->size(), text.data(),
                        text.size(), nullptr, &length, nullptr, variant) != 0) {
    return false;
  }
  bytes->resize(length);
  return true;
}

absl::StatusOr<std::string> ReadKey(const std::string& file, size_t bytes) {
  std::ifstream stream(file);
  std::string line;
  std::string key;
  if (!std::getline(stream, line)) {
    return absl::NotFoundError(
        absl::StrCat("cannot read the key file ", file, "; make it with: tranched make-keys"));
  }
  if (!Decode(absl::StripAsciiWhitespace(line), sodium_base64_VARIANT_ORIGINAL, &key) ||
      key.size() != bytes) {
    return absl::FailedPreconditionError(
        absl::StrCat(file, " holds no key of ", bytes, " bytes in base64"));
  }
  return key;
}

absl::Status CannotWrite(const std::string& file) {
  return absl::FailedPreconditionError(absl::StrCat("cannot write ", file, ": ", std::strerror(errno)));
}

bool Exists(const std::string& file) { return access(file.c_str(), F_OK) == 0; }

// The claims as text; keys are one letter to keep the header small.
std::string Claims(const rpc::Actor& actor, absl::Time expires) {
  nlohmann::json claims = {{"s", actor.subject}, {"e", absl::ToUnixSeconds(expires)}};
  if (actor.roles_in.empty()) {
    claims["v"] = kVersion;
    claims["o"] = actor.organisations;
    claims["r"] = actor.roles;
  } else {
    claims["v"] = kVersionByOrganisation;
    claims["g"] = actor.roles_in;
  }
  return claims.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool ReadTexts(const nlohmann::json& list, std::vector<std::string>* texts) {
  if (!list.is_array()) return false;
  for (const nlohmann::json& text : list) {
    if (!text.is_string()) return false;
    texts->push_back(text.get<std::string>());
  }
  return true;
}

// The roles by organisation; organisations and roles of the actor are then all that occur.
bool ReadGrants(const nlohmann::json& grants, rpc::Actor* actor) {
  if (!grants.is_object() || grants.empty()) return false;
  std::set<std::string> roles;
  for (const auto& [organisation, held] : grants.items()) {
    std::vector<std::string>& names = actor->roles_in[organisation];
    if (!ReadTexts(held, &names)) return false;
    actor->organisations.push_back(organisation);
    roles.insert(names.begin(), names.end());
  }
  actor->roles.assign(roles.begin(), roles.end());
  return true;
}

bool ReadClaims(absl::string_view text, VerifiedClaims* read) {
  const nlohmann::json claims =
      nlohmann::json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (!claims.is_object()) return false;
  const auto subject = claims.find("s");
  const auto expires = claims.find("e");
  if (subject == claims.end() || !subject->is_string() || expires == claims.end() ||
      !expires->is_number_integer()) {
    return false;
  }
  read->actor.subject = subject->get<std::string>();
  read->expires = absl::FromUnixSeconds(expires->get<int64_t>());
  if (read->actor.subject.empty()) return false;
  const nlohmann::json version = claims.value("v", nlohmann::json());
  if (version == kVersionByOrganisation) {
    return ReadGrants(claims.value("g", nlohmann::json()), &read->actor);
  }
  return version == kVersion &&
         ReadTexts(claims.value("o", nlohmann::json()), &read->actor.organisations) &&
         ReadTexts(claims.value("r", nlohmann::json()), &read->actor.roles);
}

// Shared by all verifiers of the process: a digest is of the token and of the key that verified it.
VerifiedTokens& TokensOfProcess() {
  static VerifiedTokens& tokens = *new VerifiedTokens(kTokensKept);
  return tokens;
}

std::string DigestOf(const std::string& public_key, const std::string& token) {
  std::string digest(crypto_generichash_BYTES, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                     reinterpret_cast<const unsigned char*>(token.data()), token.size(),
                     reinterpret_cast<const unsigned char*>(public_key.data()), public_key.size());
  return digest;
}

// The claims of a token whose signature begins after the byte `point`; TOKEN_INVALID.
absl::StatusOr<VerifiedClaims> ReadSigned(absl::string_view token, size_t point,
                                          const std::string& public_key) {
  const absl::string_view signed_part = token.substr(0, point);
  std::string signature;
  std::string text;
  if (!Decode(token.substr(point + 1), sodium_base64_VARIANT_URLSAFE_NO_PADDING, &signature) ||
      signature.size() != crypto_sign_BYTES ||
      crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(signature.data()),
                                  reinterpret_cast<const unsigned char*>(signed_part.data()),
                                  signed_part.size(),
                                  reinterpret_cast<const unsigned char*>(public_key.data())) != 0) {
    return Refuse("TOKEN_INVALID");
  }
  VerifiedClaims claims;
  if (!Decode(signed_part.substr(kPrefix.size()), sodium_base64_VARIANT_URLSAFE_NO_PADDING, &text) ||
      !ReadClaims(text, &claims)) {
    return Refuse("TOKEN_INVALID");
  }
  return claims;
}

}  // namespace

absl::StatusOr<Verifier> Verifier::FromFile(const std::string& public_key_file) {
  TRANCHE_ASSIGN_OR_RETURN(std::string key, ReadKey(public_key_file, crypto_sign_PUBLICKEYBYTES));
  return Verifier(std::move(key));
}

absl::StatusOr<rpc::Actor> Verifier::Verify(const std::string& token, absl::Time now) const {
  if (token.empty()) return Refuse("TOKEN_MISSING");
  const size_t point = token.rfind('.');
  if (token.size() > kTokenBytesMax || !absl::StartsWith(token, kPrefix) ||
      point == std::string::npos) {
    return Refuse("TOKEN_INVALID");
  }
  const std::string digest = DigestOf(public_key_, token);
  std::optional<VerifiedClaims> claims = TokensOfProcess().Find(digest);
  if (!claims) {
    TRANCHE_ASSIGN_OR_RETURN(claims, ReadSigned(token, point, public_key_));
    if (now < claims->expires) TokensOfProcess().Keep(digest, *claims);
  }
  if (now >= claims->expires) return Refuse("TOKEN_EXPIRED");
  return std::move(claims->actor);
}

absl::Status Issuer::MakeKeys(const std::string& secret_key_file, const std::string& public_key_file) {
  std::string secret_key(crypto_sign_SECRETKEYBYTES, '\0');
  std::string public_key(crypto_sign_PUBLICKEYBYTES, '\0');
  if (Exists(secret_key_file)) {
    TRANCHE_ASSIGN_OR_RETURN(secret_key, ReadKey(secret_key_file, crypto_sign_SECRETKEYBYTES));
    crypto_sign_ed25519_sk_to_pk(reinterpret_cast<unsigned char*>(public_key.data()),
                                 reinterpret_cast<const unsigned char*>(secret_key.data()));
  } else {
    crypto_sign_keypair(reinterpret_cast<unsigned char*>(public_key.data()),
                        reinterpret_cast<unsigned char*>(secret_key.data()));
    TRANCHE_RETURN_IF_ERROR(
        WriteSecretFile(secret_key_file, Encode(secret_key, sodium_base64_VARIANT_ORIGINAL) + "\n"));
  }
  const std::string text = Encode(public_key, sodium_base64_VARIANT_ORIGINAL) + "\n";
  if (Exists(public_key_file)) {
    TRANCHE_ASSIGN_OR_RETURN(const std::string kept,
                             ReadKey(public_key_file, crypto_sign_PUBLICKEYBYTES));
    if (kept == public_key) return absl::OkStatus();
  }
  TRANCHE_RETURN_IF_ERROR(WriteSecretFile(public_key_file, text));
  return chmod(public_key_file.c_str(), 0644) == 0 ? absl::OkStatus() : CannotWrite(public_key_file);
}

absl::StatusOr<Issuer> Issuer::FromFile(const std::string& secret_key_file) {
  TRANCHE_ASSIGN_OR_RETURN(std::string key, ReadKey(secret_key_file, crypto_sign_SECRETKEYBYTES));
  return Issuer(std::move(key));
}

std::string Issuer::Issue(const rpc::Actor& actor, absl::Time expires) const {
  const std::string signed_part =
      absl::StrCat(kPrefix, Encode(Claims(actor, expires), sodium_base64_VARIANT_URLSAFE_NO_PADDING));
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                       reinterpret_cast<const unsigned char*>(signed_part.data()), signed_part.size(),
                       reinterpret_cast<const unsigned char*>(secret_key_.data()));
  return absl::StrCat(signed_part, ".", Encode(signature, sodium_base64_VARIANT_URLSAFE_NO_PADDING));
}

}  // namespace tranche::auth
