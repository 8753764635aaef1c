// SPDX-License-Identifier: EUPL-1.2
#include "platform/base/secret_file.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace tranche {
namespace {

absl::Status CannotWrite(const std::string& file) {
  const std::string text = absl::StrCat("cannot write ", file, ": ", std::strerror(errno));
  return errno == EEXIST ? absl::AlreadyExistsError(text) : absl::FailedPreconditionError(text);
}

std::string FolderOf(const std::string& file) {
  const std::size_t slash = file.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : file.substr(0, slash);
}

bool WriteDraft(const std::string& draft, absl::string_view content) {
  const int descriptor =
      open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0) return false;
  const ssize_t written = write(descriptor, content.data(), content.size());
  const bool complete = written == static_cast<ssize_t>(content.size()) && fsync(descriptor) == 0;
  close(descriptor);
  return complete;
}

// `give` gives the draft its name. The folder is opened first: one that cannot be is found out before
// anything is written.
absl::Status Write(const std::string& draft, const std::string& file, absl::string_view content,
                   int (*give)(const char* draft, const char* file)) {
  const int folder = open(FolderOf(file).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return CannotWrite(file);
  // A name is on the disk when its folder is.
  const bool kept =
      WriteDraft(draft, content) && give(draft.c_str(), file.c_str()) == 0 && fsync(folder) == 0;
  const absl::Status status = kept ? absl::OkStatus() : CannotWrite(file);
  unlink(draft.c_str());
  close(folder);
  return status;
}

}  // namespace

absl::Status WriteSecretFile(const std::string& file, absl::string_view content) {
  const std::string draft = file + ".new";
  unlink(draft.c_str());
  return Write(draft, file, content, std::rename);
}

absl::Status WriteNewSecretFile(const std::string& file, absl::string_view content) {
  // Of nobody else: several may write at once.
  std::string random(8, '\0');
  randombytes_buf(random.data(), random.size());
  return Write(absl::StrCat(file, ".", absl::BytesToHexString(random)), file, content, link);
}

}  // namespace tranche
