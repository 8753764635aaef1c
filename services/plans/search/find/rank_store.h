// SPDX-License-Identifier: EUPL-1.2
// Which records come first, by as little of the index as decides it.
#pragma once

#include <cstddef>
#include <vector>

#include "plans/search/find/posting_store.h"

namespace tranche::plans::search::store {

// The first `limit` records after `after` that have every word.
std::vector<Scored> Rank(pg::Tx& tx, const Wanted& wanted, const Scored& after, std::size_t limit);

}  // namespace tranche::plans::search::store
