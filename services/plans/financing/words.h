// SPDX-License-Identifier: EUPL-1.2
// What the readers of a financing cell share: places of matches and the words of numbers.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "re2/re2.h"

// A number in digits or in the words that people write out.
#define TRANCHE_COUNT                                                                                                                       \
  "(?:[0-9]{1,6}|(?:[а-яА-Я]+десет|[а-яА-Я]+йсет|десет)(?:\\s+и\\s+[а-яА-Я]+)?|един|една|две|два|" \
  "двама|"                                                                                                                             \
  "три|трима|четири|четирима|пет|шест|седем|осем|девет)"

namespace tranche::plans::financing {

inline std::string Owned(re2::StringPiece piece) { return std::string(piece.data(), piece.size()); }

// A place of a match within the text that was searched.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};
inline Range RangeOf(re2::StringPiece part, absl::string_view text) {
  const std::size_t begin = static_cast<std::size_t>(part.data() - text.data());
  return {begin, begin + part.size()};
}

// Without blanks, dashes, quotes, brackets and other signs at both ends.
absl::string_view TrimSeparators(absl::string_view text);

}  // namespace tranche::plans::financing
