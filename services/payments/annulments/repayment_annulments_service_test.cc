// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "payments/payments_module.h"
#include "payments/testing/fakes.h"
#include "payments/testing/payments_fixture.h"
#include "platform/testing/fake_role.h"
#include "platform/testing/pg_sandbox.h"
#include "reference/reference_module.h"
#include "tranche/payments/v1/debts_service.grpc.pb.h"

namespace tranche::payments {
namespace {

using ::testing::Contains;
using ::testing::Pair;

using testing::Approver;
using testing::Auditor;
using testing::kContract;
using testing::Leva;
using testing::Owner;

using Debts = v1::DebtsService::Stub;

// A debt of 850.00 + 150.00 that was served on 1 February 2018, on 1 September 2018.
class RepaymentAnnulmentsTest : public ::testing::Test {
 protected:
  RepaymentAnnulmentsTest()
      : proposals_channel_(proposals_),
        budgets_channel_(budgets_),
        role_(sandbox_, "payments", nullptr, 4),
        reference_(sandbox_, "reference", &role_) {
    reference_.Serve(reference::StartRole(reference_.context()));
    role_.world().peers().Set("proposals", proposals_channel_.channel());
    role_.world().peers().Set("budgets", budgets_channel_.channel());
    role_.Serve(StartRole(role_.context()));
    debts_ = v1::DebtsService::NewStub(role_.channel());
    proposals_.Activate("mineralni-bani", testing::MineralniBani());
    debt_ = InForce();
  }

  template <class Req, class Resp>
  absl::StatusOr<Resp> Call(grpc::Status (Debts::*method)(grpc::ClientContext*, const Req&, Resp*),
                            const Req& request, const rpc::Actor& actor = Owner()) {
    return rpc::Call<Resp>(role_.Scope(actor), *debts_, method, request);
  }
  std::string Key() { return absl::StrCat("key-", ++keys_); }

  static v1::Debt Overpaid(int64_t eu_minor, int64_t national_minor) {
    v1::Debt debt;
    debt.set_basis(v1::OVERPAYMENT);
    debt.set_book(v1::DEBTORS);
    const common::v1::ThreePartAmount principal =
        tranche::convert::ToProto(Leva(eu_minor, national_minor));
    *debt.mutable_principal()->mutable_eu() = principal.eu();
    *debt.mutable_principal()->mutable_national() = principal.national();
    debt.set_served_on("2018-02-01");
    return debt;
  }
  absl::StatusOr<v1::Debt> Move(const std::string& debt, v1::RecoveryStep step) {
    v1::MoveDebtRequest request;
    request.set_name(debt);
    request.set_step(step);
    request.set_note("по решение");
    request.set_request_id(Key());
    return Call(&Debts::MoveDebt, request);
  }
  std::string InForce() {
    v1::CreateDebtRequest request;
    request.set_parent(kContract);
    *request.mutable_debt() = Overpaid(850'00, 150'00);
    request.set_request_id(Key());
    const auto created = Call(&Debts::CreateDebt, request);
    EXPECT_TRUE(created.ok()) << created.status();
    const auto entered = Move(created->name(), v1::ENTER_RECOVERY);
    EXPECT_TRUE(entered.ok()) << entered.status();
    return created->name();
  }
  absl::StatusOr<v1::Debt> Repay(int64_t minor, const std::string& on) {
    v1::RecordRepaymentRequest request;
    request.set_parent(debt_);
    v1::Repayment* repayment = request.mutable_repayment();
    *repayment->mutable_amount() = tranche::convert::ToProto(Money::Minor(minor, Currency::kBgn));
    repayment->set_repaid_on(on);
    repayment->set_way(v1::BY_BANK);
    repayment->set_kind(v1::EX_GRATIA);
    repayment->set_reference("извлечение 12");
    request.set_request_id(Key());
    return Call(&Debts::RecordRepayment, request);
  }
  v1::AnnulRepaymentRequest RequestFor(int repayment) {
    v1::AnnulRepaymentRequest request;
    request.set_name(absl::StrCat(debt_, "/repayments/", repayment));
    request.mutable_annulment()->set_annulled_on("2018-08-20");
    request.mutable_annulment()->set_reason("По друг дълг");
    request.mutable_annulment()->set_reference("Докладна 14");
    request.set_request_id(Key());
    return request;
  }
  absl::StatusOr<v1::Debt> Annul(int repayment, const rpc::Actor& actor = Approver()) {
    return Call(&Debts::AnnulRepayment, RequestFor(repayment), actor);
  }
  // All that is shown of the debt on a day, but for the repayments, which stay.
  std::string Shown(const std::string& as_of) {
    v1::GetDebtRequest request;
    request.set_name(debt_);
    request.set_as_of(as_of);
    absl::StatusOr<v1::Debt> debt = Call(&Debts::GetDebt, request, Auditor());
    EXPECT_TRUE(debt.ok()) << debt.status();
    debt->clear_repayments();
    return debt->DebugString();
  }
  int64_t Number(const std::string& sql) { return sandbox_.Inspect(sql)[0][0].as<int64_t>(); }
  int64_t Published(const std::string& sql) {
    return Number("select set_config('tranche.organisations', '{mineralni-bani}', false); " + sql);
  }

