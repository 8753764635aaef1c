// SPDX-License-Identifier: EUPL-1.2
// What may still be ordered for a claim, beside what the bank has paid and what was recorded as paid.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "payments/testing/recoveries_fixture.h"
#include "platform/base/error.h"
#include "tranche/payments/v1/bank_service.grpc.pb.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"

namespace tranche::payments::bank {
namespace {

using recoveries::testing::kContract;
using recoveries::testing::Leva;
using recoveries::testing::RecoveriesTest;
using Bank = v1::BankService::Stub;
using Orders = v1::PaymentOrdersService::Stub;
using Payments = v1::PaymentsService::Stub;

constexpr char kParent[] = "organisations/mineralni-bani";

rpc::Actor Approver() {
  return {
      .subject = "approver@mineralni-bani", .organisations = {"mineralni-bani"}, .roles = {"FINANCE"}};
}

// A claim of which 850.00 and 150.00 are payable.
class ClaimOrdersTest : public RecoveriesTest {
 protected:
  ClaimOrdersTest() {
    orders_ = v1::PaymentOrdersService::NewStub(role_.channel());
    bank_ = v1::BankService::NewStub(role_.channel());
    payments_ = v1::PaymentsService::NewStub(role_.channel());
    // The contract is here as soon as somebody asks for it.
    v1::ListPaymentOrdersRequest list;
    list.set_parent(kContract);
    EXPECT_TRUE(Call(*orders_, &Orders::ListPaymentOrders, list).ok());
    AddClaim(1, "INTERIM", Leva(850'00, 150'00), Leva(0, 0));
  }

  // In a file for the bank, which has not answered.
  v1::PaymentOrder Sent(const std::string& amount) {
    v1::CreatePaymentOrderRequest create = OrderRequest(1, amount);
    create.mutable_payment_order()->set_execute_on("2018-08-20");
    const auto order = Call(*orders_, &Orders::CreatePaymentOrder, create);
    EXPECT_TRUE(order.ok()) << order.status();
    if (!order.ok()) return {};
    v1::ApprovePaymentOrderRequest approve;
    approve.set_name(order->name());
    approve.set_request_id(Key());
    EXPECT_TRUE(Call(*orders_, &Orders::ApprovePaymentOrder, approve, Approver()).ok());
    v1::ExportPaymentOrdersRequest send;
    send.set_parent(kParent);
    send.add_orders(order->name());
    send.set_request_id(Key());
    const auto file = Call(*orders_, &Orders::ExportPaymentOrders, send);
    EXPECT_TRUE(file.ok()) << file.status();
    return *order;
  }
  v1::PaymentOrder PaidByTheBank(const std::string& amount) {
    const v1::PaymentOrder order = Sent(amount);
    v1::RecordOrderOutcomeRequest outcome;
    outcome.set_name(order.name());
    outcome.set_outcome(v1::BANK_PAID);
    outcome.set_request_id(Key());
    EXPECT_TRUE(Call(*orders_, &Orders::RecordOrderOutcome, outcome).ok());
    return order;
  }
  std::string Record(int64_t minor, const std::string& bank_reference = "",
                     const std::string& paid_on = "2018-08-21") {
    v1::RecordPaymentRequest request;
    request.set_parent(kContract);
    request.mutable_payment()->set_claim(absl::StrCat(kContract, "/claims/1"));
    *request.mutable_payment()->mutable_amount() = Leva(minor, 0);
    request.mutable_payment()->set_paid_on(paid_on);
    request.mutable_payment()->set_bank_reference(bank_reference);
    request.set_request_id(Key());
    const auto payment = Call(*payments_, &Payments::RecordPayment, request);
    EXPECT_TRUE(payment.ok()) << payment.status();
    return payment.ok() ? payment->name() : "";
  }
  // A movement of this amount came with the reference and is the payment.
  std::string Match(const std::string& payment, const std::string& amount,
                    const std::string& end_to_end_id) {
    v1::ImportBankStatementRequest import;
    import.set_parent(kParent);
    import.set_file_name("statement.csv");
    import.set_content(
        absl::StrCat("IBAN;BG44UNCR70001512345678\nВалута;BGN\nДата;Сума;Основание;End to end\n",
                     "21.08.2018;", amount, ";по искане;", end_to_end_id, "\n"));
    import.set_request_id(Key());
    const auto statement = Call(*bank_, &Bank::ImportBankStatement, import);
    EXPECT_TRUE(statement.ok()) << statement.status();
    v1::ConfirmMatchRequest confirm;
    confirm.set_parent(kContract);
    v1::BankMatchPart* part = confirm.mutable_match()->add_parts();
    part->set_entry(absl::StrCat(kParent, "/bankEntries/1"));
    part->set_record(payment);
    part->mutable_amount()->set_amount(amount);
    part->mutable_amount()->set_currency("BGN");
    confirm.set_request_id(Key());
    const auto match = Call(*bank_, &Bank::ConfirmMatch, confirm);
    EXPECT_TRUE(match.ok()) << match.status();
    return match.ok() ? match->name() : "";
  }
  // What a refused order for more than all of it says is left.
  std::string Left() {
    const absl::Status refused = OrderFor(1, "1000.01").status();
    EXPECT_EQ(ReasonOf(refused), "ORDER_ABOVE_PAYABLE");
    for (const auto& [name, value] : ValuesOf(refused)) {
      if (name == "left") return value;
    }
    return "";
  }

