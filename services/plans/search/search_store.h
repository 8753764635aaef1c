// SPDX-License-Identifier: EUPL-1.2
// All SQL of the search.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "plans/search/index_words.h"
#include "platform/pg/transaction.h"

namespace tranche::plans::search::store {

// A record as it can be found.
struct Record {
  std::string organisation;
  std::string name;  // Without its organisation, "plans/lyubimets-2013".
  int kind = 0;
  std::string title;
  std::vector<IndexedText> texts;
};
// From now on the record is found by these texts and by no others; called by whoever stores it, in the
// transaction that stores it. DICTIONARY_MISSING.
absl::Status Index(pg::Tx& tx, const RecordTexts& record);
// It is not found any more. `name` in full.
void Forget(pg::Tx& tx, const std::string& name);

// The stems that one word of a query stands for, with how well each does.
struct WantedStem {
  std::string stem;
  int quality = 0;
};
std::vector<WantedStem> StemsFor(pg::Tx& tx, const QueryTerm& term);
// Those that stand in a record that the caller may see, by their letters.
std::vector<std::string> StandSomewhere(pg::Tx& tx, const std::vector<WantedStem>& stems);

// The last hit of the page before; score 0: the first page.
struct After {
  int64_t score = 0;
  int64_t record_no = 0;
};
struct Hit {
  int64_t score = 0;
  int64_t record_no = 0;
  Record record;
  // Where its words stand: the term with the spot.
  struct FoundSpot {
    int term = 0;
    Spot spot;
  };
  std::vector<FoundSpot> spots;
};
// Records that have each term by one of its stems, the best first. `organisation` "-": all that row
// security shows; `kinds` empty: all.
std::vector<Hit> Find(pg::Tx& tx, const std::string& organisation, const std::vector<int>& kinds,
                      const std::vector<std::vector<WantedStem>>& terms, const After& after, int limit);

}  // namespace tranche::plans::search::store
