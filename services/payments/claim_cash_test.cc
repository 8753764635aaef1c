// SPDX-License-Identifier: EUPL-1.2
// The cash of claims: verification in parts, the cap of advance and interim money.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "payments/testing/claim_cash_fixture.h"

namespace tranche::payments {
namespace {

using testing::Auditor;
using ::testing::Contains;
using testing::Cost;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Leva;
using ::testing::Pair;
using ::testing::SizeIs;

TEST_F(ClaimCashTest, VerificationInParts_IsKeptAndCarriedOutToTheCent) {
  const std::string name = SentInterim();
  v1::VerifyClaimRequest request = VerificationOf(name, "v1");
  Take(request, "1", "1.00", "0.50");

  const absl::StatusOr<v1::Claim> claim = Decide(request);

  ASSERT_TRUE(claim.ok()) << claim.status();
  EXPECT_EQ(claim->state(), v1::ACCEPTED);
  EXPECT_EQ(claim->requested().total().amount(), "12.50");
  EXPECT_EQ(claim->approved().total().amount(), "11.00");
  EXPECT_EQ(claim->refused().total().amount(), "1.50");
  EXPECT_EQ(claim->unapproved().total().amount(), "1.00");
  EXPECT_EQ(claim->unapproved_by_correction().total().amount(), "0.50");
  EXPECT_EQ(claim->payable().total().amount(), "11.00");
  EXPECT_EQ(claim->cleared().total().amount(), "0.00");
  ASSERT_THAT(claim->verification().cost_verifications(), SizeIs(1));
  const v1::CostVerification& cost = claim->verification().cost_verifications(0);
  EXPECT_EQ(cost.claimed().total().amount(), "10.00");
  EXPECT_EQ(cost.unapproved().parts().eu().amount(), "0.85");
  EXPECT_EQ(cost.unapproved().parts().national().amount(), "0.15");
  EXPECT_EQ(cost.unapproved_by_correction().parts().eu().amount(), "0.43");
  EXPECT_EQ(cost.unapproved_by_correction().parts().national().amount(), "0.07");
  EXPECT_EQ(cost.unapproved_by_correction().correction(), "К-7");
  EXPECT_EQ(cost.approved().grant().amount(), "8.50");
  EXPECT_THAT(claim->verification().refused_costs(), IsEmpty());

  ASSERT_THAT(budgets_.decisions(), SizeIs(1));
  const budgets::v1::CostDecision asked = budgets_.decisions()[0].decisions(0);
  EXPECT_TRUE(asked.approved());
  EXPECT_EQ(asked.unapproved().total().amount(), "1.00");
  EXPECT_EQ(asked.unapproved_by_correction().total().amount(), "0.50");
  EXPECT_EQ(asked.correction(), "К-7");
  EXPECT_EQ(budgets_.StateOf(Cost("1")), budgets::v1::PARTIALLY_APPROVED);
  EXPECT_EQ(budgets_.StateOf(Cost("2")), budgets::v1::APPROVED);
  EXPECT_EQ(Get(name)->SerializeAsString(), claim->SerializeAsString());
}

// The budget lowers a flat rate with its base; the claim keeps what was carried out, with the reason.
TEST_F(ClaimCashTest, FlatRateLoweredByTheBudget_IsKeptWithTheClaim) {
  const std::string name = SentInterim();
  budgets_.LowerByItsBase(Cost("1"), Leva(85, 15));
  budgets_.LowerByItsBase(Cost("2"), Leva(17, 3));
  v1::VerifyClaimRequest request = VerificationOf(name, "v1");
  Take(request, "1", "1.00");

  const absl::StatusOr<v1::Claim> claim = Decide(request);

  ASSERT_TRUE(claim.ok()) << claim.status();
  EXPECT_EQ(claim->approved().total().amount(), "10.30");
  EXPECT_EQ(claim->unapproved().total().amount(), "2.20");
  ASSERT_THAT(claim->verification().cost_verifications(), SizeIs(2));
  const v1::CostVerification& first = claim->verification().cost_verifications(0);
  EXPECT_EQ(first.unapproved().parts().eu().amount(), "1.70");
  EXPECT_EQ(first.unapproved().reason(), "Липсва протокол; Единна ставка от верифицираната основа");
  const v1::CostVerification& second = claim->verification().cost_verifications(1);
  EXPECT_EQ(second.unapproved().parts().eu().amount(), "0.17");
  EXPECT_EQ(second.approved().total().amount(), "2.30");
  EXPECT_EQ(Get(name)->SerializeAsString(), claim->SerializeAsString());
  // A repeat is answered as it was at first.
  EXPECT_EQ(Decide(request)->SerializeAsString(), claim->SerializeAsString());
}

TEST_F(ClaimCashTest, WhatIsWrongWithAVerification_IsSaidAllAtOnce) {
  const std::string name = SentInterim();
  v1::VerifyClaimRequest request = VerificationOf(name, "v1");
  Take(request, "1", "10.00", "0.01");
  Take(request, "2", "0.00");
  const absl::Status refused = Decide(request).status();
  EXPECT_EQ(ReasonOf(refused), "INVALID_REQUEST");
  std::vector<std::pair<std::string, std::string>> found;
  for (const Violation& violation : ViolationsOf(refused)) {
    found.emplace_back(violation.field, violation.reason);
  }
  EXPECT_THAT(found, ElementsAre(Pair("verification.costVerifications[0]", "UNAPPROVED_ABOVE_CLAIMED"),
                                 Pair("verification.costVerifications[1].unapproved.total",
                                      "AMOUNT_NOT_ABOVE_ZERO")));
  EXPECT_EQ(Get(name)->state(), v1::SENT);
  EXPECT_THAT(budgets_.decisions(), IsEmpty());
}

TEST_F(ClaimCashTest, CostInBothLists_IsRefused) {
  const std::string name = SentInterim();
  v1::VerifyClaimRequest request = VerificationOf(name, "v1");
  Take(request, "1", "1.00");
  v1::RefusedCost* refused = request.mutable_verification()->add_refused_costs();
  refused->set_cost(Cost("1"));
  refused->set_reason("Извън обхвата");
  EXPECT_EQ(ReasonOf(Decide(request).status()), "CLAIM_COST_TWICE");
}

TEST_F(ClaimCashTest, VerificationInParts_GoesOnAfterAFailure) {
  const std::string name = SentInterim();
  v1::VerifyClaimRequest request = VerificationOf(name, "v1");
  Take(request, "1", "1.00", "0.50");
  budgets_.FailNext(1, grpc::Status(grpc::StatusCode::UNAVAILABLE, "away"), /*work_is_done=*/true);
  EXPECT_FALSE(Decide(request).ok());
  EXPECT_EQ(Get(name)->state(), v1::IN_VERIFICATION);

  v1::VerifyClaimRequest other = request;
  other.mutable_verification()
      ->mutable_cost_verifications(0)
      ->mutable_unapproved()
      ->mutable_total()
      ->set_amount("1.01");
  EXPECT_EQ(ReasonOf(Decide(other).status()), "VERIFICATION_UNDER_WAY");
  // As parts it is the same decision.
  v1::UnapprovedAmount* amount =
      request.mutable_verification()->mutable_cost_verifications(0)->mutable_unapproved();
  amount->clear_total();
  *amount->mutable_parts() = tranche::convert::ToProto(Leva(85, 15));
  request.set_request_id("v2");
  const absl::StatusOr<v1::Claim> claim = Decide(request);
  ASSERT_TRUE(claim.ok()) << claim.status();
  EXPECT_EQ(claim->approved().total().amount(), "11.00");
}

TEST_F(ClaimCashTest, VerificationThatTheBudgetRefuses_LeavesNoVerdict) {
  const std::string name = SentInterim();
  v1::VerifyClaimRequest request = VerificationOf(name, "v1");
  Take(request, "1", "1.00");
  budgets_.FailNext(1, rpc::ToGrpcStatus(Refuse("COST_ALREADY_DECIDED", {{"cost", Cost("1")}})),
                    /*work_is_done=*/false);
  EXPECT_EQ(ReasonOf(Decide(request).status()), "COST_ALREADY_DECIDED");
  EXPECT_EQ(Get(name)->state(), v1::SENT);
  EXPECT_EQ(Count("claim_refused_cost"), 0);
}

TEST_F(ClaimCashTest, CostThatComesAgain_IsCountedOnce) {
  v1::VerifyClaimRequest request = VerificationOf(Sent(v1::INTERIM, "1", Leva(850, 150)), "v1");
  Take(request, "1", "4.00", "1.00");
  ASSERT_TRUE(Decide(request).ok());

  const std::string second = Sent(v1::INTERIM, "2", Leva(425, 75), Cost("1"));

  // 5.00 is asked for, of which 4.00 was unapproved; what the correction took does not come again.
  EXPECT_EQ(Get(second)->requested().total().amount(), "5.00");
  EXPECT_EQ(Get(second)->claimed_again().total().amount(), "4.00");
  EXPECT_EQ(Position()->claimed().total().amount(), "11.00");
  EXPECT_EQ(Position()->claimed_again().total().amount(), "4.00");

  // Refused once more, it may come once more: all of it was asked for before.
  v1::VerifyClaimRequest again = VerificationOf(second, "v2");
  Take(again, "2", "5.00");
  EXPECT_EQ(Decide(again)->state(), v1::REFUSED);
  const std::string third = Sent(v1::INTERIM, "3", Leva(425, 75), Cost("2"));
  EXPECT_EQ(Get(third)->claimed_again().total().amount(), "5.00");
  EXPECT_EQ(Position()->claimed().total().amount(), "11.00");
}

// It was withdrawn, or a revalidation that it carried was annulled: no claim knows of it.
TEST_F(ClaimCashTest, CostThatComesAgainAfterOneOfNoClaim_IsCountedOnce) {
  v1::VerifyClaimRequest request = VerificationOf(Sent(v1::INTERIM, "1", Leva(850, 150)), "v1");
  Take(request, "1", "4.00");
  ASSERT_TRUE(Decide(request).ok());
  budgets_.AddCost(Cost("2"), Leva(340, 60), budgets::v1::REFUSED, "2017-12-01", Cost("1"));
  budgets_.AddCost(Cost("3"), Leva(340, 60), budgets::v1::REFUSED, "2017-12-01", Cost("2"));

  const std::string second = Sent(v1::INTERIM, "4", Leva(425, 75), Cost("3"));

  EXPECT_EQ(Get(second)->claimed_again().total().amount(), "4.00");
  EXPECT_EQ(Position()->claimed().total().amount(), "11.00");
  EXPECT_EQ(Count("claim_cost where first_cost_id = '1'"), 2);
}

// Neither of them was in a claim: all of it is new.
TEST_F(ClaimCashTest, CostThatComesAgainOfNoClaim_IsNew) {
  budgets_.AddCost(Cost("1"), Leva(340, 60), budgets::v1::REFUSED);
  budgets_.AddCost(Cost("2"), Leva(340, 60), budgets::v1::REFUSED, "2017-12-01", Cost("1"));

  const std::string claim = Sent(v1::INTERIM, "3", Leva(425, 75), Cost("2"));

  EXPECT_FALSE(Get(claim)->has_claimed_again());
  EXPECT_EQ(Count("claim_cost where first_cost_id = '1'"), 1);
}

TEST_F(ClaimCashTest, WhatCannotBeReadOfAVerification_IsSaidAllAtOnce) {
  v1::VerifyClaimRequest request = VerificationOf(SentInterim(), "v1");
  request.mutable_verification()->set_decided_on("2018-09-02");
  request.mutable_verification()->set_refusal_reason("Защо?");
  const std::string of_another =
      "organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0064-C01/costs/1";
  v1::RefusedCost* refused_cost = request.mutable_verification()->add_refused_costs();
  refused_cost->set_cost(of_another);
  refused_cost->set_reason("Липсва договор.");
  v1::CostVerification* cost = request.mutable_verification()->add_cost_verifications();
  cost->set_cost(of_another);
  *cost->mutable_unapproved()->mutable_total() =
      tranche::convert::ToProto(Money::Minor(100, Currency::kBgn));
  cost->mutable_unapproved()->set_reason("Липсва договор.");
  std::vector<std::pair<std::string, std::string>> found;
  for (const Violation& violation : ViolationsOf(Decide(request).status())) {
    found.emplace_back(violation.field, violation.reason);
  }
  EXPECT_THAT(found,
              ElementsAre(Pair("verification.refused", "FIELD_REQUIRED"),
                          Pair("verification.refusedCosts[0].cost", "COST_OF_ANOTHER_CONTRACT"),
                          Pair("verification.costVerifications[0].cost", "COST_OF_ANOTHER_CONTRACT"),
                          Pair("verification.decidedOn", "DAY_IN_FUTURE")));
}

TEST_F(ClaimCashTest, MineralniBani_CashStopsAtTheCapAndTheRestClearsTheAdvance) {
  PaidAdvance();
  EXPECT_EQ(Position()->cap().amount(), "302406.80");
  EXPECT_EQ(Position()->cap_percent(), "80");
  EXPECT_TRUE(Position()->cap_verified());
  EXPECT_EQ(Position()->left_under_cap().amount(), "226805.10");

  const absl::StatusOr<v1::Claim> interim = Accepted(v1::INTERIM, "1", Leva(19278434, 3402076));
  ASSERT_TRUE(interim.ok()) << interim.status();
  EXPECT_EQ(interim->payable().total().amount(), "226805.10");
  ASSERT_TRUE(Pay(interim->name(), Leva(19278434, 3402076), "pay-1").ok());

  const absl::StatusOr<v1::Claim> clearing = Accepted(v1::INTERIM, "2", Leva(6426145, 1134025));
  ASSERT_TRUE(clearing.ok()) << clearing.status();
  EXPECT_EQ(clearing->payable().total().amount(), "0.00");
  EXPECT_EQ(clearing->cleared().total().amount(), "75601.70");
  EXPECT_TRUE(LastEvent<v1::ClaimDecided>().nothing_owed());
  EXPECT_EQ(ReasonOf(Pay(clearing->name(), Leva(1, 0), "pay-2").status()), "PAYMENT_ABOVE_OWED");
  EXPECT_EQ(Position()->remaining_to_clear().amount(), "0.00");
  EXPECT_FALSE(Position()->cap_binds());

  const absl::StatusOr<v1::Claim> last = Accepted(v1::FINAL, "3", Leva(6426144, 1134026));
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_EQ(last->payable().total().amount(), "75601.70");
  EXPECT_FALSE(last->has_to_recover());
  ASSERT_TRUE(Pay(last->name(), Leva(6426144, 1134026), "pay-3").ok());
  const absl::StatusOr<v1::CashPosition> position = Position(Auditor());
  ASSERT_TRUE(position.ok()) << position.status();
  EXPECT_EQ(position->granted().total().amount(), "378008.50");
  EXPECT_EQ(position->approved().total().amount(), "378008.50");
  EXPECT_EQ(position->advance_paid().total().amount(), "75601.70");
  EXPECT_EQ(position->interim_paid().total().amount(), "226805.10");
  EXPECT_EQ(position->final_paid().total().amount(), "75601.70");
  EXPECT_EQ(position->cleared().total().amount(), "75601.70");
  EXPECT_EQ(position->to_pay().total().amount(), "0.00");
  EXPECT_TRUE(position->settled());
}

TEST_F(ClaimCashTest, FinalClaimOfTooLittle_SaysWhatIsPaidBack) {
  PaidAdvance();
  const absl::StatusOr<v1::Claim> last = Accepted(v1::FINAL, "1", Leva(3400000, 600000));
  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_EQ(last->payable().total().amount(), "0.00");
  EXPECT_EQ(last->to_recover().total().amount(), "35601.70");
  EXPECT_EQ(LastEvent<v1::ClaimDecided>().to_recover().total().amount(), "35601.70");
  EXPECT_TRUE(LastEvent<v1::ClaimDecided>().nothing_owed());
  EXPECT_EQ(Position()->to_recover().total().amount(), "35601.70");
  EXPECT_FALSE(Position()->settled());
}

TEST_F(ClaimCashTest, CapThatIsUnknown_LeavesTheClaimAsItWas) {
  PaidAdvance();
  const std::string name = Sent(v1::INTERIM, "1", Leva(850, 150));
  reference_.SetRule("advance_and_interim_cap_percent", "");
  EXPECT_EQ(ReasonOf(Verify(name, "v1").status()), "CASH_CAP_UNKNOWN");
  EXPECT_EQ(Get(name)->state(), v1::SENT);
  EXPECT_THAT(budgets_.decisions(), IsEmpty());
  EXPECT_FALSE(Position()->has_cap());
  EXPECT_FALSE(Position()->has_left_under_cap());
  reference_.SetRule("advance_and_interim_cap_percent", "80");
  EXPECT_TRUE(Verify(name, "v1").ok());
}

TEST_F(ClaimCashTest, AdvanceAfterInterimClaims_GetsWhatIsLeftUnderTheCap) {
  // 300 000.00 of 302 406.80 is owed before there is an advance.
  ASSERT_TRUE(Accepted(v1::INTERIM, "1", Leva(25500000, 4500000)).ok());
  const absl::Status refused = Create(Advance(Leva(6426145, 1134025)), "a1").status();
  EXPECT_EQ(ReasonOf(refused), "ADVANCE_ABOVE_CAP");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("left", "2406.80")));

