// SPDX-License-Identifier: EUPL-1.2
#include "plans/reading/raw_measure.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "plans/reading/notebook.h"

namespace tranche::plans::reading {

void JoinedText::Add(const Where& at, absl::string_view text) {
  if (text.empty()) return;
  if (!text_.empty()) text_.push_back(' ');
  parts_.push_back({text_.size(), at});
  absl::StrAppend(&text_, text);
  std::replace(text_.begin(), text_.end(), '\n', ' ');
}

Where JoinedText::At(size_t begin, size_t end) const {
  if (parts_.empty()) return {};
  const auto after =
      std::upper_bound(parts_.begin(), parts_.end(), begin,
                       [](size_t place, const Part& part) { return place < part.begin; });
  const Part& part = after == parts_.begin() ? parts_.front() : *std::prev(after);
  return Within(part.at, begin - std::min(begin, part.begin), end - std::min(end, part.begin));
}

}  // namespace tranche::plans::reading
