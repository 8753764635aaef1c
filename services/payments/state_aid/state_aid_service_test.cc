// SPDX-License-Identifier: EUPL-1.2
// State-aid advances over PostgreSQL: from the claim to what covers it, withdrawal and closing.
#include "payments/state_aid/state_aid_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/testing/payments_fixture.h"
#include "tranche/payments/v1/state_aid_service.grpc.pb.h"

namespace tranche::payments::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using StateAid = v1::StateAidService::Stub;

class StateAidTest : public PaymentsTest {
 protected:
  StateAidTest() : state_aid_(v1::StateAidService::NewStub(role_.channel())) {
    reference_.SetSupportKind("state_aid");
    reference_.SetRule("advance_ceiling_percent_state_aid", "40");
    reference_.SetRule("advance_and_interim_cap_percent_state_aid", "95");
  }

  // 1,000.00 lev: 850.00 of the EU and 150.00 national.
  static v1::Claim StateAidAdvance(const std::string& security = "1000.00") {
    v1::Claim claim = Advance(Leva(85000, 15000));
    claim.set_kind(v1::STATE_AID_ADVANCE);
    v1::AdvanceSecurity* given = claim.mutable_security();
    given->set_kind(v1::BANK_GUARANTEE);
    given->set_issuer("Общинска банка АД");
    given->set_number("БГ-17");
    given->mutable_amount()->set_amount(security);
    given->mutable_amount()->set_currency("BGN");
    given->set_valid_until("2020-06-30");
    return claim;
  }
  absl::StatusOr<v1::Claim> Decide(const std::string& name, const std::string& cover_by,
                                   const std::string& key, bool refused = false) {
    v1::VerifyClaimRequest request;
    request.set_name(name);
    request.mutable_verification()->set_decided_on("2018-02-01");
    request.mutable_verification()->set_cover_by(cover_by);
    request.mutable_verification()->set_refused(refused);
    if (refused) request.mutable_verification()->set_refusal_reason("Няма обезпечение.");
    request.set_request_id(key);
    return Ask(&Stub::VerifyClaim, Approver(), request);
  }
  std::string SentAdvance() {
    const absl::StatusOr<v1::Claim> claim = Create(StateAidAdvance(), "create-aid");
    EXPECT_TRUE(claim.ok()) << claim.status();
    if (!claim.ok()) return "";
    EXPECT_TRUE(Send(claim->name()).ok());
    return claim->name();
  }
  std::string AcceptedAdvance() {
    const std::string name = SentAdvance();
    const absl::StatusOr<v1::Claim> accepted = Decide(name, "2018-06-30", "accept-aid");
    EXPECT_TRUE(accepted.ok()) << accepted.status();
    return name;
  }
  // An interim claim for one cost of 100.00 or more that is accepted.
  void AcceptCost(const std::string& id, const ThreePart& parts, const std::string& paid_on) {
    budgets_.AddCost(Cost(id), parts, budgets::v1::RESERVED, paid_on);
    const absl::StatusOr<v1::Claim> claim = Create(Interim({id}), "create-" + id);
    ASSERT_TRUE(claim.ok()) << claim.status();
    ASSERT_TRUE(Send(claim->name(), "2018-07-15").ok());
    v1::VerifyClaimRequest request;
    request.set_name(claim->name());
    request.mutable_verification()->set_decided_on("2018-07-20");
    request.set_request_id("verify-" + id);
    const absl::StatusOr<v1::Claim> accepted = Ask(&Stub::VerifyClaim, Approver(), request);
    ASSERT_TRUE(accepted.ok()) << accepted.status();
  }
  absl::StatusOr<v1::StateAidAdvance> Look() {
    v1::GetStateAidAdvanceRequest request;
    request.set_name(std::string(kContract) + "/stateAidAdvance");
    return rpc::Call<v1::StateAidAdvance>(role_.Scope(Auditor()), *state_aid_,
                                          &StateAid::GetStateAidAdvance, request);
  }
  absl::StatusOr<v1::StateAidAdvance> Move(v1::SecurityStepKind kind, const std::string& on,
                                           const std::string& key, const std::string& amount = "",
                                           const std::string& until = "") {
    v1::MoveSecurityRequest request;
    request.set_name(std::string(kContract) + "/stateAidAdvance");
    v1::SecurityStep* step = request.mutable_step();
    step->set_kind(kind);
    step->set_on(on);
    step->set_valid_until(until);
    if (!amount.empty()) {
      step->mutable_amount()->set_amount(amount);
      step->mutable_amount()->set_currency("BGN");
    }
    step->set_reference("писмо 9");
    request.set_request_id(key);
    return rpc::Call<v1::StateAidAdvance>(role_.Scope(Approver()), *state_aid_, &StateAid::MoveSecurity,
                                          request);
  }
  absl::StatusOr<v1::StateAidAdvance> WithdrawPart(const ThreePart& amount, const std::string& key,
                                                   const std::string& on = "2018-06-20") {
    v1::WithdrawUncoveredRequest request;
    request.set_name(std::string(kContract) + "/stateAidAdvance");
    request.set_withdrawn_on(on);
    request.set_reason("Писмо 11");
    request.set_request_id(key);
    *request.mutable_amount() = tranche::convert::ToProto(amount);
    return rpc::Call<v1::StateAidAdvance>(role_.Scope(Approver()), *state_aid_,
                                          &StateAid::WithdrawUncovered, request);
  }
  absl::StatusOr<v1::StateAidAdvance> Withdraw(const std::string& on, const std::string& key) {
    v1::WithdrawUncoveredRequest request;
    request.set_name(std::string(kContract) + "/stateAidAdvance");
    request.set_withdrawn_on(on);
    request.set_reason("Писмо 12");
    request.set_request_id(key);
    return rpc::Call<v1::StateAidAdvance>(role_.Scope(Approver()), *state_aid_,
                                          &StateAid::WithdrawUncovered, request);
  }