  const absl::StatusOr<v1::Claim> advance = Create(Advance(Leva(204578, 36102)), "a2");
  ASSERT_TRUE(advance.ok()) << advance.status();
  ASSERT_TRUE(Send(advance->name()).ok());
  // What is left is looked at again when the decision is recorded.
  reference_.SetRule("advance_and_interim_cap_percent", "79");
  EXPECT_EQ(ReasonOf(Verify(advance->name(), "v1").status()), "ADVANCE_ABOVE_CAP");
  EXPECT_EQ(Get(advance->name())->state(), v1::SENT);
  reference_.SetRule("advance_and_interim_cap_percent", "80");
  const absl::StatusOr<v1::Claim> accepted = Verify(advance->name(), "v1");
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->payable().total().amount(), "2406.80");
  const pqxx::result kept = sandbox_.Inspect(
      "select cash_cap_minor, cash_before_minor, advance_left_minor from payments.claim "
      "where kind = 'ADVANCE'");
  EXPECT_EQ(kept[0][0].as<int64_t>(), 30240680);
  EXPECT_EQ(kept[0][1].as<int64_t>(), 30000000);
  EXPECT_EQ(kept[0][2].as<int64_t>(), 240680);
}

TEST_F(ClaimCashTest, AdvanceAboveTheCap_CanBeRefusedByTheAuthority) {
  ASSERT_TRUE(Accepted(v1::INTERIM, "1", Leva(25500000, 4500000)).ok());
  const absl::StatusOr<v1::Claim> advance = Create(Advance(Leva(204578, 36102)), "a1");
  ASSERT_TRUE(advance.ok()) << advance.status();
  ASSERT_TRUE(Send(advance->name()).ok());
  reference_.SetRule("advance_and_interim_cap_percent", "");
  EXPECT_EQ(ReasonOf(Verify(advance->name(), "v1").status()), "CASH_CAP_UNKNOWN");
  EXPECT_EQ(RefuseAdvance(advance->name(), "v2", true, "Над тавана.")->state(), v1::REFUSED);
}

