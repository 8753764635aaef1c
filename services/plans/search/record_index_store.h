// SPDX-License-Identifier: EUPL-1.2
// Keeps what can be found: called by whoever stores a record, in the transaction that stores it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "plans/search/index_words.h"
#include "platform/pg/transaction.h"
#include "tranche/plans/v1/groundwork.pb.h"
#include "tranche/plans/v1/plans.pb.h"
#include "tranche/plans/v1/search.pb.h"
#include "tranche/plans/v1/strategies.pb.h"

namespace tranche::plans::search {

// From now on the record is found by these texts and by no others. `name`: its full name,
// "organisations/sopot/groundwork/mag". DICTIONARY_MISSING.
absl::Status Index(pg::Tx& tx, const std::string& name, v1::SearchKind kind, const std::string& title,
                   const std::vector<IndexedText>& texts);
// It is not found any more.
void Forget(pg::Tx& tx, const std::string& name);

// Index() of a plan in its newest version, of a strategy, and of a record of the groundwork.
absl::Status IndexPlan(pg::Tx& tx, const v1::Plan& plan);
absl::Status IndexStrategy(pg::Tx& tx, const v1::Strategy& strategy);
absl::Status IndexGroundwork(pg::Tx& tx, const v1::Groundwork& record);

}  // namespace tranche::plans::search
