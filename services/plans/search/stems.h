// SPDX-License-Identifier: EUPL-1.2
// What the forms of a word have in common, so that each form finds the others.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace tranche::plans::search {

// What is known of the words of the language. Words are in lower case; Bulgarian names are known in
// lower case too.
class Dictionary {
 public:
  virtual ~Dictionary() = default;
  virtual bool Knows(const std::string& word) const = 0;
  // The basic forms that a word may come from; none for a word that is not known.
  virtual std::vector<std::string> BasicForms(const std::string& word) const = 0;
};

// A word without what its form adds: article, number and gender, and without the vowels that come and
// go
// ("център", "центъра"). Not a word, and not shown as one.
std::string LightStem(absl::string_view word);

// The stems under which a word is kept and asked for: those of its basic forms and its own, at most 4,
// each once. A word of other letters than Cyrillic is its own stem.
std::vector<std::string> StemsOf(const std::string& word, const Dictionary& dictionary);

// The two words that were typed without the space between them: "условияза" is "условия", "за". Empty
// for a word that is known or has no such parts.
std::pair<std::string, std::string> SplitWord(const std::string& word, const Dictionary& dictionary);

}  // namespace tranche::plans::search
