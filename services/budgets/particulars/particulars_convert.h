// SPDX-License-Identifier: EUPL-1.2
// Between what the API says of a cost beside its amounts and how it is kept.
#pragma once

#include <string>
#include <vector>

#include "platform/base/error.h"
#include "platform/money/money.h"
#include "tranche/budgets/v1/cost_particulars.pb.h"

namespace tranche::budgets {

// Puts them into the form in which they are kept: flags in their order and each once, amounts with two
// places. What is wrong with them, by field within the cost; `claimed` null: that is wrong itself.
std::vector<Violation> ReadParticulars(const Money* claimed, v1::CostParticulars* particulars);

// Nothing was told.
bool SaysNothing(const v1::CostParticulars& particulars);

// As budgets.keep_particulars takes them, and as evidence shows them.
std::string ParticularsRow(const v1::CostParticulars& particulars);

// From a row as JSON. Shares are those of `claimed`, what the cost counts for: converted with it.
v1::CostParticulars ParticularsFromRow(const std::string& json, Money claimed);

}  // namespace tranche::budgets
