// SPDX-License-Identifier: EUPL-1.2
// All SQL that keeps the index of the search.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "plans/search/index_words.h"
#include "platform/pg/transaction.h"

namespace tranche::plans::search::store {

// From now on the record is found by these texts and by no others; called by whoever stores it, in the
// transaction that stores it, and before it locks what others lock last. Waits for whoever indexes the
// same record. DICTIONARY_MISSING.
absl::Status Index(pg::Tx& tx, const RecordTexts& record);
// It is not found any more. `name` in full.
void Forget(pg::Tx& tx, const std::string& name);

// What follows makes an index anew, some records at a time and beside whoever writes.

// Keeps everybody else from indexing the record until the transaction ends: what is read of it from now
// on is as new as what is found, or whoever stores it after that indexes it after that.
void LockRecord(pg::Tx& tx, const std::string& name);
// The full names that follow `after` ("" for the first) of what can be found and of what is found now.
std::vector<std::string> NamesAfter(pg::Tx& tx, const std::string& organisation,
                                    const std::string& after, int limit);
// Records that are locked; their words become known together at the end, since words are of no
// organisation and others write them meanwhile.
class Reindexing {
 public:
  explicit Reindexing(pg::Tx& tx) : tx_(tx) {}
  absl::Status Put(const RecordTexts& record);
  void Finish();

 private:
  pg::Tx& tx_;
  std::set<std::pair<std::string, std::string>> sounds_;
};

// Postings in the order of their key; those of no record, and of words that their record does not have,
// are removed. Where the next ones begin; no value: there are no more.
struct PostingKey {
  std::string stem;
  int64_t record_no = 0;
};
std::optional<PostingKey> SweepPostings(pg::Tx& tx, const std::string& organisation,
                                        const PostingKey& after, int limit);

}  // namespace tranche::plans::search::store