  std::unique_ptr<StateAid> state_aid_;
};

TEST_F(StateAidTest, Claim_OfAProcedureWithoutStateAid_IsRefused) {
  reference_.SetSupportKind("");
  EXPECT_EQ(ReasonOf(Create(StateAidAdvance(), "1").status()), "STATE_AID_NOT_OF_PROCEDURE");
}

TEST_F(StateAidTest, Claim_IsSecuredInFull) {
  EXPECT_EQ(ReasonOf(Create(StateAidAdvance("999.99"), "1").status()), "STATE_AID_SECURITY_BELOW");
  v1::Claim without = StateAidAdvance();
  without.clear_security();
  without.clear_requested();
  const std::vector<Violation> both = ViolationsOf(Create(without, "2").status());
  ASSERT_THAT(both, SizeIs(2));
  EXPECT_EQ(both[0].field, "claim.security");
  EXPECT_EQ(both[1].field, "claim.requested");
}

TEST_F(StateAidTest, OneAdvanceOfEitherKind) {
  SentAdvance();
  ASSERT_TRUE(Decide(std::string(kContract) + "/claims/1", "2018-06-30", "accept").ok());
  EXPECT_EQ(ReasonOf(Create(Advance(Leva(850, 150)), "second").status()), "ADVANCE_EXISTS");
}

TEST_F(StateAidTest, Acceptance_NamesTheLastDayForCovering) {
  const std::string name = SentAdvance();
  EXPECT_THAT(ViolationsOf(Decide(name, "", "1").status()), SizeIs(1));
  EXPECT_EQ(ReasonOf(Decide(name, "2020-07-01", "2").status()), "STATE_AID_SECURITY_ENDS");
  EXPECT_EQ(Get(name)->state(), v1::SENT);
  const absl::StatusOr<v1::Claim> accepted = Decide(name, "2018-06-30", "3");
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  EXPECT_EQ(accepted->state(), v1::ACCEPTED);
  EXPECT_EQ(accepted->verification().cover_by(), "2018-06-30");
  EXPECT_EQ(accepted->payable().total().amount(), "1000.00");
  EXPECT_FALSE(accepted->has_approved());
  EXPECT_EQ(accepted->security().number(), "БГ-17");
}

