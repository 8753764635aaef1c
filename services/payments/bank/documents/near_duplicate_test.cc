// SPDX-License-Identifier: EUPL-1.2
#include "payments/bank/documents/near_duplicate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/base/error.h"

namespace tranche::payments::bank {
namespace {

using ::testing::ElementsAre;

constexpr int kDays = 31;

PaymentOrder Order(int number, absl::CivilDay day = absl::CivilDay(2025, 12, 10)) {
  PaymentOrder order;
  order.number = number;
  order.creditor_name = "„Строител“ ЕООД";
  order.creditor_account = "BG44UNCR70001512345678";
  order.amount = Money::Minor(195'58, Currency::kBgn);
  order.remittance = "Фактура 17";
  order.execute_on = day;
  return order;
}

TEST(NearDuplicate, SameCreditorAmountAndText_IsFoundWithItsDays) {
  const std::vector<PaymentOrder> others = {Order(1, absl::CivilDay(2025, 12, 1))};
  const auto found = FindNearDuplicate(Order(2), others, kDays);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->other.number, 1);
  EXPECT_EQ(found->days, 9);
  const absl::Status refused = RefuseNearDuplicate(*found, kDays);
  EXPECT_EQ(ReasonOf(refused), "ORDER_NEAR_DUPLICATE");
  std::vector<std::string> fields;
  for (const Violation& alike : ViolationsOf(refused)) fields.push_back(alike.field);
  EXPECT_THAT(fields, ElementsAre("paymentOrder.creditorAccount", "paymentOrder.creditorName",
                                  "paymentOrder.amount", "paymentOrder.remittance"));
}

TEST(NearDuplicate, TheDaysOfTheRule_AreTheBorder) {
  const std::vector<PaymentOrder> others = {Order(1)};
  EXPECT_TRUE(FindNearDuplicate(Order(2, absl::CivilDay(2026, 1, 10)), others, kDays).has_value());
  EXPECT_FALSE(FindNearDuplicate(Order(2, absl::CivilDay(2026, 1, 11)), others, kDays).has_value());
  EXPECT_FALSE(FindNearDuplicate(Order(2, absl::CivilDay(2025, 11, 8)), others, kDays).has_value());
}

TEST(NearDuplicate, NameInOtherLettersOrAnotherAccount_IsTheSameCreditor) {
  PaymentOrder other = Order(1);
  other.creditor_name = "\"СТРОИТЕЛ\" ЕООД";
  other.remittance = "ФАКТУРА  17";
  other.creditor_account = "BG18RZBB91550123456789";
  const std::vector<PaymentOrder> others = {other};
  const auto found = FindNearDuplicate(Order(2), others, kDays);
  ASSERT_TRUE(found.has_value());
  EXPECT_TRUE(found->same_name);
  EXPECT_FALSE(found->same_account);
}

TEST(NearDuplicate, WhatDiffers_IsAnotherPayment) {
  PaymentOrder text = Order(1);
  text.remittance = "Фактура 18";
  PaymentOrder amount = Order(2);
  amount.amount = Money::Minor(195'59, Currency::kBgn);
  PaymentOrder creditor = Order(3);
  creditor.creditor_name = "Друг ООД";
  creditor.creditor_account = "BG18RZBB91550123456789";
  const std::vector<PaymentOrder> others = {text, amount, creditor};
  EXPECT_FALSE(FindNearDuplicate(Order(4), others, kDays).has_value());
}

TEST(NearDuplicate, LevOfDecemberBesideEuroOfJanuary_AreTheSameAmount) {
  PaymentOrder euro = Order(2, absl::CivilDay(2026, 1, 5));
  euro.amount = Money::Minor(100'00, Currency::kEur);
  const std::vector<PaymentOrder> others = {Order(1)};
  EXPECT_TRUE(FindNearDuplicate(euro, others, kDays).has_value());
  euro.amount = Money::Minor(100'01, Currency::kEur);
  EXPECT_FALSE(FindNearDuplicate(euro, others, kDays).has_value());
}

// What is looked for by an index is just what the fixed rate makes the same.
TEST(AlikeTo, EveryAmountInEuro_HasTheLevThatComeToIt) {
  for (int64_t cents = 1; cents <= 3000; ++cents) {
    const AlikeAmounts alike = AlikeTo(Money::Minor(cents, Currency::kEur));
    const auto comes_to = [](int64_t lev_minor) {
      return ConvertToEuro(Money::Minor(lev_minor, Currency::kBgn), Rounding::kHalfUp)->minor();
    };
    EXPECT_EQ(alike.euro_minor, cents);
    EXPECT_EQ(comes_to(alike.lev_from_minor), cents);
    EXPECT_EQ(comes_to(alike.lev_to_minor), cents);
    EXPECT_LT(comes_to(alike.lev_from_minor - 1), cents);
    EXPECT_GT(comes_to(alike.lev_to_minor + 1), cents);
  }
  const AlikeAmounts lev = AlikeTo(Money::Minor(195'58, Currency::kBgn));
  EXPECT_EQ(lev.lev_from_minor, 195'58);
  EXPECT_EQ(lev.lev_to_minor, 195'58);
  EXPECT_EQ(lev.euro_minor, 100'00);
}

// A page of others after a page: the nearest of all is told.
TEST(NearDuplicate, FoundBeforeAmongOthers_StaysUnlessOneIsNearer) {
  const auto far = FindNearDuplicate(Order(9), {Order(1, absl::CivilDay(2025, 12, 1))}, kDays);
  ASSERT_TRUE(far.has_value());
  EXPECT_EQ(FindNearDuplicate(Order(9), {}, kDays, far)->other.number, 1);
  EXPECT_EQ(FindNearDuplicate(Order(9), {Order(2)}, kDays, far)->other.number, 2);
  EXPECT_EQ(
      FindNearDuplicate(Order(9), {Order(3, absl::CivilDay(2025, 11, 29))}, kDays, far)->other.number,
      1);
}

// Only what was paid or may still be: in every state.
TEST(NearDuplicate, OrderThatEndedUnpaid_IsNone) {
  for (const OrderState state : kOrderStates) {
    PaymentOrder other = Order(1);
    other.state = state;
    const std::vector<PaymentOrder> others = {other};
    EXPECT_EQ(FindNearDuplicate(Order(2), others, kDays).has_value(), !EndedUnpaid(state))
        << Name(state);
  }
  PaymentOrder paid_all_the_same = Order(1);
  paid_all_the_same.state = OrderState::kGivenUp;
  paid_all_the_same.contradictions = {{.number = 1, .said = OrderStep::kPaid}};
  const std::vector<PaymentOrder> others = {paid_all_the_same};
  EXPECT_TRUE(FindNearDuplicate(Order(2), others, kDays).has_value());
}

TEST(NearDuplicate, OfSeveral_TheNearestIsTold) {
  const std::vector<PaymentOrder> others = {Order(1, absl::CivilDay(2025, 12, 1)),
                                            Order(2, absl::CivilDay(2025, 12, 12)),
                                            Order(3, absl::CivilDay(2025, 12, 12))};
  EXPECT_EQ(FindNearDuplicate(Order(4), others, kDays)->other.number, 2);
}

}  // namespace
}  // namespace tranche::payments::bank
