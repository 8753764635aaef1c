// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/claim_orders.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"

namespace tranche::payments::bank {
namespace {

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
ThreePart Parts(int64_t eu, int64_t national) { return {Leva(eu), Leva(national), Leva(0)}; }

// Accepted, with 100.00 payable: 85.00 and 15.00.
Claim Accepted() {
  Claim claim;
  claim.sequence = 3;
  claim.state = ClaimState::kAccepted;
  claim.requested = Parts(85'00, 15'00);
  claim.payable = Parts(85'00, 15'00);
  claim.paid = Parts(0, 0);
  return claim;
}

PaymentOrder Order(OrderState state, Money amount) {
  PaymentOrder order;
  order.state = state;
  order.amount = amount;
  return order;
}

OrderedOfClaim Ordered(int64_t under_way, int64_t paid) { return {Leva(under_way), Leva(paid)}; }

TEST(ClaimOrders, OnlyWhatWasPaidOrMayBe_Counts) {
  std::vector<PaymentOrder> orders;
  for (const OrderState state : kOrderStates) orders.push_back(Order(state, Leva(1'00)));

  const auto sums = SumOrders(orders, Currency::kBgn);

  ASSERT_TRUE(sums.ok()) << sums.status();
  // Draft, approved, sent, unknown and lost; cancelled, rejected and given up are not paid any more.
  EXPECT_EQ(sums->under_way, Leva(5'00));
  EXPECT_EQ(sums->paid, Leva(1'00));
}

// Given up and ordered once more, it would be paid twice.
TEST(ClaimOrders, EndedUnpaidThatTheBankHasPaid_CountsAsPaid) {
  for (const OrderState state : {OrderState::kGivenUp, OrderState::kRejected, OrderState::kCancelled}) {
    PaymentOrder order = Order(state, Leva(100'00));
    order.contradictions = {{.number = 1, .said = OrderStep::kPaid, .order_state = state}};
    const auto sums = SumOrders({order}, Currency::kBgn);
    ASSERT_TRUE(sums.ok()) << sums.status();
    EXPECT_EQ(sums->paid, Leva(100'00)) << Name(state);
    EXPECT_EQ(ReasonOf(CheckOrderOfClaim(Accepted(), *sums, Leva(1))), "ORDER_ABOVE_PAYABLE");
  }
  // What was paid and is refused afterwards was paid.
  PaymentOrder accepted = Order(OrderState::kAccepted, Leva(100'00));
  accepted.contradictions = {
      {.number = 1, .said = OrderStep::kRefused, .order_state = OrderState::kAccepted}};
  EXPECT_EQ(SumOrders({accepted}, Currency::kBgn)->paid, Leva(100'00));
}

TEST(ClaimOrders, OrderInLevOfAClaimInEuro_CountsByTheFixedRate) {
  const auto sums = SumOrders({Order(OrderState::kSent, Leva(195'583))}, Currency::kEur);
  ASSERT_TRUE(sums.ok()) << sums.status();
  EXPECT_EQ(sums->under_way, Money::Minor(1'000'00, Currency::kEur));
}

TEST(ClaimOrders, OrderAboveWhatIsLeft_IsRefusedWithTheRest) {
  Claim claim = Accepted();
  claim.deducted = Parts(17'00, 3'00);
  EXPECT_TRUE(CheckOrderOfClaim(claim, Ordered(0, 0), Leva(80'00)).ok());

  const absl::Status refused = CheckOrderOfClaim(claim, Ordered(30'00, 0), Leva(50'01));

  EXPECT_EQ(ReasonOf(refused), "ORDER_ABOVE_PAYABLE");
  EXPECT_EQ(ValuesOf(refused),
            (ErrorValues{{"asked", "50.01"}, {"claim", "3"}, {"currency", "BGN"}, {"left", "50.00"}}));
}

TEST(ClaimOrders, PaidByOrderAndRecordedAsPaid_IsTheSameMoney) {
  Claim claim = Accepted();
  claim.paid = Parts(51'00, 9'00);
  EXPECT_EQ(LeftBesideOrders(claim, Ordered(0, 60'00)).value(), Leva(40'00));
  EXPECT_EQ(LeftBesideOrders(claim, Ordered(0, 70'00)).value(), Leva(30'00));
  EXPECT_EQ(LeftBesideOrders(claim, Ordered(0, 0)).value(), Leva(40'00));
}

TEST(ClaimOrders, OfAClaimThatIsNotAccepted_NothingIsOrdered) {
  Claim claim = Accepted();
  claim.state = ClaimState::kSent;
  claim.payable.reset();
  EXPECT_EQ(ReasonOf(CheckOrderOfClaim(claim, Ordered(0, 0), Leva(1))), "CLAIM_NOT_ACCEPTED");
}

TEST(ClaimOrders, AnotherCurrency_IsRefused) {
  EXPECT_EQ(ReasonOf(CheckOrderOfClaim(Accepted(), Ordered(0, 0), Money::Minor(1, Currency::kEur))),
            "MONEY_CURRENCY_MIXED");
}

TEST(ClaimOrders, DeductionOfWhatIsOrdered_IsRefused) {
  EXPECT_TRUE(CheckDeductionBesideOrders(Accepted(), Ordered(0, 0), Leva(100'00)).ok());
  EXPECT_TRUE(CheckDeductionBesideOrders(Accepted(), Ordered(60'00, 0), Leva(40'00)).ok());
  EXPECT_EQ(ReasonOf(CheckDeductionBesideOrders(Accepted(), Ordered(60'00, 0), Leva(40'01))),
            "DEDUCTION_ABOVE_ORDERS");
}

// ORD-5 at every prefix: what is ordered and deducted is never above what is payable.
struct Step {
  bool deduct = false;
  int64_t minor = 0;
  int ends_unpaid = 0;
};
using CheckOrder = absl::Status (*)(const Claim&, const OrderedOfClaim&, Money);

bool HoldsOver(const std::vector<Step>& steps, CheckOrder check) {
  Claim claim = Accepted();
  std::vector<PaymentOrder> orders;
  int64_t deducted = 0;
  for (const Step& step : steps) {
    const OrderedOfClaim sums = SumOrders(orders, Currency::kBgn).value();
    if (step.deduct) {
      if (!CheckDeductionBesideOrders(claim, sums, Leva(step.minor)).ok()) continue;
      if (deducted + step.minor > 100'00) continue;  // As DecideDeduction has it.
      deducted += step.minor;
      claim.deducted = Parts(deducted, 0);
    } else if (check(claim, sums, Leva(step.minor)).ok()) {
      orders.push_back(Order(OrderState::kDraft, Leva(step.minor)));
    }
    if (step.ends_unpaid == 0 && !orders.empty()) orders.back().state = OrderState::kCancelled;
    const OrderedOfClaim after = SumOrders(orders, Currency::kBgn).value();
    if (after.under_way.minor() + after.paid.minor() + deducted > 100'00) return false;
  }
  return true;
}

std::vector<Step> AnySteps() {
  std::vector<Step> steps;
  const int count = *rc::gen::inRange(1, 30);
  for (int i = 0; i < count; ++i) {
    steps.push_back({.deduct = *rc::gen::inRange(0, 2) == 0,
                     .minor = *rc::gen::inRange<int64_t>(1, 60'00),
                     .ends_unpaid = *rc::gen::inRange(0, 4)});
  }
  return steps;
}

RC_GTEST_PROP(ClaimOrdersProperty, EveryPrefixOfOrdersAndDeductions_IsWithinThePayable, ()) {
  RC_ASSERT(HoldsOver(AnySteps(), CheckOrderOfClaim));
}

// An order as it was checked before: deductions are not looked at.
absl::Status CheckWithoutDeductions(const Claim& claim, const OrderedOfClaim& ordered, Money amount) {
  Claim blind = claim;
  blind.deducted.reset();
  return CheckOrderOfClaim(blind, ordered, amount);
}

TEST(ClaimOrdersControl, OrderThatKnowsOfNoDeduction_BreaksTheInvariant) {
  EXPECT_FALSE(HoldsOver({{.deduct = true, .minor = 60'00, .ends_unpaid = 1},
                          {.deduct = false, .minor = 60'00, .ends_unpaid = 1}},
                         CheckWithoutDeductions));
}

}  // namespace
}  // namespace tranche::payments::bank
