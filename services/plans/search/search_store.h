// SPDX-License-Identifier: EUPL-1.2
// All SQL that keeps the index of the search.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "plans/search/index_words.h"
#include "platform/pg/transaction.h"

namespace tranche::plans::search::store {

// From now on the record is found by these texts and by no others; called by whoever stores it, in the
// transaction that stores it, and before it locks what others lock last. Waits while the organisation's
// index is made anew. DICTIONARY_MISSING.
absl::Status Index(pg::Tx& tx, const RecordTexts& record);
// It is not found any more. `name` in full.
void Forget(pg::Tx& tx, const std::string& name);

// Makes the index of an organisation anew. Waits for everybody who writes in it, and holds back whoever
// comes later until the transaction ends, so that what is read from now on is as new as what is found.
class Rebuild {
 public:
  Rebuild(pg::Tx& tx, std::string organisation);

  // As Index() of a record of the organisation.
  absl::Status Put(const RecordTexts& record);
  // What was not put is not found any more. How many records are.
  int Finish();

 private:
  pg::Tx& tx_;
  const std::string organisation_;
  std::vector<int64_t> kept_;
  std::set<std::pair<std::string, std::string>> sounds_;
};

}  // namespace tranche::plans::search::store
