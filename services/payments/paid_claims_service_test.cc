// SPDX-License-Identifier: EUPL-1.2
// Payments of claims, and what the log and the reports are told of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "payments/payments_module.h"
#include "payments/testing/payments_fixture.h"
#include "platform/base/error.h"
#include "platform/events/events.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"

namespace tranche::payments {
namespace {

using testing::Auditor;
using ::testing::Contains;
using testing::Cost;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kContract;
using testing::Leva;
using testing::Owner;
using ::testing::Pair;
using testing::PaymentsTest;
using ::testing::SizeIs;
using testing::Stub;

TEST_F(PaymentsTest, WrongPayment_IsToldAllThatIsWrong) {
  const std::string claim = AcceptedInterim();
  v1::RecordPaymentRequest request = PaymentOf(claim, Leva(1000, 100), "p1");
  request.mutable_payment()->set_claim(
      "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0064-C01/claims/1");
  request.mutable_payment()->set_paid_on("2018-09-02");
  std::vector<std::string> told;
  for (const Violation& violation :
       ViolationsOf(Ask(&Stub::RecordPayment, Owner(), request).status())) {
    told.push_back(violation.field + " " + violation.reason);
  }
  EXPECT_THAT(told, ::testing::UnorderedElementsAre("payment.claim CLAIM_OF_ANOTHER_CONTRACT",
                                                    "payment.paidOn DAY_IN_FUTURE"));
}

TEST_F(PaymentsTest, PaymentThatIsWrongByItselfAndForItsClaim_IsToldBothAtOnce) {
  v1::RecordPaymentRequest request = PaymentOf(AcceptedInterim(), Leva(100000000, 0), "p1");
  request.mutable_payment()->set_paid_on("2018-09-02");
  const absl::Status above = Ask(&Stub::RecordPayment, Owner(), request).status();
  request.mutable_payment()->set_claim("organisations/mineralni-bani/claims/1");
  const absl::Status unreadable = Ask(&Stub::RecordPayment, Owner(), request).status();
  const auto told = [](const absl::Status& status) {
    std::vector<std::string> faults;
    for (const Violation& fault : ViolationsOf(status))
      faults.push_back(fault.field + " " + fault.reason);
    return faults;
  };
  EXPECT_THAT(told(above),
              ElementsAre("payment.paidOn DAY_IN_FUTURE", "payment.amount PAYMENT_ABOVE_OWED"));
  EXPECT_THAT(told(unreadable), SizeIs(2));
}

TEST_F(PaymentsTest, PaymentAboveWhatIsOwed_NamesWhatIsLeft) {
  const std::string name = AcceptedInterim();
  ASSERT_TRUE(Pay(name, Leva(1000, 100), "p1").ok());
  const absl::Status refused = Pay(name, Leva(63, 88), "p2").status();
  EXPECT_EQ(ReasonOf(refused), "PAYMENT_ABOVE_OWED");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("left", "1.50")));
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("asked", "1.51")));
  EXPECT_EQ(Count("payment"), 1);
  EXPECT_EQ(ReasonOf(Pay(name, Leva(64, 86), "p3").status()), "PAYMENT_PART_ABOVE_OWED");
  EXPECT_EQ(ReasonOf(Pay(name, Leva(63, 87, 1), "p4").status()), "OWN_PART_NOT_ZERO");
  const absl::StatusOr<v1::Payment> rest = Pay(name, Leva(63, 87), "p5");
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(rest->name(), std::string(kContract) + "/payments/PA002");
  EXPECT_EQ(rest->reason(), v1::APPROVED_EXPENSES);
}

TEST_F(PaymentsTest, MoreThanOwedPastTheService_IsRefusedByTheDatabase) {
  AcceptedInterim();
  EXPECT_THROW(sandbox_.Inspect("update payments.claim set paid_eu_minor = approved_eu_minor + 1"),
               pqxx::check_violation);
}