TEST_F(StateAidTest, Refused_IsNoAdvance) {
  const std::string name = SentAdvance();
  ASSERT_TRUE(Decide(name, "", "refuse", /*refused=*/true).ok());
  EXPECT_EQ(ReasonOf(Look().status()), "NOT_FOUND");
  EXPECT_TRUE(Create(StateAidAdvance(), "again").ok());
}

TEST_F(StateAidTest, CostsInTime_CoverItAndTheCashPositionSaysSo) {
  AcceptedAdvance();
  AcceptCost("1", Leva(25500, 4500), "2018-06-01");
  AcceptCost("2", Leva(85000, 15000), "2018-07-05");  // After the last day.
  const absl::StatusOr<v1::StateAidAdvance> advance = Look();
  ASSERT_TRUE(advance.ok()) << advance.status();
  EXPECT_EQ(advance->state(), v1::COVERAGE_OPEN);
  EXPECT_EQ(advance->verified().total().amount(), "1000.00");
  EXPECT_EQ(advance->covered().total().amount(), "300.00");
  EXPECT_EQ(advance->not_covered().total().amount(), "700.00");
  ASSERT_EQ(advance->coverages_size(), 2);
  EXPECT_EQ(advance->coverages(1).late().total().amount(), "1000.00");
  EXPECT_EQ(advance->coverages(1).covers().total().amount(), "0.00");

  v1::GetCashPositionRequest request;
  request.set_name(std::string(kContract) + "/cashPosition");
  const auto position = Ask(&Stub::GetCashPosition, Owner(), request);
  ASSERT_TRUE(position.ok()) << position.status();
  EXPECT_EQ(position->state_aid_verified().total().amount(), "1000.00");
  EXPECT_EQ(position->state_aid_covered().total().amount(), "300.00");
  EXPECT_EQ(position->state_aid_not_covered().total().amount(), "700.00");
  EXPECT_EQ(position->approved().total().amount(), "1300.00");  // Costs alone.
  // The cap of state aid does not bind yet: all of both claims is paid.
  EXPECT_EQ(position->to_pay().total().amount(), "2300.00");
}

TEST_F(StateAidTest, Withdrawal_IsDoneOnceAndStaysWithLaterClaims) {
  AcceptedAdvance();
  AcceptCost("1", Leva(25500, 4500), "2018-06-01");
  EXPECT_EQ(ReasonOf(Withdraw("2018-06-30", "early").status()), "STATE_AID_NOT_DUE");
  const absl::StatusOr<v1::StateAidAdvance> withdrawn = Withdraw("2018-08-01", "withdraw");
  ASSERT_TRUE(withdrawn.ok()) << withdrawn.status();
  EXPECT_EQ(withdrawn->state(), v1::COVERAGE_WITHDRAWN);
  EXPECT_EQ(withdrawn->withdrawn().total().amount(), "700.00");
  EXPECT_EQ(withdrawn->withdrawn_by(), Approver().subject);
  EXPECT_EQ(Withdraw("2018-08-01", "withdraw")->SerializeAsString(), withdrawn->SerializeAsString());
  EXPECT_EQ(ReasonOf(Withdraw("2018-08-01", "again").status()), "STATE_AID_WRONG_STATE");
  AcceptCost("2", Leva(8500, 1500), "2018-06-15");
  EXPECT_EQ(Look()->covered().total().amount(), "300.00");
  EXPECT_EQ(Count("advance_withdrawal"), 1);
  EXPECT_EQ(sandbox_
                .Inspect("select count(*) from payments.evidence where action = "
                         "'state_aid.withdraw_uncovered'")[0][0]
                .as<int>(),
            1);
}

