// SPDX-License-Identifier: EUPL-1.2
#include "cli/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace tranche::cli {
namespace {

absl::Status WriteFile(const Session& session, const std::string& file, absl::string_view content,
                       bool force) {
  const auto failed = [&] {
    if (errno == EEXIST)
      return Problem(kExitConflict, session.Say(texts::kFileExists, {{"file", file}}));
    return Problem(kExitFailure,
                   session.Say(texts::kFileUnwritable,
                               {{"file", file}, {"why", SaySystemError(errno, session.language())}}));
  };
  const int descriptor =
      open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (force ? O_TRUNC : O_EXCL), 0666);
  if (descriptor < 0) return failed();
  while (!content.empty()) {
    const ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno != EINTR) {
      const absl::Status status = failed();
      close(descriptor);
      return status;
    }
    if (written > 0) content.remove_prefix(static_cast<size_t>(written));
  }
  return close(descriptor) == 0 ? absl::OkStatus() : failed();
}

}  // namespace

absl::Status SaveFile(const Session& session, const Arguments& arguments, absl::string_view content) {
  const std::string file = arguments.Get("output-file");
  if (file == "-") {
    *session.settings().out << content;
    return absl::OkStatus();
  }
  TRANCHE_RETURN_IF_ERROR(WriteFile(session, file, content, arguments.Has("force")));
  session.Note(session.Say(texts::kSaved, {{"file", file}}));
  return absl::OkStatus();
}

}  // namespace tranche::cli
