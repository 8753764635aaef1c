// SPDX-License-Identifier: EUPL-1.2
// Claims from draft to money as their callers see them, with neighbours without a database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "payments/payments_module.h"
#include "payments/testing/payments_fixture.h"
#include "platform/base/error.h"
#include "platform/testing/pg_sandbox.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"

namespace tranche::payments {
namespace {

using testing::Approver;
using testing::Auditor;
using ::testing::Contains;
using testing::Cost;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kContract;
using testing::Leva;
using testing::MineralniBani;
using testing::Owner;
using ::testing::Pair;
using testing::PaymentsTest;
using ::testing::SizeIs;
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

}  // namespace
}  // namespace tranche::payments
