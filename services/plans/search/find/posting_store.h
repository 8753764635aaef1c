// SPDX-License-Identifier: EUPL-1.2
// All SQL that reads which records have a word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "plans/search/find/ranking.h"
#include "plans/search/find/stem_store.h"
#include "platform/pg/transaction.h"

namespace tranche::plans::search::store {

struct Wanted {
  std::string organisation;            // "-": all that row security shows.
  std::size_t organisation_count = 1;  // Of these; what is read of each at first depends on it.
  std::vector<int> kinds;              // None: all.
  // A record is found when it has each word by one of its stems.
  std::vector<std::vector<WantedStem>> words;
};

// How much is read of the beginnings of lists.
struct Reading {
  std::size_t length = 0;            // Of the list of a word.
  std::size_t each = 0;              // Of the list of a stem in one organisation.
  std::set<std::string> only_these;  // Organisations; none: all.
};

struct HeadRow {
  Scored record;
  std::string organisation;
  bool cut = false;  // The last one that was read of its organisation and stem.
};

using RowsByWord = std::vector<std::vector<HeadRow>>;  // The best first.

RowsByWord ReadRows(pg::Tx& tx, const Wanted& wanted, const Reading& reading);

// Everything.
std::vector<WordList> ReadLists(pg::Tx& tx, const Wanted& wanted);

// The best scores by which records have words, gap by gap; 0: it does not have it.
std::vector<int64_t> LookUp(pg::Tx& tx, const Wanted& wanted,
                            const std::map<int64_t, std::string>& organisation_of,
                            const std::vector<HeadRanking::Gap>& gaps);

// The stems with the numbers of their words, as the statements of a search take them.
std::string StemsAsJson(const Wanted& wanted);

}  // namespace tranche::plans::search::store
