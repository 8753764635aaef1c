// SPDX-License-Identifier: EUPL-1.2
// Signals and irregularities through gRPC: their register, their periods and their reports.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "payments/testing/recoveries_fixture.h"
#include "platform/base/error.h"

namespace tranche::payments::recoveries {
namespace {

using testing::Cases;
using testing::Debts;
using testing::kContract;
using testing::Leva;
using testing::RecoveriesTest;

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

}  // namespace
}  // namespace tranche::payments::recoveries
