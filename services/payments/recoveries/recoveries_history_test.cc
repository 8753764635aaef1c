// SPDX-License-Identifier: EUPL-1.2
// Recoveries over the changeover to euro, in random histories and past the service.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "payments/testing/recoveries_fixture.h"
#include "platform/base/error.h"

namespace tranche::payments::recoveries {
namespace {

using testing::Auditor;
using testing::Cases;
using testing::Debts;
using testing::Finance;
using testing::kContract;
using testing::Leva;
using testing::RecoveriesTest;
using testing::Stranger;

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
