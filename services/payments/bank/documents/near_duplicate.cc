// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/documents/near_duplicate.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <string>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/calendar/civil.h"
#include "platform/money/redenominate.h"
#include "platform/text/fold.h"

namespace tranche::payments::bank {
namespace {

// Beyond what an amount holds there are none in lev that come to it.
constexpr int64_t kLevMost = std::numeric_limits<int64_t>::max() - 1;

}  // namespace

AlikeAmounts AlikeTo(Money amount) {
  if (amount.currency() == Currency::kBgn) {
    const absl::StatusOr<Money> converted = ConvertToEuro(amount, Rounding::kHalfUp);
    return {.lev_from_minor = amount.minor(),
            .lev_to_minor = amount.minor(),
            .euro_minor = converted.ok() ? converted->minor() : 0};
  }
  // Lev that come to this many cents: between half a cent less and half a cent more, never just that.
  const absl::int128 twice = absl::int128(amount.minor()) * 2;
  const auto lev_below = [](const absl::int128& half_cents) {
    const absl::int128 lev = half_cents * kLevPerEuro.numerator / (2 * kLevPerEuro.denominator);
    return static_cast<int64_t>(std::min(lev, absl::int128(kLevMost)));
  };
  return {.lev_from_minor = lev_below(twice - 1) + 1,
          .lev_to_minor = lev_below(twice + 1),
          .euro_minor = amount.minor()};
}

std::optional<NearDuplicate> FindNearDuplicate(const PaymentOrder& order,
                                               const std::vector<PaymentOrder>& others, int days_max,
                                               std::optional<NearDuplicate> found) {
  const AlikeAmounts alike = AlikeTo(order.amount);
  for (const PaymentOrder& other : others) {
    const int64_t minor = other.amount.minor();
    const bool same_amount = other.amount.currency() == Currency::kEur
                                 ? minor == alike.euro_minor
                                 : minor >= alike.lev_from_minor && minor <= alike.lev_to_minor;
    const int days = static_cast<int>(std::abs(order.execute_on - other.execute_on));
    if (days > days_max || !CountsAsPaid(other) || !same_amount ||
        FoldName(order.remittance) != FoldName(other.remittance)) {
      continue;
    }
    const bool same_account = order.creditor_account == other.creditor_account;
    const bool same_name = FoldName(order.creditor_name) == FoldName(other.creditor_name);
    if (!same_account && !same_name) continue;
    if (found.has_value() && found->days <= days) continue;
    found = {.other = other, .same_account = same_account, .same_name = same_name, .days = days};
  }
  return found;
}

absl::Status RefuseNearDuplicate(const NearDuplicate& found, int days_max) {
  const PaymentOrder& other = found.other;
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
