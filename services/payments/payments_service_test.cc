// SPDX-License-Identifier: EUPL-1.2
// The service as its callers see it, with its own database and with neighbours without one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "payments/payments_module.h"
#include "payments/testing/payments_fixture.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"
#include "platform/events/events.h"
#include "platform/rpc/grpc_status.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "platform/testing/settled.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"

namespace tranche::payments {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

using testing::Approver;
using testing::Auditor;
using testing::Cost;
using testing::Deputy;
using testing::kContract;
using testing::Leva;
using testing::MineralniBani;
using testing::Owner;
using testing::PaymentsTest;
using testing::Stub;

TEST_F(PaymentsTest, AdvanceOfMineralniBani_GoesFromDraftToMoney) {
  const absl::StatusOr<v1::Claim> draft = Create(Advance(Leva(6426145, 1134025)), "a1");
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->name(), std::string(kContract) + "/claims/1");
  EXPECT_EQ(draft->state(), v1::DRAFT);
  EXPECT_EQ(draft->requested().total().amount(), "75601.70");
  EXPECT_EQ(reference_.asked_as_of(), "2017-04-18");

  const absl::StatusOr<v1::Claim> sent = Send(draft->name(), "2017-05-02");
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->state(), v1::SENT);
  EXPECT_EQ(sent->sent_on(), "2017-05-02");
  EXPECT_EQ(sent->sent_by(), Owner().subject);

  const absl::StatusOr<v1::Claim> accepted = Verify(draft->name(), "v1");
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::ACCEPTED);
  EXPECT_FALSE(accepted->has_approved());
  EXPECT_EQ(accepted->verification().decided_by(), Approver().subject);
  EXPECT_THAT(budgets_.decisions(), IsEmpty());

  const absl::StatusOr<v1::Payment> payment = Pay(draft->name(), Leva(6426145, 1134025), "p1");
  ASSERT_TRUE(payment.ok()) << payment.status();
  EXPECT_EQ(payment->number(), "BG05M9OP001-2.005-0063-C01-PA001");
  EXPECT_EQ(payment->reason(), v1::ADVANCE_PAYMENT);
  EXPECT_EQ(payment->amount().own().amount(), "0.00");
  EXPECT_EQ(Get(draft->name())->paid().total().amount(), "75601.70");
}

TEST_F(PaymentsTest, InterimClaim_ApprovesAndRefusesItsCostsInTheBudget) {
  const std::string name = SentInterim();
  const absl::StatusOr<v1::Claim> accepted = Verify(name, "v1", {"2"});
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::ACCEPTED);
  EXPECT_EQ(accepted->requested().total().amount(), "12.50");
  EXPECT_EQ(accepted->approved().eu().amount(), "8.50");
  EXPECT_EQ(accepted->refused().total().amount(), "2.50");
  EXPECT_EQ(budgets_.StateOf(Cost("1")), budgets::v1::APPROVED);
  EXPECT_EQ(budgets_.StateOf(Cost("2")), budgets::v1::REFUSED);
  ASSERT_THAT(budgets_.decisions(), SizeIs(1));
  EXPECT_EQ(budgets_.decisions()[0].decided_on(), "2018-02-01");
  EXPECT_LE(budgets_.decisions()[0].request_id().size(), 64u);
  ASSERT_THAT(accepted->verification().refused_costs(), SizeIs(1));
  EXPECT_EQ(accepted->verification().refused_costs(0).cost(), Cost("2"));
}

TEST_F(PaymentsTest, EveryCostRefused_RefusesTheClaimAndAllowsANewOne) {
  const std::string name = SentInterim();
  const absl::StatusOr<v1::Claim> refused = Verify(name, "v1", {"1", "2"});
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_EQ(refused->state(), v1::REFUSED);
  EXPECT_EQ(ReasonOf(Pay(name, Leva(1, 0), "p1").status()), "CLAIM_NOT_ACCEPTED");
  budgets_.AddCost(Cost("3"), Leva(850, 150));
  const absl::StatusOr<v1::Claim> next = Create(Interim({"3"}), "next");
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->sequence(), 2);
}

