// SPDX-License-Identifier: EUPL-1.2
#include "cli/columns.h"

#include "platform/text/fold.h"

namespace tranche::cli {

size_t EndOfCharacter(absl::string_view text, size_t begin) {
  size_t end = begin + 1;
  while (end < text.size() && !BeginsCharacter(text[end])) ++end;
  return end;
}

size_t BytesWithin(absl::string_view text, int columns) {
  size_t within = 0;
  int width = 0;
  while (within < text.size()) {
    const size_t end = EndOfCharacter(text, within);
    width += DisplayWidth(text.substr(within, end - within));
    if (width > columns) break;
    within = end;
  }
  return within;
}

}  // namespace tranche::cli
