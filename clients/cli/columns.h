// SPDX-License-Identifier: EUPL-1.2
// What of a text fits into the columns of a terminal.
#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"

namespace tranche::cli {

// How many bytes of a text in UTF-8 stand within so many columns, up to the border of a character. Of
// a text of any length no more is read than what fits.
size_t BytesWithin(absl::string_view text, int columns);

// The byte behind the character that begins at `begin`.
size_t EndOfCharacter(absl::string_view text, size_t begin);

}  // namespace tranche::cli