  tranche::testing::PgSandbox sandbox_;
  testing::FakeProposals proposals_;
  testing::FakeBudgets budgets_{[this](const std::string& token) {
    return role_.world().verifier().Verify(token, role_.world().now());
  }};
  testing::InProcess proposals_channel_;
  testing::InProcess budgets_channel_;
  tranche::testing::TestRole role_;
  tranche::testing::TestRole reference_;
  std::unique_ptr<Debts> debts_;
  std::string debt_;
  int keys_ = 0;
};

TEST_F(RepaymentAnnulmentsTest, AnnulledRepayment_LeavesTheDebtAsItWasOnEveryDay) {
  const std::string days[] = {"2018-02-20", "2018-04-01", "2018-06-30", "2018-08-31"};
  std::vector<std::string> before;
  for (const std::string& day : days) before.push_back(Shown(day));
  ASSERT_TRUE(Repay(400'00, "2018-06-30").ok());
  ASSERT_NE(Shown("2018-08-31"), before[3]);

  const absl::StatusOr<v1::Debt> annulled = Annul(1);

  ASSERT_TRUE(annulled.ok()) << annulled.status();
  ASSERT_EQ(annulled->repayments_size(), 1);
  EXPECT_EQ(annulled->repayments(0).state(), common::v1::RECORD_ANNULLED);
  EXPECT_EQ(annulled->repayments(0).annulment().annulled_by(), Approver().subject);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(Shown(days[i]), before[static_cast<size_t>(i)]) << days[i];
}

TEST_F(RepaymentAnnulmentsTest, RepaymentOfAnEarlierDay_MayBeRecordedInstead) {
  ASSERT_TRUE(Repay(400'00, "2018-06-30").ok());
  EXPECT_EQ(ReasonOf(Repay(400'00, "2018-06-03").status()), "RECOVERY_OUT_OF_ORDER");
  ASSERT_TRUE(Annul(1).ok());
  const auto right = Repay(400'00, "2018-06-03");
  ASSERT_TRUE(right.ok()) << right.status();
  EXPECT_EQ(right->repayments(0).name(), absl::StrCat(debt_, "/repayments/2"));
  // The days that bore interest before bear it once.
  EXPECT_EQ(Number("select count(*) from payments.debt_interest where from_on = (select min(from_on) "
                   "from payments.debt_interest)"),
            2);
  EXPECT_EQ(Number("select charged_interest_eu_minor - (select sum(interest_eu_minor)::bigint from "
                   "payments.debt_interest where to_on <= '2018-06-03') from payments.debt"),
            0);
}

// Interest of the same days is entered anew each time, in other pieces than before, and bears once.
TEST_F(RepaymentAnnulmentsTest, AnnulledAndRecordedAgainOnOtherDays_InterestStandsOnceForEveryDay) {
  const std::string untouched = Shown("2018-08-31");
  const std::string days[] = {"2018-06-30", "2018-04-15", "2018-08-01", "2018-04-15"};
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(Repay(400'00, days[i]).ok()) << days[i];
    const auto annulled = Annul(i + 1);
    ASSERT_TRUE(annulled.ok()) << annulled.status();
    EXPECT_EQ(Shown("2018-08-31"), untouched) << days[i];
  }
  ASSERT_TRUE(Repay(400'00, "2018-06-30").ok());
  ASSERT_TRUE(Repay(100'00, "2018-08-01").ok());
  ASSERT_TRUE(Annul(6).ok());
  EXPECT_EQ(Published("select sum(eu_minor + national_minor)::bigint from published.debt_interest"),
            Number("select charged_interest_eu_minor + charged_interest_national_minor from "
                   "payments.debt"));
  ASSERT_TRUE(Annul(5).ok());
  EXPECT_EQ(Shown("2018-08-31"), untouched);
}

TEST_F(RepaymentAnnulmentsTest, OfAnUnknownRecorder_IsNotAnnulledByFinance) {
  ASSERT_TRUE(Repay(100'00, "2018-04-01").ok());
  sandbox_.Inspect("update payments.debt_repayment set recorded_by = ''");
  EXPECT_EQ(ReasonOf(Annul(1).status()), "ANNULMENT_RECORDER_UNKNOWN");
  const rpc::Actor manager{.subject = "manager@mineralni-bani",
                           .organisations = {"mineralni-bani"},
                           .roles = {"PROJECT_MANAGER"}};
  const auto annulled = Annul(1, manager);
  EXPECT_TRUE(annulled.ok()) << annulled.status();
}

// Interest that fell away is entered anew by what comes instead, as often as that happens.
TEST_F(RepaymentAnnulmentsTest, WhatComesInstead_IsReckonedAsIfNothingHadBeenAnnulled) {
  const auto go_on = [&] {
    EXPECT_TRUE(Repay(300'00, "2018-05-15").ok());
    v1::AmendDebtRequest amend;
    amend.set_name(debt_);
    *amend.mutable_debt() = Overpaid(800'00, 140'00);
    amend.mutable_debt()->set_amendment_reason(v1::COURT_ORDER);
    amend.mutable_debt()->set_effective_on("2018-07-01");
    amend.set_request_id(Key());
    EXPECT_TRUE(Call(&Debts::AmendDebt, amend).ok());
    EXPECT_TRUE(Move(debt_, v1::ENTER_RECOVERY).ok());
    EXPECT_TRUE(Repay(100'00, "2018-08-10").ok());
  };
  const auto shown = [&](const std::string& as_of) {
    return absl::StrReplaceAll(Shown(as_of), {{"/debts/2", "/debts/1"}, {"-Dt02", "-Dt01"}});
  };
  const std::string days[] = {"2018-04-01", "2018-05-15", "2018-06-30", "2018-07-01", "2018-08-31"};
  int annulled = 0;
  for (const char* on : {"2018-06-30", "2018-06-30", "2018-06-01"}) {
    ASSERT_TRUE(Repay(400'00, on).ok());
    ASSERT_TRUE(Annul(++annulled).ok());
  }
  go_on();
  std::vector<std::string> of_annulled;
  for (const std::string& day : days) of_annulled.push_back(shown(day));

  debt_ = InForce();
  go_on();

  for (size_t i = 0; i < of_annulled.size(); ++i) EXPECT_EQ(shown(days[i]), of_annulled[i]) << days[i];
}

TEST_F(RepaymentAnnulmentsTest, WithinTheVoluntaryPeriod_TakesNoInterestAway) {
  const std::string before = Shown("2018-08-31");
  ASSERT_TRUE(Repay(1000'00, "2018-02-05").ok());
  const auto annulled = Annul(1);
  ASSERT_TRUE(annulled.ok()) << annulled.status();
  EXPECT_EQ(annulled->status(), v1::VOLUNTARY);
  EXPECT_EQ(Shown("2018-08-31"), before);
}

TEST_F(RepaymentAnnulmentsTest, FromTheLastOneBackwards) {
  ASSERT_TRUE(Repay(100'00, "2018-04-01").ok());
  ASSERT_TRUE(Repay(100'00, "2018-05-01").ok());
  ASSERT_TRUE(Repay(100'00, "2018-05-01").ok());
  const absl::Status refused = Annul(1).status();
  EXPECT_EQ(ReasonOf(refused), "REPAYMENT_FOLLOWED");
  EXPECT_THAT(ValuesOf(refused), Contains(Pair("later", "BG05M9OP001-2.005-0063-C01-Dt01-03")));
  EXPECT_TRUE(Annul(3).ok());
  EXPECT_TRUE(Annul(2).ok());
  EXPECT_TRUE(Annul(1).ok());
  EXPECT_EQ(Number("select repaid_principal_eu_minor + repaid_interest_eu_minor + "
                   "charged_interest_eu_minor from payments.debt"),
            0);
}

TEST_F(RepaymentAnnulmentsTest, OnlySomebodyElseAndOnce) {
  ASSERT_TRUE(Repay(100'00, "2018-04-01").ok());
  EXPECT_EQ(ReasonOf(Annul(1, Owner()).status()), "ANNULMENT_BY_RECORDER");
  EXPECT_EQ(ReasonOf(Annul(7).status()), "NOT_FOUND");
  v1::AnnulRepaymentRequest early = RequestFor(1);
  early.mutable_annulment()->set_annulled_on("2018-03-31");
  EXPECT_EQ(ReasonOf(Call(&Debts::AnnulRepayment, early, Approver()).status()), "DAYS_OUT_OF_ORDER");
  const v1::AnnulRepaymentRequest request = RequestFor(1);
  const auto first = Call(&Debts::AnnulRepayment, request, Approver());
  const auto again = Call(&Debts::AnnulRepayment, request, Approver());
  ASSERT_TRUE(first.ok() && again.ok()) << first.status();
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(ReasonOf(Annul(1).status()), "RECORD_ALREADY_ANNULLED");
}

TEST_F(RepaymentAnnulmentsTest, VersionThatCameAfter_IsReckonedWithIt) {
  ASSERT_TRUE(Repay(100'00, "2018-04-01").ok());
  v1::AmendDebtRequest amend;
  amend.set_name(debt_);
  *amend.mutable_debt() = Overpaid(800'00, 140'00);
  amend.mutable_debt()->set_amendment_reason(v1::COURT_ORDER);
  amend.mutable_debt()->set_effective_on("2018-04-01");
  amend.set_request_id(Key());
  ASSERT_TRUE(Call(&Debts::AmendDebt, amend).ok());
  // A draft is of no effect yet.
  v1::AnnulRepaymentRequest rehearsal = RequestFor(1);
  rehearsal.set_validate_only(true);
  EXPECT_TRUE(Call(&Debts::AnnulRepayment, rehearsal, Approver()).ok());
  ASSERT_TRUE(Move(debt_, v1::ENTER_RECOVERY).ok());
  EXPECT_EQ(ReasonOf(Annul(1).status()), "REPAYMENT_RECKONED_WITH");
}

TEST_F(RepaymentAnnulmentsTest, RecordedBeforeDaysWereKept_IsOwedAgainAndItsInterestStays) {
  ASSERT_TRUE(Repay(400'00, "2018-06-30").ok());
  sandbox_.Inspect(
      "update payments.debt_repayment set before_interest_from = null, before_last_movement_on = null");
  const int64_t charged = Number("select charged_interest_eu_minor from payments.debt");
  ASSERT_GT(charged, 0);
  ASSERT_TRUE(Annul(1).ok());
  EXPECT_EQ(Number("select charged_interest_eu_minor from payments.debt"), charged);
  EXPECT_EQ(Number("select repaid_principal_eu_minor + repaid_interest_eu_minor from payments.debt"),
            0);
  EXPECT_EQ(Number("select (last_movement_on = '2018-06-30')::int::bigint from payments.debt"), 1);
}

TEST_F(RepaymentAnnulmentsTest, AllAnnulled_DebtMayBeRemoved) {
  ASSERT_TRUE(Repay(100'00, "2018-04-01").ok());
  EXPECT_EQ(ReasonOf(Move(debt_, v1::REMOVE_RECOVERY).status()), "DEBT_HAS_REPAYMENTS");
  ASSERT_TRUE(Annul(1).ok());
  const auto removed = Move(debt_, v1::REMOVE_RECOVERY);
  ASSERT_TRUE(removed.ok()) << removed.status();
  EXPECT_EQ(removed->state(), v1::RECOVERY_REMOVED);
  EXPECT_EQ(ReasonOf(Annul(1).status()), "RECORD_ALREADY_ANNULLED");
}

TEST_F(RepaymentAnnulmentsTest, Reports_SeeItWithAMinusOnItsOwnDay) {
  ASSERT_TRUE(Repay(400'00, "2018-06-30").ok());
  ASSERT_TRUE(Annul(1).ok());
  EXPECT_EQ(Published("select count(*) from published.debt_repayment where repaid_on = '2018-06-30'"),
            2);
  EXPECT_EQ(Published("select sum(to_principal_eu_minor + to_principal_national_minor + "
                      "to_interest_eu_minor + to_interest_national_minor)::bigint from "
                      "published.debt_repayment"),
            0);
  EXPECT_GT(Published("select count(*) from published.debt_interest"), 0);
  EXPECT_EQ(Published("select sum(eu_minor + national_minor)::bigint from published.debt_interest"), 0);
}

TEST_F(RepaymentAnnulmentsTest, PartPastTheService_IsRefusedByTheDatabase) {
  ASSERT_TRUE(Repay(400'00, "2018-06-30").ok());
  EXPECT_THROW(
      sandbox_.Inspect(
          "insert into payments.debt_repayment_annulment (organisation_id, contract_id, debt_id, "
          "repayment, to_interest_eu_minor, to_interest_national_minor, to_principal_eu_minor, "
          "to_principal_national_minor, currency, annulled_on, reason, reference, recorded_by, "
          "annulled_by) select organisation_id, contract_id, debt_id, repayment, 0, 0, -1, 0, "
          "currency, "
          "repaid_on, 'r', 'n', recorded_by, 'x' from payments.debt_repayment"),
      pqxx::check_violation);
}

}  // namespace
}  // namespace tranche::payments
