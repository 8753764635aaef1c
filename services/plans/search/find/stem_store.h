// SPDX-License-Identifier: EUPL-1.2
// Which stems that stand in the index a word of a query stands for.
#pragma once

#include <string>
#include <vector>

#include "plans/search/index_words.h"
#include "platform/pg/transaction.h"

namespace tranche::plans::search::store {

// A stem with how well it does for the word.
struct WantedStem {
  std::string stem;
  int quality = 0;

  friend bool operator==(const WantedStem&, const WantedStem&) = default;
};

// For each of the terms its stems, by their letters, that stand in a record that the caller may see.
std::vector<std::vector<WantedStem>> StemsOf(pg::Tx& tx, const std::vector<QueryTerm>& terms);

}  // namespace tranche::plans::search::store