  std::unique_ptr<Orders> orders_;
  std::unique_ptr<Bank> bank_;
  std::unique_ptr<Payments> payments_;
};

TEST_F(ClaimOrdersTest, PaymentOfWhichNobodySaidHowItCame_IsTakenForTheOrders) {
  PaidByTheBank("400.00");
  Record(600'00);
  EXPECT_EQ(Left(), "400.00");
}

TEST_F(ClaimOrdersTest, PaymentMatchedWithTheMovementOfAnotherTransfer_IsNotTheOrders) {
  PaidByTheBank("400.00");
  const std::string match = Match(Record(600'00), "600.00", "ANOTHER-1");
  EXPECT_EQ(Left(), "0.00");
  // Only as long as somebody says so.
  v1::WithdrawMatchRequest withdraw;
  withdraw.set_name(match);
  withdraw.set_reason("друго движение");
  withdraw.set_request_id(Key());
  ASSERT_TRUE(Call(*bank_, &Bank::WithdrawMatch, withdraw).ok());
  EXPECT_EQ(Left(), "400.00");
}

// Part of the payment is the order's, the rest is not.
TEST_F(ClaimOrdersTest, PaymentMatchedWithTheMovementOfTheOrder_IsTheOrdersAndCountsOnce) {
  const v1::PaymentOrder order = Sent("400.00");
  const std::string payment = Record(600'00);
  EXPECT_EQ(Left(), "0.00");  // The order may still be paid beside it.
  Match(payment, "400.00", order.end_to_end_id());
  EXPECT_EQ(Left(), "400.00");
}

TEST_F(ClaimOrdersTest, MovementWithoutAReference_SaysNothingOfTheTransfer) {
  PaidByTheBank("400.00");
  Match(Record(600'00), "600.00", "NOTPROVIDED");
  EXPECT_EQ(Left(), "400.00");
}

TEST_F(ClaimOrdersTest, PaymentRecordedWithTheReferenceOfTheOrder_CountsOnceBeforeTheBankAnswers) {
  const v1::PaymentOrder order = Sent("400.00");
  Record(400'00, order.end_to_end_id());
  EXPECT_EQ(Left(), "600.00");
}

TEST_F(ClaimOrdersTest, PaymentFromBeforeTheOrderWasToBeExecuted_IsNotTheOrders) {
  PaidByTheBank("400.00");
  Record(600'00, "", "2018-08-19");
  EXPECT_EQ(Left(), "0.00");
  // The other way round, too.
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  EXPECT_EQ(ReasonOf(Offset(debt, 1, 0'01, "2018-08-30").status()), "DEDUCTION_ABOVE_ORDERS");
}

// What is requested is the greatest amount there is, in lev that are converted after two orders were
// made of it: 100,000 times as much of them does not fit in an amount.
TEST_F(ClaimOrdersTest, OrdersNearTheGreatestAmount_AreHeldWithinThePayableToTheCent) {
  constexpr int64_t kPayable = 9'223'372'036'854'775'707;
  AddClaim(2, "INTERIM", Leva(kPayable, 0), Leva(0, 0));
  ASSERT_TRUE(OrderFor(2, "46116860184273878.53").ok());
  ASSERT_TRUE(OrderFor(2, "46116860184273878.53").ok());
  sandbox_.Inspect("update payments.claim set currency = 'EUR' where sequence = 2");
  v1::CreatePaymentOrderRequest rest = OrderRequest(2, "45075367971587000.24");
  rest.mutable_payment_order()->mutable_amount()->set_currency("EUR");

  const absl::Status above = Call(*orders_, &Orders::CreatePaymentOrder, rest).status();
  EXPECT_EQ(ReasonOf(above), "ORDER_ABOVE_PAYABLE") << above;
  rest.mutable_payment_order()->mutable_amount()->set_amount("45075367971587000.23");
  rest.set_request_id(Key());
  const auto exactly = Call(*orders_, &Orders::CreatePaymentOrder, rest);
  EXPECT_TRUE(exactly.ok()) << exactly.status();
  // Past the service the database holds the same.
  EXPECT_THROW(sandbox_.Inspect("update payments.claim set deducted_eu_minor = 1 where sequence = 2"),
               pqxx::check_violation);
}

}  // namespace
}  // namespace tranche::payments::bank
