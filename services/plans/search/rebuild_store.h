// SPDX-License-Identifier: EUPL-1.2
// Making the index of an organisation anew, some records in each transaction: what is done stays done,
// and whoever stores or searches meanwhile is held up by no more than these records.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "plans/search/search_store.h"
#include "platform/pg/transaction.h"

namespace tranche::plans::search {

inline constexpr int kRecordsAtOnce = 100;

// How far the work is.
struct RebuildPlace {
  std::string name;         // The last record that was looked at; empty: none yet.
  bool sweeps = false;      // All records are done; what is left are postings of none.
  store::PostingKey after;  // The last posting that was looked at.
  int indexed = 0;
  bool done = false;
};

// The next records and postings. DICTIONARY_MISSING.
absl::StatusOr<RebuildPlace> RebuildSome(pg::Tx& tx, const std::string& organisation,
                                         RebuildPlace place);

// The place as the texts of a page token, and back. PAGE_TOKEN_INVALID.
std::vector<std::string> TokenOf(const RebuildPlace& place);
absl::StatusOr<RebuildPlace> RebuildPlaceOf(const std::vector<std::string>& token);

}  // namespace tranche::plans::search
