// SPDX-License-Identifier: EUPL-1.2
// Files that only their owner may read (mode 0600): keys, tokens, what was signed last. They are
// written whole under another name first, and neither content nor name is lost with the power once they
// return.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tranche {

// Puts the file in the place of what had the name; whoever writes the same file takes turns. What an
// earlier one left half written goes. FAILED_PRECONDITION names the file.
absl::Status WriteSecretFile(const std::string& file, absl::string_view content);

// Keeps what has the name already: ALREADY_EXISTS. Of several that write at once the first one wins.
absl::Status WriteNewSecretFile(const std::string& file, absl::string_view content);

}  // namespace tranche
