// SPDX-License-Identifier: EUPL-1.2
// Ceilings of cash under sixty-four clients, every request sent twice at the same moment: what is owed
// for a claim and what is owed of a debt. Nothing goes beyond one by a cent, and each request has one
// effect.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "budgets_of_load.h"
#include "duel.h"
#include "platform/base/error.h"
#include "platform/rpc/grpc_status.h"
#include "programs.h"
#include "tranche/payments/v1/debts_service.grpc.pb.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"

namespace tranche::load {
namespace {

using ::testing::AnyOf;

constexpr std::size_t kRequests = 400;
constexpr char kLate[] = "2018-03-01";

void Set(common::v1::Money* money, int64_t minor) {
  money->set_amount(AmountText(minor));
  money->set_currency("BGN");
}

class Ceilings : public ::testing::Test {
 protected:
  Ceilings()
      : programs_(
            {.gateway = false,
             .examples = false,
             .config = "queue_max: 128 roles { name: \"payments\" connections: 16 workers: 16 }\n"}),
        channel_(grpc::CreateChannel(programs_.server(), grpc::InsecureChannelCredentials())),
        claims_(payments::v1::PaymentsService::NewStub(channel_)),
        debts_(payments::v1::DebtsService::NewStub(channel_)) {
    std::mt19937 random(20170418);
    for (int64_t& minor : minors_) minor = 1 + static_cast<int64_t>(random() % 9999);
  }

  // The contract as the event of its conclusion leaves it in payments: 85,000.00 EU and 15,000.00
  // national.
  void MakeContractOfPayments() {
    programs_.sandbox().Inspect(absl::StrCat(
        "insert into payments.contract (organisation_id, contract_id, number, procedure, "
        "concluded_on, ",
        "starts_on, amount_eu_minor, amount_national_minor, amount_own_minor, currency, version) "
        "values ('",
        kOrganisation, "', '", ContractId(1), "', '", ContractId(1),
        "', 'BG05M9OP001-2.005', '2017-04-18', '2017-04-18', 8500000, 1500000, 0, 'BGN', 1)"));
  }

  template <class Stub, class Req, class Resp>
  absl::Status Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*),
                    const Req& request, Resp* response, const std::string& token = "owner") {
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", programs_.Token(token)));
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(50)));
    return rpc::FromGrpcStatus((stub.*method)(&context, request, response));
  }

  // Request i of all, made by `make`, sent by both clients of its pair.
  template <class Stub, class Req, class Resp, class Make>
  std::vector<std::array<Send, 2>> SendAll(
      Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Req&, Resp*), Make make) {
    return SendEachTwice(kRequests, [&] {
      return [&](std::size_t i) {
        Resp response;
        const absl::Status status = Call(stub, method, make(i), &response);
        return Send{.reason = ReasonOf(status), .answer = response.SerializeAsString()};
      };
    });
  }

  // Both answers to a request are the same; refused is only what the ceiling refuses. What was done
  // comes to this.
  int64_t SumOfDone(const std::vector<std::array<Send, 2>>& sends, const std::string& refusal) {
    int64_t sum = 0;
    std::size_t refused = 0;
    for (std::size_t i = 0; i < sends.size(); ++i) {
      EXPECT_EQ(sends[i][0].reason, sends[i][1].reason) << i;
      EXPECT_EQ(sends[i][0].answer, sends[i][1].answer) << i;
      EXPECT_THAT(sends[i][0].reason, AnyOf("", refusal)) << i;
      if (sends[i][0].reason.empty()) sum += minors_[i];
      refused += sends[i][0].reason.empty() ? 0 : 1;
    }
    // Both ways of ending were taken.
    EXPECT_GT(refused, sends.size() / 20);
    EXPECT_LT(refused, sends.size() * 19 / 20);
    return sum;
  }

  int64_t Number(const std::string& sql) {
    return programs_.sandbox().Inspect(sql)[0][0].as<int64_t>();
  }

  flow::Programs programs_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<payments::v1::PaymentsService::Stub> claims_;
  std::unique_ptr<payments::v1::DebtsService::Stub> debts_;
  std::array<int64_t, kRequests> minors_ = {};
};

