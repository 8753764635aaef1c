// SPDX-License-Identifier: EUPL-1.2
// What is shown of a text in which words were found.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "platform/base/error.h"

namespace tranche::plans::search {

struct Snippet {
  std::string text;
  std::vector<std::pair<int, int>> marks;  // Bytes of it, [first, second), in order and apart.
};

// About `bytes_max` bytes of the text from shortly before the first mark on, cut between words, with
// "…" where the text goes on. Marks outside of it are left out.
Snippet CutSnippet(absl::string_view text, std::vector<std::pair<int, int>> marks,
                   std::size_t bytes_max);

// How a place of a record is called: "measure.1.2" is "Мярка 1.2". A place without a name of its own is
// "Текст".
std::string NameOfPlace(absl::string_view place, Language language);

}  // namespace tranche::plans::search
