// SPDX-License-Identifier: EUPL-1.2
// The rules of reference that plans are held against.
#pragma once

#include "absl/status/statusor.h"
#include "plans/checks/rates.h"
#include "tranche/reference/v1/reference_service.pb.h"

namespace tranche::plans {

// Of all rules those that checks go by. What a rule's value or day says is refused when it is none.
absl::StatusOr<Rates> RatesOf(const reference::v1::ListRulesResponse& rules);

}  // namespace tranche::plans
