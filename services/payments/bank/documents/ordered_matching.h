// SPDX-License-Identifier: EUPL-1.2
// Movements that bear the reference of an order which says what it pays: what they are is known before
// anything is compared.
#pragma once

#include <vector>

#include "payments/bank/matching.h"

namespace tranche::payments::bank {

// A proposal, clear, for each movement whose order names documents of exactly what is left of it, as
// long as these have so much left; in the order of the movements.
std::vector<Proposal> ProposeOrdered(const std::vector<OpenEntry>& entries,
                                     const std::vector<OpenRecord>& records);

}  // namespace tranche::payments::bank
