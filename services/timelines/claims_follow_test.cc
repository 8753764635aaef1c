// SPDX-License-Identifier: EUPL-1.2
// The clocks of claims, by the log of payments: sending, questions, returns, decisions and money.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "platform/base/error.h"
#include "timelines/testing/timelines_fixture.h"

namespace tranche::timelines {
namespace {

payments::v1::ClaimDecided Decided(int sequence, const std::string& decided_on,
                                   payments::v1::ClaimState state, bool nothing_owed) {
  payments::v1::ClaimDecided event;
  event.set_contract(kContract);
  event.mutable_claim()->set_name(absl::StrCat(kContract, "/claims/", sequence));
  event.mutable_claim()->set_sequence(sequence);
  event.mutable_claim()->set_state(state);
  event.mutable_claim()->mutable_verification()->set_decided_on(decided_on);
  event.set_nothing_owed(nothing_owed);
  return event;
}

TEST_F(TimelinesTest, ListDeadlines_OfMineralniBani_ShowsTheFinalClaimWithItsLaw) {
  contracts_.Add(kOrganisation, Activated());
  const auto list = Deadlines("2018-09-01");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(list->as_of(), "2018-09-01");
  ASSERT_EQ(list->deadlines_size(), 2);
  const v1::Deadline& end = list->deadlines(0);
  EXPECT_EQ(end.kind(), v1::IMPLEMENTATION_END);
  EXPECT_EQ(end.due_on(), "2018-10-18");
  EXPECT_EQ(end.state(), v1::UPCOMING);
  const v1::Deadline& claim = list->deadlines(1);
  EXPECT_EQ(claim.name(), absl::StrCat(kContract, "/deadlines/final-claim"));
  EXPECT_EQ(claim.kind(), v1::FINAL_CLAIM);
  EXPECT_EQ(claim.owner(), v1::BENEFICIARY);
  EXPECT_EQ(claim.event_on(), "2018-10-18");
  EXPECT_EQ(claim.period(), "1 months");
  EXPECT_EQ(claim.nominal_on(), "2018-11-18");
  EXPECT_EQ(claim.due_on(), "2018-11-19");
  EXPECT_EQ(claim.basis().rule(), "final_claim_months");
  EXPECT_EQ(claim.basis().source(), kFinalClaimSource);
  EXPECT_TRUE(claim.basis().verified());
  EXPECT_EQ(claim.shift_basis().rule(), "deadline_shift_to_working_day");
  EXPECT_EQ(claim.shift_basis().source(), kShiftSource);
  EXPECT_FALSE(claim.shift_basis().verified());
  EXPECT_NE(claim.shift_bg().find("неделя"), std::string::npos);
  EXPECT_NE(claim.shift_en().find("Sunday"), std::string::npos);
  EXPECT_EQ(claim.state(), v1::UPCOMING);
  EXPECT_EQ(claim.days_left(), 79);
  EXPECT_EQ(claim.met_on(), "");
}

TEST_F(TimelinesTest, ClaimsAndPayments_StartAndEndTheAuthoritysClock) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::ADVANCE, 1, "2017-05-02"));
  claims_.Add(kOrganisation, Paid(1, "2017-05-12", true));
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 2, "2018-01-10"));
  claims_.Add(kOrganisation, Paid(2, "2018-03-01", false));
  claims_.Add(kOrganisation, Paid(2, "2018-04-20", true));
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-09-01");
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->deadlines_size(), 4);
  const v1::Deadline* advance = Find(*list, "verify-and-pay-1");
  ASSERT_NE(advance, nullptr);
  EXPECT_EQ(list->deadlines(0).name(), advance->name());
  EXPECT_EQ(advance->kind(), v1::VERIFY_AND_PAY);
  EXPECT_EQ(advance->owner(), v1::MANAGING_AUTHORITY);
  EXPECT_EQ(advance->period(), "14 days");
  EXPECT_EQ(advance->due_on(), "2017-05-16");
  EXPECT_EQ(advance->state(), v1::MET);
  EXPECT_EQ(advance->met_on(), "2017-05-12");
  const v1::Deadline* interim = Find(*list, "verify-and-pay-2");
  ASSERT_NE(interim, nullptr);
  EXPECT_EQ(interim->period(), "90 days");
  EXPECT_EQ(interim->due_on(), "2018-04-10");
  EXPECT_EQ(interim->state(), v1::MET_LATE);
  EXPECT_EQ(interim->met_on(), "2018-04-20");
  EXPECT_FALSE(interim->basis().verified());
}

