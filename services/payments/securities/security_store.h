// SPDX-License-Identifier: EUPL-1.2
// SQL of what is done with the securities of advances.
#pragma once

#include <vector>

#include "payments/claim.h"
#include "platform/pg/transaction.h"

namespace tranche::payments::securities::store {

// Puts the steps of securities to their advances, in their order.
void AddSteps(pg::Tx& tx, const Contract& contract, std::vector<Claim>* claims);

void InsertStep(pg::Tx& tx, const Contract& contract, int sequence, const SecurityStep& step);

}  // namespace tranche::payments::securities::store
