// SPDX-License-Identifier: EUPL-1.2
// Ceilings of cash under sixty-four clients, every request sent twice at the same moment: what is owed
// for a claim, what is owed of a debt, and both when one is deducted from the other. Nothing goes
// beyond one by a cent, and each request has one effect.
#include "ceilings.h"

#include <fstream>
#include <iostream>
#include <sstream>

namespace tranche::load {
namespace {

TEST_F(Ceilings, AdvancePaidByManyOrders_IsNeverPaidBeyondWhatIsOwed) {
  MakeContract();
  const payments::v1::Claim claim = AcceptAdvance(1, 850'000, 150'000);

  const auto sends =
      SendAll(*claims_, &payments::v1::PaymentsService::Stub::RecordPayment, [&](std::size_t i) {
        payments::v1::RecordPaymentRequest request;
        request.set_parent(ContractName(1));
        request.set_request_id(absl::StrCat("payment-", i));
        request.mutable_payment()->set_claim(claim.name());
        request.mutable_payment()->set_paid_on(kLate);
        SetParts(request.mutable_payment()->mutable_amount(), minors_[i], 0);
        return request;
      });

  const int64_t paid = Number("select sum(amount_eu_minor)::bigint from payments.payment");
  EXPECT_EQ(SumOfDone(sends, "PAYMENT_PART_ABOVE_OWED"), paid);
  EXPECT_LE(paid, 850'000);
  EXPECT_EQ(Number("select paid_eu_minor from payments.claim"), paid);
}

TEST_F(Ceilings, DebtRepaidByManyAtOnce_IsNeverRepaidBeyondWhatIsOwed) {
  MakeContract();
  const std::string debt = MakeDebt(850'000, 150'000, "2018-02-20");

  const auto sends =
      SendAll(*debts_, &payments::v1::DebtsService::Stub::RecordRepayment, [&](std::size_t i) {
        payments::v1::RecordRepaymentRequest request;
        request.set_parent(debt);
        request.set_request_id(absl::StrCat("repayment-", i));
        payments::v1::Repayment* repayment = request.mutable_repayment();
        Set(repayment->mutable_amount(), minors_[i]);
        repayment->set_repaid_on(kLate);
        repayment->set_way(payments::v1::BY_BANK);
        repayment->set_kind(payments::v1::EX_GRATIA);
        repayment->set_reference("извлечение 12");
        return request;
      });

  const int64_t repaid =
      Number("select repaid_principal_eu_minor + repaid_principal_national_minor from payments.debt");
  EXPECT_EQ(SumOfDone(sends, "REPAYMENT_ABOVE_OWED"), repaid);
  EXPECT_LE(repaid, 1'000'000);
}

// Half of the clients pay what is owed for a claim, the others deduct a debt from it.
TEST_F(Ceilings, ClaimPaidAndDeductedFromByManyAtOnce_IsNeverSettledBeyondWhatIsOwed) {
  MakeContract();
  const payments::v1::Claim claim = AcceptAdvance(1, 850'000, 150'000);
  const std::string debt = MakeDebt(1'700'000, 300'000, "2018-01-02");

  const auto sends = SendEachTwice(kRequests, [&] {
    return [&](std::size_t i) {
      if (i % 2 == 0) {
        payments::v1::RecordPaymentRequest request;
        request.set_parent(ContractName(1));
        request.set_request_id(absl::StrCat("payment-", i));
        request.mutable_payment()->set_claim(claim.name());
        request.mutable_payment()->set_paid_on(kLate);
        SetParts(request.mutable_payment()->mutable_amount(), minors_[i] * 85 / 100,
                 minors_[i] - minors_[i] * 85 / 100);
        payments::v1::Payment payment;
        const absl::Status status =
            Call(*claims_, &payments::v1::PaymentsService::Stub::RecordPayment, request, &payment);
        return Send{.reason = ReasonOf(status), .answer = payment.SerializeAsString()};
      }
      payments::v1::OffsetDebtRequest request;
      request.set_parent(debt);
      request.set_request_id(absl::StrCat("offset-", i));
      request.mutable_offset()->set_claim(claim.name());
      Set(request.mutable_offset()->mutable_amount(), minors_[i]);
      request.mutable_offset()->set_deducted_on(kLate);
      request.mutable_offset()->set_reference("Решение 5");
      payments::v1::Debt after;
      const absl::Status status =
          Call(*debts_, &payments::v1::DebtsService::Stub::OffsetDebt, request, &after);
      return Send{.reason = ReasonOf(status), .answer = after.SerializeAsString()};
    };
  });

  int64_t done = 0;
  std::array<int, 2> ways = {};
  for (std::size_t i = 0; i < sends.size(); ++i) {
    // Between two refusals something was settled, so that another rule may refuse the second.
    EXPECT_EQ(sends[i][0].reason.empty(), sends[i][1].reason.empty()) << i;
    EXPECT_EQ(sends[i][0].answer, sends[i][1].answer) << i;
    EXPECT_THAT(sends[i][0].reason,
                ::testing::AnyOf("", "PAYMENT_PART_ABOVE_OWED", "PAYMENT_ABOVE_OWED"))
        << i;
    if (!sends[i][0].reason.empty()) continue;
    done += minors_[i];
    ++ways[i % 2];
  }
  EXPECT_GT(ways[0], 10);
  EXPECT_GT(ways[1], 10);
  EXPECT_EQ(Number("select paid_eu_minor + paid_national_minor + deducted_eu_minor + "
                   "deducted_national_minor from payments.claim"),
            done);
  EXPECT_EQ(Number("select count(*) from payments.claim where paid_eu_minor + deducted_eu_minor <= "
                   "payable_eu_minor and paid_national_minor + deducted_national_minor <= "
                   "payable_national_minor"),
            1);
  EXPECT_EQ(Number("select sum(amount_eu_minor + amount_national_minor)::bigint from payments.payment"),
            Number("select paid_eu_minor + paid_national_minor from payments.claim"));
  EXPECT_EQ(Number("select coalesce(sum(amount_minor), 0)::bigint from payments.debt_repayment"),
            Number("select deducted_eu_minor + deducted_national_minor from payments.claim"));
}

TEST_F(Ceilings, ClaimOrderedByManyAtOnce_IsNeverOrderedBeyondWhatIsPayable) {
  MakeContract();
  const payments::v1::Claim claim = AcceptAdvance(1, 850'000, 150'000);

  const auto sends = SendAll(*orders_, &payments::v1::PaymentOrdersService::Stub::CreatePaymentOrder,
                             [&](std::size_t i) {
                               payments::v1::CreatePaymentOrderRequest request;
                               request.set_parent(ContractName(1));
                               request.set_request_id(absl::StrCat("order-", i));
                               payments::v1::PaymentOrder* order = request.mutable_payment_order();
                               order->set_claim(claim.name());
                               order->set_debtor_account("BG80BNBG96611020345678");
                               order->set_creditor_name("Община");
                               order->set_creditor_account("BG44UNCR70001512345678");
                               order->set_remittance("Аванс");
                               order->set_execute_on(kLate);
                               Set(order->mutable_amount(), minors_[i]);
                               return request;
                             });

  const int64_t ordered = Number("select sum(amount_minor)::bigint from payments.payment_order");
  EXPECT_EQ(SumOfDone(sends, "ORDER_ABOVE_PAYABLE"), ordered);
  EXPECT_LE(ordered, 1'000'000);
}

// The control: what looks before it writes pays more than is owed.
TEST_F(Ceilings, PaymentsThatLookBeforeTheyWrite_OverspendTheClaim) {
  MakeContract();
  const payments::v1::Claim claim = AcceptAdvance(1, 850'000, 150'000);
  std::ifstream file(SOURCE_ROOT "/tests/race/naive_payment.sql");
  std::stringstream naive;
  naive << file.rdbuf();
  programs_.sandbox().Inspect(naive.str());

  SendEachTwice(kRequests, [&] {
    return [&](std::size_t i) {
      payments::v1::RecordPaymentRequest request;
      request.set_parent(ContractName(1));
      request.set_request_id(absl::StrCat("payment-", i));
      request.mutable_payment()->set_claim(claim.name());
      request.mutable_payment()->set_paid_on(kLate);
      SetParts(request.mutable_payment()->mutable_amount(), minors_[i], 0);
      payments::v1::Payment payment;
      const absl::Status status =
          Call(*claims_, &payments::v1::PaymentsService::Stub::RecordPayment, request, &payment);
      return Send{.reason = ReasonOf(status), .answer = payment.SerializeAsString()};
    };
  });

  const int64_t done = Number("select count(*) from payments.payment");
  const int64_t paid = Number("select sum(amount_eu_minor)::bigint from payments.payment");
  std::cout << done << " payments, " << AmountText(paid - 850'000) << " beyond what is owed"
            << std::endl;
  EXPECT_GT(paid, 850'000);
}

}  // namespace
}  // namespace tranche::load