TEST_F(PaymentsTest, ContractTypedWithCyrillicLetters_IsTheSame) {
  const absl::StatusOr<v1::Claim> draft =
      Create(Advance(Leva(850, 150)), "a1",
             "organisations/mineralni-bani/contracts/BG05М9ОР001-2.005-0063-C01");
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(Get("organisations/-/contracts/BG05М9ОР001-2.005-0063-C01/claims/1")->name(),
            draft->name());
}

TEST_F(PaymentsTest, SecondClaimWhileOneIsOpen_IsRefused) {
  ASSERT_TRUE(Create(Advance(Leva(850, 150)), "a1").ok());
  const absl::Status refused = Create(Advance(Leva(850, 150)), "a2").status();
  EXPECT_EQ(ReasonOf(refused), "CLAIM_OPEN");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("claim", "1")));
  EXPECT_EQ(Count("claim"), 1);
}

TEST_F(PaymentsTest, SecondAdvance_IsRefused) {
  const absl::StatusOr<v1::Claim> first = Create(Advance(Leva(850, 150)), "a1");
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(Send(first->name()).ok());
  ASSERT_TRUE(Verify(first->name(), "v1").ok());
  EXPECT_EQ(ReasonOf(Create(Advance(Leva(850, 150)), "a2").status()), "ADVANCE_EXISTS");
}

TEST_F(PaymentsTest, AdvanceAboveTheCeiling_NamesBothAmounts) {
  const absl::Status refused = Create(Advance(Leva(6426145, 1134026)), "a1").status();
  EXPECT_EQ(ReasonOf(refused), "ADVANCE_ABOVE_CEILING");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("asked", "75601.71")));
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("ceiling", "75601.70")));
  EXPECT_EQ(Count("claim"), 0);
  EXPECT_EQ(Count("request"), 0);
}

TEST_F(PaymentsTest, AdvanceWithoutARule_IsRefused) {
  reference_.SetCeiling("");
  EXPECT_EQ(ReasonOf(Create(Advance(Leva(850, 150)), "a1").status()), "ADVANCE_CEILING_UNKNOWN");
}

TEST_F(PaymentsTest, ClaimOfTheWrongShape_IsRefused) {
  v1::Claim advance = Advance(Leva(850, 150));
  advance.add_costs(Cost("1"));
  EXPECT_EQ(ReasonOf(Create(advance, "a1").status()), "ADVANCE_WITH_COSTS");
  EXPECT_EQ(ReasonOf(Create(Interim({}), "i1").status()), "CLAIM_WITHOUT_COSTS");
  v1::Claim nothing;
  nothing.set_kind(v1::ADVANCE);
  const absl::Status missing = Create(nothing, "a2").status();
  EXPECT_EQ(ReasonOf(missing), "INVALID_REQUEST");
  ASSERT_THAT(ViolationsOf(missing), SizeIs(1));
  EXPECT_EQ(ViolationsOf(missing)[0].field, "claim.requested");
  EXPECT_EQ(ReasonOf(Create(Advance(Leva(850, 150)), "").status()), "INVALID_REQUEST");
  // All of it at once.
  v1::Claim state_aid = Interim({"1"});
  state_aid.set_kind(v1::STATE_AID_ADVANCE);
  std::vector<std::string> told;
  for (const Violation& violation : ViolationsOf(Create(state_aid, "a3").status())) {
    told.push_back(violation.field + " " + violation.reason);
  }
  EXPECT_THAT(told, ::testing::UnorderedElementsAre("claim.security FIELD_REQUIRED",
                                                    "claim.costs ADVANCE_WITH_COSTS"));
}

