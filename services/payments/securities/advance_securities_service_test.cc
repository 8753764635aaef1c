// SPDX-License-Identifier: EUPL-1.2
// Securities of ordinary advances over PostgreSQL: who needs one, and what becomes of it.
#include "payments/securities/advance_securities_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/testing/payments_fixture.h"
#include "tranche/payments/v1/advance_securities_service.grpc.pb.h"

namespace tranche::payments::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::SizeIs;

using Securities = v1::AdvanceSecuritiesService::Stub;

class AdvanceSecuritiesTest : public PaymentsTest {
 protected:
  AdvanceSecuritiesTest() : securities_(v1::AdvanceSecuritiesService::NewStub(role_.channel())) {
    reference_.SetRule("advance_security_percent", "100");
    reference_.SetRule("advance_security_percent_budget_body", "0");
  }

  // A contract of its own that payments reads when it is first asked of it.
  std::string ContractOf(proposals::v1::BeneficiaryKind kind, const std::string& number = "0064") {
    proposals::v1::Contract contract = MineralniBani();
    const std::string name =
        absl::StrCat("organisations/mineralni-bani/contracts/BG05M9OP001-2.005-", number, "-C01");
    contract.set_name(name);
    contract.set_number(absl::StrCat("BG05M9OP001-2.005-", number, "-C01"));
    contract.set_beneficiary(kind);
    proposals_.Activate("mineralni-bani", contract);
    return name;
  }
  // 1,000.00 lev; the security is for so much, "" for none.
  static v1::Claim Secured(const std::string& amount, const std::string& until = "2020-06-30") {
    v1::Claim claim = Advance(Leva(85000, 15000));
    if (amount.empty()) return claim;
    v1::AdvanceSecurity* given = claim.mutable_security();
    given->set_kind(v1::BANK_GUARANTEE);
    given->set_issuer("Общинска банка АД");
    given->set_number("БГ-17");
    given->mutable_amount()->set_amount(amount);
    given->mutable_amount()->set_currency("BGN");
    given->set_valid_until(until);
    return claim;
  }
  // Decided on 2018-02-01.
  std::string Accepted(const std::string& contract, const std::string& amount = "1000.00") {
    const absl::StatusOr<v1::Claim> claim = Create(Secured(amount), "create-advance", contract);
    EXPECT_TRUE(claim.ok()) << claim.status();
    if (!claim.ok()) return "";
    EXPECT_TRUE(Send(claim->name()).ok());
    const absl::StatusOr<v1::Claim> accepted = Verify(claim->name(), "verify-advance");
    EXPECT_TRUE(accepted.ok()) << accepted.status();
    return claim->name();
  }
  // A final claim of one cost of 100.00 that is approved: 900.00 of the advance are to be paid back.
  void AcceptFinal(const std::string& contract) {
    const std::string cost = absl::StrCat(contract, "/costs/9");
    budgets_.AddCost(cost, Leva(8500, 1500));
    v1::Claim asked;
    asked.set_kind(v1::FINAL);
    asked.add_costs(cost);
    const absl::StatusOr<v1::Claim> claim = Create(asked, "create-final", contract);
    ASSERT_TRUE(claim.ok()) << claim.status();
    ASSERT_TRUE(Send(claim->name()).ok());
    const absl::StatusOr<v1::Claim> accepted = Verify(claim->name(), "verify-final");
    ASSERT_TRUE(accepted.ok()) << accepted.status();
    ASSERT_EQ(accepted->to_recover().total().amount(), "900.00");
  }
  absl::StatusOr<v1::OrdinaryAdvanceSecurity> Look(const std::string& contract,
                                                   const rpc::Actor& actor = Auditor()) {
    v1::GetAdvanceSecurityRequest request;
    request.set_name(contract + "/advanceSecurity");
    return rpc::Call<v1::OrdinaryAdvanceSecurity>(role_.Scope(actor), *securities_,
                                                  &Securities::GetAdvanceSecurity, request);
  }
  struct StepOf {
    v1::SecurityStepKind kind;
    std::string on;
    std::string amount = {};
    std::string until = {};
    bool dry = false;
  };
  absl::StatusOr<v1::OrdinaryAdvanceSecurity> Move(const std::string& contract, const StepOf& asked,
                                                   const std::string& key,
                                                   const rpc::Actor& actor = Approver()) {
    v1::MoveAdvanceSecurityRequest request;
    request.set_name(contract + "/advanceSecurity");
    v1::SecurityStep* step = request.mutable_step();
    step->set_kind(asked.kind);
    step->set_on(asked.on);
    step->set_valid_until(asked.until);
    if (!asked.amount.empty()) {
      step->mutable_amount()->set_amount(asked.amount);
      step->mutable_amount()->set_currency("BGN");
    }
    step->set_reference("писмо 9");
    request.set_request_id(key);
    request.set_validate_only(asked.dry);
    return rpc::Call<v1::OrdinaryAdvanceSecurity>(role_.Scope(actor), *securities_,
                                                  &Securities::MoveAdvanceSecurity, request);
  }
  std::unique_ptr<Securities> securities_;
};