// Between the recorded decision and its end the cap may change: nothing above it is owed, and the claim
// can be decided on anew.
TEST_F(ClaimCashTest, CapLoweredWhileADecisionIsUnderWay_WithdrawsIt) {
  ASSERT_TRUE(Accepted(v1::INTERIM, "1", Leva(25500000, 4500000)).ok());
  const absl::StatusOr<v1::Claim> advance = Create(Advance(Leva(204578, 36102)), "a1");
  ASSERT_TRUE(advance.ok()) << advance.status();
  ASSERT_TRUE(Send(advance->name()).ok());
  sandbox_.Inspect(
      "update payments.claim set state = 'IN_VERIFICATION', decided_on = '2018-02-01', "
      "decided_by = 'approver@mineralni-bani', reference = '93-01-7', decisions_recorded = 1 "
      "where kind = 'ADVANCE'");
  reference_.SetRule("advance_and_interim_cap_percent", "79");
  EXPECT_EQ(ReasonOf(Verify(advance->name(), "v1").status()), "ADVANCE_ABOVE_CAP");
  EXPECT_EQ(Get(advance->name())->state(), v1::SENT);
}

TEST_F(ClaimCashTest, KindOfSupport_ChoosesTheRule) {
  reference_.SetSupportKind("state_aid");
  reference_.SetRule("advance_ceiling_percent_state_aid", "40");
  EXPECT_EQ(ReasonOf(Create(Advance(Leva(12852290, 2268051)), "a1").status()), "ADVANCE_ABOVE_CEILING");
  EXPECT_TRUE(Create(Advance(Leva(12852289, 2268051)), "a1").ok());
  EXPECT_THAT(reference_.asked_codes(), Contains("advance_ceiling_percent_state_aid"));
}