TEST_F(PaymentsTest, CostsThatCannotBeClaimed_AreRefused) {
  budgets_.AddCost(Cost("1"), Leva(850, 150));
  budgets_.AddCost(Cost("9"), Leva(850, 150), budgets::v1::APPROVED);
  EXPECT_EQ(ReasonOf(Create(Interim({"9"}), "i1").status()), "COST_NOT_RESERVED");
  EXPECT_EQ(ReasonOf(Create(Interim({"1", "1"}), "i2").status()), "CLAIM_COST_TWICE");
  EXPECT_EQ(ReasonOf(Create(Interim({"8"}), "i3").status()), "NOT_FOUND");
  v1::Claim foreign;
  foreign.set_kind(v1::FINAL);
  foreign.add_costs("organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0064-C01/costs/1");
  EXPECT_EQ(ReasonOf(Create(foreign, "i4").status()), "COST_OF_ANOTHER_CONTRACT");
  EXPECT_EQ(Count("claim"), 0);
}

TEST_F(PaymentsTest, SeveralWrongCosts_AreToldTogetherByTheirPlaces) {
  budgets_.AddCost(Cost("1"), Leva(850, 150));
  budgets_.AddCost(Cost("9"), Leva(850, 150), budgets::v1::APPROVED);
  v1::Claim claim = Interim({"1", "8", "9", "1"});
  claim.add_costs("organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0064-C01/costs/1");
  std::vector<std::string> told;
  for (const Violation& violation : ViolationsOf(Create(claim, "i1").status())) {
    told.push_back(violation.field + " " + violation.reason);
  }
  EXPECT_THAT(told, ::testing::UnorderedElementsAre(
                        "claim.costs[1] NOT_FOUND", "claim.costs[2] COST_NOT_RESERVED",
                        "claim.costs[3] CLAIM_COST_TWICE", "claim.costs[4] COST_OF_ANOTHER_CONTRACT"));
}

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

TEST_F(PaymentsTest, CostOfAnEarlierClaim_IsRefused) {
  const std::string name = AcceptedInterim();
  budgets_.AddCost(Cost("1"), Leva(850, 150), budgets::v1::RESERVED);
  EXPECT_EQ(ReasonOf(Create(Interim({"1"}), "i2").status()), "COST_IN_ANOTHER_CLAIM");
}

