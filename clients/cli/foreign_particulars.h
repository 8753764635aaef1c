// SPDX-License-Identifier: EUPL-1.2
// What a document in another currency says beside its amounts.
#pragma once

#include "tranche/budgets/v1/cost_particulars.pb.h"
#include "tranche/budgets/v1/currencies_service.pb.h"

namespace tranche::cli {

// Of particulars that were read: their amounts, without the currency that stands with them.
budgets::v1::ForeignParticulars OfForeignDocument(const budgets::v1::CostParticulars& read);

}  // namespace tranche::cli
