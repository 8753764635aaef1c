// SPDX-License-Identifier: EUPL-1.2
// Orders that look alike: the same payment made twice by mistake, or two that a person can tell apart.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "payments/bank/payment_order.h"

namespace tranche::payments::bank {

// What a new order has in common with another besides amount and text.
struct NearDuplicate {
  PaymentOrder other;
  bool same_account = false;
  bool same_name = false;
  int days = 0;  // Between the days of execution.
};

// Amounts in minor units that are the same money by the fixed rate: in January an order in euro may be
// December's in lev.
struct AlikeAmounts {
  int64_t lev_from_minor = 0;
  int64_t lev_to_minor = 0;
  int64_t euro_minor = 0;
};
AlikeAmounts AlikeTo(Money amount);

// Of the orders that count as paid the nearest by day with the same amount (lev and euro by the fixed
// rate), the same folded text, and the account or the folded name of the creditor; at most so many days
// apart. `found` is what was found before among others; it stays when none is nearer.
std::optional<NearDuplicate> FindNearDuplicate(const PaymentOrder& order,
                                               const std::vector<PaymentOrder>& others, int days_max,
                                               std::optional<NearDuplicate> found = std::nullopt);

// ORDER_NEAR_DUPLICATE with what is alike, by field.
absl::Status RefuseNearDuplicate(const NearDuplicate& found, int days_max);

}  // namespace tranche::payments::bank