TEST_F(AdvanceSecuritiesTest, AnotherBeneficiary_SecuresTheWholeAdvance) {
  const std::string contract = ContractOf(proposals::v1::OTHER_BENEFICIARY);
  const absl::Status none = Create(Secured(""), "none", contract).status();
  EXPECT_EQ(ReasonOf(none), "ADVANCE_SECURITY_REQUIRED");
  EXPECT_THAT(ValuesOf(none), Contains(Pair("needed", "1000.00")));
  EXPECT_THAT(ValuesOf(none), Contains(Pair("source", "чл. 8")));
  EXPECT_EQ(ReasonOf(Create(Secured("999.99"), "below", contract).status()), "ADVANCE_SECURITY_BELOW");
  EXPECT_EQ(ReasonOf(Create(Secured("0.00"), "zero", contract).status()), "AMOUNT_NOT_ABOVE_ZERO");
  const absl::StatusOr<v1::Claim> claim = Create(Secured("1000.00"), "enough", contract);
  ASSERT_TRUE(claim.ok()) << claim.status();
  EXPECT_EQ(Get(claim->name())->security().number(), "БГ-17");
  EXPECT_EQ(reference_.asked_as_of(), "2017-04-18");
}

TEST_F(AdvanceSecuritiesTest, BudgetBodyAndKindNotTold_NeedNoneAndMayGiveOne) {
  int number = 70;
  for (const auto kind : {proposals::v1::BUDGET_BODY, proposals::v1::BENEFICIARY_KIND_UNSPECIFIED}) {
    for (const char* amount : {"", "10.00"}) {
      const std::string contract = ContractOf(kind, absl::StrCat("00", number));
      const auto claim = Create(Secured(amount), absl::StrCat("create-", number), contract);
      ASSERT_TRUE(claim.ok()) << claim.status();
      EXPECT_EQ(claim->has_security(), std::string(amount) != "");
      ++number;
    }
  }
}

TEST_F(AdvanceSecuritiesTest, RuleOfBudgetBodies_IsDataToo) {
  reference_.SetRule("advance_security_percent_budget_body", "50");
  const std::string contract = ContractOf(proposals::v1::BUDGET_BODY);
  EXPECT_EQ(ReasonOf(Create(Secured("499.99"), "below", contract).status()), "ADVANCE_SECURITY_BELOW");
  EXPECT_TRUE(Create(Secured("500.00"), "half", contract).ok());
}

TEST_F(AdvanceSecuritiesTest, RuleThatIsMissingOrUnreadable_IsRefusedForAnotherBeneficiaryAlone) {
  reference_.SetRule("advance_security_percent", "");
  reference_.SetRule("advance_security_percent_budget_body", "");
  const std::string other = ContractOf(proposals::v1::OTHER_BENEFICIARY);
  const absl::Status missing = Create(Secured("1000.00"), "missing", other).status();
  EXPECT_EQ(ReasonOf(missing), "SIMPLIFIED_RULE_UNKNOWN");
  EXPECT_THAT(ValuesOf(missing), Contains(Pair("rule", "advance_security_percent")));
  reference_.SetRule("advance_security_percent", "101");
  EXPECT_EQ(ReasonOf(Create(Secured("1000.00"), "unreadable", other).status()), "RULE_UNREADABLE");
  const std::string body = ContractOf(proposals::v1::BUDGET_BODY, "0065");
  EXPECT_TRUE(Create(Secured(""), "body", body).ok());
}

TEST_F(AdvanceSecuritiesTest, ClaimOfCosts_HasNoSecurity) {
  const std::string contract = ContractOf(proposals::v1::OTHER_BENEFICIARY);
  budgets_.AddCost(contract + "/costs/1", Leva(850, 150));
  v1::Claim claim = Secured("1000.00");
  claim.set_kind(v1::INTERIM);
  claim.clear_requested();
  claim.add_costs(contract + "/costs/1");
  EXPECT_EQ(ViolationsOf(Create(claim, "costs", contract).status())[0].field, "claim.security");
}

