// SPDX-License-Identifier: EUPL-1.2
#include "plans/search/find/places.h"

#include <algorithm>
#include <map>
#include <set>

namespace tranche::plans::search {

BestPlaces ChoosePlaces(const std::vector<FoundSpot>& spots, const std::vector<int>& weights,
                        std::size_t limit) {
  struct Place {
    std::set<int> words;
    std::vector<std::pair<int, int>> marks;
  };
  std::map<int, Place> places;
  for (const auto& [word, spot] : spots) {
    if (spot.text < 0 || static_cast<std::size_t>(spot.text) >= weights.size()) continue;
    Place& place = places[spot.text];
    place.words.insert(word);
    place.marks.emplace_back(spot.begin, spot.end);
  }
  std::vector<std::map<int, Place>::value_type*> order;
  for (auto& place : places) order.push_back(&place);
  std::stable_sort(order.begin(), order.end(), [&](const auto* left, const auto* right) {
    const auto rank = [&](const auto* place) {
      return std::pair(place->second.words.size(), weights[static_cast<std::size_t>(place->first)]);
    };
    return rank(left) > rank(right);
  });
  BestPlaces best = {.best = {}, .count = static_cast<int>(order.size())};
  if (order.size() > limit) order.resize(limit);
  for (auto* place : order)
    best.best.push_back({.text = place->first, .marks = std::move(place->second.marks)});
  return best;
}

}  // namespace tranche::plans::search
