// SPDX-License-Identifier: EUPL-1.2
// Which places of a record that was found are shown.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "plans/search/index_words.h"

namespace tranche::plans::search {

// Where a word of the query stands in a record.
struct FoundSpot {
  int word = 0;  // Its number in the query.
  Spot spot;
};

// A text of a record with the bytes of the words in it, in their order of `spots`.
struct FoundPlace {
  int text = 0;
  std::vector<std::pair<int, int>> marks;

  friend bool operator==(const FoundPlace&, const FoundPlace&) = default;
};

struct BestPlaces {
  std::vector<FoundPlace> best;
  int count = 0;  // Of all texts where a word stands.
};

// `limit` of the texts: first those with the most of the words, then the heavier, then in their order.
// `weights` are of all texts of the record; a spot of a text that it does not have counts nothing.
BestPlaces ChoosePlaces(const std::vector<FoundSpot>& spots, const std::vector<int>& weights,
                        std::size_t limit);

}  // namespace tranche::plans::search
