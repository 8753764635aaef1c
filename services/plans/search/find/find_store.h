// SPDX-License-Identifier: EUPL-1.2
// All SQL that finds records by words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plans/search/find/ranking.h"
#include "plans/search/index_words.h"
#include "platform/pg/transaction.h"

namespace tranche::plans::search::store {

// The stems that one word of a query stands for, with how well each does.
struct WantedStem {
  std::string stem;
  int quality = 0;
};
std::vector<WantedStem> StemsFor(pg::Tx& tx, const QueryTerm& term);
// Those of `stems` that stand in a record that the caller may see, by their letters.
std::vector<std::string> StandSomewhere(pg::Tx& tx, const std::vector<std::string>& stems);

struct Wanted {
  std::string organisation;  // "-": all that row security shows.
  std::vector<int> kinds;    // None: all.
  // A record is found when it has each word by one of its stems.
  std::vector<std::vector<WantedStem>> words;
};

struct Hit {
  Scored place;
  std::string organisation;
  std::string name;  // Without its organisation, "plans/lyubimets-2013".
  int kind = 0;
  std::string title;
  std::vector<IndexedText> texts;
  // Where its words stand: the number of the word with the spot.
  struct FoundSpot {
    int word = 0;
    Spot spot;
  };
  std::vector<FoundSpot> spots;
};

struct Page {
  std::vector<Hit> hits;  // The best first.
  bool more = false;
  Scored last;  // The place of the page's last record.
};
Page Find(pg::Tx& tx, const Wanted& wanted, const Scored& after, std::size_t page_size);

}  // namespace tranche::plans::search::store
