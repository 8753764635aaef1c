// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/claim_orders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/bank/documents/lev_and_euro.h"
#include "platform/base/error.h"

namespace tranche::payments::bank {
namespace {

using ::testing::ElementsAre;

Money Leva(int64_t minor) { return Money::Minor(minor, Currency::kBgn); }
Money Euro(int64_t minor) { return Money::Minor(minor, Currency::kEur); }
ThreePart Parts(int64_t eu, int64_t national) { return {Leva(eu), Leva(national), Leva(0)}; }
absl::CivilDay May(int day) { return absl::CivilDay(2018, 5, day); }

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

// Accepted, with so much payable in euro.
Claim AcceptedInEuro(int64_t minor) {
  Claim claim = Accepted();
  claim.requested = {Euro(minor), Euro(0), Euro(0)};
  claim.payable = claim.requested;
  claim.paid = {Euro(0), Euro(0), Euro(0)};
  return claim;
}

// Executed on the first of May or later.
PaymentOrder Order(const std::string& end_to_end_id, OrderState state, Money amount) {
  PaymentOrder order;
  order.end_to_end_id = end_to_end_id;
  order.state = state;
  order.amount = amount;
  order.execute_on = May(1);
  return order;
}
PaymentOrder PaidBy(const std::string& end_to_end_id, Money amount) {
  return Order(end_to_end_id, OrderState::kAccepted, amount);
}

OrderedOfClaim Ordered(int64_t under_way, int64_t paid) {
  return {.under_way = Exact(Leva(under_way)), .paid = Exact(Leva(paid))};
}

// What is left of 100.00, of which this was recorded as paid.
Money LeftOf(const std::vector<PaymentOrder>& orders, const std::vector<RecordedMoney>& recorded) {
  Claim claim = Accepted();
  for (const RecordedMoney& money : recorded) claim.paid.eu = Add(claim.paid.eu, money.amount).value();
  return LeftBesideOrders(claim, SumOrders(orders, recorded)).value();
}

TEST(ClaimOrders, OnlyWhatWasPaidOrMayBe_Counts) {
  std::vector<PaymentOrder> orders;
  for (const OrderState state : kOrderStates) {
    orders.push_back(Order(std::string(Name(state)), state, Leva(1'00)));
  }

  const OrderedOfClaim sums = SumOrders(orders, {});

  // Draft, approved, sent, unknown and lost; cancelled, rejected and given up are not paid any more.
  EXPECT_EQ(sums.under_way, Exact(Leva(5'00)));
  EXPECT_EQ(sums.paid, Exact(Leva(1'00)));
}

// Given up and ordered once more, it would be paid twice.
TEST(ClaimOrders, EndedUnpaidThatTheBankHasPaid_CountsAsPaid) {
  for (const OrderState state : {OrderState::kGivenUp, OrderState::kRejected, OrderState::kCancelled}) {
    PaymentOrder order = Order("TR1", state, Leva(100'00));
    order.contradictions = {{.number = 1, .said = OrderStep::kPaid, .order_state = state}};
    const OrderedOfClaim sums = SumOrders({order}, {});
    EXPECT_EQ(sums.paid, Exact(Leva(100'00))) << Name(state);
    EXPECT_EQ(ReasonOf(CheckOrderOfClaim(Accepted(), sums, Leva(1))), "ORDER_ABOVE_PAYABLE");
  }
  // What was paid and is refused afterwards was paid.
  PaymentOrder accepted = PaidBy("TR1", Leva(100'00));
  accepted.contradictions = {
      {.number = 1, .said = OrderStep::kRefused, .order_state = OrderState::kAccepted}};
  EXPECT_EQ(SumOrders({accepted}, {}).paid, Exact(Leva(100'00)));
}

// A stotinka is 0.51 cents: each by itself comes to a cent, three together to two (1.53).
TEST(ClaimOrders, OrdersInLevOfAClaimInEuro_AreRoundedAsOneSum) {
  const OrderedOfClaim sums =
      SumOrders({Order("TR1", OrderState::kSent, Leva(1)), Order("TR2", OrderState::kSent, Leva(1)),
                 PaidBy("TR3", Leva(1))},
                {});
  EXPECT_EQ(LeftBesideOrders(AcceptedInEuro(100'00), sums).value(), Euro(99'98));
}

// 24 146 050 113.98 lev are 12 345 678 623.499998 euro cents.
TEST(ClaimOrders, OrderJustBelowTheHalfOfACent_IsRoundedDown) {
  const OrderedOfClaim sums = SumOrders({PaidBy("TR1", Leva(2'414'605'011'398))}, {});
  EXPECT_EQ(LeftBesideOrders(AcceptedInEuro(1'234'567'938'624), sums).value(), Euro(1));
}

constexpr int64_t kGreatest = std::numeric_limits<int64_t>::max();

TEST(ClaimOrders, GreatestAmountThereIs_IsConvertedToTheCent) {
  const OrderedOfClaim sums = SumOrders({PaidBy("TR1", Leva(kGreatest))}, {});
  EXPECT_EQ(LeftBesideOrders(AcceptedInEuro(4'715'835'239'696'075'737), sums).value(), Euro(1));
  EXPECT_EQ(LeftBesideOrders(AcceptedInEuro(4'715'835'239'696'075'736), sums).value(), Euro(0));
}

// As when the bank has paid what was given up and ordered again.
TEST(ClaimOrders, OrdersThatAreTogetherMoreThanAnAmountCanBe_LeaveNothing) {
  const OrderedOfClaim sums =
      SumOrders({PaidBy("TR1", Leva(kGreatest)), PaidBy("TR2", Leva(kGreatest))}, {});
  EXPECT_EQ(ReasonOf(CheckOrderOfClaim(Accepted(), sums, Leva(1))), "ORDER_ABOVE_PAYABLE");

  const absl::Status refused = CheckDeductionBesideOrders(Accepted(), sums, Leva(1));

  EXPECT_EQ(ReasonOf(refused), "DEDUCTION_ABOVE_ORDERS");
  EXPECT_EQ(ValuesOf(refused), (ErrorValues{{"asked", "0.01"},
                                            {"claim", "3"},
                                            {"currency", "BGN"},
                                            {"left", "0.00"},
                                            {"ordered", "92233720368547758.07"}}));
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

// Nobody has said by which transfer it came: it may be the order's, all of it.
TEST(ClaimOrders, PaidByOrderAndRecordedAsPaid_IsTakenForTheSameMoney) {
  EXPECT_EQ(LeftOf({PaidBy("TR1", Leva(60'00))}, {{Leva(60'00), May(2)}}), Leva(40'00));
  EXPECT_EQ(LeftOf({PaidBy("TR1", Leva(70'00))}, {{Leva(60'00), May(2)}}), Leva(30'00));
  EXPECT_EQ(LeftOf({PaidBy("TR1", Leva(40'00))}, {{Leva(60'00), May(2)}}), Leva(40'00));
  EXPECT_EQ(LeftOf({}, {{Leva(60'00), May(2)}}), Leva(40'00));
}

TEST(ClaimOrders, PaidByOrderAndRecordedByAnotherTransfer_CountsTwice) {
  EXPECT_EQ(LeftOf({PaidBy("TR1", Leva(40'00))}, {{Leva(60'00), May(2), "OTHER"}}), Leva(0));
  EXPECT_EQ(LeftOf({PaidBy("TR1", Leva(40'00))},
                   {{Leva(40'00), May(2), "TR1"}, {Leva(30'00), May(2), "OTHER"}}),
            Leva(30'00));
  // By an order that the bank has refused: whatever came is not the other one's.
  EXPECT_EQ(LeftOf({PaidBy("TR1", Leva(40'00)), Order("TR2", OrderState::kRejected, Leva(30'00))},
                   {{Leva(30'00), May(2), "TR2"}}),
            Leva(30'00));
}

TEST(ClaimOrders, RecordedBeforeTheOrderWasToBeExecuted_CountsTwice) {
  PaymentOrder order = PaidBy("TR1", Leva(40'00));
  order.execute_on = May(10);
  EXPECT_EQ(LeftOf({order}, {{Leva(60'00), May(9)}}), Leva(0));
  EXPECT_EQ(LeftOf({order}, {{Leva(60'00), May(10)}}), Leva(40'00));
  // Who knows that it came by the order knows more than its day.
  EXPECT_EQ(LeftOf({order}, {{Leva(40'00), May(9), "TR1"}}), Leva(60'00));
}

// The money is there before the bank has answered.
TEST(ClaimOrders, OrderUnderWayWhoseMoneyWasRecorded_CountsOnce) {
  const PaymentOrder sent = Order("TR1", OrderState::kSent, Leva(60'00));
  EXPECT_EQ(LeftOf({sent}, {{Leva(60'00), May(2), "TR1"}}), Leva(40'00));
  // Unless nobody knows: then it may come yet.
  EXPECT_EQ(LeftOf({sent}, {{Leva(30'00), May(2)}}), Leva(10'00));
}

TEST(ClaimOrders, MoreRecordedByAnOrderThanItOrders_CountsBesideIt) {
  EXPECT_EQ(LeftOf({PaidBy("TR1", Leva(40'00))}, {{Leva(45'00), May(2), "TR1"}}), Leva(55'00));
}

// Each part of what is paid was rounded down: 43.46 and 7.66, of 51.13 by the order.
TEST(ClaimOrders, ConvertedClaim_IsNeverLeftMoreThanItsOrdersLeave) {
  Claim claim = AcceptedInEuro(51'13);
  claim.paid = {Euro(43'46), Euro(7'66), Euro(0)};
  const OrderedOfClaim sums = SumOrders({PaidBy("TR1", Leva(100'00))}, {{Leva(100'00), May(2)}});
  EXPECT_EQ(LeftBesideOrders(claim, sums).value(), Euro(0));
}

Payment Recorded(const std::string& id, int64_t eu, const std::string& bank_reference = "") {
  Payment payment;
  payment.id = id;
  payment.amount = Parts(eu, 0);
  payment.paid_on = May(2);
  payment.bank_reference = bank_reference;
  return payment;
}

// As text, "12.00 TR1".
std::vector<std::string> TextOf(const absl::StatusOr<std::vector<RecordedMoney>>& recorded) {
  std::vector<std::string> texts;
  for (const RecordedMoney& money : *recorded) {
    texts.push_back(absl::StrCat(FormatAmount(money.amount), " ", money.end_to_end_id));
  }
  return texts;
}

TEST(ClaimOrders, PaymentRecordedWithTheReferenceOfAnOrder_CameByIt) {
  const std::vector<PaymentOrder> orders = {PaidBy("TR1", Leva(40'00))};
  EXPECT_THAT(TextOf(RecordedOf(orders, {Recorded("PA001", 40'00, "TR1")}, {})),
              ElementsAre("40.00 TR1"));
  // Any other reference is the bank's and says nothing.
  EXPECT_THAT(TextOf(RecordedOf(orders, {Recorded("PA001", 40'00, "FT18123")}, {})),
              ElementsAre("40.00 "));
}

TEST(ClaimOrders, PartsOfAPayment_CameByTheTransfersOfTheirMovements) {
  const std::vector<Transfer> transfers = {
      {"PA001", Leva(30'00), "TR1"}, {"PA002", Leva(5'00), "OTHER"}, {"PA001", Leva(20'00), "TR2"}};
  EXPECT_THAT(TextOf(RecordedOf({PaidBy("TR1", Leva(30'00))},
                                {Recorded("PA001", 60'00), Recorded("PA002", 5'00)}, transfers)),
              ElementsAre("30.00 TR1", "20.00 TR2", "10.00 ", "5.00 OTHER"));
}

TEST(ClaimOrders, ConvertedPayment_CountsAsItWasRecorded) {
  Payment payment = Recorded("PA001", 0);
  payment.recorded = Parts(100'00, 0);
  payment.amount = {Euro(51'13), Euro(0), Euro(0)};
  EXPECT_THAT(TextOf(RecordedOf({}, {payment}, {{"PA001", Leva(60'00), "TR1"}})),
              ElementsAre("60.00 TR1", "40.00 "));
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
    const OrderedOfClaim sums = SumOrders(orders, {});
    if (step.deduct) {
      if (!CheckDeductionBesideOrders(claim, sums, Leva(step.minor)).ok()) continue;
      if (deducted + step.minor > 100'00) continue;  // As DecideDeduction has it.
      deducted += step.minor;
      claim.deducted = Parts(deducted, 0);
    } else if (check(claim, sums, Leva(step.minor)).ok()) {
      orders.push_back(Order(absl::StrCat("TR", orders.size()), OrderState::kDraft, Leva(step.minor)));
    }
    if (step.ends_unpaid == 0 && !orders.empty()) orders.back().state = OrderState::kCancelled;
    const OrderedOfClaim after = SumOrders(orders, {});
    if (after.under_way + after.paid + Exact(Leva(deducted)) > Exact(Leva(100'00))) return false;
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

// The greatest sum that may be the same money, by looking at each stotinka of what was recorded: it
// takes a stotinka of an order that it may be, or another one makes room for it.
class EveryStotinka {
 public:
  EveryStotinka(const std::vector<PaymentOrder>& orders, const std::vector<RecordedMoney>& recorded) {
    for (const PaymentOrder& order : orders) Split(order, &ordered_);
    for (const RecordedMoney& money : recorded) Split(money, &recorded_);
    taken_by_.resize(ordered_.size(), -1);
  }
  int64_t Greatest() {
    int64_t placed = 0;
    for (size_t i = 0; i < recorded_.size(); ++i) {
      std::vector<bool> seen(ordered_.size(), false);
      if (Place(i, &seen)) ++placed;
    }
    return placed;
  }

 private:
  template <class T>
  static void Split(const T& whole, std::vector<T>* stotinki) {
    stotinki->insert(stotinki->end(), static_cast<size_t>(whole.amount.minor()), whole);
  }
  static bool MayBe(const RecordedMoney& money, const PaymentOrder& order) {
    if (EndedUnpaid(order.state)) return false;
    if (!money.end_to_end_id.empty()) return money.end_to_end_id == order.end_to_end_id;
    return order.state == OrderState::kAccepted && money.paid_on >= order.execute_on;
  }
  bool Place(size_t recorded, std::vector<bool>* seen) {
    for (size_t i = 0; i < ordered_.size(); ++i) {
      if ((*seen)[i] || !MayBe(recorded_[recorded], ordered_[i])) continue;
      (*seen)[i] = true;
      if (taken_by_[i] < 0 || Place(static_cast<size_t>(taken_by_[i]), seen)) {
        taken_by_[i] = static_cast<int64_t>(recorded);
        return true;
      }
    }
    return false;
  }

  std::vector<PaymentOrder> ordered_;
  std::vector<RecordedMoney> recorded_;
  std::vector<int64_t> taken_by_;  // Place of the recorded stotinka; -1: none.
};

RC_GTEST_PROP(ClaimOrdersProperty, WhatMayBeTheSameMoney_IsTheMostThatDaysAndTransfersAllow, ()) {
  std::vector<PaymentOrder> orders;
  const int order_count = *rc::gen::inRange(0, 6);
  for (int i = 0; i < order_count; ++i) {
    const OrderState state = *rc::gen::elementOf(
        std::vector<OrderState>{OrderState::kAccepted, OrderState::kSent, OrderState::kRejected});
    orders.push_back(Order(absl::StrCat("TR", i), state, Leva(*rc::gen::inRange<int64_t>(1, 9))));
    orders.back().execute_on = May(*rc::gen::inRange(1, 6));
  }
  std::vector<RecordedMoney> recorded;
  const int record_count = *rc::gen::inRange(0, 6);
  for (int i = 0; i < record_count; ++i) {
    recorded.push_back({Leva(*rc::gen::inRange<int64_t>(1, 9)), May(*rc::gen::inRange(1, 6)),
                        *rc::gen::elementOf(std::vector<std::string>{"", "", "TR0", "TR1", "OTHER"})});
  }
  RC_ASSERT(SumOrders(orders, recorded).recorded ==
            Exact(Leva(EveryStotinka(orders, recorded).Greatest())));
}

}  // namespace
}  // namespace tranche::payments::bank
