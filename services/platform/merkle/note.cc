// SPDX-License-Identifier: EUPL-1.2
#include "platform/merkle/note.h"

#include <sodium.h>

#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "platform/base/digest.h"
#include "platform/base/status_macros.h"

namespace tranche::merkle {
namespace {

constexpr char kEd25519 = 1;
constexpr size_t kKeyIdBytes = 4;
constexpr absl::string_view kSignatureLine = "\xE2\x80\x94 ";  // A long dash and a space.
constexpr absl::string_view kProofLine = "c2sp.org/tlog-proof@v1\n";

std::string TypedKey(const Hash& public_key) {
  return absl::StrCat(std::string(1, kEd25519), BytesOf(public_key));
}

// What tells keys apart: the beginning of a digest of name and key.
std::string KeyId(absl::string_view name, const Hash& public_key) {
  return Sha256(absl::StrCat(name, "\n", TypedKey(public_key))).substr(0, kKeyIdBytes);
}

const unsigned char* Raw(absl::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

bool IsName(absl::string_view name) {
  if (name.empty()) return false;
  for (const char c : name) {
    if (c == '+' || c <= ' ' || c > '~') return false;
  }
  return true;
}

}  // namespace

std::string ToBase64(absl::string_view bytes) { return absl::Base64Escape(bytes); }

bool FromBase64(absl::string_view text, std::string* bytes) {
  return absl::Base64Unescape(text, bytes) && absl::Base64Escape(*bytes) == text;
}

std::string FormatVerifierKey(const std::string& name, const Hash& public_key) {
  return absl::StrCat(name, "+", absl::BytesToHexString(KeyId(name, public_key)), "+",
                      ToBase64(TypedKey(public_key)));
}

absl::StatusOr<Hash> ParsePublicKey(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  const absl::Status wrong = absl::InvalidArgumentError(
      "a public key is 32 bytes in base64, or name+hash+key with the hash that belongs to them");
  Hash key;
  std::string bytes;
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('+', 2));
  if (FromBase64(text, &bytes) && HashFrom(bytes, &key)) return key;
  if (parts.size() != 3 || !IsName(parts[0]) || !FromBase64(parts[2], &bytes) || bytes.empty() ||
      bytes[0] != kEd25519 || !HashFrom(absl::string_view(bytes).substr(1), &key) ||
      FormatVerifierKey(parts[0], key) != text) {
    return wrong;
  }
  return key;
}

absl::StatusOr<Signer> Signer::FromFile(const std::string& secret_key_file) {
  std::ifstream stream(secret_key_file);
  std::string line;
  Signer signer;
  if (!std::getline(stream, line)) {
    return absl::NotFoundError(absl::StrCat("cannot read the key file ", secret_key_file));
  }
  if (!FromBase64(absl::StripAsciiWhitespace(line), &signer.secret_key_) ||
      signer.secret_key_.size() != crypto_sign_SECRETKEYBYTES) {
    return absl::FailedPreconditionError(absl::StrCat(secret_key_file, " holds no key of ",
                                                      crypto_sign_SECRETKEYBYTES, " bytes in base64"));
  }
  crypto_sign_ed25519_sk_to_pk(signer.public_key_.data(), Raw(signer.secret_key_));
  return signer;
}

Signer Signer::FromSeed(const Hash& seed) {
  Signer signer;
  signer.secret_key_.resize(crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair(signer.public_key_.data(),
                           reinterpret_cast<unsigned char*>(signer.secret_key_.data()), seed.data());
  return signer;
}

std::string Signer::Sign(absl::string_view text, absl::string_view name) const {
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, Raw(text),
                       text.size(), Raw(secret_key_));
  return absl::StrCat(text, "\n", kSignatureLine, name, " ",
                      ToBase64(absl::StrCat(KeyId(name, public_key_), signature)), "\n");
}

absl::StatusOr<std::string> OpenNote(absl::string_view note, absl::string_view name,
                                     const Hash& public_key) {
  const size_t gap = note.find("\n\n");
  if (gap == absl::string_view::npos) return absl::DataLossError("a note without a signature");
  const absl::string_view text = note.substr(0, gap + 1);
  absl::string_view line = note.substr(gap + 2);
  const std::string wanted = absl::StrCat(kSignatureLine, name, " ");
  std::string bytes;
  if (!absl::ConsumePrefix(&line, wanted) || !absl::ConsumeSuffix(&line, "\n") ||
      !FromBase64(line, &bytes) || bytes.size() != kKeyIdBytes + crypto_sign_BYTES) {
    return absl::DataLossError("a note without exactly one signature of the log");
  }
  if (bytes.substr(0, kKeyIdBytes) != KeyId(name, public_key) ||
      crypto_sign_verify_detached(Raw(bytes) + kKeyIdBytes, Raw(text), text.size(),
                                  public_key.data()) != 0) {
    return absl::DataLossError("a note that the key did not sign");
  }
  return std::string(text);
}

std::string FormatCheckpoint(const Checkpoint& checkpoint) {
  return absl::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n",
                      ToBase64(BytesOf(checkpoint.root)), "\n");
}

bool ParseNumber(absl::string_view text, uint64_t* number) {
  // Below 2^63, so that every program can count with it.
  return text.size() <= 18 && absl::SimpleAtoi(text, number) && absl::StrCat(*number) == text;
}

absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view text) {
  Checkpoint checkpoint;
  std::string root;
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  if (lines.size() != 4 || !lines[3].empty() || !IsName(lines[0]) ||
      !ParseNumber(lines[1], &checkpoint.size) || !FromBase64(lines[2], &root) ||
      !HashFrom(root, &checkpoint.root)) {
    return absl::DataLossError("a checkpoint that is not origin, size and root");
  }
  checkpoint.origin = lines[0];
  return checkpoint;
}

absl::StatusOr<Checkpoint> OpenCheckpoint(absl::string_view note, const Hash& public_key) {
  const absl::string_view origin = note.substr(0, note.find('\n'));
  TRANCHE_ASSIGN_OR_RETURN(const std::string text, OpenNote(note, origin, public_key));
  return ParseCheckpoint(text);
}

std::string FormatProof(uint64_t index, const std::vector<Hash>& proof, absl::string_view note,
                        absl::string_view extra) {
  std::string text(kProofLine);
  if (!extra.empty()) absl::StrAppend(&text, "extra ", ToBase64(extra), "\n");
  absl::StrAppend(&text, "index ", index, "\n");
  for (const Hash& hash : proof) absl::StrAppend(&text, ToBase64(BytesOf(hash)), "\n");
  return absl::StrCat(text, "\n", note);
}

}  // namespace tranche::merkle
