// SPDX-License-Identifier: EUPL-1.2
// The clocks of debts, by the log of payments: deductions, what is taken back and annulled.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "timelines/testing/timelines_fixture.h"

namespace tranche::timelines {
namespace {

payments::v1::DebtEntered Entered(int number, int version, const std::string& served_on) {
  payments::v1::DebtEntered event;
  event.set_contract(kContract);
  event.mutable_debt()->set_name(absl::StrCat(kContract, "/debts/", number));
  event.mutable_debt()->set_version(version);
  event.mutable_debt()->set_served_on(served_on);
  return event;
}

payments::v1::DebtRepaid Repaid(int number, int version, const std::string& on, bool in_full) {
  payments::v1::DebtRepaid event;
  event.set_contract(kContract);
  event.mutable_debt()->set_name(absl::StrCat(kContract, "/debts/", number));
  event.mutable_debt()->set_version(version);
  event.mutable_debt()->mutable_balance()->set_as_of(on);
  event.set_repaid_in_full(in_full);
  return event;
}

payments::v1::DebtRemoved Removed(int number, const std::string& served_on) {
  payments::v1::DebtRemoved event;
  event.set_contract(kContract);
  event.mutable_debt()->set_name(absl::StrCat(kContract, "/debts/", number));
  event.mutable_debt()->set_served_on(served_on);
  return event;
}

TEST_F(TimelinesTest, DebtInForce_IsToBeRepaidInTheVoluntaryPeriod) {
  contracts_.Add(kOrganisation, Activated());
  // Served on Wednesday 6 June 2018: fourteen days end on the 20th.
  claims_.Add(kOrganisation, Entered(1, 1, "2018-06-06"));
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-06-05"), "repay-debt-1"), nullptr);
  const auto list = Deadlines("2018-06-20");
  ASSERT_TRUE(list.ok()) << list.status();
  const v1::Deadline* debt = Find(*list, "repay-debt-1");
  ASSERT_NE(debt, nullptr);
  EXPECT_EQ(debt->kind(), v1::REPAY_DEBT);
  EXPECT_EQ(debt->due_on(), "2018-06-20");
  EXPECT_EQ(debt->state(), v1::DUE_SOON);
  EXPECT_EQ(debt->owner(), v1::BENEFICIARY);
  EXPECT_EQ(Find(*Deadlines("2018-06-21"), "repay-debt-1")->state(), v1::OVERDUE);

  claims_.Add(kOrganisation, Repaid(1, 1, "2018-06-10", false));
  claims_.Add(kOrganisation, Repaid(1, 1, "2018-06-19", true));
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-06-21"), "repay-debt-1")->state(), v1::MET);
  EXPECT_EQ(Find(*Deadlines("2018-06-21"), "repay-debt-1")->met_on(), "2018-06-19");
}

TEST_F(TimelinesTest, DebtThatWasAmended_IsDueFromItsNewService) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Entered(1, 1, "2018-06-06"));
  claims_.Add(kOrganisation, Repaid(1, 1, "2018-06-19", true));
  claims_.Add(kOrganisation, Entered(1, 2, "2018-07-04"));
  claims_.Add(kOrganisation, Entered(1, 1, "2018-06-06"));  // Heard of again.
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-07-05");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(Find(*list, "repay-debt-1")->due_on(), "2018-07-18");
  EXPECT_EQ(Find(*list, "repay-debt-1")->met_on(), "");
}

TEST_F(TimelinesTest, DebtLoweredToWhatWasRepaid_IsMetWhenThatHolds) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Entered(1, 1, "2018-06-06"));
  claims_.Add(kOrganisation, Repaid(1, 1, "2018-06-19", false));
  payments::v1::DebtEntered lowered = Entered(1, 2, "2018-07-04");
  lowered.mutable_debt()->set_status(payments::v1::REPAID_IN_FULL);
  EXPECT_EQ(ReasonOf(FollowOne(lowered)), "EVENT_UNREADABLE");  // It says no day.
  lowered.mutable_debt()->set_effective_on("2018-07-05");
  claims_.Add(kOrganisation, lowered);
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-09-01");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(Find(*list, "repay-debt-1")->state(), v1::MET);
  EXPECT_EQ(Find(*list, "repay-debt-1")->met_on(), "2018-07-05");
}

TEST_F(TimelinesTest, DebtThatWasTakenBack_IsNotDueWhicheverIsHeardFirst) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Entered(1, 1, "2018-06-06"));
  claims_.Add(kOrganisation, Removed(1, "2018-06-06"));
  claims_.Add(kOrganisation, Removed(2, "2018-06-06"));
  claims_.Add(kOrganisation, Entered(2, 1, "2018-06-06"));
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-07-05");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(Find(*list, "repay-debt-1"), nullptr);
  EXPECT_EQ(Find(*list, "repay-debt-2"), nullptr);
}