TEST_F(AdvanceSecuritiesTest, Acceptance_NeedsASecurityThatHolds) {
  const std::string contract = ContractOf(proposals::v1::OTHER_BENEFICIARY);
  const auto claim = Create(Secured("1000.00", "2018-01-31"), "short", contract);
  ASSERT_TRUE(claim.ok()) << claim.status();
  ASSERT_TRUE(Send(claim->name()).ok());
  EXPECT_EQ(ReasonOf(Verify(claim->name(), "late").status()), "SECURITY_ENDED");
  EXPECT_EQ(ReasonOf(Look(contract).status()), "NOT_FOUND");
  EXPECT_TRUE(RefuseAdvance(claim->name(), "refuse", true, "Обезпечението е изтекло.").ok());
}

TEST_F(AdvanceSecuritiesTest, Advance_IsShownWithWhatIsNotCleared) {
  const std::string contract = ContractOf(proposals::v1::OTHER_BENEFICIARY);
  const std::string claim = Accepted(contract, "1200.00");
  const absl::StatusOr<v1::OrdinaryAdvanceSecurity> security = Look(contract);
  ASSERT_TRUE(security.ok()) << security.status();
  EXPECT_EQ(security->name(), contract + "/advanceSecurity");
  EXPECT_EQ(security->claim(), claim);
  EXPECT_EQ(security->state(), v1::SECURITY_IN_FORCE);
  EXPECT_EQ(security->valid_until(), "2020-06-30");
  EXPECT_EQ(security->not_cleared().amount(), "1000.00");
  EXPECT_EQ(security->security().amount().amount(), "1200.00");
  AcceptFinal(contract);
  EXPECT_EQ(Look(contract)->not_cleared().amount(), "900.00");
}

TEST_F(AdvanceSecuritiesTest, AdvanceWithoutSecurityOrUnderStateAid_HasNone) {
  const std::string contract = ContractOf(proposals::v1::BUDGET_BODY);
  Accepted(contract, "");
  EXPECT_EQ(ReasonOf(Look(contract).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Move(contract, {v1::RELEASE_SECURITY, "2018-03-01"}, "release").status()),
            "NOT_FOUND");
}

TEST_F(AdvanceSecuritiesTest, Security_IsProlongedCalledInWithdrawnAndPaid) {
  const std::string contract = ContractOf(proposals::v1::OTHER_BENEFICIARY);
  Accepted(contract);
  EXPECT_EQ(ReasonOf(Move(contract, {v1::RELEASE_SECURITY, "2018-03-01"}, "early").status()),
            "SECURITY_STILL_NEEDED");
  const auto longer = Move(contract, {v1::PROLONG_SECURITY, "2018-03-01", "", "2021-06-30"}, "prolong");
  ASSERT_TRUE(longer.ok()) << longer.status();
  EXPECT_EQ(longer->valid_until(), "2021-06-30");
  EXPECT_EQ(ReasonOf(Move(contract, {v1::CALL_IN_SECURITY, "2018-03-02", "1000.01"}, "more").status()),
            "SECURITY_ABOVE");
  ASSERT_TRUE(Move(contract, {v1::CALL_IN_SECURITY, "2018-03-02", "1000.00"}, "call").ok());
  ASSERT_TRUE(Move(contract, {v1::WITHDRAW_SECURITY_CALL, "2018-03-03"}, "mistake").ok());
  AcceptFinal(contract);
  EXPECT_EQ(ReasonOf(Move(contract, {v1::CALL_IN_SECURITY, "2018-03-04", "900.01"}, "cent").status()),
            "SECURITY_ABOVE");
  ASSERT_TRUE(Move(contract, {v1::CALL_IN_SECURITY, "2018-03-04", "900.00"}, "again").ok());
  const auto paid = Move(contract, {v1::RECEIVE_SECURITY, "2018-03-05", "900.00"}, "paid");
  ASSERT_TRUE(paid.ok()) << paid.status();
  EXPECT_EQ(paid->state(), v1::SECURITY_RECEIVED);
  EXPECT_THAT(paid->steps(), SizeIs(5));
  EXPECT_EQ(ReasonOf(Move(contract, {v1::RELEASE_SECURITY, "2018-03-06"}, "after").status()),
            "SECURITY_WRONG_STATE");
}

TEST_F(AdvanceSecuritiesTest, CallingIn_WaitsForTheOpenClaim) {
  const std::string contract = ContractOf(proposals::v1::OTHER_BENEFICIARY);
  Accepted(contract);
  budgets_.AddCost(contract + "/costs/1", Leva(8500, 1500));
  v1::Claim interim;
  interim.set_kind(v1::INTERIM);
  interim.add_costs(contract + "/costs/1");
  ASSERT_TRUE(Create(interim, "interim", contract).ok());
  EXPECT_EQ(ReasonOf(Move(contract, {v1::CALL_IN_SECURITY, "2018-03-02", "1.00"}, "call").status()),
            "CLAIM_OPEN");
}

