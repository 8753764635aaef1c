// SPDX-License-Identifier: EUPL-1.2
// Orders that pay what is payable for a claim, beside what is deducted from it.
#pragma once

#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "payments/bank/payment_order.h"
#include "payments/claim.h"

namespace tranche::payments::bank {

// Part of a recorded payment that is matched with a movement, whose reference it bears.
struct Transfer {
  std::string payment_id;
  Money amount;
  std::string end_to_end_id;
};

// What was recorded as paid, by the transfer by which it came.
struct RecordedMoney {
  Money amount;
  absl::CivilDay paid_on;
  std::string end_to_end_id = {};  // Empty: nobody has said by which.
};

// The payments of a claim by their transfers: a movement says by which a matched part came, a payment
// that was recorded with the reference of one of these orders came by that one.
absl::StatusOr<std::vector<RecordedMoney>> RecordedOf(const std::vector<PaymentOrder>& orders,
                                                      const std::vector<Payment>& payments,
                                                      const std::vector<Transfer>& transfers);

// What the orders of a claim come to; those that ended unpaid count for nothing. In units of Exact():
// orders in lev of a claim that was converted to euro are rounded with all others as one sum.
struct OrderedOfClaim {
  absl::int128 under_way = 0;  // May still be paid.
  absl::int128 paid = 0;       // The bank has paid.
  // What of both was recorded as paid, too: all that came by these orders, and the most that may have
  // come by those that the bank has paid, of what came nobody has said by which transfer. Nothing came
  // before the day from which its order was to be executed.
  absl::int128 recorded = 0;
};
OrderedOfClaim SumOrders(const std::vector<PaymentOrder>& orders,
                         const std::vector<RecordedMoney>& recorded);

// What may still be ordered or deducted: payable less what is deducted, recorded as paid, and ordered
// beside it; never below zero.
absl::StatusOr<Money> LeftBesideOrders(const Claim& claim, const OrderedOfClaim& ordered);

// ORD-5. CLAIM_NOT_ACCEPTED, MONEY_CURRENCY_MIXED, ORDER_ABOVE_PAYABLE.
absl::Status CheckOrderOfClaim(const Claim& claim, const OrderedOfClaim& ordered, Money amount);
// Of a claim without orders there is nothing to say. DEDUCTION_ABOVE_ORDERS.
absl::Status CheckDeductionBesideOrders(const Claim& claim, const OrderedOfClaim& ordered,
                                        Money amount);

}  // namespace tranche::payments::bank
