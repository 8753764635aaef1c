// SPDX-License-Identifier: EUPL-1.2
// What a command saves: the options that say where, and the file.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "cli/commands.h"
#include "cli/session.h"

namespace tranche::cli {

inline constexpr Parameter kOutputFileParameter{
    "output-file",
    Kind::kMustValue,
    {"Къде да се запише; „-“ за стандартния изход", "Where to write it; \"-\" for standard output"},
    Takes::kFile};
inline constexpr Parameter kForceParameter{
    "force", Kind::kFlag, {"Заменя съществуващ файл", "Replaces an existing file"}};

// Writes to the file that the two options name, an existing one only with `force`, and says so.
absl::Status SaveFile(const Session& session, const Arguments& arguments, absl::string_view content);

}  // namespace tranche::cli