TEST_F(AdvanceSecuritiesTest, NegativeBalanceThatWasPaidBack_FreesTheSecurity) {
  const std::string contract = ContractOf(proposals::v1::OTHER_BENEFICIARY);
  Accepted(contract);
  AcceptFinal(contract);
  const auto debt = [&](int64_t eu_minor, int64_t national_minor) {
    sandbox_.Inspect(absl::StrCat("update payments.debt set repaid_principal_eu_minor = ", eu_minor,
                                  ", repaid_principal_national_minor = ", national_minor));
  };
  sandbox_.Inspect(
      "insert into payments.debt (organisation_id, contract_id, debt_id, number, state, basis, book, "
      "claim_sequence, principal_eu_minor, principal_national_minor, currency, interest_from, "
      "last_movement_on) select organisation_id, contract_id, 1, 'Д-1', 'RECOVERY_ENTERED', "
      "'NEGATIVE_BALANCE', 'DEBTORS', 2, 76500, 13500, 'BGN', '2018-03-01', '2018-03-01' "
      "from payments.contract where contract_id like '%0064%'");
  debt(76500, 13499);
  EXPECT_EQ(ReasonOf(Move(contract, {v1::RELEASE_SECURITY, "2018-03-06"}, "cent").status()),
            "SECURITY_STILL_NEEDED");
  debt(76500, 13500);
  const auto released = Move(contract, {v1::RELEASE_SECURITY, "2018-03-06"}, "all");
  ASSERT_TRUE(released.ok()) << released.status();
  EXPECT_EQ(released->state(), v1::SECURITY_RELEASED);
}

TEST_F(AdvanceSecuritiesTest, RepeatedAndDryRequests_AnswerAlikeAndAreDoneOnce) {
  const std::string contract = ContractOf(proposals::v1::OTHER_BENEFICIARY);
  Accepted(contract);
  StepOf step{v1::CALL_IN_SECURITY, "2018-03-02", "500.00"};
  step.dry = true;
  const auto dry = Move(contract, step, "call");
  ASSERT_TRUE(dry.ok()) << dry.status();
  EXPECT_EQ(dry->state(), v1::SECURITY_CALLED_IN);
  EXPECT_EQ(Look(contract)->state(), v1::SECURITY_IN_FORCE);
  EXPECT_EQ(Count("advance_security_step"), 0);
  step.dry = false;
  const auto first = Move(contract, step, "call");
  const auto second = Move(contract, step, "call");
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(Count("advance_security_step"), 1);
  const pqxx::result entries =
      sandbox_.Inspect("select 1 from payments.evidence where action = 'advances.move_security'");
  EXPECT_EQ(entries.size(), 1u);
}

TEST_F(AdvanceSecuritiesTest, ManyCallsAtOnce_OneIsDone) {
  const std::string contract = ContractOf(proposals::v1::OTHER_BENEFICIARY);
  Accepted(contract);
  std::atomic<int> done = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const absl::Status status =
          Move(contract, {v1::CALL_IN_SECURITY, "2018-03-02", "600.00"}, absl::StrCat("key-", i))
              .status();
      if (status.ok()) ++done;
      if (ReasonOf(status) == "SECURITY_WRONG_STATE") ++refused;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(refused, 7);
}

TEST_F(AdvanceSecuritiesTest, Auditor_LooksAndMovesNothing) {
  const std::string contract = ContractOf(proposals::v1::OTHER_BENEFICIARY);
  Accepted(contract);
  EXPECT_TRUE(Look(contract, Auditor()).ok());
  const StepOf step{v1::PROLONG_SECURITY, "2018-03-01", "", "2021-06-30"};
  EXPECT_EQ(ReasonOf(Move(contract, step, "auditor", Auditor()).status()), "PERMISSION_DENIED");
  const rpc::Actor stranger{
      .subject = "finance@sopot", .organisations = {"sopot"}, .roles = {"FINANCE"}};
  EXPECT_FALSE(Look(contract, stranger).ok());
}

TEST_F(AdvanceSecuritiesTest, Database_RefusesWhatTheCodeWouldNotWrite) {
  Accepted(ContractOf(proposals::v1::OTHER_BENEFICIARY));
  const auto breaks = [&](const std::string& change) {
    try {
      sandbox_.Inspect("update payments.claim set " + change);
    } catch (const pqxx::sql_error& error) {
      return std::string(error.what());
    }
    return std::string("nothing");
  };
  EXPECT_THAT(breaks("security_minor = 0"), HasSubstr("claim_security"));
  EXPECT_THAT(breaks("security_issuer = null"), HasSubstr("claim_security"));
  EXPECT_THAT(breaks("security_valid_until = decided_on - 1"), HasSubstr("claim_security_holds"));
}

}  // namespace
}  // namespace tranche::payments::testing
