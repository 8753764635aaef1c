// SPDX-License-Identifier: EUPL-1.2
// Between the two views of text: Debian's RE2 takes and gives its own StringPiece, which is made of
// std::string and std::string_view, and Debian's absl::string_view is neither.
#pragma once

#include "absl/strings/string_view.h"
#include "re2/stringpiece.h"

namespace tranche {

inline re2::StringPiece Piece(absl::string_view text) { return {text.data(), text.size()}; }

inline absl::string_view View(re2::StringPiece piece) { return {piece.data(), piece.size()}; }

}  // namespace tranche
