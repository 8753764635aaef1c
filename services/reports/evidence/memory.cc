// SPDX-License-Identifier: EUPL-1.2
#include "reports/evidence/memory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "platform/base/digest.h"
#include "platform/base/error.h"
#include "platform/base/secret_file.h"
#include "platform/base/status_macros.h"

namespace tranche::reports {
namespace {

constexpr char kMemoryName[] = "evidence.checkpoint";

std::string OriginPrefix(const merkle::Hash& public_key) {
  return absl::StrCat("tranche-evidence/", Sha256Hex(merkle::BytesOf(public_key)).substr(0, 16), "/");
}

absl::Status Shorter(uint64_t found, uint64_t remembered) {
  return Refuse("EVIDENCE_LOG_SHORTER",
                {{"found", absl::StrCat(found)}, {"remembered", absl::StrCat(remembered)}});
}

absl::Status Differs(uint64_t size) {
  return Refuse("EVIDENCE_LOG_DIFFERS", {{"size", absl::StrCat(size)}});
}

}  // namespace

std::string EvidenceKeyFile(const std::string& folder) { return folder + "/evidence.key"; }
std::string EvidencePublicKeyFile(const std::string& folder) { return folder + "/evidence.pub"; }
std::string MemoryFile(const std::string& folder) { return absl::StrCat(folder, "/", kMemoryName); }

std::string OriginOf(const merkle::Hash& public_key, int epoch) {
  return absl::StrCat(OriginPrefix(public_key), epoch);
}

int EpochOf(const std::string& origin, const merkle::Hash& public_key) {
  absl::string_view number = origin;
  int epoch = 0;
  if (!absl::ConsumePrefix(&number, OriginPrefix(public_key)) || !absl::SimpleAtoi(number, &epoch) ||
      OriginOf(public_key, epoch) != origin) {
    return 0;
  }
  return epoch;
}

std::optional<std::string> ReadMemory(const std::string& folder) {
  std::ifstream stream(MemoryFile(folder));
  if (!stream) return std::nullopt;
  std::ostringstream note;
  note << stream.rdbuf();
  return note.str();
}

absl::Status WriteMemory(const std::string& folder, const std::string& note) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  // Another sealer may have its turn before this one has written: one after the other.
  if (descriptor >= 0) flock(descriptor, LOCK_EX);
  const absl::Status written = WriteSecretFile(MemoryFile(folder), note);
  if (descriptor >= 0) close(descriptor);
  return written;
}

absl::Status GoesOn(const std::optional<merkle::Checkpoint>& remembered,
                    const std::optional<merkle::Checkpoint>& found, const merkle::Hash& public_key,
                    const std::function<absl::StatusOr<merkle::Hash>(uint64_t)>& root_at) {
  if (!remembered) {
    return found ? Refuse("EVIDENCE_MEMORY_MISSING", {{"file", kMemoryName}}) : absl::OkStatus();
  }
  if (!found) return remembered->size == 0 ? absl::OkStatus() : Shorter(0, remembered->size);
  const int remembered_epoch = EpochOf(remembered->origin, public_key);
  const int found_epoch = EpochOf(found->origin, public_key);
  // A later tree was begun by whoever has the key, which its signature shows.
  if (found_epoch > remembered_epoch) return absl::OkStatus();
  if (found_epoch < remembered_epoch || found->size < remembered->size) {
    return Shorter(found->size, remembered->size);
  }
  const absl::StatusOr<merkle::Hash> root = root_at(remembered->size);
  return root.ok() && *root == remembered->root ? absl::OkStatus() : Differs(remembered->size);
}

}  // namespace tranche::reports