// The rules of money stand in SQL too: what the service would never write is refused there by name.
TEST_F(ClaimCashTest, CashBeyondTheRules_IsRefusedByTheDatabase) {
  PaidAdvance();
  ASSERT_TRUE(Accepted(v1::INTERIM, "1", Leva(850, 150)).ok());
  for (const auto& [change, rule] : std::vector<std::pair<std::string, std::string>>{
           {"update payments.contract set cleared_minor = advance_owed_minor + 1",
            "contract_cleared_within_advance"},
           {"update payments.claim set payable_eu_minor = payable_eu_minor + 1 where kind = 'INTERIM'",
            "claim_payable_adds_up"},
           {"update payments.claim set paid_eu_minor = payable_eu_minor + 1 where kind = 'INTERIM'",
            "claim_paid_within_owed"},
           {"update payments.claim set cash_cap_minor = 1 where kind = 'INTERIM'",
            "claim_cash_within_cap"},
           {"update payments.claim set cash_cap_minor = 7560169 where kind = 'ADVANCE'",
            "claim_cash_within_cap"},
           {"update payments.claim set to_recover_eu_minor = 1 where kind = 'INTERIM'",
            "claim_to_recover"}}) {
    std::string problem;
    try {
      sandbox_.Inspect(change);
    } catch (const std::exception& error) {
      problem = error.what();
    }
    EXPECT_THAT(problem, ::testing::HasSubstr(rule)) << change;
  }
}

}  // namespace
}  // namespace tranche::payments
