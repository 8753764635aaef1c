// SPDX-License-Identifier: EUPL-1.2
// Costs that were recorded and approved long ago, written as they lie in the tables.
#pragma once

#include <cstdint>

#include "programs.h"

namespace tranche::bench {

// Costs numbered from `from` to `to` of a contract of MakeBudget with so many lines, each approved,
// with their documents and postings; the lines have their balances.
void AddApprovedCosts(const flow::Programs& programs, int contract, int lines, int64_t from,
                      int64_t to);

// Claims of 300 of those costs each for the costs from 1 to `costs`, sent, decided on and accepted, of
// a contract that payments knows.
void AddAcceptedClaims(const flow::Programs& programs, int contract, int64_t costs);

}  // namespace tranche::bench
