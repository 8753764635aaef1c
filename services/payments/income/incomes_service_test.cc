// SPDX-License-Identifier: EUPL-1.2
// Additional income over PostgreSQL: from its record to the debt that a claim's payment is lowered by.
#include "payments/income/incomes_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/testing/recoveries_fixture.h"
#include "platform/base/error.h"
#include "tranche/payments/v1/incomes_service.grpc.pb.h"
#include "tranche/payments/v1/payments_service.grpc.pb.h"

namespace tranche::payments::recoveries::testing {
namespace {

using ::testing::SizeIs;

using Incomes = v1::IncomesService::Stub;

rpc::Actor Second() {
  return {
      .subject = "second@mineralni-bani", .organisations = {"mineralni-bani"}, .roles = {"FINANCE"}};
}

class IncomesTest : public RecoveriesTest {
 protected:
  IncomesTest() : incomes_(v1::IncomesService::NewStub(role_.channel())) {
    // The contract is here from the first call on.
    AddSignal().IgnoreError();
    AddClaim(1, "INTERIM", Leva(850'00, 150'00), Leva(0, 0));
  }

  v1::RecordIncomeRequest RentRequest(const std::string& amount = "250.00") {
    v1::RecordIncomeRequest request;
    request.set_parent(kContract);
    v1::Income* income = request.mutable_income();
    income->set_claim(absl::StrCat(kContract, "/claims/1"));
    income->mutable_amount()->set_amount(amount);
    income->mutable_amount()->set_currency("BGN");
    income->set_earned_on("2018-01-05");
    income->set_description("Наем на оборудване");
    income->set_document("Фактура 12");
    request.set_request_id(Key());
    return request;
  }
  absl::StatusOr<v1::Income> Record(const v1::RecordIncomeRequest& request) {
    return Call(*incomes_, &Incomes::RecordIncome, request);
  }
  v1::DecideIncomeRequest DecideRequest(const std::string& name, const std::string& lowers) {
    v1::DecideIncomeRequest request;
    request.set_name(name);
    v1::IncomeDecision* decision = request.mutable_decision();
    decision->mutable_lowers_grant()->set_amount(lowers);
    decision->mutable_lowers_grant()->set_currency("BGN");
    decision->set_decided_on("2018-02-01");
    decision->set_reason("Нетен приход след разходите по него");
    decision->set_reference("РД-8");
    request.set_request_id(Key());
    return request;
  }
  // The name of an income of which 200.00 lower the grant: 170.00 and 30.00.
  std::string Decided() {
    const auto recorded = Record(RentRequest());
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    const auto decided =
        Call(*incomes_, &Incomes::DecideIncome, DecideRequest(recorded->name(), "200.00"), Second());
    EXPECT_TRUE(decided.ok()) << decided.status();
    return recorded->name();
  }
  absl::StatusOr<v1::Income> Annul(const std::string& name, const rpc::Actor& actor = Second()) {
    v1::AnnulIncomeRequest request;
    request.set_name(name);
    request.mutable_annulment()->set_annulled_on("2018-03-01");
    request.mutable_annulment()->set_reason("Друг проект");
    request.mutable_annulment()->set_reference("Докладна 9");
    request.set_request_id(Key());
    return Call(*incomes_, &Incomes::AnnulIncome, request, actor);
  }
  v1::Debt DebtOf(const std::string& income, int64_t eu = 170'00, int64_t national = 30'00) {
    v1::Debt debt = Overpaid(eu, national);
    debt.set_basis(v1::ADDITIONAL_INCOME);
    debt.set_income(income);
    return debt;
  }
  std::vector<v1::Income> Listed() {
    v1::ListIncomesRequest request;
    request.set_parent(kContract);
    const auto listed = Call(*incomes_, &Incomes::ListIncomes, request, Auditor());
    EXPECT_TRUE(listed.ok()) << listed.status();
    return {listed->incomes().begin(), listed->incomes().end()};
  }
  v1::Claim GetClaim() {
    const auto stub = v1::PaymentsService::NewStub(role_.channel());
    v1::GetClaimRequest request;
    request.set_name(absl::StrCat(kContract, "/claims/1"));
    const auto claim = Call(*stub, &v1::PaymentsService::Stub::GetClaim, request, Auditor());
    EXPECT_TRUE(claim.ok()) << claim.status();
    return claim.value_or(v1::Claim());
  }

