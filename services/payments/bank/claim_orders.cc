// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/claim_orders.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>

#include "absl/strings/str_cat.h"
#include "payments/bank/documents/lev_and_euro.h"
#include "platform/base/error.h"
#include "platform/base/status_macros.h"
#include "platform/money/three_part.h"

namespace tranche::payments::bank {
namespace {

// The bank says so, against the order's end: its money is not ordered once more.
bool WasPaidAllTheSame(const PaymentOrder& order) {
  return std::any_of(
      order.contradictions.begin(), order.contradictions.end(),
      [](const Contradiction& contradiction) { return contradiction.said == OrderStep::kPaid; });
}

// Of an order, what no record is known to be of yet.
struct OpenOrder {
  absl::int128 left = 0;
  absl::CivilDay from;  // Nothing of it arrives before.
  bool paid = false;
};

// Takes from the orders what came by them and gives how much that is.
absl::int128 TakeKnown(const std::vector<RecordedMoney>& recorded,
                       std::map<std::string, OpenOrder>* open) {
  absl::int128 taken = 0;
  for (const RecordedMoney& money : recorded) {
    const auto order = open->find(money.end_to_end_id);
    if (order == open->end()) continue;
    const absl::int128 of_it = std::min(order->second.left, Exact(money.amount));
    order->second.left -= of_it;
    taken += of_it;
  }
  return taken;
}

// The most that may be of paid orders, of what came nobody knows how. The orders that a day allows are
// allowed by every later day: taken by day, nothing is given away that only an earlier one could use.
absl::int128 MostOfUnknown(std::vector<RecordedMoney> recorded,
                           const std::map<std::string, OpenOrder>& open) {
  std::vector<OpenOrder> paid;
  for (const auto& [end_to_end_id, order] : open) {
    if (order.paid) paid.push_back(order);
  }
  std::sort(paid.begin(), paid.end(),
            [](const OpenOrder& a, const OpenOrder& b) { return a.from < b.from; });
  std::stable_sort(
      recorded.begin(), recorded.end(),
      [](const RecordedMoney& a, const RecordedMoney& b) { return a.paid_on < b.paid_on; });
  absl::int128 most = 0;
  absl::int128 free = 0;
  auto next = paid.begin();
  for (const RecordedMoney& money : recorded) {
    if (!money.end_to_end_id.empty()) continue;
    for (; next != paid.end() && next->from <= money.paid_on; ++next) free += next->left;
    const absl::int128 of_them = std::min(free, Exact(money.amount));
    free -= of_them;
    most += of_them;
  }
  return most;
}

// A sum of orders that were contradicted may be more than an amount can say: the greatest stands for
// it.
Money Shown(absl::int128 minor, Currency currency) {
  constexpr absl::int128 kGreatest = std::numeric_limits<int64_t>::max();
  return Money::Minor(static_cast<int64_t>(std::min(minor, kGreatest)), currency);
}

}  // namespace

absl::StatusOr<std::vector<RecordedMoney>> RecordedOf(const std::vector<PaymentOrder>& orders,
                                                      const std::vector<Payment>& payments,
                                                      const std::vector<Transfer>& transfers) {
  std::vector<RecordedMoney> recorded;
  for (const Payment& payment : payments) {
    // As it was recorded: an amount that was converted is no sum of its transfers.
    TRANCHE_ASSIGN_OR_RETURN(Money left, Grant(payment.recorded.value_or(payment.amount)));
    for (const Transfer& transfer : transfers) {
      if (transfer.payment_id != payment.id) continue;
      TRANCHE_ASSIGN_OR_RETURN(left, Subtract(left, transfer.amount));
      recorded.push_back({transfer.amount, payment.paid_on, transfer.end_to_end_id});
    }
    if (left.IsZero()) continue;
    const bool names_order = std::any_of(orders.begin(), orders.end(), [&](const PaymentOrder& order) {
      return order.end_to_end_id == payment.bank_reference;
    });
    recorded.push_back({left, payment.paid_on, names_order ? payment.bank_reference : std::string()});
  }
  return recorded;
}

OrderedOfClaim SumOrders(const std::vector<PaymentOrder>& orders,
                         const std::vector<RecordedMoney>& recorded) {
  OrderedOfClaim sums;
  std::map<std::string, OpenOrder> open;
  for (const PaymentOrder& order : orders) {
    const bool paid = order.state == OrderState::kAccepted || WasPaidAllTheSame(order);
    if (!paid && EndedUnpaid(order.state)) continue;
    const absl::int128 amount = Exact(order.amount);
    (paid ? sums.paid : sums.under_way) += amount;
    open[order.end_to_end_id] = {.left = amount, .from = order.execute_on, .paid = paid};
  }
  sums.recorded = TakeKnown(recorded, &open);
  sums.recorded += MostOfUnknown(recorded, open);
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
  const absl::int128 orders = ordered.under_way + ordered.paid;
  // Of a converted claim what is paid was rounded part by part, and may be a cent less than its orders.
  const absl::int128 taken = std::max(Exact(recorded) + orders - ordered.recorded, orders);
  return Shown(std::max<absl::int128>(left.minor() - InMinor(taken, currency), 0), currency);
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
  const absl::int128 orders = ordered.under_way + ordered.paid;
  if (orders == 0) return absl::OkStatus();
  TRANCHE_ASSIGN_OR_RETURN(const Money left, LeftBesideOrders(claim, ordered));
  TRANCHE_ASSIGN_OR_RETURN(const Money after, Subtract(left, amount));
  if (!after.IsNegative()) return absl::OkStatus();
  return Refuse("DEDUCTION_ABOVE_ORDERS",
                {{"claim", absl::StrCat(claim.sequence)},
                 {"ordered", FormatAmount(Shown(InMinor(orders, left.currency()), left.currency()))},
                 {"left", FormatAmount(left)},
                 {"asked", FormatAmount(amount)},
                 {"currency", std::string(CurrencyCode(left.currency()))}});
}

}  // namespace tranche::payments::bank
