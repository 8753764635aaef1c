// SPDX-License-Identifier: EUPL-1.2
// Deductions of debts from claims through gRPC, and what they share with orders.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/testing/recoveries_fixture.h"
#include "platform/base/error.h"

namespace tranche::payments::recoveries {
namespace {

using ::testing::Contains;
using testing::Debts;
using testing::kContract;
using testing::Leva;
using ::testing::Pair;
using testing::RecoveriesTest;

TEST_F(RecoveriesTest, OffsetWithinTheVoluntaryPeriod_IsRefused) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(2000'00, 353'00), Leva(0, 0));
  // Served on 1 February 2018: voluntary until the 15th.
  const auto offset = Offset(debt, 1, 10'00, "2018-02-15");
  EXPECT_EQ(ReasonOf(offset.status()), "OFFSET_IN_VOLUNTARY_PERIOD");
  EXPECT_THAT(ValuesOf(offset.status()), Contains(Pair("until", "15.02.2018")));
  EXPECT_TRUE(Offset(debt, 1, 10'00, "2018-02-16").ok());
}

TEST_F(RecoveriesTest, OffsetSentTwiceAndRehearsed_TakesOnce) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(2000'00, 353'00), Leva(0, 0));
  v1::OffsetDebtRequest request = OffsetRequest(debt, 1, 100'00, "2018-03-01");
  v1::OffsetDebtRequest rehearsal = request;
  rehearsal.set_validate_only(true);
  ASSERT_TRUE(Call(*debts_, &Debts::OffsetDebt, rehearsal).ok());
  EXPECT_EQ(Number("select count(*) from payments.debt_offset"), 0);
  const auto first = Call(*debts_, &Debts::OffsetDebt, request);
  const auto second = Call(*debts_, &Debts::OffsetDebt, request);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(Number("select deducted_eu_minor + deducted_national_minor from payments.claim"), 100'00);
  EXPECT_EQ(Number("select count(*) from payments.debt_offset"), 1);
}

TEST_F(RecoveriesTest, OffsetsAtOnce_NeverTakeMoreThanTheClaimIsOwed) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(85'00, 15'00), Leva(0, 0));
  std::atomic<int> done{0};
  std::vector<std::thread> threads;
  std::vector<v1::OffsetDebtRequest> requests;
  for (int i = 0; i < 8; ++i) requests.push_back(OffsetRequest(debt, 1, 30'00, "2018-03-01"));
  for (const v1::OffsetDebtRequest& request : requests) {
    threads.emplace_back([&, request] {
      if (Call(*debts_, &Debts::OffsetDebt, request).ok()) ++done;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GE(done, 1);
  EXPECT_LE(done, 3);
  EXPECT_EQ(Number("select deducted_eu_minor + deducted_national_minor from payments.claim"),
            30'00 * done);
}

TEST_F(RecoveriesTest, DeductionOfAllThatWasOwed_TakenBack_IsOwedOnceMore) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(2000'00, 353'00), Leva(0, 0));
  const std::string owed = Get(debt, "2018-03-01")->balance().owed().amount();
  const auto offset = Offset(debt, 1, ParseAmount(owed, Currency::kBgn)->minor(), "2018-03-01");
  ASSERT_TRUE(offset.ok()) << offset.status();
  ASSERT_EQ(offset->status(), v1::REPAID_IN_FULL);

  const auto back = TakeBack(debt, 1);

  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->status(), v1::VOLUNTARY);
  EXPECT_EQ(back->balance().owed().amount(), owed);
}

TEST_F(RecoveriesTest, OnlyADeductionOfHere_IsTakenBackAndOnce) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(2000'00, 353'00), Leva(0, 0));
  ASSERT_TRUE(Repay(debt, 10'00, "2018-03-01").ok());
  ASSERT_TRUE(Offset(debt, 1, 10'00, "2018-03-02").ok());

  EXPECT_EQ(ReasonOf(TakeBack(debt, 1).status()), "OFFSET_NOT_OF_CLAIM");
  EXPECT_EQ(ReasonOf(TakeBack(debt, 7).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(TakeBack(debt, 2, "2018-03-01").status()), "RECOVERY_OUT_OF_ORDER");
  EXPECT_EQ(ReasonOf(TakeBack(debt, 2, "2018-09-02").status()), "DAY_IN_FUTURE");
  const v1::TakeBackOffsetRequest request = BackRequest(debt, 2, "2018-04-02");
  const auto first = Call(*debts_, &Debts::TakeBackOffset, request);
  const auto again = Call(*debts_, &Debts::TakeBackOffset, request);
  ASSERT_TRUE(first.ok() && again.ok()) << first.status();
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(ReasonOf(TakeBack(debt, 2).status()), "OFFSET_TAKEN_BACK");
  EXPECT_EQ(Number("select count(*) from payments.debt_offset_reversal"), 1);
}

TEST_F(RecoveriesTest, PartOfADeduction_IsNotTakenBackPastTheService) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(2000'00, 353'00), Leva(0, 0));
  ASSERT_TRUE(Offset(debt, 1, 100'00).ok());
  EXPECT_THROW(
      sandbox_.Inspect(
          "insert into payments.debt_offset_reversal (organisation_id, contract_id, debt_id, "
          "repayment, "
          "to_interest_eu_minor, to_interest_national_minor, to_principal_eu_minor, "
          "to_principal_national_minor, currency, taken_back_on, reason, reference, taken_back_by) "
          "select organisation_id, contract_id, debt_id, repayment, 0, 0, -1, 0, currency, "
          "deducted_on, "
          "'r', 'n', 'owner' from payments.debt_offset"),
      pqxx::check_violation);
}

TEST_F(RecoveriesTest, DeductionOfWhatIsOrdered_IsRefusedAndTheOtherWayRound) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(850'00, 150'00), Leva(0, 0));
  ASSERT_TRUE(Offset(debt, 1, 300'00, "2018-03-01").ok());

  EXPECT_EQ(ReasonOf(OrderFor(1, "700.01").status()), "ORDER_ABOVE_PAYABLE");
  const auto order = OrderFor(1, "600.00");
  ASSERT_TRUE(order.ok()) << order.status();
  EXPECT_EQ(order->claim(), absl::StrCat(kContract, "/claims/1"));
  EXPECT_EQ(ReasonOf(Offset(debt, 1, 100'01, "2018-03-01").status()), "DEDUCTION_ABOVE_ORDERS");
  EXPECT_TRUE(Offset(debt, 1, 100'00, "2018-03-01").ok());
  EXPECT_EQ(ReasonOf(OrderFor(1, "0.01").status()), "ORDER_ABOVE_PAYABLE");
  // Past the service the database holds the same.
  EXPECT_THROW(sandbox_.Inspect("update payments.claim set deducted_eu_minor = deducted_eu_minor + 1"),
               pqxx::check_violation);
}

// ORD-5: orders and deductions of one claim by many at once never come to more than is payable.
TEST_F(RecoveriesTest, OrdersAndDeductionsAtOnce_NeverExceedThePayable) {
  constexpr int kClients = 64;
  const std::string debt = InForce(Overpaid(8500'00, 1500'00));
  AddClaim(1, "INTERIM", Leva(850'00, 150'00), Leva(0, 0));
  std::vector<v1::OffsetDebtRequest> offsets;
  for (int i = 0; i < kClients / 2; ++i) offsets.push_back(OffsetRequest(debt, 1, 70'00, "2018-03-01"));
  std::vector<v1::CreatePaymentOrderRequest> orders;
  for (int i = 0; i < kClients / 2; ++i) orders.push_back(OrderRequest(1, "60.00"));
  std::atomic<int> deducted{0};
  std::atomic<int> ordered{0};
  std::vector<std::thread> threads;
  const auto stub = v1::PaymentOrdersService::NewStub(role_.channel());
  for (int i = 0; i < kClients / 2; ++i) {
    threads.emplace_back([&, i] {
      if (Call(*debts_, &Debts::OffsetDebt, offsets[i]).ok()) ++deducted;
    });
    threads.emplace_back([&, i] {
      if (Call(*stub, &v1::PaymentOrdersService::Stub::CreatePaymentOrder, orders[i]).ok()) ++ordered;
    });
  }
  for (std::thread& thread : threads) thread.join();
  const int64_t taken = 70'00 * deducted + 60'00 * ordered;
  EXPECT_LE(taken, 1000'00);
  EXPECT_GT(taken, 1000'00 - 60'00);  // Nobody was refused what was there.
  EXPECT_EQ(Number("select deducted_eu_minor + deducted_national_minor from payments.claim"),
            70'00 * deducted);
  EXPECT_EQ(Number("select coalesce(sum(amount_minor), 0)::bigint from payments.payment_order"),
            60'00 * ordered);
}

}  // namespace
}  // namespace tranche::payments::recoveries