TEST_F(TimelinesTest, PaymentsRecordedInAnotherOrder_EndTheClockWhenTheLastMoneyArrived) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  claims_.Add(kOrganisation, Paid(1, "2018-04-20", false));
  payments::v1::PaymentRecorded earlier = Paid(1, "2018-03-01", true);
  earlier.set_paid_in_full_on("2018-04-20");
  claims_.Add(kOrganisation, earlier);
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-09-01"), "verify-and-pay-1")->met_on(), "2018-04-20");
}

TEST_F(TimelinesTest, PaymentHeardOfBeforeItsClaim_IsNotLost) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Paid(1, "2018-03-01", true));
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-09-01"), "verify-and-pay-1")->state(), v1::MET);
}

TEST_F(TimelinesTest, ClaimForWhichNothingIsOwed_IsMetByItsDecision) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::ADVANCE, 1, "2017-05-02"));
  claims_.Add(kOrganisation, Decided(1, "2017-05-10", payments::v1::REFUSED, true));
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 2, "2018-01-10"));
  claims_.Add(kOrganisation, Decided(2, "2018-03-01", payments::v1::ACCEPTED, true));
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 3, "2018-03-02"));
  claims_.Add(kOrganisation, Decided(3, "2018-04-02", payments::v1::ACCEPTED, false));
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-09-01");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(Find(*list, "verify-and-pay-1")->state(), v1::MET);
  EXPECT_EQ(Find(*list, "verify-and-pay-1")->met_on(), "2017-05-10");
  EXPECT_EQ(Find(*list, "verify-and-pay-2")->met_on(), "2018-03-01");
  EXPECT_EQ(Find(*list, "verify-and-pay-3")->state(), v1::OVERDUE);  // Accepted and not paid.
}

TEST_F(TimelinesTest, RefusedFinalClaim_LeavesTheFinalClaimToBeSent) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::FINAL, 1, "2018-11-12"));
  claims_.Add(kOrganisation, Decided(1, "2018-12-03", payments::v1::REFUSED, true));
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-12-02"), "final-claim")->state(), v1::MET);
  EXPECT_EQ(Find(*Deadlines("2018-12-03"), "final-claim")->state(), v1::OVERDUE);
  EXPECT_EQ(Find(*Deadlines("2018-12-03"), "verify-and-pay-1")->state(), v1::MET);
}

TEST_F(TimelinesTest, StateOfAClaim_IsThatOfTheDayAskedFor) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  claims_.Add(kOrganisation, Paid(1, "2018-04-20", true));
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-01-09"), "verify-and-pay-1"), nullptr);
  EXPECT_EQ(Find(*Deadlines("2018-01-10"), "verify-and-pay-1")->state(), v1::UPCOMING);
  EXPECT_EQ(Find(*Deadlines("2018-03-11"), "verify-and-pay-1")->state(), v1::DUE_SOON);
  EXPECT_EQ(Find(*Deadlines("2018-04-19"), "verify-and-pay-1")->state(), v1::OVERDUE);
  EXPECT_EQ(Find(*Deadlines("2018-04-19"), "verify-and-pay-1")->met_on(), "");
  EXPECT_EQ(Find(*Deadlines("2018-04-20"), "verify-and-pay-1")->state(), v1::MET_LATE);
}

