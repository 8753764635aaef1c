// SPDX-License-Identifier: EUPL-1.2
#include "payments/participants/sealing.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"

namespace tranche::payments::participants {
namespace {

constexpr std::size_t kKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kHashBytes = 32;

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

// A name is kept through a loss of power when its folder was written too.
bool SyncFolder(const std::string& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = fsync(descriptor) == 0;
  close(descriptor);
  return synced;
}

// Written whole under another name first, so that nobody reads a part of it; the first one that gets
// the name wins. Whether there is a file that stays.
bool MakeKey(const std::string& folder) {
  const std::string file = KeyFile(folder);
  const std::string draft = absl::StrCat(file, ".", absl::BytesToHexString(RandomBytes(8)));
  const int descriptor = open(draft.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (descriptor < 0) return false;
  const std::string key = RandomBytes(kKeyBytes);
  const bool written = write(descriptor, key.data(), key.size()) == static_cast<ssize_t>(key.size()) &&
                       fsync(descriptor) == 0;
  close(descriptor);
  // That it exists already is as good.
  const bool named = written && (link(draft.c_str(), file.c_str()) == 0 || errno == EEXIST);
  unlink(draft.c_str());
  return named && SyncFolder(folder);
}

}  // namespace

absl::Status Sealing::Prepare(bool nothing_is_sealed) {
  if (Key().ok()) return absl::OkStatus();
  if (!nothing_is_sealed || !MakeKey(folder_)) return Refuse("PERSONAL_DATA_KEY_MISSING");
  return Key().status();
}

absl::StatusOr<std::string> Sealing::Key() {
  absl::MutexLock lock(&mutex_);
  if (!key_.empty()) return key_;
  if (folder_.empty()) {
    key_ = RandomBytes(kKeyBytes);
    return key_;
  }
  key_ = ReadKey(KeyFile(folder_));
  if (key_.empty()) return Refuse("PERSONAL_DATA_KEY_MISSING");
  return key_;
}

absl::StatusOr<std::string> Sealing::Seal(absl::string_view text, absl::string_view place) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string key, Key());
  const std::string nonce = RandomBytes(kNonceBytes);
  std::string sealed(text.size() + kTagBytes, '\0');
  crypto_aead_xchacha20poly1305_ietf_encrypt(Raw(sealed), nullptr, Raw(text), text.size(), Raw(place),
                                             place.size(), nullptr, Raw(nonce), Raw(key));
  return absl::BytesToHexString(nonce + sealed);
}

absl::StatusOr<std::string> Sealing::Open(absl::string_view sealed, absl::string_view place) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string key, Key());
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

absl::StatusOr<std::string> Sealing::Hash(absl::string_view text, absl::string_view purpose) {
  TRANCHE_ASSIGN_OR_RETURN(const std::string key, Key());
  std::string hash(kHashBytes, '\0');
  const std::string said = absl::StrCat(purpose, "\n", text);
  crypto_generichash(Raw(hash), hash.size(), Raw(said), said.size(), Raw(key), key.size());
  return absl::BytesToHexString(hash);
}

}  // namespace tranche::payments::participants