TEST_F(StateAidTest, PartThatIsWithdrawn_LeavesTheRestToBeCovered) {
  AcceptedAdvance();
  const absl::StatusOr<v1::StateAidAdvance> part = WithdrawPart(Leva(30000, 5000), "part-1");
  ASSERT_TRUE(part.ok()) << part.status();
  EXPECT_EQ(part->state(), v1::COVERAGE_OPEN);
  EXPECT_EQ(part->withdrawn().total().amount(), "350.00");
  EXPECT_EQ(part->not_covered().total().amount(), "650.00");
  ASSERT_EQ(part->withdrawn_parts_size(), 1);
  EXPECT_EQ(part->withdrawn_parts(0).withdrawn_by(), Approver().subject);
  EXPECT_EQ(WithdrawPart(Leva(30000, 5000), "part-1")->SerializeAsString(), part->SerializeAsString());
  EXPECT_EQ(ReasonOf(WithdrawPart(Leva(55001, 0), "too-much").status()), "STATE_AID_ABOVE_UNCOVERED");
  AcceptCost("1", Leva(60000, 10000), "2018-06-01");
  const absl::StatusOr<v1::StateAidAdvance> covered = Look();
  EXPECT_EQ(covered->state(), v1::COVERAGE_COMPLETE);
  EXPECT_EQ(covered->covered().total().amount(), "650.00");
  EXPECT_EQ(Count("advance_withdrawn_part"), 1);
  EXPECT_THROW(sandbox_.Inspect("update payments.advance_withdrawn_part set amount_eu_minor = -1"),
               pqxx::check_violation);
}

TEST_F(StateAidTest, Security_IsProlongedCalledInAndPaid) {
  AcceptedAdvance();
  AcceptCost("1", Leva(25500, 4500), "2018-06-01");
  EXPECT_EQ(Look()->security_state(), v1::SECURITY_IN_FORCE);
  EXPECT_EQ(Look()->security_valid_until(), "2020-06-30");
  const auto prolonged = Move(v1::PROLONG_SECURITY, "2018-07-21", "prolong", "", "2020-12-31");
  ASSERT_TRUE(prolonged.ok()) << prolonged.status();
  EXPECT_EQ(prolonged->security_valid_until(), "2020-12-31");
  EXPECT_EQ(prolonged->security().valid_until(), "2020-06-30");  // As it was given.
  EXPECT_EQ(ReasonOf(Move(v1::RECEIVE_SECURITY, "2018-08-01", "early", "700.00").status()),
            "SECURITY_WRONG_STATE");
  EXPECT_EQ(ReasonOf(Move(v1::CALL_IN_SECURITY, "2018-08-01", "more", "700.01").status()),
            "SECURITY_ABOVE");
  const auto called = Move(v1::CALL_IN_SECURITY, "2018-08-01", "call", "700.00");
  ASSERT_TRUE(called.ok()) << called.status();
  EXPECT_EQ(called->security_state(), v1::SECURITY_CALLED_IN);
  EXPECT_EQ(Move(v1::CALL_IN_SECURITY, "2018-08-01", "call", "700.00")->SerializeAsString(),
            called->SerializeAsString());
  const auto paid = Move(v1::RECEIVE_SECURITY, "2018-08-10", "paid", "700.00");
  ASSERT_TRUE(paid.ok()) << paid.status();
  EXPECT_EQ(paid->security_state(), v1::SECURITY_RECEIVED);
  ASSERT_EQ(paid->security_steps_size(), 3);
  EXPECT_EQ(paid->security_steps(2).amount().amount(), "700.00");
  EXPECT_EQ(paid->security_steps(2).recorded_by(), Approver().subject);
  EXPECT_EQ(ReasonOf(Move(v1::RELEASE_SECURITY, "2018-08-11", "release").status()),
            "SECURITY_WRONG_STATE");
  EXPECT_EQ(sandbox_
                .Inspect("select count(*) from payments.evidence where action = "
                         "'state_aid.move_security'")[0][0]
                .as<int>(),
            3);
}

TEST_F(StateAidTest, ManyCallsAtOnce_OneIsDone) {
  AcceptedAdvance();
  std::atomic<int> done = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      if (Move(v1::CALL_IN_SECURITY, "2018-08-01", absl::StrCat("call-", i), "1000.00").ok()) ++done;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(Count("advance_security_step"), 1);
  EXPECT_THROW(sandbox_.Inspect("update payments.advance_security_step set amount_minor = null"),
               pqxx::check_violation);
}