TEST_F(PaymentsTest, CreatedTwiceWithOneKey_IsOneClaim) {
  budgets_.AddCost(Cost("1"), Leva(850, 150));
  const absl::StatusOr<v1::Claim> first = Create(Interim({"1"}), "i1");
  ASSERT_TRUE(first.ok()) << first.status();
  // The budget has moved on; the answer is the first one all the same.
  budgets_.AddCost(Cost("1"), Leva(850, 150), budgets::v1::APPROVED);
  const absl::StatusOr<v1::Claim> again = Create(Interim({"1"}), "i1");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(ReasonOf(Create(Advance(Leva(850, 150)), "i1").status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(Count("claim"), 1);
}

TEST_F(PaymentsTest, StepsInAWrongState_AreRefused) {
  const absl::StatusOr<v1::Claim> draft = Create(Advance(Leva(850, 150)), "a1");
  ASSERT_TRUE(draft.ok());
  EXPECT_EQ(ReasonOf(Verify(draft->name(), "v1").status()), "CLAIM_WRONG_STATE");
  EXPECT_EQ(ReasonOf(Pay(draft->name(), Leva(1, 0), "p1").status()), "CLAIM_NOT_ACCEPTED");
  EXPECT_EQ(ReasonOf(Send(draft->name(), "2017-04-17").status()), "DAYS_OUT_OF_ORDER");
  ASSERT_TRUE(Send(draft->name()).ok());
  v1::SendClaimRequest again;
  again.set_name(draft->name());
  again.set_sent_on("2018-01-15");
  again.set_request_id("another-key");
  EXPECT_EQ(ReasonOf(Ask(&Stub::SendClaim, Owner(), again).status()), "CLAIM_WRONG_STATE");
}

TEST_F(PaymentsTest, SenderOfAClaim_DoesNotDecideOnIt) {
  const std::string name = SentInterim();
  EXPECT_EQ(ReasonOf(Verify(name, "v1", {}, Owner()).status()), "DECIDED_BY_SENDER");
  EXPECT_EQ(Get(name)->state(), v1::SENT);
  EXPECT_THROW(
      sandbox_.Inspect("update payments.claim set state = 'IN_VERIFICATION', decided_on = sent_on, "
                       "decided_by = sent_by"),
      pqxx::check_violation);
}

TEST_F(PaymentsTest, BudgetAway_TheSameKeyContinuesWhereItStopped) {
  const std::string name = SentInterim();
  budgets_.FailNext(1, {grpc::StatusCode::UNAVAILABLE, "away"}, /*work_is_done=*/false);
  EXPECT_EQ(ReasonOf(Verify(name, "v1", {"2"}).status()), "PEER_UNAVAILABLE");
  EXPECT_EQ(Get(name)->state(), v1::IN_VERIFICATION);
  const absl::StatusOr<v1::Claim> accepted = Verify(name, "v1", {"2"});
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::ACCEPTED);
  EXPECT_EQ(Verify(name, "v1", {"2"})->SerializeAsString(), accepted->SerializeAsString());
}

TEST_F(PaymentsTest, AnswerOfTheBudgetLost_AnotherKeyContinuesWithoutDecidingTwice) {
  const std::string name = SentInterim();
  budgets_.FailNext(1, {grpc::StatusCode::UNAVAILABLE, "lost"}, /*work_is_done=*/true);
  EXPECT_EQ(ReasonOf(Verify(name, "v1", {"2"}).status()), "PEER_UNAVAILABLE");
  EXPECT_EQ(ReasonOf(Verify(name, "v2", {"1"}).status()), "VERIFICATION_UNDER_WAY");
  const absl::StatusOr<v1::Claim> accepted = Verify(name, "v3", {"2"});
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->approved().total().amount(), "10.00");
  ASSERT_THAT(budgets_.decisions(), SizeIs(2));
  EXPECT_EQ(budgets_.decisions()[0].SerializeAsString(), budgets_.decisions()[1].SerializeAsString());
}

TEST_F(PaymentsTest, AnswerOfTheBudgetLost_SomebodyElseMayContinue) {
  const std::string name = SentInterim();
  budgets_.FailNext(1, {grpc::StatusCode::UNAVAILABLE, "lost"}, /*work_is_done=*/true);
  EXPECT_EQ(ReasonOf(Verify(name, "v1", {"2"}).status()), "PEER_UNAVAILABLE");
  const absl::StatusOr<v1::Claim> accepted = Verify(name, "v2", {"2"}, Deputy());
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::ACCEPTED);
  EXPECT_EQ(accepted->refused().total().amount(), "2.50");
  EXPECT_EQ(accepted->verification().decided_by(), Approver().subject);
}

TEST_F(PaymentsTest, DecisionRefusedByTheBudget_IsWithdrawn) {
  const std::string name = SentInterim();
  budgets_.AddCost(Cost("2"), Leva(213, 37), budgets::v1::REFUSED);
  EXPECT_EQ(ReasonOf(Verify(name, "v1").status()), "COST_ALREADY_DECIDED");
  const absl::StatusOr<v1::Claim> claim = Get(name);
  EXPECT_EQ(claim->state(), v1::SENT);
  EXPECT_FALSE(claim->has_verification());
  EXPECT_EQ(Count("claim_refused_cost"), 0);
  EXPECT_EQ(Count("request where method like '%VerifyClaim'"), 0);
}

