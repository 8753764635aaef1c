// SPDX-License-Identifier: EUPL-1.2
// The services of this folder as their callers see them, with their own database and the real rules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "payments/testing/recoveries_fixture.h"
#include "platform/base/error.h"
#include "platform/convert/money.h"

namespace tranche::payments::recoveries {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

using testing::Auditor;
using testing::Cases;
using testing::Debts;
using testing::Finance;
using testing::kContract;
using testing::Leva;
using testing::Part;
using testing::Rates;
using testing::RecoveriesTest;
using testing::Show;
using testing::Stranger;

TEST_F(RecoveriesTest, Signal_HasItsPeriods) {
  const auto signal = AddSignal("2018-03-01");
  ASSERT_TRUE(signal.ok()) << signal.status();
  EXPECT_EQ(signal->name(), absl::StrCat(kContract, "/signals/1"));
  // Thursday; 3 March is a Saturday whose holiday moves to Monday.
  EXPECT_EQ(signal->register_by(), "2018-03-07");
  EXPECT_EQ(signal->check_by(), "2018-06-01");
  EXPECT_EQ(signal->state(), v1::SIGNAL_DRAFT);

  ASSERT_TRUE(Move(signal->name(), v1::REGISTER_SIGNAL, "2018-03-05").ok());
  const auto extended = Move(signal->name(), v1::EXTEND_SIGNAL_CHECK, "2018-05-30",
                             v1::IRREGULARITY_CLASS_UNSPECIFIED, "чака се становище");
  ASSERT_TRUE(extended.ok()) << extended.status();
  EXPECT_EQ(extended->check_by(), "2018-07-16");
  const auto ended = Move(signal->name(), v1::END_SIGNAL, "2018-06-20", v1::IRREGULARITY);
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->copy_by(), "2018-06-25");
}

TEST_F(RecoveriesTest, SignalStep_NamesEverythingThatIsMissing) {
  const auto signal = AddSignal();
  const auto ended = Move(signal->name(), v1::END_SIGNAL, "2018-05-10");
  ASSERT_EQ(ViolationsOf(ended.status()).size(), 1u) << ended.status();
  EXPECT_EQ(ViolationsOf(ended.status())[0].field, "classification");
  const auto removed = Move(signal->name(), v1::REMOVE_SIGNAL, "2018-05-10", v1::IRREGULARITY);
  EXPECT_EQ(ViolationsOf(removed.status()).size(), 2u) << removed.status();
  EXPECT_EQ(ReasonOf(Move(signal->name(), v1::END_SIGNAL, "2018-05-10", v1::IRREGULARITY).status()),
            "SIGNAL_WRONG_STATE");
  EXPECT_EQ(ReasonOf(Move(signal->name(), v1::REGISTER_SIGNAL, "2018-09-02").status()),
            "DAY_IN_FUTURE");
  EXPECT_EQ(
      ReasonOf(Move(absl::StrCat(kContract, "/signals/9"), v1::REGISTER_SIGNAL, "2018-05-10").status()),
      "NOT_FOUND");
}

