// SPDX-License-Identifier: EUPL-1.2
// The document behind a cost of budgets, as what money is paid for.
#pragma once

#include "absl/status/statusor.h"
#include "payments/bank/match.h"
#include "tranche/budgets/v1/budgets.pb.h"

namespace tranche::payments::bank::convert {

absl::StatusOr<Target> TargetOf(const budgets::v1::Cost& cost);

}  // namespace tranche::payments::bank::convert
