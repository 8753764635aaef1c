// SPDX-License-Identifier: EUPL-1.2
// Between the messages of simplified costs and what budgets decides on.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "budgets/simplified/flat_rate.h"
#include "budgets/simplified/simplified_store.h"
#include "tranche/budgets/v1/simplified_costs.pb.h"

namespace tranche::budgets {

// The terms of a request in a currency, without what rules give: the price of an hour, and what a flat
// rate may be, are zero, and so is a percent that is not given. INVALID_REQUEST with every field that
// is missing, is not of the form, or comes twice.
absl::StatusOr<Terms> FromProto(const v1::SimplifiedTerms& terms, Currency currency);

// Terms as they are shown; of a flat rate with what may be recorded by these lines.
absl::StatusOr<v1::SimplifiedTerms> ToProto(const std::string& contract_name,
                                            const store::StoredTerms& stored, const LimitedLines& lines,
                                            Currency currency);

// A simplified cost as it is asked. INVALID_REQUEST with every field that is missing for costs of this
// form, or a year that is not within those of the contract until its day; QUANTITY_INVALID,
// DAY_IN_FUTURE, PERSONAL_NUMBER_IN_NAME.
struct AskedSimplified {
  int64_t quantity_hundredths = 0;
  std::string day;
};
absl::StatusOr<AskedSimplified> ReadSimplified(const v1::SimplifiedCost& cost, SupportForm form,
                                               absl::CivilDay starts_on, absl::CivilDay today);

}  // namespace tranche::budgets
