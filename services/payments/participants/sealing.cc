// SPDX-License-Identifier: EUPL-1.2
#include "payments/participants/sealing.h"

#include <sodium.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/secret_file.h"
#include "platform/base/status_macros.h"

namespace tranche::payments::participants {
namespace {

constexpr std::size_t kKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kSignBytes = 16;  // libsodium makes none shorter.
constexpr std::size_t kSignDigits = 16;

const unsigned char* Raw(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// Empty when the file holds no key.
std::string ReadKey(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string key{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (key.size() != kKeyBytes) key.clear();
  return key;
}

std::string RandomBytes(std::size_t count) {
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string KeyFile(const std::string& folder) { return absl::StrCat(folder, "/personal.key"); }
std::string NextKeyFile(const std::string& folder) { return absl::StrCat(KeyFile(folder), ".next"); }

// Tells keys apart and nothing of them.
std::string SignOf(const std::string& key) {
  constexpr absl::string_view kPurpose = "sign of a key of personal data";
  std::string hash(kSignBytes, '\0');
  crypto_generichash(Raw(hash), hash.size(), Raw(kPurpose), kPurpose.size(), Raw(key), key.size());
  return absl::BytesToHexString(hash).substr(0, kSignDigits);
}

bool MakeKey(const std::string& file) {
  const absl::Status written = WriteNewSecretFile(file, RandomBytes(kKeyBytes));
  // That it exists already is as good.
  return written.ok() || absl::IsAlreadyExists(written);
}

}  // namespace

absl::Status Sealing::Prepare(bool nothing_is_sealed, const std::string& sign) {
  if (Key(sign).ok()) return absl::OkStatus();
  // Another than the first one is made by whoever changes it.
  if (!nothing_is_sealed || !sign.empty() || !MakeKey(KeyFile(folder_)))
    return Refuse("PERSONAL_DATA_KEY_MISSING");
  return Key(sign).status();
}

absl::StatusOr<std::string> Sealing::Key(const std::string& sign) {
  absl::MutexLock lock(&mutex_);
  const auto known = keys_.find(sign);
  if (known != keys_.end()) return known->second;
  if (folder_.empty()) return keys_[sign] = RandomBytes(kKeyBytes);
  for (const std::string& file : {KeyFile(folder_), NextKeyFile(folder_)}) {
    const std::string key = ReadKey(file);
    // The first key keeps its place until nothing is sealed by it any more.
    if (key.empty()) continue;
    const bool found = sign.empty() ? file == KeyFile(folder_) : SignOf(key) == sign;
    if (found) return keys_[sign] = key;
  }
  return Refuse("PERSONAL_DATA_KEY_MISSING");
}

absl::StatusOr<std::string> Sealing::Seal(absl::string_view text, absl::string_view place,
                                          const std::string& sign) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string key, Key(sign));
  const std::string nonce = RandomBytes(kNonceBytes);
  std::string sealed(text.size() + kTagBytes, '\0');
  crypto_aead_xchacha20poly1305_ietf_encrypt(Raw(sealed), nullptr, Raw(text), text.size(), Raw(place),
                                             place.size(), nullptr, Raw(nonce), Raw(key));
  return absl::BytesToHexString(nonce + sealed);
}

absl::StatusOr<std::string> Sealing::Open(absl::string_view sealed, absl::string_view place,
                                          const std::string& sign) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string key, Key(sign));
  const std::string bytes = absl::HexStringToBytes(sealed);
  if (bytes.size() < kNonceBytes + kTagBytes) return Refuse("PERSONAL_DATA_SEALED");
  const absl::string_view body = absl::string_view(bytes).substr(kNonceBytes);
  std::string text(body.size() - kTagBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(Raw(text), nullptr, nullptr, Raw(body), body.size(),
                                                 Raw(place), place.size(), Raw(bytes), Raw(key)) != 0) {
    return Refuse("PERSONAL_DATA_SEALED");
  }
  return text;
}

absl::StatusOr<std::string> Sealing::Hash(absl::string_view text, absl::string_view purpose,
                                          const std::string& sign) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string key, Key(sign));
  std::string hash(kHashBytes, '\0');
  const std::string said = absl::StrCat(purpose, "\n", text);
  crypto_generichash(Raw(hash), hash.size(), Raw(said), said.size(), Raw(key), key.size());
  return absl::BytesToHexString(hash);
}

absl::StatusOr<std::string> MakeNextKey(const std::string& folder) {
  if (!MakeKey(NextKeyFile(folder))) return Refuse("PERSONAL_DATA_KEY_MISSING");
  const std::string key = ReadKey(NextKeyFile(folder));
  if (key.empty()) return Refuse("PERSONAL_DATA_KEY_MISSING");
  return SignOf(key);
}

absl::StatusOr<std::string> SignOfNextKey(const std::string& folder) {
  const std::string key = ReadKey(NextKeyFile(folder));
  if (key.empty()) return absl::NotFoundError("no next key");
  return SignOf(key);
}

absl::Status TakeNextKey(const std::string& folder) {
  const std::string key = ReadKey(NextKeyFile(folder));
  if (key.empty()) return absl::OkStatus();
  // Written again and not renamed, so that it is on the disk when the other goes.
  const absl::Status taken = WriteSecretFile(KeyFile(folder), key);
  if (!taken.ok()) return taken;
  unlink(NextKeyFile(folder).c_str());
  return absl::OkStatus();
}

}  // namespace tranche::payments::participants
