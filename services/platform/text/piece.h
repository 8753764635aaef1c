// SPDX-License-Identifier: EUPL-1.2
// Between the two views of text: Debian's RE2 takes and gives its own StringPiece, which is made of
// std::string and std::string_view, and Debian's absl::string_view is neither. And where in a text a
// match stands.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "platform/text/fold.h"
#include "re2/stringpiece.h"

namespace tranche {

inline re2::StringPiece Piece(absl::string_view text) { return {text.data(), text.size()}; }

inline absl::string_view View(re2::StringPiece piece) { return {piece.data(), piece.size()}; }

inline std::string Owned(re2::StringPiece piece) { return std::string(piece.data(), piece.size()); }

// The place of a match within the text that was searched.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};
inline std::size_t OffsetOf(re2::StringPiece part, absl::string_view text) {
  return static_cast<std::size_t>(part.data() - text.data());
}
inline Range RangeOf(re2::StringPiece part, absl::string_view text) {
  const std::size_t begin = OffsetOf(part, text);
  return {begin, begin + part.size()};
}

// The last bytes of a text, so many at most, cut at the border of a character.
inline absl::string_view Tail(absl::string_view text, std::size_t bytes_max) {
  std::size_t from = text.size() > bytes_max ? text.size() - bytes_max : 0;
  while (from < text.size() && !BeginsCharacter(text[from])) ++from;
  return text.substr(from);
}

}  // namespace tranche
