// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/first_characters.h"

#include "platform/text/fold.h"

namespace tranche {

absl::string_view FirstCharacters(absl::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (std::size_t characters = 0; at < text.size() && characters < count; ++characters) {
    do {
      ++at;
    } while (at < text.size() && !BeginsCharacter(text[at]));
  }
  return text.substr(0, at);
}

}  // namespace tranche
