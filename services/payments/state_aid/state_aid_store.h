// SPDX-License-Identifier: EUPL-1.2
// SQL of what follows the acceptance of a state-aid advance.
#pragma once

#include <string>
#include <vector>

#include "payments/claim.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::state_aid::store {

// Puts withdrawn parts to their advances, and to the costs of all claims what corrections in force took
// of them. Claims are ordered by sequence.
void AddFacts(pg::Tx& tx, const Contract& contract, std::vector<Claim>* claims);

void InsertPart(pg::Tx& tx, const Contract& contract, int sequence, const WithdrawnPart& part);

}  // namespace tranche::payments::state_aid::store
