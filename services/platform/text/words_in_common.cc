// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/words_in_common.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "absl/strings/str_split.h"
#include "platform/text/fold.h"

namespace tranche {

FoldedWords FoldedWordsOf(const std::string& text) {
  FoldedWords words;
  for (const absl::string_view word :
       absl::StrSplit(FoldName(text), absl::ByAnyChar(" ,.;:()\"-"), absl::SkipEmpty())) {
    words.push_back(std::hash<std::string>()(std::string(word)));
  }
  std::sort(words.begin(), words.end());
  return words;
}

int PercentInCommon(const FoldedWords& a, const FoldedWords& b) {
  const std::size_t all = a.size() + b.size();
  if (all == 0) return 0;
  FoldedWords common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  return static_cast<int>(common.size() * 200 / all);
}

int PercentInCommon(const std::string& a, const std::string& b) {
  return PercentInCommon(FoldedWordsOf(a), FoldedWordsOf(b));
}

}  // namespace tranche
