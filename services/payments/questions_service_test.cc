// SPDX-License-Identifier: EUPL-1.2
// Questions on claims, and claims that are taken back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "payments/testing/claim_cash_fixture.h"

namespace tranche::payments {
namespace {

using testing::Approver;
using ::testing::Contains;
using testing::Cost;
using testing::Deputy;
using testing::Leva;
using testing::Owner;
using ::testing::Pair;
using ::testing::SizeIs;

TEST_F(ClaimCashTest, WhoAnsweredOnAClaim_DecidesOnItNoMore) {
  const std::string name = SentInterim();
  ASSERT_TRUE(AskAbout(name, "2018-01-20", "q1").ok());
  ASSERT_TRUE(Answer(name, "2018-01-22", "r1", Deputy()).ok());
  EXPECT_EQ(ReasonOf(Verify(name, "v1", {}, Deputy()).status()), "DECIDED_BY_SENDER");
  EXPECT_EQ(ReasonOf(AskAbout(name, "2018-01-23", "q2", Deputy()).status()), "QUESTION_BY_SENDER");
  EXPECT_EQ(Get(name)->state(), v1::SENT);
  EXPECT_TRUE(Verify(name, "v1").ok());
}

TEST_F(ClaimCashTest, QuestionOnAnAdvance_StopsNoClock) {
  const absl::StatusOr<v1::Claim> advance = Create(Advance(Leva(850, 150)), "a1");
  ASSERT_TRUE(advance.ok()) << advance.status();
  ASSERT_TRUE(Send(advance->name()).ok());
  ASSERT_TRUE(AskAbout(advance->name(), "2018-01-20", "q1").ok());
  EXPECT_EQ(LastEvent<v1::ClaimQuestionAsked>().question().suspension_days_max(), 0);
  EXPECT_EQ(Answer(advance->name(), "2018-01-26", "r1")->suspended_days(), 0);
}

TEST_F(ClaimCashTest, Question_StopsTheClockUntilItsAnswer) {
  const std::string name = SentInterim();
  const absl::StatusOr<v1::Claim> asked = AskAbout(name, "2018-01-20", "q1");
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(asked->state(), v1::AWAITING_ANSWER);
  ASSERT_THAT(asked->questions(), SizeIs(1));
  EXPECT_EQ(asked->questions(0).due_on(), "2018-02-20");
  EXPECT_EQ(asked->questions(0).state(), v1::QUESTION_OPEN);
  EXPECT_EQ(LastEvent<v1::ClaimQuestionAsked>().question().text(), "Къде е протоколът?");
  EXPECT_EQ(LastEvent<v1::ClaimQuestionAsked>().question().suspension_days_max(), 31);
  EXPECT_EQ(ReasonOf(Verify(name, "v1").status()), "CLAIM_AWAITS_ANSWER");

  EXPECT_EQ(ReasonOf(Answer(name, "2018-01-26", "r1", Approver()).status()), "ANSWER_BY_ASKER");
  const absl::StatusOr<v1::Claim> answered = Answer(name, "2018-01-26", "r1");
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_EQ(answered->state(), v1::SENT);
  EXPECT_EQ(answered->questions(0).state(), v1::QUESTION_ANSWERED);
  EXPECT_EQ(answered->suspended_days(), 6);
  EXPECT_EQ(LastEvent<v1::ClaimQuestionClosed>().claim().suspended_days(), 6);
  EXPECT_EQ(Answer(name, "2018-01-26", "r1")->SerializeAsString(), answered->SerializeAsString());
  EXPECT_EQ(ReasonOf(Answer(name, "2018-01-26", "r2").status()), "CLAIM_WRONG_STATE");
  EXPECT_TRUE(Verify(name, "v1").ok());
}

TEST_F(ClaimCashTest, QuestionWithoutAnAnswer_ExpiresWithTheDecision) {
  const std::string name = SentInterim();
  ASSERT_TRUE(AskAbout(name, "2018-01-20", "q1").ok());
  v1::VerifyClaimRequest request = VerificationOf(name, "v1");
  request.mutable_verification()->set_decided_on("2018-02-20");
  EXPECT_EQ(ReasonOf(Decide(request).status()), "CLAIM_AWAITS_ANSWER");
  request.mutable_verification()->set_decided_on("2018-02-21");
  const absl::StatusOr<v1::Claim> claim = Decide(request);
  ASSERT_TRUE(claim.ok()) << claim.status();
  EXPECT_EQ(claim->state(), v1::ACCEPTED);
  EXPECT_EQ(claim->questions(0).state(), v1::QUESTION_EXPIRED);
  EXPECT_EQ(claim->questions(0).closed_on(), "2018-02-20");
  EXPECT_EQ(claim->suspended_days(), 31);
}

TEST_F(ClaimCashTest, QuestionThatCannotBe_IsRefused) {
  const std::string name = SentInterim();
  EXPECT_EQ(ReasonOf(AskAbout(name, "2018-01-20", "q1", Owner()).status()), "QUESTION_BY_SENDER");
  EXPECT_EQ(ReasonOf(AskAbout(name, "2018-01-14", "q1").status()), "DAYS_OUT_OF_ORDER");
  EXPECT_EQ(ReasonOf(AskAbout(name, "2090-01-01", "q1").status()), "DAY_IN_FUTURE");
  reference_.SetRule("question_answer_months", "");
  const absl::Status unknown = AskAbout(name, "2018-01-20", "q1").status();
  EXPECT_EQ(ReasonOf(unknown), "QUESTION_PERIOD_UNKNOWN");
  EXPECT_THAT(ValuesOf(unknown), Contains(Pair("rule", "question_answer_months")));
  EXPECT_EQ(Count("claim_question"), 0);
}

TEST_F(ClaimCashTest, DraftTakenBack_FreesItsCostsAndThePlace) {
  budgets_.AddCost(Cost("1"), Leva(850, 150));
  const absl::StatusOr<v1::Claim> draft = Create(Interim({"1"}), "c1");
  ASSERT_TRUE(draft.ok()) << draft.status();
  const absl::StatusOr<v1::Claim> taken = TakeBack(draft->name(), "t1");
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_EQ(taken->state(), v1::TAKEN_BACK);
  EXPECT_EQ(LastEvent<v1::ClaimTakenBack>().claim().sequence(), 1);

  const absl::StatusOr<v1::Claim> next = Create(Interim({"1"}), "c2");
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->sequence(), 2);
  EXPECT_EQ(Position()->claimed().total().amount(), "0.00");
  EXPECT_EQ(ReasonOf(Send(draft->name()).status()), "CLAIM_WRONG_STATE");
  ASSERT_TRUE(Send(next->name()).ok());
  EXPECT_EQ(ReasonOf(TakeBack(next->name(), "t2").status()), "CLAIM_WRONG_STATE");
}

TEST_F(ClaimCashTest, AdvanceOrFinalTakenBack_LeavesRoomForAnother) {
  const absl::StatusOr<v1::Claim> advance = Create(Advance(Leva(850, 150)), "a1");
  ASSERT_TRUE(advance.ok());
  ASSERT_TRUE(TakeBack(advance->name(), "t1").ok());
  EXPECT_TRUE(Create(Advance(Leva(850, 150)), "a2").ok());
}

}  // namespace
}  // namespace tranche::payments