TEST_F(Ceilings, AdvancePaidByManyOrders_IsNeverPaidBeyondWhatIsOwed) {
  MakeContractOfPayments();
  payments::v1::CreateClaimRequest create;
  create.set_parent(ContractName(1));
  create.set_request_id("claim");
  create.mutable_claim()->set_kind(payments::v1::ADVANCE);
  Set(create.mutable_claim()->mutable_requested()->mutable_eu(), 850'000);
  Set(create.mutable_claim()->mutable_requested()->mutable_national(), 150'000);
  Set(create.mutable_claim()->mutable_requested()->mutable_own(), 0);
  payments::v1::Claim claim;
  ASSERT_TRUE(Call(*claims_, &payments::v1::PaymentsService::Stub::CreateClaim, create, &claim).ok());
  payments::v1::SendClaimRequest send;
  send.set_name(claim.name());
  send.set_sent_on("2018-01-15");
  send.set_request_id("send");
  ASSERT_TRUE(Call(*claims_, &payments::v1::PaymentsService::Stub::SendClaim, send, &claim).ok());
  payments::v1::VerifyClaimRequest verify;
  verify.set_name(claim.name());
  verify.mutable_verification()->set_decided_on("2018-02-01");
  verify.set_request_id("verify");
  ASSERT_TRUE(
      Call(*claims_, &payments::v1::PaymentsService::Stub::VerifyClaim, verify, &claim, "approver")
          .ok());

  const auto sends =
      SendAll(*claims_, &payments::v1::PaymentsService::Stub::RecordPayment, [&](std::size_t i) {
        payments::v1::RecordPaymentRequest request;
        request.set_parent(ContractName(1));
        request.set_request_id(absl::StrCat("payment-", i));
        request.mutable_payment()->set_claim(claim.name());
        request.mutable_payment()->set_paid_on(kLate);
        common::v1::ThreePartAmount* amount = request.mutable_payment()->mutable_amount();
        Set(amount->mutable_eu(), minors_[i]);
        Set(amount->mutable_national(), 0);
        Set(amount->mutable_own(), 0);
        return request;
      });

  const int64_t paid = Number("select sum(amount_eu_minor)::bigint from payments.payment");
  EXPECT_EQ(SumOfDone(sends, "PAYMENT_PART_ABOVE_OWED"), paid);
  EXPECT_LE(paid, 850'000);
  EXPECT_EQ(Number("select paid_eu_minor from payments.claim"), paid);
}

TEST_F(Ceilings, DebtRepaidByManyAtOnce_IsNeverRepaidBeyondWhatIsOwed) {
  MakeContractOfPayments();
  payments::v1::CreateDebtRequest create;
  create.set_parent(ContractName(1));
  create.set_request_id("debt");
  payments::v1::Debt* wanted = create.mutable_debt();
  wanted->set_basis(payments::v1::OVERPAYMENT);
  wanted->set_book(payments::v1::DEBTORS);
  wanted->set_served_on("2018-02-20");
  Set(wanted->mutable_principal()->mutable_eu(), 850'000);
  Set(wanted->mutable_principal()->mutable_national(), 150'000);
  payments::v1::Debt debt;
  ASSERT_TRUE(Call(*debts_, &payments::v1::DebtsService::Stub::CreateDebt, create, &debt).ok());
  payments::v1::MoveDebtRequest enter;
  enter.set_name(debt.name());
  enter.set_step(payments::v1::ENTER_RECOVERY);
  enter.set_request_id("enter");
  ASSERT_TRUE(Call(*debts_, &payments::v1::DebtsService::Stub::MoveDebt, enter, &debt).ok());

  const auto sends =
      SendAll(*debts_, &payments::v1::DebtsService::Stub::RecordRepayment, [&](std::size_t i) {
        payments::v1::RecordRepaymentRequest request;
        request.set_parent(debt.name());
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

}  // namespace
}  // namespace tranche::load
