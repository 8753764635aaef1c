// SPDX-License-Identifier: EUPL-1.2
// Payment orders on the wire.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "payments/bank/payment_order.h"
#include "tranche/payments/v1/payment_orders.pb.h"

namespace tranche::payments::bank {

// "organisations/…/contracts/…/paymentOrders/3".
std::string NameOfOrder(const PaymentOrder& order);

namespace convert {

struct OrderName {
  std::string organisation;
  std::string contract_id;
  int number = 0;  // 0: no number, so that there is no such order.
};
absl::StatusOr<OrderName> ParseOrderName(const std::string& name);

// "organisations/…/paymentFiles/2".
std::string NameOfFile(const std::string& organisation, int number);

v1::PaymentOrder ToProto(const PaymentOrder& order);
// A new order of a contract, with settled fields (SettleOrder), without the contract and the claim; its
// documents are known by their costs only.
absl::StatusOr<PaymentOrder> OrderFromProto(const std::string& parent, const v1::PaymentOrder& proto);

}  // namespace convert
}  // namespace tranche::payments::bank
