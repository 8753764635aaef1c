// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/claim_orders.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/money/three_part.h"

namespace tranche::payments::bank {
namespace {

absl::StatusOr<Money> InCurrency(Money amount, Currency currency) {
  if (amount.currency() == currency || currency == Currency::kBgn) return amount;
  return ConvertToEuro(amount, Rounding::kHalfUp);
}

// The bank says so, against the order's end: its money is not ordered once more.
bool WasPaidAllTheSame(const PaymentOrder& order) {
  return std::any_of(
      order.contradictions.begin(), order.contradictions.end(),
      [](const Contradiction& contradiction) { return contradiction.said == OrderStep::kPaid; });
}

}  // namespace

absl::StatusOr<OrderedOfClaim> SumOrders(const std::vector<PaymentOrder>& orders, Currency currency) {
  OrderedOfClaim sums{.under_way = Money::Zero(currency), .paid = Money::Zero(currency)};
  for (const PaymentOrder& order : orders) {
    const bool paid = order.state == OrderState::kAccepted || WasPaidAllTheSame(order);
    if (!paid && EndedUnpaid(order.state)) continue;
    TRANCHE_ASSIGN_OR_RETURN(const Money amount, InCurrency(order.amount, currency));
    Money& sum = paid ? sums.paid : sums.under_way;
    TRANCHE_ASSIGN_OR_RETURN(sum, Add(sum, amount));
  }
  return sums;
}

absl::StatusOr<Money> LeftBesideOrders(const Claim& claim, const OrderedOfClaim& ordered) {
  const Currency currency = claim.requested.eu.currency();
  if (!claim.payable.has_value()) return Money::Zero(currency);
  TRANCHE_ASSIGN_OR_RETURN(Money left, Grant(*claim.payable));
  if (claim.deducted.has_value()) {
    TRANCHE_ASSIGN_OR_RETURN(const Money deducted, Grant(*claim.deducted));
    TRANCHE_ASSIGN_OR_RETURN(left, Subtract(left, deducted));
  }
  TRANCHE_ASSIGN_OR_RETURN(const Money recorded, Grant(claim.paid));
  const Money paid = recorded.minor() > ordered.paid.minor() ? recorded : ordered.paid;
  TRANCHE_ASSIGN_OR_RETURN(left, Subtract(left, paid));
  TRANCHE_ASSIGN_OR_RETURN(left, Subtract(left, ordered.under_way));
  return left.IsNegative() ? Money::Zero(currency) : left;
}

absl::Status CheckOrderOfClaim(const Claim& claim, const OrderedOfClaim& ordered, Money amount) {
  if (claim.state != ClaimState::kAccepted) {
    return Refuse("CLAIM_NOT_ACCEPTED", {{"claim", absl::StrCat(claim.sequence)},
                                         {"state", std::string(payments::Name(claim.state))}});
  }
  TRANCHE_ASSIGN_OR_RETURN(const Money left, LeftBesideOrders(claim, ordered));
  TRANCHE_ASSIGN_OR_RETURN(const Money after, Subtract(left, amount));
  if (!after.IsNegative()) return absl::OkStatus();
  return Refuse("ORDER_ABOVE_PAYABLE", {{"claim", absl::StrCat(claim.sequence)},
                                        {"left", FormatAmount(left)},
                                        {"asked", FormatAmount(amount)},
                                        {"currency", std::string(CurrencyCode(left.currency()))}});
}

absl::Status CheckDeductionBesideOrders(const Claim& claim, const OrderedOfClaim& ordered,
                                        Money amount) {
  TRANCHE_ASSIGN_OR_RETURN(const Money sum, Add(ordered.under_way, ordered.paid));
  if (sum.IsZero()) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(const Money left, LeftBesideOrders(claim, ordered));
  TRANCHE_ASSIGN_OR_RETURN(const Money after, Subtract(left, amount));
  if (!after.IsNegative()) return absl::OkStatus();
  return Refuse("DEDUCTION_ABOVE_ORDERS", {{"claim", absl::StrCat(claim.sequence)},
                                           {"ordered", FormatAmount(sum)},
                                           {"left", FormatAmount(left)},
                                           {"asked", FormatAmount(amount)},
                                           {"currency", std::string(CurrencyCode(left.currency()))}});
}

}  // namespace tranche::payments::bank
