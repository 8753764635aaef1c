// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/documents/near_duplicate.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/calendar/civil.h"
#include "platform/text/fold.h"

namespace tranche::payments::bank {
namespace {

// In January an order in euro may be December's in lev.
bool SameAmount(Money a, Money b) {
  if (a.currency() == b.currency()) return a == b;
  const Money euro = a.currency() == Currency::kEur ? a : b;
  const Money leva = a.currency() == Currency::kEur ? b : a;
  const absl::StatusOr<Money> converted = ConvertToEuro(leva, Rounding::kHalfUp);
  return converted.ok() && *converted == euro;
}

}  // namespace

std::optional<NearDuplicate> FindNearDuplicate(const PaymentOrder& order,
                                               const std::vector<PaymentOrder>& others, int days_max) {
  std::optional<NearDuplicate> nearest;
  for (const PaymentOrder& other : others) {
    const int days = static_cast<int>(std::abs(order.execute_on - other.execute_on));
    if (days > days_max || !CountsAsPaid(other) || !SameAmount(order.amount, other.amount) ||
        FoldName(order.remittance) != FoldName(other.remittance)) {
      continue;
    }
    const NearDuplicate found{
        .other = &other,
        .same_account = order.creditor_account == other.creditor_account,
        .same_name = FoldName(order.creditor_name) == FoldName(other.creditor_name),
        .days = days};
    if (!found.same_account && !found.same_name) continue;
    if (!nearest.has_value() || found.days < nearest->days) nearest = found;
  }
  return nearest;
}

absl::Status RefuseNearDuplicate(const NearDuplicate& found, int days_max) {
  const PaymentOrder& other = *found.other;
  const std::string number = absl::StrCat(other.number);
  std::vector<Violation> alike;
  const auto add = [&](const char* field) {
    alike.push_back({field, "ORDER_ALIKE", {{"order", number}}});
  };
  if (found.same_account) add("paymentOrder.creditorAccount");
  if (found.same_name) add("paymentOrder.creditorName");
  add("paymentOrder.amount");
  add("paymentOrder.remittance");
  return RefuseInput("ORDER_NEAR_DUPLICATE", std::move(alike),
                     {{"order", number},
                      {"day", FormatBulgarianDay(other.execute_on)},
                      {"amount", FormatAmount(other.amount)},
                      {"currency", std::string(CurrencyCode(other.amount.currency()))},
                      {"state", std::string(Name(other.state))},
                      {"days", absl::StrCat(found.days)},
                      {"max_days", absl::StrCat(days_max)}});
}

}  // namespace tranche::payments::bank
