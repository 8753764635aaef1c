// SPDX-License-Identifier: EUPL-1.2
// Plans in the index with what persons say instead of what was read.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "plans/search/index_words.h"
#include "platform/pg/transaction.h"

namespace tranche::plans::search {

// The texts of a plan as it stands in the store. NOT_FOUND.
absl::StatusOr<RecordTexts> ReadTexts(pg::Tx& tx, const std::string& organisation,
                                      const std::string& plan);

// From now on the plan is found by them: after a correction, whose transaction holds the plan's lock.
absl::Status IndexPlan(pg::Tx& tx, const std::string& organisation, const std::string& plan);

}  // namespace tranche::plans::search