TEST_F(PaymentsTest, VerifiedTwiceWithOneKey_TellsTheFirstAnswer) {
  const std::string name = SentInterim();
  const absl::StatusOr<v1::Claim> first = Verify(name, "v1");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(Verify(name, "v1")->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(ReasonOf(Verify(name, "v1", {"1"}).status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(ReasonOf(Verify(name, "v2").status()), "CLAIM_WRONG_STATE");
  EXPECT_THAT(budgets_.decisions(), SizeIs(1));
}

TEST_F(PaymentsTest, KeyOfAnotherVerification_HasNoEffect) {
  ASSERT_TRUE(Verify(SentInterim(), "v1").ok());
  budgets_.AddCost(Cost("3"), Leva(850, 150));
  const absl::StatusOr<v1::Claim> next = Create(Interim({"3"}), "i2");
  ASSERT_TRUE(next.ok()) << next.status();
  ASSERT_TRUE(Send(next->name()).ok());
  EXPECT_EQ(ReasonOf(Verify(next->name(), "v1").status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(Get(next->name())->state(), v1::SENT);
  EXPECT_EQ(budgets_.StateOf(Cost("3")), budgets::v1::RESERVED);
}

TEST_F(PaymentsTest, RefusedCostOutsideTheClaim_IsRefused) {
  const std::string name = SentInterim();
  budgets_.AddCost(Cost("3"), Leva(850, 150));
  EXPECT_EQ(ReasonOf(Verify(name, "v1", {"3"}).status()), "REFUSED_COST_NOT_CLAIMED");
  EXPECT_EQ(Get(name)->state(), v1::SENT);
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

TEST_F(PaymentsTest, DecisionInTheBudget_IsAskedForByTheServiceForOneOrganisation) {
  ASSERT_TRUE(Verify(SentInterim(), "v1", {"2"}).ok());
  ASSERT_THAT(budgets_.tokens(), SizeIs(1));
  const absl::StatusOr<rpc::Actor> caller =
      role_.world().verifier().Verify(budgets_.tokens()[0], role_.world().now());
  ASSERT_TRUE(caller.ok()) << caller.status();
  EXPECT_EQ(caller->subject, "service/payments");
  EXPECT_THAT(caller->organisations, ElementsAre("mineralni-bani"));
  EXPECT_THAT(caller->roles, ElementsAre("SERVICE"));
  EXPECT_EQ(budgets_.decisions()[0].decided_by(), Approver().subject);
}

TEST_F(PaymentsTest, DaysThatHaveNotCome_AreRefused) {
  const absl::StatusOr<v1::Claim> draft = Create(Advance(Leva(850, 150)), "a1");
  ASSERT_TRUE(draft.ok());
  const absl::Status sending = Send(draft->name(), "2018-09-02").status();  // Today is the day before.
  EXPECT_EQ(ReasonOf(sending), "DAY_IN_FUTURE");
  ASSERT_TRUE(Send(draft->name(), "2018-09-01").ok());
  v1::VerifyClaimRequest verify;
  verify.set_name(draft->name());
  verify.mutable_verification()->set_decided_on("2018-09-02");
  verify.set_request_id("v1");
  EXPECT_EQ(ReasonOf(Ask(&Stub::VerifyClaim, Approver(), verify).status()), "DAY_IN_FUTURE");
  verify.mutable_verification()->set_decided_on("2018-09-01");
  ASSERT_TRUE(Ask(&Stub::VerifyClaim, Approver(), verify).ok());
  EXPECT_EQ(ReasonOf(Pay(draft->name(), Leva(850, 150), "p1", "2018-09-02").status()), "DAY_IN_FUTURE");
  EXPECT_TRUE(Pay(draft->name(), Leva(850, 150), "p2", "2018-09-01").ok());
}

TEST_F(PaymentsTest, ClaimSentBeforeItsCostsWerePaid_IsRefused) {
  budgets_.AddCost(Cost("1"), Leva(850, 150), budgets::v1::RESERVED, "2018-01-16");
  const absl::StatusOr<v1::Claim> draft = Create(Interim({"1"}), "i1");
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(ReasonOf(Send(draft->name(), "2018-01-15").status()), "COST_PAID_AFTER_SENDING");
  EXPECT_TRUE(Send(draft->name(), "2018-01-16").ok());
}

TEST_F(PaymentsTest, RefusedAdvance_IsOwedNothingAndMayBeAskedForAgain) {
  const absl::StatusOr<v1::Claim> draft = Create(Advance(Leva(850, 150)), "a1");
  ASSERT_TRUE(draft.ok());
  ASSERT_TRUE(Send(draft->name()).ok());
  EXPECT_EQ(ReasonOf(RefuseAdvance(draft->name(), "v1", true, "").status()), "INVALID_REQUEST");
  EXPECT_EQ(ReasonOf(RefuseAdvance(draft->name(), "v1", false, "Защо?").status()), "INVALID_REQUEST");
  const absl::StatusOr<v1::Claim> refused =
      RefuseAdvance(draft->name(), "v1", true, "Липсва обезпечение.");
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_EQ(refused->state(), v1::REFUSED);
  EXPECT_EQ(Get(draft->name())->verification().refusal_reason(), "Липсва обезпечение.");
  EXPECT_TRUE(Get(draft->name())->verification().refused());
  EXPECT_TRUE(LastEvent<v1::ClaimDecided>().nothing_owed());
  EXPECT_EQ(ReasonOf(Pay(draft->name(), Leva(1, 0), "p1").status()), "CLAIM_NOT_ACCEPTED");
  EXPECT_TRUE(Create(Advance(Leva(850, 150)), "a2").ok());
}

TEST_F(PaymentsTest, InterimRefusedAsAWhole_MustNameItsCosts) {
  const std::string name = SentInterim();
  EXPECT_EQ(ReasonOf(RefuseAdvance(name, "v1", true, "Всичко.").status()), "REFUSAL_NOT_OF_ADVANCE");
  EXPECT_EQ(Get(name)->state(), v1::SENT);
}

TEST_F(PaymentsTest, ClaimAfterAFinalOne_IsRefusedUnlessThatWasRefused) {
  budgets_.AddCost(Cost("1"), Leva(850, 150));
  v1::Claim final_claim = Interim({"1"});
  final_claim.set_kind(v1::FINAL);
  const absl::StatusOr<v1::Claim> first = Create(final_claim, "f1");
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(Send(first->name()).ok());
  ASSERT_TRUE(Verify(first->name(), "v1", {"1"}).ok());  // Refused.
  budgets_.AddCost(Cost("2"), Leva(850, 150));
  final_claim.set_costs(0, Cost("2"));
  const absl::StatusOr<v1::Claim> second = Create(final_claim, "f2");
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_TRUE(Send(second->name()).ok());
  ASSERT_TRUE(Verify(second->name(), "v2").ok());
  budgets_.AddCost(Cost("3"), Leva(850, 150));
  final_claim.set_costs(0, Cost("3"));
  EXPECT_EQ(ReasonOf(Create(final_claim, "f3").status()), "CLAIM_AFTER_FINAL");
  EXPECT_EQ(ReasonOf(Create(Interim({"3"}), "i1").status()), "CLAIM_AFTER_FINAL");
  EXPECT_EQ(ReasonOf(Create(Advance(Leva(850, 150)), "a1").status()), "CLAIM_AFTER_FINAL");
  EXPECT_THROW(sandbox_.Inspect(
                   "insert into payments.claim (organisation_id, contract_id, sequence, kind, state, "
                   "requested_eu_minor, requested_national_minor, requested_own_minor, currency, "
                   "package_sequence) "
                   "select organisation_id, contract_id, 9, 'FINAL', 'DRAFT', 1, 0, 0, 'BGN', 9 "
                   "from payments.contract"),
               pqxx::unique_violation);
}

TEST_F(PaymentsTest, AdvanceCeiling_IsThatOfTheProceduresProgrammingPeriod) {
  reference_.SetCeilingOfPeriod("2014-2020", "10");
  const absl::Status refused = Create(Advance(Leva(3213073, 567013)), "a1").status();
  EXPECT_EQ(ReasonOf(refused), "ADVANCE_ABOVE_CEILING");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("ceiling", "37800.85")));
  reference_.SetCeilingOfPeriod("2021-2027", "10");
  EXPECT_TRUE(Create(Advance(Leva(3213073, 567013)), "a2").ok());
}

TEST_F(PaymentsTest, AdvanceCeilingInAnotherUnit_IsNoPercentage) {
  reference_.SetCeilingOfPeriod("2014-2020", "10", "months");
  EXPECT_EQ(ReasonOf(Create(Advance(Leva(850, 150)), "a1").status()), "RULE_UNREADABLE");
}

TEST_F(PaymentsTest, ContractHeardOfInAnOlderVersion_StaysAsItIs) {
  proposals::v1::Contract later = MineralniBani();
  later.set_version(2);
  later.set_starts_on("2017-06-01");
  proposals_.Activate("mineralni-bani", later);
  proposals_.Activate("mineralni-bani", MineralniBani());
  ASSERT_TRUE(Create(Advance(Leva(850, 150)), "a1").ok());
  EXPECT_EQ(reference_.asked_as_of(), "2017-06-01");
}

TEST_F(PaymentsTest, VerifiedTwiceAtOnceWithOneKey_BothGetTheOneAnswer) {
  const std::string name = SentInterim();
  budgets_.HoldNext();
  absl::StatusOr<v1::Claim> first;
  absl::StatusOr<v1::Claim> second;
  std::thread first_caller([&] { first = Verify(name, "v1"); });
  EXPECT_TRUE(budgets_.WaitForDecisions(1));
  // The first call has its decision and will close the claim as soon as it gets the contract's row.
  const std::unique_ptr<pg::Pool> pool = sandbox_.OpenPool("payments", 1);
  rpc::CallScope scope = role_.Scope(Owner());
  scope.deadline = absl::Now() + absl::Seconds(60);
  constexpr pg::Statement kHold{"test.hold", "select 1 from contract for update"};
  std::thread second_caller;
  const absl::Status held = pg::Transact(*pool, scope, [&](pg::Tx& tx) {
    tx.Run(kHold);
    budgets_.Release();
    EXPECT_TRUE(WaitForWaiting(1));
    second_caller = std::thread([&] { second = Verify(name, "v1"); });
    EXPECT_TRUE(WaitForWaiting(2));
    return absl::OkStatus();
  });
  EXPECT_TRUE(held.ok()) << held;
  first_caller.join();
  second_caller.join();
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(first->state(), v1::ACCEPTED);
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(budgets_.decisions(), SizeIs(1));
}

TEST_F(PaymentsTest, RefusalThatComesLate_LeavesALaterDecisionAlone) {
  const std::string name = SentInterim();
  budgets_.FailNext(2, rpc::ToGrpcStatus(Refuse("NOT_FOUND", {{"name", "x"}})), /*work_is_done=*/false);
  budgets_.HoldNext();
  absl::StatusOr<v1::Claim> late;
  std::thread late_caller([&] { late = Verify(name, "v1"); });
  EXPECT_TRUE(budgets_.WaitForDecisions(1));
  EXPECT_EQ(ReasonOf(Verify(name, "v2").status()), "NOT_FOUND");
  EXPECT_EQ(Get(name)->state(), v1::SENT);
  budgets_.FailNext(1, {grpc::StatusCode::UNAVAILABLE, "away"}, /*work_is_done=*/false);
  EXPECT_EQ(ReasonOf(Verify(name, "v3", {"2"}).status()), "PEER_UNAVAILABLE");
  budgets_.Release();
  late_caller.join();
  EXPECT_EQ(ReasonOf(late.status()), "NOT_FOUND");
  const absl::StatusOr<v1::Claim> claim = Get(name);
  EXPECT_EQ(claim->state(), v1::IN_VERIFICATION);
  EXPECT_THAT(claim->verification().refused_costs(), SizeIs(1));
}

TEST_F(PaymentsTest, EveryRefusalOfTheBudget_WithdrawsTheDecision) {
  const std::string name = SentInterim();
  for (const char* reason : {"INVALID_REQUEST", "NOT_FOUND", "ALREADY_EXISTS", "COST_ALREADY_DECIDED",
                             "MONEY_OUT_OF_RANGE", "PERMISSION_DENIED"}) {
    budgets_.FailNext(1, rpc::ToGrpcStatus(Refuse(reason)), /*work_is_done=*/false);
    EXPECT_EQ(ReasonOf(Verify(name, std::string("verify-") + reason).status()), reason);
    EXPECT_EQ(Get(name)->state(), v1::SENT) << reason;
  }
}

TEST_F(PaymentsTest, RoleOfTheService_CannotChangeWhatWasAskedForOrPaid) {
  ASSERT_TRUE(Pay(AcceptedInterim(), Leva(100, 10), "p1").ok());
  pqxx::connection connection(sandbox_.conninfo() + " user=svc_payments");
  for (const char* sql :
       {"update payments.claim set requested_eu_minor = 1", "update payments.claim set kind = 'FINAL'",
        "delete from payments.claim", "update payments.contract set contract_id = 'X'",
        "delete from payments.contract", "update payments.claim_cost set paid_on = '2017-01-01'",
        "update payments.payment set amount_eu_minor = 1", "delete from payments.payment"}) {
    pqxx::work work(connection);
    EXPECT_THROW(work.exec(sql), pqxx::insufficient_privilege) << sql;
  }
}

TEST_F(PaymentsTest, EveryChange_HasItsEvidence) {
  const std::string name = AcceptedInterim();
  ASSERT_TRUE(Pay(name, Leva(100, 10), "p1").ok());
  std::vector<std::string> actions;
  for (const pqxx::row& row :
       sandbox_.Inspect("select action from payments.evidence order by tx_id, entry_id")) {
    actions.push_back(row[0].as<std::string>());
  }
  EXPECT_THAT(actions, ElementsAre("claims.create", "claims.send", "claims.verify", "claims.close",
                                   "payments.record"));
}

TEST_F(PaymentsTest, AnotherOrganisation_SeesAndWritesNothing) {
  const absl::StatusOr<v1::Claim> draft = Create(Advance(Leva(850, 150)), "a1");
  ASSERT_TRUE(draft.ok());
  const rpc::Actor stranger{
      .subject = "finance@sopot", .organisations = {"sopot"}, .roles = {"FINANCE"}};
  EXPECT_EQ(ReasonOf(Get(draft->name(), stranger).status()), "ORGANISATION_NOT_GRANTED");
  EXPECT_EQ(
      ReasonOf(Get("organisations/-/contracts/BG05M9OP001-2.005-0063-C01/claims/1", stranger).status()),
      "NOT_FOUND");
  EXPECT_EQ(
      ReasonOf(
          Get("organisations/sopot/contracts/BG05M9OP001-2.005-0063-C01/claims/1", stranger).status()),
      "NOT_FOUND");
}

TEST_F(PaymentsTest, ContractOfTwoOrganisations_IsAmbiguousWithoutOne) {
  proposals_.Activate("sopot", MineralniBani("sopot"));
  v1::ListClaimsRequest request;
  request.set_parent("organisations/-/contracts/BG05M9OP001-2.005-0063-C01");
  EXPECT_EQ(ReasonOf(Ask(&Stub::ListClaims, Auditor(), request).status()), "NAME_AMBIGUOUS");
  ASSERT_TRUE(Create(Advance(Leva(850, 150)), "a1").ok());
  request.set_parent(kContract);
  const absl::StatusOr<v1::ListClaimsResponse> claims = Ask(&Stub::ListClaims, Auditor(), request);
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_THAT(claims->claims(), SizeIs(1));
}

TEST_F(PaymentsTest, AuditorAndUnknownContract_AreRefused) {
  v1::CreateClaimRequest request;
  request.set_parent(kContract);
  *request.mutable_claim() = Advance(Leva(850, 150));
  request.set_request_id("a1");
  EXPECT_EQ(ReasonOf(Ask(&Stub::CreateClaim, Auditor(), request).status()), "PERMISSION_DENIED");
  EXPECT_EQ(ReasonOf(Create(Advance(Leva(850, 150)), "a2",
                            "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-9999-C01")
                         .status()),
            "NOT_FOUND");
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