TEST_F(TimelinesTest, ClaimGivenBack_HasNoClockUntilItIsSentAgain) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  payments::v1::ClaimReturned returned;
  returned.set_contract(kContract);
  returned.mutable_claim()->set_sequence(1);
  payments::v1::PackageReturn* first = returned.mutable_claim()->add_returns();
  first->set_number(1);
  first->set_returned_on("2018-01-20");
  claims_.Add(kOrganisation, returned);
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-02-01"), "verify-and-pay-1"), nullptr);

  payments::v1::ClaimSent again = Sent(payments::v1::INTERIM, 1, "2018-02-05");
  *again.mutable_claim()->mutable_returns() = returned.claim().returns();
  claims_.Add(kOrganisation, again);
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-02-06");
  ASSERT_NE(Find(*list, "verify-and-pay-1"), nullptr);
  EXPECT_EQ(Find(*list, "verify-and-pay-1")->event_on(), "2018-02-05");
  EXPECT_EQ(Find(*list, "verify-and-pay-1")->state(), v1::UPCOMING);

  payments::v1::PackageReturn* second = returned.mutable_claim()->add_returns();
  second->set_number(2);
  second->set_returned_on("2018-02-10");
  claims_.Add(kOrganisation, returned);
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-03-01"), "verify-and-pay-1"), nullptr);
}

TEST_F(TimelinesTest, ReturnThatSaysNoDay_StopsTheFollowing) {
  contracts_.Add(kOrganisation, Activated());
  payments::v1::ClaimReturned returned;
  returned.set_contract(kContract);
  returned.mutable_claim()->set_sequence(1);
  claims_.Add(kOrganisation, returned);
  EXPECT_FALSE(FollowClaims().ok());
}

TEST_F(TimelinesTest, QuestionOnAClaim_StopsTheClockOfItsVerification) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  payments::v1::ClaimQuestionAsked asked;
  asked.set_contract(kContract);
  asked.mutable_claim()->set_sequence(1);
  asked.mutable_question()->set_number(1);
  asked.mutable_question()->set_asked_on("2018-02-01");
  asked.mutable_question()->set_due_on("2018-03-01");
  asked.mutable_question()->set_suspension_days_max(28);
  claims_.Add(kOrganisation, asked);
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-01-31"), "verify-and-pay-1")->due_on(), "2018-04-10");
  EXPECT_EQ(Find(*Deadlines("2018-02-07"), "verify-and-pay-1")->due_on(), "2018-04-16");

  payments::v1::ClaimQuestionClosed closed;
  closed.set_contract(kContract);
  *closed.mutable_question() = asked.question();
  closed.mutable_question()->set_closed_on("2018-02-07");
  closed.mutable_claim()->set_sequence(1);
  closed.mutable_claim()->set_suspended_days(6);
  claims_.Add(kOrganisation, closed);
  ASSERT_TRUE(FollowClaims().ok());
  const auto list = Deadlines("2018-03-01");
  const v1::Deadline* deadline = Find(*list, "verify-and-pay-1");
  EXPECT_EQ(deadline->nominal_on(), "2018-04-10");
  EXPECT_EQ(deadline->due_on(), "2018-04-16");
  EXPECT_EQ(deadline->shift_en(),
            "the period did not run for 6 days because of questions on the claim");
}

TEST_F(TimelinesTest, LaterQuestionThatIsOpen_StopsTheClockNoLongerThanTheLaw) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  payments::v1::ClaimQuestionAsked asked;
  asked.set_contract(kContract);
  asked.mutable_claim()->set_sequence(1);
  asked.mutable_question()->set_number(1);
  asked.mutable_question()->set_asked_on("2018-02-01");
  asked.mutable_question()->set_due_on("2018-03-01");
  asked.mutable_question()->set_suspension_days_max(28);
  claims_.Add(kOrganisation, asked);
  payments::v1::ClaimQuestionClosed closed;
  closed.set_contract(kContract);
  *closed.mutable_question() = asked.question();
  closed.mutable_question()->set_closed_on("2018-02-21");
  closed.mutable_claim()->set_sequence(1);
  closed.mutable_claim()->set_suspended_days(20);
  claims_.Add(kOrganisation, closed);
  asked.mutable_question()->set_number(2);
  asked.mutable_question()->set_asked_on("2018-03-01");
  asked.mutable_question()->set_due_on("2018-04-01");
  claims_.Add(kOrganisation, asked);
  ASSERT_TRUE(FollowClaims().ok());
  EXPECT_EQ(Find(*Deadlines("2018-03-31"), "verify-and-pay-1")->shift_en().substr(0, 38),
            "the period did not run for 28 days bec");
}

