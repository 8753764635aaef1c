// SPDX-License-Identifier: EUPL-1.2
// All SQL that finds records by words.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "plans/search/find/posting_store.h"
#include "plans/search/index_words.h"
#include "platform/pg/transaction.h"

namespace tranche::plans::search::store {

struct Hit {
  Scored place;
  std::string organisation;
  std::string name;  // Without its organisation, "plans/lyubimets-2013".
  int kind = 0;
  std::string title;
  // Texts in which its words stand, the best first, with the bytes of the words.
  struct ShownText {
    IndexedText text;
    std::vector<std::pair<int, int>> marks;
  };
  std::vector<ShownText> texts;
  int text_count = 0;  // Of all such texts.
};

struct Page {
  std::vector<Hit> hits;  // The best first.
  bool more = false;
  Scored last;  // The place of the page's last record.
};
// `texts_max` texts of each hit at most.
Page Find(pg::Tx& tx, const Wanted& wanted, const Scored& after, std::size_t page_size,
          std::size_t texts_max);

}  // namespace tranche::plans::search::store
