// SPDX-License-Identifier: EUPL-1.2
// The document behind a cost of budgets, as what money is paid for.
#pragma once

#include "absl/status/statusor.h"
#include "payments/bank/match.h"
#include "payments/bank/payment_order.h"
#include "tranche/budgets/v1/budgets.pb.h"

namespace tranche::payments::bank::convert {

// Its amount is the one that was recorded, in the currency in which it was, whatever its contract was
// converted to since: what is matched with it stays comparable.
absl::StatusOr<Target> TargetOf(const budgets::v1::Cost& cost);
// The same as orders pay it; without what an order pays.
absl::StatusOr<OrderedDocument> OrderedOf(const budgets::v1::Cost& cost);

}  // namespace tranche::payments::bank::convert
