// SPDX-License-Identifier: EUPL-1.2
// Debts through gRPC: their terms, their interest and what is repaid of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/testing/recoveries_fixture.h"
#include "platform/base/error.h"

namespace tranche::payments::recoveries {
namespace {

using testing::Auditor;
using ::testing::Contains;
using testing::Debts;
using ::testing::HasSubstr;
using testing::kContract;
using testing::Leva;
using ::testing::Pair;
using testing::Part;
using testing::Rates;
using testing::RecoveriesTest;
using testing::Show;
using testing::Stranger;

TEST_F(RecoveriesTest, AnswerToARepayment_HasThatOneAloneAndGetDebtAll) {
  const std::string debt = InForce(Overpaid(8'500'00, 1'500'00));
  ASSERT_TRUE(Repay(debt, 100'00, "2018-03-17").ok());
  ASSERT_TRUE(Repay(debt, 100'00, "2018-03-20").ok());
  const auto third = Repay(debt, 100'00, "2018-03-25");
  ASSERT_TRUE(third.ok()) << third.status();
  ASSERT_EQ(third->repayments_size(), 1);
  EXPECT_EQ(third->repayments(0).number(), "BG05M9OP001-2.005-0063-C01-Dt01-03");
  EXPECT_EQ(third->interest_size(), 1);
  const auto whole = Get(debt, "2018-03-25");
  EXPECT_EQ(whole->repayments_size(), 3);
  EXPECT_EQ(whole->interest_size(), 3);
  EXPECT_EQ(third->balance().SerializeAsString(), whole->balance().SerializeAsString());
}

TEST_F(RecoveriesTest, Debt_HasItsNumberAndItsVoluntaryPeriod) {
  const auto debt = Owe(Overpaid(8'500'00, 1'500'00));
  ASSERT_TRUE(debt.ok()) << debt.status();
  EXPECT_EQ(debt->number(), "BG05M9OP001-2.005-0063-C01-Dt01");
  EXPECT_EQ(debt->voluntary_until(), "2018-02-15");
  EXPECT_EQ(debt->state(), v1::RECOVERY_NEW);
  EXPECT_EQ(ReasonOf(Repay(debt->name(), 1, "2018-02-10").status()), "DEBT_NOT_IN_FORCE");
}

TEST_F(RecoveriesTest, DebtPaidInTime_BearsNoInterestAndIsRepaidInFull) {
  const std::string debt = InForce(Overpaid(8'500'00, 1'500'00));
  const auto repaid = Repay(debt, 10'000'00, "2018-02-15");
  ASSERT_TRUE(repaid.ok()) << repaid.status();
  EXPECT_EQ(repaid->status(), v1::REPAID_IN_FULL);
  EXPECT_EQ(repaid->balance().owed().amount(), "0.00");
  EXPECT_EQ(repaid->repayments(0).number(), "BG05M9OP001-2.005-0063-C01-Dt01-01");
  EXPECT_EQ(ReasonOf(Repay(debt, 1, "2018-02-16").status()), "REPAYMENT_ABOVE_OWED");
}

TEST_F(RecoveriesTest, DebtPaidLate_BearsStatutoryInterestFirst) {
  const std::string debt = InForce(Overpaid(8'500'00, 1'500'00));
  // 16 February to 17 March: 30 days of 0.02778 percent.
  EXPECT_EQ(Get(debt, "2018-03-17")->balance().owed().amount(), "10083.34");
  const auto repaid = Repay(debt, 1'083'34, "2018-03-17");
  ASSERT_TRUE(repaid.ok()) << repaid.status();
  EXPECT_EQ(Show(repaid->repayments(0).to_interest()), "70.84 12.50");
  EXPECT_EQ(Show(repaid->repayments(0).to_principal()), "850.00 150.00");
  EXPECT_THAT(repaid->repayments(0).order_rule(), HasSubstr("непроверено / unverified"));
  EXPECT_EQ(repaid->interest(0).daily_percent(), "0.02778");
  EXPECT_TRUE(repaid->interest(0).posted());

  // The past stays as it was; the next day bears interest on what is left.
  EXPECT_EQ(Get(debt, "2018-03-16")->balance().owed().amount(), "10080.56");
  // A day on 7 650.00 and 1 350.00 is 2.13 and 0.38; on their sum it would be 2.50.
  EXPECT_EQ(Get(debt, "2018-03-18")->balance().owed().amount(), "9002.51");
  EXPECT_EQ(Get(debt, "2018-03-18")->interest(1).rounding_difference().amount(), "-0.01");
  EXPECT_EQ(Get(debt, "2018-03-18")->balance().next_interest_from(), "2018-03-19");
}

TEST_F(RecoveriesTest, Repayment_SentTwice_CountsOnce) {
  const std::string debt = InForce(Overpaid(8'500'00, 1'500'00));
  const v1::RecordRepaymentRequest request = RepayRequest(debt, 100'00, "2018-02-10");
  const auto first = Call(*debts_, &Debts::RecordRepayment, request);
  const auto again = Call(*debts_, &Debts::RecordRepayment, request);
  ASSERT_TRUE(first.ok() && again.ok()) << again.status();
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(Number("select count(*) from payments.debt_repayment"), 1);
}

TEST_F(RecoveriesTest, RepaymentsAtOnce_NeverExceedTheDebt) {
  const std::string debt = InForce(Overpaid(100'00, 0));
  std::vector<v1::RecordRepaymentRequest> requests;
  for (int i = 0; i < 8; ++i) requests.push_back(RepayRequest(debt, 30'00, "2018-02-10"));
  std::atomic<int> recorded = 0;
  std::vector<std::thread> threads;
  for (const auto& request : requests) {
    threads.emplace_back([&] {
      const auto repaid = Call(*debts_, &Debts::RecordRepayment, request);
      if (repaid.ok()) ++recorded;
      EXPECT_TRUE(repaid.ok() || ReasonOf(repaid.status()) == "REPAYMENT_ABOVE_OWED")
          << repaid.status();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(recorded, 3);
  EXPECT_EQ(Number("select repaid_principal_eu_minor from payments.debt"), 90'00);
}

TEST_F(RecoveriesTest, DebtOfACorrection_TakesNoMoreThanTheCorrection) {
  const auto correction = Correct(Procurement(8'500'00, 1'500'00, {"25"}));
  v1::Debt debt = Overpaid(2'000'00, 375'00);
  debt.set_basis(v1::CORRECTION_DEBT);
  debt.set_correction(correction->name());
  const auto early = Owe(debt);
  ASSERT_TRUE(early.ok()) << early.status();
  EXPECT_EQ(ReasonOf(MoveOne(early->name(), v1::ENTER_RECOVERY).status()), "CORRECTION_NOT_IN_FORCE");
  ASSERT_TRUE(Move(correction->name(), v1::ENTER_RECOVERY).ok());
  ASSERT_TRUE(MoveOne(early->name(), v1::ENTER_RECOVERY).ok());

  *debt.mutable_principal() = Part(125'01, 0);
  const auto more = Owe(debt);
  const auto refused = MoveOne(more->name(), v1::ENTER_RECOVERY);
  EXPECT_EQ(ReasonOf(refused.status()), "DEBT_ABOVE_CORRECTION");
  EXPECT_THAT(ValuesOf(refused.status()), Contains(Pair("left_eu", "125.00")));
  EXPECT_EQ(ReasonOf(Move(correction->name(), v1::REMOVE_RECOVERY).status()), "CORRECTION_HAS_DEBTS");
  const auto lower = Amend(correction->name(), Procurement(8'500'00, 1'500'00, {"10"}));
  ASSERT_TRUE(lower.ok()) << lower.status();
  EXPECT_EQ(ReasonOf(Move(correction->name(), v1::ENTER_RECOVERY).status()),
            "CORRECTION_BELOW_INDEBTED");

  ASSERT_TRUE(MoveOne(early->name(), v1::REMOVE_RECOVERY).ok());
  EXPECT_EQ(Number("select indebted_eu_minor from payments.correction"), 0);
  EXPECT_TRUE(Move(correction->name(), v1::ENTER_RECOVERY).ok());
}

TEST_F(RecoveriesTest, DebtFields_ThatDoNotGoWithItsBasis_AreNamed) {
  v1::Debt debt = Overpaid(1'00, 0);
  debt.set_correction(absl::StrCat(kContract, "/corrections/1"));
  debt.set_claim(absl::StrCat(kContract, "/claims/1"));
  EXPECT_EQ(ViolationsOf(Owe(debt).status()).size(), 2u);
  debt.set_basis(v1::NEGATIVE_BALANCE);
  debt.clear_correction();
  EXPECT_EQ(ReasonOf(Owe(debt).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Owe(Overpaid(0, 0)).status()), "AMOUNT_NOT_ABOVE_ZERO");
  EXPECT_EQ(ReasonOf(Owe(Overpaid(-1, 2)).status()), "AMOUNT_NEGATIVE");
}

TEST_F(RecoveriesTest, DebtDeductedFromAClaim_LowersBothByTheSameParts) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(2000'00, 353'00), Leva(0, 0));

  const auto offset = Offset(debt, 1, 600'00, "2018-02-16");

  ASSERT_TRUE(offset.ok()) << offset.status();
  ASSERT_EQ(offset->repayments_size(), 1);
  EXPECT_EQ(offset->repayments(0).way(), v1::DEDUCTION);
  EXPECT_EQ(offset->repayments(0).claim(), absl::StrCat(kContract, "/claims/1"));
  // One day of interest first: 1 000.00 at 10 % and a year's days; the rest is principal, by its parts.
  const int64_t taken = Number(
      "select to_interest_eu_minor + to_interest_national_minor + to_principal_eu_minor + "
      "to_principal_national_minor from payments.debt_repayment");
  EXPECT_EQ(taken, 600'00);
  EXPECT_EQ(Number("select deducted_eu_minor + deducted_national_minor from payments.claim"), 600'00);
  EXPECT_EQ(
      Number("select k.deducted_eu_minor - o.eu_minor from payments.claim k, payments.debt_offset o"),
      0);
  EXPECT_EQ(
      Number("select deducted_eu_minor - (select to_interest_eu_minor + to_principal_eu_minor from "
             "payments.debt_repayment) from payments.claim"),
      0);
}

TEST_F(RecoveriesTest, OffsetBeyondTheClaimOrTheDebt_IsRefusedAndLeavesBoth) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(100'00, 50'00), Leva(0, 0));

  EXPECT_EQ(ReasonOf(Offset(debt, 1, 150'01).status()), "PAYMENT_ABOVE_OWED");
  // 150.00 of the debt is 127.50 of EU money, more than the claim is owed of it.
  EXPECT_EQ(ReasonOf(Offset(debt, 1, 150'00).status()), "PAYMENT_PART_ABOVE_OWED");
  EXPECT_EQ(ReasonOf(Offset(debt, 1, 5000'00).status()), "REPAYMENT_ABOVE_OWED");
  EXPECT_EQ(ReasonOf(Offset(debt, 1, 10'00, "2018-01-19").status()), "OFFSET_IN_VOLUNTARY_PERIOD");
  EXPECT_EQ(ReasonOf(Offset(debt, 1, 10'00, "2018-09-02").status()), "DAY_IN_FUTURE");
  EXPECT_EQ(ReasonOf(Offset(debt, 7, 10'00).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Offset(debt, 1, 0).status()), "AMOUNT_NOT_ABOVE_ZERO");

  EXPECT_EQ(Number("select count(*) from payments.debt_repayment"), 0);
  EXPECT_EQ(Number("select deducted_eu_minor + deducted_national_minor from payments.claim"), 0);
}

TEST_F(RecoveriesTest, OffsetOfADebtThatIsNotInForce_IsRefused) {
  AddSignal().IgnoreError();
  AddClaim(1, "INTERIM", Leva(2000'00, 353'00), Leva(0, 0));
  const auto draft = Owe(Overpaid(850'00, 150'00));
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(ReasonOf(Offset(draft->name(), 1, 10'00).status()), "DEBT_NOT_IN_FORCE");
}

TEST_F(RecoveriesTest, DeductionTakenBack_OpensDebtAndClaimByTheSameParts) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(85'00, 15'00), Leva(0, 0));
  ASSERT_TRUE(Offset(debt, 1, 100'00, "2018-03-01").ok());
  const auto before = Get(debt, "2018-04-02");

  const auto back = TakeBack(debt, 1);

  ASSERT_TRUE(back.ok()) << back.status();
  ASSERT_EQ(back->reversals_size(), 1);
  EXPECT_EQ(back->reversals(0).amount().amount(), "-100.00");
  EXPECT_EQ(back->reversals(0).claim(), absl::StrCat(kContract, "/claims/1"));
  EXPECT_EQ(Number("select deducted_eu_minor + deducted_national_minor from payments.claim"), 0);
  EXPECT_EQ(Published("select sum(eu_minor + national_minor)::bigint from published.claim_deduction"),
            0);
  EXPECT_EQ(Published("select count(*) from published.claim_deduction"), 2);
  // What was recovered is owed again, to the cent.
  const auto shown = Get(debt, "2018-04-02");
  ASSERT_TRUE(before.ok() && shown.ok());
  EXPECT_EQ(ParseAmount(shown->balance().owed().amount(), Currency::kBgn)->minor(),
            ParseAmount(before->balance().owed().amount(), Currency::kBgn)->minor() + 100'00);
  EXPECT_TRUE(shown->repayments(0).taken_back());
  // A day before it stays as it was.
  EXPECT_EQ(Get(debt, "2018-04-01")->reversals_size(), 0);
  // And the same money may be deducted anew.
  EXPECT_TRUE(Offset(debt, 1, 100'00, "2018-04-02").ok());
}

TEST_F(RecoveriesTest, DebtBelowTheThreshold_MayWaitForTheFinalPayment) {
  v1::Debt debt = Overpaid(850'00, 150'00);
  const auto with_rule = Get(InForce(debt), "2018-02-10");
  ASSERT_TRUE(with_rule.ok()) << with_rule.status();
  // The rule holds from 2022 on; on a day of 2018 there is none.
  EXPECT_FALSE(with_rule->may_wait());
  EXPECT_EQ(with_rule->may_wait_rule(), "");
}

// The balance of a final claim, as the verification of claims leaves it.
TEST_F(RecoveriesTest, NegativeBalance_IsOneDebtWithinIt) {
  ASSERT_TRUE(AddSignal().ok());  // Brings the contract here.
  AddClaim(1, "FINAL", Leva(0, 0), Leva(850'00, 150'00));
  v1::Debt debt = Overpaid(850'00, 150'01);
  debt.set_basis(v1::NEGATIVE_BALANCE);
  debt.set_claim(absl::StrCat(kContract, "/claims/1"));

  const auto above = Owe(debt);
  ASSERT_EQ(ViolationsOf(above.status()).size(), 1u) << above.status();
  EXPECT_EQ(ViolationsOf(above.status())[0].field, "debt.principal.national");
  *debt.mutable_principal() = Part(850'00, 150'00);
  const auto created = Owe(debt);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->claim(), absl::StrCat(kContract, "/claims/1"));
  EXPECT_EQ(ReasonOf(Owe(debt).status()), "ALREADY_EXISTS");
  EXPECT_TRUE(MoveOne(created->name(), v1::ENTER_RECOVERY).ok());
  ASSERT_TRUE(MoveOne(created->name(), v1::REMOVE_RECOVERY).ok());
  EXPECT_TRUE(Owe(debt).ok());
}

TEST_F(RecoveriesTest, AmendedDebt_ChargesInterestOnTheOldPrincipalUntilThen) {
  const std::string name = InForce(Overpaid(10'000'00, 0));
  v1::AmendDebtRequest request;
  request.set_name(name);
  *request.mutable_debt() = Overpaid(5'000'00, 0);
  request.set_request_id(Key());
  const auto incomplete = Call(*debts_, &Debts::AmendDebt, request);
  EXPECT_EQ(ViolationsOf(incomplete.status()).size(), 2u) << incomplete.status();
  request.mutable_debt()->set_amendment_reason(v1::COURT_ORDER);
  request.mutable_debt()->set_effective_on("2018-03-18");
  request.set_request_id(Key());
  ASSERT_TRUE(Call(*debts_, &Debts::AmendDebt, request).ok());
  const auto entered = MoveOne(name, v1::ENTER_RECOVERY);
  ASSERT_TRUE(entered.ok()) << entered.status();

  // 30 days on 10 000.00 and one on 5 000.00.
  EXPECT_EQ(Show(Get(name, "2018-03-18")->balance().interest()), "84.73 0.00");
  EXPECT_EQ(Show(Get(name, "2018-03-17")->balance().owed_principal()), "10000.00 0.00");
}

TEST_F(RecoveriesTest, DebtStatus_RepaidInFullComesByItself) {
  const std::string debt = InForce(Overpaid(100'00, 0));
  const auto set = [&](v1::DebtStatus status) {
    v1::SetDebtStatusRequest request;
    request.set_name(debt);
    request.set_status(status);
    request.set_note("изпратен на НАП");
    request.set_request_id(Key());
    return Call(*debts_, &Debts::SetDebtStatus, request);
  };
  EXPECT_EQ(set(v1::ENFORCED_BY_REVENUE_AGENCY)->status(), v1::ENFORCED_BY_REVENUE_AGENCY);
  EXPECT_EQ(ReasonOf(set(v1::REPAID_IN_FULL).status()), "DEBT_STATUS_NOT_POSSIBLE");
  ASSERT_TRUE(Repay(debt, 100'00, "2018-02-10").ok());
  EXPECT_EQ(ReasonOf(set(v1::UNRECOVERABLE).status()), "DEBT_STATUS_NOT_POSSIBLE");
  EXPECT_EQ(ReasonOf(MoveOne(debt, v1::REMOVE_RECOVERY).status()), "DEBT_HAS_REPAYMENTS");
}

TEST_F(RecoveriesTest, DebtorBook_SumsDeclaredAndOthersApart) {
  v1::Debt declared = Overpaid(8'500'00, 1'500'00);
  declared.set_declared(true);
  InForce(declared);
  InForce(Overpaid(100'00, 0));
  InForce(Overpaid(50'00, 0));
  v1::Debt weakness = Overpaid(7'00, 0);
  weakness.set_book(v1::SYSTEM_WEAKNESSES);
  InForce(weakness);
  ASSERT_TRUE(Owe(Overpaid(9'00, 0)).ok());  // A draft owes nothing.

  v1::GetDebtorBookRequest request;
  request.set_parent("organisations/mineralni-bani");
  request.set_as_of("2018-03-17");
  const auto book = Call(*debts_, &Debts::GetDebtorBook, request, Auditor());
  ASSERT_TRUE(book.ok()) << book.status();
  EXPECT_EQ(book->rows_size(), 3);
  ASSERT_EQ(book->sums_size(), 2);
  EXPECT_FALSE(book->sums(0).declared());
  EXPECT_EQ(Show(book->sums(0).principal()), "150.00 0.00");
  EXPECT_EQ(Show(book->sums(0).owed_interest()), "1.25 0.00");
  EXPECT_EQ(book->sums(1).owed().amount(), "10083.34");

  request.set_as_of("2018-01-31");
  EXPECT_EQ(Call(*debts_, &Debts::GetDebtorBook, request)->rows_size(), 0);
}

// The rules end on 30 June 2026.
TEST_F(RecoveriesTest, ComputeInterest_AfterTheRulesEnd_TakesTheRecordedRate) {
  role_.world().SetNow(absl::FromUnixSeconds(1'790'000'000));  // September 2026.
  v1::ComputeInterestRequest compute;
  compute.set_eu("10000.00");
  compute.set_national("0");
  compute.set_currency("EUR");
  compute.set_from("2026-06-01");
  compute.set_to("2026-07-31");
  EXPECT_EQ(ReasonOf(Call(*debts_, &Debts::ComputeInterest, compute).status()),
            "INTEREST_RATE_UNKNOWN");

  ASSERT_TRUE(RecordRate("2026-07-01", "2026-12-31", "2.15").ok());
  const auto replaced = RecordRate("2026-07-01", "2026-12-31", "2.05");

  ASSERT_TRUE(replaced.ok()) << replaced.status();
  EXPECT_EQ(replaced->name(), "organisations/mineralni-bani/interestRates/2026-07-01");
  EXPECT_EQ(replaced->version(), 2);
  const auto computed = Call(*debts_, &Debts::ComputeInterest, compute);
  ASSERT_TRUE(computed.ok()) << computed.status();
  ASSERT_EQ(computed->pieces_size(), 2);
  EXPECT_EQ(computed->pieces(1).yearly_percent(), "10.05");
  EXPECT_FALSE(computed->pieces(1).verified());
  EXPECT_THAT(computed->pieces(1).source(), HasSubstr("ЕЦБ, 01.07.2026"));
  v1::ListInterestRatesRequest list;
  list.set_parent("organisations/mineralni-bani");
  const auto rates = Call(*rates_, &Rates::ListInterestRates, list);
  ASSERT_TRUE(rates.ok()) << rates.status();
  ASSERT_EQ(rates->interest_rates_size(), 1);
  EXPECT_EQ(rates->interest_rates(0).basic_percent(), "2.05");
  EXPECT_EQ(rates->interest_rates(0).recorded_by(), "owner@mineralni-bani");
  // Whoever works for several says whose rates are meant.
  EXPECT_EQ(ReasonOf(Call(*debts_, &Debts::ComputeInterest, compute, Auditor()).status()),
            "INTEREST_RATE_UNKNOWN");
  compute.set_parent("organisations/mineralni-bani");
  EXPECT_TRUE(Call(*debts_, &Debts::ComputeInterest, compute, Auditor()).ok());
  compute.clear_parent();
  // Another municipality has recorded none.
  EXPECT_EQ(ReasonOf(Call(*debts_, &Debts::ComputeInterest, compute, Stranger()).status()),
            "INTEREST_RATE_UNKNOWN");
}

TEST_F(RecoveriesTest, RecordInterestRate_OfADayThatHasARate_IsRefused) {
  role_.world().SetNow(absl::FromUnixSeconds(1'790'000'000));
  EXPECT_EQ(ReasonOf(RecordRate("2026-06-30", "2026-12-31", "2.05").status()), "INTEREST_RATE_KNOWN");
  ASSERT_TRUE(RecordRate("2026-07-01", "2026-12-31", "2.05").ok());
  EXPECT_EQ(ReasonOf(RecordRate("2026-10-01", "2027-03-31", "2.05").status()),
            "INTEREST_RATE_OVERLAPS");
  const auto wrong = ViolationsOf(RecordRate("2027-07-01", "2027-06-30", "-1").status());
  ASSERT_EQ(wrong.size(), 2u);
  EXPECT_EQ(wrong[0].field, "interestRate.basicPercent");
  EXPECT_EQ(wrong[1].field, "interestRate.validTo");
}

TEST_F(RecoveriesTest, ComputeInterest_SplitsAtTheRatesOfTheReferenceData) {
  role_.world().SetNow(absl::FromUnixSeconds(1'790'000'000));  // September 2026.
  v1::ComputeInterestRequest request;
  request.set_eu("10000.00");
  request.set_national("0");
  request.set_currency("BGN");
  request.set_from("2022-12-22");
  request.set_to("2023-01-10");
  const auto computed = Call(*debts_, &Debts::ComputeInterest, request);
  ASSERT_TRUE(computed.ok()) << computed.status();
  ASSERT_EQ(computed->pieces_size(), 2);
  EXPECT_EQ(computed->pieces(0).to_on(), "2022-12-31");
  EXPECT_EQ(computed->pieces(1).yearly_percent(), "11.42");
  EXPECT_EQ(computed->interest().eu().amount(), "59.50");
  EXPECT_EQ(computed->next_from(), "2023-01-11");
  EXPECT_FALSE(computed->pieces(0).verified());

  request.set_from("2025-12-31");
  request.set_to("2026-01-01");
  EXPECT_EQ(Call(*debts_, &Debts::ComputeInterest, request)->pieces(1).yearly_percent(), "10.15");
  request.set_to("2025-12-30");
  EXPECT_EQ(ReasonOf(Call(*debts_, &Debts::ComputeInterest, request).status()), "DAYS_OUT_OF_ORDER");
}

}  // namespace
}  // namespace tranche::payments::recoveries