  std::unique_ptr<Incomes> incomes_;
};

TEST_F(IncomesTest, IncomeThatLowersTheGrant_IsDeductedFromThePaymentWithinTheVoluntaryPeriod) {
  const std::string income = Decided();
  const std::string debt = InForce(DebtOf(income));

  const auto deducted = Offset(debt, 1, 200'00, "2018-02-01");

  ASSERT_TRUE(deducted.ok()) << deducted.status();
  EXPECT_EQ(deducted->status(), v1::REPAID_IN_FULL);
  EXPECT_EQ(deducted->income(), income);
  const v1::Claim claim = GetClaim();
  EXPECT_EQ(Show(claim.deducted()), "170.00 30.00");
  EXPECT_EQ(claim.additional_income().amount(), "250.00");
  EXPECT_EQ(Show(claim.payable()), "850.00 150.00");
  ASSERT_THAT(Listed(), SizeIs(1));
  EXPECT_EQ(Listed()[0].debt(), debt);
  EXPECT_EQ(Listed()[0].state(), v1::INCOME_DECIDED);
  EXPECT_EQ(Show(Listed()[0].decision().parts()), "170.00 30.00");
  // Any other debt waits.
  EXPECT_EQ(ReasonOf(Offset(InForce(Overpaid(8'50, 1'50)), 1, 10'00, "2018-02-01").status()),
            "OFFSET_IN_VOLUNTARY_PERIOD");
}

TEST_F(IncomesTest, DebtBeyondTheDecision_IsRefusedByPart) {
  const std::string income = Decided();
  const auto above = Owe(DebtOf(income, 170'01, 30'01));
  ASSERT_THAT(ViolationsOf(above.status()), SizeIs(2));
  EXPECT_EQ(ViolationsOf(above.status())[0].field, "debt.principal.eu");
  EXPECT_EQ(ViolationsOf(above.status())[1].field, "debt.principal.national");

  const auto debt = Owe(DebtOf(income));
  ASSERT_TRUE(debt.ok()) << debt.status();
  EXPECT_EQ(ReasonOf(Owe(DebtOf(income, 1, 0)).status()), "INCOME_HAS_DEBT");
  EXPECT_EQ(ReasonOf(Annul(income).status()), "INCOME_HAS_DEBT");
  // Taken back, it makes room for another.
  ASSERT_TRUE(MoveOne(debt->name(), v1::REMOVE_RECOVERY).ok());
  EXPECT_TRUE(Owe(DebtOf(income)).ok());
}

TEST_F(IncomesTest, DebtOfWhatLowersNothing_IsRefused) {
  const auto stated = Record(RentRequest());
  ASSERT_TRUE(stated.ok()) << stated.status();
  EXPECT_EQ(ReasonOf(Owe(DebtOf(stated->name())).status()), "INCOME_LOWERS_NOTHING");
  ASSERT_TRUE(
      Call(*incomes_, &Incomes::DecideIncome, DecideRequest(stated->name(), "0"), Second()).ok());
  EXPECT_EQ(ReasonOf(Owe(DebtOf(stated->name())).status()), "INCOME_LOWERS_NOTHING");
  const std::string annulled = Decided();
  ASSERT_TRUE(Annul(annulled).ok());
  EXPECT_EQ(ReasonOf(Owe(DebtOf(annulled)).status()), "INCOME_LOWERS_NOTHING");
  EXPECT_EQ(ReasonOf(Owe(DebtOf(absl::StrCat(kContract, "/incomes/9"))).status()), "NOT_FOUND");
  v1::Debt nameless = DebtOf("");
  ASSERT_THAT(ViolationsOf(Owe(nameless).status()), SizeIs(1));
  EXPECT_EQ(ViolationsOf(Owe(nameless).status())[0].field, "debt.income");
  v1::Debt of_another_basis = DebtOf(annulled);
  of_another_basis.set_basis(v1::OVERPAYMENT);
  EXPECT_EQ(ViolationsOf(Owe(of_another_basis).status())[0].field, "debt.income");
}

TEST_F(IncomesTest, DebtsAtOnce_AreOne) {
  const std::string income = Decided();
  std::vector<v1::CreateDebtRequest> requests(8);
  for (v1::CreateDebtRequest& request : requests) {
    request.set_parent(kContract);
    *request.mutable_debt() = DebtOf(income);
    request.set_request_id(Key());
  }
  std::atomic<int> made{0};
  std::vector<std::thread> threads;
  for (const v1::CreateDebtRequest& request : requests) {
    threads.emplace_back([&] {
      if (Call(*debts_, &Debts::CreateDebt, request).ok()) ++made;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(Number("select count(*) from payments.debt where income_id = 1"), 1);
}

TEST_F(IncomesTest, EveryWriteSentTwiceAndRehearsed_IsDoneOnce) {
  v1::RecordIncomeRequest record = RentRequest();
  v1::RecordIncomeRequest rehearsal = record;
  rehearsal.set_validate_only(true);
  ASSERT_TRUE(Record(rehearsal).ok());
  EXPECT_THAT(Listed(), SizeIs(0));
  const auto first = Record(record);
  const auto again = Record(record);
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_THAT(Listed(), SizeIs(1));

  const v1::DecideIncomeRequest decide = DecideRequest(first->name(), "200.00");
  const auto decided = Call(*incomes_, &Incomes::DecideIncome, decide, Second());
  const auto repeated = Call(*incomes_, &Incomes::DecideIncome, decide, Second());
  ASSERT_TRUE(decided.ok() && repeated.ok()) << decided.status() << repeated.status();
  EXPECT_EQ(decided->SerializeAsString(), repeated->SerializeAsString());
  EXPECT_EQ(
      ReasonOf(Call(*incomes_, &Incomes::DecideIncome, DecideRequest(first->name(), "1.00"), Second())
                   .status()),
      "INCOME_WRONG_STATE");
}

TEST_F(IncomesTest, EverythingWrongWithAnIncome_IsToldAtOnce) {
  v1::RecordIncomeRequest request = RentRequest("0.00");
  request.mutable_income()->set_claim("organisations/mineralni-bani/contracts/X/claims/1");
  request.mutable_income()->set_earned_on("2018-09-02");
  std::vector<std::string> fields;
  for (const Violation& one : ViolationsOf(Record(request).status())) fields.push_back(one.field);
  EXPECT_THAT(fields,
              ::testing::UnorderedElementsAre("income.claim", "income.amount", "income.earnedOn"));
  request = RentRequest();
  request.mutable_income()->set_claim(absl::StrCat(kContract, "/claims/7"));
  EXPECT_EQ(ReasonOf(Record(request).status()), "NOT_FOUND");
  request = RentRequest();
  EXPECT_EQ(ReasonOf(Call(*incomes_, &Incomes::RecordIncome, request, Stranger()).status()),
            "ORGANISATION_NOT_GRANTED");
  request = RentRequest();
  EXPECT_EQ(ReasonOf(Call(*incomes_, &Incomes::RecordIncome, request, Auditor()).status()),
            "PERMISSION_DENIED");
}

TEST_F(IncomesTest, AnnulledIncome_CountsNowhere) {
  const auto stated = Record(RentRequest());
  ASSERT_TRUE(stated.ok());
  EXPECT_EQ(ReasonOf(Annul(stated->name(), Finance()).status()), "ANNULMENT_BY_RECORDER");
  const auto annulled = Annul(stated->name());
  ASSERT_TRUE(annulled.ok()) << annulled.status();
  EXPECT_EQ(annulled->state(), v1::INCOME_ANNULLED);
  EXPECT_FALSE(GetClaim().has_additional_income());
  EXPECT_EQ(ReasonOf(Annul(stated->name()).status()), "RECORD_ALREADY_ANNULLED");
}

TEST_F(IncomesTest, IncomesOfAContract_AreListedByPage) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Record(RentRequest()).ok());
  v1::ListIncomesRequest request;
  request.set_parent(kContract);
  request.set_page_size(2);
  const auto first = Call(*incomes_, &Incomes::ListIncomes, request, Auditor());
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->incomes_size(), 2);
  request.set_page_token(first->next_page_token());
  const auto rest = Call(*incomes_, &Incomes::ListIncomes, request, Auditor());
  ASSERT_TRUE(rest.ok()) << rest.status();
  ASSERT_EQ(rest->incomes_size(), 1);
  EXPECT_EQ(rest->incomes(0).name(), absl::StrCat(kContract, "/incomes/3"));
  EXPECT_EQ(rest->next_page_token(), "");
}

TEST_F(IncomesTest, FactsOfIncomes_AreHeldByTheDatabase) {
  const std::string income = Decided();
  EXPECT_THROW(sandbox_.Inspect("update payments.income_decision set decided_by = recorded_by"),
               pqxx::check_violation);
  EXPECT_THROW(sandbox_.Inspect("update payments.income_decision set lowers_eu_minor = 22001"),
               pqxx::check_violation);
  EXPECT_THROW(sandbox_.Inspect("update payments.income_decision set income_minor = 30000"),
               pqxx::foreign_key_violation);
}

}  // namespace
}  // namespace tranche::payments::recoveries::testing
