// SPDX-License-Identifier: EUPL-1.2
// How alike two texts are by their words.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tranche {

// Hashes of the folded words of a text, sorted; a word that stands twice is there twice. Case, quotes
// and dashes do not count.
using FoldedWords = std::vector<std::size_t>;
FoldedWords FoldedWordsOf(const std::string& text);

// How many words both have in common, in percent of all their words, 0 to 100; 0 without words.
int PercentInCommon(const FoldedWords& a, const FoldedWords& b);
int PercentInCommon(const std::string& a, const std::string& b);

}  // namespace tranche
