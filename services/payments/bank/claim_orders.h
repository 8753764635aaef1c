// SPDX-License-Identifier: EUPL-1.2
// Orders that pay what is payable for a claim, beside what is deducted from it.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "payments/bank/payment_order.h"
#include "payments/claim.h"

namespace tranche::payments::bank {

// What the orders of a claim come to, in its currency; those that ended unpaid count for nothing.
struct OrderedOfClaim {
  Money under_way;  // May still be paid.
  Money paid;       // The bank has paid.
};
// An order in lev of a claim that was converted to euro counts by the fixed rate.
absl::StatusOr<OrderedOfClaim> SumOrders(const std::vector<PaymentOrder>& orders, Currency currency);

// What may still be ordered or deducted: payable less what is deducted, paid and ordered; never below
// zero. What the bank has paid by order and what was recorded as paid is the same money, of which the
// larger sum counts.
absl::StatusOr<Money> LeftBesideOrders(const Claim& claim, const OrderedOfClaim& ordered);

// ORD-5. CLAIM_NOT_ACCEPTED, MONEY_CURRENCY_MIXED, ORDER_ABOVE_PAYABLE.
absl::Status CheckOrderOfClaim(const Claim& claim, const OrderedOfClaim& ordered, Money amount);
// Of a claim without orders there is nothing to say. DEDUCTION_ABOVE_ORDERS.
absl::Status CheckDeductionBesideOrders(const Claim& claim, const OrderedOfClaim& ordered,
                                        Money amount);

}  // namespace tranche::payments::bank
