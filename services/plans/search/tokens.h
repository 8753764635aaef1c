// SPDX-License-Identifier: EUPL-1.2
// The words of a text, each with where it stands: in lower case, with letters that were typed in the
// other script put right.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tranche::plans::search {

// A longer run of letters is no word that anybody searches for, and is passed by.
inline constexpr std::size_t kWordBytesMax = 96;

struct Token {
  std::string word;       // Lower case, composed; one script unless no look-alike letters explain it.
  std::size_t begin = 0;  // Bytes of the text, [begin, end).
  std::size_t end = 0;
  // A number with its signs, "bg05m9op001-2.005-0063-c01", "699/29.07.2022": look-alike letters are
  // Latin in it. An amount without its blanks, "378008.50" for "378 008,50", "538952" for "538 952,00".
  // Its parts follow as tokens of their own.
  bool number = false;
};

// The words in their order. Signs, quotes and dashes part words; invisible characters do not.
std::vector<Token> TokensOf(absl::string_view text);

bool IsCyrillicWord(absl::string_view word);
bool IsLatinWord(absl::string_view word);

// The word read in the other script when each of its letters has a look-alike there, "роmа" in Latin
// letters for "рома"; "" otherwise. The word is in lower case.
std::string OtherScriptReading(absl::string_view word);

// A word that is in every text and finds nothing by itself: "на", "от".
bool IsPassedOver(absl::string_view word);

}  // namespace tranche::plans::search
