// SPDX-License-Identifier: EUPL-1.2
// Bulgarian words in Latin letters: by the Transliteration Act and in the other ways that people type.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tranche::plans::search {

// Most readings that one word is given.
inline constexpr std::size_t kReadingsMax = 48;

// Cyrillic words that Latin letters may stand for: "lyubimets", "ljubimetz" and "lubimec" each have one
// that sounds like "любимец". `word` is in lower case, of letters and of 4 and 6, which stand for ч and
// ш.
std::vector<std::string> CyrillicReadings(absl::string_view word);

// The sound of a word, the same for those that ways of transliteration confuse: ю and у, я, ъ and а, й
// and и are one, doubled letters are single. In Latin letters, for words of both scripts.
std::string SoundOf(absl::string_view word);

}  // namespace tranche::plans::search
