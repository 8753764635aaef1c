// SPDX-License-Identifier: EUPL-1.2
// The beginning of a text by characters, not bytes.
#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"

namespace tranche {

// At most so many characters of a text in UTF-8, from its first on.
absl::string_view FirstCharacters(absl::string_view text, std::size_t count);

}  // namespace tranche