TEST_F(TimelinesTest, QuestionBeforeAReturn_DoesNotStopTheClockOfTheNextSending) {
  contracts_.Add(kOrganisation, Activated());
  claims_.Add(kOrganisation, Sent(payments::v1::INTERIM, 1, "2018-01-10"));
  payments::v1::ClaimQuestionClosed closed;
  closed.set_contract(kContract);
  closed.mutable_question()->set_number(1);
  closed.mutable_question()->set_asked_on("2018-01-10");
  closed.mutable_question()->set_due_on("2018-02-10");
  closed.mutable_question()->set_closed_on("2018-01-30");
  closed.mutable_question()->set_suspension_days_max(31);
  closed.mutable_claim()->set_sequence(1);
  closed.mutable_claim()->set_suspended_days(20);
  claims_.Add(kOrganisation, closed);
  payments::v1::ClaimReturned returned;
  returned.set_contract(kContract);
  returned.mutable_claim()->set_sequence(1);
  payments::v1::PackageReturn* first = returned.mutable_claim()->add_returns();
  first->set_number(1);
  first->set_returned_on("2018-01-31");
  claims_.Add(kOrganisation, returned);
  payments::v1::ClaimSent again = Sent(payments::v1::INTERIM, 1, "2018-02-05");
  *again.mutable_claim()->mutable_returns() = returned.claim().returns();
  claims_.Add(kOrganisation, again);
  ASSERT_TRUE(FollowClaims().ok());

  const auto list = Deadlines("2018-03-01");
  ASSERT_NE(Find(*list, "verify-and-pay-1"), nullptr);
  EXPECT_EQ(Find(*list, "verify-and-pay-1")->event_on(), "2018-02-05");
  EXPECT_EQ(Find(*list, "verify-and-pay-1")->nominal_on(), "2018-05-06");
  // A Sunday; no day of the question is added.
  EXPECT_EQ(Find(*list, "verify-and-pay-1")->due_on(), "2018-05-07");
}

TEST_F(TimelinesTest, QuestionWithoutItsDays_StopsTheFollowing) {
  payments::v1::ClaimQuestionClosed closed;
  closed.set_contract(kContract);
  closed.mutable_claim()->set_sequence(1);
  closed.mutable_question()->set_number(1);
  closed.mutable_question()->set_asked_on("2018-02-01");
  closed.mutable_question()->set_due_on("2018-03-01");
  EXPECT_EQ(ReasonOf(FollowOne(closed)), "EVENT_UNREADABLE");
  payments::v1::ClaimQuestionAsked asked;
  asked.set_contract(kContract);
  EXPECT_EQ(ReasonOf(FollowOne(asked)), "EVENT_UNREADABLE");
  EXPECT_EQ(Count("deadline_suspension_end"), 0);
}

TEST_F(TimelinesTest, FinalClaim_SentInTime_MeetsItsDeadlineAlsoWhenItWasHeardOfFirst) {
  claims_.Add(kOrganisation, Sent(payments::v1::FINAL, 3, "2018-11-12"));
  ASSERT_TRUE(FollowClaims().ok());  // Before anything is known of the contract.
  contracts_.Add(kOrganisation, Activated());
  const auto list = Deadlines("2018-12-01");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(Find(*list, "final-claim")->state(), v1::MET);
  EXPECT_EQ(Find(*list, "final-claim")->met_on(), "2018-11-12");
  ASSERT_NE(Find(*list, "verify-and-pay-3"), nullptr);
  EXPECT_EQ(Find(*list, "verify-and-pay-3")->due_on(), "2019-02-11");  // 90 days end on a Sunday.
}

TEST_F(TimelinesTest, EndOfAClaimWithoutItsDay_StopsTheFollowing) {
  payments::v1::PaymentRecorded broken = Paid(1, "2018-03-01", true);
  broken.clear_paid_in_full_on();
  EXPECT_EQ(ReasonOf(FollowOne(broken)), "EVENT_UNREADABLE");
  EXPECT_EQ(ReasonOf(FollowOne(Decided(1, "", payments::v1::REFUSED, true))), "EVENT_UNREADABLE");
  claims_.Add(kOrganisation, broken);
  EXPECT_FALSE(FollowClaims().ok());
  EXPECT_EQ(Count("deadline_end"), 0);
}

}  // namespace
}  // namespace tranche::timelines
