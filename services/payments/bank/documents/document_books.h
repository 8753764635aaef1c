// SPDX-License-Identifier: EUPL-1.2
// Documents of costs that orders pay: none is ordered and paid beyond what it says.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "payments/bank/documents/lev_and_euro.h"
#include "payments/bank/payment_order.h"
#include "platform/base/error.h"
#include "platform/money/money.h"

namespace tranche::payments::bank {

// An order that was paid or may still be, with what it pays of a document.
struct OrderOfDocument {
  bool unsent = false;        // The bank has not got it yet.
  bool has_movement = false;  // A movement of the bank bears its reference.
  Money amount;
};

// What is known of one document.
struct DocumentBooks {
  Money amount;         // What it says.
  Money credited = {};  // What its credit notes take back; 0 in any currency: none.
  std::vector<OrderOfDocument> orders = {};
  // What it is matched with of movements that bear the reference of none of these orders.
  LevAndEuro matched_otherwise = {};
};

// What is ordered and paid of it. A movement without a reference may be that of an order that was sent,
// so of the two sums the larger one counts.
absl::StatusOr<LevAndEuro> TakenOfDocument(const DocumentBooks& books);

// Of a sum about the document what is shown and compared: in the currency of `order` or, when anything
// of the document is in euro, in euro; lev cannot be reckoned back from it.
absl::StatusOr<Money> ShownOfDocument(const DocumentBooks& books, Currency order,
                                      const LevAndEuro& sum);

// What may still be ordered of it; below zero when it is ordered and paid beyond what it says less its
// credit notes.
absl::StatusOr<LevAndEuro> LeftOfDocument(const DocumentBooks& books);

// What of a new order its documents have no room for: ORDER_ABOVE_DOCUMENT by the place of the part,
// "paymentOrder.documents[2].amount". The books of every document are in the map, by its key.
absl::StatusOr<std::vector<Violation>> FindAboveDocuments(
    const PaymentOrder& order, const std::map<std::string, DocumentBooks>& books);

}  // namespace tranche::payments::bank
