// SPDX-License-Identifier: EUPL-1.2
// Between what the API says of a cost beside its amounts and how it is kept.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/base/error.h"
#include "platform/money/money.h"
#include "tranche/budgets/v1/cost_particulars.pb.h"
#include "tranche/budgets/v1/currencies_service.pb.h"

namespace tranche::budgets {

// Puts them into the form in which they are kept: flags in their order and each once, amounts with two
// places. What is wrong with them, by field within the cost; `claimed` null: that is wrong itself.
std::vector<Violation> ReadParticulars(const Money* claimed, v1::CostParticulars* particulars);

// The same of a cost in another currency, in hundredths of it; so are the shares after, and the
// currency that stands with them means nothing. Faults name the currency of the document.
std::vector<Violation> ReadForeignParticulars(const v1::ForeignParticulars& told, int64_t claimed_minor,
                                              const std::string& currency,
                                              v1::CostParticulars* particulars);

// Those of an amount that is a part of the whole, or the whole in another currency: each activity with
// its share of it, without one that comes to nothing.
absl::StatusOr<v1::CostParticulars> ShareOf(const v1::CostParticulars& whole, Money amount);

// Nothing was told.
bool SaysNothing(const v1::CostParticulars& particulars);

// As budgets.keep_particulars takes them, and as evidence shows them.
std::string ParticularsRow(const v1::CostParticulars& particulars);

// From a row as JSON. Shares are those of `claimed`, what the cost counts for: converted with it.
v1::CostParticulars ParticularsFromRow(const std::string& json, Money claimed);

}  // namespace tranche::budgets
