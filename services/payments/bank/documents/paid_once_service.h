// SPDX-License-Identifier: EUPL-1.2
// What keeps an order from paying something a second time: its documents, the accounts of the
// organisation, orders that look the same. Of orders that pay claims nothing is asked here.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "payments/bank/payment_order.h"
#include "payments/claim.h"
#include "platform/pg/transaction.h"
#include "platform/rpc/call_scope.h"
#include "platform/rpc/role.h"

namespace tranche::payments::bank {

class PaidOnce {
 public:
  explicit PaidOnce(const rpc::RoleContext& context) : context_(context) {}

  // Fills in the documents of an order from the costs that it names; one that is not there is refused
  // by its place.
  absl::Status AskDocuments(const rpc::CallScope& scope, const Contract& contract,
                            PaymentOrder* order) const;
  // What the documents of those orders that were not sent yet say now, by their keys.
  absl::StatusOr<std::map<std::string, OrderedDocument>> AskUnsent(
      const rpc::CallScope& scope, const std::vector<PaymentOrder>& orders) const;
  // How many days apart orders are that may be the same payment. RULE_MISSING, RULE_UNREADABLE.
  absl::StatusOr<int> AskNearDuplicateDays(const rpc::CallScope& scope, absl::CivilDay day) const;

  // ORD-8 and ORD-9 of a new order, under the registers of the bank and of orders:
  // ORDER_ABOVE_DOCUMENT, ORDER_TO_OWN_ACCOUNT.
  static absl::Status Check(pg::Tx& tx, const PaymentOrder& order);
  // ORDER_NEAR_DUPLICATE, or, when that is accepted, the order that looks the same is kept with it.
  static absl::Status CheckNearDuplicate(pg::Tx& tx, int days_max, bool accepted, PaymentOrder* order);
  // Of an order that is about to be sent for the first time: what was paid of its documents since it
  // was made, and what credit notes take back of them. `now`: what AskUnsent was told.
  static absl::Status CheckBeforeSending(pg::Tx& tx, const std::map<std::string, OrderedDocument>& now,
                                         PaymentOrder* order);

 private:
  const rpc::RoleContext context_;
};

}  // namespace tranche::payments::bank