TEST_F(TimelinesTest, DeductionThatSettlesAClaim_EndsItsClock) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  payments::v1::DebtRepaid offset = Repaid(1, 1, "2018-03-01", false);
  offset.set_claim(absl::StrCat(kContract, "/claims/1"));
  claims_.Add(kOrganisation, offset);
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-03-05"), "verify-and-pay-1")->met_on(), "");
  offset.set_claim_settled(true);
  offset.set_claim_settled_on("2018-03-02");
  claims_.Add(kOrganisation, offset);
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-03-05"), "verify-and-pay-1")->met_on(), "2018-03-02");
}

TEST_F(TimelinesTest, DeductionTakenBack_OpensTheClocksOfDebtAndClaim) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  claims_.Add(kOrganisation, Entered(1, 1, "2018-01-20"));
  payments::v1::DebtRepaid offset = Repaid(1, 1, "2018-03-02", true);
  offset.set_claim(absl::StrCat(kContract, "/claims/1"));
  offset.set_claim_settled(true);
  offset.set_claim_settled_on("2018-03-02");
  claims_.Add(kOrganisation, offset);
  ASSERT_TRUE(FollowClaims().ok());
  ASSERT_EQ(Find(*Deadlines("2018-03-05"), "verify-and-pay-1")->met_on(), "2018-03-02");
  ASSERT_EQ(Find(*Deadlines("2018-03-05"), "repay-debt-1")->met_on(), "2018-03-02");
  payments::v1::OffsetTakenBack back;
  back.set_contract(kContract);
  back.mutable_debt()->set_name(absl::StrCat(kContract, "/debts/1"));
  back.set_claim(absl::StrCat(kContract, "/claims/1"));
  back.set_was_repaid_in_full(true);
  back.set_claim_was_settled(true);

  claims_.Add(kOrganisation, back);
  ASSERT_TRUE(FollowClaims().ok());

  EXPECT_EQ(Find(*Deadlines("2018-03-05"), "verify-and-pay-1")->met_on(), "");
  EXPECT_EQ(Find(*Deadlines("2018-03-05"), "repay-debt-1")->met_on(), "");
  // What ends them later counts anew.
  claims_.Add(kOrganisation, Paid(1, "2018-04-20", true));
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-04-21"), "verify-and-pay-1")->met_on(), "2018-04-20");
}

TEST_F(TimelinesTest, AnnulledPaymentAndRepayment_OpenTheClocksThatTheyHadEnded) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  claims_.Add(kOrganisation, Entered(1, 1, "2018-01-20"));
  claims_.Add(kOrganisation, Paid(1, "2018-03-02", true));
  claims_.Add(kOrganisation, Repaid(1, 1, "2018-03-02", true));
  payments::v1::PaymentAnnulled payment;
  payment.set_contract(kContract);
  payment.set_claim(absl::StrCat(kContract, "/claims/1"));
  payments::v1::RepaymentAnnulled repayment;
  repayment.set_contract(kContract);
  repayment.mutable_debt()->set_name(absl::StrCat(kContract, "/debts/1"));
  // Not the last of what was owed: nothing had ended by them.
  claims_.Add(kOrganisation, payment);
  claims_.Add(kOrganisation, repayment);
  ASSERT_TRUE(FollowClaims().ok());
  ASSERT_EQ(Find(*Deadlines("2018-03-05"), "verify-and-pay-1")->met_on(), "2018-03-02");
  ASSERT_EQ(Find(*Deadlines("2018-03-05"), "repay-debt-1")->met_on(), "2018-03-02");
  payment.set_claim_was_settled(true);
  repayment.set_was_repaid_in_full(true);

  claims_.Add(kOrganisation, payment);
  claims_.Add(kOrganisation, repayment);
  ASSERT_TRUE(FollowClaims().ok());

  EXPECT_EQ(Find(*Deadlines("2018-03-05"), "verify-and-pay-1")->met_on(), "");
  EXPECT_EQ(Find(*Deadlines("2018-03-05"), "repay-debt-1")->met_on(), "");
  payment.clear_claim();
  EXPECT_EQ(ReasonOf(FollowOne(payment)), "EVENT_UNREADABLE");
}

TEST_F(TimelinesTest, DebtThatCannotBeRead_StopsTheFollowing) {
  for (const auto& broken :
       {Entered(0, 1, "2018-06-06"), Entered(1, 0, "2018-06-06"), Entered(1, 1, "")}) {
    EXPECT_EQ(ReasonOf(FollowOne(broken)), "EVENT_UNREADABLE");
  }
  EXPECT_EQ(ReasonOf(FollowOne(Repaid(1, 1, "", true))), "EVENT_UNREADABLE");
  EXPECT_EQ(ReasonOf(FollowOne(Removed(1, ""))), "EVENT_UNREADABLE");
  payments::v1::DebtRepaid offset = Repaid(1, 1, "2018-03-01", false);
  offset.set_claim_settled(true);
  EXPECT_EQ(ReasonOf(FollowOne(offset)), "EVENT_UNREADABLE");
}

}  // namespace
}  // namespace tranche::timelines