TEST_F(PaymentsTest, PaymentRepeatedWithOneKey_IsOnePayment) {
  const std::string name = AcceptedInterim();
  const absl::StatusOr<v1::Payment> first = Pay(name, Leva(100, 10), "p1");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(Pay(name, Leva(100, 10), "p1")->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(ReasonOf(Pay(name, Leva(100, 11), "p1").status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(Count("payment"), 1);
  EXPECT_EQ(Get(name)->paid().total().amount(), "1.10");
}

TEST_F(PaymentsTest, SixteenPaymentsAtOnce_NeverPayMoreThanOwed) {
  const std::string name = AcceptedInterim();  // Owes 10.63 + 1.87.
  std::atomic<int> passed{0};
  std::atomic<int> above{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 16; ++i) {
    clients.emplace_back([&, i] {
      const absl::Status status = Pay(name, Leva(300, 50), "p" + std::to_string(i)).status();
      if (status.ok()) ++passed;
      if (ReasonOf(status) == "PAYMENT_ABOVE_OWED") ++above;
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(passed, 3);
  EXPECT_EQ(above, 13);
  EXPECT_EQ(Get(name)->paid().total().amount(), "10.50");
  EXPECT_EQ(Count("payment"), 3);
  v1::ListPaymentsRequest request;
  request.set_parent(kContract);
  const absl::StatusOr<v1::ListPaymentsResponse> payments =
      Ask(&Stub::ListPayments, Auditor(), request);
  ASSERT_TRUE(payments.ok()) << payments.status();
  std::vector<std::string> names;
  for (const v1::Payment& payment : payments->payments()) names.push_back(payment.number().substr(27));
  EXPECT_THAT(names, ElementsAre("PA001", "PA002", "PA003"));
}

TEST_F(PaymentsTest, PaymentOfAnotherContractsClaim_IsRefused) {
  v1::RecordPaymentRequest request = PaymentOf(AcceptedInterim(), Leva(1, 0), "p1");
  request.mutable_payment()->set_claim(
      "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0064-C01/claims/1");
  EXPECT_EQ(ReasonOf(Ask(&Stub::RecordPayment, Owner(), request).status()),
            "CLAIM_OF_ANOTHER_CONTRACT");
  request.mutable_payment()->set_claim(std::string(kContract) + "/claims/77");
  EXPECT_EQ(ReasonOf(Ask(&Stub::RecordPayment, Owner(), request).status()), "NOT_FOUND");
  request.mutable_payment()->set_paid_on("2018-02-31");
  EXPECT_EQ(ReasonOf(Ask(&Stub::RecordPayment, Owner(), request).status()), "INVALID_REQUEST");
}

TEST_F(PaymentsTest, SendingAndPaying_AreInTheLogForWhoFollows) {
  const std::string name = AcceptedInterim();
  ASSERT_TRUE(Pay(name, Leva(1000, 100), "p1").ok());
  ASSERT_TRUE(Pay(name, Leva(63, 87), "p2").ok());
  const common::v1::ListEventsResponse log = Log();
  ASSERT_THAT(log.events(), SizeIs(4));
  v1::ClaimSent sent;
  ASSERT_TRUE(events::Unpack(log.events(0), &sent).ok());
  EXPECT_EQ(sent.contract(), kContract);
  EXPECT_EQ(sent.claim().sent_on(), "2018-01-15");
  v1::ClaimDecided decided;
  ASSERT_TRUE(events::Unpack(log.events(1), &decided).ok());
  EXPECT_EQ(decided.contract(), kContract);
  EXPECT_EQ(decided.claim().state(), v1::ACCEPTED);
  EXPECT_EQ(decided.claim().verification().decided_on(), "2018-02-01");
  EXPECT_FALSE(decided.nothing_owed());
  v1::PaymentRecorded part;
  v1::PaymentRecorded rest;
  ASSERT_TRUE(events::Unpack(log.events(2), &part).ok());
  ASSERT_TRUE(events::Unpack(log.events(3), &rest).ok());
  EXPECT_FALSE(part.claim_paid_in_full());
  EXPECT_EQ(part.paid_in_full_on(), "");
  EXPECT_TRUE(rest.claim_paid_in_full());
  EXPECT_EQ(rest.paid_in_full_on(), "2018-03-01");
  EXPECT_EQ(ReasonOf(Ask(&Stub::ListEvents, Owner(), common::v1::ListEventsRequest()).status()),
            "PERMISSION_DENIED");
}

TEST_F(PaymentsTest, PaymentsRecordedInAnotherOrder_TellTheLastDayOnWhichMoneyArrived) {
  const std::string name = AcceptedInterim();
  ASSERT_TRUE(Pay(name, Leva(1000, 100), "p1", "2018-04-20").ok());
  ASSERT_TRUE(Pay(name, Leva(63, 87), "p2", "2018-03-01").ok());
  const auto rest = LastEvent<v1::PaymentRecorded>();
  EXPECT_TRUE(rest.claim_paid_in_full());
  EXPECT_EQ(rest.payment().paid_on(), "2018-03-01");
  EXPECT_EQ(rest.paid_in_full_on(), "2018-04-20");
}

TEST_F(PaymentsTest, ClaimForWhichNothingIsOwed_SaysSoInTheLog) {
  ASSERT_TRUE(Verify(SentInterim(), "v1", {"1", "2"}).ok());
  const auto refused = LastEvent<v1::ClaimDecided>();
  EXPECT_EQ(refused.claim().state(), v1::REFUSED);
  EXPECT_TRUE(refused.nothing_owed());
  budgets_.AddCost(Cost("3"), Leva(0, 0, 700));  // All of it own money.
  const absl::StatusOr<v1::Claim> own = Create(Interim({"3"}), "own");
  ASSERT_TRUE(own.ok()) << own.status();
  ASSERT_TRUE(Send(own->name()).ok());
  ASSERT_TRUE(Verify(own->name(), "v2").ok());
  const auto accepted = LastEvent<v1::ClaimDecided>();
  EXPECT_EQ(accepted.claim().state(), v1::ACCEPTED);
  EXPECT_TRUE(accepted.nothing_owed());
}

TEST_F(PaymentsTest, PublishedPayments_AreSeenByReportsWithinTheirOrganisation) {
  ASSERT_TRUE(Pay(AcceptedInterim(), Leva(100, 10), "p1").ok());
  const std::unique_ptr<pg::Pool> reports = sandbox_.OpenPool("reports", 1);
  constexpr pg::Statement kSeen{"test.seen", R"sql(
    select payment_id, reason, eu_minor, national_minor, own_minor from published.payment)sql"};
  const auto seen = [&](const std::string& organisation) {
    rpc::CallScope scope = role_.Scope(Auditor());
    scope.organisations = {organisation};
    std::vector<std::string> rows;
    const absl::Status status = pg::Transact(*reports, scope, [&](pg::Tx& tx) {
      for (const pqxx::row& row : tx.Run(kSeen)) {
        rows.push_back(row["payment_id"].as<std::string>() + " " + row["reason"].as<std::string>() +
                       " " + row["eu_minor"].as<std::string>());
      }
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return rows;
  };
  EXPECT_THAT(seen("mineralni-bani"), ElementsAre("PA001 APPROVED_EXPENSES 100"));
  EXPECT_THAT(seen("sopot"), IsEmpty());
}

}  // namespace
}  // namespace tranche::payments