TEST_F(RecoveriesTest, Register_GivesNumbersWithoutGaps) {
  const std::string first = EndedSignal();
  const std::string second = EndedSignal(v1::SUSPECTED_FRAUD);

  const auto one = Register(first, 8'500'00, 1'500'00);
  ASSERT_TRUE(one.ok()) << one.status();
  EXPECT_EQ(one->national_number(), "ОПЧР20/18/ЕСФ/0001/1");
  EXPECT_FALSE(one->reported_to_olaf());  // 8 500.00 leva are less than 10 000 euro.
  EXPECT_EQ(one->fund_amount_eur().amount(), "4345.98");

  // Refused or rehearsed takes no number.
  EXPECT_EQ(ReasonOf(Register(first, 1'00, 0).status()), "SIGNAL_ALREADY_REGISTERED");
  v1::RegisterIrregularityRequest rehearsal = CaseRequest(second, 1'00, 0);
  rehearsal.set_validate_only(true);
  EXPECT_TRUE(Call(*cases_, &Cases::RegisterIrregularity, rehearsal).ok());

  const auto two = Register(second, 1'00, 0);
  ASSERT_TRUE(two.ok()) << two.status();
  EXPECT_EQ(two->national_number(), "ОПЧР20/18/ЕСФ/0002/1");
  EXPECT_TRUE(two->reported_to_olaf());  // A suspicion of fraud.
}

TEST_F(RecoveriesTest, RegisterAtOnce_EachHasItsOwnNumber) {
  std::vector<v1::RegisterIrregularityRequest> requests;
  for (int i = 0; i < 6; ++i) requests.push_back(CaseRequest(EndedSignal(), 100 + i, 0));
  std::vector<std::thread> threads;
  for (const auto& request : requests) {
    // Each is sent twice.
    for (int twice = 0; twice < 2; ++twice) {
      threads.emplace_back(
          [&] { EXPECT_TRUE(Call(*cases_, &Cases::RegisterIrregularity, request).ok()); });
    }
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(Number("select count(*) from payments.irregularity"), 6);
  EXPECT_EQ(Number("select max(number) - min(number) from payments.irregularity"), 5);
}

TEST_F(RecoveriesTest, Irregularity_WrongParts_AreNamed) {
  v1::RegisterIrregularityRequest request = CaseRequest(EndedSignal(), 1'00, 0);
  request.mutable_irregularity()->set_register_("ОПЧР-20");
  request.mutable_irregularity()->set_fund("Е С Ф");
  const auto refused = Call(*cases_, &Cases::RegisterIrregularity, request);
  EXPECT_EQ(ViolationsOf(refused.status()).size(), 2u) << refused.status();

  const auto draft = AddSignal();
  EXPECT_EQ(ReasonOf(Register(draft->name(), 1'00, 0).status()), "SIGNAL_WITHOUT_IRREGULARITY");
  EXPECT_EQ(ReasonOf(Register("organisations/mineralni-bani/contracts/X/signals/1", 1'00, 0).status()),
            "RECORD_OF_ANOTHER_CONTRACT");
}

TEST_F(RecoveriesTest, QuarterlyReport_ListsTheNotificationsOfItsQuarter) {
  const auto found = Register(EndedSignal(), 8'500'00, 1'500'00);
  ASSERT_TRUE(found.ok()) << found.status();
  v1::NotifyIrregularityRequest more;
  more.set_name(found->name());
  more.set_reported_on("2018-07-20");
  *more.mutable_amount() = Leva(40'000'00, 0);
  more.set_text("Установени са още засегнати разходи.");
  more.set_request_id(Key());
  const auto notified = Call(*cases_, &Cases::NotifyIrregularity, more);
  ASSERT_TRUE(notified.ok()) << notified.status();
  EXPECT_EQ(notified->national_number(), "ОПЧР20/18/ЕСФ/0001/2");
  EXPECT_TRUE(notified->reported_to_olaf());

  v1::GetIrregularityReportRequest request;
  request.set_parent("organisations/mineralni-bani");
  request.set_year(2018);
  request.set_quarter(2);
  const auto second = Call(*cases_, &Cases::GetIrregularityReport, request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->due_on(), "2018-07-31");
  ASSERT_EQ(second->rows_size(), 1);
  EXPECT_EQ(second->rows(0).national_number(), "ОПЧР20/18/ЕСФ/0001/1");
  EXPECT_EQ(second->eur_total().amount(), "4345.98");

  request.set_quarter(3);
  const auto third = Call(*cases_, &Cases::GetIrregularityReport, request);
  ASSERT_TRUE(third.ok()) << third.status();
  ASSERT_EQ(third->rows_size(), 1);
  EXPECT_EQ(third->rows(0).national_number(), "ОПЧР20/18/ЕСФ/0001/2");
  EXPECT_TRUE(third->rows(0).reported_to_olaf());
  EXPECT_EQ(third->due_on(), "2018-10-31");
}

// Notifications of one case tell of the same money; what a case that fell away told counts no more.
TEST_F(RecoveriesTest, QuarterlyReport_AddsTheLastNotificationOfEachCase) {
  const auto found = Register(EndedSignal(), 8'500'00, 1'500'00);
  ASSERT_TRUE(found.ok()) << found.status();
  const auto total = [&] {
    v1::GetIrregularityReportRequest request;
    request.set_parent("organisations/mineralni-bani");
    request.set_year(2018);
    request.set_quarter(2);
    return Call(*cases_, &Cases::GetIrregularityReport, request);
  };
  const auto notify = [&](const std::string& on) {
    v1::NotifyIrregularityRequest more;
    more.set_name(found->name());
    more.set_reported_on(on);
    *more.mutable_amount() = Leva(8'600'00, 0);
    more.set_text("Уточнена сума.");
    more.set_request_id(Key());
    return Call(*cases_, &Cases::NotifyIrregularity, more);
  };
  ASSERT_TRUE(notify("2018-06-20").ok());
  EXPECT_EQ(total()->rows_size(), 2);
  EXPECT_EQ(total()->eur_total().amount(), "4397.11");
  v1::MoveIrregularityRequest cancel;
  cancel.set_name(found->name());
  cancel.set_step(v1::CANCEL_CASE);
  cancel.set_on("2018-06-25");
  cancel.set_note("няма нарушение");
  cancel.set_request_id(Key());
  ASSERT_TRUE(Call(*cases_, &Cases::MoveIrregularity, cancel).ok());
  ASSERT_TRUE(notify("2018-06-26").ok());
  EXPECT_EQ(total()->eur_total().amount(), "0.00");
}

// The answer was lost, and the rules have changed meanwhile: the repeat is answered, not judged again.
TEST_F(RecoveriesTest, RepeatAfterTheRulesChanged_HasTheFirstAnswer) {
  v1::CreateDebtRequest debt;
  debt.set_parent(kContract);
  *debt.mutable_debt() = Overpaid(100'00, 0);
  debt.set_request_id(Key());
  v1::CreateCorrectionRequest correction;
  correction.set_parent(kContract);
  *correction.mutable_correction() = Procurement(1'000'00, 0, {"25"});
  correction.set_request_id(Key());
  const auto owed = Call(*debts_, &Debts::CreateDebt, debt);
  const auto corrected = Call(*cases_, &Cases::CreateCorrection, correction);
  ASSERT_TRUE(owed.ok() && corrected.ok()) << owed.status() << corrected.status();
  v1::AmendDebtRequest amend_debt;
  amend_debt.set_name(owed->name());
  *amend_debt.mutable_debt() = Overpaid(200'00, 0);
  amend_debt.set_request_id(Key());
  v1::AmendCorrectionRequest amend_correction;
  amend_correction.set_name(corrected->name());
  *amend_correction.mutable_correction() = Procurement(2'000'00, 0, {"25"});
  amend_correction.set_request_id(Key());
  const auto owed_more = Call(*debts_, &Debts::AmendDebt, amend_debt);
  const auto corrected_more = Call(*cases_, &Cases::AmendCorrection, amend_correction);
  ASSERT_TRUE(owed_more.ok() && corrected_more.ok()) << owed_more.status() << corrected_more.status();

  sandbox_.Inspect("delete from reference.rule");

  const auto same = [](const auto& repeated, const auto& first) {
    ASSERT_TRUE(repeated.ok()) << repeated.status();
    EXPECT_EQ(repeated->SerializeAsString(), first->SerializeAsString());
  };
  same(Call(*debts_, &Debts::CreateDebt, debt), owed);
  same(Call(*cases_, &Cases::CreateCorrection, correction), corrected);
  same(Call(*debts_, &Debts::AmendDebt, amend_debt), owed_more);
  same(Call(*cases_, &Cases::AmendCorrection, amend_correction), corrected_more);
  EXPECT_FALSE(Owe(Overpaid(1'00, 0)).ok());
}

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

TEST_F(RecoveriesTest, Case_IsClosedAndReopened_AndFallsAwayOnlyWithoutCorrection) {
  const auto found = Register(EndedSignal(), 8'500'00, 1'500'00);
  const auto move = [&](v1::IrregularityStep step) {
    v1::MoveIrregularityRequest request;
    request.set_name(found->name());
    request.set_step(step);
    request.set_on("2018-07-01");
    request.set_note("основание");
    request.set_request_id(Key());
    return Call(*cases_, &Cases::MoveIrregularity, request);
  };
  EXPECT_EQ(move(v1::END_CASE)->state(), v1::CASE_ENDED);
  EXPECT_EQ(ReasonOf(move(v1::CANCEL_CASE).status()), "IRREGULARITY_WRONG_STATE");
  EXPECT_EQ(move(v1::REOPEN_CASE)->state(), v1::CASE_ACTIVE);

  v1::Correction correction = Procurement(8'500'00, 1'500'00, {"25"});
  correction.set_irregularity(found->name());
  const auto created = Correct(correction);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(ReasonOf(move(v1::CANCEL_CASE).status()), "IRREGULARITY_HAS_CORRECTION");
  EXPECT_EQ(ReasonOf(Correct(correction).status()), "CORRECTION_EXISTS");
  ASSERT_TRUE(Move(created->name(), v1::REMOVE_RECOVERY).ok());
  EXPECT_EQ(move(v1::CANCEL_CASE)->state(), v1::CASE_CANCELED);
  EXPECT_EQ(ReasonOf(Correct(correction).status()), "IRREGULARITY_FELL_AWAY");
}

TEST_F(RecoveriesTest, Correction_HighestPercent_CountsOnceEntered) {
  const auto draft = Correct(Procurement(8'500'00, 1'500'00, {"5", "25", "10"}));
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(draft->percent(), "25");
  EXPECT_EQ(Show(draft->amount()), "2125.00 375.00");
  EXPECT_EQ(Show(draft->support_left()), "321307.23 56701.27");

  const auto entered = Move(draft->name(), v1::ENTER_RECOVERY);
  ASSERT_TRUE(entered.ok()) << entered.status();
  EXPECT_EQ(entered->version_state(), v1::VERSION_ACTUAL);
  EXPECT_EQ(Show(entered->support_left()), "319182.23 56326.27");
  EXPECT_EQ(ReasonOf(Move(draft->name(), v1::ENTER_RECOVERY).status()), "NO_DRAFT_VERSION");
}

TEST_F(RecoveriesTest, Correction_AmendedVersion_ReplacesTheOneInForce) {
  const auto draft = Correct(Procurement(8'500'00, 1'500'00, {"25"}));
  ASSERT_TRUE(Move(draft->name(), v1::ENTER_RECOVERY).ok());

  const auto without_reason =
      Amend(draft->name(), Procurement(8'500'00, 1'500'00, {"10"}), v1::AMENDMENT_REASON_UNSPECIFIED);
  ASSERT_EQ(ViolationsOf(without_reason.status()).size(), 1u) << without_reason.status();
  EXPECT_EQ(ViolationsOf(without_reason.status())[0].field, "correction.amendmentReason");
  ASSERT_TRUE(Amend(draft->name(), Procurement(8'500'00, 1'500'00, {"5"})).ok());
  const auto amended = Amend(draft->name(), Procurement(8'500'00, 1'500'00, {"10"}));
  ASSERT_TRUE(amended.ok()) << amended.status();
  EXPECT_EQ(amended->version(), 2);
  const auto entered = Move(draft->name(), v1::ENTER_RECOVERY);
  ASSERT_TRUE(entered.ok()) << entered.status();
  EXPECT_EQ(Show(entered->amount()), "850.00 150.00");

  v1::ListCorrectionsRequest list;
  list.set_parent(kContract);
  const auto listed = Call(*cases_, &Cases::ListCorrections, list, Auditor());
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->corrections_size(), 2);
  EXPECT_EQ(listed->corrections(0).version_state(), v1::VERSION_ARCHIVED);
  EXPECT_EQ(listed->corrections(1).version_state(), v1::VERSION_ACTUAL);
  EXPECT_EQ(Show(listed->corrected()), "850.00 150.00");
}

TEST_F(RecoveriesTest, Corrections_NeverExceedTheSupport) {
  const auto most = Correct(Procurement(321'307'23, 56'701'27, {"100"}));
  ASSERT_TRUE(Move(most->name(), v1::ENTER_RECOVERY).ok());
  const auto more = Correct(Procurement(1'00, 0, {"100"}));
  const auto refused = Move(more->name(), v1::ENTER_RECOVERY);

  EXPECT_EQ(ReasonOf(refused.status()), "CORRECTION_ABOVE_SUPPORT");
  EXPECT_THAT(ValuesOf(refused.status()), Contains(Pair("left_eu", "0.00")));
  // Nor past the service.
  EXPECT_THROW(sandbox_.Inspect("update payments.recovery_account set corrected_eu_minor = 32130724"),
               pqxx::check_violation);
}

// A supplier credits an approved invoice: budgets takes no note of it, a correction of the cost does.
TEST_F(RecoveriesTest, CorrectionOfACost_IsWithinWhatWasApprovedOfIt) {
  v1::Correction correction = Procurement(8'000, 1'400, {"100"});
  correction.set_cost(absl::StrCat(kContract, "/costs/7"));
  EXPECT_EQ(ReasonOf(Correct(correction).status()), "CORRECTION_COST_NOT_APPROVED");
  AddClaim(1, "INTERIM", Leva(8'500, 1'500), Leva(0, 0));
  sandbox_.Inspect(
      "insert into payments.claim_cost (organisation_id, contract_id, sequence, cost_id, paid_on, "
      "place, "
      "requested_eu_minor, requested_national_minor, requested_own_minor, first_cost_id) values "
      "('mineralni-bani', 'BG05M9OP001-2.005-0063-C01', 1, '7', '2018-01-05', 1, 8500, 1500, 0, '7')");
  correction.set_cost("organisations/mineralni-bani/contracts/BG05M9OP001-2.005-9999-C01/costs/7");
  EXPECT_EQ(ReasonOf(Correct(correction).status()), "RECORD_OF_ANOTHER_CONTRACT");
  correction.set_cost(absl::StrCat(kContract, "/costs/7"));
  v1::Correction above = Procurement(8'501, 0, {"100"});
  above.set_cost(correction.cost());
  EXPECT_EQ(ReasonOf(Correct(above).status()), "CORRECTION_ABOVE_COST");

  const auto first = Correct(correction);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->cost(), correction.cost());
  v1::Correction rest = Procurement(500, 100, {"100"});
  rest.set_cost(correction.cost());
  const auto second = Correct(rest);  // A draft takes nothing yet.
  ASSERT_TRUE(second.ok()) << second.status();
  v1::Correction more = Procurement(501, 0, {"100"});
  more.set_cost(correction.cost());
  const auto third = Correct(more);
  ASSERT_TRUE(third.ok()) << third.status();
  ASSERT_TRUE(Move(first->name(), v1::ENTER_RECOVERY).ok());
  EXPECT_EQ(ReasonOf(Move(third->name(), v1::ENTER_RECOVERY).status()), "CORRECTION_ABOVE_COST");
  ASSERT_TRUE(Move(second->name(), v1::ENTER_RECOVERY).ok());
  EXPECT_EQ(ReasonOf(Correct(more).status()), "CORRECTION_ABOVE_COST");
  // What is taken back takes nothing any more.
  ASSERT_TRUE(Move(second->name(), v1::REMOVE_RECOVERY).ok());
  EXPECT_EQ(ReasonOf(Move(third->name(), v1::ENTER_RECOVERY).status()), "CORRECTION_ABOVE_COST");
  ASSERT_TRUE(Move(first->name(), v1::REMOVE_RECOVERY).ok());
  EXPECT_TRUE(Move(third->name(), v1::ENTER_RECOVERY).ok());
}

TEST_F(RecoveriesTest, VersionInForce_CannotBeChanged_AlsoPastTheService) {
  const auto draft = Correct(Procurement(8'500'00, 1'500'00, {"25"}));
  ASSERT_TRUE(Move(draft->name(), v1::ENTER_RECOVERY).ok());
  EXPECT_THROW(sandbox_.Inspect("update payments.correction_version set amount_eu_minor = 1"),
               pqxx::sql_error);
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

TEST_F(RecoveriesTest, OffsetWithinTheVoluntaryPeriod_IsRefused) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(2000'00, 353'00), Leva(0, 0));
  // Served on 1 February 2018: voluntary until the 15th.
  const auto offset = Offset(debt, 1, 10'00, "2018-02-15");
  EXPECT_EQ(ReasonOf(offset.status()), "OFFSET_IN_VOLUNTARY_PERIOD");
  EXPECT_THAT(ValuesOf(offset.status()), Contains(Pair("until", "15.02.2018")));
  EXPECT_TRUE(Offset(debt, 1, 10'00, "2018-02-16").ok());
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

TEST_F(RecoveriesTest, OffsetSentTwiceAndRehearsed_TakesOnce) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(2000'00, 353'00), Leva(0, 0));
  v1::OffsetDebtRequest request = OffsetRequest(debt, 1, 100'00, "2018-03-01");
  v1::OffsetDebtRequest rehearsal = request;
  rehearsal.set_validate_only(true);
  ASSERT_TRUE(Call(*debts_, &Debts::OffsetDebt, rehearsal).ok());
  EXPECT_EQ(Number("select count(*) from payments.debt_offset"), 0);
  const auto first = Call(*debts_, &Debts::OffsetDebt, request);
  const auto second = Call(*debts_, &Debts::OffsetDebt, request);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(Number("select deducted_eu_minor + deducted_national_minor from payments.claim"), 100'00);
  EXPECT_EQ(Number("select count(*) from payments.debt_offset"), 1);
}

TEST_F(RecoveriesTest, OffsetsAtOnce_NeverTakeMoreThanTheClaimIsOwed) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(85'00, 15'00), Leva(0, 0));
  std::atomic<int> done{0};
  std::vector<std::thread> threads;
  std::vector<v1::OffsetDebtRequest> requests;
  for (int i = 0; i < 8; ++i) requests.push_back(OffsetRequest(debt, 1, 30'00, "2018-03-01"));
  for (const v1::OffsetDebtRequest& request : requests) {
    threads.emplace_back([&, request] {
      if (Call(*debts_, &Debts::OffsetDebt, request).ok()) ++done;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GE(done, 1);
  EXPECT_LE(done, 3);
  EXPECT_EQ(Number("select deducted_eu_minor + deducted_national_minor from payments.claim"),
            30'00 * done);
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

TEST_F(RecoveriesTest, DeductionOfAllThatWasOwed_TakenBack_IsOwedOnceMore) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(2000'00, 353'00), Leva(0, 0));
  const std::string owed = Get(debt, "2018-03-01")->balance().owed().amount();
  const auto offset = Offset(debt, 1, ParseAmount(owed, Currency::kBgn)->minor(), "2018-03-01");
  ASSERT_TRUE(offset.ok()) << offset.status();
  ASSERT_EQ(offset->status(), v1::REPAID_IN_FULL);

  const auto back = TakeBack(debt, 1);

  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->status(), v1::VOLUNTARY);
  EXPECT_EQ(back->balance().owed().amount(), owed);
}

TEST_F(RecoveriesTest, OnlyADeductionOfHere_IsTakenBackAndOnce) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(2000'00, 353'00), Leva(0, 0));
  ASSERT_TRUE(Repay(debt, 10'00, "2018-03-01").ok());
  ASSERT_TRUE(Offset(debt, 1, 10'00, "2018-03-02").ok());

  EXPECT_EQ(ReasonOf(TakeBack(debt, 1).status()), "OFFSET_NOT_OF_CLAIM");
  EXPECT_EQ(ReasonOf(TakeBack(debt, 7).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(TakeBack(debt, 2, "2018-03-01").status()), "RECOVERY_OUT_OF_ORDER");
  EXPECT_EQ(ReasonOf(TakeBack(debt, 2, "2018-09-02").status()), "DAY_IN_FUTURE");
  const v1::TakeBackOffsetRequest request = BackRequest(debt, 2, "2018-04-02");
  const auto first = Call(*debts_, &Debts::TakeBackOffset, request);
  const auto again = Call(*debts_, &Debts::TakeBackOffset, request);
  ASSERT_TRUE(first.ok() && again.ok()) << first.status();
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(ReasonOf(TakeBack(debt, 2).status()), "OFFSET_TAKEN_BACK");
  EXPECT_EQ(Number("select count(*) from payments.debt_offset_reversal"), 1);
}

TEST_F(RecoveriesTest, PartOfADeduction_IsNotTakenBackPastTheService) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(2000'00, 353'00), Leva(0, 0));
  ASSERT_TRUE(Offset(debt, 1, 100'00).ok());
  EXPECT_THROW(
      sandbox_.Inspect(
          "insert into payments.debt_offset_reversal (organisation_id, contract_id, debt_id, "
          "repayment, "
          "to_interest_eu_minor, to_interest_national_minor, to_principal_eu_minor, "
          "to_principal_national_minor, currency, taken_back_on, reason, reference, taken_back_by) "
          "select organisation_id, contract_id, debt_id, repayment, 0, 0, -1, 0, currency, "
          "deducted_on, "
          "'r', 'n', 'owner' from payments.debt_offset"),
      pqxx::check_violation);
}

TEST_F(RecoveriesTest, DeductionOfWhatIsOrdered_IsRefusedAndTheOtherWayRound) {
  const std::string debt = InForce(Overpaid(850'00, 150'00));
  AddClaim(1, "INTERIM", Leva(850'00, 150'00), Leva(0, 0));
  ASSERT_TRUE(Offset(debt, 1, 300'00, "2018-03-01").ok());

  EXPECT_EQ(ReasonOf(OrderFor(1, "700.01").status()), "ORDER_ABOVE_PAYABLE");
  const auto order = OrderFor(1, "600.00");
  ASSERT_TRUE(order.ok()) << order.status();
  EXPECT_EQ(order->claim(), absl::StrCat(kContract, "/claims/1"));
  EXPECT_EQ(ReasonOf(Offset(debt, 1, 100'01, "2018-03-01").status()), "DEDUCTION_ABOVE_ORDERS");
  EXPECT_TRUE(Offset(debt, 1, 100'00, "2018-03-01").ok());
  EXPECT_EQ(ReasonOf(OrderFor(1, "0.01").status()), "ORDER_ABOVE_PAYABLE");
  // Past the service the database holds the same.
  EXPECT_THROW(sandbox_.Inspect("update payments.claim set deducted_eu_minor = deducted_eu_minor + 1"),
               pqxx::check_violation);
}

// ORD-5: orders and deductions of one claim by many at once never come to more than is payable.
TEST_F(RecoveriesTest, OrdersAndDeductionsAtOnce_NeverExceedThePayable) {
  constexpr int kClients = 64;
  const std::string debt = InForce(Overpaid(8500'00, 1500'00));
  AddClaim(1, "INTERIM", Leva(850'00, 150'00), Leva(0, 0));
  std::vector<v1::OffsetDebtRequest> offsets;
  for (int i = 0; i < kClients / 2; ++i) offsets.push_back(OffsetRequest(debt, 1, 70'00, "2018-03-01"));
  std::vector<v1::CreatePaymentOrderRequest> orders;
  for (int i = 0; i < kClients / 2; ++i) orders.push_back(OrderRequest(1, "60.00"));
  std::atomic<int> deducted{0};
  std::atomic<int> ordered{0};
  std::vector<std::thread> threads;
  const auto stub = v1::PaymentOrdersService::NewStub(role_.channel());
  for (int i = 0; i < kClients / 2; ++i) {
    threads.emplace_back([&, i] {
      if (Call(*debts_, &Debts::OffsetDebt, offsets[i]).ok()) ++deducted;
    });
    threads.emplace_back([&, i] {
      if (Call(*stub, &v1::PaymentOrdersService::Stub::CreatePaymentOrder, orders[i]).ok()) ++ordered;
    });
  }
  for (std::thread& thread : threads) thread.join();
  const int64_t taken = 70'00 * deducted + 60'00 * ordered;
  EXPECT_LE(taken, 1000'00);
  EXPECT_GT(taken, 1000'00 - 60'00);  // Nobody was refused what was there.
  EXPECT_EQ(Number("select deducted_eu_minor + deducted_national_minor from payments.claim"),
            70'00 * deducted);
  EXPECT_EQ(Number("select coalesce(sum(amount_minor), 0)::bigint from payments.payment_order"),
            60'00 * ordered);
}

TEST_F(RecoveriesTest, DebtBelowTheThreshold_MayWaitForTheFinalPayment) {
  v1::Debt debt = Overpaid(850'00, 150'00);
  const auto with_rule = Get(InForce(debt), "2018-02-10");
  ASSERT_TRUE(with_rule.ok()) << with_rule.status();
  // The rule holds from 2022 on; on a day of 2018 there is none.
  EXPECT_FALSE(with_rule->may_wait());
  EXPECT_EQ(with_rule->may_wait_rule(), "");
}

// As if the changeover were on 1 August 2018, within the days of these tests.
TEST_F(RecoveriesTest, ConvertedToEuro_KeepsWhatWasAndGoesOnInEuro) {
  const std::string debt = InForce(Overpaid(10'000'00, 0));
  ASSERT_TRUE(Repay(debt, 1'000'00, "2018-03-17").ok());
  const auto correction = Correct(Procurement(1'000'00, 200'00, {"25"}));
  ASSERT_TRUE(correction.ok() && Move(correction->name(), v1::ENTER_RECOVERY).ok());
  const auto drafted = Owe(Overpaid(195, 0));
  ASSERT_TRUE(drafted.ok()) << drafted.status();
  const auto before = Get(debt, "2018-03-20");
  const ThreePart leva{Money::Minor(321'307'23, Currency::kBgn),
                       Money::Minor(56'701'27, Currency::kBgn), Money::Zero(Currency::kBgn)};
  const ThreePart euro{Money::Minor(164'281'78, Currency::kEur),
                       Money::Minor(28'990'90, Currency::kEur), Money::Zero(Currency::kEur)};
  proposals_.Redenominate("mineralni-bani", kContract, leva, euro, "2018-08-01");
  // A contract that is not there makes the service catch up.
  EXPECT_TRUE(absl::IsNotFound(
      Get("organisations/mineralni-bani/contracts/BG05M9OP001-1.001-0001-C01/debts/1").status()));

  const auto now = Get(debt, "2018-08-10");

  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_EQ(now->balance().owed().currency(), "EUR");
  EXPECT_EQ(now->balance().principal().eu().amount(), "5112.92");
  // The past is not written anew.
  EXPECT_EQ(Get(debt, "2018-03-20")->balance().SerializeAsString(),
            before->balance().SerializeAsString());
  for (const v1::InterestPiece& piece : now->interest()) {
    EXPECT_EQ(piece.principal().eu().currency() == "BGN", piece.to_on() < "2018-08-01")
        << piece.to_on();
  }
  // Lev are not taken any more; euro are, and the books agree with what was shown.
  EXPECT_EQ(ReasonOf(Repay(debt, 100, "2018-08-10").status()), "MONEY_CURRENCY_MIXED");
  v1::RecordRepaymentRequest all = RepayRequest(debt, 1, "2018-08-10");
  *all.mutable_repayment()->mutable_amount() = now->balance().owed();
  const auto repaid = Call(*debts_, &Debts::RecordRepayment, all);
  ASSERT_TRUE(repaid.ok()) << repaid.status();
  EXPECT_EQ(repaid->status(), v1::REPAID_IN_FULL);
  EXPECT_EQ(Get(debt, "2018-08-10")->balance().owed().amount(), "0.00");
  // A draft is entered in euro, and what was corrected counts in it.
  const auto entered = MoveOne(drafted->name(), v1::ENTER_RECOVERY);
  ASSERT_TRUE(entered.ok()) << entered.status();
  EXPECT_EQ(entered->principal().eu().amount(), "1.00");
  EXPECT_EQ(
      Number("select corrected_eu_minor + corrected_national_minor from payments.recovery_account"),
      127'82 + 25'56);
  EXPECT_EQ(Number("select count(*) from payments.restated_amount where record like 'debts/%'"), 4);
  EXPECT_EQ(Number("select count(*) from payments.redenomination where converted_at is not null"), 1);
}

TEST_F(RecoveriesTest, RepeatedAfterTheConversion_IsAnsweredAsBefore) {
  const std::string debt = InForce(Overpaid(10'000'00, 0));
  const v1::RecordRepaymentRequest repayment = RepayRequest(debt, 1'000'00, "2018-03-17");
  const auto repaid = Call(*debts_, &Debts::RecordRepayment, repayment);
  const v1::RegisterIrregularityRequest registering = CaseRequest(EndedSignal(), 1'000'00, 0);
  const auto registered = Call(*cases_, &Cases::RegisterIrregularity, registering);
  ASSERT_TRUE(repaid.ok() && registered.ok()) << repaid.status() << registered.status();
  v1::NotifyIrregularityRequest telling;
  telling.set_name(registered->name());
  telling.set_reported_on("2018-07-20");
  *telling.mutable_amount() = Leva(2'000'00, 0);
  telling.set_text("Установени са още засегнати разходи.");
  telling.set_request_id(Key());
  const auto told = Call(*cases_, &Cases::NotifyIrregularity, telling);
  ASSERT_TRUE(told.ok()) << told.status();
  const ThreePart leva{Money::Minor(321'307'23, Currency::kBgn),
                       Money::Minor(56'701'27, Currency::kBgn), Money::Zero(Currency::kBgn)};
  const ThreePart euro{Money::Minor(164'281'78, Currency::kEur),
                       Money::Minor(28'990'90, Currency::kEur), Money::Zero(Currency::kEur)};
  proposals_.Redenominate("mineralni-bani", kContract, leva, euro, "2018-08-01");
  // A contract that is not there makes the service catch up.
  EXPECT_TRUE(absl::IsNotFound(
      Get("organisations/mineralni-bani/contracts/BG05M9OP001-1.001-0001-C01/debts/1").status()));

  const auto repaid_again = Call(*debts_, &Debts::RecordRepayment, repayment);
  const auto registered_again = Call(*cases_, &Cases::RegisterIrregularity, registering);
  const auto told_again = Call(*cases_, &Cases::NotifyIrregularity, telling);

  ASSERT_TRUE(repaid_again.ok()) << repaid_again.status();
  EXPECT_EQ(repaid_again->SerializeAsString(), repaid->SerializeAsString());
  ASSERT_TRUE(registered_again.ok()) << registered_again.status();
  EXPECT_EQ(registered_again->SerializeAsString(), registered->SerializeAsString());
  ASSERT_TRUE(told_again.ok()) << told_again.status();
  EXPECT_EQ(told_again->SerializeAsString(), told->SerializeAsString());
  // A new one is told in euro.
  telling.set_request_id(Key());
  EXPECT_EQ(ReasonOf(Call(*cases_, &Cases::NotifyIrregularity, telling).status()),
            "MONEY_CURRENCY_MIXED");
}

TEST_F(RecoveriesTest, ARestBelowHalfACent_IsRepaidByTheConversion) {
  // 1.00 and 0.99 lev are both 0.51 euro.
  const std::string debt = InForce(Overpaid(1'00, 0));
  ASSERT_TRUE(Repay(debt, 99, "2018-02-10").ok());
  const ThreePart leva{Money::Minor(321'307'23, Currency::kBgn),
                       Money::Minor(56'701'27, Currency::kBgn), Money::Zero(Currency::kBgn)};
  const ThreePart euro{Money::Minor(164'281'78, Currency::kEur),
                       Money::Minor(28'990'90, Currency::kEur), Money::Zero(Currency::kEur)};
  proposals_.Redenominate("mineralni-bani", kContract, leva, euro, "2018-02-11");
  EXPECT_TRUE(absl::IsNotFound(
      Get("organisations/mineralni-bani/contracts/BG05M9OP001-2.005-0063-C09/debts/1").status()));
  const auto shown = Get(debt, "2018-08-10");
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->status(), v1::REPAID_IN_FULL);
  EXPECT_EQ(shown->balance().owed().amount(), "0.00");
  EXPECT_EQ(
      Number("select count(*) from payments.event where type = 'tranche.payments.v1.DebtRepaid' and "
             "payload->>'repaidInFull' = 'true'"),
      1);
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

TEST_F(RecoveriesTest, OtherOrganisations_SeeAndChangeNothing) {
  const std::string debt = InForce(Overpaid(100'00, 0));
  v1::GetDebtRequest request;
  request.set_name(debt);
  EXPECT_FALSE(Call(*debts_, &Debts::GetDebt, request, Stranger()).ok());
  EXPECT_FALSE(
      Call(*debts_, &Debts::RecordRepayment, RepayRequest(debt, 1, "2018-02-10"), Stranger()).ok());
  EXPECT_EQ(
      ReasonOf(Call(*debts_, &Debts::RecordRepayment, RepayRequest(debt, 1, "2018-02-10"), Auditor())
                   .status()),
      "PERMISSION_DENIED");
}

// Random histories of corrections, debts, repayments and retries; after each step what the database
// holds is added up anew and set against the guarded sums.
class RecoveryHistoryTest : public RecoveriesTest {
 protected:
  int Upto(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most)); }
  const std::string& AnyOf(const std::vector<std::string>& names) {
    return names[static_cast<size_t>(Upto(static_cast<int>(names.size())))];
  }
  v1::Correction AnyCorrection() {
    const char* percents[] = {"5", "10", "25", "100"};
    return Procurement(1 + Upto(60'000'000), Upto(6'000'000), {percents[Upto(4)]});
  }

  absl::Status StepOfCorrection() {
    if (corrections_.empty() || Upto(3) == 0) {
      const auto made = Correct(AnyCorrection());
      if (made.ok()) corrections_.push_back(made->name());
      return made.status();
    }
    if (Upto(2) == 0) return Amend(AnyOf(corrections_), AnyCorrection()).status();
    return Move(AnyOf(corrections_), Upto(4) == 0 ? v1::REMOVE_RECOVERY : v1::ENTER_RECOVERY).status();
  }

  absl::Status StepOfDebt() {
    if (!debts_names_.empty() && Upto(2) == 0) {
      return MoveOne(AnyOf(debts_names_), Upto(5) == 0 ? v1::REMOVE_RECOVERY : v1::ENTER_RECOVERY)
          .status();
    }
    v1::Debt debt = Overpaid(1 + Upto(5'000'000), Upto(500'000));
    if (!corrections_.empty() && Upto(2) == 0) {
      debt.set_basis(v1::CORRECTION_DEBT);
      debt.set_correction(AnyOf(corrections_));
    }
    const auto made = Owe(debt);
    if (!made.ok()) return made.status();
    debts_names_.push_back(made->name());
    return Upto(3) != 0 ? MoveOne(made->name(), v1::ENTER_RECOVERY).status() : absl::OkStatus();
  }

  // A deduction from the one claim, or one that is taken back.
  absl::Status StepOfDeduction() {
    const char* days[] = {"2018-02-16", "2018-03-17", "2018-04-02", "2018-06-30", "2018-08-31"};
    if (debts_names_.empty()) return StepOfDebt();
    if (!deductions_.empty() && Upto(3) == 0) {
      const auto [debt, repayment] =
          deductions_[static_cast<size_t>(Upto(static_cast<int>(deductions_.size())))];
      const absl::Status outcome = TakeBack(debt, repayment, days[day_]).status();
      if (outcome.ok()) ++taken_back_;
      return outcome;
    }
    const std::string debt = AnyOf(debts_names_);
    const auto done = Offset(debt, 1, 1 + Upto(100'000), days[day_]);
    if (!done.ok()) return done.status();
    const std::string& name = done->repayments(0).name();
    int number = 0;
    EXPECT_TRUE(absl::SimpleAtoi(name.substr(name.rfind('/') + 1), &number));
    deductions_.push_back({debt, number});
    return absl::OkStatus();
  }

  absl::Status StepOfRepayment() {
    const char* days[] = {"2018-02-10", "2018-03-17", "2018-04-02", "2018-06-30", "2018-08-31"};
    if (debts_names_.empty()) return StepOfDebt();
    day_ = std::min(day_ + (Upto(6) == 0 ? 1 : 0), 4);
    const v1::RecordRepaymentRequest request =
        RepayRequest(AnyOf(debts_names_), 1 + Upto(500'000), days[day_]);
    const absl::StatusOr<v1::Debt> done = Call(*debts_, &Debts::RecordRepayment, request);
    if (done.ok()) repaid_.push_back(done->repayments(0).name());
    const absl::Status outcome = done.status();
    // The same request again has the same outcome and no other effect.
    if (Upto(2) == 0) {
      EXPECT_EQ(Call(*debts_, &Debts::RecordRepayment, request).status().code(), outcome.code());
    }
    return outcome;
  }

  // The last repayment of a debt that one was recorded for, by somebody else.
  absl::Status StepOfAnnulment() {
    if (repaid_.empty()) return StepOfRepayment();
    v1::AnnulRepaymentRequest request;
    request.set_name(repaid_.back());
    repaid_.pop_back();
    request.mutable_annulment()->set_annulled_on("2018-09-01");
    request.mutable_annulment()->set_reason("по друг дълг");
    request.mutable_annulment()->set_reference("14");
    request.set_request_id(Key());
    rpc::Actor deputy = Finance();
    deputy.subject = "deputy@mineralni-bani";
    const absl::Status outcome = Call(*debts_, &Debts::AnnulRepayment, request, deputy).status();
    if (outcome.ok()) ++annulled_;
    return outcome;
  }

  // REC-1, REC-4, DEB-1 to DEB-3: rows whose guarded sum is not what its parts add up to.
  int64_t BrokenRows() {
    return Number(R"sql(
      with standing as (
        select i.debt_id, i.piece, i.from_on, i.to_on, i.interest_eu_minor from payments.debt_interest as i
         where not exists (select from payments.debt_repayment_annulment as n
                            where n.debt_id = i.debt_id and i.piece between n.first_piece and n.last_piece))
      select (select count(*) from payments.recovery_account
               where corrected_eu_minor <> (select coalesce(sum(amount_eu_minor), 0) from payments.correction)
                     or corrected_eu_minor > 32130723 or corrected_national_minor > 5670127)
           + (select count(*) from payments.correction as c
               where indebted_eu_minor <> (select coalesce(sum(principal_eu_minor), 0) from payments.debt as d
                                            where d.correction_id = c.correction_id))
           + (select count(*) from payments.debt as d
               where repaid_principal_eu_minor + repaid_principal_national_minor + repaid_interest_eu_minor
                     + repaid_interest_national_minor
                     <> (select coalesce(sum(amount_minor), 0) from payments.debt_repayment as r
                          where r.debt_id = d.debt_id
                                and not exists (select from payments.debt_repayment_annulment as n
                                                 where (n.debt_id, n.repayment) = (r.debt_id, r.repayment)))
                        + (select coalesce(sum(to_interest_eu_minor + to_interest_national_minor
                                               + to_principal_eu_minor + to_principal_national_minor), 0)
                             from payments.debt_offset_reversal as v where v.debt_id = d.debt_id)
                     or charged_interest_eu_minor
                     <> (select coalesce(sum(interest_eu_minor), 0) from standing as i
                          where i.debt_id = d.debt_id))
           + (select count(*) from payments.claim as k
               where deducted_eu_minor + deducted_national_minor
                     <> (select coalesce(sum(o.eu_minor + o.national_minor), 0) from payments.debt_offset as o
                          where o.sequence = k.sequence
                                and not exists (select from payments.debt_offset_reversal as v
                                                 where (v.debt_id, v.repayment) = (o.debt_id, o.repayment))))
           + (select count(*) from standing as a
                join standing as b
                  on a.debt_id = b.debt_id and a.piece < b.piece and a.to_on >= b.from_on))sql");
  }

  std::mt19937 random_;
  std::vector<std::string> corrections_;
  std::vector<std::string> debts_names_;
  std::vector<std::pair<std::string, int>> deductions_;
  std::vector<std::string> repaid_;
  int taken_back_ = 0;
  int annulled_ = 0;
  int day_ = 0;
};

TEST_F(RecoveryHistoryTest, EveryPrefix_KeepsTheInvariants) {
  const char* seed_text = std::getenv("TRANCHE_SEED");
  const unsigned seed = seed_text == nullptr ? 20180901u : static_cast<unsigned>(std::atoi(seed_text));
  SCOPED_TRACE(absl::StrCat("TRANCHE_SEED=", seed));
  random_.seed(seed);
  int accepted = 0;
  ASSERT_TRUE(AddSignal().ok());  // So that the contract is known.
  AddClaim(1, "INTERIM", Leva(8'500'00, 1'500'00), Leva(0, 0));
  for (int step = 0; step < 120; ++step) {
    const int kind = Upto(6);
    const absl::Status outcome = kind == 0   ? StepOfCorrection()
                                 : kind == 1 ? StepOfDebt()
                                 : kind == 2 ? StepOfDeduction()
                                 : kind == 5 ? StepOfAnnulment()
                                             : StepOfRepayment();
    if (outcome.ok()) ++accepted;
    ASSERT_NE(outcome.code(), absl::StatusCode::kInternal) << outcome;
    ASSERT_EQ(BrokenRows(), 0) << "step " << step;
  }
  // A history in which nothing happens proves nothing.
  EXPECT_GT(accepted, 20);
  EXPECT_GT(Number("select count(*) from payments.debt_repayment"), 2);
  EXPECT_GT(taken_back_, 0);
  EXPECT_GT(annulled_, 0);
  // And what is looked at finds a sum that was changed behind the service's back.
  sandbox_.Inspect(
      "update payments.debt set charged_interest_eu_minor = charged_interest_eu_minor + 1 "
      "where status <> 'REPAID_IN_FULL'");
  EXPECT_GT(BrokenRows(), 0);
}

// The control: a repayment that is booked past the ceiling is refused by the database itself.
TEST_F(RecoveriesTest, RuleBrokenPastTheService_IsHeldByTheDatabase) {
  InForce(Overpaid(100'00, 0));
  EXPECT_THROW(sandbox_.Inspect("update payments.debt set repaid_principal_eu_minor = 10001"),
               pqxx::check_violation);
  EXPECT_THROW(sandbox_.Inspect("update payments.debt set repaid_interest_eu_minor = 1"),
               pqxx::check_violation);
  EXPECT_THROW(sandbox_.Inspect("update payments.debt set status = 'REPAID_IN_FULL'"),
               pqxx::check_violation);
}

}  // namespace
}  // namespace tranche::payments::recoveries