// A credit note on an approved cost is a correction that names it; it lowers what covers the advance.
TEST_F(StateAidTest, CorrectionOfACost_LowersTheCoverage) {
  AcceptedAdvance();
  AcceptCost("1", Leva(85000, 15000), "2018-06-01");
  ASSERT_EQ(Look()->state(), v1::COVERAGE_COMPLETE);
  sandbox_.Inspect(
      "insert into payments.correction (organisation_id, contract_id, correction_id, state, "
      "amount_eu_minor, amount_national_minor, currency) select organisation_id, contract_id, 1, "
      "'RECOVERY_ENTERED', 8500, 1500, 'BGN' from payments.contract");
  sandbox_.Inspect(absl::StrCat(
      "insert into payments.correction_version (organisation_id, contract_id, correction_id, version, "
      "state, percent_ten_thousandths, percent_basis, affected_eu_minor, affected_national_minor, "
      "amount_eu_minor, amount_national_minor, currency, decided_on, content, recorded_by) select "
      "organisation_id, contract_id, 1, 1, 'VERSION_ACTUAL', 1000000, '-', 8500, 1500, 8500, 1500, "
      "'BGN', "
      "'2018-07-25', jsonb_build_object('cost', '",
      kContract, "/costs/1'), 'a' from payments.contract"));
  const absl::StatusOr<v1::StateAidAdvance> lowered = Look();
  ASSERT_TRUE(lowered.ok()) << lowered.status();
  EXPECT_EQ(lowered->state(), v1::COVERAGE_OPEN);
  EXPECT_EQ(lowered->covered().total().amount(), "900.00");
  EXPECT_EQ(lowered->not_covered().total().amount(), "100.00");
  v1::GetCashPositionRequest request;
  request.set_name(std::string(kContract) + "/cashPosition");
  EXPECT_EQ(Ask(&Stub::GetCashPosition, Owner(), request)->state_aid_not_covered().total().amount(),
            "100.00");
  // What the verification took by the same correction is not taken twice.
  sandbox_.Inspect(absl::StrCat(
      "insert into payments.claim_refused_cost (organisation_id, contract_id, sequence, cost_id, "
      "reason, "
      "approved_eu_minor, approved_national_minor, approved_own_minor, unapproved_eu_minor, "
      "unapproved_national_minor, unapproved_own_minor, by_correction_eu_minor, "
      "by_correction_national_minor, by_correction_own_minor, correction_reason, correction) select "
      "organisation_id, contract_id, 2, '1', '', 76500, 13500, 0, 0, 0, 0, 8500, 1500, 0, 'решение', '",
      kContract, "/corrections/1' from payments.contract"));
  EXPECT_EQ(Look()->covered().total().amount(), "900.00");
}

TEST_F(StateAidTest, ManyWithdrawalsAtOnce_OneIsDone) {
  AcceptedAdvance();
  std::atomic<int> done = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const absl::Status status = Withdraw("2018-08-01", absl::StrCat("key-", i)).status();
      if (status.ok()) ++done;
      if (ReasonOf(status) == "STATE_AID_WRONG_STATE") ++refused;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(refused, 7);
}

TEST_F(StateAidTest, Database_RefusesWhatTheCodeWouldNotWrite) {
  AcceptedAdvance();
  const auto breaks = [&](const std::string& change) {
    try {
      sandbox_.Inspect(change);
    } catch (const pqxx::sql_error& error) {
      return std::string(error.what());
    }
    return std::string("nothing");
  };
  EXPECT_THAT(breaks("update payments.claim set security_minor = 1"),
              ::testing::HasSubstr("claim_security"));
  EXPECT_THAT(breaks("update payments.claim set cover_by = null"),
              ::testing::HasSubstr("claim_cover_by"));
  EXPECT_THAT(breaks("update payments.claim set cover_by = '2020-07-01'"),
              ::testing::HasSubstr("claim_cover_by"));
}

}  // namespace
}  // namespace tranche::payments::testing
